"""A small drawing of a learning-rate schedule, below its parameters."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from netbuilder.catalog.spec import ClassSpec
from netbuilder.graph import Config, Value
from netbuilder.i18n import tr
from netbuilder.training.schedules import rate_at, span
from netbuilder.ui.text import figure, grouped
from netbuilder.ui.theme import interface_font

_HEIGHT, _TEXT = 92, 16
_POINTS = 240


class ScheduleCurve(QWidget):
    """The learning rate over the steps of a training; hidden where there is none to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.rates: list[float] = []
        self.steps = 0
        self.setFixedHeight(_HEIGHT)
        self.setToolTip(tr("The learning rate over the batches of a training"))
        self.setVisible(False)

    def show_schedule(self, value: Value, spec: ClassSpec | None) -> None:
        """Draw a schedule; nothing for a number, or while its parameters are incomplete."""
        self.rates, self.steps = [], 0
        if isinstance(value, Config) and spec is not None:
            steps = span(value, spec) or 0
            found = [rate_at(value, spec, steps * at / _POINTS) for at in range(_POINTS + 1)]
            known = [rate for rate in found if rate is not None]
            if steps and len(known) == len(found):
                self.rates, self.steps = known, steps
        self.setVisible(bool(self.rates))
        if self.rates:
            self.setAccessibleDescription(
                tr(
                    "From {first} to {last} in {steps} batches",
                    first=figure(self.rates[0]),
                    last=figure(self.rates[-1]),
                    steps=grouped(self.steps),
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that fits below other fields."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the curve, its largest rate above and its length below."""
        if not self.rates:
            return
        role, align = QPalette.ColorRole, Qt.AlignmentFlag
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(interface_font(-1))
        area = QRectF(0, _TEXT + 2, self.width() - 2, self.height() - 2 * _TEXT - 6)
        top = max(*self.rates, 1e-12)
        painter.setPen(QPen(self.palette().color(role.Mid), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QPen(self.palette().color(role.Highlight), 2))
        painter.drawPolyline(
            [
                QPointF(
                    area.left() + area.width() * at / _POINTS,
                    area.bottom() - area.height() * rate / top,
                )
                for at, rate in enumerate(self.rates)
            ]
        )
        painter.setPen(self.palette().color(role.PlaceholderText))
        above, below = (
            QRectF(0, 0, area.width(), _TEXT),
            QRectF(0, area.bottom() + 2, area.width(), _TEXT),
        )
        painter.drawText(above, align.AlignLeft, tr("highest {rate}", rate=figure(max(self.rates))))
        painter.drawText(
            above, align.AlignRight, tr("at the end {rate}", rate=figure(self.rates[-1]))
        )
        painter.drawText(below, align.AlignLeft, "0")
        painter.drawText(below, align.AlignRight, tr("{steps} batches", steps=grouped(self.steps)))
        painter.end()
