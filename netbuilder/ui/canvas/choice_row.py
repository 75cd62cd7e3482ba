"""How a layer is written in the list of the search popup."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from netbuilder.ui.canvas.choices import Chance, Choice
from netbuilder.ui.rows import PADDING, chosen_tint, write
from netbuilder.ui.theme import Scheme, interface_font, mono_font, tokens

CHOICE = Qt.ItemDataRole.UserRole
_HEIGHT = 28
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
        area = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if not isinstance(choice, Choice):
            write(painter, area, index.data(), self._heading_font, self._colours.muted)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, chosen_tint(self._colours))
        dim = choice.chance is Chance.MISFIT
        self._draw_icon(painter, area, index.data(Qt.ItemDataRole.DecorationRole), dim=dim)
        area.setLeft(area.left() + _ICON + PADDING)
        colours = self._colours
        if choice.gives:
            room = area.width() * 2 // 3
            width = write(painter, area, choice.gives, self._shape_font, colours.muted, room=room)
            area.setRight(area.right() - width - PADDING)
        write(painter, area, index.data(), option.font, colours.muted if dim else colours.text)

    def _draw_icon(self, painter: QPainter, area: QRect, icon: QIcon, *, dim: bool) -> None:
        top = area.center().y() - _ICON // 2
        painter.setOpacity(0.45 if dim else 1.0)
        icon.paint(painter, QRect(area.left(), top, _ICON, _ICON))
        painter.setOpacity(1.0)
