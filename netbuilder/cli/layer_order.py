"""The order in which Keras lists a model's layers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from netbuilder.graph import Graph, NodeId


def keras_order(
    graph: Graph, members: Collection[NodeId], outputs: Sequence[NodeId]
) -> tuple[NodeId, ...]:
    """Return the layers of ``members`` in the order of Keras's ``model.layers``.

    Keras walks from the outputs back to the inputs and sorts layers by their depth, the
    longest way to an output first, and among equals by when the walk first met them
    (``map_graph`` in keras/src/ops/function.py). A layer that is called several times has
    the depth of its deepest call.

    Args:
        graph: The network, without cycles among its members.
        members: The nodes that belong to the model, sources first.
        outputs: The nodes that give the model's outputs, in order.

    Returns:
        For each layer the node that calls it first.
    """
    inside = set(members)
    met, finished = _walk(graph, inside, outputs)
    indices: dict[NodeId, int] = {}
    for node in met:
        indices.setdefault(graph.layer_of(node), len(indices))
    depths = _depths(graph, inside, finished)
    first: dict[NodeId, NodeId] = {}
    for node in members:
        if node in met:
            first.setdefault(graph.layer_of(node), node)
    layers = sorted(first, key=lambda layer: (-depths[layer], indices[layer]))
    return tuple(first[layer] for layer in layers)


def _depths(graph: Graph, inside: set[NodeId], finished: Sequence[NodeId]) -> dict[NodeId, int]:
    """Return the depth of each layer, by its owner."""
    nodes = dict.fromkeys(finished, 0)
    layers: dict[NodeId, int] = {}
    for node in reversed(finished):
        layer = graph.layer_of(node)
        depth = layers[layer] = max(nodes[node], layers.get(layer, 0))
        for source in _feeding(graph, inside, node):
            nodes[source] = max(nodes[source], depth + 1)
    return layers


def _walk(
    graph: Graph, inside: set[NodeId], outputs: Sequence[NodeId]
) -> tuple[dict[NodeId, int], list[NodeId]]:
    """Walk depth first; return when each node was met, and all in the order they were done."""
    met: dict[NodeId, int] = {}
    finished: list[NodeId] = []
    for output in outputs:
        path = [(output, iter((output,)))]
        while path:
            node, ahead = path[-1]
            following = next((other for other in ahead if other not in met), None)
            if following is not None:
                met[following] = len(met)
                path.append((following, iter(_feeding(graph, inside, following))))
                continue
            path.pop()
            if path:
                finished.append(node)
    return met, finished


def _feeding(graph: Graph, inside: set[NodeId], node: NodeId) -> tuple[NodeId, ...]:
    return tuple(wire.source for wire in graph.incoming(node) if wire.source in inside)
