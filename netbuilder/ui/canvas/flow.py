"""Ways through a graph: what feeds what, and the next node for the keyboard."""

from __future__ import annotations

from enum import Enum, auto

from netbuilder.graph import Flow, Graph, NodeId


class Direction(Enum):
    """Where the keyboard walks: along the wires, or among the nodes side by side."""

    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()


_TURNED = {
    Direction.LEFT: Direction.UP,
    Direction.RIGHT: Direction.DOWN,
    Direction.UP: Direction.LEFT,
    Direction.DOWN: Direction.RIGHT,
}


def neighbour(graph: Graph, node: NodeId, direction: Direction) -> NodeId | None:
    """Return the next node from ``node``: along the wires, or across them to a sibling.

    Wires run from top to bottom, or from left to right if the network flows so. Siblings
    are the nodes that share a feeding or a fed node with it, by their place across the
    wires. None where there is no next one.
    """
    if graph.flow is Flow.RIGHT:
        direction = _TURNED[direction]
    if direction is Direction.UP:
        sources = [wire.source for wire in graph.incoming(node)]
        return sources[0] if sources else None
    if direction is Direction.DOWN:
        targets = [wire.target for wire in graph.outgoing(node)]
        return min(targets, key=lambda key: _place_across(graph, key), default=None)
    row = sorted(_siblings(graph, node) | {node}, key=lambda key: _place_across(graph, key))
    index = row.index(node) + (1 if direction is Direction.RIGHT else -1)
    return row[index] if 0 <= index < len(row) else None


def first_node(graph: Graph) -> NodeId | None:
    """Return the node that lies before all others; None in an empty network."""
    nodes = graph.nodes.values()
    along = [(node.x if graph.flow is Flow.RIGHT else node.y, node.id) for node in nodes]
    return min(along)[1] if along else None


def _place_across(graph: Graph, key: NodeId) -> float:
    node = graph.nodes[key]
    return node.y if graph.flow is Flow.RIGHT else node.x


def _siblings(graph: Graph, node: NodeId) -> set[NodeId]:
    beside = {
        other.target for wire in graph.incoming(node) for other in graph.outgoing(wire.source)
    }
    beside |= {
        other.source for wire in graph.outgoing(node) for other in graph.incoming(wire.target)
    }
    return beside
