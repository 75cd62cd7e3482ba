"""What lies under the pointer, as a pure function of shapes and curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF

from netbuilder.graph import NodeId, NoteId, Wire
from netbuilder.ui.canvas.shapes import Curve, NodeShape, near_curve


class Part(Enum):
    """A kind of thing on the canvas."""

    EMPTY = auto()
    NODE = auto()
    INPUT = auto()
    OUTPUT = auto()
    WIRE = auto()
    BEND = auto()
    NOTE = auto()
    NOTE_CORNER = auto()


@dataclass(frozen=True, slots=True)
class HitTarget:
    """The thing under the pointer.

    Attributes:
        part: What kind of thing it is.
        node: The node, for a node or a port of it.
        port: The port's number; for a wide port the place of the wire under the
            pointer, counted from 0, or a free place.
        wire: The wire, for a point of one too.
        bend: The number of the point that the wire is led through.
        note: The frame or comment.
    """

    part: Part
    node: NodeId = ""
    port: int = 0
    wire: Wire | None = None
    note: NoteId = ""
    bend: int | None = None


NOTHING = HitTarget(Part.EMPTY)


def hit_target(
    point: QPointF, shapes: Iterable[NodeShape], curves: Iterable[Curve], reach: float
) -> HitTarget:
    """Return what lies at ``point``: a port before a node's body before a wire.

    The points of wires come before the wires.

    Args:
        point: The pointer, in scene pixels.
        shapes: The nodes near it, topmost first.
        curves: The wires near it.
        reach: How far beside a port or a wire the pointer may be, in scene pixels.
    """
    candidates = tuple(shapes)
    for shape in candidates:
        hit = _port(shape, point, reach)
        if hit is not None:
            return hit
        if shape.rect.contains(point):
            return HitTarget(Part.NODE, shape.node)
    near = tuple(curves)
    for curve in near:
        bend = _nearest(curve.points, point, reach)
        if bend is not None:
            return HitTarget(Part.BEND, wire=curve.wire, bend=bend)
    for curve in near:
        if near_curve(curve, point, reach / 2):
            return HitTarget(Part.WIRE, wire=curve.wire)
    return NOTHING


def _port(shape: NodeShape, point: QPointF, reach: float) -> HitTarget | None:
    around = shape.rect.adjusted(-reach, -reach, reach, reach)
    if not around.contains(point):
        return None
    port = _nearest(shape.outputs, point, reach)
    if port is not None:
        return HitTarget(Part.OUTPUT, shape.node, port)
    port = _nearest(shape.inputs, point, reach)
    if port is None and shape.wide and _near_rect(shape.bar, point, reach / 2):
        port = len(shape.inputs)
    if port is not None:
        return HitTarget(Part.INPUT, shape.node, port)
    return None


def _nearest(places: tuple[QPointF, ...], point: QPointF, reach: float) -> int | None:
    best: int | None = None
    least = reach * reach
    for index, place in enumerate(places):
        apart = place - point
        distance = QPointF.dotProduct(apart, apart)
        if distance <= least:
            best, least = index, distance
    return best


def _near_rect(rect: QRectF, point: QPointF, reach: float) -> bool:
    return rect.adjusted(-reach, -reach, reach, reach).contains(point)
