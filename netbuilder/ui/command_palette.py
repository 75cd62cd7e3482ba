"""The command palette: everything that the window can do, found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidgetItem, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command, keys_text
from netbuilder.ui.fuzzy import fit
from netbuilder.ui.popup import Popup
from netbuilder.ui.rows import Row, RowPainter
from netbuilder.ui.theme import Scheme

_SIZE = QSize(520, 420)
_KEY = Qt.ItemDataRole.UserRole


class CommandPalette(Popup):
    """Lists the commands, the ones used last first; those that are off now are grey.

    Attributes:
        chosen: Fires with a command's key, once; the popup closes before.
    """

    chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        commands: Iterable[Command],
        actions: Mapping[str, QAction],
        recent: Sequence[str],
        scheme: Scheme,
    ) -> None:
        super().__init__(parent, tr("Type what to do"), tr("Commands"), _SIZE)
        used = {key: place for place, key in enumerate(recent)}
        self._commands = sorted(commands, key=lambda one: used.get(one.key, len(used)))
        self._actions = actions
        self.list.setItemDelegate(RowPainter(scheme, self.list))
        self.reason.setFixedHeight(self.reason.fontMetrics().lineSpacing())
        self.field.textChanged.connect(self._show_matches)
        self._show_matches("")

    def _show_matches(self, text: str) -> None:
        self.list.clear()
        for command in matching(self._commands, text):
            action = self._actions[command.key]
            title = action.text().replace("&", "")
            keys = keys_text(action)
            item = QListWidgetItem(f"{title}, {keys}" if keys else title)
            item.setData(_KEY, command.key)
            row = Row(title, keys, command.path, dim=not action.isEnabled())
            item.setData(RowPainter.ROW, row)
            item.setToolTip(action.toolTip())
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.reason.setText("" if self.list.count() else tr("Nothing is called that."))

    def _choose(self, item: QListWidgetItem) -> None:
        key = item.data(_KEY)
        if not self._actions[key].isEnabled():
            self.reason.setText(tr("That cannot be done just now."))
        elif self._open:
            self.close_up()
            self.chosen.emit(key)


def matching(commands: Sequence[Command], text: str) -> list[Command]:
    """Return the commands that fit ``text``, best first; all of them for an empty one."""
    fits = [(fit(text, f"{command.words} {command.path}"), command) for command in commands]
    found = [(score, command) for score, command in fits if score is not None]
    found.sort(key=lambda pair: -pair[0])
    return [command for _, command in found]
