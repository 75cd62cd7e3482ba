"""Layers that have to be shown the training samples before the training: which, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from netbuilder.codegen.data import DataSource
from netbuilder.codegen.data_format import call
from netbuilder.codegen.write import text
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.walks import INPUT_CLASS, feeding
from netbuilder.validation import Report

# The parameter of each such class that gives what it would learn from the samples.
_STATES: Mapping[str, str] = {
    "Normalization": "mean",
    "Discretization": "bin_boundaries",
    "IntegerLookup": "vocabulary",
    "StringLookup": "vocabulary",
    "TextVectorization": "vocabulary",
}


@dataclass(frozen=True, slots=True)
class Adapted:
    """A layer that is adapted to the training samples.

    Attributes:
        node: Its node.
        entry: The name of the Input that feeds it.
        direct: Whether it takes the samples as they are, right behind that Input.
    """

    node: Node
    entry: str
    direct: bool


def needs_adapting(node: Node) -> bool:
    """Tell whether a layer does nothing of use until it was shown samples."""
    state = _STATES.get(node.class_name)
    return state is not None and node.params.get(state) is None


def adapted_layers(graph: Graph, report: Report) -> Iterator[Adapted]:
    """Yield the layers that generated code adapts, each after those that it takes from.

    A layer that is called several times, or is fed by several inputs, is not among them:
    which samples it should be shown is not told.
    """
    called_again = {graph.nodes[key].shares for key in report.repeats}
    for key in report.order:
        if key not in report.repeats and needs_adapting(graph.nodes[key]):
            inputs = _inputs_before(graph, key)
            if len(inputs) == 1 and key not in called_again:
                sources = [wire.source for wire in graph.incoming(key)]
                entry = graph.nodes[next(iter(inputs))].name
                yield Adapted(graph.nodes[key], entry, sources == list(inputs))


def adapting_lines(
    layers: Sequence[Adapted], places: Mapping[str, str], data: DataSource, indent: int
) -> Iterator[str]:
    """Yield the lines that adapt ``layers`` of ``model`` to ``x_train``, or to ``train``.

    Args:
        layers: Which ones.
        places: The keys of what feeds each of several inputs, by their names, as expressions.
        data: What the training samples come from.
        indent: Columns to keep free at the left.
    """
    sample = "lambda x, y, w:" if data.weighs else "lambda x, y:"
    for layer in layers:
        name = text(layer.node.name)
        key = f"[{places[layer.entry]}]" if layer.entry in places else ""
        samples = f"train.map({sample} x{key})" if data.streams else f"x_train{key}"
        if not layer.direct:
            yield "# What the layers before it make of the samples is what it has to know."
            yield f"taken = model.get_layer({name}).input"
            yield "before = keras.Model(keras.utils.get_source_inputs(taken), taken)"
            ready = f"train.map({sample} before(x{key}))"
            samples = ready if data.streams else f"before.predict({samples}, verbose=0)"
        yield from call(f"model.get_layer({name}).adapt(", [samples], indent)


def _inputs_before(graph: Graph, key: NodeId) -> set[NodeId]:
    """Return the Inputs whose data come to a node."""
    before = feeding(graph, [key])
    return {node for node in before if graph.nodes[node].class_name == INPUT_CLASS}
