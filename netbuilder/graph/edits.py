"""Every way to change a graph, as pure functions from graph to graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from netbuilder.graph.bends import carried_bends, shifted_bends
from netbuilder.graph.model import Graph, GraphError, Node, NodeId, Port, Wire, Wires
from netbuilder.graph.names import automatic_stem, free_name, fresh_id, next_name, unique_name
from netbuilder.graph.notes import paste_notes
from netbuilder.graph.sharing import change_layer, hand_on, is_same_layer, node_of
from netbuilder.graph.values import EMPTY, Params, Value

__all__ = [
    "add_node",
    "automatic_stem",
    "bypass",
    "connect",
    "disconnect",
    "duplicate",
    "fresh_id",
    "insert_on_wire",
    "move_nodes",
    "new_node",
    "next_name",
    "paste",
    "remove_nodes",
    "rename",
    "reset_param",
    "set_class",
    "set_outputs",
    "set_param",
    "unique_name",
]


def add_node(graph: Graph, node: Node) -> Graph:
    """Place ``node``.

    Raises:
        GraphError: the id is taken, or the node shares the layer of one that has none.
    """
    if node.id in graph.nodes:
        raise GraphError(f"node {node.id} exists already")
    if node.shares is not None and node_of(graph, node.shares).shares is not None:
        raise GraphError(f"node {node.shares} has no layer of its own")
    return replace(graph, nodes={**graph.nodes, node.id: node})


def new_node(
    graph: Graph, class_name: str, params: Params = EMPTY, x: float = 0.0, y: float = 0.0
) -> Node:
    """Return a node for ``graph`` with a free id and the name that Keras would give it."""
    return Node(fresh_id(graph), unique_name(graph, class_name), class_name, params, x, y)


def remove_nodes(graph: Graph, ids: Collection[NodeId]) -> Graph:
    """Take nodes away together with every wire at them.

    A layer that other nodes call as well stays: the next of them owns it.
    """
    gone = frozenset(ids)
    nodes = hand_on(graph, gone & graph.nodes.keys())
    cut = {wire for key in gone for wire in (*graph.incoming(key), *graph.outgoing(key))}
    return replace(
        graph,
        nodes={key: node for key, node in nodes.items() if key not in gone},
        wires=_less(graph, cut),
        outputs=tuple(port for port in graph.outputs if port.node not in gone),
    )


def move_nodes(graph: Graph, positions: Mapping[NodeId, tuple[float, float]]) -> Graph:
    """Put nodes at new places (left, top), in pixels at 100 %."""
    nodes = dict(graph.nodes)
    for key, (x, y) in positions.items():
        nodes[key] = replace(node_of(graph, key), x=x, y=y)
    bends = carried_bends(graph, positions) if graph.bends else graph.bends
    return replace(graph, nodes=nodes, bends=bends)


def rename(graph: Graph, key: NodeId, name: str) -> Graph:
    """Give a layer another name; whether the name is free is for validation to say."""
    return change_layer(graph, key, lambda node: replace(node, name=name))


def set_param(graph: Graph, key: NodeId, name: str, value: Value) -> Graph:
    """Set one parameter of a layer."""
    return change_layer(
        graph, key, lambda node: replace(node, params=node.params.with_value(name, value))
    )


def reset_param(graph: Graph, key: NodeId, name: str) -> Graph:
    """Leave one parameter of a layer to its default."""
    return change_layer(graph, key, lambda node: replace(node, params=node.params.without(name)))


def set_class(graph: Graph, key: NodeId, class_name: str, params: Params = EMPTY) -> Graph:
    """Make a layer one of another class, at the same place and on the same wires."""
    return change_layer(
        graph, key, lambda node: replace(node, class_name=class_name, params=params, inner=None)
    )


def connect(graph: Graph, wire: Wire, *, replacing: bool = False) -> Graph:
    """Draw a wire; with ``replacing``, a wire that ends at the same port gives way.

    Raises:
        GraphError: an end is missing, or both ends are the same node.
    """
    if wire.source == wire.target:
        raise GraphError("a node cannot feed itself")
    node_of(graph, wire.source)
    node_of(graph, wire.target)
    if wire in graph.wires:
        return graph
    ends = graph.incoming(wire.target) if replacing else ()
    cut = {other for other in ends if other.target_port == wire.target_port}
    kept = (other for other in graph.wires if other not in cut)
    return replace(graph, wires=graph.drawn.changed((*kept, wire), (*cut, wire)))


def disconnect(graph: Graph, wires: Iterable[Wire]) -> Graph:
    """Take wires away."""
    return replace(graph, wires=_less(graph, frozenset(wires)))


def _less(graph: Graph, cut: Collection[Wire]) -> Wires:
    """Return the wires of a graph without some."""
    return graph.drawn.changed((wire for wire in graph.wires if wire not in cut), cut)


def insert_on_wire(graph: Graph, wire: Wire, key: NodeId) -> Graph:
    """Lead ``wire`` through the node ``key``: its first input and its first output port."""
    if wire not in graph.wires:
        raise GraphError("the wire is not in the graph")
    node_of(graph, key)
    first = Wire(wire.source, key, wire.source_port, 0)
    second = Wire(key, wire.target, 0, wire.target_port)
    at = graph.wires.index(wire)
    led = (*graph.wires[:at], first, second, *graph.wires[at + 1 :])
    return replace(graph, wires=graph.drawn.changed(led, (wire, first, second)))


def bypass(graph: Graph, key: NodeId) -> Graph:
    """Take a node away and lead its first input on to all that it fed, but not to itself."""
    feeding = graph.incoming(key)
    if not feeding:
        return remove_nodes(graph, (key,))
    source = feeding[0].start
    led = tuple(
        wire._replace(source=source.node, source_port=source.number)
        for wire in graph.outgoing(key)
        if wire.target != source.node
    )
    outputs = [source if port.node == key else port for port in graph.outputs]
    once = (port for at, port in enumerate(outputs) if port != source or port not in outputs[:at])
    removed = remove_nodes(graph, (key,))
    wires = removed.drawn.changed(removed.wires + led, led)
    return replace(removed, wires=wires, outputs=tuple(once))


def set_outputs(graph: Graph, outputs: Iterable[Port]) -> Graph:
    """Mark the ports that give the model's answers, in order; none for automatic."""
    chosen = tuple(outputs)
    for port in chosen:
        node_of(graph, port.node)
    return replace(graph, outputs=chosen)


def duplicate(
    graph: Graph, ids: Iterable[NodeId], dx: float = 24.0, dy: float = 24.0
) -> tuple[Graph, tuple[NodeId, ...]]:
    """Copy nodes and the wires among them, shifted; return the graph and the copies' ids."""
    chosen = {key: node_of(graph, key) for key in ids}
    wires = tuple(wire for wire in graph.wires if {wire.source, wire.target} <= chosen.keys())
    return paste(graph, Graph(chosen, wires, bends=graph.bends), dx, dy)


def paste(graph: Graph, part: Graph, dx: float, dy: float) -> tuple[Graph, tuple[NodeId, ...]]:
    """Add a copy of all that a network holds under free ids and names, shifted.

    Nodes that share a layer share a copy of it. A node that came without the owner of its
    layer calls that very layer once more if ``graph`` has it.

    Returns the graph and the ids of the copied nodes, in the order of those of ``part``.
    """
    given = tuple(part.nodes.values())
    copies: dict[NodeId, NodeId] = {}
    owners: dict[NodeId, NodeId] = {}
    for node in sorted(given, key=lambda node: node.shares is not None):
        layer = node.shares or node.id
        if node.shares is not None and is_same_layer(graph, node.shares, node):
            owners.setdefault(layer, layer)
        key = fresh_id(graph)
        owner = owners.setdefault(layer, key)
        name = free_name(graph, node.name) if owner == key else graph.nodes[owner].name
        shares = None if owner == key else owner
        copy = replace(node, id=key, name=name, shares=shares, x=node.x + dx, y=node.y + dy)
        graph = add_node(graph, copy)
        copies[node.id] = key
    led = {
        wire: wire._replace(source=copies[wire.source], target=copies[wire.target])
        for wire in part.wires
    }
    bends = {led[wire]: points for wire, points in shifted_bends(part.bends, dx, dy).items()}
    graph = paste_notes(graph, part.notes.values(), dx, dy)
    pasted = replace(graph, wires=(*graph.wires, *led.values()), bends={**graph.bends, **bends})
    return pasted, tuple(copies[node.id] for node in given)
