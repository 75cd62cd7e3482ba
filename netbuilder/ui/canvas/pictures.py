"""Keeps the pictures of nodes, so that drawing a node is copying pixels.

A picture is made when a node is first seen at a zoom, and kept by node, outline and
scale in device pixels as long as the node shows the same face; the least used ones go
when memory is short.
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil, log2

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.paint import MARGIN, Brushwork, Outline, paint_node

STEPS_PER_OCTAVE = 4
"""Zoom levels between a scale and its double; at each of them nodes are pixel-exact."""
BRIEF = 0.65
"""Below this scale a node shows only its name and shape, in larger letters."""
_BUDGET = 64 * 1024 * 1024


class Pictures:
    """Draws nodes from a cache of pictures."""

    def __init__(self, work: Brushwork) -> None:
        self._work = work
        self._kept: OrderedDict[tuple[NodeId, int, float, bool], tuple[Face, QPixmap]] = (
            OrderedDict()
        )
        self._bytes = 0

    @property
    def work(self) -> Brushwork:
        """The fonts and colours in use."""
        return self._work

    def use(self, work: Brushwork) -> None:
        """Paint with other fonts or colours from now on."""
        self._work = work
        self._kept.clear()
        self._bytes = 0

    def draw(
        self, painter: QPainter, node: NodeId, face: Face, size: QSizeF, outline: Outline
    ) -> None:
        """Draw a node with its body's top left corner at the painter's origin."""
        world = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF()
        scale = level_of(world.m11() * ratio)
        brief = world.m11() < BRIEF
        picture = self._picture(node, face, size, outline, scale, brief=brief)
        place = world.map(QPointF(-MARGIN, -MARGIN))
        if abs(scale / (world.m11() * ratio) - 1) < 0.005:
            corner = QPointF(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio)
            painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
            painter.drawPixmap(corner * ratio, picture)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            area = QRectF(-MARGIN, -MARGIN, picture.width() / scale, picture.height() / scale)
            painter.drawPixmap(area, picture, QRectF(picture.rect()))

    def _picture(
        self,
        node: NodeId,
        face: Face,
        size: QSizeF,
        outline: Outline,
        scale: float,
        *,
        brief: bool,
    ) -> QPixmap:
        key = (node, outline.value, scale, brief)
        found = self._kept.get(key)
        if found is not None and found[0] is face:
            self._kept.move_to_end(key)
            return found[1]
        picture = self._paint(face, size, outline, scale, brief)
        if found is not None:
            self._bytes -= _weight(found[1])
        self._kept[key] = (face, picture)
        self._kept.move_to_end(key)
        self._bytes += _weight(picture)
        while self._bytes > _BUDGET and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1][1])
        return picture

    def _paint(
        self, face: Face, size: QSizeF, outline: Outline, scale: float, brief: bool
    ) -> QPixmap:
        whole = size + QSizeF(2 * MARGIN, 2 * MARGIN)
        picture = QPixmap(ceil(whole.width() * scale), ceil(whole.height() * scale))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        paint_node(painter, face, size, self._work, outline, brief=brief)
        painter.end()
        return picture


def level_of(scale: float) -> float:
    """Return the least level of zoom that is not below ``scale``."""
    step = ceil(STEPS_PER_OCTAVE * log2(scale) - 0.01)
    return float(2 ** (step / STEPS_PER_OCTAVE))


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
