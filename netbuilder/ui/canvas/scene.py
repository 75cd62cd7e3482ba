"""The drawn network, kept in step with a graph and its report by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Bends, Flow, Graph, NodeId, Point, Wire
from netbuilder.graph.bends import carried_bends
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.heat import Heat
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, hit_target
from netbuilder.ui.canvas.known import Extras
from netbuilder.ui.canvas.marks import OVER_Z, Band, LineMark, NodeMarks, PortMarks, WireMark
from netbuilder.ui.canvas.node_layer import NodeLayer
from netbuilder.ui.canvas.note_items import NoteLayer
from netbuilder.ui.canvas.pictures import Pace, Pictures
from netbuilder.ui.canvas.shapes import Curve, NodeShape, curve_path, tensor_width
from netbuilder.ui.canvas.training_marks import TrainingMark
from netbuilder.ui.canvas.wires import WireBunch, WireLayer
from netbuilder.ui.theme import Scheme
from netbuilder.validation import Report, Severity

_FINISH_MS = 120
_EVERYTHING = Qt.ItemSelectionMode.IntersectsItemBoundingRect


class CanvasScene(QGraphicsScene):
    """Draws one graph. Holds no truth: all of it can be made again from graph and report.

    Attributes:
        notes: The frames and comments.
        band: The selection rectangle.
        pending: The wire being drawn.
        wire_mark: The line over the selected wire.
        bend_marks: The mark at the selected point of that wire.
        hover_mark: The line over the wire under the pointer or under a dragged layer.
        port_marks: The marks at ports.
        call_marks: The frames around the calls of one layer, and around what is copied.
        guides: The lines along which a dragged node is in line with others.
        slice_mark: The line that cuts wires, and the wires that it cuts.
    """

    def __init__(self, layers: Mapping[str, LayerSpec], scheme: Scheme) -> None:
        super().__init__()
        self._pictures = Pictures(Brushwork(scheme))
        self._graph = Graph()
        self._report = Report()
        self._extras = Extras()
        self._drawn_wires: tuple[Wire, ...] = ()
        self._drawn_wrong: frozenset[tuple[NodeId | None, int]] = frozenset()
        self._drawn_bends: Bends = {}
        self._far = self._thick = False
        self._nodes = NodeLayer(self, layers, self._pictures)
        self._wires = WireLayer(self, self.work.colours)
        self.notes = NoteLayer(self, self.work)
        self.band, self.pending = Band(), WireMark(OVER_Z)
        self.wire_mark, self.hover_mark = WireMark(), WireMark()
        self.port_marks, self.call_marks = PortMarks(), NodeMarks()
        self.bend_marks = PortMarks()
        self.guides, self.slice_mark = LineMark(), LineMark()
        self._finish = QTimer(self)
        self._finish.setSingleShot(True)
        self._finish.timeout.connect(self._rest)
        for item in (self.band, self.pending, self.port_marks, self.call_marks):
            self.addItem(item)
        for mark in (
            self.wire_mark,
            self.bend_marks,
            self.hover_mark,
            self.guides,
            self.slice_mark,
        ):
            self.addItem(mark)

    @property
    def work(self) -> Brushwork:
        """The fonts and colours in use."""
        return self._pictures.work

    @property
    def graph(self) -> Graph:
        """The graph that is drawn."""
        return self._graph

    @property
    def curves(self) -> Mapping[Wire, Curve]:
        """Where every wire lies."""
        return self._wires.curves

    @property
    def marks(self) -> Mapping[NodeId, TrainingMark]:
        """What a training does to the nodes."""
        return self._extras.marks

    @property
    def rests(self) -> bool:
        """Whether all is painted as it should be, not quickly for the time of a zoom."""
        return self._pictures.pace is Pace.RESTING

    def shape_of(self, node: NodeId) -> NodeShape:
        """Return where a node and its ports lie.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._nodes.drawn(node).shape

    def look_of(self, node: NodeId) -> Face:
        """Return what a node shows of itself.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._nodes.drawn(node).face

    def shapes(self) -> Iterable[NodeShape]:
        """Return where all nodes lie."""
        return (drawn.shape for drawn in self._nodes.all())

    def bounds(self, nodes: Iterable[NodeId] = ()) -> QRectF:
        """Return the area of some nodes; of all nodes and notes for none named."""
        area = self._nodes.bounds(nodes)
        return area if nodes else area.united(self.notes.bounds())

    def show_network(self, graph: Graph, report: Report) -> None:
        """Draw ``graph`` as ``report`` knows it; only what changed is touched."""
        self._wires.land()
        self._graph, self._report = graph, report
        self._update_wires(self._nodes.show(graph, report, self._extras))
        self.notes.show(graph.notes, self.work)

    def show_heats(self, heats: Mapping[NodeId, Heat]) -> None:
        """Tint nodes by what they cost; the others look as usual."""
        self._show_extras(replace(self._extras, heats=heats))

    def show_training(self, marks: Mapping[NodeId, TrainingMark]) -> None:
        """Mark nodes by what a training does to them."""
        self._show_extras(replace(self._extras, marks=marks))

    def show_thickness(self, thick: bool) -> None:
        """Draw wires as thick as their tensors are large, or all thin."""
        self._thick = thick
        self._nodes.forget()
        self.show_network(self._graph, self._report)

    def set_layers(self, layers: Mapping[str, LayerSpec]) -> None:
        """Take other classes, for the next network that is shown."""
        self._nodes.set_layers(layers)

    def show_selection(self, selection: frozenset[NodeId], focused: NodeId | None) -> None:
        """Mark nodes as selected, and at most one as the keyboard's."""
        self._nodes.show_selection(selection, focused)

    def show_moved(self, places: Mapping[NodeId, tuple[float, float]]) -> None:
        """Draw nodes at other places for now; the graph is not touched."""
        self._nodes.move(places)
        led = {
            wire
            for key in places
            for wire in (*self._graph.incoming(key), *self._graph.outgoing(key))
        }
        drawn = self._wires.curves
        bends = carried_bends(self._graph, places) if self._graph.bends else {}
        self._wires.float_curves(
            {wire: self._curve(wire, drawn[wire].wrong, bends) for wire in led}
        )

    def show_bends(self, wire: Wire, points: tuple[Point, ...]) -> None:
        """Draw a wire through other points for now; the graph is not touched."""
        self._drawn_bends = {**self._drawn_bends, wire: points}
        curve = self._curve(wire, self._wires.curves[wire].wrong, {wire: points})
        self._wires.float_curves({wire: curve})

    def show_pending(self, start: QPointF, end: QPointF, colour: str, *, loose: bool) -> None:
        """Draw a wire that there is not yet; one with a loose end is dashed."""
        path = curve_path(start, end, sideways=self._sideways)
        self.pending.show_path(path, colour, loose=loose)

    def hide_wire(self, wire: Wire) -> None:
        """Draw the network without a wire for now, until :meth:`drop_moved`."""
        self._wires.update((wire,), {})
        self._drawn_wires = ()

    def drop_moved(self) -> None:
        """Draw nodes and wires where the graph has them again."""
        self._wires.land()
        self._nodes.drop()
        self.show_network(self._graph, self._report)

    def set_far(self, far: bool) -> None:
        """Draw plainly, for a view in which a node is only a few pixels high.

        The view that zooms is painted anew anyway; nothing more is asked for.
        """
        if far != self._far:
            self._far = far
            self._nodes.set_far(far)
            self._wires.set_far(far)

    def restyle(self, scheme: Scheme) -> None:
        """Draw everything anew in the colours of ``scheme`` and the present fonts."""
        self._pictures.use(Brushwork(scheme))
        self._nodes.forget()
        self.update()
        self._wires.set_colours(self.work.colours)
        self.show_network(self._graph, self._report)

    def forget_pictures(self) -> None:
        """Keep no pictures: another project is opened, whose nodes look otherwise."""
        self._pictures.forget()

    def hurry(self) -> None:
        """Paint quickly for a moment, while the view zooms; then paint all as it should be."""
        self._pictures.pace = Pace.ZOOMING
        self._finish.start(_FINISH_MS)

    def drawForeground(self, _painter: QPainter, _rect: QRectF | QRect) -> None:
        """Have the next frame painted if this one was not all that it should be."""
        lacking = self._pictures.end_frame()
        if self._pictures.pace is Pace.SHARPENING:
            if lacking:
                self._finish.start(0)
            else:
                self._pictures.pace = Pace.RESTING

    def hit(self, point: QPointF, reach: float) -> HitTarget:
        """Return what lies at ``point``; ``reach`` is in scene pixels."""
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        shapes = [drawn.shape for drawn in reversed(self._nodes.near(area))]
        curves = self.curves_in(area)
        found = hit_target(point, shapes, curves, reach)
        return self.notes.hit(point, reach) if found is NOTHING else found

    def curves_in(self, area: QRectF) -> tuple[Curve, ...]:
        """Return the wires that may pass through an area, and perhaps others near it."""
        found = (item for item in self.items(area, _EVERYTHING) if isinstance(item, WireBunch))
        return tuple(curve for item in found for curve in item.curves.values())

    def nodes_in(self, area: QRectF) -> frozenset[NodeId]:
        """Return the nodes whose bodies touch an area."""
        shapes = (drawn.shape for drawn in self._nodes.near(area))
        return frozenset(shape.node for shape in shapes if shape.rect.intersects(area))

    def _rest(self) -> None:
        self._pictures.pace = Pace.SHARPENING
        self.update()

    def _show_extras(self, extras: Extras) -> None:
        if extras != self._extras:
            self._extras = extras
            self.show_network(self._graph, self._report)

    def _update_wires(self, touched: set[NodeId]) -> None:
        """Draw the wires anew that changed, or that lead to or from ``touched`` nodes."""
        graph, drawn = self._graph, self._wires.curves
        wrong = _wrong_ports(self._report)
        bends, before = graph.bends, self._drawn_bends
        bent = {wire for wire in (*bends, *before) if bends.get(wire) != before.get(wire)}
        same = graph.wires is self._drawn_wires and wrong == self._drawn_wrong
        self._drawn_wires, self._drawn_wrong, self._drawn_bends = graph.wires, wrong, bends
        led = {w for key in touched for w in (*graph.incoming(key), *graph.outgoing(key))} | bent
        removed = () if same else drawn.keys() - set(graph.wires)
        changed: dict[Wire, Curve] = {}
        for wire in led if same else graph.wires:
            is_wrong = (wire.target, wire.target_port) in wrong
            curve = drawn.get(wire)
            if curve is None or wire in led or curve.wrong != is_wrong:
                changed[wire] = self._curve(wire, is_wrong, bends)
        if removed or changed:
            self._wires.update(removed, changed)

    @property
    def _sideways(self) -> bool:
        return self._graph.flow is Flow.RIGHT

    def _curve(self, wire: Wire, wrong: bool, bends: Bends) -> Curve:
        source, target = self.shape_of(wire.source), self.shape_of(wire.target)
        port = wire.target_port
        if target.wide:
            port = self._graph.incoming(wire.target).index(wire)
        start, end = source.output_at(wire.source_port), target.input_at(port)
        points = tuple(QPointF(x, y) for x, y in bends.get(wire, ()))
        return Curve(wire, start, end, wrong, self._width(wire), points, self._sideways)

    def _width(self, wire: Wire) -> float:
        """Return how thick a wire is: 0 for a thin one, also where its tensor is not known."""
        tensor = self._report.tensor(wire.start) if self._thick else None
        return 0.0 if tensor is None else tensor_width(tensor.shape)


def _wrong_ports(report: Report) -> frozenset[tuple[NodeId | None, int]]:
    """Return the input ports at which something does not fit."""
    return frozenset(
        (problem.node, problem.port)
        for problem in report.problems
        if problem.port is not None and problem.severity is Severity.ERROR
    )
