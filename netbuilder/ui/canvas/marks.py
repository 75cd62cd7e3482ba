"""Things drawn over the network while something is under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from netbuilder.ui.canvas.shapes import PORT_RADIUS
from netbuilder.ui.theme import Tokens

_WIRE_MARK_Z = 0.6
OVER_Z = 3.0
_RING = PORT_RADIUS + 3.0
_SMALLEST_ON_SCREEN = 3.5
_LARGEST_RING = 16.0
_APART = 5.0
_CELL = 256.0


class WireMark(QGraphicsPathItem):
    """A line over a wire that is selected or pointed at, or for a wire being drawn."""

    def __init__(self, z: float = _WIRE_MARK_Z) -> None:
        super().__init__()
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_path(self, path: QPainterPath, colour: str, *, loose: bool = False) -> None:
        """Show it on this way; with a loose end it is dashed."""
        pen = QPen(QColor(colour), 2.0)
        pen.setCosmetic(True)
        if loose:
            pen.setDashPattern([4, 3])
        self.setPen(pen)
        self.setPath(path)
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self.setPath(QPainterPath())
        self.hide()


class Band(QGraphicsRectItem):
    """The rectangle that selects what it touches."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(OVER_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_rect(self, rect: QRectF, colours: Tokens) -> None:
        """Show it over an area."""
        pen = QPen(QColor(colours.accent), 1)
        pen.setCosmetic(True)
        fill = QColor(colours.accent)
        fill.setAlphaF(0.10)
        self.setPen(pen)
        self.setBrush(fill)
        self.setRect(rect)
        self.show()


class LineMark(QGraphicsPathItem):
    """Thin lines over the network: guides, or a cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(OVER_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_path(self, path: QPainterPath, colour: str, width: float = 1.0) -> None:
        """Show exactly this path, as wide as ``width`` pixels of the screen."""
        pen = QPen(QColor(colour), width)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setPath(path)

    def clear(self) -> None:
        """Show nothing."""
        self.setPath(QPainterPath())


class NodeMarks(QGraphicsPathItem):
    """Dashed frames around nodes that belong together."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(OVER_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_frames(self, bodies: Iterable[QRectF], colours: Tokens) -> None:
        """Frame exactly these nodes' bodies; none to clear."""
        path = QPainterPath()
        for body in bodies:
            around = body.adjusted(-_APART, -_APART, _APART, _APART)
            path.addRoundedRect(around, 2 * _APART, 2 * _APART)
        pen = QPen(QColor(colours.accent), 2.0, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setPath(path)


class MarkKind(Enum):
    """How a port is marked."""

    RING = auto()
    DASHED = auto()
    CROSS = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at a port."""

    at: QPointF
    colour: str
    kind: MarkKind = MarkKind.RING


class PortMarks(QGraphicsItem):
    """Marks at ports: those that could take a wire, those that could not, the one it goes to."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Mark, ...] = ()
        self._cells: dict[tuple[int, int], list[Mark]] = {}
        self._bounds = QRectF()
        self.setZValue(OVER_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks

    def show_marks(self, marks: Iterable[Mark]) -> None:
        """Show exactly these marks; none to clear."""
        self.prepareGeometryChange()
        self._marks = tuple(marks)
        self._cells = defaultdict(list)
        for mark in self._marks:
            self._cells[_cell_of(mark.at)].append(mark)
        points = QPolygonF([mark.at for mark in self._marks])
        room = _LARGEST_RING + 3
        self._bounds = points.boundingRect().adjusted(-room, -room, room, room)
        if not self._marks:
            self._bounds = QRectF()
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area of all marks."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the marks, from far away larger than the ports."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        scale = painter.worldTransform().m11()
        size = min(_LARGEST_RING, max(_RING, _SMALLEST_ON_SCREEN / scale))
        seen = option.exposedRect.adjusted(-size, -size, size, size)
        pens = {kind: _mark_pen(kind, scale) for kind in MarkKind}
        for mark in self._marks_in(seen):
            pen = pens[mark.kind]
            pen.setColor(QColor(mark.colour))
            painter.setPen(pen)
            _draw_mark(painter, mark, size)

    def _marks_in(self, area: QRectF) -> Iterator[Mark]:
        """Yield the marks in an area, and perhaps others near it."""
        left, top = _cell_of(area.topLeft())
        right, bottom = _cell_of(area.bottomRight())
        if (right - left) * (bottom - top) > len(self._cells):
            yield from self._marks
            return
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield from self._cells.get((column, row), ())


def _cell_of(place: QPointF) -> tuple[int, int]:
    return floor(place.x() / _CELL), floor(place.y() / _CELL)


def _mark_pen(kind: MarkKind, scale: float) -> QPen:
    pen = QPen(Qt.GlobalColor.black, max(2.0, 1.5 / scale))
    if kind is MarkKind.DASHED:
        pen.setDashPattern([1.5, 1.5])
    if kind is MarkKind.CROSS:
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _draw_mark(painter: QPainter, mark: Mark, size: float) -> None:
    if mark.kind is not MarkKind.CROSS:
        painter.drawEllipse(mark.at, size, size)
        return
    arm = QPointF(size, size) * 0.55
    across = QPointF(arm.x(), -arm.y())
    painter.drawLine(mark.at - arm, mark.at + arm)
    painter.drawLine(mark.at - across, mark.at + across)
