"""Which layers work otherwise in training than afterwards, and so are told which it is."""

from __future__ import annotations

from collections.abc import Iterator

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.graph import Config, Graph, Node, Params, Value
from netbuilder.graph.walks import fed_by, feeding, input_nodes, output_ports

_HOLDERS = frozenset({"Bidirectional", "TimeDistributed", "RNN", "StackedRNNCells", "Pipeline"})
"""Layers that only hand it on to those that they hold."""

_RATES = ("dropout", "recurrent_dropout")


def heeds_training(node: Node, catalog: Catalog) -> bool:
    """Tell whether a node's layer does something else in training, as Dropout does.

    A recurrent or attention layer does only with a dropout rate of its own, a submodel if
    any layer on the way through it does.
    """
    if node.inner is not None:
        return any(heeds_training(part, catalog) for part in _on_the_way(node.inner))
    return _heeds(node.class_name, node.params, catalog)


def _on_the_way(graph: Graph) -> Iterator[Node]:
    """Yield the nodes that lead from an input to an output; no others are in the model."""
    ends = {port.node for port in output_ports(graph)}
    keys = fed_by(graph, input_nodes(graph)) & feeding(graph, ends)
    return (graph.nodes[key] for key in keys)


def _heeds(class_name: str, params: Params, catalog: Catalog) -> bool:
    if class_name in _HOLDERS:
        held = (part for value in params.values() for part in _configs(value))
        return any(_heeds(part.class_name, part.params, catalog) for part in held)
    spec = catalog.layers.get(class_name) or catalog.find(Family.CELL, class_name)
    if isinstance(spec, LayerSpec) and spec.custom is not None:
        return spec.training
    if spec is not None and spec.param(_RATES[0]) is not None:
        return any(params.get(rate) for rate in _RATES)
    return isinstance(spec, LayerSpec) and spec.training


def _configs(value: Value) -> Iterator[Config]:
    """Yield the objects that a parameter's value is or lists."""
    if isinstance(value, Config):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _configs(part)
