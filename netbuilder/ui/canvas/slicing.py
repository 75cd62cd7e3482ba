"""The gesture that cuts wires with a line."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from netbuilder.graph import Wire
from netbuilder.graph.edits import disconnect
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import Gesture, Pointer, Stage
from netbuilder.ui.canvas.shapes import Curve


class SliceWires(Gesture):
    """Draws a line by hand, and takes away every wire that it crosses."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._last = QPointF()
        self._line = QPainterPath()
        self._cut: dict[Wire, Curve] = {}

    def start(self, pointer: Pointer) -> None:
        """Begin the line."""
        self._last = pointer.scene
        self._line.moveTo(pointer.scene)

    def move(self, pointer: Pointer) -> None:
        """Go on with the line, and show what it cuts."""
        step = QLineF(self._last, pointer.scene)
        self._last = pointer.scene
        self._line.lineTo(pointer.scene)
        scene = self._stage.scene
        area = QRectF(step.p1(), step.p2()).normalized().adjusted(-1, -1, 1, 1)
        for curve in scene.curves_in(area):
            if crosses(curve, step):
                self._cut[curve.wire] = curve
        shown = QPainterPath(self._line)
        for curve in self._cut.values():
            shown.addPath(curve.path())
        scene.slice_mark.show_path(shown, scene.work.colours.error, width=2.0)
        self._stage.say(_told(len(self._cut)), pointer.view)

    def end(self) -> None:
        """Take the wires away that were crossed."""
        self._clear()
        if self._cut:
            gone = tuple(self._cut)
            self._stage.document.apply_here(lambda graph: disconnect(graph, gone), tr("Cut wires"))

    def cancel(self) -> None:
        """Leave all wires as they are."""
        self._clear()

    def _clear(self) -> None:
        self._stage.scene.slice_mark.clear()
        self._stage.say("", QPoint())


def crosses(curve: Curve, step: QLineF) -> bool:
    """Tell whether a straight line crosses a drawn wire."""
    bounded = QLineF.IntersectionType.BoundedIntersection
    points = (point for polygon in curve.path().toSubpathPolygons() for point in polygon.toList())
    parts = (QLineF(one, other) for one, other in pairwise(points))
    return any(part.intersects(step)[0] == bounded for part in parts)


def _told(count: int) -> str:
    if not count:
        return ""
    return tr("Cuts 1 wire") if count == 1 else tr("Cuts {count} wires", count=count)
