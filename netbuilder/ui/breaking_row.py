"""A row of widgets that breaks into two where there is no room for one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget


class BreakingRow(QWidget):
    """Two groups of widgets: at the left and at the right, or one below the other.

    Args:
        first: The group that begins the row; each of its widgets keeps its own width.
        second: The group at the right end, or in the second row.
        spacing: The pixels between widgets.
        wide: The widget of the first group that takes all the room that is left, if any.
    """

    def __init__(
        self,
        first: Sequence[QWidget],
        second: Sequence[QWidget],
        spacing: int = 8,
        wide: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._groups = [QHBoxLayout(), QHBoxLayout()]
        for group, widgets in zip(self._groups, (first, second), strict=True):
            group.setSpacing(spacing)
            for widget in widgets:
                group.addWidget(widget, int(widget is wide))
            if wide not in widgets:
                group.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        self._row.addLayout(self._groups[0], 1)
        self._row.addLayout(self._groups[1])

    def minimumSizeHint(self) -> QSize:
        """Return the room for the wider group alone."""
        margins = self.contentsMargins()
        least = max(group.minimumSize().width() for group in self._groups)
        return QSize(margins.left() + least + margins.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break, or join again."""
        super().resizeEvent(event)
        self._break()

    def event(self, event: QEvent) -> bool:
        """Break too when a widget comes or goes."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._break()
        return super().event(event)

    def _break(self) -> None:
        needed = sum(group.minimumSize().width() for group in self._groups) + self._row.spacing()
        broken = self.contentsRect().width() < needed
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if broken else ways.LeftToRight)
