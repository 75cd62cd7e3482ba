"""Edits that the fixes of several rules are made of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from netbuilder.graph import Graph, Node, NodeId, Params, Value, Wire
from netbuilder.graph.edits import add_node, new_node, set_class, set_outputs, set_param
from netbuilder.i18n import tr
from netbuilder.validation import Fix


def insert_after(graph: Graph, key: NodeId, name: str, params: Params) -> Graph:
    """Lead all wires of a node through a new layer, placed a little behind it."""
    wires = graph.outgoing(key)
    node = graph.nodes[key]
    target = graph.nodes[wires[0].target] if wires else node
    middle = ((node.x + target.x) / 2, (node.y + target.y) / 2)
    added = new_node(graph, name, params, *middle)
    led = tuple(
        replace(wire, source=added.id, source_port=0) if wire.source == key else wire
        for wire in graph.wires
    )
    return replace(add_node(graph, added), wires=(*led, Wire(key, added.id)))


def append(graph: Graph, key: NodeId, name: str, params: Params) -> Graph:
    """Put a new layer behind an output; it becomes the output."""
    longer = insert_after(graph, key, name, params)
    added = longer.wires[-1].target
    return set_outputs(longer, (added if key == output else output for output in graph.outputs))


def set_activation(node: Node, activation: str) -> Fix:
    """Return the fix that gives a node another activation."""
    title = tr("Set the activation of '{name}' to {value}", name=node.name, value=activation)
    if node.class_name in ("Softmax", "ReLU", "LeakyReLU", "ELU", "PReLU"):
        return Fix(title, partial(_replace_by_activation, key=node.id, activation=activation))
    return Fix(title, partial(set_param, key=node.id, name="activation", value=activation))


def _replace_by_activation(graph: Graph, key: NodeId, activation: str) -> Graph:
    return set_param(set_class(graph, key, "Activation"), key, "activation", activation)


def set_size(node: Node, size: int) -> Fix:
    """Return the fix that gives a Dense or convolution layer as many units or filters."""
    name = "filters" if node.class_name.startswith("Conv") else "units"
    value: Value = size
    title = tr("Set {setting} of '{name}' to {size}", setting=name, name=node.name, size=size)
    return Fix(title, partial(set_param, key=node.id, name=name, value=value))
