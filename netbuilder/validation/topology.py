"""How a graph hangs together: what feeds what, what goes round, and what belongs to the model.

Order and reach are plain walks here, for they are wanted after every edit and for every fix
that is tried; ``tests/unit`` compares them with networkx. Cycles are left to networkx, which
is loaded when there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from netbuilder.graph import Graph, NodeId, Port
from netbuilder.graph.walks import INPUT_CLASS, fed_by, feeding, input_nodes, loose_ends

__all__ = ["INPUT_CLASS", "Topology", "analyse", "fed_by"]


@dataclass(frozen=True, slots=True)
class Topology:
    """What the wires alone say of a graph.

    Attributes:
        order: All nodes that are neither on nor behind a cycle, sources first; among
            equals in the order in which they were added.
        cycles: Groups of nodes that feed one another, each in the direction of the wires.
        fed: The nodes that an input reaches, the inputs included.
        used: The nodes that reach an output, the outputs included.
        inputs: All input nodes, in the order in which they were added.
        outputs: The ports marked as outputs, or else those of all fed nodes that feed nothing.
    """

    order: tuple[NodeId, ...]
    cycles: tuple[tuple[NodeId, ...], ...]
    fed: frozenset[NodeId]
    used: frozenset[NodeId]
    inputs: tuple[NodeId, ...]
    outputs: tuple[Port, ...]

    @property
    def model(self) -> tuple[NodeId, ...]:
        """The nodes on a way from an input to an output, in :attr:`order`."""
        return tuple(key for key in self.order if key in self.fed and key in self.used)


def analyse(graph: Graph) -> Topology:
    """Return what the wires of ``graph`` say."""
    order = _sorted(graph)
    inputs = input_nodes(graph)
    fed = frozenset(fed_by(graph, inputs))
    outputs = graph.outputs or loose_ends(graph, fed)
    used = frozenset(feeding(graph, {port.node for port in outputs}))
    cycles = () if len(order) == len(graph.nodes) else _cycles(graph, order)
    return Topology(order, cycles, fed, used, inputs, outputs)


def _sorted(graph: Graph) -> tuple[NodeId, ...]:
    """Return the nodes before any cycle, sources first and else as they were added.

    Most networks are built from their inputs on, and then there is nothing to sort. The calls
    of one layer stay in the order in which they were added, as Keras makes them when it loads
    a file: the first one builds the layer. Wires may say otherwise; then they decide.
    """
    keys = tuple(graph.nodes)
    position = {key: number for number, key in enumerate(keys)}
    if all(position[wire.source] < position[wire.target] for wire in graph.wires):
        return keys
    order = _walked(graph, position, _next_calls(graph, position))
    return order if len(order) == len(keys) else _walked(graph, position, {})


def _next_calls(graph: Graph, position: Mapping[NodeId, int]) -> dict[NodeId, NodeId]:
    """Return for each call of a layer the one that was added next."""
    shared = {node.shares for node in graph.nodes.values() if node.shares is not None}
    calls = (sorted(graph.sharing(owner), key=position.__getitem__) for owner in shared)
    return {call: later for each in calls for call, later in pairwise(each)}


def _walked(
    graph: Graph, position: Mapping[NodeId, int], next_calls: Mapping[NodeId, NodeId]
) -> tuple[NodeId, ...]:
    """Return the nodes in Kahn's order (1962), with a heap; none that would have to wait for ever.

    Args:
        graph: The network.
        position: When each node was added.
        next_calls: What waits for a node although no wire leads there.
    """
    keys = tuple(position)
    awaited = {key: len(graph.incoming(key)) for key in keys}
    for later in next_calls.values():
        awaited[later] += 1
    ready = [number for number, key in enumerate(keys) if not awaited[key]]
    order: list[NodeId] = []
    while ready:
        key = keys[heappop(ready)]
        order.append(key)
        followers = [wire.target for wire in graph.outgoing(key)]
        for follower in (*followers, next_calls[key]) if key in next_calls else followers:
            awaited[follower] -= 1
            if not awaited[follower]:
                heappush(ready, position[follower])
    return tuple(order)


def _cycles(graph: Graph, order: Iterable[NodeId]) -> tuple[tuple[NodeId, ...], ...]:
    from netbuilder.validation.cycles import cycles_among

    return cycles_among(graph, graph.nodes.keys() - set(order))
