"""Cuts, copies and pastes layers, frames and comments as plain text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Graph, NodeId, NoteId, Point
from netbuilder.graph.edits import paste, remove_nodes
from netbuilder.graph.notes import remove_notes
from netbuilder.i18n import tr
from netbuilder.project.clip import clip_graph, clip_text
from netbuilder.project.reading import ProjectError
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.note_gestures import contents
from netbuilder.ui.canvas.note_items import note_area
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.shapes import NODE_STEP, NODE_WIDTH, snapped


class Clipboard:
    """Puts what is selected on the system's clipboard, and takes layers and notes from there.

    Layers take along the frames that hold none but them, a frame takes along what it holds.
    """

    def __init__(self, view: QGraphicsView, stage: Stage, noting: Noting) -> None:
        self._view = view
        self._stage = stage
        self._noting = noting

    def copy(self) -> None:
        """Put what is selected, and the wires in it, on the clipboard."""
        nodes, notes = self._chosen()
        if not nodes and not notes:
            self._stage.tell(tr("Select the layers to copy first."))
            return
        graph = self._stage.document.level.graph
        QGuiApplication.clipboard().setText(clip_text(graph, nodes, notes))
        self._stage.tell(_told(len(nodes), len(notes)))

    def cut(self) -> None:
        """Put what is selected on the clipboard and take it away."""
        nodes, notes = self._chosen()
        self.copy()
        if nodes or notes:
            self._stage.document.apply_here(
                lambda graph: remove_notes(remove_nodes(graph, nodes), notes), tr("Cut")
            )

    def paste(self) -> None:
        """Add what the clipboard holds where the pointer is, and select it."""
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
        fresh = [key for key in changed.notes if key not in graph.notes]
        if copies:
            self._view.ensureVisible(self._stage.scene.bounds(copies))
        elif fresh:
            self._noting.choose(fresh[0])

    def _chosen(self) -> tuple[frozenset[NodeId], frozenset[NoteId]]:
        """Return the nodes and notes that are meant."""
        note, nodes = self._noting.chosen, self._stage.document.selection
        if note is not None:
            held, notes = contents(self._stage, note.id)
            return held, notes | {note.id}
        framed: set[NoteId] = set()
        for key in self._stage.document.level.graph.notes if nodes else ():
            held, notes = contents(self._stage, key)
            if held and held <= nodes:
                framed |= {key, *notes}
        return nodes, frozenset(framed)

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
    bodies = [QRectF(one.x, one.y, NODE_WIDTH, height) for one in nodes]
    areas = [*bodies, *map(note_area, part.notes.values())]
    left, right = min(area.left() for area in areas), max(area.right() for area in areas)
    top, bottom = min(area.top() for area in areas), max(area.bottom() for area in areas)
    dx = snapped(middle.x() - (right - left) / 2) - left
    dy = snapped(middle.y() - (bottom - top) / 2) - top
    taken = set(_corners(graph))
    while any((x + dx, y + dy) in taken for x, y in _corners(part)):
        dx, dy = dx + NODE_STEP, dy + NODE_STEP
    return dx, dy


def _corners(graph: Graph) -> list[Point]:
    """Return where all nodes and notes lie."""
    nodes = [(node.x, node.y) for node in graph.nodes.values()]
    return nodes + [(note.x, note.y) for note in graph.notes.values()]


def _told(layers: int, notes: int) -> str:
    """Return what was copied, in a few words."""
    if not layers:
        return tr("1 note copied") if notes == 1 else tr("{count} notes copied", count=notes)
    if notes:
        return tr("{layers} layers and {notes} notes copied", layers=layers, notes=notes)
    return tr("1 layer copied") if layers == 1 else tr("{count} layers copied", count=layers)
