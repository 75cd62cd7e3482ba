"""A window that dies in the midst of work: ``python -m tests.gui.crashing [FILE]``.

It adds a layer, waits until the copy of the unsaved work is written, and kills itself.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from netbuilder.graph import edits
from netbuilder.ui.window import MainWindow


def main() -> None:
    """Work, and die."""
    app = QApplication([])
    window = MainWindow()
    if sys.argv[1:]:
        window.files.open(Path(sys.argv[1]))
    window.autosave.saved.connect(lambda _time: os.kill(os.getpid(), signal.SIGKILL))
    window.document.apply(lambda g: edits.add_node(g, edits.new_node(g, "LSTM")), "Add LSTM")
    app.exec()


if __name__ == "__main__":
    main()
