"""Zooms and pans the view by wheel, touchpad, keys and two fingers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import floor, log2

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QGraphicsView, QPinchGesture

from netbuilder.graph import Flow
from netbuilder.ui.canvas.pictures import STEPS_PER_OCTAVE
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.document import Document

SMALLEST, LARGEST = 0.02, 4.0
"""Networks of some 200 layers in a row still fit a small window."""
FAR = 0.45
"""Below this scale nodes are drawn as plain bodies."""
LEGIBLE = 2 ** (-2 / STEPS_PER_OCTAVE)
"""The smallest scale at which all of a node can be read: 71 %, a sharp level."""
_NOTCH = 120
_EXTENT = 100_000.0
_MARGIN = 48


class Navigator:
    """Decides what part of the canvas a view shows, and how large.

    Args:
        view: The view that is zoomed and panned.
        scene: What it shows.
        document: Tells what is selected.
        scaled: Is told every new scale.
    """

    def __init__(
        self,
        view: QGraphicsView,
        scene: CanvasScene,
        document: Document,
        scaled: Callable[[float], None],
    ) -> None:
        self._view = view
        self._scene = scene
        self._document = document
        self._scaled = scaled
        self._turned = 0
        self._unit = 1.0
        # Two fingers zoom and pan at once; Qt's own panning would come on top.
        view.viewport().grabGesture(Qt.GestureType.PinchGesture)
        view.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        view.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The view's extent, not the scene's: the scene's index must stay tight.
        view.setSceneRect(-_EXTENT, -_EXTENT, 2 * _EXTENT, 2 * _EXTENT)

    @property
    def scale(self) -> float:
        """Screen pixels for one scene pixel."""
        return self._view.transform().m11()

    @property
    def unit(self) -> float:
        """The scale at which what is drawn is as large as the text around the canvas."""
        return self._unit

    def set_unit(self, ratio: float) -> None:
        """Take the text to be ``ratio`` times as large as the system's; zoom accordingly."""
        before = self._unit
        self._unit = 2 ** (round(STEPS_PER_OCTAVE * log2(ratio)) / STEPS_PER_OCTAVE)
        if self._unit != before:
            self.set_scale(self.scale * self._unit / before)

    def fit(self) -> None:
        """Show the whole network, no larger than in its own size."""
        self.show_area(self._scene.bounds())

    def zoom_in(self) -> None:
        """Show everything one level larger."""
        self.step(1)

    def zoom_out(self) -> None:
        """Show everything one level smaller."""
        self.step(-1)

    def zoom_reset(self) -> None:
        """Show everything in its own size."""
        self.set_scale(self._unit)

    def zoom_to_selection(self) -> None:
        """Show the selected nodes as large as they fit; all if none is selected."""
        self.show_area(self._scene.bounds(self._document.selection))

    def set_scale(self, scale: float, at: QPoint | None = None) -> None:
        """Zoom, keeping what lies at the viewport's point ``at`` (the middle if None)."""
        view = self._view
        at = view.viewport().rect().center() if at is None else at
        scale = min(LARGEST, max(SMALLEST, scale))
        kept = view.mapToScene(at)
        view.setTransform(QTransform.fromScale(scale, scale))
        off = view.mapFromScene(kept) - at
        self.scroll(off)
        self._scaled(scale)

    def step(self, steps: int, at: QPoint | None = None) -> None:
        """Zoom by whole levels."""
        level = round(STEPS_PER_OCTAVE * log2(self.scale)) + steps
        self.set_scale(2 ** (level / STEPS_PER_OCTAVE), at)

    def scroll(self, by: QPoint) -> None:
        """Move the window over the canvas by pixels of the screen."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())

    def show_area(self, area: QRectF) -> None:
        """Show a whole area in the middle, no larger than in its own size, at a sharp level."""
        if area.isEmpty():
            self.set_scale(self._unit)
            self._view.centerOn(QPointF(0, 0))
            return
        room = self._view.viewport().size()
        wide = (room.width() - 2 * _MARGIN) / area.width()
        high = (room.height() - 2 * _MARGIN) / area.height()
        scale = min(self._unit, max(SMALLEST, min(wide, high)))
        level = floor(STEPS_PER_OCTAVE * log2(scale) + 0.01)
        self.set_scale(2 ** (level / STEPS_PER_OCTAVE))
        self._view.centerOn(area.center())

    def show_beginning(self, area: QRectF) -> None:
        """Show a whole area if it stays legible so, or else where data comes in, legibly."""
        self.show_area(area)
        legible = LEGIBLE * self._unit
        if self.scale >= legible or area.isEmpty():
            return
        self.set_scale(legible)
        room = QSizeF(self._view.viewport().size()) / legible
        margin, middle = _MARGIN / 2 / legible, area.center()
        if self._scene.graph.flow is Flow.RIGHT:
            middle.setX(area.left() - margin + room.width() / 2)
        else:
            middle.setY(area.top() - margin + room.height() / 2)
        self._view.centerOn(middle)

    def find_again(self, bodies: Iterable[QRectF]) -> None:
        """Show where a network begins whose nodes went elsewhere, if none is in view."""
        seen = seen_area(self._view)
        area, lost = QRectF(), True
        for body in bodies:
            area = area.united(body)
            lost = lost and not body.intersects(seen)
        if lost:
            self.show_beginning(area)

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms to the pointer; a touchpad pans, and zooms with Ctrl."""
        zooming = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        touch = event.device().type() == QInputDevice.DeviceType.TouchPad
        if not zooming and not event.pixelDelta().isNull():
            self.scroll(-event.pixelDelta())
        elif not zooming and (touch or event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            turn = event.angleDelta()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not turn.x():
                turn = turn.transposed()
            self.scroll(-turn / 2)
        else:
            self._zoom_by_wheel(event)
        event.accept()

    def touch(self, event: QGestureEvent) -> bool:
        """Zoom and pan by two fingers on the screen; tell whether the event was of such."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        if pinch.state() is Qt.GestureState.GestureUpdated:  # the end says the last way again
            viewport = self._view.viewport()
            middle = viewport.mapFromGlobal(pinch.centerPoint()).toPoint()
            self.scroll(viewport.mapFromGlobal(pinch.lastCenterPoint()).toPoint() - middle)
            self.set_scale(self.scale * pinch.scaleFactor(), middle)
        event.accept(pinch)
        return True

    def _zoom_by_wheel(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.step(notches, event.position().toPoint())

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom by two fingers on a touchpad; tell whether the event was one of a pinch."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.set_scale(self.scale * (1.0 + event.value()), event.position().toPoint())
        return True


def seen_area(view: QGraphicsView) -> QRectF:
    """Return the part of the scene that a view shows."""
    return view.mapToScene(view.viewport().rect()).boundingRect()
