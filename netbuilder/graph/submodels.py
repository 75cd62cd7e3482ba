"""Networks within the network: nodes that hold one, and edits inside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from netbuilder.graph.model import Graph, GraphError, Node, NodeId
from netbuilder.graph.sharing import change_layer, node_of
from netbuilder.graph.values import Params
from netbuilder.i18n import tr

FUNCTIONAL, SEQUENTIAL = "Functional", "Sequential"
APPLICATION = "Application"
"""A network as ``keras.applications`` brings it, inside and all."""
SUBMODEL_CLASSES = frozenset((FUNCTIONAL, SEQUENTIAL, APPLICATION))
_TRAINABLE = "trainable"

Path: TypeAlias = Sequence[NodeId]


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


def set_inner(graph: Graph, key: NodeId, inner: Graph) -> Graph:
    """Give a submodel another network.

    A ready-made network that is changed is no longer what Keras brings, so it becomes a
    submodel of the user's own; nodes may be moved in it.
    """

    def change(node: Node) -> Node:
        kept = node.class_name != APPLICATION or _is_same(node.inner, inner)
        return replace(node if kept else of_class(node, FUNCTIONAL), inner=inner)

    return change_layer(graph, key, change)


def of_class(node: Node, class_name: str) -> Node:
    """Return a submodel as one of another class, without the parameters of its own alone."""
    shared = {name: value for name, value in node.params.items() if name == _TRAINABLE}
    return replace(node, class_name=class_name, params=Params(shared))


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


def holds_application(graph: Graph) -> bool:
    """Tell whether a ready-made network stands anywhere in a network."""
    return any(
        node.class_name == APPLICATION or (node.inner is not None and holds_application(node.inner))
        for node in graph.nodes.values()
    )


def _is_same(one: Graph | None, other: Graph) -> bool:
    """Tell whether two networks calculate the same under the same names, wherever they lie."""
    if one is None or (one.wires, one.outputs) != (other.wires, other.outputs):
        return False
    return list(map(_unplaced, one.nodes.values())) == list(map(_unplaced, other.nodes.values()))


def _unplaced(node: Node) -> Node:
    return replace(node, x=0.0, y=0.0)
