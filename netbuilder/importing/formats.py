"""The number formats of what layers give, as far as a file says them by itself."""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.graph import Graph, Node, Port
from netbuilder.graph.walks import output_ports
from netbuilder.importing.operations import PREFIX

USUAL = "float32"
"""The format of fractions where nobody says another."""


def format_of(graph: Graph, port: Port) -> str:
    """Return in which format the fractions are that leave a port.

    A layer computes in the format that its ``dtype`` says; an operation takes that of its
    inputs, and a model that of the node within it. What is made of whole numbers or of
    truth values is not told apart.
    """
    found: set[str] = set()
    seen: set[Port] = set()
    waiting = [port]
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        node = graph.nodes[place.node]
        if node.class_name.startswith(PREFIX) and "dtype" not in node.params:
            waiting += [wire.start for wire in graph.incoming(node.id)]
        else:
            found.add(_own_format(node, place.number))
    return (promoted(*found) if found else None) or USUAL


def _own_format(node: Node, number: int) -> str:
    if node.inner is not None:
        ends = output_ports(node.inner)
        return format_of(node.inner, ends[number]) if number < len(ends) else USUAL
    try:
        return compute_dtype(Arguments(node.params))
    except RuleError:
        return USUAL  # which will be found when the network is validated
