"""Puts the layers of a submodel in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netbuilder.graph.bends import shifted_bends
from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.folding import middle
from netbuilder.graph.model import Graph, GraphError, Node, NodeId, Point, Port, Wire
from netbuilder.graph.names import free_name, fresh_id
from netbuilder.graph.notes import paste_notes
from netbuilder.graph.submodels import inner_at
from netbuilder.graph.values import Params
from netbuilder.graph.walks import INPUT_CLASS, input_nodes, output_ports
from netbuilder.i18n import tr


def unfold(graph: Graph, key: NodeId) -> Graph:
    """Put the layers of a submodel in its place.

    Raises:
        GraphError: the node is no submodel, or other nodes call it too.
    """
    inner = inner_at(graph, (key,))
    if len(graph.sharing(key)) > 1:
        raise GraphError(
            tr(
                "'{name}' is called several times: end the sharing first.",
                name=graph.nodes[key].name,
            )
        )
    outer = remove_nodes(graph, (key,))
    unpacked = _unpack(outer, graph.nodes[key], inner)
    sources = _sources(graph, key, inner, unpacked)
    origins = {
        Port(key, number): sources[end]
        for number, end in enumerate(output_ports(inner))
        if end in sources
    }
    led = (*_led_inside(inner, unpacked, sources), *_led_on(graph, key, origins))
    nodes = {**outer.nodes, **{node.id: node for node in unpacked.values()}}
    opened = replace(outer, nodes=nodes, wires=(*outer.wires, *led), outputs=())
    opened = _with_drawing(opened, graph.nodes[key], inner, unpacked)
    stayed = [port for port in output_ports(graph) if port.node != key or port in origins]
    kept = tuple(origins.get(port, port) for port in stayed)
    automatic = not graph.outputs and set(output_ports(opened)) == set(kept)
    return opened if automatic else replace(opened, outputs=kept)


def _with_drawing(
    opened: Graph, node: Node, inner: Graph, unpacked: Mapping[NodeId, Node]
) -> Graph:
    """Return the opened network with the notes and the points of wires from the inside."""
    if not unpacked:
        return opened
    dx, dy = _way_out(node, inner)
    bends = {
        wire._replace(source=unpacked[wire.source].id, target=unpacked[wire.target].id): points
        for wire, points in shifted_bends(inner.bends, dx, dy).items()
        if wire.source in unpacked and wire.target in unpacked
    }
    noted = paste_notes(opened, inner.notes.values(), dx, dy)
    return replace(noted, bends={**noted.bends, **bends})


def _way_out(node: Node, inner: Graph) -> Point:
    """Return how far what lies inside moves to lie around the submodel's place."""
    x, y = middle([each for each in inner.nodes.values() if each.class_name != INPUT_CLASS])
    return node.x - x, node.y - y


def _unpack(outer: Graph, node: Node, inner: Graph) -> Mapping[NodeId, Node]:
    """Return the nodes that come out, by their ids inside, with ids and names free outside."""
    coming = [each for each in inner.nodes.values() if each.class_name != INPUT_CLASS]
    if not coming:
        return {}
    dx, dy = _way_out(node, inner)
    placed: dict[NodeId, Node] = {}
    for each in sorted(coming, key=lambda each: each.shares is not None):
        owner = None if each.shares is None else placed[each.shares]
        copy = replace(
            each,
            id=fresh_id(outer),
            name=free_name(outer, each.name) if owner is None else owner.name,
            shares=None if owner is None else owner.id,
            params=_frozen(node, each),
            x=each.x + dx,
            y=each.y + dy,
        )
        outer = replace(outer, nodes={**outer.nodes, copy.id: copy})
        placed[each.id] = copy
    return placed


def _frozen(node: Node, each: Node) -> Params:
    """Keep the layers of a frozen submodel frozen."""
    if node.params.get("trainable") is False:
        return each.params.with_value("trainable", False)
    return each.params


def _sources(
    graph: Graph, key: NodeId, inner: Graph, unpacked: Mapping[NodeId, Node]
) -> Mapping[Port, Port]:
    """Return where each tensor of the inside comes from once it is outside."""
    used = {wire.start for wire in inner.wires} | set(output_ports(inner))
    sources = {
        port: Port(unpacked[port.node].id, port.number) for port in used if port.node in unpacked
    }
    entries = input_nodes(inner)
    for wire in graph.incoming(key):
        if wire.target_port < len(entries):
            sources[Port(entries[wire.target_port])] = wire.start
    return sources


def _led_inside(
    inner: Graph, unpacked: Mapping[NodeId, Node], sources: Mapping[Port, Port]
) -> Iterable[Wire]:
    for wire in inner.wires:
        source = sources.get(wire.start)
        if wire.target in unpacked and source is not None:
            target = unpacked[wire.target].id
            yield Wire(source.node, target, source.number, wire.target_port)


def _led_on(graph: Graph, key: NodeId, origins: Mapping[Port, Port]) -> Iterable[Wire]:
    for wire in graph.outgoing(key):
        origin = origins.get(wire.start)
        if origin is not None:
            yield wire._replace(source=origin.node, source_port=origin.number)
