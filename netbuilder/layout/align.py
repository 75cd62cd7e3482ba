"""Lines nodes up, and gives them even distances: pure functions from boxes to shifts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from netbuilder.graph import NodeId

Shifts: TypeAlias = Mapping[NodeId, tuple[float, float]]
"""By how much nodes are to be moved, to the right and down."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node's body."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its bottom edge."""
        return self.top + self.height


class Line(Enum):
    """What of the nodes is brought into one line."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()
    TOP = auto()
    MIDDLE = auto()
    BOTTOM = auto()


def aligned(boxes: Mapping[NodeId, Box], line: Line) -> Shifts:
    """Return the shifts that bring one edge, or the middle, of all boxes into one line.

    The line is the outermost of the edges, or the middle of all boxes together.
    """
    if not boxes:
        return {}
    left, right = _ends(boxes, along_x=True)
    top, bottom = _ends(boxes, along_x=False)

    def shift(box: Box) -> tuple[float, float]:
        match line:
            case Line.LEFT:
                return left - box.left, 0.0
            case Line.CENTRE:
                return (left + right - box.left - box.right) / 2, 0.0
            case Line.RIGHT:
                return right - box.right, 0.0
            case Line.TOP:
                return 0.0, top - box.top
            case Line.MIDDLE:
                return 0.0, (top + bottom - box.top - box.bottom) / 2
            case Line.BOTTOM:
                return 0.0, bottom - box.bottom

    return {key: shift(box) for key, box in boxes.items()}


def distributed(boxes: Mapping[NodeId, Box], *, along_x: bool) -> Shifts:
    """Return the shifts that make the gaps between boxes even; the two at the ends stay.

    Args:
        boxes: At least three, or nothing is to be shifted.
        along_x: From left to right; else from top to bottom.
    """
    if len(boxes) < 3:
        return {}
    spans = {key: _span(box, along_x=along_x) for key, box in boxes.items()}
    order = sorted(spans, key=lambda key: sum(spans[key]))
    first, last = spans[order[0]], spans[order[-1]]
    filled = sum(end - start for start, end in spans.values())
    gap = (last[1] - first[0] - filled) / (len(order) - 1)
    shifts: dict[NodeId, tuple[float, float]] = {}
    at = first[0]
    for key in order:
        start, end = spans[key]
        shifts[key] = (at - start, 0.0) if along_x else (0.0, at - start)
        at += end - start + gap
    return shifts


def _span(box: Box, *, along_x: bool) -> tuple[float, float]:
    return (box.left, box.right) if along_x else (box.top, box.bottom)


def _ends(boxes: Mapping[NodeId, Box], *, along_x: bool) -> tuple[float, float]:
    spans = [_span(box, along_x=along_x) for box in boxes.values()]
    return min(start for start, _ in spans), max(end for _, end in spans)
