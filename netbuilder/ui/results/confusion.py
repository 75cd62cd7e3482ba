"""The confusion matrix: how many samples of each class were taken for which."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.text import grouped
from netbuilder.ui.theme import Scheme, interface_font, mix, tokens

_SMALLEST, _LARGEST = QSizeF(16, 16), QSizeF(56, 40)
_LEGIBLE = QSizeF(26, 15)
"""From this size on a cell has room for its number."""
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}

Cell = tuple[int, int]


class ConfusionMatrix(QWidget):
    """True classes from top to bottom, predicted ones from left to right.

    A cell is the darker, the larger its share of its true class; right ones in the accent's
    colour, wrong ones in that of errors. A click, or Enter, chooses one.

    Attributes:
        chosen: Fires with the true and the predicted class of a cell.
    """

    chosen = Signal(int, int)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self._classes: Sequence[str] = ()
        self._counts: Sequence[Sequence[int]] = ()
        self._wholes: Sequence[int] = ()
        self.cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Confusion matrix"))

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.update()

    def show_counts(self, classes: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show how many samples of each true class (row) were taken for which (column)."""
        self._classes, self._counts, self.cell = classes, counts, None
        self._wholes = [sum(row) for row in counts]
        least = _SMALLEST * len(classes)
        origin = self._origin()
        self.setMinimumSize(round(origin.x() + least.width()), round(origin.y() + least.height()))
        self.setAccessibleDescription(
            "; ".join(self.words((at, at)) for at in range(len(classes))) if classes else ""
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which numbers can be read."""
        wanted, origin = _LARGEST * len(self._classes), self._origin()
        return QSize(round(origin.x() + wanted.width()), round(origin.y() + wanted.height()))

    def choose(self, cell: Cell) -> None:
        """Choose a cell."""
        self.cell = cell
        self.update()
        self.chosen.emit(*cell)

    def words(self, cell: Cell) -> str:
        """Say what a cell means."""
        true, predicted = cell
        count, whole = self._counts[true][predicted], self._wholes[true]
        names = {"true": self._classes[true], "predicted": self._classes[predicted]}
        numbers = {"count": grouped(count), "whole": grouped(whole)}
        if true == predicted:
            return tr("{count} of {whole} samples of {true} are recognised", **names, **numbers)
        return tr(
            "{count} of {whole} samples of {true} are taken for {predicted}", **names, **numbers
        )

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return where a cell is drawn."""
        size, origin = self._cell_size(), self._origin()
        corner = QPointF(cell[1] * size.width(), cell[0] * size.height())
        return QRectF(origin + corner, size)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the cell under the pointer means."""
        cell = self._cell_at(event.position())
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if cell is not None else Qt.CursorShape.ArrowCursor
        )
        text = self.words(cell) if cell is not None else ""
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell."""
        cell = self._cell_at(event.position())
        if cell is not None:
            self.choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next cell by an arrow."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or not self._classes:
            super().keyPressEvent(event)
            return
        last = len(self._classes) - 1
        row, column = self.cell or (0, 0)
        moved = self.cell is not None
        self.choose(
            (
                min(last, max(0, row + move[0] * moved)),
                min(last, max(0, column + move[1] * moved)),
            )
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw all cells and the names around them."""
        if not self._classes:
            return
        painter = QPainter(self)
        painter.setFont(interface_font(-1))
        for row in range(len(self._classes)):
            for column in range(len(self._classes)):
                self._paint_cell(painter, (row, column))
        self._paint_names(painter)
        if self.cell is not None:
            painter.setPen(QPen(QColor(tokens(self._scheme).text), 2))
            painter.drawRect(self.cell_rect(self.cell).adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        colours = tokens(self._scheme)
        row, column = cell
        count, whole = self._counts[row][column], self._wholes[row] or 1
        full = QColor(colours.accent if row == column else colours.error)
        ground = mix(full, QColor(colours.panel), (count / whole) ** 0.5)
        area = self.cell_rect(cell).adjusted(0, 0, -1, -1)
        painter.fillRect(area, ground)
        painter.setPen(QColor(colours.line))
        painter.drawRect(area)
        if self._cell_size().expandedTo(_LEGIBLE) == self._cell_size():
            dark = ground.lightness() < 140
            on = QColor("#FFFFFF") if dark else QColor("#1B1F24")
            painter.setPen(on if count else QColor(colours.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, grouped(count) if count else "·")

    def _paint_names(self, painter: QPainter) -> None:
        colours, size, origin = tokens(self._scheme), self._cell_size(), self._origin()
        metrics = painter.fontMetrics()
        painter.setPen(QColor(colours.text))
        wide = self._names_width() - 8
        elide, align = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag
        for place, name in enumerate(self._classes):
            text = metrics.elidedText(name, elide, round(wide))
            top, left = self.cell_rect((place, 0)).top(), self.cell_rect((0, place)).left()
            area = QRectF(origin.x() - wide - 6, top, wide, size.height())
            painter.drawText(area, align.AlignRight | align.AlignVCenter, text)
            text = metrics.elidedText(name, elide, round(size.width()) - 2)
            area = QRectF(left, origin.y() - 18, size.width(), 16)
            painter.drawText(area, align.AlignCenter, text)
        painter.setPen(QColor(colours.muted))
        area = QRectF(origin.x(), 0, max(160.0, size.width() * len(self._classes)), 18)
        painter.drawText(area, align.AlignVCenter, tr("predicted →"))
        area = QRectF(origin.x() - wide - 6, origin.y() - 20, wide, 18)
        painter.drawText(area, align.AlignRight | align.AlignVCenter, tr("true ↓"))

    def _names_width(self) -> float:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self._classes), default=0)
        return max(52.0, min(120.0, widest + 12.0))

    def _origin(self) -> QPointF:
        return QPointF(self._names_width() + 2, 38)

    def _cell_size(self) -> QSizeF:
        origin, count = self._origin(), len(self._classes) or 1
        wide = (self.width() - origin.x() - 4) // count
        high = (self.height() - origin.y() - 4) // count
        return QSizeF(wide, high).boundedTo(_LARGEST).expandedTo(_SMALLEST)

    def _cell_at(self, point: QPointF) -> Cell | None:
        size, inside_at = self._cell_size(), point - self._origin()
        row = int(inside_at.y() // size.height())
        column = int(inside_at.x() // size.width())
        inside = 0 <= row < len(self._classes) and 0 <= column < len(self._classes)
        return (row, column) if inside else None
