"""A network as JSON data.

A node that shares a layer is written as the place of its call alone; what the layer is
stands at the node that owns it. A submodel holds its network under ``inner``. Frames and
comments stand under ``notes``, since version 1.2. Since 1.3 the points that wires are led
through stand under ``bends``, and ``flow`` says so if data flows to the right. Since 1.8
``output_ports`` says which of their nodes' outputs the ``outputs`` are, if not the first ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from netbuilder.graph import (
    Flow,
    Graph,
    Node,
    NodeId,
    Note,
    NoteColour,
    NoteKind,
    Point,
    Port,
    Wire,
    value_to_json,
)
from netbuilder.graph.submodels import SUBMODEL_CLASSES
from netbuilder.i18n import tr
from netbuilder.project.reading import ProjectError, expect, params_of

DEEPEST = 16  # submodels within submodels
_LEAST_SIDE = 16.0  # pixels of a note


def graph_to_json(graph: Graph) -> dict[str, object]:
    """Return a network as JSON data."""
    return {
        "nodes": [_node_to_json(node) for node in graph.nodes.values()],
        "wires": [_wire_to_json(wire) for wire in graph.wires],
        "outputs": [port.node for port in graph.outputs],
        **(
            {"output_ports": [port.number for port in graph.outputs]}
            if any(port.number for port in graph.outputs)
            else {}
        ),
        **(
            {"notes": [_note_to_json(note) for note in graph.notes.values()]} if graph.notes else {}
        ),
        **(
            {"bends": [_bend_to_json(*bend) for bend in graph.bends.items()]} if graph.bends else {}
        ),
        **({"flow": graph.flow} if graph.flow is not Flow.DOWN else {}),
    }


def graph_from_json(data: Mapping[str, Any], depth: int = 0) -> Graph:
    """Return the network that JSON data describe.

    Args:
        data: The network's nodes, wires and outputs.
        depth: In how many submodels it lies.

    Raises:
        ProjectError: they describe none.
    """
    if depth > DEEPEST:
        raise ProjectError(tr("submodels are nested too deep."))
    nodes: dict[NodeId, Node] = {}
    for entry in expect(data.get("nodes", []), list, "nodes"):
        node = _node_from_json(expect(entry, dict, "node"), depth)
        if node.id in nodes:
            raise ProjectError(tr("two nodes have the id {id}.", id=node.id))
        nodes[node.id] = node
    nodes = {key: _with_layer(node, nodes) for key, node in nodes.items()}
    wires = tuple(
        _wire_from_json(entry, nodes) for entry in expect(data.get("wires", []), list, "wires")
    )
    found = map(_note_from_json, expect(data.get("notes", []), list, "notes"))
    notes = {note.id: note for note in found}
    bends = dict(
        _bend_from_json(entry, nodes) for entry in expect(data.get("bends", []), list, "bends")
    )
    flow = data.get("flow")
    return Graph(
        nodes,
        tuple(dict.fromkeys(wires)),
        _outputs_from_json(data, nodes),
        notes,
        bends,
        Flow(flow) if flow in tuple(Flow) else Flow.DOWN,
    )


def _outputs_from_json(data: Mapping[str, Any], nodes: Mapping[NodeId, Node]) -> tuple[Port, ...]:
    keys = expect(data.get("outputs", []), list, "outputs")
    if not all(isinstance(key, str) and key in nodes for key in keys):
        raise ProjectError(tr("an output is not among the nodes."))
    numbers = expect(data.get("output_ports", [0] * len(keys)), list, "output_ports")
    if len(numbers) != len(keys) or not all(type(n) is int and n >= 0 for n in numbers):
        raise ProjectError(tr("an output is not among the ports of its node."))
    return tuple(map(Port, keys, numbers))


def _bend_to_json(wire: Wire, points: tuple[Point, ...]) -> dict[str, object]:
    return {"wire": _wire_to_json(wire), "points": [list(point) for point in points]}


def _bend_from_json(entry: object, nodes: Mapping[NodeId, Node]) -> tuple[Wire, tuple[Point, ...]]:
    data = expect(entry, dict, "bend")
    wire = _wire_from_json(data.get("wire"), nodes)
    points = [_point(point) for point in expect(data.get("points"), list, "points")]
    if not points:
        raise ProjectError(tr("a wire is led through no points."))
    return wire, tuple(points)


def _point(entry: object) -> Point:
    position = expect(entry, list, "position")
    if len(position) != 2:
        raise ProjectError(tr("a position is not two numbers."))
    x, y = map(_coordinate, position)
    return x, y


def _note_to_json(note: Note) -> dict[str, object]:
    return {
        "id": note.id,
        "kind": note.kind,
        "text": note.text,
        "area": [note.x, note.y, note.width, note.height],
        "colour": note.colour,
    }


def _note_from_json(entry: object) -> Note:
    data = expect(entry, dict, "note")
    area = expect(data.get("area"), list, "area")
    if data.get("kind") not in tuple(NoteKind) or len(area) != 4:
        raise ProjectError(tr("a note is neither a frame nor a comment."))
    x, y, width, height = map(_coordinate, area)
    colour = data.get("colour")
    return Note(
        expect(data.get("id"), str, "id"),
        NoteKind(data["kind"]),
        expect(data.get("text"), str, "text"),
        x,
        y,
        max(width, _LEAST_SIDE),
        max(height, _LEAST_SIDE),
        NoteColour(colour) if colour in tuple(NoteColour) else NoteColour.GREY,
    )


def _node_to_json(node: Node) -> dict[str, object]:
    place: dict[str, object] = {"position": [node.x, node.y]}
    if node.shares is not None:
        return {"id": node.id, "shares": node.shares, **place}
    inner = {} if node.inner is None else {"inner": graph_to_json(node.inner)}
    return {
        "id": node.id,
        "name": node.name,
        "class_name": node.class_name,
        "params": value_to_json(node.params),
        **place,
        **inner,
    }


def _node_from_json(data: Mapping[str, Any], depth: int) -> Node:
    key: NodeId = expect(data.get("id"), str, "id")
    x, y = _point(data.get("position", [0, 0]))
    if data.get("shares") is not None:
        return Node(key, "", "", x=x, y=y, shares=expect(data["shares"], str, "shares"))
    class_name = expect(data.get("class_name"), str, "class_name")
    return Node(
        key,
        expect(data.get("name"), str, "name"),
        class_name,
        params_of(data.get("params", {})),
        x,
        y,
        inner=_inner_from_json(data.get("inner"), class_name, depth),
    )


def _inner_from_json(data: object, class_name: str, depth: int) -> Graph | None:
    if data is None:
        return None
    if class_name not in SUBMODEL_CLASSES:
        raise ProjectError(tr("a {class_name} cannot hold a network.", class_name=class_name))
    return graph_from_json(expect(data, dict, "inner"), depth + 1)


def _with_layer(node: Node, nodes: Mapping[NodeId, Node]) -> Node:
    """Return a node that shares a layer as that layer, called at its own place."""
    if node.shares is None:
        return node
    owner = nodes.get(node.shares)
    if owner is None or owner.shares is not None:
        raise ProjectError(tr("the node {id} shares a layer that nobody owns.", id=node.id))
    return replace(owner, id=node.id, x=node.x, y=node.y, shares=owner.id)


def _coordinate(value: object) -> float:
    number = float(expect(value, (int, float), "position"))
    if not abs(number) < 1e9:
        raise ProjectError(tr("a node lies outside the canvas."))
    return number


def _wire_to_json(wire: Wire) -> list[object]:
    return [wire.source, wire.source_port, wire.target, wire.target_port]


def _wire_from_json(entry: object, nodes: Mapping[NodeId, Node]) -> Wire:
    parts = expect(entry, list, "wire")
    match parts:
        case [str(source), int(source_port), str(target), int(target_port)] if (
            source in nodes and target in nodes and min(source_port, target_port) >= 0
        ):
            return Wire(source, target, source_port, target_port)
    raise ProjectError(tr("a wire does not join two nodes."))
