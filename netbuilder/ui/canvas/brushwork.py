"""The fonts, colours and measures that nodes are painted with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from netbuilder.ui.canvas.face import Face, Tone
from netbuilder.ui.canvas.shapes import GRID, NODE_STEP, NODE_WIDTH, node_width
from netbuilder.ui.theme import Scheme, Tokens, mono_node_font, node_font, tokens
from netbuilder.validation import Severity

RADIUS = 6.0
PADDING = 12.0
ICON = 16.0
BADGE = 16.0
MARK = 14.0
_BAND = 4.0
_PATTERNED_BAND = 8.0
_BRIEF_STEP = 6  # points above the window's font: 9 on the screen at 59 %
_WIDEST = NODE_WIDTH + 5 * NODE_STEP
_MOST_TEXTS = 2_000  # of which the width is kept

Width: TypeAlias = Callable[[str], float]


@dataclass(frozen=True)
class Brushwork:
    """The fonts, colours and measures of all nodes; made anew when theme or fonts change."""

    scheme: Scheme

    @cached_property
    def colours(self) -> Tokens:
        """The scheme's colours."""
        return tokens(self.scheme)

    @cached_property
    def stroke(self) -> int:
        """The width of lines; what stands out is one pixel wider."""
        return self.scheme.stroke

    @cached_property
    def band(self) -> float:
        """The width of the band of a node's category; a pattern needs room to be seen."""
        return _PATTERNED_BAND if self.scheme.is_contrast else _BAND

    @cached_property
    def title_font(self) -> QFont:
        """The font of a node's title."""
        return node_font(1, QFont.Weight.DemiBold)

    @cached_property
    def subtitle_font(self) -> QFont:
        """The font of the line with class and parameters."""
        return node_font(-1)

    @cached_property
    def detail_font(self) -> QFont:
        """The font of shapes and numbers."""
        return mono_node_font(-1)

    @cached_property
    def brief_title_font(self) -> QFont:
        """The font of the name of a node that is seen from some way off."""
        return node_font(_BRIEF_STEP, QFont.Weight.DemiBold)

    @cached_property
    def brief_detail_font(self) -> QFont:
        """The font of the shape of a node that is seen from some way off."""
        return mono_node_font(_BRIEF_STEP)

    @cached_property
    def _metrics(self) -> tuple[QFontMetricsF, QFontMetricsF, QFontMetricsF]:
        return (
            QFontMetricsF(self.title_font),
            QFontMetricsF(self.subtitle_font),
            QFontMetricsF(self.detail_font),
        )

    @cached_property
    def rows(self) -> tuple[QRectF, QRectF, QRectF]:
        """The three lines of a node of no width: their tops and heights."""
        top, rects = GRID + 1.0, []
        for metrics, gap in zip(self._metrics, (1.0, 4.0, 0.0), strict=True):
            rects.append(QRectF(0, top, 0, metrics.height()))
            top += metrics.height() + gap
        return rects[0], rects[1], rects[2]

    @cached_property
    def height(self) -> int:
        """The height of every node."""
        needed = self.rows[2].bottom() + GRID
        return int(-(-needed // GRID) * GRID)

    @cached_property
    def _widths(self) -> tuple[Width, Width, Width]:
        """What tells the width of a text in each line; nodes that are alike say the same."""
        title, subtitle, detail = self._metrics
        keep = lru_cache(maxsize=_MOST_TEXTS)
        return (
            title.horizontalAdvance,
            keep(subtitle.horizontalAdvance),
            keep(detail.horizontalAdvance),
        )

    def size(self, face: Face) -> QSizeF:
        """Return the size of a node with this face."""
        title, subtitle, detail = self._widths
        badge = BADGE if face.is_output else 0.0
        shared = MARK + 4 if face.is_shared else 0.0
        gap = PADDING if face.params else 0.0
        widest = max(
            ICON + 8 + title(face.title) + 3 * badge + shared,
            subtitle(face.subtitle),
            (detail if face.tone is Tone.SHAPE else subtitle)(face.detail)
            + gap
            + detail(face.params),
        )
        return QSizeF(min(_WIDEST, node_width(widest + self.band + 2 * PADDING)), self.height)

    def severity_colour(self, severity: Severity) -> QColor:
        """Return the colour of a problem."""
        colours = self.colours
        by_severity = {
            Severity.ERROR: colours.error,
            Severity.WARNING: colours.warning,
            Severity.INFO: colours.accent,
        }
        return QColor(by_severity[severity])
