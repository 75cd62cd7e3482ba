"""Writes a plain chain of layers as ``keras.Sequential``."""

from __future__ import annotations

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
from netbuilder.codegen.write import INDENT, lines
from netbuilder.graph import Graph, Node
from netbuilder.validation import Report

_DEPTH = 3


def sequential_body(
    graph: Graph, report: Report, catalog: Catalog, name: str
) -> tuple[Statement, ...]:
    """Return the body of ``build_model()``: one expression, with a line for each layer.

    Args:
        graph: The network, which has to be a chain.
        report: What validation found out about it.
        catalog: What is known of the layers' classes.
        name: The model's name, or "" to leave it to Keras.
    """
    names = LayerNames(catalog)
    waiting = obstacles(graph, report.order, catalog)
    layers = []
    for key in report.order:
        node = graph.nodes[key]
        if key in waiting:
            remark = waiting_comment(node, waiting[key])
            layers.append(Statement((" " * INDENT * _DEPTH + remark,), key))
        else:
            layers.append(_layer(node, report, catalog, names))
    naming = f'        ],\n        name="{name}",' if name else "        ]"
    return (plain("    return keras.Sequential(\n        ["), *layers, plain(f"{naming}\n    )"))


def _layer(node: Node, report: Report, catalog: Catalog, names: LayerNames) -> Statement:
    *head, last = lines(layer_call(node, catalog, names), _DEPTH, ",")
    remark = "" if node.class_name == INPUT else shape_comment(report, node.id)
    return Statement((*head, with_comment(last, remark)), node.id)
