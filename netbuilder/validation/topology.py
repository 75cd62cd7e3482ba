"""How a graph hangs together: what feeds what, what goes round, and what belongs to the model.

Order and reach are plain walks here, for they are wanted after every edit and for every fix
that is tried; ``tests/unit`` compares them with networkx. Cycles are left to networkx, which
is loaded when there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from netbuilder.graph import Graph, NodeId
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
        outputs: The nodes marked as outputs, or else every fed node that feeds nothing.
    """

    order: tuple[NodeId, ...]
    cycles: tuple[tuple[NodeId, ...], ...]
    fed: frozenset[NodeId]
    used: frozenset[NodeId]
    inputs: tuple[NodeId, ...]
    outputs: tuple[NodeId, ...]

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
    used = frozenset(feeding(graph, outputs))
    cycles = () if len(order) == len(graph.nodes) else _cycles(graph, order)
    return Topology(order, cycles, fed, used, inputs, outputs)


def _sorted(graph: Graph) -> tuple[NodeId, ...]:
    """Return the nodes before any cycle, sources first and else as they were added.

    This is Kahn's algorithm (1962) with a heap; most networks are built from their inputs
    on, and then there is nothing to sort.
    """
    keys = tuple(graph.nodes)
    position = {key: number for number, key in enumerate(keys)}
    if all(position[wire.source] < position[wire.target] for wire in graph.wires):
        return keys
    awaited = {key: len(graph.incoming(key)) for key in keys}
    ready = [number for number, key in enumerate(keys) if not awaited[key]]
    order: list[NodeId] = []
    while ready:
        key = keys[heappop(ready)]
        order.append(key)
        for wire in graph.outgoing(key):
            awaited[wire.target] -= 1
            if not awaited[wire.target]:
                heappush(ready, position[wire.target])
    return tuple(order)


def _cycles(graph: Graph, order: Iterable[NodeId]) -> tuple[tuple[NodeId, ...], ...]:
    from netbuilder.validation.cycles import cycles_among

    return cycles_among(graph, graph.nodes.keys() - set(order))
