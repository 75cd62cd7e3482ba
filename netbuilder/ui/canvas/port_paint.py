"""Paints ports so that they tell how many axes their tensors have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from netbuilder.ui.canvas.face import Sockets
from netbuilder.ui.canvas.ports import with_ports
from netbuilder.ui.canvas.shapes import PORT_RADIUS
from netbuilder.ui.theme import Tokens

_HALF = PORT_RADIUS * 0.95
_TIP = PORT_RADIUS * 1.35
_SLOPE = PORT_RADIUS * 0.7
_DIAMOND = QPolygonF([QPointF(0, -_TIP), QPointF(_TIP, 0), QPointF(0, _TIP), QPointF(-_TIP, 0)])
_SQUARE = QPolygonF(QRectF(-_HALF, -_HALF, 2 * _HALF, 2 * _HALF))
_HEXAGON = QPolygonF(
    [
        *(QPointF(-_TIP, 0), QPointF(-_SLOPE, -_HALF), QPointF(_SLOPE, -_HALF)),
        *(QPointF(_TIP, 0), QPointF(_SLOPE, _HALF), QPointF(-_SLOPE, _HALF)),
    ]
)
_RING = PORT_RADIUS + 3.5
"""The radius of the ring around a port that is an answer of the model."""
_OUTLINES = {3: _DIAMOND, 4: _SQUARE, 5: _HEXAGON}
"""A port's outline by the axes of its tensor, the batch axis included; round for fewer."""


def paint_ports(
    painter: QPainter, sockets: Sockets, body: QRectF, colours: Tokens, stroke: int
) -> None:
    """Paint the ports of a node: open where wires end, filled where they start.

    Those of several outputs that are answers of the model stand out and have a ring.
    """
    wire = QColor(colours.wire)
    painter.setPen(QPen(wire, stroke + 0.5))
    painter.setBrush(QColor(colours.canvas))
    shape = with_ports("", body, sockets)
    if shape.wide:
        painter.drawRoundedRect(shape.bar, PORT_RADIUS, PORT_RADIUS)
    else:
        _draw(painter, shape.inputs, sockets.taken)
    painter.setBrush(wire)
    _draw(painter, shape.outputs, sockets.given)
    painter.setPen(QPen(QColor(colours.accent), stroke + 0.5))
    for number in sockets.answers:
        painter.setBrush(QColor(colours.accent))
        _draw(painter, shape.outputs[number : number + 1], sockets.given[number : number + 1])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(shape.outputs[number], _RING, _RING)


def _draw(painter: QPainter, places: Sequence[QPointF], ranks: Sequence[int]) -> None:
    for number, place in enumerate(places):
        rank = ranks[number] if number < len(ranks) else 0
        outline = _OUTLINES.get(min(rank, 5))
        if outline is None:
            painter.drawEllipse(place, PORT_RADIUS, PORT_RADIUS)
        else:
            painter.drawPolygon(outline.translated(place))
