"""Where new nodes go, and the edits that put them there: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, Node, NodeId, Params, Wire
from netbuilder.graph.edits import (
    add_node,
    connect,
    insert_on_wire,
    move_nodes,
    new_node,
)
from netbuilder.graph.walks import fed_by
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.shapes import GAP, NODE_STEP, NODE_WIDTH, snapped
from netbuilder.ui.canvas.wiring import is_wide, propose


def fresh_node(graph: Graph, spec: LayerSpec) -> Node:
    """Return a new node of a class with the values that it starts with."""
    return new_node(graph, spec.name, Params(dict(spec.starting)))


def placed_at(node: Node, x: float, y: float, height: float) -> Node:
    """Return ``node`` with its middle near a point, on the grid."""
    return replace(node, x=snapped(x - NODE_WIDTH / 2), y=snapped(y - height / 2))


def placed_free(graph: Graph, node: Node, height: float) -> Node:
    """Return ``node``, moved to the right as far as it would lie on another node."""
    others = list(graph.nodes.values())
    while any(_overlap(node, other, height) for other in others):
        node = replace(node, x=node.x + NODE_WIDTH + NODE_STEP)
    return node


def beside(graph: Graph, node: Node, height: float) -> tuple[float, float]:
    """Return a free place to the right of ``node``: left and top edge."""
    placed = placed_free(graph, node, height)
    return placed.x, placed.y


def add_after(
    graph: Graph,
    layers: Mapping[str, LayerSpec],
    node: Node,
    before: Sequence[NodeId],
    height: float,
) -> Graph:
    """Place ``node`` below the nodes ``before`` it and wire it from them.

    A layer that takes one wire is wired from a single node only; a merging layer from
    all of them, from left to right.
    """
    sources = sorted((graph.nodes[key] for key in before), key=lambda one: one.x)
    middle = sum(one.x for one in sources) / len(sources)
    below = max(one.y for one in sources) + height + GAP
    placed = placed_free(graph, replace(node, x=snapped(middle), y=snapped(below)), height)
    result = add_node(graph, placed)
    if len(sources) > 1 and not is_wide(layers.get(node.class_name)):
        return result
    for source in sources:
        proposal = propose(result, layers, (source.id, 0), node.id)
        if proposal.wire is not None:
            result = connect(result, proposal.wire)
    return result


def add_at_end(graph: Graph, layers: Mapping[str, LayerSpec], node: Node, fixed: FixedEnd) -> Graph:
    """Add ``node`` and wire it to the end of a wire that was let go over nothing."""
    result, held, port = add_node(graph, node), fixed.node, fixed.port
    if fixed.gives:
        proposal = propose(result, layers, (held, port), node.id)
    else:
        proposal = propose(result, layers, (node.id, 0), held, port)
    if proposal.wire is None:
        return result
    return connect(result, proposal.wire, replacing=proposal.replacing)


def add_on_wire(graph: Graph, node: Node, wire: Wire, height: float) -> Graph:
    """Place ``node`` in the middle of a wire; what comes after makes room for it."""
    return lead_through(add_node(graph, node), node.id, wire, height)


def lead_through(graph: Graph, key: NodeId, wire: Wire, height: float) -> Graph:
    """Lead a wire through a node that lies on it; what comes after makes room for it."""
    node, source = graph.nodes[key], graph.nodes[wire.source]
    downwards = graph.nodes[wire.target].y > source.y
    if downwards:
        node = replace(node, y=max(node.y, snapped(source.y + height + GAP)))
        graph = move_nodes(graph, {key: (node.x, node.y)})
    following = fed_by(graph, (wire.target,))
    result = insert_on_wire(graph, wire, key)
    lacking = node.y + height + GAP - graph.nodes[wire.target].y
    if not downwards or lacking <= 0:
        return result
    shift = snapped(lacking)
    places = {one: (graph.nodes[one].x, graph.nodes[one].y + shift) for one in following}
    return move_nodes(result, places)


def goes_into_wires(graph: Graph, layers: Mapping[str, LayerSpec], key: NodeId) -> bool:
    """Tell whether a node could be put into a wire: it takes one, and has none yet."""
    spec = spec_of(graph.nodes[key], layers)
    takes = spec is None or spec.ports.maximum != 0
    return takes and not graph.incoming(key) and not graph.outgoing(key)


def _overlap(one: Node, other: Node, height: float) -> bool:
    return abs(one.x - other.x) < NODE_WIDTH + NODE_STEP / 2 and abs(one.y - other.y) < height
