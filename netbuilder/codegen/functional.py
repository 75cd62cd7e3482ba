"""Writes any network in the style of Keras's Functional API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.layer import (
    INPUT,
    layer_call,
    obstacles,
    shape_comment,
    waiting_comment,
    with_comment,
)
from netbuilder.codegen.names import LayerNames
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.tensors import Tensors, name_tensors
from netbuilder.codegen.write import (
    INDENT,
    Bracketed,
    Expression,
    call,
    fits,
    flat,
    followed,
    led,
    lines,
    listing,
    named,
    spread,
    text,
)
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.validation import Report

_SPREAD = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
"""Layers that take several tensors as arguments of their own; all others take a list."""

_DEPTH = 1
_MARGIN = " " * INDENT


def functional_body(
    graph: Graph, report: Report, catalog: Catalog, name: str
) -> tuple[Statement, ...]:
    """Return the body of ``build_model()``: a statement for each layer, then the model.

    Args:
        graph: The network.
        report: What validation found out about it.
        catalog: What is known of the layers' classes.
        name: The model's name, or "" to leave it to Keras.
    """
    names = LayerNames(catalog)
    waiting = obstacles(graph, report.order, catalog)
    written = [key for key in report.order if key not in waiting]
    tensors = name_tensors(graph, report, written)
    statements = []
    for key in report.order:
        node = graph.nodes[key]
        if key in waiting:
            code: tuple[str, ...] = (_MARGIN + waiting_comment(node, waiting[key]),)
        else:
            layer = layer_call(node, catalog, names)
            code = _layer(graph, node, layer, catalog, tensors)
            code = _with_shape(code, node, report)
        statements.append(Statement(code, key))
    return (*statements, _model(report, tensors, name))


def _layer(
    graph: Graph, node: Node, layer: Bracketed, catalog: Catalog, tensors: Tensors
) -> tuple[str, ...]:
    target = f"{tensors.targets[node.id]} = "
    assigned = replace(layer, head=target + layer.head)
    inputs = [tensors.values[wire.source, wire.source_port] for wire in graph.incoming(node.id)]
    if not inputs:
        return lines(assigned, _DEPTH)
    takes_list = catalog.layers[node.class_name].ports.maximum != 1
    if takes_list and node.class_name not in _SPREAD:
        return _call(assigned, (listing(inputs),))
    return _call(assigned, tuple(inputs))


def _call(layer: Bracketed, given: Sequence[Expression]) -> tuple[str, ...]:
    """Return the lines of ``target = layers.Dense(10)(x)``, broken where it reads best."""
    layer = replace(layer, lone_comma=True)  # or black would break the second brackets instead
    whole = followed(layer, f"({', '.join(map(flat, given))})")
    if fits(_MARGIN + flat(whole)):
        return (_MARGIN + flat(whole),)
    if layer.parts and fits(_MARGIN + whole.tail):
        return spread(whole, _DEPTH)
    *made, head = (flat(layer),) if fits(_MARGIN + flat(layer) + "(") else spread(layer, _DEPTH)
    return (*made, *spread(call(head.strip(), given), _DEPTH))


def _with_shape(code: tuple[str, ...], node: Node, report: Report) -> tuple[str, ...]:
    """Show a layer's shape behind its statement; black would break up one of several lines."""
    if len(code) > 1 or node.class_name == INPUT:
        return code
    return (with_comment(code[0], shape_comment(report, node.id)),)


def _model(report: Report, tensors: Tensors, name: str) -> Statement:
    inputs = _variables(report.inputs, tensors)
    outputs = _variables(report.outputs, tensors)
    if not inputs or not outputs:
        return plain(f"{_MARGIN}# The network has no input or no output yet.")
    ends: list[Expression] = [*inputs, *outputs]
    if len(ends) > 2:
        ends = [named("inputs", _one_or_list(inputs)), named("outputs", _one_or_list(outputs))]
    naming = [named("name", text(name))] if name else []
    return Statement(lines(led("return ", call("keras.Model", [*ends, *naming])), _DEPTH))


def _variables(keys: Sequence[NodeId], tensors: Tensors) -> tuple[str, ...]:
    return tuple(tensors.values[key, 0] for key in keys if (key, 0) in tensors.values)


def _one_or_list(variables: Sequence[str]) -> Expression:
    return variables[0] if len(variables) == 1 else listing(variables)
