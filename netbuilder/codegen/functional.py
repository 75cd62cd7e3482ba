"""Writes any network in the style of Keras's Functional API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.calling import one_or_list, tensors_given, variables
from netbuilder.codegen.layer import obstacles, waiting_comment, with_shape
from netbuilder.codegen.operations import is_operation, operation_call
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
    named,
    spread,
)
from netbuilder.graph import Graph, Node, NodeId, Port
from netbuilder.validation import Report

_DEPTH = 1
_MARGIN = " " * INDENT


def functional_body(
    graph: Graph,
    report: Report,
    catalog: Catalog,
    naming: Sequence[Expression],
    make: Callable[[Node], Bracketed],
    *,
    called: Callable[[Node], None],
) -> tuple[Statement, ...]:
    """Return the body of a function that builds a network: its layers, then the model.

    A layer that is called several times is made on a line of its own and called by name.

    Args:
        graph: The network.
        report: What validation found out about it.
        catalog: What is known of the layers' classes.
        naming: The model's last arguments, such as its name.
        make: Gives the expression that makes a node's layer; called in the order of the code.
        called: Is told of every operation, in the same order.
    """
    waiting = obstacles(graph, report, catalog)
    written = [key for key in report.order if key not in waiting]
    tensors = name_tensors(graph, report, written, catalog.custom)
    statements: list[Statement] = []
    made: set[NodeId] = set()
    for key in report.order:
        node = graph.nodes[key]
        if key in waiting:
            remark = _MARGIN + waiting_comment(node, waiting[key])
            statements.append(Statement((remark,), key))
            continue
        owner = graph.layer_of(key)
        given = tensors_given(graph, node, catalog, tensors)
        if is_operation(node, catalog):
            called(node)
            result = operation_call(node, given, catalog)
            code = lines(led(f"{tensors.targets[key]} = ", result), _DEPTH)
        elif owner not in tensors.layers:
            code = _layer(tensors.targets[key], make(node), given)
        else:
            if owner not in made:
                made.add(owner)
                layer = led(f"{tensors.layers[owner]} = ", make(node))
                statements.append(Statement(lines(layer, _DEPTH), key))
            target = f"{tensors.targets[key]} = {tensors.layers[owner]}"
            code = lines(call(target, given), _DEPTH)
        statements.append(Statement(with_shape(code, node, report), key))
    return (*statements, _model(report, tensors, naming))


def _layer(target: str, layer: Bracketed, given: tuple[Expression, ...]) -> tuple[str, ...]:
    assigned = replace(layer, head=f"{target} = {layer.head}")
    return _call(assigned, given) if given else lines(assigned, _DEPTH)


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


def _model(report: Report, tensors: Tensors, naming: Sequence[Expression]) -> Statement:
    inputs = variables(map(Port, report.inputs), tensors)
    outputs = variables(report.outputs, tensors)
    if not inputs or not outputs:
        return plain(f"{_MARGIN}# The network has no input or no output yet.")
    ends: list[Expression] = [*inputs, *outputs]
    if len(ends) > 2:
        ends = [named("inputs", one_or_list(inputs)), named("outputs", one_or_list(outputs))]
    return Statement(lines(led("return ", call("keras.Model", [*ends, *naming])), _DEPTH))
