"""How a layer is written in the list of the search popup."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from netbuilder.ui.canvas.choices import Chance, Choice
from netbuilder.ui.theme import Scheme, interface_font, mix, mono_font, tokens

CHOICE = Qt.ItemDataRole.UserRole
_HEIGHT = 28
_PADDING = 8
_ICON = 16


class ChoiceRow(QStyledItemDelegate):
    """Writes icon and name, and at the right the shape; dims what would not fit."""

    def __init__(self, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = tokens(scheme)
        self._shape_font = mono_font(-1)
        self._heading_font = interface_font(-1, QFont.Weight.DemiBold)

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of every row."""
        return QSize(option.rect.width(), _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        choice = index.data(CHOICE)
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if not isinstance(choice, Choice):
            self._write(painter, area, index.data(), self._heading_font, self._colours.muted)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._tint())
        dim = choice.chance is Chance.MISFIT
        self._draw_icon(painter, area, index.data(Qt.ItemDataRole.DecorationRole), dim=dim)
        area.setLeft(area.left() + _ICON + _PADDING)
        colours = self._colours
        if choice.gives:
            width = self._write(
                painter, area, choice.gives, self._shape_font, colours.muted, at_right=True
            )
            area.setRight(area.right() - width - _PADDING)
        self._write(
            painter, area, index.data(), option.font, colours.muted if dim else colours.text
        )

    def _draw_icon(self, painter: QPainter, area: QRect, icon: QIcon, *, dim: bool) -> None:
        top = area.center().y() - _ICON // 2
        painter.setOpacity(0.45 if dim else 1.0)
        icon.paint(painter, QRect(area.left(), top, _ICON, _ICON))
        painter.setOpacity(1.0)

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        font: QFont,
        colour: str,
        *,
        at_right: bool = False,
    ) -> int:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        room = area.width() * 2 // 3 if at_right else area.width()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)

    def _tint(self) -> QColor:
        return mix(QColor(self._colours.accent), QColor(self._colours.panel), 0.18)
