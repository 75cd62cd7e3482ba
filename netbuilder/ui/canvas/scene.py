"""The drawn network, kept in step with a graph and its report by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.heat import Heat
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, hit_target
from netbuilder.ui.canvas.items import FarNodes, NodeItem
from netbuilder.ui.canvas.known import Known, known_nodes, look
from netbuilder.ui.canvas.marks import OVER_Z, Band, LineMark, NodeMarks, PortMarks, WireMark
from netbuilder.ui.canvas.note_items import NoteLayer
from netbuilder.ui.canvas.paint import Brushwork, Outline
from netbuilder.ui.canvas.pictures import Pictures
from netbuilder.ui.canvas.shapes import Curve, NodeShape, tensor_width
from netbuilder.ui.canvas.wires import WireBunch, WireLayer
from netbuilder.ui.theme import Scheme
from netbuilder.validation import Report, Severity

_FINISH_MS = 200
_EVERYTHING = Qt.ItemSelectionMode.IntersectsItemBoundingRect


class CanvasScene(QGraphicsScene):
    """Draws one graph. Holds no truth: all of it can be made again from graph and report.

    Attributes:
        notes: The frames and comments.
        band: The selection rectangle.
        pending: The wire being drawn.
        wire_mark: The line over the selected wire.
        hover_mark: The line over the wire under the pointer or under a dragged layer.
        port_marks: The marks at ports.
        call_marks: The frames around the calls of one layer, and around what is copied.
        guides: The lines along which a dragged node is in line with others.
        slice_mark: The line that cuts wires, and the wires that it cuts.
    """

    def __init__(self, layers: Mapping[str, LayerSpec], scheme: Scheme) -> None:
        super().__init__()
        self._layers = layers
        self._pictures = Pictures(Brushwork(scheme))
        self._items: dict[NodeId, NodeItem] = {}
        self._known: dict[NodeId, Known] = {}
        self._graph = Graph()
        self._report = Report()
        self._selection: frozenset[NodeId] = frozenset()
        self._focused: NodeId | None = None
        self._heats: Mapping[NodeId, Heat] = {}
        self._far = self._thick = False
        self._far_due = True
        self._far_nodes = FarNodes()
        self._wires = WireLayer(self, self.work.colours)
        self.notes = NoteLayer(self, self.work)
        self.band, self.pending = Band(), WireMark(OVER_Z)
        self.wire_mark, self.hover_mark = WireMark(), WireMark()
        self.port_marks, self.call_marks = PortMarks(), NodeMarks()
        self.guides, self.slice_mark = LineMark(), LineMark()
        self._far_nodes.hide()
        self._finish = QTimer(self)
        self._finish.setSingleShot(True)
        self._finish.setInterval(_FINISH_MS)
        self._finish.timeout.connect(self._rest)
        for item in (self._far_nodes, self.band, self.pending, self.port_marks, self.call_marks):
            self.addItem(item)
        for mark in (self.wire_mark, self.hover_mark, self.guides, self.slice_mark):
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

    def shape_of(self, node: NodeId) -> NodeShape:
        """Return where a node and its ports lie.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._items[node].node_shape

    def look_of(self, node: NodeId) -> Face:
        """Return what a node shows of itself.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._items[node].face

    def shapes(self) -> Iterable[NodeShape]:
        """Return where all nodes lie."""
        return (item.node_shape for item in self._items.values())

    def bounds(self, nodes: Iterable[NodeId] = ()) -> QRectF:
        """Return the area of some nodes; of all nodes and notes for none named."""
        area = QRectF() if nodes else self.notes.bounds()
        for key in nodes or self._items:
            area = area.united(self._items[key].node_shape.rect)
        return area

    def show_network(self, graph: Graph, report: Report) -> None:
        """Draw ``graph`` as ``report`` knows it; only what changed is touched."""
        self._wires.land()
        self._graph, self._report = graph, report
        for key in self._items.keys() - graph.nodes.keys():
            self.removeItem(self._items.pop(key))
            del self._known[key]
        self._update_wires(self._update_nodes())
        self.notes.show(graph.notes, self.work)
        self._refresh_far()

    def show_heats(self, heats: Mapping[NodeId, Heat]) -> None:
        """Tint nodes by what they cost; the others look as usual."""
        self._heats = heats
        self.show_network(self._graph, self._report)

    def show_thickness(self, thick: bool) -> None:
        """Draw wires as thick as their tensors are large, or all thin."""
        self._thick = thick
        self._known.clear()
        self.show_network(self._graph, self._report)

    def show_selection(self, selection: frozenset[NodeId], focused: NodeId | None) -> None:
        """Mark nodes as selected, and at most one as the keyboard's."""
        if (selection, focused) == (self._selection, self._focused):
            return
        self._selection, self._focused = selection, focused
        for key, item in self._items.items():
            item.set_outline(self._outline(key))
        self._refresh_far()

    def show_moved(self, places: Mapping[NodeId, tuple[float, float]]) -> None:
        """Draw nodes at other places for now; the graph is not touched."""
        for key, (x, y) in places.items():
            item = self._items[key]
            if not item.lifted:
                item.set_far(self._far, lifted=True)
                self._refresh_far()
            item.place(x, y)
        led = {
            wire
            for key in places
            for wire in (*self._graph.incoming(key), *self._graph.outgoing(key))
        }
        drawn = self._wires.curves
        self._wires.float_curves({wire: self._curve(wire, drawn[wire].wrong) for wire in led})

    def hide_wire(self, wire: Wire) -> None:
        """Draw the network without a wire for now, until :meth:`drop_moved`."""
        self._wires.update((wire,), {})

    def drop_moved(self) -> None:
        """Draw nodes and wires where the graph has them again."""
        self._wires.land()
        for key, item in self._items.items():
            if item.lifted:
                item.set_far(self._far)
                del self._known[key]
        self.show_network(self._graph, self._report)

    def set_far(self, far: bool) -> None:
        """Draw plainly, for a view in which a node is only a few pixels high."""
        if far == self._far:
            return
        self._far = far
        for item in self._items.values():
            item.set_far(far)
        if self._far_due:
            self._refresh_far()
        self._far_nodes.setVisible(far)
        self._wires.set_look(self.work.colours, far)

    def restyle(self, scheme: Scheme) -> None:
        """Draw everything anew in the colours of ``scheme`` and the present fonts."""
        self._pictures.use(Brushwork(scheme))
        self._known.clear()
        self.update()
        self._wires.set_look(self.work.colours, self._far)
        self.show_network(self._graph, self._report)

    def hurry(self) -> None:
        """Paint quickly for a moment, while the view zooms; then paint all as it should be."""
        self._pictures.hurried = True
        self._finish.start()

    def drawForeground(self, _painter: QPainter, _rect: QRectF | QRect) -> None:
        """Take note that a frame is painted."""
        self._pictures.end_frame()

    def hit(self, point: QPointF, reach: float) -> HitTarget:
        """Return what lies at ``point``; ``reach`` is in scene pixels."""
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        shapes: list[NodeShape] = []
        curves: list[Curve] = []
        for item in self.items(area, _EVERYTHING):
            if isinstance(item, NodeItem):
                shapes.append(item.node_shape)
            elif isinstance(item, WireBunch):
                curves.extend(item.curves.values())
        found = hit_target(point, shapes, curves, reach)
        return self.notes.hit(point, reach) if found is NOTHING else found

    def curves_in(self, area: QRectF) -> tuple[Curve, ...]:
        """Return the wires that may pass through an area, and perhaps others near it."""
        found = (item for item in self.items(area, _EVERYTHING) if isinstance(item, WireBunch))
        return tuple(curve for item in found for curve in item.curves.values())

    def nodes_in(self, area: QRectF) -> frozenset[NodeId]:
        """Return the nodes whose bodies touch an area."""
        found = (item for item in self.items(area, _EVERYTHING) if isinstance(item, NodeItem))
        return frozenset(item.node for item in found if item.node_shape.rect.intersects(area))

    def _rest(self) -> None:
        self._pictures.hurried = False
        self.update()

    def _outline(self, node: NodeId) -> Outline:
        if node not in self._selection:
            return Outline.PLAIN
        return Outline.FOCUSED if node == self._focused else Outline.SELECTED

    def _update_nodes(self) -> set[NodeId]:
        """Bring the nodes up to date; return those whose wires may lie elsewhere now."""
        changed: set[NodeId] = set()
        for known in known_nodes(self._graph, self._report, self._heats):
            key = known.node.id
            if self._known.get(key) != known:
                self._known[key] = known
                self._update_node(known)
                changed.add(key)
        return changed

    def _update_node(self, known: Known) -> None:
        node = known.node
        item = self._items.get(node.id)
        if item is None:
            item = NodeItem(node.id, self._pictures)
            item.set_far(self._far)
            item.set_outline(self._outline(node.id))
            self._items[node.id] = item
            self.addItem(item)
        item.set_face(look(known, self._layers))
        item.place(node.x, node.y)

    def _update_wires(self, touched: set[NodeId]) -> None:
        drawn = self._wires.curves
        wrong_ports = {
            (problem.node, problem.port)
            for problem in self._report.problems
            if problem.port is not None and problem.severity is Severity.ERROR
        }
        removed = drawn.keys() - set(self._graph.wires)
        changed: dict[Wire, Curve] = {}
        for wire in self._graph.wires:
            wrong = (wire.target, wire.target_port) in wrong_ports
            curve = drawn.get(wire)
            still = wire.source not in touched and wire.target not in touched
            if curve is None or not still or curve.wrong != wrong:
                changed[wire] = self._curve(wire, wrong)
        if removed or changed:
            self._wires.update(removed, changed)

    def _curve(self, wire: Wire, wrong: bool) -> Curve:
        source, target = self.shape_of(wire.source), self.shape_of(wire.target)
        port = wire.target_port
        if target.wide:
            port = self._graph.incoming(wire.target).index(wire)
        start, end = source.output_at(wire.source_port), target.input_at(port)
        return Curve(wire, start, end, wrong, self._width(wire))

    def _width(self, wire: Wire) -> float:
        """Return how thick a wire is: 0 for a thin one, also where its tensor is not known."""
        known = self._report.nodes.get(wire.source)
        if not self._thick or known is None or wire.source_port >= len(known.outputs):
            return 0.0
        return tensor_width(known.outputs[wire.source_port].shape)

    def _refresh_far(self) -> None:
        """Have the nodes right that are seen from far away, now or once they are seen so."""
        self._far_due = not self._far
        if self._far:
            self._far_nodes.show_items(self._items.values(), self.work)
