"""Reads a ready-made network in Keras's source, and puts it into the open network."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from netbuilder.catalog.preparing import LayerOf
from netbuilder.graph import Graph, Node, Params
from netbuilder.graph.edits import add_node, new_node
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document


class ApplicationDesk(QObject):
    """Makes one network at a time.

    Attributes:
        changed: Fires when there is something else to show.
        added: Fires when the network was added.
        making: Whether it is being read.
        message: Why it could not be made; empty for nothing.
    """

    changed = Signal()
    added = Signal()
    _read = Signal(int, object)

    def __init__(self, document: Document, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._request = 0
        self._preparing: tuple[LayerOf, ...] = ()
        self.making = False
        self.message = ""
        self._read.connect(self._add, Qt.ConnectionType.QueuedConnection)

    def start(self, params: Params, preparing: tuple[LayerOf, ...]) -> None:
        """Have a network made, and added after the selected layer once it is.

        Args:
            params: How to make it.
            preparing: The layers that prepare its pixels, to be put before it.
        """
        self._request += 1
        self._preparing = preparing
        self.making, self.message = True, ""
        work = (self._request, self._document.level.graph, params)
        threading.Thread(target=self._work, args=work, daemon=True).start()
        self.changed.emit()

    def cancel(self) -> None:
        """Want nothing any more; what still comes is thrown away."""
        self._request += 1
        self.making, self.message = False, ""

    def _work(self, request: int, graph: Graph, params: Params) -> None:
        """Read a network beside the window: large ones take half a second."""
        from netbuilder.importing.applications import application_node
        from netbuilder.importing.errors import ConfigError

        found: Node | str
        try:
            found = application_node(graph, params)
        except ConfigError as error:
            found = str(error)
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(request, found)

    def _add(self, request: int, found: Node | str) -> None:
        if request != self._request:
            return
        self.making = False
        if isinstance(found, Node):
            self._canvas.editing.add_row(self._row(found))
            self.added.emit()
        else:
            self.message = found
            self.changed.emit()

    def _row(self, node: Node) -> list[Node]:
        """Return what is added: the layers that prepare its pixels, and the network."""
        graph, row = self._document.level.graph, []
        for name, params in self._preparing:
            row.append(new_node(graph, name, params))
            graph = add_node(graph, row[-1])
        return [*row, replace(node, id=new_node(graph, node.class_name).id)]
