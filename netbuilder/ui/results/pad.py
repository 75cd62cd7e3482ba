"""A pad on which a picture is drawn for the network, such as a digit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from netbuilder.i18n import tr

_SIDE = 140
_PEN = 0.09
"""The width of a stroke as a share of the picture's side: about that of a digit of MNIST."""


class DrawingPad(QWidget):
    """White strokes on black, as the network would see them; the right button rubs out.

    Attributes:
        drawn: Fires at the end of each stroke.
    """

    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pixels = QSize(28, 28)
        self._image = QImage(_SIDE, _SIDE, QImage.Format.Format_Grayscale8)
        self._last: QPointF | None = None
        self.setFixedSize(_SIDE, _SIDE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Draw here"))
        self.setToolTip(tr("Draw with the left button, rub out with the right one"))
        self.clear()

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn."""
        return not any(self.values(0, 1))

    def set_pixels(self, width: int, height: int) -> None:
        """Have the network's picture so many pixels wide and high."""
        self._pixels = QSize(width, height)

    def clear(self) -> None:
        """Begin again with a black picture."""
        self._image.fill(0)
        self.update()

    def values(self, low: float, high: float) -> list[float]:
        """Return what is drawn, row by row, black as ``low`` and white as ``high``."""
        small = self._image.scaled(
            self._pixels,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ).convertToFormat(QImage.Format.Format_Grayscale8)
        across, down = range(small.width()), range(small.height())
        grey = [QColor(small.pixel(x, y)).red() / 255 for y in down for x in across]
        return [low + share * (high - low) for share in grey]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke with a dot."""
        self._last = event.position()
        self._stroke(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if self._last is not None:
            self._stroke(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        del event
        self._last = None
        self.drawn.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the picture as it is drawn."""
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.end()

    def _stroke(self, event: QMouseEvent) -> None:
        point = event.position()
        rubbing = bool(event.buttons() & Qt.MouseButton.RightButton)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor("#000000" if rubbing else "#FFFFFF")
        width = _PEN * _SIDE * (2 if rubbing else 1)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, cap, join))
        # A line from a point to itself is nothing; a hair's breadth makes it a dot.
        painter.drawLine(self._last or point, point + QPointF(0.01, 0))
        painter.end()
        self._last = point
        self.update()
