"""Where new nodes go, and the edits that put them there: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Flow, Graph, Node, NodeId, Params, Wire
from netbuilder.graph.edits import (
    add_node,
    connect,
    insert_on_wire,
    move_nodes,
    new_node,
)
from netbuilder.graph.walks import fed_by
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.shapes import GAP, NODE_STEP, NODE_WIDTH, WIDE_GAP, snapped
from netbuilder.ui.canvas.wiring import is_wide, propose


@dataclass(frozen=True, slots=True)
class Axis:
    """Along what way data flows, and how far the next node is along it.

    Attributes:
        sideways: To the right; else downwards.
        step: From the edge of a node to that of the next one.
    """

    sideways: bool
    step: float

    @classmethod
    def of(cls, graph: Graph, height: float) -> Axis:
        """Return the axis of a network whose nodes have a height."""
        if graph.flow is Flow.RIGHT:
            return cls(True, NODE_WIDTH + WIDE_GAP)
        return cls(False, height + GAP)

    def along(self, node: Node) -> float:
        """Return how far along the flow a node lies."""
        return node.x if self.sideways else node.y

    def across(self, node: Node) -> float:
        """Return how far across the flow a node lies."""
        return node.y if self.sideways else node.x

    def put(self, node: Node, along: float, across: float) -> Node:
        """Return a node at another place."""
        x, y = (along, across) if self.sideways else (across, along)
        return replace(node, x=x, y=y)

    def shifted(self, node: Node, way: float) -> Node:
        """Return a node that lies further along the flow."""
        return self.put(node, self.along(node) + way, self.across(node))


def fresh_node(graph: Graph, spec: LayerSpec) -> Node:
    """Return a new node of a class with the values that it starts with."""
    return new_node(graph, spec.name, Params(dict(spec.starting)))


def placed_at(node: Node, x: float, y: float, height: float) -> Node:
    """Return ``node`` with its middle near a point, on the grid."""
    return replace(node, x=snapped(x - NODE_WIDTH / 2), y=snapped(y - height / 2))


def placed_free(graph: Graph, node: Node, height: float) -> Node:
    """Return ``node``, moved across the flow as far as it would lie on another node."""
    others = list(graph.nodes.values())
    while any(_overlap(node, other, height) for other in others):
        if graph.flow is Flow.RIGHT:
            node = replace(node, y=node.y + snapped(height + GAP))
        else:
            node = replace(node, x=node.x + NODE_WIDTH + NODE_STEP)
    return node


def beside(graph: Graph, node: Node, height: float) -> tuple[float, float]:
    """Return a free place beside ``node``, across the flow: left and top edge."""
    placed = placed_free(graph, node, height)
    return placed.x, placed.y


def add_after(
    graph: Graph,
    layers: Mapping[str, LayerSpec],
    node: Node,
    before: Sequence[NodeId],
    height: float,
) -> Graph:
    """Place ``node`` after the nodes ``before`` it, below or at the right, and wire it from them.

    A layer that takes one wire is wired from a single node only; a merging layer from
    all of them, in their order across the flow.
    """
    axis = Axis.of(graph, height)
    sources = sorted((graph.nodes[key] for key in before), key=axis.across)
    middle = sum(axis.across(one) for one in sources) / len(sources)
    after = max(axis.along(one) for one in sources) + axis.step
    put = axis.put(node, snapped(after), snapped(middle))
    placed = placed_free(graph, put, height)
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
    """Place ``node`` in the middle of a wire; what follows makes room for it."""
    return lead_through(add_node(graph, node), node.id, wire, height)


def lead_through(graph: Graph, key: NodeId, wire: Wire, height: float) -> Graph:
    """Lead a wire through a node that lies on it; what follows makes room for it."""
    axis = Axis.of(graph, height)
    node, source = graph.nodes[key], graph.nodes[wire.source]
    onwards = axis.along(graph.nodes[wire.target]) > axis.along(source)
    if onwards:
        least = snapped(axis.along(source) + axis.step)
        node = axis.put(node, max(axis.along(node), least), axis.across(node))
        graph = move_nodes(graph, {key: (node.x, node.y)})
    following = fed_by(graph, (wire.target,))
    result = insert_on_wire(graph, wire, key)
    lacking = axis.along(node) + axis.step - axis.along(graph.nodes[wire.target])
    if not onwards or lacking <= 0:
        return result
    shift = snapped(lacking)
    pushed = [axis.shifted(graph.nodes[one], shift) for one in following]
    return move_nodes(result, {one.id: (one.x, one.y) for one in pushed})


def goes_into_wires(graph: Graph, layers: Mapping[str, LayerSpec], key: NodeId) -> bool:
    """Tell whether a node could be put into a wire: it takes one, and has none yet."""
    spec = spec_of(graph.nodes[key], layers)
    takes = spec is None or spec.ports.maximum != 0
    return takes and not graph.incoming(key) and not graph.outgoing(key)


def _overlap(one: Node, other: Node, height: float) -> bool:
    return abs(one.x - other.x) < NODE_WIDTH + NODE_STEP / 2 and abs(one.y - other.y) < height
