"""Layers that several nodes call: one owns the layer, the others share it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from netbuilder.graph.model import Graph, GraphError, Node, NodeId
from netbuilder.graph.names import fresh_id, next_name


def call_again(graph: Graph, key: NodeId, x: float, y: float) -> tuple[Graph, NodeId]:
    """Place a node that calls the layer of ``key`` once more; return the graph and its id.

    Args:
        graph: The network.
        key: Any node that calls the layer.
        x: Left edge of the new node, in pixels at 100 %.
        y: Its top edge.
    """
    owner = node_of(graph, node_of(graph, key).shares or key)
    call = replace(owner, id=fresh_id(graph), shares=owner.id, x=x, y=y)
    return replace(graph, nodes={**graph.nodes, call.id: call}), call.id


def make_own(graph: Graph, key: NodeId) -> Graph:
    """Give a node a layer of its own, with a free name; the others keep sharing the old one."""
    node = node_of(graph, key)
    if len(graph.sharing(key)) == 1:
        return graph
    nodes = dict(hand_on(graph, (key,)))
    nodes[key] = replace(node, name=next_name(graph, node.name), shares=None)
    return replace(graph, nodes=nodes)


def change_layer(graph: Graph, key: NodeId, change: Callable[[Node], Node]) -> Graph:
    """Change the layer of a node, in every node that calls it."""
    node_of(graph, key)
    changed = {call: change(graph.nodes[call]) for call in graph.sharing(key)}
    return replace(graph, nodes={**graph.nodes, **changed})


def hand_on(graph: Graph, leaving: Collection[NodeId]) -> Mapping[NodeId, Node]:
    """Return all nodes, those that shared a layer of a leaving node now led by one of them."""
    nodes = dict(graph.nodes)
    for owner in leaving:
        staying = [call for call in graph.sharing(owner) if call not in leaving]
        if node_of(graph, owner).shares is None and staying:
            heir = staying[0]
            nodes.update((key, replace(nodes[key], shares=heir)) for key in staying[1:])
            nodes[heir] = replace(nodes[heir], shares=None)
    return nodes


def is_same_layer(graph: Graph, owner: NodeId, node: Node) -> bool:
    """Tell whether ``owner`` still is the node of ``graph`` whose layer ``node`` calls."""
    found = graph.nodes.get(owner)
    return found is not None and _layer(found) == _layer(node) and found.shares is None


def node_of(graph: Graph, key: NodeId) -> Node:
    """Return a node.

    Raises:
        GraphError: there is none with this id.
    """
    try:
        return graph.nodes[key]
    except KeyError:
        raise GraphError(f"there is no node {key}") from None


def _layer(node: Node) -> tuple[object, ...]:
    return node.name, node.class_name, node.params, node.inner
