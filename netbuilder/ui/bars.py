"""Bars side by side with their names: how large each of some parts is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netbuilder.ui.theme import Scheme, interface_font, tokens

_ROW = 18
_VALUE = 72  # pixels for what is written behind a bar


class Bars(QWidget):
    """A bar a row: its name before it, its value behind it."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.rows: tuple[tuple[str, float, str], ...] = ()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.update()

    def show_rows(self, rows: Sequence[tuple[str, float, str]], whole: float = 0.0) -> None:
        """Show rows of name, value and the value as text.

        Args:
            rows: From top to bottom; values are not negative.
            whole: The value of a bar as long as there is room; 0 for the largest one.
        """
        self.rows = tuple(rows)
        self._whole = whole or max((value for _, value, _ in rows), default=1.0) or 1.0
        self.setVisible(bool(rows))
        self.setFixedHeight(_ROW * len(rows))
        self.setAccessibleDescription(", ".join(f"{name}: {text}" for name, _, text in rows))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width that leaves room for names and bars."""
        return QSize(280, _ROW * len(self.rows))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, bar and value of every row."""
        colours = tokens(self._scheme)
        painter = QPainter(self)
        painter.setFont(interface_font(-1))
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(name) for name, _, _ in self.rows), default=0)
        names = min(names, self.width() // 3)
        room = self.width() - names - _VALUE
        for row, (name, value, words) in enumerate(self.rows):
            top = row * _ROW
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.setPen(QColor(colours.text))
            area = QRectF(0, top, names, _ROW)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            length = room * value / self._whole
            painter.fillRect(QRectF(names + 8, top + 4, length, _ROW - 8), QColor(colours.accent))
            painter.setPen(QColor(colours.muted))
            area = QRectF(names + 14 + length, top, _VALUE - 12, _ROW)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
