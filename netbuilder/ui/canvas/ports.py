"""Where the ports of a node lie: above and below it, or at its sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.face import Sockets
from netbuilder.ui.canvas.shapes import SLOT, NodeShape, Side, wide_port_length


def with_ports(node: NodeId, body: QRectF, sockets: Sockets) -> NodeShape:
    """Return where the ports of a node with this body lie."""
    first, last = Side(body, sockets.sideways, at_end=False), Side(body, sockets.sideways)
    if sockets.wide:
        length = wide_port_length(sockets.inputs, first)
        inputs = first.spread(length, sockets.inputs)
    else:
        inputs = _round_ports(first, sockets.inputs)
    outputs = _round_ports(last, sockets.outputs)
    return NodeShape(node, body, inputs, outputs, sockets.wide, sockets.sideways)


def _round_ports(side: Side, count: int) -> tuple[QPointF, ...]:
    """Return where ``count`` round ports lie along a side."""
    if count == 0:
        return ()
    return side.spread(min(side.length, max(2.0, count) * 2.5 * SLOT), count)
