"""The wires that could be drawn from or to a node, and those that are there, as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.edits import disconnect
from netbuilder.i18n import tr
from netbuilder.ui.canvas.draw_wire import landing_place, port_places
from netbuilder.ui.canvas.fitting import Fit, Fitting, FixedEnd, Offer
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.shapes import NodeShape
from netbuilder.ui.document import Document, GraphEdit
from netbuilder.ui.text import shape_text

NEAREST = 40
"""How many nodes are offered at once; the others are found by their names."""


@dataclass(frozen=True, slots=True)
class WireChoice:
    """A wire that can be chosen.

    Attributes:
        title: Where it leads.
        place: The class of the layer there.
        gain: What would come of it, in a few words.
        fit: How the layer at its end takes it.
        start: Where it starts, in the scene.
        end: Where it ends.
        note: Says in a sentence or two what choosing it does.
        edit: What choosing it does; None if it cannot be.
        text: The name of that undo step.
    """

    title: str
    place: str
    gain: str
    fit: Fit
    start: QPointF
    end: QPointF
    note: Callable[[], str]
    edit: GraphEdit | None
    text: str


def new_wires(stage: Stage, node: NodeId, typed: str, *, gives: bool) -> list[WireChoice]:
    """Return the wires that could start at a node (``gives``) or end there.

    Those that fit come first, then by how near the other node is. Of a large network
    only the nearest nodes are judged whose names hold what is typed.
    """
    scene, document = stage.scene, stage.document
    own = scene.shape_of(node)
    nodes = document.level.graph.nodes
    named = [key for key in nodes if key != node and _is_named(document, key, typed)]
    near = sorted(named, key=lambda key: _distance(scene.shape_of(key), own))[:NEAREST]
    found: list[WireChoice] = []
    for _, port in port_places(own, inputs=not gives):
        # A wide port takes any wire; its next free place is found by its number.
        held = len(own.inputs) if port is None else port
        fitting = Fitting(document, FixedEnd(node, held, gives))
        for key in near:
            found.extend(_offers(stage, fitting, key))
    return sorted(found, key=lambda choice: choice.fit.value)


def drawn_wires(stage: Stage, node: NodeId) -> list[WireChoice]:
    """Return the wires at a node, to be taken off."""
    graph, scene = stage.document.level.graph, stage.scene
    report = stage.document.level.report
    found = []
    for wire in (*graph.incoming(node), *graph.outgoing(node)):
        comes = wire.target == node
        other = graph.nodes[wire.source if comes else wire.target]
        title = tr("from {name}", name=other.name) if comes else tr("to {name}", name=other.name)
        tensor = report.tensor(wire.start)
        curve = scene.curves[wire]
        found.append(
            WireChoice(
                title,
                other.class_name,
                "" if tensor is None else shape_text(tensor.shape),
                Fit.FITS,
                curve.start,
                curve.end,
                _taken_off,
                _without(wire),
                tr("Disconnect"),
            )
        )
    return found


def _offers(stage: Stage, fitting: Fitting, key: NodeId) -> Iterator[WireChoice]:
    shape = stage.scene.shape_of(key)
    for place, port in port_places(shape, inputs=fitting.fixed.gives):
        offer = fitting.offer(key, port)
        if offer.proposal.wire not in fitting.graph.wires:
            yield _choice(stage, fitting, offer, (key, port), place)
    shown = {port for _, port in port_places(shape, inputs=True)}
    for port in (port for port in fitting.free_masks(key) if port not in shown):
        yield _choice(stage, fitting, fitting.offer(key, port), (key, port), shape.inputs[-1])


def _choice(
    stage: Stage, fitting: Fitting, offer: Offer, at: tuple[NodeId, int | None], place: QPointF
) -> WireChoice:
    key, port = at
    fixed, wire = fitting.fixed, offer.proposal.wire
    own = stage.scene.shape_of(fixed.node)
    held = own.output_at(fixed.port) if fixed.gives else own.input_at(fixed.port)
    if wire is not None and fixed.gives:
        place = landing_place(stage.scene.shape_of(key), fitting.graph, wire)
    fits = offer.fit is not Fit.MISFIT and wire is not None
    return WireChoice(
        title=_title(stage.document, fixed, key, port),
        place=fitting.graph.nodes[key].class_name,
        gain=offer.text if offer.fit in (Fit.FITS, Fit.REPLACES) else "",
        fit=offer.fit,
        start=held if fixed.gives else place,
        end=place if fixed.gives else held,
        note=lambda: fitting.effect(offer),
        edit=offer.proposal.edit() if fits else None,
        text=tr("Connect"),
    )


def _title(document: Document, fixed: FixedEnd, key: NodeId, port: int | None) -> str:
    """Return what the other end is called, and this one too if the node has several."""
    graph = document.level.graph
    other = _port_title(document, key, port, gives=not fixed.gives)
    own = _port_title(document, fixed.node, fixed.port, gives=fixed.gives)
    if own == graph.nodes[fixed.node].name:
        return other
    arrow = "{own} → {other}" if fixed.gives else "{other} → {own}"
    return arrow.format(own=own, other=other)


def _port_title(document: Document, key: NodeId, port: int | None, *, gives: bool) -> str:
    node, known = document.level.graph.nodes[key], document.level.report.nodes.get(key)
    if gives and known is not None and len(known.outputs) > 1:
        return tr("{name}, output {number}", name=node.name, number=(port or 0) + 1)
    spec = spec_of(node, document.catalog.layers)
    ports = spec.ports if spec is not None and not gives else None
    if ports is None or port is None:
        return node.name
    title = ports.title(port) if len(ports.names) > 1 else ports.mask_at(port)
    if not title:
        return node.name
    return tr("{name}, {port}", name=node.name, port=title)


def _is_named(document: Document, key: NodeId, typed: str) -> bool:
    node = document.level.graph.nodes[key]
    written = f"{node.name} {node.class_name}".casefold()
    return all(word in written for word in typed.casefold().split())


def _distance(one: NodeShape, other: NodeShape) -> float:
    return (one.rect.center() - other.rect.center()).manhattanLength()


def _taken_off() -> str:
    return tr("Enter takes this wire off.")


def _without(wire: Wire) -> GraphEdit:
    def edit(graph: Graph) -> Graph:
        return disconnect(graph, (wire,))

    return edit
