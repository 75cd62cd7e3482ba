"""The popup in which a wire is chosen by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.canvas.wire_choices import WireChoice
from netbuilder.ui.popup import Popup
from netbuilder.ui.rows import Row, RowPainter
from netbuilder.ui.theme import Scheme

_SIZE = QSize(440, 320)
_CHOICE = Qt.ItemDataRole.UserRole


class WirePopup(Popup):
    """Lists wires; typing keeps those to nodes of that name.

    Attributes:
        pointed: Fires with the choice that the keys stand on, or None.
        chosen: Fires with a choice that can be, once; the popup closes before.
    """

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        prompt: str,
        offered: Callable[[str], Sequence[WireChoice]],
        scheme: Scheme,
    ) -> None:
        """Make a popup that is not shown yet.

        Args:
            parent: What it lies over.
            prompt: What it asks for.
            offered: Gives the wires for what is typed.
            scheme: Its colours.
        """
        super().__init__(parent, prompt, tr("Wires"), _SIZE)
        self._offered = offered
        self.list.setItemDelegate(RowPainter(scheme, self.list))
        self.field.textChanged.connect(self.show_matches)
        self.list.currentItemChanged.connect(self._point)

    def show_matches(self, text: str = "") -> None:
        """List the wires for what is typed."""
        self.list.clear()
        for choice in self._offered(text):
            item = QListWidgetItem(
                f"{choice.title}, {choice.gain}" if choice.gain else choice.title
            )
            item.setData(_CHOICE, choice)
            row = Row(choice.title, choice.gain, choice.place, dim=choice.edit is None)
            item.setData(RowPainter.ROW, row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self.reason.setText(tr("There is no such wire."))
            self.pointed.emit(None)

    def _point(self, item: QListWidgetItem | None) -> None:
        choice = item.data(_CHOICE) if item is not None else None
        if isinstance(choice, WireChoice):
            self.reason.setText(choice.note())
            self.pointed.emit(choice)

    def _choose(self, item: QListWidgetItem) -> None:
        choice = item.data(_CHOICE)
        if isinstance(choice, WireChoice) and choice.edit is not None and self._open:
            self.close_up()
            self.chosen.emit(choice)
