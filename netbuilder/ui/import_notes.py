"""Says what could not be followed in a file that was imported, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.importing import Note

_SIZE = (640, 380)


class ImportNotes(QDialog):
    """A dialog with one row a note: its line, and what it says.

    Args:
        parent: The window.
        file: The file's name.
        notes: What to list.

    Attributes:
        list: The rows.
        copy_button: Puts them on the clipboard as text.
    """

    def __init__(self, parent: QWidget, file: str, notes: Sequence[Note]) -> None:
        super().__init__(parent)
        self._notes = notes
        self.setWindowTitle(tr("Imported with notes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(
            tr(
                "The network of {file} is open. These parts could not be taken over as they stand:",
                file=file,
            )
        )
        heading.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("What could not be followed"))
        self.list.setHeaderLabels([tr("Line"), tr("Note")])
        self.list.setRootIsDecorated(False)
        self.list.setWordWrap(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.addTopLevelItems([_row(note) for note in notes])
        self.copy_button = QPushButton(tr("Copy"))
        self.copy_button.setToolTip(tr("Put the notes on the clipboard"))
        self.copy_button.clicked.connect(self._copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.resize(*_SIZE)

    def _copy(self) -> None:
        lines = [f"{_line(note)}\t{note.message}".strip() for note in self._notes]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _row(note: Note) -> QTreeWidgetItem:
    row = QTreeWidgetItem([_line(note), note.message])
    row.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    row.setTextAlignment(1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    row.setToolTip(1, note.message)
    return row


def _line(note: Note) -> str:
    return "" if note.line is None else str(note.line)
