"""Things drawn over the network while something is under way."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from netbuilder.ui.canvas.shapes import PORT_RADIUS, curve_path
from netbuilder.ui.theme import Tokens

_WIRE_MARK_Z = 0.6
OVER_Z = 3.0
_RING = PORT_RADIUS + 3.0


class WireMark(QGraphicsPathItem):
    """A line over a wire that is selected or pointed at, or for a wire being drawn."""

    def __init__(self, z: float = _WIRE_MARK_Z) -> None:
        super().__init__()
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def show_between(self, start: QPointF, end: QPointF, colour: str, *, loose: bool) -> None:
        """Show it; a loose end is dashed."""
        pen = QPen(QColor(colour), 2.0)
        pen.setCosmetic(True)
        if loose:
            pen.setDashPattern([4, 3])
        self.setPen(pen)
        self.setPath(curve_path(start, end))
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


class PortMarks(QGraphicsItem):
    """Rings around ports: those that could take a wire, and the one it would go to."""

    def __init__(self) -> None:
        super().__init__()
        self._rings: list[tuple[QColor, QRectF]] = []
        self._bounds = QRectF()
        self.setZValue(OVER_Z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_rings(self, rings: Iterable[tuple[QPointF, str]]) -> None:
        """Show a ring in a colour around each place; none to clear."""
        self.prepareGeometryChange()
        self._rings = [
            (QColor(colour), QRectF(at.x() - _RING, at.y() - _RING, 2 * _RING, 2 * _RING))
            for at, colour in rings
        ]
        bounds = QRectF()
        for _, rect in self._rings:
            bounds = bounds.united(rect)
        self._bounds = bounds.adjusted(-3, -3, 3, 3) if self._rings else QRectF()
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the area of all rings."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the rings."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, rect in self._rings:
            painter.setPen(QPen(colour, 2))
            painter.drawEllipse(rect)
