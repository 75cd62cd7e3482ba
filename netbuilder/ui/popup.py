"""A list to choose from with a line to type in above it: arrows lead, Enter chooses, Esc leaves."""

from __future__ import annotations

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

_LEADING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NOTE_LINES = 3


class Popup(QFrame):
    """Lies over its parent until something is chosen or the focus goes elsewhere.

    The focus goes back to where it came from. What choosing a row means, its subclasses say
    in :meth:`_choose`.

    Attributes:
        field: The line to type in.
        list: What can be chosen.
        reason: A few lines below the list.
        closed: Fires when it closes, with or without a choice.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, prompt: str, names: str, wanted: QSize) -> None:
        """Make a popup that is not shown yet.

        Args:
            parent: What it lies over.
            prompt: What the line asks for.
            names: What is listed, for screen readers.
            wanted: Its size where there is room.
        """
        super().__init__(parent)
        self.setObjectName("popup")
        self._wanted = wanted
        self._open = True
        self._came_from: QWidget | None = None
        self.field = _Field()
        self.list = QListWidget()
        self.reason = QLabel()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.list.setAccessibleName(names)
        self._lay_out()
        self.field.led.connect(self._lead)
        self.field.entered.connect(self._choose_current)
        self.list.itemClicked.connect(self._choose)
        self.field.left.connect(self.close_up)

    def show_at(self, place: QPoint) -> None:
        """Appear beside a place of the parent, wholly inside of it."""
        parent = self.parentWidget()
        size = self._wanted if parent is None else self._wanted.boundedTo(parent.size())
        area = QRect(place, size)
        if parent is not None:
            inside = parent.rect()
            area.moveRight(min(area.right(), inside.right() - 8))
            area.moveBottom(min(area.bottom(), inside.bottom() - 8))
            area.moveTopLeft(QPoint(max(0, area.left()), max(0, area.top())))
        self.setGeometry(area)
        self._came_from = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_on_top(self) -> None:
        """Appear in the middle of the parent's upper end."""
        parent = self.parentWidget()
        wide = parent.width() if parent is not None else 0
        self.show_at(QPoint((wide - self._wanted.width()) // 2, 48))

    def close_up(self) -> None:
        """Go away without a choice."""
        if not self._open:
            return
        self._open = False
        back = self._came_from or self.parentWidget()
        inside = self.field.hasFocus()
        self.hide()
        if inside and back is not None:
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()
        self.closed.emit()

    def _lay_out(self) -> None:
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A click on the list must not give the keys to what lies behind it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.field)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reason.setWordWrap(True)
        self.reason.setProperty("muted", True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason.setFixedHeight(_NOTE_LINES * self.reason.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.reason)

    def _choose(self, item: QListWidgetItem) -> None:
        """Take a row that was clicked, or entered."""
        raise NotImplementedError

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

    def _lead(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.list, event)


class _Field(QLineEdit):
    """The line to type in; the keys that mean the list go there.

    Attributes:
        led: Fires with a key that leads through the list.
        entered: Fires on Enter.
        left: Fires on Esc, and when something else gets the keys.
    """

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
