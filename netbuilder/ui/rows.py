"""How a row of a popup's list is written: title, where it belongs, and its keys at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from netbuilder.ui.theme import Scheme, Tokens, interface_font, mix, tokens

PADDING = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What is written in a row.

    Attributes:
        title: At the left.
        keys: At the right.
        place: After the title, muted.
        dim: It cannot be chosen.
        strong: It is where things stand now.
    """

    title: str
    keys: str = ""
    place: str = ""
    dim: bool = False
    strong: bool = False


class RowPainter(QStyledItemDelegate):
    """Writes rows that carry a :class:`Row` under the role ``ROW``."""

    ROW = Qt.ItemDataRole.UserRole + 1

    def __init__(self, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = tokens(scheme)
        self._font = interface_font()
        self._strong = interface_font(0, QFont.Weight.DemiBold)
        self._small = interface_font(-1)

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of every row."""
        return QSize(option.rect.width(), option.fontMetrics.height() + 2 * PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        row = index.data(self.ROW)
        if not isinstance(row, Row):
            return
        colours = self._colours
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, chosen_tint(colours))
        area = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        width = write(painter, area, row.keys, self._small, colours.muted, room=area.width())
        area.setRight(area.right() - width - PADDING)
        font = self._strong if row.strong else self._font
        width = write(painter, area, row.title, font, colours.muted if row.dim else colours.text)
        area.setLeft(area.left() + width + PADDING)
        write(painter, area, row.place, self._small, colours.muted)


def chosen_tint(colours: Tokens) -> QColor:
    """Return the background of the row that the keys stand on."""
    return mix(QColor(colours.accent), QColor(colours.panel), 0.18)


def write(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    colour: str,
    *,
    room: int | None = None,
) -> int:
    """Write a text as far as there is room, and return its width.

    Args:
        painter: What to write with.
        area: Where.
        text: What.
        font: How.
        colour: In which colour.
        room: How much of the area it may take, at the right end; None for all, from the left.
    """
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    side = Qt.AlignmentFlag.AlignLeft if room is None else Qt.AlignmentFlag.AlignRight
    widest = max(0, area.width() if room is None else room)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, widest)
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
