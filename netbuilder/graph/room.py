"""Places for nodes behind others: what follows moves on, along the flow."""

from __future__ import annotations

from netbuilder.graph.edits import move_nodes
from netbuilder.graph.model import Flow, Graph, NodeId, Point
from netbuilder.graph.walks import fed_by

STEP = 104.0
"""From the top of one layer to the top of the next below, in pixels at 100 %."""
STEP_RIGHT = 240.0
"""From the left edge of one layer to that of the next at the right."""


def ahead(flow: Flow, count: int = 1) -> Point:
    """Return how far so many layers reach along the flow: to the right, and down."""
    return (count * STEP_RIGHT, 0.0) if flow is Flow.RIGHT else (0.0, count * STEP)


def with_room(graph: Graph, key: NodeId, count: int) -> Graph:
    """Move all that a node feeds on by so many layers; back if ``count`` is below 0."""
    dx, dy = ahead(graph.flow, count)
    following = (graph.nodes[one] for one in fed_by(graph, (key,)) - {key})
    return move_nodes(graph, {node.id: (node.x + dx, node.y + dy) for node in following})
