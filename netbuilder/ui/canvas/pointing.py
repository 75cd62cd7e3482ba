"""Turns presses and moves of the pointer into gestures."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QSinglePointEvent
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Wire
from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.bending import MoveBend, straight_in_lists
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.draw_wire import DrawWire, PullWire
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.gestures import Gesture, Pan, Pointer, SelectByBand, Stage
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, Part
from netbuilder.ui.canvas.marks import Mark
from netbuilder.ui.canvas.moving import CopyNodes, MoveNodes
from netbuilder.ui.canvas.note_gestures import MoveNote, StretchNote
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.slicing import SliceWires
from netbuilder.ui.canvas.wiring import wire_at

_REACH = 9.0
_CURSORS = {
    Part.INPUT: Qt.CursorShape.CrossCursor,
    Part.OUTPUT: Qt.CursorShape.CrossCursor,
    Part.WIRE: Qt.CursorShape.PointingHandCursor,
    Part.BEND: Qt.CursorShape.SizeAllCursor,
    Part.NOTE: Qt.CursorShape.OpenHandCursor,
    Part.NOTE_CORNER: Qt.CursorShape.SizeFDiagCursor,
}
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Pointing:
    """Runs one gesture at a time on a view, and shows what a press would act on."""

    def __init__(
        self,
        view: QGraphicsView,
        stage: Stage,
        chosen: ChosenWire,
        asking: Asking,
        noting: Noting,
    ) -> None:
        self._view = view
        self._stage = stage
        self._chosen = chosen
        self._asking = asking
        self._noting = noting
        self._gesture: Gesture | None = None
        self._hovered = NOTHING
        self._hand = False

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    def refresh(self) -> None:
        """Draw the marks over wires again, after the network or the colours changed."""
        scene = self._stage.scene
        self._hovered = NOTHING
        scene.hover_mark.clear()
        scene.call_marks.show_frames((), scene.work.colours)
        self._chosen.refresh()

    def hold_hand(self, held: bool) -> None:
        """Pan instead of selecting while the space bar is held."""
        self._hand = held
        self._show_cursor()

    def pointer(self, event: QSinglePointEvent) -> Pointer:
        """Return where an event happened."""
        return self.pointer_at(event.position(), event.modifiers())

    def pointer_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        """Return a place of the viewport as gestures want it."""
        scale = self._view.transform().m11()
        at = position.toPoint()
        reach = min(2 * _REACH, max(_REACH, _REACH / scale))
        adding, copying = bool(modifiers & _ADDING), bool(modifiers & _ALT)
        return Pointer(self._view.mapToScene(at), at, adding, reach, copying)

    def hit(self, event: QSinglePointEvent) -> HitTarget:
        """Return what an event is about."""
        pointer = self.pointer(event)
        return self._stage.scene.hit(pointer.scene, pointer.reach)

    def hit_at(self, place: QPoint) -> HitTarget:
        """Return what lies at a place of the viewport."""
        pointer = self.pointer_at(QPointF(place), Qt.KeyboardModifier.NoModifier)
        return self._stage.scene.hit(pointer.scene, pointer.reach)

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture that fits the button and what lies under the pointer."""
        gesture = None if self.busy else self._gesture_for(event)
        if gesture is None:
            return
        self._gesture = gesture
        self._stage.scene.hover_mark.clear()
        if gesture.cursor is not None:
            self._view.viewport().setCursor(gesture.cursor)
        gesture.start(self.pointer(event))

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what a press would act on."""
        if self._gesture is not None:
            self._gesture.move(self.pointer(event))
        else:
            self._hover(self.hit(event))

    def release(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture = self._gesture
        if gesture is not None and event.buttons() == Qt.MouseButton.NoButton:
            gesture.move(self.pointer(event))
            self._gesture = None
            gesture.end()
            self._show_cursor()

    def cancel(self) -> bool:
        """Leave everything as it was before the gesture; False if there is none."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
            self._show_cursor()
        return gesture is not None

    def _gesture_for(self, event: QMouseEvent) -> Gesture | None:
        button = event.button()
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self._hand):
            return Pan(self._view)
        if button == Qt.MouseButton.RightButton and event.modifiers() & _CONTROL:
            return SliceWires(self._stage)
        if not left:
            return None
        return self._gesture_at(self.hit(event), event.modifiers())

    def _gesture_at(self, hit: HitTarget, keys: Qt.KeyboardModifier) -> Gesture | None:
        match hit.part:
            case Part.OUTPUT:
                return self._draw(FixedEnd(hit.node, hit.port, gives=True))
            case Part.INPUT:
                return self._wire_from_input(hit)
        self._chosen.choose(hit.wire, hit.bend)
        self._noting.choose(hit.note or None)
        if hit.wire is not None:
            return self._grasp_wire(hit, hit.wire, bending=bool(keys & (_CONTROL | _ALT)))
        return self._grasp(hit, copying=bool(keys & _ALT))

    def _grasp(self, hit: HitTarget, *, copying: bool) -> Gesture | None:
        """Return the gesture that moves or selects what was hit."""
        match hit.part:
            case Part.NODE:
                return (CopyNodes if copying else MoveNodes)(self._stage, hit.node)
            case Part.NOTE:
                return MoveNote(self._stage, hit.note)
            case Part.NOTE_CORNER:
                return StretchNote(self._stage, hit.note)
            case Part.EMPTY:
                return SelectByBand(self._stage)
        return None

    def _grasp_wire(self, hit: HitTarget, wire: Wire, *, bending: bool) -> Gesture | None:
        """Return the gesture that bends a wire, or pulls off the end that is nearer."""
        if hit.part is Part.BEND:
            return MoveBend(self._stage, self._chosen, wire, hit.bend)
        if not bending:
            return PullWire(self._stage, wire, self._asking.for_wire)
        if self._stage.document.listed:
            self._stage.refuse(straight_in_lists())
            return None
        return MoveBend(self._stage, self._chosen, wire, None)

    def _wire_from_input(self, hit: HitTarget) -> DrawWire:
        document = self._stage.document
        wire = wire_at(document.level.graph, document.catalog.layers, hit.node, hit.port)
        if wire is None:
            return self._draw(FixedEnd(hit.node, hit.port, gives=False))
        return self._draw(FixedEnd(wire.source, wire.source_port, gives=True), wire)

    def _draw(self, fixed: FixedEnd, lifted: Wire | None = None) -> DrawWire:
        return DrawWire(self._stage, fixed, self._asking.for_wire, lifted)

    def _hover(self, hit: HitTarget) -> None:
        if hit == self._hovered:
            return
        self._hovered = hit
        scene = self._stage.scene
        accent = scene.work.colours.accent
        scene.hover_mark.clear()
        scene.port_marks.show_marks(())
        scene.call_marks.show_frames(self._calls(hit), scene.work.colours)
        if hit.wire is not None and hit.wire != self._chosen.wire:
            curve = scene.curves[hit.wire]
            scene.hover_mark.show_path(curve.path(), accent)
        elif hit.part is Part.OUTPUT:
            place = scene.shape_of(hit.node).output_at(hit.port)
            scene.port_marks.show_marks([Mark(place, accent)])
        elif hit.part is Part.INPUT:
            place = scene.shape_of(hit.node).input_at(hit.port)
            scene.port_marks.show_marks([Mark(place, accent)])
        self._show_cursor()

    def _calls(self, hit: HitTarget) -> list[QRectF]:
        """Return the bodies of all nodes that call the layer under the pointer, if several."""
        scene = self._stage.scene
        calls = scene.graph.sharing(hit.node) if hit.part is Part.NODE else ()
        return [scene.shape_of(key).rect for key in calls] if len(calls) > 1 else []

    def _show_cursor(self) -> None:
        viewport = self._view.viewport()
        if self._gesture is not None:
            return
        if self._hand:
            viewport.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._hovered.part in _CURSORS:
            viewport.setCursor(_CURSORS[self._hovered.part])
        else:
            viewport.unsetCursor()
