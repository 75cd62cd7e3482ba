"""A sentence beside the pointer, while a gesture lasts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

_WIDEST = 360
_BESIDE = QPoint(16, 20)


class Bubble(QLabel):
    """Says what letting go here would do; a tip that needs no waiting and no window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bubble")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAutoFillBackground(True)
        self.hide()

    def say(self, text: str, at: QPoint) -> None:
        """Show a sentence beside a place of the parent; hide for an empty one."""
        if text != self.text():
            self.setText(text)
            self._fit()
        parent = self.parentWidget()
        if parent is not None:
            place = QRect(at + _BESIDE, self.size())
            inside = parent.rect()
            place.moveRight(min(place.right(), inside.right()))
            place.moveBottom(min(place.bottom(), inside.bottom()))
            self.move(place.topLeft())
        self.setVisible(bool(text))

    def _fit(self) -> None:
        self.setWordWrap(False)
        wanted = self.sizeHint()
        if wanted.width() > _WIDEST:
            self.setWordWrap(True)
            wanted.setWidth(_WIDEST)
            wanted.setHeight(self.heightForWidth(_WIDEST))
        self.resize(wanted)
