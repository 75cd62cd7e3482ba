"""The bar that finds nodes by what is written on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.finding import Place, find

_MARGIN = 8
_FIELD_WIDTH = 220


class FindBar(QFrame):
    """Lies over the upper right corner of the canvas while something is looked for.

    Attributes:
        reached: Fires with the place of each node that is gone to.
        field: The line to type in.
        count: Which of how many.
    """

    reached = Signal(object)

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self._document = document
        self._found: list[Place] = []
        self._at = -1
        self.field = QLineEdit()
        self.field.setMinimumWidth(_FIELD_WIDTH)
        self.field.setPlaceholderText(tr("Name, class, shape or problem"))
        self.field.setAccessibleName(tr("Find in the network"))
        self.count = QLabel()
        self.count.setProperty("muted", True)
        back = _button("↑", tr("Previous (Shift+Enter)"))
        on = _button("↓", tr("Next (Enter)"))
        away = _button("✕", tr("Close (Esc)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        for part in (self.field, self.count, back, on, away):
            layout.addWidget(part)
        self.field.textChanged.connect(self._search)
        back.clicked.connect(self.previous)
        on.clicked.connect(self.next)
        away.clicked.connect(self.leave)
        document.changed.connect(self._refresh)
        parent.installEventFilter(self)
        self.hide()

    def begin(self) -> None:
        """Appear, with what was looked for last ready to be typed over."""
        self.show()
        self.raise_()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._refresh()

    def next(self) -> None:
        """Go to the next node that fits."""
        self._go(1)

    def previous(self) -> None:
        """Go to the one before."""
        self._go(-1)

    def leave(self) -> None:
        """Go away; the node that was found stays selected."""
        parent = self.parentWidget()
        self.hide()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step on Enter, leave on Esc."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go(-1 if back else 1)
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self._at = -1
        self._refresh()
        if self._found:
            self._go(1)

    def _refresh(self) -> None:
        """Look again, as the network may have changed."""
        if self.isVisible():
            document = self._document
            self._found = find(document.graph, document.report, self.field.text())
            self._at = min(self._at, len(self._found) - 1)
            self._show_count()

    def _go(self, by: int) -> None:
        if not self._found:
            return
        self._at = (self._at + by) % len(self._found) if self._at >= 0 or by > 0 else -1
        self._at %= len(self._found)
        self._show_count()
        self.reached.emit(self._found[self._at])

    def _show_count(self) -> None:
        if not self.field.text().strip():
            self.count.setText("")
        elif not self._found:
            self.count.setText(tr("nothing"))
        else:
            number, count = self._at + 1, len(self._found)
            self.count.setText(tr("{number} of {count}", number=number, count=count))
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        self.adjustSize()
        if parent is not None:
            self.move(parent.width() - self.width() - _MARGIN, _MARGIN)


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
