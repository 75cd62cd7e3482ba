"""The gesture that draws a wire, or pulls one off and leads it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt

from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.edits import disconnect
from netbuilder.i18n import tr
from netbuilder.ui.canvas.flow import fed_by, feeding
from netbuilder.ui.canvas.gestures import DRAG_DISTANCE, Gesture, Pointer, Stage
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.shapes import NodeShape
from netbuilder.ui.canvas.wiring import Proposal, is_wide, propose
from netbuilder.ui.text import shapes_text
from netbuilder.validation import NodeReport, Report, Severity


@dataclass(frozen=True, slots=True)
class FixedEnd:
    """The end of a wire that stays where it is.

    Attributes:
        node: Its node.
        port: Its port.
        gives: It is an output port; else an input port.
    """

    node: NodeId
    port: int
    gives: bool


class DrawWire(Gesture):
    """Draws a wire from a port to another one, telling on the way what would come of it."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, fixed: FixedEnd, lifted: Wire | None = None) -> None:
        self._stage = stage
        self._fixed = fixed
        self._lifted = lifted
        self._graph = stage.document.level.graph
        if lifted is not None:
            self._graph = disconnect(self._graph, (lifted,))
        self._circular = (feeding if fixed.gives else fed_by)(self._graph, fixed.node)
        self._from = QPointF()
        self._over = HitTarget(Part.EMPTY)
        self._proposal = Proposal()
        self._verdict = ""
        self._text = ""
        self._moving = False

    def start(self, pointer: Pointer) -> None:
        """Take hold of the loose end."""
        self._from = QPointF(pointer.view)

    def move(self, pointer: Pointer) -> None:
        """Show the wire, the ports that could take it, and what would come of it."""
        way = QPointF(pointer.view) - self._from
        if not self._moving and way.manhattanLength() < DRAG_DISTANCE:
            return
        if not self._moving:
            self._moving = True
            self._begin()
        over = self._stage.scene.hit(pointer.scene, pointer.reach)
        if over != self._over:
            self._over = over
            self._judge()
        self._show(pointer.scene)
        self._stage.say(self._text, pointer.view)

    def end(self) -> None:
        """Draw the wire if it may be; one that was pulled off into nothing goes away.

        A mere click selects the node that was clicked.
        """
        self._clear()
        document, lifted = self._stage.document, self._lifted
        if not self._moving:
            document.select((lifted.target if lifted else self._fixed.node,))
            return
        if self._proposal.wire is not None:
            text = tr("Connect") if lifted is None else tr("Reroute wire")
            document.apply_here(self._proposal.edit(lifted), text)
        elif lifted is not None and not self._proposal.refusal:
            document.apply_here(lambda graph: disconnect(graph, (lifted,)), tr("Disconnect"))

    def cancel(self) -> None:
        """Leave all wires as they were."""
        self._clear()

    def _begin(self) -> None:
        scene = self._stage.scene
        if self._lifted is not None:
            scene.hide_wire(self._lifted)
        scene.port_marks.show_rings(
            mark for key in self._graph.nodes for mark in self._port_marks(key)
        )

    def _port_marks(self, key: NodeId) -> Iterator[tuple[QPointF, str]]:
        """Return rings for the ports of a node that could take the wire.

        Those where it would replace another wire are marked more quietly.
        """
        shape, colours = self._stage.scene.shape_of(key), self._stage.scene.work.colours
        if self._propose(key).wire is None:
            return
        if not self._fixed.gives:
            places: tuple[QPointF, ...] = shape.outputs
        else:
            places = (shape.bar.center(),) if shape.wide else shape.inputs
        for port, place in enumerate(places):
            replacing = self._fixed.gives and self._propose(key, port).replacing
            yield place, colours.muted if replacing else colours.accent

    def _propose(self, node: NodeId, port: int | None = None) -> Proposal:
        layers = self._stage.document.catalog.layers
        fixed, lifted, circular = self._fixed, self._lifted, node in self._circular
        if not fixed.gives:
            source = (node, port or 0)
            return propose(self._graph, layers, source, fixed.node, fixed.port, circular=circular)
        if lifted is not None and node == lifted.target:
            spec = layers.get(self._graph.nodes[node].class_name)
            if is_wide(spec):
                return Proposal(lifted)
        source = (fixed.node, fixed.port)
        return propose(self._graph, layers, source, node, port, circular=circular)

    def _judge(self) -> None:
        """Work out what dropping the wire here would do."""
        over, wanted = self._over, Part.INPUT if self._fixed.gives else Part.OUTPUT
        self._proposal, self._verdict, text = Proposal(), "", ""
        if over.part in (Part.NODE, Part.INPUT, Part.OUTPUT):
            self._proposal = self._propose(over.node, over.port if over.part is wanted else None)
            text = self._proposal.refusal
        wire = self._proposal.wire
        if wire is not None and wire != self._lifted:
            report = self._stage.document.preview(self._proposal.edit(self._lifted))
            self._verdict = _misfit(report, wire.target)
            text = self._verdict or _gain(report.nodes.get(wire.target))
        self._text = text

    def _show(self, loose: QPointF) -> None:
        scene, colours = self._stage.scene, self._stage.scene.work.colours
        wire, fixed = self._proposal.wire, scene.shape_of(self._fixed.node)
        held = (fixed.output_at if self._fixed.gives else fixed.input_at)(self._fixed.port)
        wrong = bool(self._verdict or self._proposal.refusal)
        colour = colours.error if wrong else colours.accent
        if wire is not None:
            loose = self._landing(wire)
        start, end = (held, loose) if self._fixed.gives else (loose, held)
        scene.pending.show_between(start, end, colour, loose=wire is None)

    def _landing(self, wire: Wire) -> QPointF:
        shape_of = self._stage.scene.shape_of
        if not self._fixed.gives:
            return shape_of(wire.source).output_at(wire.source_port)
        return landing_place(shape_of(wire.target), self._graph, wire)

    def _clear(self) -> None:
        scene = self._stage.scene
        scene.pending.clear()
        scene.port_marks.show_rings(())
        if self._lifted is not None and self._moving:
            scene.drop_moved()
        self._stage.say("", QPoint())


def landing_place(shape: NodeShape, graph: Graph, wire: Wire) -> QPointF:
    """Return where a wire that is not drawn yet would end."""
    if not shape.wide:
        return shape.input_at(wire.target_port)
    return shape.input_at(len(graph.incoming(wire.target)))


def _misfit(report: Report, node: NodeId) -> str:
    """Return why a node does not fit what reaches it; empty if it does.

    Wires that it still lacks are no fault of the one that is being drawn.
    """
    return next(
        (
            problem.message
            for problem in report.problems_of(node)
            if problem.severity is Severity.ERROR and problem.code.startswith(("shape.", "param."))
        ),
        "",
    )


def _gain(report: NodeReport | None) -> str:
    if report is None or not report.outputs:
        return ""
    return tr("gives {shapes}", shapes=shapes_text(report.outputs))
