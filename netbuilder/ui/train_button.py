"""The one large button: Train, and while it trains, Stop with the progress in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from netbuilder.i18n import tr
from netbuilder.training.history import History
from netbuilder.ui.theme import Scheme, mix, tokens

_RADIUS = 4.0


class TrainButton(QPushButton):
    """Says Train or Stop and fills with the share that is done."""

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._progress = 0.0
        self._running = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_state(None, ready=False, hindrance="")

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.update()

    def show_state(self, history: History | None, *, ready: bool, hindrance: str) -> None:
        """Show where the training stands.

        Args:
            history: Of the present or last training.
            ready: Whether a training may begin.
            hindrance: If not, why, in one sentence.
        """
        self._running = history is not None and history.running
        self._progress = history.progress if history is not None and self._running else 0.0
        self.setText(tr("Stop") if self._running else tr("Train"))
        self.setEnabled(self._running or ready)
        stop = tr("End the training and keep what was learnt (Shift+F5)")
        self.setToolTip(stop if self._running else hindrance or tr("Train the network (F5)"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that stands out in the tool bar."""
        return QSize(120, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a flat button, filled from the left as far as the training is."""
        colours = tokens(self._scheme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(area, _RADIUS, _RADIUS)
        accent = QColor(colours.accent)
        text = QColor(colours.on_accent)
        if not self.isEnabled():
            share = 0.2 if self._scheme.is_contrast else 1.0
            painter.fillPath(shape, mix(QColor(colours.line), QColor(colours.window), share))
            text = QColor(colours.muted)
        elif self._running:
            self._paint_progress(painter, shape, area, accent)
            text = QColor(colours.text)
        else:
            painter.fillPath(shape, accent.darker(112) if self.underMouse() else accent)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.text), 1))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), _RADIUS - 1, _RADIUS - 1)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(text)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _paint_progress(
        self, painter: QPainter, shape: QPainterPath, area: QRectF, accent: QColor
    ) -> None:
        done = QRectF(area)
        done.setWidth(area.width() * self._progress)
        tint = QColor(accent)
        tint.setAlpha(70)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(done, tint)
        painter.restore()
        painter.setPen(QPen(accent, 1))
        painter.drawPath(shape)
