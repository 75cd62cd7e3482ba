"""Moving and stretching frames and comments with the mouse."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt

from netbuilder.graph import Graph, NodeId, Note, NoteId
from netbuilder.graph.edits import move_nodes
from netbuilder.graph.notes import carried, move_notes, resize_note
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import DRAG_DISTANCE, Gesture, Pointer, Stage
from netbuilder.ui.canvas.note_paint import LEAST
from netbuilder.ui.canvas.shapes import snapped

_NOWHERE = Pointer(QPointF(), QPoint())


class MoveNote(Gesture):
    """Selects a note and moves it on the grid; a frame takes along what lies in it.

    What that is, is settled when the drag starts.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, key: NoteId) -> None:
        self._stage = stage
        self._key = key
        self._from = _NOWHERE
        self._nodes: dict[NodeId, tuple[float, float]] = {}
        self._notes: dict[NoteId, Note] = {}
        self._way: tuple[float, float] | None = None

    def start(self, pointer: Pointer) -> None:
        """Take hold of the note and of all that it carries."""
        self._from = pointer
        graph = self._stage.document.level.graph
        nodes, notes = contents(self._stage, self._key)
        self._nodes = {key: (graph.nodes[key].x, graph.nodes[key].y) for key in nodes}
        self._notes = {key: graph.notes[key] for key in (self._key, *notes)}

    def move(self, pointer: Pointer) -> None:
        """Show it where the pointer took it."""
        far = (pointer.view - self._from.view).manhattanLength() >= DRAG_DISTANCE
        if self._way is None and not far:
            return
        note, way = self._notes[self._key], pointer.scene - self._from.scene
        self._way = snapped(note.x + way.x()) - note.x, snapped(note.y + way.y()) - note.y
        scene = self._stage.scene
        if self._nodes:
            scene.show_moved(self._node_places())
        places = self._note_places()
        scene.notes.show_changed(
            {key: replace(self._notes[key], x=x, y=y) for key, (x, y) in places.items()}
        )

    def end(self) -> None:
        """Leave it there."""
        if self._way is None:
            return
        nodes, notes = self._node_places(), self._note_places()
        self._let_go()

        def moved(graph: Graph) -> Graph:
            return move_notes(move_nodes(graph, nodes), notes)

        self._stage.document.apply_here(moved, tr("Move"))

    def cancel(self) -> None:
        """Put it back."""
        self._let_go()

    def _let_go(self) -> None:
        self._stage.scene.drop_moved()
        self._stage.scene.notes.drop_changed()

    def _node_places(self) -> dict[NodeId, tuple[float, float]]:
        dx, dy = self._way or (0.0, 0.0)
        return {key: (x + dx, y + dy) for key, (x, y) in self._nodes.items()}

    def _note_places(self) -> dict[NoteId, tuple[float, float]]:
        dx, dy = self._way or (0.0, 0.0)
        return {key: (note.x + dx, note.y + dy) for key, note in self._notes.items()}


class StretchNote(Gesture):
    """Makes a note larger or smaller by its lower right corner."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, stage: Stage, key: NoteId) -> None:
        self._stage = stage
        self._note = stage.document.level.graph.notes[key]
        self._shown = self._note
        self._from = _NOWHERE

    def start(self, pointer: Pointer) -> None:
        """Take hold of the corner."""
        self._from = pointer

    def move(self, pointer: Pointer) -> None:
        """Show it as large as the pointer pulls it."""
        way, note = pointer.scene - self._from.scene, self._note
        right, bottom = note.x + note.width + way.x(), note.y + note.height + way.y()
        width = max(LEAST.width(), snapped(right) - note.x)
        height = max(LEAST.height(), snapped(bottom) - note.y)
        if (pointer.view - self._from.view).manhattanLength() >= DRAG_DISTANCE:
            self._shown = replace(note, width=width, height=height)
        self._stage.scene.notes.show_changed({note.id: self._shown})

    def end(self) -> None:
        """Leave it so large."""
        shown = self._shown
        self._stage.scene.notes.drop_changed()
        if shown != self._note:
            self._stage.document.apply_here(
                lambda graph: resize_note(graph, shown.id, shown.width, shown.height),
                tr("Resize"),
            )

    def cancel(self) -> None:
        """Show it as large as it was."""
        self._stage.scene.notes.drop_changed()


def contents(stage: Stage, key: NoteId) -> tuple[frozenset[NodeId], frozenset[NoteId]]:
    """Return the nodes and notes that a note carries, by where they are drawn."""
    middles = {shape.node: shape.rect.center() for shape in stage.scene.shapes()}
    places = {node: (at.x(), at.y()) for node, at in middles.items()}
    return carried(stage.document.level.graph, key, places)
