"""Where the parts of a drawn network lie: pure functions in scene pixels at 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, hypot, log10, prod

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from netbuilder.catalog.tensors import Shape
from netbuilder.graph import NodeId, Wire

GRID = 8
NODE_WIDTH = 168
NODE_STEP = 24
NODE_HEIGHT = 72
GAP = 24
WIDE_GAP = 64
"""Between nodes side by side when data flows to the right: wide ones reach into it."""
PORT_RADIUS = 4.0
THICKEST = 12.0
_LONGEST_BEND = 120.0
_TIGHT = 0.4
_SAMPLES = 24
SLOT = 16.0
"""The distance between two wires on the wide port of a merging layer."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a node, along which ports lie.

    Attributes:
        body: The node's body.
        sideways: It is the left or right side; else the upper or lower one.
        at_end: It is the side where data leaves.
    """

    body: QRectF
    sideways: bool
    at_end: bool = True

    @property
    def length(self) -> float:
        """How long it is."""
        return self.body.height() if self.sideways else self.body.width()

    @property
    def middle(self) -> QPointF:
        """The place in its middle."""
        centre = self.body.center()
        if self.sideways:
            return QPointF(self.body.right() if self.at_end else self.body.left(), centre.y())
        return QPointF(centre.x(), self.body.bottom() if self.at_end else self.body.top())

    def spread(self, length: float, count: int) -> tuple[QPointF, ...]:
        """Return ``count`` points in even distances over a length around the middle."""
        ways = (length * ((i + 0.5) / count - 0.5) for i in range(count))
        return tuple(self.middle + self._along(way) for way in ways)

    def bar(self, length: float) -> QRectF:
        """Return the area of a port of such a length in the middle."""
        half = self._along(length / 2) + self._across(PORT_RADIUS)
        return QRectF(self.middle - half, self.middle + half)

    def _along(self, way: float) -> QPointF:
        return QPointF(0, way) if self.sideways else QPointF(way, 0)

    def _across(self, way: float) -> QPointF:
        return QPointF(way, 0) if self.sideways else QPointF(0, way)


@dataclass(frozen=True, slots=True)
class NodeShape:
    """Where a node and its ports lie.

    Attributes:
        node: The node's id.
        rect: Its body.
        inputs: Its input ports: one each where the ports differ, else one for each
            wire that the port holds (at least one if the layer takes any).
        outputs: Its output ports.
        wide: One wide input port takes all wires; ``inputs`` are the places on it, in the
            order of the wires.
        sideways: Its ports lie at its left and right sides; else above and below it.
    """

    node: NodeId
    rect: QRectF
    inputs: tuple[QPointF, ...]
    outputs: tuple[QPointF, ...]
    wide: bool = False
    sideways: bool = False

    @property
    def bar(self) -> QRectF:
        """The area of the wide input port; empty if it has none."""
        if not self.wide:
            return QRectF()
        side = Side(self.rect, self.sideways, at_end=False)
        return side.bar(wide_port_length(len(self.inputs), side))

    def input_at(self, port: int) -> QPointF:
        """Return where the wire to input ``port`` ends."""
        middle = Side(self.rect, self.sideways, at_end=False).middle
        return _pick(self.inputs, port, middle)

    def output_at(self, port: int) -> QPointF:
        """Return where the wires from output ``port`` start."""
        return _pick(self.outputs, port, Side(self.rect, self.sideways).middle)


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn wire: from ``start``, the output port, to ``end``, the input port.

    Attributes:
        wrong: A problem hangs on it.
        width: In pixels at 100 %, if it is drawn as thick as its tensor is large; 0 for
            a thin line.
        points: The points that it is led through.
        sideways: It leaves to the right and arrives from the left; else downwards and from
            above.
    """

    wire: Wire
    start: QPointF
    end: QPointF
    wrong: bool = False
    width: float = 0.0
    points: tuple[QPointF, ...] = ()
    sideways: bool = False

    def path(self) -> QPainterPath:
        """Return its line."""
        return curve_path(self.start, self.end, self.points, sideways=self.sideways)


def curve_path(
    start: QPointF, end: QPointF, points: Sequence[QPointF] = (), *, sideways: bool
) -> QPainterPath:
    """Return the line of a wire, smooth in the points that it is led through."""
    path = QPainterPath(start)
    axis = QPointF(1, 0) if sideways else QPointF(0, 1)
    if not points:
        bend = axis * _bend(start, end, sideways=sideways)
        path.cubicTo(start + bend, end - bend, end)
        return path
    stops = (start, *points, end)
    ways = [_direction(before, after) for before, after in zip(stops, stops[2:], strict=False)]
    for (one, way), (other, following) in pairwise(zip(stops, (axis, *ways, axis), strict=True)):
        reach = min(_LONGEST_BEND, _distance(one, other) * _TIGHT)
        path.cubicTo(one + way * reach, other - following * reach, other)
    return path


def near_curve(curve: Curve, point: QPointF, reach: float) -> bool:
    """Tell whether a wire passes within ``reach`` of ``point``."""
    path = curve.path()
    if not path.controlPointRect().adjusted(-reach, -reach, reach, reach).contains(point):
        return False
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * reach)
    return stroker.createStroke(path).contains(point)


def place_on_way(curve: Curve, point: QPointF) -> int:
    """Return as which of its points a wire would be led through ``point``, which lies on it."""
    path = curve.path()
    parts = [_part(path, number) for number in range(len(curve.points) + 1)]
    return min(range(len(parts)), key=lambda number: _away(parts[number], point))


def _part(path: QPainterPath, number: int) -> QPainterPath:
    """Return one of the curves that a path is made of."""
    ends = [path.elementAt(3 * number + at) for at in range(4)]
    places = [QPointF(end.x, end.y) for end in ends]
    part = QPainterPath(places[0])
    part.cubicTo(*places[1:])
    return part


def _away(path: QPainterPath, point: QPointF) -> float:
    """Return how far a point is from a path, roughly."""
    return min(_distance(path.pointAtPercent(at / _SAMPLES), point) for at in range(_SAMPLES + 1))


def node_width(text_width: float) -> int:
    """Return the width of a node whose widest line takes ``text_width``."""
    width = NODE_WIDTH
    while width < text_width:
        width += NODE_STEP
    return width


def tensor_width(shape: Shape) -> float:
    """Return how thick the wire of a tensor is, by the logarithm of its numbers a sample."""
    count = prod(side for side in shape[1:] if side is not None)
    return min(THICKEST, 1.5 + log10(max(1, count)) * 1.75)


def wide_port_length(places: int, side: Side) -> float:
    """Return the length of a port that takes many wires; at a side it is at most as long."""
    wanted = max(3, places + 1) * SLOT
    return min(wanted, side.length - GRID) if side.sideways else wanted


def snapped(value: float) -> float:
    """Return the nearest multiple of the grid's distance."""
    return float(floor(value / GRID + 0.5) * GRID)


def _bend(start: QPointF, end: QPointF, *, sideways: bool) -> float:
    way = end.x() - start.x() if sideways else end.y() - start.y()
    return min(_LONGEST_BEND, max(20.0, abs(way) / 2))


def _direction(one: QPointF, other: QPointF) -> QPointF:
    """Return the way from one place to another, one pixel long."""
    return (other - one) / max(_distance(one, other), 1.0)


def _distance(one: QPointF, other: QPointF) -> float:
    return hypot(other.x() - one.x(), other.y() - one.y())


def _pick(places: tuple[QPointF, ...], index: int, otherwise: QPointF) -> QPointF:
    if not places:
        return otherwise
    return places[min(index, len(places) - 1)]
