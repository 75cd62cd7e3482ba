"""Ways through a graph: what feeds what, and the next node for the keyboard."""

from __future__ import annotations

from enum import Enum, auto

from netbuilder.graph import Graph, NodeId


class Direction(Enum):
    """Where the keyboard walks: along the wires, or among the nodes side by side."""

    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()


def neighbour(graph: Graph, node: NodeId, direction: Direction) -> NodeId | None:
    """Return the next node from ``node``: up and down along wires, else its siblings.

    Siblings are the nodes that share a feeding or a fed node with it, by their place
    from left to right. None where there is no next one.
    """
    if direction is Direction.UP:
        sources = [wire.source for wire in graph.incoming(node)]
        return sources[0] if sources else None
    if direction is Direction.DOWN:
        targets = [wire.target for wire in graph.outgoing(node)]
        return min(targets, key=lambda key: graph.nodes[key].x, default=None)
    row = sorted(_siblings(graph, node) | {node}, key=lambda key: graph.nodes[key].x)
    index = row.index(node) + (1 if direction is Direction.RIGHT else -1)
    return row[index] if 0 <= index < len(row) else None


def _siblings(graph: Graph, node: NodeId) -> set[NodeId]:
    beside = {
        other.target for wire in graph.incoming(node) for other in graph.outgoing(wire.source)
    }
    beside |= {
        other.source for wire in graph.outgoing(node) for other in graph.incoming(wire.target)
    }
    return beside
