"""A program that closes the window in the midst of a training and tells the worker's number."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from netbuilder.training.events import Epoch
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS


def main() -> int:
    """Train, close at the end of the first epoch, and print the worker's process id."""
    app = QApplication(sys.argv[:1])
    window = MainWindow()
    window.document.open(PROJECTS["mnist_mlp"])
    window.show()

    def close_at_first_epoch(event: object) -> None:
        if isinstance(event, Epoch):
            sys.stdout.write(f"{window.worker.process_id}\n")
            window.close()

    window.worker.reported.connect(close_at_first_epoch)
    window.train()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
