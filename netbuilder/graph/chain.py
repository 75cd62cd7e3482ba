"""A network as a list of layers, each fed by the one above: what Keras calls Sequential."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from netbuilder.graph.edits import move_nodes
from netbuilder.graph.model import Flow, Graph, NodeId, Wire
from netbuilder.graph.room import STEP
from netbuilder.graph.walks import INPUT_CLASS


def branching_node(graph: Graph) -> NodeId | None:
    """Return a node that no list can hold, or None if the network is one or could be.

    That is a node with several wires in or out, a second Input, or a layer that is used
    again.
    """
    inputs = 0
    for key, node in graph.nodes.items():
        inputs += node.class_name == INPUT_CLASS
        branches = len(graph.incoming(key)) > 1 or len(graph.outgoing(key)) > 1
        if branches or node.shares is not None or inputs > 1:
            return key
    return None


def is_list(graph: Graph) -> bool:
    """Tell whether a network is a list as :func:`as_list` makes it."""
    return branching_node(graph) is None and as_list(graph) == graph


def as_list(graph: Graph) -> Graph:
    """Return a network without branches as a list, in the order of its wires."""
    heads = [key for key in _by_height(graph, graph.nodes) if not graph.incoming(key)]
    order: list[NodeId] = []
    for head in heads:
        key: NodeId | None = head
        while key is not None and key not in order:
            order.append(key)
            key = next((wire.target for wire in graph.outgoing(key)), None)
    rest = (key for key in graph.nodes if key not in order)
    return _listed(graph, (*order, *rest), _corner(graph))


def relisted(before: Graph, after: Graph) -> Graph:
    """Return ``after``, an edit of the list ``before``, as a list again.

    A new node stands where its wires say, else where it lies. A node that was moved stands
    above the first one that lies as low as it does. Wires follow the list, so that drawing
    or taking off a single one changes nothing.
    """
    stayed = [key for key in before.nodes if _is_still(before, after, key)]
    order = sorted(stayed, key=lambda key: before.nodes[key].y)
    for key in _by_height(after, (key for key in after.nodes if key not in stayed)):
        order.insert(_place(before, after, order, key), key)
    return _listed(after, order, _corner(before if before.nodes else after))


def _is_still(before: Graph, after: Graph, key: NodeId) -> bool:
    node, now = before.nodes[key], after.nodes.get(key)
    return now is not None and (now.x, now.y) == (node.x, node.y)


def _place(before: Graph, after: Graph, order: list[NodeId], key: NodeId) -> int:
    """Return where in ``order`` a node that is new or was moved belongs."""
    if key not in before.nodes:
        sources = [wire.source for wire in after.incoming(key) if wire.source in order]
        if sources:
            return order.index(sources[0]) + 1
        targets = [wire.target for wire in after.outgoing(key) if wire.target in order]
        if targets:
            return order.index(targets[0])
    height = after.nodes[key].y
    lower = (at for at, other in enumerate(order) if after.nodes[other].y >= height)
    return next(lower, len(order))


def _listed(graph: Graph, order: Iterable[NodeId], corner: tuple[float, float]) -> Graph:
    """Place nodes in a column below ``corner`` and wire each to the next; an Input stands first."""
    keys = sorted(order, key=lambda key: graph.nodes[key].class_name != INPUT_CLASS)
    left, top = corner
    places = {key: (left, top + at * STEP) for at, key in enumerate(keys)}
    wires = tuple(
        Wire(first, second)
        for first, second in pairwise(keys)
        if graph.nodes[second].class_name != INPUT_CLASS
    )
    kept = graph.wires if set(graph.wires) == set(wires) else wires
    return replace(move_nodes(graph, places), wires=kept, bends={}, flow=Flow.DOWN)


def _corner(graph: Graph) -> tuple[float, float]:
    """Return the left and top edge of the uppermost node; the origin for an empty graph."""
    first = min(graph.nodes.values(), key=lambda node: (node.y, node.x), default=None)
    return (first.x, first.y) if first is not None else (0.0, 0.0)


def _by_height(graph: Graph, keys: Iterable[NodeId]) -> list[NodeId]:
    return sorted(keys, key=lambda key: (graph.nodes[key].y, graph.nodes[key].x))
