"""Remembers what part of each network was in view."""

from __future__ import annotations

from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.navigation import Navigator


class Levels:
    """Brings a view back to where it was when its user comes out of a submodel."""

    def __init__(self, view: QGraphicsView, navigator: Navigator) -> None:
        self._view = view
        self._navigator = navigator
        self._path: tuple[NodeId, ...] = ()
        self._left: dict[tuple[NodeId, ...], tuple[float, int, int]] = {}

    def start_afresh(self) -> None:
        """Forget everything; the whole network is open."""
        self._left.clear()
        self._path = ()

    def switch(self, path: tuple[NodeId, ...]) -> bool:
        """Take note of another open network; tell whether its former view was put back."""
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        self._left[self._path] = (self._navigator.scale, across.value(), down.value())
        outwards = self._path[: len(path)] == path
        self._path = path
        if not outwards or path not in self._left:
            return False
        scale, x, y = self._left[path]
        self._navigator.set_scale(scale)
        across.setValue(x)
        down.setValue(y)
        return True
