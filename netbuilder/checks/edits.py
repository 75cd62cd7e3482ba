"""Edits that the fixes of several rules are made of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from netbuilder.graph import Graph, Node, NodeId, Params, Port, Value, Wire
from netbuilder.graph.edits import add_node, new_node, set_class, set_outputs, set_param
from netbuilder.i18n import tr
from netbuilder.validation import Fix


def insert_after(graph: Graph, port: Port, name: str, params: Params) -> Graph:
    """Lead all wires of a port through a new layer, placed a little behind its node."""
    wires = [wire for wire in graph.outgoing(port.node) if wire.start == port]
    node = graph.nodes[port.node]
    target = graph.nodes[wires[0].target] if wires else node
    middle = ((node.x + target.x) / 2, (node.y + target.y) / 2)
    added = new_node(graph, name, params, *middle)
    led = tuple(
        wire._replace(source=added.id, source_port=0) if wire.start == port else wire
        for wire in graph.wires
    )
    return replace(add_node(graph, added), wires=(*led, Wire(port.node, added.id, port.number)))


def append(graph: Graph, port: Port, name: str, params: Params) -> Graph:
    """Put a new layer behind an output; it becomes the output, or the last if it is one twice."""
    longer = insert_after(graph, port, name, params)
    outputs = list(graph.outputs)
    if port in outputs:
        last = len(outputs) - 1 - outputs[::-1].index(port)
        outputs[last] = Port(longer.wires[-1].target)
    return set_outputs(longer, outputs)


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
