"""A program that opens a project in the window, works on it, and tells what was loaded."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from netbuilder.graph import edits
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS


def main() -> None:
    """Open, edit, validate and paint a project; print the names of all loaded modules."""
    app = QApplication(sys.argv[:1])
    window = MainWindow()
    document = window.document
    document.open(PROJECTS["mnist_mlp"])
    window.show()
    document.apply(lambda graph: edits.set_param(graph, "dense", "units", 64), "Set units")
    document.select(("dense",))
    for dock in window.docks.values():
        dock.raise_()
        app.processEvents()
    window.code.refresh()
    assert document.report.ok
    assert "Dense(64" in window.code.editor.toPlainText()
    sys.stdout.write(" ".join(sys.modules))
    document.history.mark_saved()
    window.close()


if __name__ == "__main__":
    main()
