"""The nodes on the scene: one item each, and one for all of them when far away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.heat import far_heat_colour
from netbuilder.ui.canvas.paint import MARGIN, Brushwork, Outline
from netbuilder.ui.canvas.pictures import Pictures
from netbuilder.ui.canvas.ports import with_ports
from netbuilder.ui.canvas.shapes import NODE_WIDTH, NodeShape
from netbuilder.ui.canvas.training_marks import TrainingMark, mark_colour
from netbuilder.ui.theme import category_colour, mix
from netbuilder.validation import Severity

NODE_Z = 1.0
FAR_Z = 0.8

Look: TypeAlias = tuple[str, Severity | None, int | None, TrainingMark | None]
"""All that a node's colour from far away hangs on: category, worst problem, heat, mark."""


class NodeItem(QGraphicsItem):
    """Shows one node; its picture comes from the cache.

    From far away a resting node is painted by :class:`FarNodes` and only kept here to be
    found under the pointer.
    """

    def __init__(self, node: NodeId, pictures: Pictures) -> None:
        super().__init__()
        self.node = node
        self._pictures = pictures
        self._face = Face("", "", "")
        self._size = QSizeF()
        self._bounds = QRectF()
        self._outline = Outline.PLAIN
        self._far = False
        self.lifted = False
        self.node_shape = NodeShape(node, QRectF(), (), ())
        self.setZValue(NODE_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def face(self) -> Face:
        """What it shows."""
        return self._face

    @property
    def outline(self) -> Outline:
        """How it stands out."""
        return self._outline

    def set_face(self, face: Face) -> None:
        """Show another face, in the size that it needs; :meth:`place` must follow."""
        size = self._pictures.work.size(face)
        if face == self._face and size == self._size:
            return
        self.prepareGeometryChange()
        self._face = face
        self._size = size
        self._bounds = QRectF(QPointF(0, 0), self._size).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self._lay_out()
        self.update()

    def place(self, x: float, y: float) -> None:
        """Put a node of usual width at a place; a wider one reaches out evenly on both sides.

        So the ports stay where they are while a node's texts grow and shrink.
        """
        self.setPos(x + (NODE_WIDTH - self._size.width()) / 2, y)
        self._lay_out()

    def set_outline(self, outline: Outline) -> None:
        """Stand out in another way."""
        if outline is not self._outline:
            self._outline = outline
            self._settle()
            self.update()

    def set_far(self, far: bool, *, lifted: bool = False) -> None:
        """Tell how the canvas is seen, and whether the node is being dragged."""
        self._far = far
        self.lifted = lifted
        self._settle()

    @property
    def rests(self) -> bool:
        """Whether :class:`FarNodes` may paint it."""
        return self._outline is Outline.PLAIN and not self.lifted

    def boundingRect(self) -> QRectF:
        """Return the area of body, ports and badge."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Copy the node's picture; from far away, or in a hurry, a plain body."""
        drawn = not self._far and self._pictures.draw(
            painter,
            self.node,
            self._face,
            self._size,
            self._outline,
            on_screen=widget is not None,
        )
        if not drawn:
            self._paint_plainly(painter)

    def _paint_plainly(self, painter: QPainter) -> None:
        work = self._pictures.work
        body = QRectF(QPointF(0, 0), self._size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(body, far_colour(self._face, work))
        if self._outline is not Outline.PLAIN:
            pen = QPen(QColor(work.colours.accent), 2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(body)

    def _settle(self) -> None:
        quiet = self._far and self.rests
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, quiet)

    def _lay_out(self) -> None:
        rect = QRectF(self.pos(), self._size)
        self.node_shape = with_ports(self.node, rect, self._face.sockets)


class FarNodes(QGraphicsItem):
    """All resting nodes in one stroke, when the canvas is seen from far away."""

    def __init__(self) -> None:
        super().__init__()
        self._bodies: list[tuple[QBrush, list[QRectF]]] = []
        self._bounds = QRectF()
        self.setZValue(FAR_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_items(self, items: Iterable[NodeItem], work: Brushwork) -> None:
        """Paint the resting ones of these nodes from now on."""
        self.prepareGeometryChange()
        by_look: dict[Look, list[QRectF]] = defaultdict(list)
        faces: dict[Look, Face] = {}
        bounds = QRectF()
        for item in items:
            if item.rests:
                face = item.face
                worst = face.badge.severity if face.badge else None
                look = (face.category, worst, face.heat, face.mark)
                faces[look] = face
                by_look[look].append(item.node_shape.rect)
                bounds = bounds.united(item.node_shape.rect)
        self._bodies = [
            (QBrush(far_colour(faces[look], work)), rects) for look, rects in by_look.items()
        ]
        self._bounds = bounds
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area of all bodies."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the bodies, colour by colour."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, rects in self._bodies:
            painter.setBrush(brush)
            painter.drawRects(rects)


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
