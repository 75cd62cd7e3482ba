"""A layered layout: data flows from left to right, one column a step.

A node stands in the column of the longest way that leads to it (Sugiyama, Tagawa and
Toda 1981, the first step). Within a column the nodes stand in the order of the mean
height of what feeds them, and wires that pass a column keep a place of their own there,
so that a shortcut does not run behind the layers that it skips.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from netbuilder.graph import Graph, NodeId

COLUMN_WIDTH = 232.0
"""From one node's left edge to that of the next column, in pixels at 100 %."""
ROW_HEIGHT = 112.0
"""From one node's top edge to that of the next one below, in pixels at 100 %."""

_MOST_PASSING = 50_000  # places for passing wires; beyond that, none are kept

Place: TypeAlias = tuple[NodeId, NodeId | None]
"""A node, or (source, target) for a wire on its way."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Who stands in which column, and what feeds each place from the column before."""

    places: Sequence[Sequence[Place]]
    before: Mapping[Place, Sequence[Place]]


def layered(graph: Graph) -> Graph:
    """Return the same network with every node at a place of its own."""
    columns = _columns(graph, _depths(graph))
    height: dict[Place, float] = {}
    nodes = dict(graph.nodes)
    for column, places in enumerate(columns.places):
        ordered = sorted(places, key=lambda place: _mean_height(columns.before[place], height))
        for row, place in enumerate(ordered):
            height[place] = (row - (len(ordered) - 1) / 2) * ROW_HEIGHT
            key, passing_to = place
            if passing_to is None:
                nodes[key] = replace(nodes[key], x=column * COLUMN_WIDTH, y=height[place])
    return replace(graph, nodes=nodes)


def _mean_height(before: Sequence[Place], height: Mapping[Place, float]) -> float:
    heights = [height[place] for place in before if place in height]
    return sum(heights) / len(heights) if heights else 0.0


def _depths(graph: Graph) -> Mapping[NodeId, int]:
    """Return the length of the longest way to each node; nodes on a cycle count from 0."""
    depths = dict.fromkeys(graph.nodes, 0)
    missing = {key: len(graph.incoming(key)) for key in graph.nodes}
    ready = deque(key for key, count in missing.items() if not count)
    while ready:
        key = ready.popleft()
        for wire in graph.outgoing(key):
            depths[wire.target] = max(depths[wire.target], depths[key] + 1)
            missing[wire.target] -= 1
            if not missing[wire.target]:
                ready.append(wire.target)
    return depths


def _columns(graph: Graph, depths: Mapping[NodeId, int]) -> _Columns:
    places: list[list[Place]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    before: dict[Place, list[Place]] = {}
    for key, depth in depths.items():
        places[depth].append((key, None))
        before[key, None] = []
    passing = sum(max(0, depths[w.target] - depths[w.source] - 1) for w in graph.wires)
    for wire in graph.wires:
        last: Place = (wire.source, None)
        between = range(depths[wire.source] + 1, depths[wire.target])
        if between and passing <= _MOST_PASSING:
            way: Place = (wire.source, wire.target)
            if way not in before:
                before[way] = [last]
                for column in between:
                    places[column].append(way)
            last = way
        before[wire.target, None].append(last)
    return _Columns(places, before)
