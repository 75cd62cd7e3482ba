"""Cycles: which nodes feed one another, and which wire to cut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import networkx as nx

from netbuilder.graph import Graph, NodeId, Wire

Flow: TypeAlias = "nx.DiGraph[NodeId]"


def cycles_among(graph: Graph, stuck: Collection[NodeId]) -> tuple[tuple[NodeId, ...], ...]:
    """Return the groups of nodes that feed one another, each in the direction of its wires.

    Args:
        graph: The network.
        stuck: The nodes on and behind cycles.
    """
    flow = _flow(graph, stuck)
    groups = [
        [key for key in graph.nodes if key in group]
        for group in nx.strongly_connected_components(flow)
    ]
    cycles = (group for group in groups if len(group) > 1 or flow.has_edge(group[0], group[0]))
    return tuple(_round(flow, cycle) for cycle in cycles)


def wire_to_cut(graph: Graph, cycle: Collection[NodeId]) -> Wire:
    """Return the newest wire whose cut ends the circling, or the newest one of all.

    Wires whose end keeps another wire come first: their cut leaves no layer without input.
    """
    members = frozenset(cycle)
    inside = [wire for wire in graph.wires if wire.source in members and wire.target in members]
    closing = [wire for wire in reversed(inside) if _is_open_without(inside, wire)]
    harmless = (wire for wire in closing if len(graph.incoming(wire.target)) > 1)
    return next(harmless, closing[0] if closing else inside[-1])


def _is_open_without(wires: Sequence[Wire], cut: Wire) -> bool:
    flow: Flow = nx.DiGraph((wire.source, wire.target) for wire in wires if wire != cut)
    return nx.is_directed_acyclic_graph(flow)


def _flow(graph: Graph, among: Collection[NodeId]) -> Flow:
    flow: Flow = nx.DiGraph()
    flow.add_nodes_from(key for key in graph.nodes if key in among)
    flow.add_edges_from(
        (wire.source, wire.target)
        for wire in graph.wires
        if wire.source in among and wire.target in among
    )
    return flow


def _round(flow: Flow, group: Sequence[NodeId]) -> tuple[NodeId, ...]:
    """Return one way round through the group, then the group's other nodes."""
    way = [edge[0] for edge in nx.find_cycle(flow.subgraph(group), group[0])]
    return (*way, *(key for key in group if key not in way))
