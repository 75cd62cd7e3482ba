"""Edits of the points that wires are led through, as pure functions from graph to graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from netbuilder.graph.model import Bends, Graph, GraphError, NodeId, Point, Wire


def add_bend(graph: Graph, wire: Wire, index: int, point: Point) -> Graph:
    """Lead a wire through one more point, which becomes number ``index`` on its way.

    Raises:
        GraphError: the wire is not in the graph.
    """
    if wire not in graph.wires:
        raise GraphError("the wire is not in the graph")
    points = graph.bends.get(wire, ())
    return _led(graph, wire, (*points[:index], point, *points[index:]))


def move_bend(graph: Graph, wire: Wire, index: int, point: Point) -> Graph:
    """Put a point of a wire somewhere else.

    Raises:
        GraphError: the wire has no such point.
    """
    points = _points(graph, wire, index)
    return _led(graph, wire, (*points[:index], point, *points[index + 1 :]))


def remove_bend(graph: Graph, wire: Wire, index: int) -> Graph:
    """Lead a wire no more through one of its points.

    Raises:
        GraphError: the wire has no such point.
    """
    points = _points(graph, wire, index)
    return _led(graph, wire, (*points[:index], *points[index + 1 :]))


def straighten(graph: Graph, wires: Collection[Wire]) -> Graph:
    """Lead wires straight from port to port."""
    if not graph.bends.keys() & set(wires):
        return graph
    kept = {wire: points for wire, points in graph.bends.items() if wire not in wires}
    return replace(graph, bends=kept)


def carried_bends(graph: Graph, places: Mapping[NodeId, Point]) -> Bends:
    """Return the points of all wires once nodes have been moved (to left, top).

    A wire both ends of which move alike takes its points along; others stay where they are.
    """
    return {
        wire: tuple((x + way[0], y + way[1]) for x, y in points)
        for wire, points in graph.bends.items()
        for way in (_way(graph, wire, places),)
    }


def shifted_bends(bends: Bends, dx: float, dy: float) -> Bends:
    """Return the same points somewhere else."""
    return {wire: tuple((x + dx, y + dy) for x, y in points) for wire, points in bends.items()}


def _way(graph: Graph, wire: Wire, places: Mapping[NodeId, Point]) -> Point:
    """Return how far both ends of a wire move; nowhere if one of them moves otherwise."""
    ways = set()
    for key in (wire.source, wire.target):
        node = graph.nodes[key]
        x, y = places.get(key, (node.x, node.y))
        ways.add((x - node.x, y - node.y))
    return ways.pop() if len(ways) == 1 else (0.0, 0.0)


def _points(graph: Graph, wire: Wire, index: int) -> tuple[Point, ...]:
    points = graph.bends.get(wire, ())
    if not 0 <= index < len(points):
        raise GraphError("the wire has no such point")
    return points


def _led(graph: Graph, wire: Wire, points: tuple[Point, ...]) -> Graph:
    others = {key: value for key, value in graph.bends.items() if key != wire}
    return replace(graph, bends={**others, wire: points} if points else others)
