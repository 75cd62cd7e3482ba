"""The list of undo steps, to go to any of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.history import History
from netbuilder.ui.popup import Popup
from netbuilder.ui.rows import Row, RowPainter
from netbuilder.ui.theme import Scheme

_SIZE = QSize(360, 420)
_DONE = Qt.ItemDataRole.UserRole


class HistoryPopup(Popup):
    """Lists all steps, the latest first; those that are undone are grey.

    Attributes:
        chosen: Fires with the number of steps that are to be done, once.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget, history: History, scheme: Scheme) -> None:
        super().__init__(parent, tr("Go back to a step"), tr("Undo steps"), _SIZE)
        names = [tr("As it was opened"), *(step.text for step in history.steps)]
        self._rows = list(enumerate(names))
        self._now = history.done
        self.list.setItemDelegate(RowPainter(scheme, self.list))
        self.reason.setText(tr("Steps that are undone stay here until something else is done."))
        self.reason.setFixedHeight(2 * self.reason.fontMetrics().lineSpacing())
        self.field.textChanged.connect(self._show_matches)
        self._show_matches("")

    def _show_matches(self, text: str) -> None:
        self.list.clear()
        for done, name in reversed(self._rows):
            if text.casefold() not in name.casefold():
                continue
            here = done == self._now
            item = QListWidgetItem(name)
            item.setData(_DONE, done)
            keys = tr("now") if here else ""
            row = Row(name, keys, dim=done > self._now, strong=here)
            item.setData(RowPainter.ROW, row)
            self.list.addItem(item)
            if here:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem) -> None:
        if self._open:
            self.close_up()
            self.chosen.emit(item.data(_DONE))
