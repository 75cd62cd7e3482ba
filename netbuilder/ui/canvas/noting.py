"""Commands on frames and comments: add, write, colour, copy, move and take away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Graph, Note, NoteColour, NoteId, NoteKind
from netbuilder.graph.edits import duplicate, move_nodes
from netbuilder.graph.notes import (
    add_note,
    colour_note,
    frame_around,
    fresh_note_id,
    move_notes,
    remove_notes,
    resize_note,
    write_note,
)
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.note_field import NoteField
from netbuilder.ui.canvas.note_gestures import contents
from netbuilder.ui.canvas.note_paint import TITLE, comment_height
from netbuilder.ui.canvas.shapes import GRID, snapped
from netbuilder.ui.canvas.speaking import describe
from netbuilder.ui.document import GraphEdit

_AROUND = 12.0
_BESIDE = 32.0
_EMPTY_FRAME = QRectF(0, 0, 320, 200)
_COMMENT_WIDTH, _COMMENT_HEIGHT = 240.0, 96.0
_COPY_OFFSET = 24.0


class Noting:
    """Acts on the chosen note, each time in one undo step."""

    def __init__(self, view: QGraphicsView, stage: Stage) -> None:
        self._view = view
        self._stage = stage
        stage.document.selection_changed.connect(self._on_selection_changed)

    @property
    def chosen(self) -> Note | None:
        """The selected note; nodes and a note are never selected together."""
        return self._stage.scene.notes.chosen

    def choose(self, key: NoteId | None) -> None:
        """Select a note, or none."""
        if key is not None:
            self._stage.document.select(())
        self._stage.scene.notes.choose(key)
        note = self.chosen
        if note is not None:
            kind = tr("Frame: {text}") if note.is_frame else tr("Comment: {text}")
            describe(self._view, kind.format(text=note.text))

    def choose_next(self) -> None:
        """Select the next note, round and round, and bring it into view."""
        keys = list(self._graph.notes)
        if not keys:
            self._stage.refuse(tr("There are no frames and comments yet."))
            return
        now = keys.index(self.chosen.id) if self.chosen is not None else -1
        self.choose(keys[(now + 1) % len(keys)])
        self._show()

    def add_frame(self) -> None:
        """Put a frame around what is selected, or an empty one into the middle of the view."""
        scene, chosen = self._stage.scene, self._stage.document.selection
        middle = self._middle()
        bodies = [scene.shape_of(key).rect for key in chosen]
        if not bodies:
            bodies = [_EMPTY_FRAME.translated(middle - _EMPTY_FRAME.center())]
        areas = [(b.left(), b.top(), b.right(), b.bottom()) for b in bodies]
        self._add(frame_around(self._graph, areas, _AROUND, TITLE - _AROUND), tr("Add a frame"))

    def add_comment(self) -> None:
        """Put a comment beside what is selected, or into the middle of the view."""
        scene, chosen = self._stage.scene, self._stage.document.selection
        corner = self._middle() - QPointF(_COMMENT_WIDTH, _COMMENT_HEIGHT) / 2
        if chosen:
            corner = scene.bounds(chosen).topRight() + QPointF(_BESIDE, 0)
        note = Note(
            fresh_note_id(self._graph),
            NoteKind.COMMENT,
            "",
            snapped(corner.x()),
            snapped(corner.y()),
            _COMMENT_WIDTH,
            _COMMENT_HEIGHT,
            NoteColour.YELLOW,
        )
        self._add(note, tr("Add a comment"))

    def edit(self) -> bool:
        """Let the chosen note be written in its place; tell whether there is one."""
        note = self.chosen
        if note is None:
            return False
        field = NoteField(self._view.viewport(), note)
        field.written.connect(self._write)
        area = self._stage.scene.notes.area(note.id)
        field.show_over(self._view.mapFromScene(area).boundingRect())
        return True

    def delete(self) -> bool:
        """Take the chosen note away, but not what lies in it; tell whether there was one."""
        note = self.chosen
        if note is None:
            return False
        self._apply(lambda graph: remove_notes(graph, (note.id,)), tr("Delete"))
        return True

    def duplicate(self) -> bool:
        """Copy the chosen note and what lies in it; tell whether there was one."""
        note = self.chosen
        if note is None:
            return False
        nodes, notes = contents(self._stage, note.id)
        graph, _ = duplicate(
            self._graph, [key for key in self._graph.nodes if key in nodes], *[_COPY_OFFSET] * 2
        )
        first = fresh_note_id(graph)
        for key in (note.id, *sorted(notes)):
            source = graph.notes[key]
            x, y = source.x + _COPY_OFFSET, source.y + _COPY_OFFSET
            graph = add_note(graph, replace(source, id=fresh_note_id(graph), x=x, y=y))
        copied = graph
        self._apply(lambda _graph: copied, tr("Duplicate"))
        self.choose(first)
        return True

    def colour(self, colour: NoteColour) -> None:
        """Give the chosen note a colour."""
        note = self.chosen
        if note is None:
            self._stage.refuse(tr("Select the frame or comment that is to be coloured."))
            return
        self._apply(lambda graph: colour_note(graph, note.id, colour), tr("Colour"))

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the chosen note and what it carries; tell whether there is one."""
        note, graph = self.chosen, self._graph
        if note is None:
            return False
        nodes, notes = contents(self._stage, note.id)
        places = {key: (graph.nodes[key].x + dx, graph.nodes[key].y + dy) for key in nodes}
        carried = [graph.notes[key] for key in (note.id, *notes)]
        areas = {each.id: (each.x + dx, each.y + dy) for each in carried}
        self._stage.document.apply_here(
            lambda graph: move_notes(move_nodes(graph, places), areas),
            tr("Move"),
            merge=f"nudge {note.id}",
        )
        return True

    @property
    def _graph(self) -> Graph:
        return self._stage.document.level.graph

    def _middle(self) -> QPointF:
        return self._view.mapToScene(self._view.viewport().rect().center())

    def _add(self, note: Note, text: str) -> None:
        self._apply(lambda graph: add_note(graph, note), text)
        self.choose(note.id)
        self._show()
        self.edit()

    def _write(self, key: NoteId, text: str) -> None:
        """Take a new text; a comment grows with it."""
        note = self._graph.notes.get(key)
        if note is None:
            return
        height = note.height
        if not note.is_frame:
            height = max(height, comment_height(text, note.width, self._stage.scene.work))

        def written(graph: Graph) -> Graph:
            return resize_note(write_note(graph, key, text), key, note.width, height)

        self._apply(written, tr("Write"))

    def _apply(self, edit: GraphEdit, text: str) -> None:
        self._stage.document.apply_here(edit, text)

    def _show(self) -> None:
        note = self.chosen
        if note is not None:
            self._view.ensureVisible(self._stage.scene.notes.area(note.id), GRID, GRID)

    def _on_selection_changed(self) -> None:
        if self._stage.document.selection:
            self.choose(None)
