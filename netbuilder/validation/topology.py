"""How a graph hangs together: what feeds what, what goes round, and what belongs to the model.

Order and reach are plain walks here, for they are wanted after every edit and for every fix
that is tried; ``tests/unit`` compares them with networkx. Cycles are left to networkx, which
is loaded when there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise

from netbuilder.graph import Graph, NodeId, Port, Wire
from netbuilder.graph.walks import INPUT_CLASS, fed_by, feeding, input_nodes, loose_ends

__all__ = ["INPUT_CLASS", "Topology", "analyse", "fed_by", "in_order"]


@dataclass(frozen=True, slots=True)
class Topology:
    """What the wires alone say of a graph.

    Attributes:
        order: All nodes that are neither on nor behind a cycle, sources first; among
            equals in the order in which they were added.
        model: Those of them on a way from an input to an output.
        cycles: Groups of nodes that feed one another, each in the direction of the wires.
        fed: The nodes that an input reaches, the inputs included.
        used: The nodes that reach an output, the outputs included.
        inputs: All input nodes, in the order in which they were added.
        outputs: The ports marked as outputs, or else those of all fed nodes that feed nothing.
    """

    order: tuple[NodeId, ...]
    model: tuple[NodeId, ...]
    cycles: tuple[tuple[NodeId, ...], ...]
    fed: frozenset[NodeId]
    used: frozenset[NodeId]
    inputs: tuple[NodeId, ...]
    outputs: tuple[Port, ...]


def analyse(graph: Graph) -> Topology:
    """Return what the wires of ``graph`` say."""
    order = in_order(graph)
    inputs = input_nodes(graph)
    sound = len(order) == len(graph.nodes)
    fed = _fed(graph, inputs, sound=sound)
    outputs = graph.outputs or loose_ends(graph, fed)
    used = _used(graph, {port.node for port in outputs}, sound=sound)
    model = order
    if not len(order) == len(fed) == len(used):
        model = tuple(key for key in order if key in fed and key in used)
    cycles = () if sound else _cycles(graph, order)
    return Topology(order, model, cycles, fed, used, inputs, outputs)


def _fed(graph: Graph, inputs: tuple[NodeId, ...], *, sound: bool) -> frozenset[NodeId]:
    """Return all that the Inputs reach; without cycles, that is all if nothing else begins."""
    if sound and graph.nodes.keys() - graph.drawn.ending.keys() <= set(inputs):
        return frozenset(graph.nodes)
    return frozenset(fed_by(graph, inputs))


def _used(graph: Graph, ends: set[NodeId], *, sound: bool) -> frozenset[NodeId]:
    """Return all that reaches some ends; without cycles, that is all if nothing else ends."""
    if sound and graph.nodes.keys() - graph.drawn.starting.keys() <= ends:
        return frozenset(graph.nodes)
    return frozenset(feeding(graph, ends))


def in_order(graph: Graph) -> tuple[NodeId, ...]:
    """Return the nodes before any cycle, sources first and else as they were added.

    Most networks are built from their inputs on, and then there is nothing to sort. The calls
    of one layer stay in the order in which they were added, as Keras makes them when it loads
    a file: the first one builds the layer. Wires may say otherwise; then they decide.
    """
    keys = tuple(graph.nodes)
    position = dict(zip(keys, count(), strict=False))
    behind = [wire for wire in graph.wires if position[wire.source] > position[wire.target]]
    if not behind:
        return keys
    order = _walked(graph, behind, position, _next_calls(graph, position))
    return order if len(order) == len(keys) else _walked(graph, behind, position, {})


def _next_calls(graph: Graph, position: Mapping[NodeId, int]) -> dict[NodeId, NodeId]:
    """Return for each call of a layer the one that was added next."""
    shared = {node.shares for node in graph.nodes.values() if node.shares is not None}
    calls = (sorted(graph.sharing(owner), key=position.__getitem__) for owner in shared)
    return {call: later for each in calls for call, later in pairwise(each)}


def _walked(
    graph: Graph,
    behind: Iterable[Wire],
    position: Mapping[NodeId, int],
    next_calls: Mapping[NodeId, NodeId],
) -> tuple[NodeId, ...]:
    """Return the nodes in Kahn's order (1962), with a heap; none that would have to wait for ever.

    There is something to sort only from the first node that waits for a later one up to the
    last one that is waited for.

    Args:
        graph: The network.
        behind: The wires from a node to one that was added before it.
        position: When each node was added.
        next_calls: What waits for a node although no wire leads there.
    """
    keys = tuple(position)
    start = min(position[wire.target] for wire in behind)
    order, late = list(keys[:start]), {wire.source for wire in behind}
    awaited = _awaited(graph, position, next_calls, start)
    ready = [position[key] for key, count in awaited.items() if not count]
    while ready and late:
        key = keys[heappop(ready)]
        order.append(key)
        late.discard(key)
        followers = [wire.target for wire in graph.outgoing(key)]
        for follower in (*followers, next_calls[key]) if key in next_calls else followers:
            awaited[follower] -= 1
            if not awaited[follower]:
                heappush(ready, position[follower])
    if not late:
        done = frozenset(order)
        order += (key for key in keys[start:] if key not in done)
    return tuple(order)


def _awaited(
    graph: Graph, position: Mapping[NodeId, int], next_calls: Mapping[NodeId, NodeId], start: int
) -> dict[NodeId, int]:
    """Return how many nodes each one from ``start`` on waits for, those before it left out."""
    awaited = {key: 0 for key, place in position.items() if place >= start}
    for wire in graph.wires:
        if wire.source in awaited:
            awaited[wire.target] += 1
    for call, later in next_calls.items():
        if call in awaited:
            awaited[later] += 1
    return awaited


def _cycles(graph: Graph, order: Iterable[NodeId]) -> tuple[tuple[NodeId, ...], ...]:
    from netbuilder.validation.cycles import cycles_among

    return cycles_among(graph, graph.nodes.keys() - set(order))
