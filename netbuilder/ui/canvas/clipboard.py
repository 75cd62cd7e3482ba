"""Cuts, copies and pastes layers as plain text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Graph
from netbuilder.graph.edits import paste, remove_nodes
from netbuilder.i18n import tr
from netbuilder.project.clip import clip_graph, clip_text
from netbuilder.project.reading import ProjectError
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.shapes import NODE_STEP, NODE_WIDTH, snapped


class Clipboard:
    """Puts the selected layers on the system's clipboard, and takes layers from there."""

    def __init__(self, view: QGraphicsView, stage: Stage) -> None:
        self._view = view
        self._stage = stage

    def copy(self) -> None:
        """Put the selected nodes and the wires among them on the clipboard."""
        document = self._stage.document
        chosen = document.selection
        if not chosen:
            self._stage.tell(tr("Select the layers to copy first."))
            return
        QGuiApplication.clipboard().setText(clip_text(document.level.graph, chosen))
        count = len(chosen)
        told = tr("1 layer copied") if count == 1 else tr("{count} layers copied", count=count)
        self._stage.tell(told)

    def cut(self) -> None:
        """Put the selected nodes on the clipboard and take them away."""
        document, chosen = self._stage.document, self._stage.document.selection
        self.copy()
        if chosen:
            document.apply_here(lambda graph: remove_nodes(graph, chosen), tr("Cut"))

    def paste(self) -> None:
        """Add the layers from the clipboard where the pointer is, and select them."""
        document = self._stage.document
        try:
            part = clip_graph(QGuiApplication.clipboard().text())
        except ProjectError as error:
            self._stage.tell(str(error))
            return
        graph = document.level.graph
        dx, dy = _way(part, graph, self._place(), self._stage.scene.work.height)
        changed, copies = paste(graph, part, dx, dy)
        document.apply_here(lambda _graph: changed, tr("Paste"))
        document.select(copies)
        self._view.ensureVisible(self._stage.scene.bounds(copies))

    def _place(self) -> QPointF:
        """Return where to paste: at the pointer, or in the middle if it is elsewhere."""
        viewport = self._view.viewport()
        at: QPoint = viewport.mapFromGlobal(QCursor.pos())
        seen = viewport.rect()
        return self._view.mapToScene(at if seen.contains(at) else seen.center())


def _way(part: Graph, graph: Graph, middle: QPointF, height: float) -> tuple[float, float]:
    """Return by how much to shift ``part`` so that it lies around ``middle``, on the grid.

    It does not come to lie exactly on nodes of ``graph``, as it would when pasted twice.
    """
    nodes = part.nodes.values()
    left, right = min(one.x for one in nodes), max(one.x for one in nodes) + NODE_WIDTH
    top, bottom = min(one.y for one in nodes), max(one.y for one in nodes) + height
    dx = snapped(middle.x() - (right - left) / 2) - left
    dy = snapped(middle.y() - (bottom - top) / 2) - top
    taken = {(one.x, one.y) for one in graph.nodes.values()}
    while any((one.x + dx, one.y + dy) in taken for one in nodes):
        dx, dy = dx + NODE_STEP, dy + NODE_STEP
    return dx, dy
