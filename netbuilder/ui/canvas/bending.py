"""Leads wires through points: the gesture that drags one, and the commands on them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Graph, Point, Wire
from netbuilder.graph.bends import add_bend, move_bend, remove_bend, straighten
from netbuilder.i18n import tr
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.gestures import DRAG_DISTANCE, Gesture, Pointer, Stage
from netbuilder.ui.canvas.shapes import GRID, near_curve, place_on_way, snapped
from netbuilder.ui.canvas.speaking import describe
from netbuilder.ui.canvas.tips import wire_summary
from netbuilder.ui.document import GraphEdit

_REACH = 12.0


class MoveBend(Gesture):
    """Drags a point of a wire; a new one comes to lie where the button went down.

    Args:
        stage: What it acts on.
        chosen: Selects the point.
        wire: The wire.
        bend: The number of the point; None for a new one.
    """

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, stage: Stage, chosen: ChosenWire, wire: Wire, bend: int | None) -> None:
        self._stage = stage
        self._chosen = chosen
        self._wire = wire
        self._bend = bend
        self._curve = stage.scene.curves[wire]
        self._from = Pointer(QPointF(), QPoint())
        self._place: Point | None = None

    def start(self, pointer: Pointer) -> None:
        """Take hold of the point."""
        self._from = pointer
        if self._bend is None:
            self._show(pointer)
        else:
            self._chosen.choose(self._wire, self._bend)

    def move(self, pointer: Pointer) -> None:
        """Show the wire led through where the pointer is."""
        far = (pointer.view - self._from.view).manhattanLength() >= DRAG_DISTANCE
        if far or self._place is not None:
            self._show(pointer)

    def end(self) -> None:
        """Leave the point there."""
        if self._place is None:
            return
        self._stage.scene.drop_moved()
        text = tr("Add a point to the wire") if self._bend is None else tr("Move the point")
        self._stage.document.apply_here(self._led, text)
        self._chosen.choose(self._wire, self._number)

    def cancel(self) -> None:
        """Put it back."""
        self._stage.scene.drop_moved()

    @property
    def _number(self) -> int:
        """The number of the point on the way of the wire."""
        if self._bend is not None:
            return self._bend
        return place_on_way(self._curve, self._from.scene)

    def _led(self, graph: Graph) -> Graph:
        place = self._place or (0.0, 0.0)
        edit = add_bend if self._bend is None else move_bend
        return edit(graph, self._wire, self._number, place)

    def _show(self, pointer: Pointer) -> None:
        scene = self._stage.scene
        self._place = settled(self._stage, pointer.scene)
        scene.wire_mark.clear()
        scene.bend_marks.show_marks(())
        scene.show_bends(self._wire, self._led(scene.graph).bends[self._wire])


class Bending:
    """The commands on the selected wire and its points, each in one undo step."""

    def __init__(self, view: QGraphicsView, stage: Stage, chosen: ChosenWire) -> None:
        self._view = view
        self._stage = stage
        self._chosen = chosen
        self._aim: QPointF | None = None

    def aim(self, place: QPointF) -> None:
        """Take note of where a menu was asked for: the next point goes there."""
        self._aim = place

    def choose_next(self) -> None:
        """Select the next wire: of those at the selected nodes, or of all; round and round."""
        graph, wire = self._stage.document.level.graph, self._chosen.wire
        nodes = self._stage.document.selection
        wires = [w for w in graph.wires if not nodes or {w.source, w.target} & nodes]
        if not wires:
            self._stage.refuse(tr("There is no wire to select."))
            return
        at = wires.index(wire) + 1 if wire in wires else 0
        self._choose(wires[at % len(wires)])

    def choose_next_point(self) -> None:
        """Select the next point of the selected wire, round and round."""
        wire = self._wanted()
        if wire is None:
            return
        points = self._stage.document.level.graph.bends.get(wire, ())
        if not points:
            self._stage.refuse(tr("This wire is led through no points."))
            return
        bend = self._chosen.bend
        self._choose(wire, 0 if bend is None else (bend + 1) % len(points))

    def add(self) -> None:
        """Lead the selected wire through one more point: where a menu was opened, or half way."""
        wire = self._wanted()
        if wire is None:
            return
        curve, aim = self._stage.scene.curves[wire], self._aim
        self._aim = None
        near = aim is not None and near_curve(curve, aim, _REACH)
        at = aim if aim is not None and near else curve.path().pointAtPercent(0.5)
        number = place_on_way(curve, at)
        place = settled(self._stage, at)
        self._apply(lambda graph: add_bend(graph, wire, number, place), wire, number)

    def remove(self) -> bool:
        """Take the selected point away; tell whether there was one."""
        wire, bend = self._chosen.wire, self._chosen.bend
        if wire is None or bend is None:
            return False
        edit = tr("Remove the point")
        self._stage.document.apply_here(lambda graph: remove_bend(graph, wire, bend), edit)
        self._chosen.choose(wire)
        return True

    def straighten(self) -> None:
        """Lead the selected wire straight from port to port."""
        wire = self._wanted()
        if wire is not None:
            edit = tr("Straighten the wire")
            self._stage.document.apply_here(lambda graph: straighten(graph, (wire,)), edit)

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected point; tell whether there is one."""
        wire, bend = self._chosen.wire, self._chosen.bend
        if wire is None or bend is None:
            return False
        x, y = self._stage.document.level.graph.bends[wire][bend]
        self._stage.document.apply_here(
            lambda graph: move_bend(graph, wire, bend, (x + dx, y + dy)),
            tr("Move the point"),
            merge=f"bend {wire} {bend}",
        )
        return True

    def _wanted(self) -> Wire | None:
        """Return the selected wire; say so if there is none, or if none can be bent."""
        wire = self._chosen.wanted()
        if wire is not None and self._stage.document.listed:
            self._stage.refuse(straight_in_lists())
            return None
        return wire

    def _apply(self, edit: GraphEdit, wire: Wire, bend: int) -> None:
        self._stage.document.apply_here(edit, tr("Add a point to the wire"))
        self._choose(wire, bend)

    def _choose(self, wire: Wire, bend: int | None = None) -> None:
        self._chosen.choose(wire, bend)
        curve = self._stage.scene.curves[wire]
        area = curve.path().boundingRect()
        if bend is not None:
            area.moveCenter(curve.points[bend])
            area.setSize(area.size() * 0)
        self._view.ensureVisible(area, 3 * GRID, 3 * GRID)
        about = wire_summary(self._stage.document, wire)
        if bend is not None:
            count = len(curve.points)
            about = tr(
                "Point {number} of {count}: {wire}", number=bend + 1, count=count, wire=about
            )
        describe(self._view, about)


def straight_in_lists() -> str:
    """Return why the wires of a list have no points."""
    return tr("The wires of a Sequential network are straight; points need Functional.")


def settled(stage: Stage, place: QPointF) -> Point:
    """Return a place as a point of a wire, on the grid if that is wanted."""
    if stage.snapping.grid:
        return snapped(place.x()), snapped(place.y())
    return place.x(), place.y()
