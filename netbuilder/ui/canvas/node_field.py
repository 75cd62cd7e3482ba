"""Many nodes as one item on the scene: an item each would cost a call of Python each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.drawn import DrawnNode, far_colour, paint_plainly
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.grid import Grid
from netbuilder.ui.canvas.paint import MARGIN, Outline
from netbuilder.ui.canvas.pictures import Pictures
from netbuilder.ui.canvas.training_marks import TrainingMark
from netbuilder.validation import Severity

Look: TypeAlias = tuple[str, Severity | None, int | None, TrainingMark | None]
"""All that a node's colour from far away hangs on: category, worst problem, heat, mark."""


class NodeField(QGraphicsItem):
    """Paints nodes: their pictures from near, bodies of one colour from far away."""

    def __init__(self, pictures: Pictures, z: float) -> None:
        super().__init__()
        self._pictures = pictures
        self._nodes: dict[NodeId, DrawnNode] = {}
        self._order: Mapping[NodeId, int] = {}
        self._grid = Grid()
        self._bodies: list[tuple[QBrush, list[QRectF]]] | None = None
        self._marked: list[DrawnNode] = []
        self._bounds = QRectF()
        self._far = False
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def nodes(self) -> Mapping[NodeId, DrawnNode]:
        """What it paints."""
        return self._nodes

    def change(self, gone: Iterable[NodeId], put: Iterable[DrawnNode]) -> None:
        """Paint some nodes no more, and others new or in another way."""
        dirty = QRectF()
        for key in gone:
            before = self._nodes.pop(key, None)
            if before is not None:
                self._grid.take(key)
                dirty = dirty.united(before.area)
        for drawn in put:
            before = self._nodes.get(drawn.node)
            self._nodes[drawn.node] = drawn
            self._grid.put(drawn.node, drawn.area)
            dirty = dirty.united(drawn.area if before is None else drawn.area.united(before.area))
        if not dirty.isNull():
            self._bodies = None
            self._fit()
            self.update(dirty)

    def set_order(self, order: Mapping[NodeId, int]) -> None:
        """Paint nodes with higher numbers above others; all that are put must have one."""
        self._order = order

    def near(self, area: QRectF) -> list[DrawnNode]:
        """Return the nodes that touch an area with all that belongs to them, the topmost last."""
        around = area.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        near = (self._nodes[key] for key in self._grid.near(area))
        found = [drawn for drawn in near if drawn.shape.rect.intersects(around)]
        return sorted(found, key=lambda drawn: self._order[drawn.node])

    def set_far(self, far: bool) -> None:
        """Paint plain bodies, or pictures; the view that zooms is painted anew anyway."""
        self._far = far

    def forget_colours(self) -> None:
        """Take other colours for bodies that are seen from far away."""
        self._bodies = None

    def boundingRect(self) -> QRectF:
        """Return the area of all its nodes."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the nodes that are in sight."""
        if not self._far:
            self._pictures.paint(painter, self.near(option.exposedRect))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, rects in self._far_bodies():
            painter.setBrush(brush)
            painter.drawRects(rects)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for drawn in self._marked:
            paint_plainly(painter, drawn, self._pictures.work)

    def _far_bodies(self) -> list[tuple[QBrush, list[QRectF]]]:
        """Return the bodies of the nodes by their colours, without those that stand out."""
        if self._bodies is None:
            self._marked = []
            rects: dict[Look, list[QRectF]] = defaultdict(list)
            faces: dict[Look, Face] = {}
            for drawn in self._nodes.values():
                if drawn.outline is not Outline.PLAIN:
                    self._marked.append(drawn)
                else:
                    look = _look(drawn.face)
                    faces[look] = drawn.face
                    rects[look].append(drawn.shape.rect)
            work = self._pictures.work
            self._bodies = [(QBrush(far_colour(faces[look], work)), rects[look]) for look in rects]
        return self._bodies

    def _fit(self) -> None:
        """Take as much room as the nodes need."""
        rects = [drawn.shape.rect for drawn in self._nodes.values()]
        bounds = QRectF()
        if rects:
            bounds.setCoords(
                min(rect.left() for rect in rects) - MARGIN,
                min(rect.top() for rect in rects) - MARGIN,
                max(rect.right() for rect in rects) + MARGIN,
                max(rect.bottom() for rect in rects) + MARGIN,
            )
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds


def _look(face: Face) -> Look:
    worst = face.badge.severity if face.badge else None
    return face.category, worst, face.heat, face.mark
