"""A layered layout: data flows from rank to rank, downwards or to the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from netbuilder.graph import Flow, Graph, NodeId
from netbuilder.layout.across import across
from netbuilder.layout.order import ordered
from netbuilder.layout.ranks import Place, ranks

USUAL = (168.0, 72.0)
"""The width and height of a node of which nothing else is known, in pixels at 100 %."""

_GRID = 8.0
BESIDE = 24.0
"""Between nodes side by side, in pixels at 100 %."""
BETWEEN = 40.0
"""Between rows where data flow downwards."""
BETWEEN_COLUMNS = 64.0
"""Between columns where data flow to the right."""
_LANE = 16.0


def layered(graph: Graph, flow: Flow = Flow.DOWN) -> Graph:
    """Return the same network with every node at a place of its own and straight wires."""
    places = positions(graph, flow)
    nodes = {
        key: replace(node, x=places[key][0], y=places[key][1]) for key, node in graph.nodes.items()
    }
    return replace(graph, nodes=nodes, bends={}, flow=flow)


def positions(
    graph: Graph, flow: Flow, sizes: Mapping[NodeId, tuple[float, float]] | None = None
) -> Mapping[NodeId, tuple[float, float]]:
    """Return the left and top edge of every node, as a node of usual width would have it.

    They lie on the grid, the outermost at 0.

    Args:
        graph: The network.
        flow: Where data should flow to.
        sizes: The width and height of nodes; those that are not named are as usual.
    """
    known = sizes or {}
    turned = flow is Flow.RIGHT

    def size(place: Place) -> tuple[float, float]:
        """Return a place's breadth across the flow and its length along it."""
        if place[1] is not None:
            return _LANE, 0.0
        width, height = known.get(place[0], USUAL)
        return (height, width) if turned else (width, height)

    def apart(one: Place, other: Place) -> float:
        return (size(one)[0] + size(other)[0]) / 2 + BESIDE

    found = ranks(graph)
    rows = ordered(found)
    spot = across(found, rows, apart)
    gap = BETWEEN_COLUMNS if turned else BETWEEN
    lengths = (max(size(place)[1] for place in row) + gap for row in rows)
    starts = list(accumulate(lengths, initial=0.0))
    places: dict[NodeId, tuple[float, float]] = {}
    for row, start in zip(rows, starts, strict=False):
        for place in row:
            if place[1] is None:
                places[place[0]] = _corner(spot[place], start, size(place), turned=turned)
    return _at_origin(places)


def _at_origin(
    places: Mapping[NodeId, tuple[float, float]],
) -> Mapping[NodeId, tuple[float, float]]:
    """Return ``places`` with the upper left corner of all at (0, 0)."""
    left = min((x for x, _ in places.values()), default=0.0)
    top = min((y for _, y in places.values()), default=0.0)
    return {key: (x - left, y - top) for key, (x, y) in places.items()}


def _corner(
    middle: float, start: float, size: tuple[float, float], *, turned: bool
) -> tuple[float, float]:
    """Return the corner of a node with its middle there across the flow, on the grid."""
    if turned:
        # A wide node reaches out evenly on both sides of a usual one.
        x, y = start + (size[1] - USUAL[0]) / 2, middle - size[0] / 2
    else:
        x, y = middle - USUAL[0] / 2, start
    return round(x / _GRID) * _GRID, round(y / _GRID) * _GRID
