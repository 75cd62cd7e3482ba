"""Where the parts of a drawn network lie: pure functions in scene pixels at 100 %."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10, prod

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from netbuilder.catalog.tensors import Shape
from netbuilder.graph import NodeId, Wire

GRID = 8
NODE_WIDTH = 168
NODE_STEP = 24
NODE_HEIGHT = 72
GAP = 24
PORT_RADIUS = 4.0
THICKEST = 12.0
SLOT = 16.0
"""The distance between two wires on the wide port of a merging layer."""


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
    """

    node: NodeId
    rect: QRectF
    inputs: tuple[QPointF, ...]
    outputs: tuple[QPointF, ...]
    wide: bool = False

    @property
    def bar(self) -> QRectF:
        """The area of the wide input port; empty if it has none."""
        if not self.wide:
            return QRectF()
        half = wide_port_width(len(self.inputs)) / 2
        middle = self.rect.center().x()
        return QRectF(middle - half, self.rect.top() - PORT_RADIUS, 2 * half, 2 * PORT_RADIUS)

    def input_at(self, port: int) -> QPointF:
        """Return where the wire to input ``port`` ends."""
        return _pick(self.inputs, port, QPointF(self.rect.center().x(), self.rect.top()))

    def output_at(self, port: int) -> QPointF:
        """Return where the wires from output ``port`` start."""
        return _pick(self.outputs, port, QPointF(self.rect.center().x(), self.rect.bottom()))


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn wire: from ``start``, the output port, to ``end``, the input port.

    Attributes:
        wrong: A problem hangs on it.
        width: In pixels at 100 %, if it is drawn as thick as its tensor is large; 0 for
            a thin line.
    """

    wire: Wire
    start: QPointF
    end: QPointF
    wrong: bool = False
    width: float = 0.0

    def path(self) -> QPainterPath:
        """Return its line."""
        return curve_path(self.start, self.end)


def curve_path(start: QPointF, end: QPointF) -> QPainterPath:
    """Return the line of a wire that leaves downwards and arrives from above."""
    path = QPainterPath(start)
    bend = _bend(start, end)
    path.cubicTo(start.x(), start.y() + bend, end.x(), end.y() - bend, end.x(), end.y())
    return path


def near_curve(curve: Curve, point: QPointF, reach: float) -> bool:
    """Tell whether a wire passes within ``reach`` of ``point``."""
    bend = _bend(curve.start, curve.end)
    box = QRectF(curve.start, curve.end).normalized()
    if not box.adjusted(-reach, -bend - reach, reach, bend + reach).contains(point):
        return False
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * reach)
    return stroker.createStroke(curve.path()).contains(point)


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


def wide_port_width(places: int) -> float:
    """Return the width of a port that takes many wires."""
    return max(3, places + 1) * SLOT


def spread(left: float, width: float, y: float, count: int) -> tuple[QPointF, ...]:
    """Return ``count`` points in even distances along a node's edge."""
    return tuple(QPointF(left + width * (i + 0.5) / count, y) for i in range(count))


def snapped(value: float) -> float:
    """Return the nearest multiple of the grid's distance."""
    return float(floor(value / GRID + 0.5) * GRID)


def _bend(start: QPointF, end: QPointF) -> float:
    return min(120.0, max(20.0, abs(end.y() - start.y()) / 2))


def _pick(places: tuple[QPointF, ...], index: int, otherwise: QPointF) -> QPointF:
    if not places:
        return otherwise
    return places[min(index, len(places) - 1)]
