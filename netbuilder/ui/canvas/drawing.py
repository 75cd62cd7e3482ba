"""A network as a picture for a report, painted by the same code as the canvas."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from netbuilder.graph import NodeId, Note
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.note_items import note_area
from netbuilder.ui.canvas.note_paint import paint_note
from netbuilder.ui.canvas.paint import MARGIN, Outline, paint_node
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.shapes import Curve
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme

PAPER = "#FFFFFF"
_AROUND = 6.0
"""The blank margin around everything that is drawn."""
_WIRE_WIDTH = 1.5


@dataclass(frozen=True)
class Drawing:
    """What is drawn where, in pixels at 100 %.

    Attributes:
        nodes: The faces of the nodes and where their bodies lie.
        curves: The wires.
        notes: The frames and comments.
        work: The fonts and colours.
        bounds: The area of all that, with a narrow margin.
    """

    nodes: tuple[tuple[Face, QRectF], ...]
    curves: tuple[Curve, ...]
    notes: tuple[Note, ...]
    work: Brushwork
    bounds: QRectF

    def paint(self, painter: QPainter) -> None:
        """Paint it with the upper left corner of its bounds at the painter's origin."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.bounds.width(), self.bounds.height()), QColor(PAPER))
        painter.translate(-self.bounds.topLeft())
        for note in self.notes:
            painter.save()
            painter.translate(note.x, note.y)
            paint_note(painter, note, self.work, grip=False)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colours = self.work.colours
        for curve in self.curves:
            colour = colours.error if curve.wrong else colours.wire
            painter.setPen(QPen(QColor(colour), curve.width or _WIRE_WIDTH))
            painter.drawPath(curve.path())
        for face, body in self.nodes:
            painter.save()
            painter.translate(body.topLeft())
            paint_node(painter, face, body.size(), self.work, Outline.PLAIN)
            painter.restore()
        painter.restore()


def drawing_of(document: Document, only: Collection[NodeId] = ()) -> Drawing:
    """Return a drawing of the open network, in light colours whatever the window's are.

    Args:
        document: The project.
        only: The nodes to draw, with the wires among them; none for all.
    """
    level = document.level
    scene = CanvasScene(document.catalog.layers, Scheme.LIGHT)
    scene.show_network(level.graph, level.report)
    keys = [key for key in level.graph.nodes if not only or key in only]
    nodes = tuple((scene.look_of(key), scene.shape_of(key).rect) for key in keys)
    drawn = set(keys)
    curves = tuple(
        curve for wire, curve in scene.curves.items() if {wire.source, wire.target} <= drawn
    )
    notes = tuple(note for note in scene.notes.in_order() if not only)
    return Drawing(nodes, curves, notes, scene.work, _bounds(nodes, curves, notes))


def _bounds(
    nodes: Collection[tuple[Face, QRectF]], curves: Collection[Curve], notes: Collection[Note]
) -> QRectF:
    bounds = QRectF()
    for note in notes:
        bounds = bounds.united(note_area(note))
    for _, body in nodes:
        bounds = bounds.united(body.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
    for curve in curves:
        bounds = bounds.united(curve.path().boundingRect())
    whole = bounds.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return QRectF(whole.toAlignedRect()) if nodes or notes else QRectF()
