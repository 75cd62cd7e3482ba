"""What Keras calls the layers and operations of a network whose code it runs."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.builders import Builders
from netbuilder.codegen.operations import operations_in
from netbuilder.graph import Graph, NodeId
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
    builders = Builders(catalog, operations=operations)
    builders.body(graph, report, report.api, ())
    return builders.names
