"""Decides what part of a network is in view when it is opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.navigation import Navigator


class Levels:
    """Fits a network that is opened, and comes back to where the view was on the way out."""

    def __init__(self, view: QGraphicsView, navigator: Navigator) -> None:
        self._view = view
        self._navigator = navigator
        self._path: tuple[NodeId, ...] = ()
        self._left: dict[tuple[NodeId, ...], tuple[float, int, int]] = {}
        self._due = True
        self._unseen = False

    def start_afresh(self) -> None:
        """Forget everything; the whole of another network is open."""
        self._left.clear()
        self._path = ()
        self._due = True

    def switch(self, path: tuple[NodeId, ...]) -> None:
        """Take note of another open network, and put its former view back if it had one."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        self._left[self._path] = (self._navigator.scale, across.value(), down.value())
        outwards = self._path[: len(path)] == path
        self._path = path
        if not outwards or path not in self._left:
            self._due = True
            return
        scale, x, y = self._left[path]
        self._navigator.set_scale(scale)
        across.setValue(x)
        down.setValue(y)

    def show(self, area: Callable[[], QRectF]) -> None:
        """Bring a network's area into view, once after it was opened and can be seen."""
        if self._due and self._view.isVisible():
            self._due = False
            self._unseen = True
            self._navigator.show_beginning(area())

    def follow_size(self, area: Callable[[], QRectF]) -> None:
        """Bring the area into view once more if the view's size settles before it is painted."""
        if self._unseen:
            self._navigator.show_beginning(area())

    def rest(self) -> None:
        """Leave the view as it is from now on: it is seen."""
        self._unseen = False
