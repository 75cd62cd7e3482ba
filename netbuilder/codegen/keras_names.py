"""What Keras calls the layers and operations of a network whose code it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.builders import Builders
from netbuilder.codegen.operations import operations_in
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.names import is_function
from netbuilder.graph.submodels import holds_application
from netbuilder.validation import Report


def keras_names(graph: Graph, report: Report, catalog: Catalog) -> Mapping[tuple[NodeId, ...], str]:
    """Return the names in Keras by their ways: the ids of nodes from the outside in.

    They are the nodes' own, so that nothing is returned, unless the network calls
    functions of ``keras.ops``: Keras numbers these itself, along with layers of the
    same name.
    """
    operations = operations_in(graph)
    if not operations:
        return {}
    names_all = holds_application(graph)
    builders = Builders(catalog, operations=operations, names_all=names_all)
    builders.body(graph, report, report.api, ())
    return builders.names


def with_keras_names(
    graph: Graph, names: Mapping[tuple[NodeId, ...], str], way: tuple[NodeId, ...] = ()
) -> Graph:
    """Return a network whose layers are called as Keras calls them; functions keep their names.

    Variables named after them can then be read back as the same layers.

    Args:
        graph: The network.
        names: What :func:`keras_names` gives for the whole network.
        way: The ids of the nodes that this network is in, from the outside in.
    """
    if not names:
        return graph

    def called(node: Node) -> Node:
        own = (*way, node.shares or node.id)
        name = node.name if is_function(node.class_name) else names.get(own, node.name)
        inner = None if node.inner is None else with_keras_names(node.inner, names, own)
        return replace(node, name=name, inner=inner)

    return replace(graph, nodes={key: called(node) for key, node in graph.nodes.items()})
