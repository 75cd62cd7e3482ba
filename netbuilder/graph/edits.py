"""Every way to change a graph, as pure functions from graph to graph."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from netbuilder.graph.model import Graph, GraphError, Node, NodeId, Wire
from netbuilder.graph.values import EMPTY, Params, Value


def add_node(graph: Graph, node: Node) -> Graph:
    """Place ``node``.

    Raises:
        GraphError: the id is taken.
    """
    if node.id in graph.nodes:
        raise GraphError(f"node {node.id} exists already")
    return replace(graph, nodes={**graph.nodes, node.id: node})


def new_node(
    graph: Graph, class_name: str, params: Params = EMPTY, x: float = 0.0, y: float = 0.0
) -> Node:
    """Return a node for ``graph`` with a free id and the name that Keras would give it."""
    return Node(fresh_id(graph), unique_name(graph, class_name), class_name, params, x, y)


def remove_nodes(graph: Graph, ids: Collection[NodeId]) -> Graph:
    """Take nodes away together with every wire at them."""
    gone = frozenset(ids)
    return Graph(
        {key: node for key, node in graph.nodes.items() if key not in gone},
        tuple(w for w in graph.wires if w.source not in gone and w.target not in gone),
        tuple(key for key in graph.outputs if key not in gone),
    )


def move_nodes(graph: Graph, positions: Mapping[NodeId, tuple[float, float]]) -> Graph:
    """Put nodes at new places (left, top), in pixels at 100 %."""
    nodes = dict(graph.nodes)
    for key, (x, y) in positions.items():
        nodes[key] = replace(_node(graph, key), x=x, y=y)
    return replace(graph, nodes=nodes)


def rename(graph: Graph, key: NodeId, name: str) -> Graph:
    """Give a node another name; whether the name is free is for validation to say."""
    return _replace_node(graph, replace(_node(graph, key), name=name))


def set_param(graph: Graph, key: NodeId, name: str, value: Value) -> Graph:
    """Set one parameter of a node."""
    node = _node(graph, key)
    return _replace_node(graph, replace(node, params=node.params.with_value(name, value)))


def reset_param(graph: Graph, key: NodeId, name: str) -> Graph:
    """Leave one parameter of a node to its default."""
    node = _node(graph, key)
    return _replace_node(graph, replace(node, params=node.params.without(name)))


def set_class(graph: Graph, key: NodeId, class_name: str, params: Params = EMPTY) -> Graph:
    """Make a node a layer of another class, at the same place and on the same wires."""
    node = replace(_node(graph, key), class_name=class_name, params=params)
    return _replace_node(graph, node)


def connect(graph: Graph, wire: Wire, *, replacing: bool = False) -> Graph:
    """Draw a wire; with ``replacing``, a wire that ends at the same port gives way.

    Raises:
        GraphError: an end is missing, or both ends are the same node.
    """
    if wire.source == wire.target:
        raise GraphError("a node cannot feed itself")
    _node(graph, wire.source)
    _node(graph, wire.target)
    if wire in graph.wires:
        return graph
    kept = graph.wires
    if replacing:
        kept = tuple(
            w for w in kept if (w.target, w.target_port) != (wire.target, wire.target_port)
        )
    return replace(graph, wires=(*kept, wire))


def disconnect(graph: Graph, wires: Iterable[Wire]) -> Graph:
    """Take wires away."""
    gone = frozenset(wires)
    return replace(graph, wires=tuple(wire for wire in graph.wires if wire not in gone))


def insert_on_wire(graph: Graph, wire: Wire, key: NodeId) -> Graph:
    """Lead ``wire`` through the node ``key``: its first input and its first output port."""
    if wire not in graph.wires:
        raise GraphError("the wire is not in the graph")
    _node(graph, key)
    first = Wire(wire.source, key, wire.source_port, 0)
    second = Wire(key, wire.target, 0, wire.target_port)
    led = tuple(part for w in graph.wires for part in ((first, second) if w == wire else (w,)))
    return replace(graph, wires=led)


def bypass(graph: Graph, key: NodeId) -> Graph:
    """Take a node away and lead its first input on to all that it fed."""
    feeding = graph.incoming(key)
    if not feeding:
        return remove_nodes(graph, (key,))
    source = feeding[0]
    led = tuple(
        replace(wire, source=source.source, source_port=source.source_port)
        for wire in graph.outgoing(key)
    )
    outputs = tuple(source.source if output == key else output for output in graph.outputs)
    removed = remove_nodes(graph, (key,))
    return replace(removed, wires=removed.wires + led, outputs=outputs)


def set_outputs(graph: Graph, outputs: Iterable[NodeId]) -> Graph:
    """Mark the nodes that give the model's answers, in order; none for automatic."""
    chosen = tuple(dict.fromkeys(outputs))
    for key in chosen:
        _node(graph, key)
    return replace(graph, outputs=chosen)


def duplicate(
    graph: Graph, ids: Iterable[NodeId], dx: float = 24.0, dy: float = 24.0
) -> tuple[Graph, tuple[NodeId, ...]]:
    """Copy nodes and the wires among them, shifted; return the graph and the copies' ids."""
    chosen = [_node(graph, key) for key in ids]
    wires = [
        wire for wire in graph.wires if {wire.source, wire.target} <= {node.id for node in chosen}
    ]
    return paste(graph, chosen, wires, dx, dy)


def paste(
    graph: Graph, nodes: Iterable[Node], wires: Iterable[Wire], dx: float, dy: float
) -> tuple[Graph, tuple[NodeId, ...]]:
    """Add copies of nodes and of the wires among them under free ids and names.

    Returns the graph and the copies' ids, in the order of ``nodes``.
    """
    copies: dict[NodeId, NodeId] = {}
    for node in nodes:
        key = fresh_id(graph)
        name = node.name if node.name not in graph.names else next_name(graph, node.name)
        graph = add_node(graph, replace(node, id=key, name=name, x=node.x + dx, y=node.y + dy))
        copies[node.id] = key
    led = tuple(
        replace(wire, source=copies[wire.source], target=copies[wire.target]) for wire in wires
    )
    return replace(graph, wires=graph.wires + led), tuple(copies.values())


def fresh_id(graph: Graph) -> NodeId:
    """Return an id that no node of ``graph`` has."""
    number = len(graph.nodes) + 1
    while f"n{number}" in graph.nodes:
        number += 1
    return f"n{number}"


def unique_name(graph: Graph, class_name: str) -> str:
    """Return the name that Keras would give the next layer of a class: ``dense_1``."""
    stem = automatic_stem(class_name)
    return stem if stem not in graph.names else next_name(graph, stem)


def next_name(graph: Graph, name: str) -> str:
    """Return ``name`` with the next free number: ``conv``, ``conv_1``, ``conv_2`` ..."""
    stem = re.sub(r"_\d+$", "", name)
    number = 1
    while f"{stem}_{number}" in graph.names:
        number += 1
    return f"{stem}_{number}"


def automatic_stem(class_name: str) -> str:
    """Return a class's name as Keras writes it in automatic layer names: ``max_pooling2d``."""
    if class_name == "GroupQueryAttention":  # public under another name than its own
        return "grouped_query_attention"
    name = re.sub(r"\W+", "", class_name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def _node(graph: Graph, key: NodeId) -> Node:
    try:
        return graph.nodes[key]
    except KeyError:
        raise GraphError(f"there is no node {key}") from None


def _replace_node(graph: Graph, node: Node) -> Graph:
    return replace(graph, nodes={**graph.nodes, node.id: node})
