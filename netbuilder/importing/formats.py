"""The number formats of what layers give, as far as a file says them by itself."""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.walks import output_nodes
from netbuilder.importing.operations import PREFIX

USUAL = "float32"


def format_of(graph: Graph, key: NodeId, port: int = 0) -> str:
    """Return in which format a node's fractions are.

    A layer computes in the format that its ``dtype`` says; an operation takes that of its
    inputs, and a model that of the node within it. What is made of whole numbers or of
    truth values is not told apart.
    """
    found: set[str] = set()
    seen: set[tuple[NodeId, int]] = set()
    waiting = [(key, port)]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        node = graph.nodes[place[0]]
        if node.class_name.startswith(PREFIX) and "dtype" not in node.params:
            waiting += [(wire.source, wire.source_port) for wire in graph.incoming(node.id)]
        else:
            found.add(_own_format(node, place[1]))
    return (promoted(*found) if found else None) or USUAL


def _own_format(node: Node, port: int) -> str:
    if node.inner is not None:
        ends = output_nodes(node.inner)
        return format_of(node.inner, ends[port]) if port < len(ends) else USUAL
    try:
        return compute_dtype(Arguments(node.params))
    except RuleError:
        return USUAL  # which will be found when the network is validated
