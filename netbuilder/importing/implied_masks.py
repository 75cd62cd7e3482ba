"""Masks that a config lists, but that Keras adds by itself whenever the model is called.

``Embedding(mask_zero=True)`` and ``Masking`` mark what to leave out, layers hand that on, and Keras
saves the operations that compute the marks as if they were part of the network.
"""

from __future__ import annotations

from collections.abc import Iterable

from netbuilder.catalog.masks import makes_mask
from netbuilder.graph import Graph, Node, NodeId, Port, Wire
from netbuilder.graph.walks import feeding
from netbuilder.importing.operations import PREFIX


def given_masks(graph: Graph, wires: Iterable[Wire]) -> tuple[Wire, ...]:
    """Return the wires of those masks that somebody has passed to a layer.

    Args:
        graph: The network without these wires.
        wires: From what gives the masks to the ports that would take them.
    """
    return tuple(wire for wire in wires if not _is_implied(graph, wire))


def _is_implied(graph: Graph, wire: Wire) -> bool:
    """Tell whether a mask is computed of just what a layer on the way makes masks of."""
    if not _is_operation(graph.nodes[wire.source]):
        return False
    before = [graph.nodes[key] for key in feeding(graph, (wire.target,))]
    makers = [node for node in before if _makes_masks(node)]
    if any(node.inner is not None for node in makers):
        return True
    marked = {one.start for node in makers for one in graph.incoming(node.id)}
    origins = _origins(graph, wire.source)
    return bool(origins) and origins <= marked


def _origins(graph: Graph, key: NodeId) -> set[Port]:
    """Return the tensors of layers from which operations compute a mask."""
    found: set[Port] = set()
    waiting, seen = [key], {key}
    while waiting:
        for wire in graph.incoming(waiting.pop()):
            if not _is_operation(graph.nodes[wire.source]):
                found.add(wire.start)
            elif wire.source not in seen:
                seen.add(wire.source)
                waiting.append(wire.source)
    return found


def _is_operation(node: Node) -> bool:
    return node.class_name.startswith(PREFIX)


def _makes_masks(node: Node) -> bool:
    if node.inner is not None:
        return any(_makes_masks(inside) for inside in node.inner.nodes.values())
    return makes_mask(node.class_name, node.params)
