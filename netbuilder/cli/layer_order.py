"""The order in which Keras lists a model's layers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from netbuilder.graph import Graph, NodeId


def keras_order(
    graph: Graph, members: Collection[NodeId], outputs: Sequence[NodeId]
) -> tuple[NodeId, ...]:
    """Return ``members`` in the order of Keras's ``model.layers``.

    Keras walks from the outputs back to the inputs and sorts layers by their depth, the
    longest way to an output first, and among equals by when the walk first met them
    (``map_graph`` in keras/src/ops/function.py).

    Args:
        graph: The network, without cycles among its members.
        members: The nodes that belong to the model.
        outputs: The model's outputs, in order.
    """
    inside = set(members)
    met, finished = _walk(graph, inside, outputs)
    depth = dict.fromkeys(finished, 0)
    for node in reversed(finished):
        for feeding in _feeding(graph, inside, node):
            depth[feeding] = max(depth[feeding], depth[node] + 1)
    return tuple(sorted(finished, key=lambda node: (-depth[node], met[node])))


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
