"""Submodels as layers: the two classes that hold a network, and the ports that it gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.spec import Kind, LayerSpec, Param, Ports
from netbuilder.graph import Node
from netbuilder.graph.submodels import FUNCTIONAL, SEQUENTIAL
from netbuilder.graph.walks import input_nodes

_TRAINABLE = Param(
    "trainable",
    Kind.BOOL,
    default=True,
    doc="Whether training changes the weights of the layers inside.",
)


def _spec(name: str, summary: str) -> LayerSpec:
    return LayerSpec(
        name=name, module="keras", category="model", summary=summary, params=(_TRAINABLE,)
    )


SUBMODELS: Mapping[str, LayerSpec] = {
    FUNCTIONAL: _spec(FUNCTIONAL, "A network of its own that is used as one layer."),
    SEQUENTIAL: _spec(SEQUENTIAL, "A chain of layers that is used as one layer."),
}
"""By class. They are folded from parts of a network, not placed from the palette."""


def spec_of(node: Node, layers: Mapping[str, LayerSpec]) -> LayerSpec | None:
    """Return the class of a node with the ports that this very node has, or None if unknown.

    Args:
        node: Any node.
        layers: The catalogue's layers.
    """
    spec = layers.get(node.class_name)
    if spec is not None or node.class_name not in SUBMODELS:
        return spec
    spec = SUBMODELS[node.class_name]
    return replace(spec, ports=ports_of(node, spec))


def ports_of(node: Node, spec: LayerSpec) -> Ports:
    """Return the wires that a node takes: a submodel one for each Input inside."""
    if node.inner is None:
        return spec.ports
    entries = input_nodes(node.inner)
    names = tuple(node.inner.nodes[key].name for key in entries)
    return Ports(len(entries), len(entries), names if len(entries) > 1 else ())
