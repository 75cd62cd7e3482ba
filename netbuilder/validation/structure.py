"""What a network's wires and names say, whatever the layers' parameters and places are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.validation.naming import naming_problems
from netbuilder.validation.ports import port_problems
from netbuilder.validation.report import NodeReport, NodeState, Problem, Severity
from netbuilder.validation.stale import touched
from netbuilder.validation.topology import INPUT_CLASS, Topology, analyse
from netbuilder.validation.wiring import Wiring, wiring_problems

_FAILED = NodeReport(NodeState.ERROR)

_GIVES_NOTHING = frozenset(("graph.input_missing", "graph.wire_count", "graph.cycle"))


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known of a graph before any layer is looked at.

    Attributes:
        graph: The graph.
        topology: How it hangs together.
        problems: What is wrong with wires, ports and names.
        settled: The state of the nodes whose wires already say that they give nothing.
    """

    graph: Graph
    topology: Topology
    problems: tuple[Problem, ...]
    settled: Mapping[NodeId, NodeReport]


def structure_of(
    graph: Graph, layers: Mapping[str, LayerSpec], before: Structure | None = None
) -> Structure:
    """Return what wires and names say.

    Args:
        graph: The graph.
        layers: The catalogue's layers.
        before: What they said of another state of it; kept as far as it holds.
    """
    keys: Collection[NodeId] = graph.nodes.keys()
    changed = None if before is None else _changed(before.graph, graph)
    if before is not None and changed is not None and not changed:
        return before
    if before is not None and changed is not None and _leads_alike(changed):
        topology = before.topology
    else:
        topology = analyse(graph)
    if before is not None:
        wrong = {problem.node for problem in before.problems if problem.node is not None}
        keys = graph.nodes.keys() & (touched(before.graph, graph) | wrong)
    wiring = Wiring(graph, topology, layers)
    problems = (
        *wiring_problems(wiring),
        *port_problems(wiring, keys),
        *naming_problems(graph, layers, keys),
    )
    return Structure(graph, topology, problems, _settled(topology, problems))


def _changed(before: Graph, graph: Graph) -> list[tuple[Node, Node]] | None:
    """Return the nodes of which more than parameters and places differ, or None for all.

    None is said of graphs with other nodes, wires or outputs.
    """
    if before.wires != graph.wires or before.outputs != graph.outputs:
        return None
    if list(before.nodes) != list(graph.nodes):
        return None
    pairs = zip(before.nodes.values(), graph.nodes.values(), strict=True)
    return [(was, node) for was, node in pairs if was is not node and not _alike(was, node)]


def _alike(was: Node, node: Node) -> bool:
    """Tell whether two states of a node differ only in parameters and places."""
    same_class = was.class_name == node.class_name and was.inner is node.inner
    return same_class and was.name == node.name and was.shares == node.shares


def _leads_alike(changed: list[tuple[Node, Node]]) -> bool:
    """Tell whether what was changed leaves alone how the nodes hang together."""
    return not any(
        was.shares != node.shares or INPUT_CLASS in (was.class_name, node.class_name)
        for was, node in changed
    )


def _settled(topology: Topology, problems: tuple[Problem, ...]) -> Mapping[NodeId, NodeReport]:
    settled = {key: _FAILED for cycle in topology.cycles for key in cycle}
    for problem in problems:
        errs = problem.severity is Severity.ERROR
        if errs and problem.node is not None and problem.code in _GIVES_NOTHING:
            settled[problem.node] = _FAILED
    return settled
