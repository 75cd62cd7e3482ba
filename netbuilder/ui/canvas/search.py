"""The popup that asks for a layer: type to filter, arrows, Enter, Esc."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.ui.canvas.choice_row import CHOICE, ChoiceRow
from netbuilder.ui.canvas.choices import Chance, Choice, matching
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.icons import category_icon
from netbuilder.ui.theme import Scheme

_SIZE = QSize(344, 380)
_LEADING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchPopup(QFrame):
    """Asks for one of several layers.

    Attributes:
        chosen: Fires with a class name, once; the popup closes before.
        closed: Fires when it closes, with or without a choice.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, offered: Sequence[Choice], scheme: Scheme) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self._offered = offered
        self._scheme = scheme
        self._open = True
        self.field = _Field()
        self.list = QListWidget()
        self.reason = QLabel()
        self._lay_out()
        self.field.textChanged.connect(self._show_matches)
        self.field.led.connect(self._lead)
        self.field.entered.connect(self._choose_current)
        self.field.left.connect(self.close_up)
        self.list.itemClicked.connect(self._choose)
        self.list.currentItemChanged.connect(self._explain)
        self._show_matches("")

    def show_at(self, place: QPoint) -> None:
        """Appear beside a place of the parent, wholly inside of it."""
        parent = self.parentWidget()
        size = _SIZE if parent is None else _SIZE.boundedTo(parent.size())
        area = QRect(place, size)
        if parent is not None:
            inside = parent.rect()
            area.moveRight(min(area.right(), inside.right() - 8))
            area.moveBottom(min(area.bottom(), inside.bottom() - 8))
            area.moveTopLeft(QPoint(max(0, area.left()), max(0, area.top())))
        self.setGeometry(area)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Go away without a choice."""
        if not self._open:
            return
        self._open = False
        inside = self.field.hasFocus()
        parent = self.parentWidget()
        self.hide()
        if inside and parent is not None:
            parent.setFocus()
        self.deleteLater()
        self.closed.emit()

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(tr("Add a layer"))
        self.field.setAccessibleName(tr("Search layers"))
        self.list.setAccessibleName(tr("Layers"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A click on the list must not give the keys to the canvas behind it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.list.setItemDelegate(ChoiceRow(self._scheme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reason.setWordWrap(True)
        self.reason.setProperty("muted", True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason.setFixedHeight(3 * self.reason.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.reason)

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

    def _lead(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.list, event)

    def _explain(self, item: QListWidgetItem | None) -> None:
        choice = item.data(CHOICE) if item is not None else None
        if isinstance(choice, Choice):
            self.reason.setText(choice.reason or choice.spec.summary)

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

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


class _Field(QLineEdit):
    """The line to type in; the keys that mean the list go there."""

    led = Signal(QKeyEvent)
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead through the list, choose, or leave."""
        if event.key() in _LEADING:
            self.led.emit(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Stay here on Tab: there is nowhere else to go."""
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and event.key() in tabs:
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave when something else gets the keys, but not for a menu over it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
