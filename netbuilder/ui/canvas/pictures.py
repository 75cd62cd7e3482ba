"""Keeps the pictures of nodes, so that drawing a node is copying pixels.

A picture is made when a node is first seen at a zoom, and kept by node, outline and
scale in device pixels as long as the node shows the same face; the least used ones go
when memory is short. While the view zooms, only some pictures are made for each frame, so
that it never stutters; the others follow when it rests.
"""

from __future__ import annotations

from collections import OrderedDict
from math import ceil, log2
from typing import NamedTuple

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
_MOST_IN_A_FRAME = 8
"""Pictures that are made for one frame in a hurry: some 3 ms."""


class Zoom(NamedTuple):
    """How a picture is made.

    Attributes:
        scale: Pixels of the device for one of the scene.
        brief: Whether it shows only name and shape.
    """

    scale: float
    brief: bool


class Pictures:
    """Draws nodes from a cache of pictures.

    Attributes:
        hurried: Whether the view zooms, and pictures of another zoom will do, or none.
    """

    def __init__(self, work: Brushwork) -> None:
        self._work = work
        self._kept: OrderedDict[tuple[NodeId, int, Zoom], tuple[Face, QPixmap]] = OrderedDict()
        self._latest: dict[tuple[NodeId, int], Zoom] = {}
        self._bytes = 0
        self._made = 0
        self.hurried = False

    @property
    def work(self) -> Brushwork:
        """The fonts and colours in use."""
        return self._work

    def use(self, work: Brushwork) -> None:
        """Paint with other fonts or colours from now on."""
        self._work = work
        self._kept.clear()
        self._latest.clear()
        self._bytes = 0

    def end_frame(self) -> None:
        """Take note that a frame is painted."""
        self._made = 0

    def draw(
        self,
        painter: QPainter,
        node: NodeId,
        face: Face,
        size: QSizeF,
        outline: Outline,
        *,
        on_screen: bool,
    ) -> bool:
        """Draw a node with its body's top left corner at the painter's origin.

        Args:
            painter: Where to draw.
            node: The node.
            face: What it shows.
            size: The size of its body.
            outline: How it stands out.
            on_screen: Whether it is drawn for the moment; else it is to last.

        Returns:
            Whether anything was drawn.
        """
        world = painter.worldTransform()
        ratio = painter.device().devicePixelRatioF()
        zoom = Zoom(level_of(world.m11() * ratio), world.m11() < BRIEF)
        picture = self._found(node, face, outline, zoom)
        if picture is None and self.hurried and on_screen and self._made >= _MOST_IN_A_FRAME:
            zoom = self._latest.get((node, outline.value), zoom)
            picture = self._found(node, face, outline, zoom)
            if picture is None:
                return False
        if picture is None:
            picture = self._make(node, face, size, outline, zoom)
        place = world.map(QPointF(-MARGIN, -MARGIN))
        if abs(zoom.scale / (world.m11() * ratio) - 1) < 0.005:
            corner = QPointF(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio)
            painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
            painter.drawPixmap(corner * ratio, picture)
        else:
            smooth = not (self.hurried and on_screen)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            whole = QSizeF(picture.size()) / zoom.scale
            area = QRectF(QPointF(-MARGIN, -MARGIN), whole)
            painter.drawPixmap(area, picture, QRectF(picture.rect()))
        return True

    def _found(self, node: NodeId, face: Face, outline: Outline, zoom: Zoom) -> QPixmap | None:
        key = (node, outline.value, zoom)
        found = self._kept.get(key)
        if found is None or found[0] is not face:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def _make(
        self, node: NodeId, face: Face, size: QSizeF, outline: Outline, zoom: Zoom
    ) -> QPixmap:
        key = (node, outline.value, zoom)
        before = self._kept.pop(key, None)
        if before is not None:
            self._bytes -= _weight(before[1])
        picture = self._paint(face, size, outline, zoom)
        self._made += 1
        self._kept[key] = (face, picture)
        self._latest[node, outline.value] = zoom
        self._bytes += _weight(picture)
        while self._bytes > _BUDGET and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1][1])
        return picture

    def _paint(self, face: Face, size: QSizeF, outline: Outline, zoom: Zoom) -> QPixmap:
        whole = (size + QSizeF(2 * MARGIN, 2 * MARGIN)) * zoom.scale
        picture = QPixmap(ceil(whole.width()), ceil(whole.height()))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.scale(zoom.scale, zoom.scale)
        painter.translate(MARGIN, MARGIN)
        paint_node(painter, face, size, self._work, outline, brief=zoom.brief)
        painter.end()
        return picture


def level_of(scale: float) -> float:
    """Return the least level of zoom that is not below ``scale``."""
    step = ceil(STEPS_PER_OCTAVE * log2(scale) - 0.01)
    return float(2 ** (step / STEPS_PER_OCTAVE))


def _weight(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
