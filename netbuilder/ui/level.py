"""The network that is open: the project's own, or one that a submodel holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netbuilder.graph import Graph, NodeId
from netbuilder.graph.chain import is_list
from netbuilder.graph.submodels import SEQUENTIAL
from netbuilder.validation import Report


@dataclass(frozen=True, slots=True)
class Level:
    """One network of the project, and what is known of it.

    Attributes:
        graph: The network.
        report: What validation found out about it.
        path: The submodels that lead to it, from the outside in; empty for the whole.
        names: Their names.
        listed: It is inside a Sequential submodel, and a list that wires itself.
    """

    graph: Graph
    report: Report
    path: tuple[NodeId, ...] = ()
    names: tuple[str, ...] = ()
    listed: bool = False


def level_at(graph: Graph, report: Report, path: Iterable[NodeId]) -> Level:
    """Return the network that a path of submodels leads to, as far as there are such.

    Args:
        graph: The whole network.
        report: What is known of it.
        path: Ids of submodels, from the outside in.
    """
    level = Level(graph, report)
    for key in path:
        node, known = level.graph.nodes.get(key), level.report.nodes.get(key)
        if node is None or node.inner is None or known is None or known.inner is None:
            break
        listed = node.class_name == SEQUENTIAL and is_list(node.inner)
        way, names = (*level.path, key), (*level.names, node.name)
        level = Level(node.inner, known.inner, way, names, listed)
    return level
