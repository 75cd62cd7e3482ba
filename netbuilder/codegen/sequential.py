"""Writes a plain chain of layers as ``keras.Sequential``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.layer import obstacles, waiting_comment, with_shape
from netbuilder.codegen.statements import Statement, plain
from netbuilder.codegen.write import INDENT, Bracketed, Expression, flat, lines
from netbuilder.graph import Graph, Node
from netbuilder.validation import Report

_DEPTH = 3


def sequential_body(
    graph: Graph,
    report: Report,
    catalog: Catalog,
    naming: Sequence[Expression],
    make: Callable[[Node], Bracketed],
) -> tuple[Statement, ...]:
    """Return the body of a function that builds a network: one list, a line for each layer.

    Args:
        graph: The network, which has to be a chain.
        report: What validation found out about it.
        catalog: What is known of the layers' classes.
        naming: The model's last arguments, such as its name.
        make: Gives the expression that makes a node's layer; called in the order of the code.
    """
    waiting = obstacles(graph, report, catalog)
    layers = []
    for key in report.order:
        node = graph.nodes[key]
        if key in waiting:
            remark = waiting_comment(node, waiting[key])
            layers.append(Statement((" " * INDENT * _DEPTH + remark,), key))
        else:
            layers.append(_layer(node, report, make(node)))
    rest = [f"        {flat(argument)}," for argument in naming]
    end = "\n".join(["        ],", *rest] if rest else ["        ]"])
    return (plain("    return keras.Sequential(\n        ["), *layers, plain(f"{end}\n    )"))


def _layer(node: Node, report: Report, layer: Bracketed) -> Statement:
    return Statement(with_shape(lines(layer, _DEPTH, ","), node, report), node.id)
