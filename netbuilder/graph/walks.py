"""What feeds what: walks along the wires, and the two ends of a network."""

from __future__ import annotations

from collections.abc import Container, Iterable

from netbuilder.graph.model import Graph, Node, NodeId, Port

INPUT_CLASS = "InputLayer"


def fed_by(graph: Graph, starts: Iterable[NodeId]) -> set[NodeId]:
    """Return some nodes and all that they feed, however far on."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for wire in graph.outgoing(waiting.pop()):
            if wire.target not in found:
                found.add(wire.target)
                waiting.append(wire.target)
    return found


def feeding(graph: Graph, ends: Iterable[NodeId]) -> set[NodeId]:
    """Return some nodes and all that feeds them, however far back."""
    found = set(ends)
    waiting = list(found)
    while waiting:
        for wire in graph.incoming(waiting.pop()):
            if wire.source not in found:
                found.add(wire.source)
                waiting.append(wire.source)
    return found


def is_frozen(node: Node) -> bool:
    """Tell whether a layer is set to stay as it is in training."""
    return node.params.get("trainable") is False


def between(graph: Graph, one: NodeId, other: NodeId) -> set[NodeId]:
    """Return all nodes on the ways from one node to another, whichever of them comes first.

    Both are among them; empty if neither feeds the other.
    """
    for start, end in ((one, other), (other, one)):
        way = fed_by(graph, (start,)) & feeding(graph, (end,))
        if way:
            return way
    return set()


def input_nodes(graph: Graph) -> tuple[NodeId, ...]:
    """Return all Inputs, in the order in which they were added: the ports of a submodel."""
    return tuple(key for key, node in graph.nodes.items() if node.class_name == INPUT_CLASS)


def output_ports(graph: Graph) -> tuple[Port, ...]:
    """Return the ports marked as outputs, or else those of all fed nodes that feed nothing."""
    return graph.outputs or loose_ends(graph, fed_by(graph, input_nodes(graph)))


def loose_ends(graph: Graph, fed: Container[NodeId]) -> tuple[Port, ...]:
    """Return the first port of each node that an input reaches and that feeds nothing.

    Args:
        graph: The network.
        fed: The nodes that an input reaches.
    """
    ending, starting = graph.drawn.ending, graph.drawn.starting
    ends = [key for key in graph.nodes if key not in starting and key in ending]
    return tuple(Port(key) for key in ends if key in fed)
