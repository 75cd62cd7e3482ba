"""Shows the script of a run exactly as it was run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.theme import Scheme


class ScriptView(QDialog):
    """A window of its own with one script, to be read and copied from.

    Args:
        path: The script.
        title: What it is.
        scheme: Its colours.
        parent: What it belongs to.
    """

    def __init__(self, path: Path, title: str, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(760, 640)
        self.editor = CodeEditor(scheme)
        self.editor.setReadOnly(True)
        self.editor.setAccessibleName(title)
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            text = tr("The code cannot be read: {reason}.", reason=error.strerror or error)
        self.editor.setPlainText(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.editor)
