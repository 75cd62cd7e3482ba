"""Heat: nodes tinted by what they cost, and the legend in the corner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, log10

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.overlay import DISTANCE, Overlay
from netbuilder.ui.theme import Scheme, interface_font, mix, mono_font, tokens

LEVELS = 6
_DECADES = 3  # the largest cost is this many powers of ten above what gets the faintest tint
_STRONGEST = {
    Scheme.LIGHT: 0.6,
    Scheme.DARK: 0.45,
    Scheme.CONTRAST_LIGHT: 0.5,
    Scheme.CONTRAST_DARK: 0.4,
}
"""How much of the accent the hottest node has: as much as leaves its text legible."""

_SWATCH = QSizeF(24, 12)  # at least
_PADDING = 8.0


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot a node is.

    Attributes:
        level: 0 for no cost, up to :data:`LEVELS`.
        text: The cost in words, so that it is not told by colour alone.
    """

    level: int
    text: str


def heats(values: Mapping[NodeId, float], write: Callable[[float], str]) -> Mapping[NodeId, Heat]:
    """Return how hot nodes are, by the logarithm of their share of the largest cost.

    Args:
        values: What each of them costs.
        write: Writes a cost.
    """
    largest = max(values.values(), default=0.0)
    return {
        key: Heat(_level(value, largest), write(value) if value else "")
        for key, value in values.items()
    }


def _level(value: float, largest: float) -> int:
    if value <= 0:
        return 0
    return max(1, ceil(LEVELS * (1 + log10(value / largest) / _DECADES)))


def heat_colour(level: int, scheme: Scheme) -> QColor:
    """Return the colour of the body of a node that is so hot."""
    colours = tokens(scheme)
    share = _STRONGEST[scheme] * level / LEVELS
    return mix(QColor(colours.accent), QColor(colours.panel), share)


def far_heat_colour(level: int, scheme: Scheme) -> QColor:
    """Return the colour of a hot node that is seen from far away, without text."""
    colours = tokens(scheme)
    return mix(QColor(colours.accent), QColor(colours.line), level / LEVELS)


class Legend(Overlay):
    """Says what the tints mean; the pointer passes through it."""

    def __init__(self, parent: QWidget, scheme: Scheme) -> None:
        super().__init__(parent, scheme)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = self._least = self._most = ""
        self._far = False
        self.hide()

    def set_far(self, far: bool) -> None:
        """Show the tints that nodes have from far away, or those from near."""
        self._far = far
        self.update()

    def show_costs(
        self, values: Mapping[NodeId, float], title: str, write: Callable[[float], str]
    ) -> None:
        """Say what the hottest tint stands for, and what the faintest; hide without costs.

        Args:
            values: The cost of each node that has one.
            title: What the costs are.
            write: Writes a cost.
        """
        largest = max(values.values(), default=0.0)
        self.setVisible(largest > 0)
        self._title = title
        self._least, self._most = write(largest / 10**_DECADES), write(largest)
        self.setAccessibleName(f"{title}: {self._least} – {self._most}")
        self.redraw()

    def place(self) -> None:
        """Lie in the lower left corner of the parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.move(DISTANCE, parent.height() - self.height() - DISTANCE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, the tints from faint to hot, and what the ends stand for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_card(painter)
        self._paint_tints(painter)
        area = QRectF(self.rect()).adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        sides = Qt.AlignmentFlag
        painter.setPen(QColor(self.colours.text))
        painter.setFont(interface_font(-1))
        painter.drawText(area, sides.AlignTop | sides.AlignLeft, self._title)
        painter.setFont(mono_font(-1))
        painter.drawText(area, sides.AlignBottom | sides.AlignLeft, self._least)
        painter.drawText(area, sides.AlignBottom | sides.AlignRight, self._most)

    def _paint_tints(self, painter: QPainter) -> None:
        top = _PADDING + QFontMetricsF(interface_font(-1)).height() + 4
        swatch = QSizeF((self.width() - 2 * _PADDING) / LEVELS, _SWATCH.height())
        for level in range(1, LEVELS + 1):
            left = _PADDING + (level - 1) * swatch.width()
            colour = far_heat_colour if self._far else heat_colour
            painter.setBrush(colour(level, self.scheme))
            painter.drawRect(QRectF(QPointF(left, top + 0.5), swatch))

    def redraw(self) -> None:
        """Take the room that the words need, and paint anew."""
        title, numbers = QFontMetricsF(interface_font(-1)), QFontMetricsF(mono_font(-1))
        ends = numbers.horizontalAdvance(f"{self._least}   {self._most}")
        tints = LEVELS * _SWATCH.width()
        width = max(tints, title.horizontalAdvance(self._title), ends) + 2 * _PADDING
        height = 2 * _PADDING + title.height() + _SWATCH.height() + numbers.height() + 8
        self.resize(ceil(width), ceil(height))
        self.place()
        self.update()
