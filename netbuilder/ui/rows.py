"""How a row of a popup's list is written: title, where it belongs, and its keys at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from netbuilder.ui.theme import Scheme, interface_font, mix, tokens

_PADDING = 8


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
        return QSize(option.rect.width(), option.fontMetrics.height() + 2 * _PADDING)

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
            tint = mix(QColor(colours.accent), QColor(colours.panel), 0.18)
            painter.fillRect(option.rect, tint)
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(self._small)
        width = _write(painter, area, row.keys, colours.muted, Qt.AlignmentFlag.AlignRight)
        area.setRight(area.right() - width - _PADDING)
        painter.setFont(self._strong if row.strong else self._font)
        width = _write(painter, area, row.title, colours.muted if row.dim else colours.text)
        area.setLeft(area.left() + width + _PADDING)
        painter.setFont(self._small)
        _write(painter, area, row.place, colours.muted)


def _write(
    painter: QPainter,
    area: QRect,
    text: str,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write a text as far as there is room, and return its width."""
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
