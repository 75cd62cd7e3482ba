"""Brings a dragged node onto the grid, or in line with nodes that stand still."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from netbuilder.ui.canvas.shapes import snapped

_FARTHEST = 1000.0
"""How far away a node may be to be lined up with, in scene pixels."""

Edge: TypeAlias = tuple[float, int]
"""Where an edge or a middle lies, and the number of its node."""


@dataclass(slots=True)
class Snapping:
    """What dragged nodes snap to.

    Attributes:
        grid: To the grid.
        neighbours: To the edges and middles of other nodes.
    """

    grid: bool = True
    neighbours: bool = True


@dataclass(frozen=True, slots=True)
class Snap:
    """A place in line with other nodes.

    Attributes:
        dx: How far it is to the right; None where no node is in line.
        dy: How far it is down; None where no node is in line.
        vertical: The node that it is in line with from top to bottom, and where.
        horizontal: The node that it is in line with from left to right, and where.
    """

    dx: float | None = None
    dy: float | None = None
    vertical: tuple[QRectF, float] | None = None
    horizontal: tuple[QRectF, float] | None = None


class Neighbours:
    """The edges and middles of the nodes that stand still, sorted to be found at once."""

    def __init__(self, bodies: Iterable[QRectF]) -> None:
        self._bodies = tuple(bodies)
        self._columns = [self._sorted(part, along_x=True) for part in range(3)]
        self._rows = [self._sorted(part, along_x=False) for part in range(3)]

    def snap(self, body: QRectF, reach: float) -> Snap:
        """Return how a body at a place is brought in line with the nearest node.

        Left edges go with left edges, middles with middles, and so on.
        """
        across = self._nearest(self._columns, body, reach, along_x=True)
        down = self._nearest(self._rows, body, reach, along_x=False)
        return Snap(
            across[0] if across else None,
            down[0] if down else None,
            (self._bodies[across[2]], across[1]) if across else None,
            (self._bodies[down[2]], down[1]) if down else None,
        )

    def _sorted(self, part: int, *, along_x: bool) -> list[Edge]:
        return sorted(
            (_lines(body, along_x=along_x)[part], number)
            for number, body in enumerate(self._bodies)
        )

    def _nearest(
        self, edges: Sequence[Sequence[Edge]], body: QRectF, reach: float, *, along_x: bool
    ) -> tuple[float, float, int] | None:
        """Return the least shift, the line it leads to, and the number of the node there."""
        found: list[tuple[float, float, float, float, int]] = []
        for line, row in zip(_lines(body, along_x=along_x), edges, strict=True):
            start = bisect_left(row, (line - reach, -1))
            end = bisect_left(row, (line + reach, len(self._bodies)))
            for place, number in row[start:end]:
                away = _away(body, self._bodies[number])
                if away <= _FARTHEST:
                    found.append((abs(place - line), away, place - line, place, number))
        return min(found)[2:] if found else None


def guide_lines(body: QRectF, snap: Snap) -> QPainterPath:
    """Return the lines that show what a body in its place is in line with."""
    path = QPainterPath()
    if snap.vertical is not None:
        other, x = snap.vertical
        both = body.united(other)
        path.moveTo(QPointF(x, both.top()))
        path.lineTo(QPointF(x, both.bottom()))
    if snap.horizontal is not None:
        other, y = snap.horizontal
        both = body.united(other)
        path.moveTo(QPointF(both.left(), y))
        path.lineTo(QPointF(both.right(), y))
    return path


def on_grid(value: float, way: float, *, grid: bool) -> float:
    """Return the way to go from ``value``, so that it ends on the grid if that is wanted."""
    return snapped(value + way) - value if grid else way


def _lines(body: QRectF, *, along_x: bool) -> tuple[float, float, float]:
    if along_x:
        return body.left(), body.center().x(), body.right()
    return body.top(), body.center().y(), body.bottom()


def _away(one: QRectF, other: QRectF) -> float:
    return (one.center() - other.center()).manhattanLength()
