"""The middle of the window: the canvas, or at first a page that greets."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget


class Centre(QWidget):
    """Shows the canvas or a page in its place, below bars with notices.

    Args:
        canvas: What is there for good.
        bars: What may be said above it, from the top.
    """

    def __init__(self, canvas: QWidget, bars: Iterable[QWidget]) -> None:
        super().__init__()
        self._canvas = canvas
        self._stack = QStackedWidget()
        self._stack.addWidget(canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in bars:
            column.addWidget(bar)
        column.addWidget(self._stack)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the canvas."""
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def show_canvas(self) -> None:
        """Show the canvas, give it the keyboard, and forget the page."""
        while (page := self._stack.widget(1)) is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self._canvas.setFocus()
