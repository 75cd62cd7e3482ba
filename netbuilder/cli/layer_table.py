"""The layer table of a network: each layer once, those inside a submodel behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from netbuilder.cli.layer_order import keras_order
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.submodels import FUNCTIONAL, SEQUENTIAL
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.validation import NodeReport, Report


@dataclass(frozen=True, slots=True)
class Row:
    """One layer.

    Attributes:
        name: Its name in Keras; inside a submodel ``model/layer``.
        class_name: Its class.
        known: What is known of it, at its first call.
        inputs: The names of the layers that feed it, call by call.
    """

    name: str
    class_name: str
    known: NodeReport
    inputs: tuple[str, ...]


def layer_table(
    graph: Graph,
    report: Report,
    api: Literal["sequential", "functional"],
    names: Mapping[tuple[NodeId, ...], str],
    way: tuple[tuple[NodeId, str], ...] = (),
) -> Iterator[Row]:
    """Yield the rows in the order of Keras's ``model.layers``.

    Args:
        graph: The network.
        report: What is known of it.
        api: How it is built; a Sequential model lists no Input.
        names: The names in Keras of those that have others than their nodes, by their ways.
        way: The submodels around it from the outside in, with their ids and names.
    """
    ids = tuple(key for key, _ in way)
    before = "".join(f"{name}/" for _, name in way)

    def full_name(key: NodeId) -> str:
        return before + names.get((*ids, graph.layer_of(key)), graph.nodes[key].name)

    ends = [port.node for port in report.outputs]
    listed = [
        key
        for key in keras_order(graph, report.order, ends)
        if api == "functional" or graph.nodes[key].class_name != INPUT_CLASS
    ]
    layers = {graph.layer_of(key) for key in listed}
    for key in listed:
        node, known = graph.nodes[key], report.nodes[key]
        inputs = tuple(
            full_name(source)
            for source in _sources(graph, report, key)
            if graph.layer_of(source) in layers
        )
        class_name = _class_name(node, known)
        yield Row(full_name(key), class_name, known, inputs)
        if node.inner is not None and known.inner is not None:
            style: Literal["sequential", "functional"] = (
                "sequential" if class_name == SEQUENTIAL else "functional"
            )
            inside = (*way, (key, node.name))
            yield from layer_table(node.inner, known.inner, style, names, inside)


def _sources(graph: Graph, report: Report, key: NodeId) -> Iterator[NodeId]:
    """Yield what feeds a layer, at each of its calls in the model."""
    calls = set(graph.sharing(key))
    for call in report.order:
        if call in calls:
            yield from (wire.source for wire in graph.incoming(call))


def _class_name(node: Node, known: NodeReport) -> str:
    """Return a layer's class in Keras: a Sequential submodel that is no chain is Functional."""
    branched = known.inner is not None and known.inner.api != "sequential"
    is_chain = node.class_name == SEQUENTIAL and not branched
    return node.class_name if is_chain or node.inner is None else FUNCTIONAL
