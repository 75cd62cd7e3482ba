"""Has the worker describe a ready-made network, and puts it into the open network."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from netbuilder.graph import Graph, Node, Params
from netbuilder.graph.edits import add_node, new_node
from netbuilder.i18n import tr
from netbuilder.training.commands import DescribeApplication
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import ApplicationDescribed
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess

_CENTRED = Params(scale=1 / 127.5, offset=-1)


class ApplicationDesk(QObject):
    """Makes one network at a time.

    Attributes:
        changed: Fires when there is something else to show.
        added: Fires when the network was added.
        making: Whether the worker is at it.
        message: Why it could not be made; empty for nothing.
    """

    changed = Signal()
    added = Signal()
    _read = Signal(int, object)

    def __init__(
        self, document: Document, worker: WorkerProcess, canvas: Canvas, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._canvas = canvas
        self._request = 0
        self._params = Params()
        self._centred = False
        self.making = False
        self.message = ""
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)
        self._read.connect(self._add, Qt.ConnectionType.QueuedConnection)

    def start(self, params: Params, *, centred: bool) -> None:
        """Have a network made, and added after the selected layer once it is.

        Args:
            params: How to make it.
            centred: Whether a layer before it is to bring pixels of 0 to 255 to -1 to 1.
        """
        self._request += 1
        self._params, self._centred = params, centred
        self.making, self.message = True, ""
        self._worker.send(_question(self._request, params))
        self.changed.emit()

    def cancel(self) -> None:
        """Want nothing any more; what still comes is thrown away."""
        self._request += 1
        self.making, self.message = False, ""

    def _take(self, event: AnyEvent) -> None:
        if not isinstance(event, ApplicationDescribed) or event.request != self._request:
            return
        if event.message:
            self._end(event.message)
        else:
            work = (event.request, self._document.level.graph, event.config)
            threading.Thread(target=self._work, args=work, daemon=True).start()

    def _work(self, request: int, graph: Graph, config: str) -> None:
        """Read a description beside the window: large networks take their time."""
        from netbuilder.importing.applications import application_node
        from netbuilder.importing.errors import ConfigError

        found: Node | str
        try:
            found = application_node(graph, self._params, config)
        except ConfigError as error:
            found = str(error)
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(request, found)

    def _add(self, request: int, found: Node | str) -> None:
        if request != self._request:
            return
        if isinstance(found, Node):
            self._canvas.editing.add_row(self._row(found))
            self.making = False
            self.added.emit()
        else:
            self._end(found)

    def _row(self, node: Node) -> list[Node]:
        """Return what is added: the network, and before it the layer that it needs."""
        if not self._centred:
            return [node]
        graph = self._document.level.graph
        scaling = new_node(graph, "Rescaling", _CENTRED)
        after = new_node(add_node(graph, scaling), node.class_name)
        return [scaling, replace(node, id=after.id)]

    def _on_worker_state(self, state: str) -> None:
        if state == "gone" and self.making:
            self._end(tr("The worker ended before, perhaps for want of memory."))

    def _end(self, message: str) -> None:
        self.making, self.message = False, message
        self.changed.emit()


def _question(request: int, params: Params) -> DescribeApplication:
    shape, pooling = params.get("input_shape"), params.get("pooling")
    sizes = shape if isinstance(shape, tuple) else ()
    return DescribeApplication(
        request,
        str(params["application"]),
        params.get("include_top") is not False,
        tuple(size for size in sizes if isinstance(size, int)) or None,
        pooling if isinstance(pooling, str) else None,
        params.get("weights") == "imagenet",
    )
