"""The names by which data, losses and metrics reach the ends of a network."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.keras_names import keras_names
from netbuilder.codegen.operations import operations_in
from netbuilder.graph import Graph, Port
from netbuilder.graph.names import is_numbered
from netbuilder.validation import Report


def input_names(graph: Graph, report: Report) -> tuple[str, ...]:
    """Return the names of several inputs, in the network's order; none where there is one."""
    names = tuple(graph.nodes[key].name for key in report.inputs)
    return names if len(names) > 1 else ()


def output_names(graph: Graph, report: Report, catalog: Catalog) -> tuple[str, ...]:
    """Return the names of several outputs, in the network's order; none where there is one.

    None either where Keras does not tell them apart by the names that they have here, so that
    nothing can be said of one alone: see :func:`indistinct_outputs`.
    """
    if len(report.outputs) < 2 or indistinct_outputs(graph, report, catalog):
        return ()
    return tuple(graph.nodes[port.node].name for port in report.outputs)


def indistinct_outputs(graph: Graph, report: Report, catalog: Catalog) -> Sequence[Port]:
    """Return those of several outputs that Keras has no name of their own for, each once.

    It calls an output like the layer that gives it. Two of a layer have the same name, be it
    called twice or give several tensors, and functions of ``keras.ops`` are numbered by Keras
    itself.
    """
    operations = operations_in(graph)
    names = {port.node: graph.nodes[port.node].name for port in report.outputs}
    numbered = any(is_numbered(name, stem) for name in names.values() for stem in operations)
    renamed = keras_names(graph, report, catalog) if numbered else {}
    layers = [graph.layer_of(port.node) for port in report.outputs]
    return [
        port
        for port, layer in dict(zip(report.outputs, layers, strict=True)).items()
        if layers.count(layer) > 1
        or renamed.get((port.node,), names[port.node]) != names[port.node]
    ]
