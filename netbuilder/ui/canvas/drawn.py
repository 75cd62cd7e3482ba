"""A node as it is drawn, and how it is drawn plainly."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.heat import far_heat_colour
from netbuilder.ui.canvas.paint import MARGIN, Outline
from netbuilder.ui.canvas.shapes import NodeShape
from netbuilder.ui.canvas.training_marks import mark_colour
from netbuilder.ui.theme import category_colour, mix
from netbuilder.validation import Severity


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """All that is drawn of a node.

    Attributes:
        face: What it shows.
        shape: Where it and its ports lie.
        outline: How it stands out.
    """

    face: Face
    shape: NodeShape
    outline: Outline = Outline.PLAIN

    @property
    def node(self) -> NodeId:
        """The node's id."""
        return self.shape.node

    @property
    def area(self) -> QRectF:
        """The area of body, ports and badge."""
        return self.shape.rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def paint_plainly(painter: QPainter, drawn: DrawnNode, work: Brushwork) -> None:
    """Paint a node as a body of one colour."""
    body = drawn.shape.rect
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(body, far_colour(drawn.face, work))
    if drawn.outline is not Outline.PLAIN:
        pen = QPen(QColor(work.colours.accent), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(body)


def far_colour(face: Face, work: Brushwork) -> QColor:
    """Return the one colour of a node that is seen from far away."""
    if face.badge is not None and face.badge.severity is Severity.ERROR:
        return work.severity_colour(Severity.ERROR)
    if face.mark is not None and face.mark.is_trouble:
        return QColor(mark_colour(face.mark, work.colours))
    if face.heat is not None:
        return far_heat_colour(face.heat, work.scheme)
    colour = category_colour(face.category, work.scheme)
    return colour if work.scheme.is_contrast else mix(colour, QColor(work.colours.panel), 0.55)
