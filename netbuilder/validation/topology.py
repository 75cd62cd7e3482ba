"""How a graph hangs together: what feeds what, what goes round, and what belongs to the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
    cycles, order = _cycles_and_order(flow)
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


def _cycles_and_order(flow: Flow) -> tuple[tuple[tuple[NodeId, ...], ...], tuple[NodeId, ...]]:
    position = {key: number for number, key in enumerate(flow)}
    try:
        return (), _sorted(flow, position)
    except nx.NetworkXUnfeasible:
        groups = [group for group in nx.strongly_connected_components(flow) if len(group) > 1]
    cycles = tuple(_round(flow, sorted(group, key=position.__getitem__)) for group in groups)
    stuck = _reached(flow, [key for cycle in cycles for key in cycle])
    return cycles, _sorted(flow.subgraph(flow.nodes - stuck), position)


def _sorted(flow: Flow, position: Mapping[NodeId, int]) -> tuple[NodeId, ...]:
    return tuple(nx.lexicographical_topological_sort(flow, key=position.__getitem__))


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
