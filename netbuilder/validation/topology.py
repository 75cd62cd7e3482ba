"""How a graph hangs together: what feeds what, what goes round, and what belongs to the model."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain
from typing import TypeAlias

import networkx as nx

from netbuilder.graph import Graph, NodeId

Flow: TypeAlias = "nx.DiGraph[NodeId]"

INPUT_CLASS = "InputLayer"


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
    flow: Flow = nx.DiGraph()
    flow.add_nodes_from(graph.nodes)
    flow.add_edges_from((wire.source, wire.target) for wire in graph.wires)
    cycles, order = _cycles_and_order(graph, flow)
    inputs = tuple(key for key, node in graph.nodes.items() if node.class_name == INPUT_CLASS)
    fed = _reached(flow, inputs)
    outputs = graph.outputs or _ends(graph, fed)
    used = _reached(flow.reverse(copy=False), outputs)
    return Topology(order, cycles, fed, used, inputs, outputs)


def goes_round(graph: Graph, group: Collection[NodeId]) -> bool:
    """Tell whether the wires among the nodes of ``group`` hold a cycle."""
    flow: Flow = nx.DiGraph(
        (wire.source, wire.target)
        for wire in graph.wires
        if wire.source in group and wire.target in group
    )
    return not nx.is_directed_acyclic_graph(flow)


def _cycles_and_order(
    graph: Graph, flow: Flow
) -> tuple[tuple[tuple[NodeId, ...], ...], tuple[NodeId, ...]]:
    order = _sorted(graph)
    if len(order) == len(graph.nodes):
        return (), order
    stuck = flow.subgraph(graph.nodes.keys() - set(order))
    groups = [
        [key for key in graph.nodes if key in group]
        for group in nx.strongly_connected_components(stuck)
    ]
    cycles = (group for group in groups if len(group) > 1 or flow.has_edge(group[0], group[0]))
    return tuple(_round(stuck, cycle) for cycle in cycles), order


def _sorted(graph: Graph) -> tuple[NodeId, ...]:
    """Return the nodes before any cycle, sources first and else as they were added.

    This is Kahn's algorithm with a heap. networkx has the same as
    ``lexicographical_topological_sort``, at four times the cost, which is felt because
    every fix that is tried sorts the network again.
    """
    keys = tuple(graph.nodes)
    position = {key: number for number, key in enumerate(keys)}
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


def _round(flow: Flow, group: Sequence[NodeId]) -> tuple[NodeId, ...]:
    """Return one way round through the group, then the group's other nodes."""
    way = [edge[0] for edge in nx.find_cycle(flow.subgraph(group), group[0])]
    return (*way, *(key for key in group if key not in way))


def _reached(flow: Flow, starts: Collection[NodeId]) -> frozenset[NodeId]:
    if not starts:
        return frozenset()
    return frozenset(chain.from_iterable(nx.bfs_layers(flow, list(starts))))


def _ends(graph: Graph, fed: Collection[NodeId]) -> tuple[NodeId, ...]:
    return tuple(
        key for key in graph.nodes if key in fed and graph.incoming(key) and not graph.outgoing(key)
    )
