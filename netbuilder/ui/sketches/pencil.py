"""What the small pictures are made of: cells, dots, bars, lines and arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import copysign

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netbuilder.ui.theme import Scheme, mix, mono_font, tokens

WIDTH, HEIGHT = 240, 88
LEFT, RIGHT, MIDDLE = 60.0, 180.0, HEIGHT / 2
"""Where the input and the output are drawn: their middles."""
_FAINT = 0.15

Shade = Callable[[int, int], float]
"""How strongly a cell in a row and column is filled, 0 to 1."""


@dataclass(frozen=True)
class Pencil:
    """Draws in one hue on the colours of a scheme."""

    painter: QPainter
    scheme: Scheme
    hue: QColor

    def cells(self, middle: QPointF, rows: int, columns: int, size: float, shade: Shade) -> QRectF:
        """Draw a grid of square cells around a place; return its area."""
        area = QRectF(0, 0, columns * size, rows * size)
        area.moveCenter(middle)
        self.painter.setPen(self._edge())
        for row in range(rows):
            for column in range(columns):
                corner = area.topLeft() + QPointF(column * size, row * size)
                self.painter.setBrush(self.shade(shade(row, column)))
                self.painter.drawRect(QRectF(corner.x(), corner.y(), size, size))
        return area

    def frame(self, area: QRectF) -> None:
        """Draw a strong edge around an area."""
        self.painter.setPen(QPen(self.hue, 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(area)

    def dots(self, x: float, strengths: Sequence[float], gap: float = 18.0) -> list[QPointF]:
        """Draw a column of round units; return their middles. A negative one is crossed out."""
        top = MIDDLE - gap * (len(strengths) - 1) / 2
        places = [QPointF(x, top + gap * index) for index in range(len(strengths))]
        for place, strength in zip(places, strengths, strict=True):
            self.painter.setPen(self._edge())
            self.painter.setBrush(self.shade(max(0.0, strength)))
            self.painter.drawEllipse(place, 6, 6)
            if strength < 0:
                self.cross(place, 5)
        return places

    def bars(self, x: float, heights: Sequence[float], width: float = 10.0) -> None:
        """Draw bars side by side around ``x`` on a common base; heights are in pixels."""
        left, base = x - width * len(heights) / 2, HEIGHT - 16.0
        self.painter.setPen(self._edge())
        self.painter.setBrush(self.shade(0.7))
        for index, height in enumerate(heights):
            self.painter.drawRect(QRectF(left + index * width, base - height, width, height))

    def curve(self, x: float, values: Callable[[float], float]) -> None:
        """Draw the graph of a function from -1 to 1 around ``x``, with its axes."""
        self.painter.setPen(self._edge())
        self.painter.drawLine(QPointF(x - 32, MIDDLE), QPointF(x + 32, MIDDLE))
        self.painter.drawLine(QPointF(x, MIDDLE - 30), QPointF(x, MIDDLE + 30))
        steps = [index / 20 - 1 for index in range(41)]
        points = [QPointF(x + 30 * step, MIDDLE - 28 * values(step)) for step in steps]
        self.painter.setPen(QPen(self.hue, 2))
        self.painter.drawPolyline(QPolygonF(points))

    def line(self, start: QPointF, end: QPointF, strength: float = 0.5) -> None:
        """Draw a line; a strong one is wide too."""
        self.painter.setPen(QPen(self.shade(max(0.25, strength)), 0.75 + 1.75 * strength))
        self.painter.drawLine(start, end)

    def cross(self, place: QPointF, arm: float) -> None:
        """Draw a cross."""
        self.painter.setPen(QPen(QColor(tokens(self.scheme).text), 1.5))
        across, up = QPointF(arm, arm), QPointF(arm, -arm)
        self.painter.drawLine(place - across, place + across)
        self.painter.drawLine(place - up, place + up)

    def arrow(self, x: float = (LEFT + RIGHT) / 2, y: float = MIDDLE, half: float = 11.0) -> None:
        """Draw the arrow from the input to the output; to the left for a negative ``half``."""
        self.painter.setPen(QPen(QColor(tokens(self.scheme).muted), 1.5))
        tip, back = QPointF(x + half, y), copysign(5, -half)
        self.painter.drawLine(QPointF(x - half, y), tip)
        head = [tip + QPointF(back, -4), tip, tip + QPointF(back, 4)]
        self.painter.drawPolyline(QPolygonF(head))

    def text(self, x: float, y: float, text: str, *, loud: bool = False) -> None:
        """Write a word around a place."""
        colours = tokens(self.scheme)
        self.painter.setFont(mono_font(1 if loud else -1))
        self.painter.setPen(QColor(colours.text if loud else colours.muted))
        area = QRectF(x - 60, y - 12, 120, 24)
        self.painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def shade(self, strength: float) -> QColor:
        """Return the hue laid over the panel so strongly."""
        panel = QColor(tokens(self.scheme).panel)
        return mix(self.hue, panel, min(1.0, strength)) if strength > 0 else panel

    def _edge(self) -> QPen:
        colours = tokens(self.scheme)
        return QPen(mix(self.hue, QColor(colours.line), _FAINT + 0.3), 1)


def even(strength: float) -> Shade:
    """Return a shade that is the same for all cells."""
    return lambda _row, _column: strength


def varied(row: int, column: int) -> float:
    """Return a shade that differs from cell to cell, like a picture's."""
    return 0.15 + 0.7 * ((row * 5 + column * 3 + row * column) % 8) / 7
