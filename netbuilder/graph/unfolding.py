"""Puts the layers of a submodel in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netbuilder.graph.bends import shifted_bends
from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.folding import middle
from netbuilder.graph.model import Graph, GraphError, Node, NodeId, Point, Wire
from netbuilder.graph.names import free_name, fresh_id
from netbuilder.graph.notes import paste_notes
from netbuilder.graph.submodels import Port, inner_at
from netbuilder.graph.values import Params
from netbuilder.graph.walks import INPUT_CLASS, input_nodes, output_nodes
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
    origins = _origins(graph, key, inner, unpacked)
    led = (*_led_inside(inner, unpacked, origins), *_led_on(graph, key, inner, origins))
    nodes = {**outer.nodes, **{node.id: node for node in unpacked.values()}}
    opened = replace(outer, nodes=nodes, wires=(*outer.wires, *led), outputs=())
    opened = _with_drawing(opened, graph.nodes[key], inner, unpacked)
    ends = [origins[end, 0][0] for end in output_nodes(inner)[:1] if (end, 0) in origins]
    led_to = [ends if output == key else [output] for output in output_nodes(graph)]
    kept = tuple(dict.fromkeys(output for outputs in led_to for output in outputs))
    automatic = not graph.outputs and set(output_nodes(opened)) == set(kept)
    return opened if automatic else replace(opened, outputs=kept)


def _with_drawing(
    opened: Graph, node: Node, inner: Graph, unpacked: Mapping[NodeId, Node]
) -> Graph:
    """Return the opened network with the notes and the points of wires from the inside."""
    if not unpacked:
        return opened
    dx, dy = _way_out(node, inner)
    bends = {
        replace(wire, source=unpacked[wire.source].id, target=unpacked[wire.target].id): points
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


def _origins(
    graph: Graph, key: NodeId, inner: Graph, unpacked: Mapping[NodeId, Node]
) -> Mapping[Port, Port]:
    """Return where each tensor of the inside comes from once it is outside."""
    origins = {
        (wire.source, wire.source_port): (unpacked[wire.source].id, wire.source_port)
        for wire in inner.wires
        if wire.source in unpacked
    }
    origins |= {(end, 0): (node.id, 0) for end, node in unpacked.items()}
    entries = input_nodes(inner)
    for wire in graph.incoming(key):
        if wire.target_port < len(entries):
            origins[entries[wire.target_port], 0] = (wire.source, wire.source_port)
    return origins


def _led_inside(
    inner: Graph, unpacked: Mapping[NodeId, Node], origins: Mapping[Port, Port]
) -> Iterable[Wire]:
    for wire in inner.wires:
        origin = origins.get((wire.source, wire.source_port))
        if wire.target in unpacked and origin is not None:
            target = unpacked[wire.target].id
            yield Wire(origin[0], target, origin[1], wire.target_port)


def _led_on(
    graph: Graph, key: NodeId, inner: Graph, origins: Mapping[Port, Port]
) -> Iterable[Wire]:
    ends = output_nodes(inner)
    for wire in graph.outgoing(key):
        end = ends[wire.source_port] if wire.source_port < len(ends) else ""
        if (end, 0) in origins:
            source, port = origins[end, 0]
            yield replace(wire, source=source, source_port=port)
