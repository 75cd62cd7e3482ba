"""What lies over a corner of the canvas: a small card in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from netbuilder.ui.theme import Scheme, Tokens, tokens

DISTANCE = 12
"""How far from the canvas's edges a card lies."""
_RADIUS = 6.0


class Overlay(QWidget):
    """A card over the canvas."""

    def __init__(self, parent: QWidget, scheme: Scheme = Scheme.LIGHT) -> None:
        super().__init__(parent)
        self._scheme = scheme

    @property
    def scheme(self) -> Scheme:
        """The set of colours in use."""
        return self._scheme

    @property
    def colours(self) -> Tokens:
        """The colours in use."""
        return tokens(self._scheme)

    def restyle(self, scheme: Scheme) -> None:
        """Use the colours of ``scheme`` and the present fonts."""
        self._scheme = scheme
        self.redraw()

    def redraw(self) -> None:
        """Measure and paint anew."""
        self.update()

    def paint_card(self, painter: QPainter) -> None:
        """Paint the empty card."""
        half = self._scheme.stroke / 2
        painter.setPen(QPen(QColor(self.colours.line), self._scheme.stroke))
        painter.setBrush(QColor(self.colours.panel))
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
