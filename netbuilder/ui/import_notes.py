"""Says what could not be followed in a file that was imported, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr

if TYPE_CHECKING:
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
        self.list = QTableWidget(len(notes), 2)
        self.list.setAccessibleName(tr("What could not be followed"))
        self.list.setHorizontalHeaderLabels([tr("Line"), tr("Note")])
        self.list.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.list.setShowGrid(False)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().hide()
        header = self.list.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        rows = self.list.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, note in enumerate(notes):
            self.list.setItem(row, 0, _cell(_line(note), Qt.AlignmentFlag.AlignRight))
            self.list.setItem(row, 1, _cell(note.message, Qt.AlignmentFlag.AlignLeft))
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


def _cell(text: str, side: Qt.AlignmentFlag) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    cell.setTextAlignment(side | Qt.AlignmentFlag.AlignTop)
    return cell


def _line(note: Note) -> str:
    return "" if note.line is None else str(note.line)
