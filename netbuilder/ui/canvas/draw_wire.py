"""The gesture that draws a wire, or pulls one off and leads it elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, QRectF, Qt

from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.edits import disconnect
from netbuilder.i18n import tr
from netbuilder.ui.canvas.fitting import Fit, Fitting, FixedEnd, Offer
from netbuilder.ui.canvas.gestures import DRAG_DISTANCE, Gesture, Pointer, Stage
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.marks import Mark, MarkKind
from netbuilder.ui.canvas.shapes import NodeShape
from netbuilder.ui.canvas.wiring import Proposal
from netbuilder.ui.slices import Slices
from netbuilder.ui.theme import Tokens

_MARKS_MS = 100  # showing marks paints the whole canvas anew
_NOWHERE = Offer(Proposal(), Fit.UNSURE)


class DrawWire(Gesture):
    """Draws a wire from a port to another one, telling on the way what would come of it.

    Args:
        stage: What it acts on.
        fixed: The end that stays.
        ask_layer: Asks which new layer the wire should lead to if it is let go over nothing.
        lifted: The wire as it was, if it was pulled off.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        stage: Stage,
        fixed: FixedEnd,
        ask_layer: Callable[[Pointer, FixedEnd], None],
        lifted: Wire | None = None,
    ) -> None:
        self._stage = stage
        self._ask_layer = ask_layer
        self._fixed = fixed
        self._lifted = lifted
        self._fitting: Fitting | None = None
        self._seen = QRectF()
        self._marks: dict[NodeId, list[Mark]] = {}
        self._marking: Slices | None = None
        self._shown = QElapsedTimer()
        self._from = Pointer(QPointF(), QPoint())
        self._last = self._from
        self._over = HitTarget(Part.EMPTY)
        self._offer = _NOWHERE
        self._text = ""

    def start(self, pointer: Pointer) -> None:
        """Take hold of the loose end."""
        self._from = self._last = pointer

    def move(self, pointer: Pointer) -> None:
        """Show the wire, the ports that could take it, and what would come of it."""
        way = pointer.view - self._from.view
        if self._fitting is None and way.manhattanLength() < DRAG_DISTANCE:
            return
        self._last = pointer
        fitting = self._fitting or self._begin()
        over = self._stage.scene.hit(pointer.scene, pointer.reach)
        if over != self._over:
            self._over = over
            self._judge(fitting)
        self._mark_what_is_seen(fitting)
        self._show(pointer.scene)
        self._stage.say(self._text, pointer.view)

    def end(self) -> None:
        """Draw the wire if it may be; one that was pulled off into nothing goes away.

        Let go over nothing, a new wire asks for the layer that it should lead to. A mere
        click selects the node that was clicked.
        """
        self._clear()
        document, lifted, proposal = self._stage.document, self._lifted, self._offer.proposal
        if self._fitting is None:
            document.select((lifted.target if lifted else self._fixed.node,))
        elif proposal.wire is not None:
            text = tr("Connect") if lifted is None else tr("Reroute wire")
            document.apply_here(proposal.edit(lifted), text)
        elif lifted is not None and not proposal.refusal:
            document.apply_here(lambda graph: disconnect(graph, (lifted,)), tr("Disconnect"))
        elif lifted is None and self._over.part in (Part.EMPTY, Part.WIRE):
            self._ask_layer(self._last, self._fixed)

    def cancel(self) -> None:
        """Leave all wires as they were."""
        self._clear()

    def _begin(self) -> Fitting:
        if self._lifted is not None:
            self._stage.scene.hide_wire(self._lifted)
        self._fitting = Fitting(self._stage.document, self._fixed, self._lifted)
        return self._fitting

    def _mark_what_is_seen(self, fitting: Fitting) -> None:
        """Mark the ports in sight, of which there are others after the view has moved."""
        seen = self._stage.seen()
        if seen != self._seen:
            self._seen = seen
            self._shown.start()
            if self._marking is not None:
                self._marking.stop()
            self._marking = Slices(self._mark_ports(fitting), self._show_marks)

    def _mark_ports(self, fitting: Fitting) -> Iterator[None]:
        """Judge the ports in sight that the wire could be led to, the nearest first."""
        scene, start = self._stage.scene, self._from.scene
        colours = scene.work.colours
        shapes = [scene.shape_of(key) for key in scene.nodes_in(self._seen) - self._marks.keys()]
        for shape in sorted(shapes, key=lambda shape: _distance(shape, start)):
            self._marks[shape.node] = [
                _mark(place, fitting.offer(shape.node, port).fit, colours)
                for place, port in port_places(shape, inputs=self._fixed.gives)
            ]
            yield

    def _show_marks(self) -> None:
        """Show the marks that are known: all of them, or where that takes long, now and then."""
        done = self._marking is not None and self._marking.done
        if done or self._shown.hasExpired(_MARKS_MS):
            self._shown.start()
            self._stage.scene.port_marks.show_marks(chain.from_iterable(self._marks.values()))

    def _judge(self, fitting: Fitting) -> None:
        """Work out what dropping the wire here would do."""
        over, wanted = self._over, Part.INPUT if self._fixed.gives else Part.OUTPUT
        self._offer, self._text = _NOWHERE, ""
        if over.part in (Part.NODE, Part.INPUT, Part.OUTPUT):
            port = over.port if over.part is wanted else None
            self._offer = fitting.offer(over.node, port)
            self._text = fitting.effect(self._offer)

    def _show(self, loose: QPointF) -> None:
        scene, colours = self._stage.scene, self._stage.scene.work.colours
        wire = self._offer.proposal.wire
        colour = colours.error if self._offer.fit is Fit.MISFIT else colours.accent
        held = held_end(scene.shape_of(self._fixed.node), self._fixed)
        if wire is not None:
            loose = self._landing(wire)
        start, end = (held, loose) if self._fixed.gives else (loose, held)
        scene.show_pending(start, end, colour, loose=wire is None)

    def _landing(self, wire: Wire) -> QPointF:
        shape_of = self._stage.scene.shape_of
        if not self._fixed.gives or self._fitting is None:
            return shape_of(wire.source).output_at(wire.source_port)
        return landing_place(shape_of(wire.target), self._fitting.graph, wire)

    def _clear(self) -> None:
        scene = self._stage.scene
        if self._marking is not None:
            self._marking.stop()
        scene.pending.clear()
        scene.port_marks.show_marks(())
        if self._lifted is not None and self._fitting is not None:
            scene.drop_moved()
        self._stage.say("", QPoint())


class PullWire(Gesture):
    """Pulls a wire off by the end that is nearer to where it is taken hold of.

    A mere click leaves it as it is.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self, stage: Stage, wire: Wire, ask_layer: Callable[[Pointer, FixedEnd], None]
    ) -> None:
        self._stage = stage
        self._wire = wire
        self._ask_layer = ask_layer
        self._from = Pointer(QPointF(), QPoint())
        self._drawing: DrawWire | None = None

    def start(self, pointer: Pointer) -> None:
        """Take hold of the wire."""
        self._from = pointer

    def move(self, pointer: Pointer) -> None:
        """Pull the end off once the pointer went far enough; then lead it."""
        far = (pointer.view - self._from.view).manhattanLength() >= DRAG_DISTANCE
        if self._drawing is None and far:
            self._stage.scene.wire_mark.clear()
            fixed = self._fixed()
            self._drawing = DrawWire(self._stage, fixed, self._ask_layer, self._wire)
            self._drawing.start(self._from)
        if self._drawing is not None:
            self._drawing.move(pointer)

    def end(self) -> None:
        """Let the end go where it is."""
        if self._drawing is not None:
            self._drawing.end()

    def cancel(self) -> None:
        """Leave the wire as it was."""
        if self._drawing is not None:
            self._drawing.cancel()

    def _fixed(self) -> FixedEnd:
        """Return the end that stays: the one that is further away."""
        wire, place = self._wire, self._from.scene
        curve = self._stage.scene.curves[wire]
        to_start = (curve.start - place).manhattanLength()
        if to_start < (curve.end - place).manhattanLength():
            return FixedEnd(wire.target, wire.target_port, gives=False)
        return FixedEnd(wire.source, wire.source_port, gives=True)


def held_end(shape: NodeShape, fixed: FixedEnd) -> QPointF:
    """Return where the end of a wire lies that stays."""
    return (shape.output_at if fixed.gives else shape.input_at)(fixed.port)


def landing_place(shape: NodeShape, graph: Graph, wire: Wire) -> QPointF:
    """Return where a wire that is not drawn yet would end."""
    if not shape.wide:
        return shape.input_at(wire.target_port)
    return shape.input_at(len(graph.incoming(wire.target)))


def port_places(shape: NodeShape, *, inputs: bool) -> Iterator[tuple[QPointF, int | None]]:
    """Yield where a node's ports of one side lie; a wide one has no number."""
    if inputs and shape.wide:
        yield shape.bar.center(), None
        return
    for port, place in enumerate(shape.inputs if inputs else shape.outputs):
        yield place, port


def _distance(shape: NodeShape, place: QPointF) -> float:
    return (shape.rect.center() - place).manhattanLength()


def _mark(place: QPointF, fit: Fit, colours: Tokens) -> Mark:
    match fit:
        case Fit.FITS:
            return Mark(place, colours.accent)
        case Fit.REPLACES:
            return Mark(place, colours.accent, MarkKind.DASHED)
        case Fit.UNSURE:
            return Mark(place, colours.wire)
        case Fit.MISFIT:
            return Mark(place, colours.error, MarkKind.CROSS)
