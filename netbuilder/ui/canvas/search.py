"""The popup that asks for a layer: type to filter, arrows, Enter, Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.canvas.choice_row import CHOICE, ChoiceRow
from netbuilder.ui.canvas.choices import Chance, Choice, matching
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.icons import category_icon
from netbuilder.ui.popup import Popup
from netbuilder.ui.theme import Scheme

_SIZE = QSize(344, 380)


class SearchPopup(Popup):
    """Asks for one of several layers.

    Attributes:
        chosen: Fires with a class name, once; the popup closes before.
    """

    chosen = Signal(str)

    def __init__(
        self, parent: QWidget, offered: Sequence[Choice], scheme: Scheme, prompt: str = ""
    ) -> None:
        """Make a popup that is not shown yet.

        Args:
            parent: What it lies over.
            offered: The layers, best first.
            scheme: Its colours.
            prompt: What it asks for; empty for a layer to add.
        """
        super().__init__(parent, prompt or tr("Add a layer"), tr("Layers"), _SIZE)
        self._offered = offered
        self._scheme = scheme
        self.list.setItemDelegate(ChoiceRow(scheme, self.list))
        self.field.textChanged.connect(self._show_matches)
        self.list.currentItemChanged.connect(self._explain)
        self._show_matches("")

    def _show_matches(self, text: str) -> None:
        self.list.clear()
        icons = {c.spec.category for c in self._offered}
        icon_of = {category: category_icon(category, self._scheme) for category in icons}
        before = Chance.FITS
        for choice in matching(self._offered, text):
            if choice.chance is not before:
                self.list.addItem(_heading(choice.chance))
            before = choice.chance
            item = QListWidgetItem(icon_of[choice.spec.category], class_title(choice.spec.name))
            item.setData(CHOICE, choice)
            item.setToolTip(choice.reason or choice.spec.summary)
            self.list.addItem(item)
        rows = (self.list.item(row) for row in range(self.list.count()))
        first = next((item for item in rows if item.data(CHOICE) is not None), None)
        if first is None:
            self.reason.setText(tr("No layer is called that."))
        else:
            self.list.setCurrentItem(first)

    def _explain(self, item: QListWidgetItem | None) -> None:
        choice = item.data(CHOICE) if item is not None else None
        if isinstance(choice, Choice):
            self.reason.setText(choice.reason or choice.spec.summary)

    def _choose(self, item: QListWidgetItem) -> None:
        choice = item.data(CHOICE)
        if isinstance(choice, Choice) and self._open:
            self.close_up()
            self.chosen.emit(choice.spec.name)


def _heading(chance: Chance) -> QListWidgetItem:
    """Return the row above the layers of one kind; it cannot be chosen."""
    titles = {Chance.NEEDS_MORE: tr("Needs more wires"), Chance.MISFIT: tr("Does not fit here")}
    item = QListWidgetItem(titles[chance])
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
