"""Networks within the network: nodes that hold one, and edits inside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from netbuilder.graph.edits import set_inner
from netbuilder.graph.model import Graph, GraphError, NodeId
from netbuilder.graph.sharing import node_of
from netbuilder.i18n import tr

FUNCTIONAL, SEQUENTIAL = "Functional", "Sequential"
SUBMODEL_CLASSES = frozenset((FUNCTIONAL, SEQUENTIAL))

Path: TypeAlias = Sequence[NodeId]
Port: TypeAlias = tuple[NodeId, int]


def inner_at(graph: Graph, path: Path) -> Graph:
    """Return the network inside nested submodels; ``graph`` itself for an empty path.

    Raises:
        GraphError: a node of the path is missing or no submodel.
    """
    for key in path:
        inner = node_of(graph, key).inner
        if inner is None:
            raise GraphError(tr("'{name}' is no submodel.", name=graph.nodes[key].name))
        graph = inner
    return graph


def edit_inner(graph: Graph, path: Path, edit: Callable[[Graph], Graph]) -> Graph:
    """Apply an edit to the network inside nested submodels.

    Args:
        graph: The whole network.
        path: The submodels' ids, from the outside in; empty for ``graph`` itself.
        edit: What to do there.
    """
    if not path:
        return edit(graph)
    outer, *rest = path
    return set_inner(graph, outer, edit_inner(inner_at(graph, (outer,)), rest, edit))
