"""Keeps the pictures of nodes, so that drawing a node is copying pixels.

A picture is made when a node is first seen at a zoom, and kept by node, outline and
scale in device pixels as long as the node shows the same face; the least used ones go
when memory is short. While the view zooms, only some pictures are made for each frame, so
that it never stutters; the others follow, some for each frame, when it rests.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from enum import Enum, auto
from math import ceil, log2
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.drawn import DrawnNode, paint_plainly
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.paint import MARGIN, Outline, paint_node

STEPS_PER_OCTAVE = 4
"""Zoom levels between a scale and its double; at each of them nodes are pixel-exact."""
BRIEF = 0.65
"""Below this scale a node shows only its name and shape, in larger letters."""
_BUDGET = 64 * 1024 * 1024
_SHARP = 0.005
"""How far a scale may be from a picture's own for it to be copied pixel by pixel."""


class Pace(Enum):
    """How much time there is to make pictures."""

    RESTING = auto()
    """All that are seen are made for the next frame."""
    ZOOMING = auto()
    """A few are made for each frame; those of another zoom will do."""
    SHARPENING = auto()
    """Some are made for each frame, until all are there that are seen."""


_MOST_IN_A_FRAME = 8
"""Pictures that are made for one frame unless the view rests: some 3 ms."""


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
        pace: How much time there is.
    """

    def __init__(self, work: Brushwork) -> None:
        self._work = work
        self._kept: OrderedDict[tuple[NodeId, Outline, Zoom], tuple[Face, QPixmap]] = OrderedDict()
        self._latest: dict[tuple[NodeId, Outline], Zoom] = {}
        self._bytes = 0
        self._made = 0
        self._lacking = False
        self.pace = Pace.RESTING

    @property
    def work(self) -> Brushwork:
        """The fonts and colours in use."""
        return self._work

    def use(self, work: Brushwork) -> None:
        """Paint with other fonts or colours from now on."""
        self._work = work
        self.forget()

    def forget(self) -> None:
        """Keep no picture that was made so far."""
        self._kept.clear()
        self._latest.clear()
        self._bytes = 0

    def end_frame(self) -> bool:
        """Take note that a frame is painted; tell whether pictures were lacking in it."""
        lacking, self._lacking, self._made = self._lacking, False, 0
        return lacking

    def paint(self, painter: QPainter, nodes: Iterable[DrawnNode]) -> None:
        """Paint nodes on the scene, later ones above earlier ones.

        Nodes whose pictures there is no time to make are painted plainly.
        """
        world, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        wanted = Zoom(level_of(world.m11() * ratio), world.m11() < BRIEF)
        found: list[tuple[DrawnNode, Zoom, QPixmap]] = []
        for drawn in nodes:
            picture = self._picture(drawn, wanted)
            if picture is None:
                paint_plainly(painter, drawn, self._work)
            else:
                found.append((drawn, *picture))
        painter.save()
        # Pictures are laid on the pixels of the device, so that letters stay sharp.
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, self.pace is not Pace.ZOOMING
        )
        scale, left, top = world.m11() * ratio, world.dx() * ratio, world.dy() * ratio
        for drawn, zoom, copied in found:
            corner = drawn.shape.rect.topLeft()
            x, y = (corner.x() - MARGIN) * scale + left, (corner.y() - MARGIN) * scale + top
            if abs(zoom.scale / scale - 1) < _SHARP:
                painter.drawPixmap(round(x), round(y), copied)
            else:
                size = QSizeF(copied.size()) * (scale / zoom.scale)
                painter.drawPixmap(QRectF(QPointF(x, y), size), copied, QRectF(copied.rect()))
        painter.restore()

    def _picture(self, drawn: DrawnNode, wanted: Zoom) -> tuple[Zoom, QPixmap] | None:
        """Return a picture of a node and its zoom; of another zoom, or none, if time is short."""
        picture = self._found(drawn, wanted)
        if picture is not None:
            return wanted, picture
        if self.pace is Pace.RESTING:
            return wanted, self._make(drawn, wanted)
        latest = self._latest.get((drawn.node, drawn.outline), wanted)
        other = self._found(drawn, latest)
        may_wait = other is not None and self.pace is Pace.ZOOMING
        if self._made < _MOST_IN_A_FRAME and not may_wait:
            return wanted, self._make(drawn, wanted)
        self._lacking = True
        return None if other is None else (latest, other)

    def _found(self, drawn: DrawnNode, zoom: Zoom) -> QPixmap | None:
        key = (drawn.node, drawn.outline, zoom)
        found = self._kept.get(key)
        if found is None or found[0] is not drawn.face:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def _make(self, drawn: DrawnNode, zoom: Zoom) -> QPixmap:
        key = (drawn.node, drawn.outline, zoom)
        before = self._kept.pop(key, None)
        if before is not None:
            self._bytes -= _weight(before[1])
        picture = self._drawing(drawn.face, drawn.shape.rect.size(), drawn.outline, zoom)
        self._made += 1
        self._kept[key] = (drawn.face, picture)
        self._latest[drawn.node, drawn.outline] = zoom
        self._bytes += _weight(picture)
        while self._bytes > _BUDGET and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1][1])
        return picture

    def _drawing(self, face: Face, size: QSizeF, outline: Outline, zoom: Zoom) -> QPixmap:
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
