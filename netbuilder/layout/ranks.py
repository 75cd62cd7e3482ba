"""Which node stands in which rank, and what lies beside it there.

A node stands in the rank of the longest way that leads to it (Sugiyama, Tagawa and Toda
1981, the first step). A branch that comes from nowhere else, such as the second Input and the
layers that it alone feeds, stands right before the first layer that it joins. A wire that
passes ranks keeps a place of its own in each of them, so that it does not run behind the nodes
that it skips.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from netbuilder.graph import Graph, NodeId

_MOST_PASSING = 20_000  # places for passing wires; beyond that, none are kept

Place: TypeAlias = tuple[NodeId, NodeId | None, int]
"""A node as (node, None, 0), or (source, target, rank) for a wire on its way."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """The places of each rank, in the order of the flow.

    Attributes:
        rows: The places of each rank.
        before: What feeds a place from the rank before.
        after: What a place feeds in the rank after.
    """

    rows: Sequence[Sequence[Place]]
    before: Mapping[Place, Sequence[Place]]
    after: Mapping[Place, Sequence[Place]]


def ranks(graph: Graph) -> Ranks:
    """Return the ranks of a network."""
    depths = _depths(graph)
    rows: list[list[Place]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    before: dict[Place, list[Place]] = {}
    for key, depth in depths.items():
        rows[depth].append((key, None, 0))
        before[key, None, 0] = []
    onwards = dict.fromkeys(
        (wire.source, wire.target)
        for wire in graph.wires
        if depths[wire.source] < depths[wire.target]  # others close a circle
    )
    passing = sum(depths[target] - depths[source] - 1 for source, target in onwards)
    for source, target in onwards:
        last: Place = (source, None, 0)
        if passing <= _MOST_PASSING:
            for rank in range(depths[source] + 1, depths[target]):
                way: Place = (source, target, rank)
                rows[rank].append(way)
                before[way] = [last]
                last = way
        before[target, None, 0].append(last)
    return Ranks(rows, before, _turned(before))


def _turned(before: Mapping[Place, Sequence[Place]]) -> Mapping[Place, Sequence[Place]]:
    after: dict[Place, list[Place]] = {place: [] for place in before}
    for place, feeding in before.items():
        for source in feeding:
            after[source].append(place)
    return after


def _depths(graph: Graph) -> Mapping[NodeId, int]:
    """Return the length of the longest way to each node; nodes on a cycle count from 0."""
    depths = dict.fromkeys(graph.nodes, 0)
    missing = {key: len(graph.incoming(key)) for key in graph.nodes}
    ready = deque(key for key, count in missing.items() if not count)
    alone: dict[NodeId, None] = {}
    while ready:
        key = ready.popleft()
        feeding = {wire.source for wire in graph.incoming(key)}
        if all(source in alone and _feeds_one(graph, source) for source in feeding):
            alone[key] = None
        for wire in graph.outgoing(key):
            depths[wire.target] = max(depths[wire.target], depths[key] + 1)
            missing[wire.target] -= 1
            if not missing[wire.target]:
                ready.append(wire.target)
    for key in reversed(alone):
        fed = [depths[wire.target] for wire in graph.outgoing(key)]
        depths[key] = max(min(fed, default=depths[key] + 1) - 1, 0)
    return depths


def _feeds_one(graph: Graph, key: NodeId) -> bool:
    return len({wire.target for wire in graph.outgoing(key)}) == 1
