"""Places for nodes that came with the code: beside their neighbours, which make room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from netbuilder.graph import Flow, Graph, Node, NodeId
from netbuilder.graph.edits import move_nodes
from netbuilder.graph.notes import Area, follow_nodes
from netbuilder.graph.walks import fed_by
from netbuilder.layout.layered import BESIDE, BETWEEN, BETWEEN_COLUMNS, USUAL, positions

_Place = tuple[float, float]


def place_new(graph: Graph, new: Collection[NodeId]) -> Graph:
    """Return a network with its new nodes placed; of the others, those behind make room.

    A node stands a step behind the last that feeds it, in the direction in which the
    network flows, or a step before the first that it feeds. Frames grow with what they hold.

    Args:
        graph: The network.
        new: The nodes that have no place yet.
    """
    if not new:
        return graph
    old = graph.nodes.keys() - set(new)
    if not old:
        return move_nodes(graph, positions(graph, graph.flow))
    steps = _Steps(graph.flow, _usual_step(graph, old))
    placed = set(old)
    result = graph
    for key in _ordered(graph, new):
        result = _placed(result, key, placed, steps)
        placed.add(key)
    return _with_frames(graph, result, old)


@dataclass(frozen=True, slots=True)
class _Steps:
    """How far nodes stand apart: along the flow, and across it."""

    flow: Flow
    length: float

    @property
    def along(self) -> _Place:
        """The step to the next node along the flow."""
        if self.flow is Flow.DOWN:
            return 0.0, self.length
        return self.length, 0.0

    @property
    def across(self) -> _Place:
        """The step to a node beside."""
        if self.flow is Flow.DOWN:
            return USUAL[0] + BESIDE, 0.0
        return 0.0, USUAL[1] + BESIDE

    def rank(self, node: Node) -> float:
        """Return how far along the flow a node stands."""
        return node.y if self.flow is Flow.DOWN else node.x


def _usual_step(graph: Graph, old: Collection[NodeId]) -> float:
    """Return how far nodes that feed each other mostly stand apart; a layout's step if unlike."""
    down = graph.flow is Flow.DOWN
    size, gap = (USUAL[1], BETWEEN) if down else (USUAL[0], BETWEEN_COLUMNS)
    ends = [
        (graph.nodes[wire.source], graph.nodes[wire.target])
        for wire in graph.wires
        if wire.source in old and wire.target in old
    ]
    steps = [other.y - one.y if down else other.x - one.x for one, other in ends]
    usual = median(steps) if steps else 0.0
    return usual if size + gap / 2 <= usual <= size + 2 * gap else size + gap


def _ordered(graph: Graph, new: Collection[NodeId]) -> list[NodeId]:
    """Return the new nodes, each behind those that feed it (cycles anyhow)."""
    waiting = [key for key in graph.nodes if key in new]
    order: list[NodeId] = []
    while waiting:
        ready = [
            key
            for key in waiting
            if not any(wire.source in waiting for wire in graph.incoming(key))
        ] or waiting[:1]
        order += ready
        waiting = [key for key in waiting if key not in ready]
    return order


def _placed(graph: Graph, key: NodeId, placed: Collection[NodeId], steps: _Steps) -> Graph:
    sources = [graph.nodes[w.source] for w in graph.incoming(key) if w.source in placed]
    behind = _next_placed(graph, key, placed)
    targets = [graph.nodes[one] for one in behind]
    dx, dy = steps.along
    if sources:
        last = max(sources, key=steps.rank)
        spot = (last.x + dx, last.y + dy)
    elif targets:
        first = min(targets, key=steps.rank)
        spot = (first.x - dx, first.y - dy)
    else:
        spot = _beside_all(graph, placed)
    if sources and targets:
        following = fed_by(graph, behind) & set(placed)
        if not following & {source.id for source in sources}:
            graph = _with_room(graph, spot, following, placed, steps)
    return move_nodes(graph, {key: _free(graph, spot, placed, steps)})


def _next_placed(graph: Graph, key: NodeId, placed: Collection[NodeId]) -> set[NodeId]:
    """Return the nodes that are the first with a place on the ways from a node."""
    found: set[NodeId] = set()
    seen, waiting = {key}, [key]
    while waiting:
        for wire in graph.outgoing(waiting.pop()):
            if wire.target in placed:
                found.add(wire.target)
            elif wire.target not in seen:
                seen.add(wire.target)
                waiting.append(wire.target)
    return found


def _with_room(
    graph: Graph,
    spot: _Place,
    following: set[NodeId],
    placed: Collection[NodeId],
    steps: _Steps,
) -> Graph:
    """Shift what follows so that a node fits in before; what then lies in the way goes along."""
    dx, dy = steps.along
    nearest = min((graph.nodes[key] for key in following), key=steps.rank)
    lacking = (spot[0] + dx - nearest.x) if dx else (spot[1] + dy - nearest.y)
    if lacking <= 0:
        return graph
    way = (lacking, 0.0) if dx else (0.0, lacking)
    moving = set(following)
    waiting = list(moving)
    while waiting:
        place = _shifted(graph.nodes[waiting.pop()], way)
        hit = {one for one in placed if one not in moving and _touch(place, _at(graph, one))}
        moving |= hit
        waiting += hit
    return move_nodes(graph, {key: _shifted(graph.nodes[key], way) for key in moving})


def _free(graph: Graph, spot: _Place, placed: Collection[NodeId], steps: _Steps) -> _Place:
    """Return the first place from a spot on, across the flow, where no node lies."""
    taken = [_at(graph, key) for key in placed]
    while any(_touch(spot, other) for other in taken):
        spot = (spot[0] + steps.across[0], spot[1] + steps.across[1])
    return spot


def _beside_all(graph: Graph, placed: Collection[NodeId]) -> _Place:
    nodes = [graph.nodes[key] for key in placed]
    return max(node.x for node in nodes) + USUAL[0] + BESIDE, min(node.y for node in nodes)


def _touch(one: _Place, other: _Place) -> bool:
    return abs(one[0] - other[0]) < USUAL[0] and abs(one[1] - other[1]) < USUAL[1]


def _at(graph: Graph, key: NodeId) -> _Place:
    return graph.nodes[key].x, graph.nodes[key].y


def _shifted(node: Node, way: _Place) -> _Place:
    return node.x + way[0], node.y + way[1]


def _with_frames(before: Graph, after: Graph, old: Iterable[NodeId]) -> Graph:
    """Let frames follow the nodes that made room."""
    kept = list(old)
    return follow_nodes(after, _areas(before, kept), _areas(after, kept))


def _areas(graph: Graph, keys: Iterable[NodeId]) -> Mapping[NodeId, Area]:
    areas = {}
    for key in keys:
        x, y = _at(graph, key)
        areas[key] = (x, y, x + USUAL[0], y + USUAL[1])
    return areas
