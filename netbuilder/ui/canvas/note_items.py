"""The frames and comments on the scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from netbuilder.graph import Note, NoteId
from netbuilder.ui.canvas.brushwork import Brushwork
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, Part
from netbuilder.ui.canvas.note_paint import GRIP, LARGEST_TITLE, TITLE, paint_note

_FRAME_Z, _COMMENT_Z = -2.0, -1.0
_STEP = 1e-6
_MARGIN = 3.0


class NoteItem(QGraphicsItem):
    """Shows one note."""

    def __init__(self, note: Note, work: Brushwork) -> None:
        super().__init__()
        self.note = note
        self._work = work
        self._chosen = False
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def area(self) -> QRectF:
        """Where it lies in the scene."""
        return note_area(self.note)

    def lie_above(self, others: int) -> None:
        """Lie above so many other notes, but a frame below all comments."""
        self.setZValue((_FRAME_Z if self.note.is_frame else _COMMENT_Z) + others * _STEP)

    def show_note(self, note: Note, work: Brushwork, *, chosen: bool) -> None:
        """Show the note as it is now."""
        if (note, work, chosen) == (self.note, self._work, self._chosen):
            return
        self.prepareGeometryChange()
        self.note, self._work, self._chosen = note, work, chosen
        self.setPos(note.x, note.y)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return its area with the edge, and room for a title that is seen from far away."""
        body = QRectF(0, 0, self.note.width, self.note.height)
        above = TITLE * LARGEST_TITLE if self.note.is_frame else _MARGIN
        return body.adjusted(-_MARGIN, -above, _MARGIN, _MARGIN)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Paint the note."""
        scale = painter.worldTransform().m11()
        paint_note(painter, self.note, self._work, scale, chosen=self._chosen)


class NoteLayer:
    """Keeps the items in step with a graph's notes, and knows which one is chosen."""

    def __init__(self, scene: QGraphicsScene, work: Brushwork) -> None:
        self._scene = scene
        self._work = work
        self._notes: Mapping[NoteId, Note] = {}
        self._items: dict[NoteId, NoteItem] = {}
        self._chosen: NoteId | None = None

    @property
    def chosen(self) -> Note | None:
        """The selected note."""
        return self._notes.get(self._chosen) if self._chosen is not None else None

    def choose(self, key: NoteId | None) -> None:
        """Select a note, or none."""
        self._chosen = key
        self._draw()

    def show(self, notes: Mapping[NoteId, Note], work: Brushwork) -> None:
        """Draw exactly these notes."""
        self._notes, self._work = notes, work
        for key in self._items.keys() - notes.keys():
            self._scene.removeItem(self._items.pop(key))
        if self._chosen not in notes:
            self._chosen = None
        self._draw()

    def show_changed(self, notes: Mapping[NoteId, Note]) -> None:
        """Draw some notes otherwise for now; the graph is not touched."""
        for key, note in notes.items():
            self._items[key].show_note(note, self._work, chosen=key == self._chosen)

    def drop_changed(self) -> None:
        """Draw all notes as the graph has them again."""
        self._draw()

    def area(self, key: NoteId) -> QRectF:
        """Return where a note lies.

        Raises:
            KeyError: the note is not drawn.
        """
        return self._items[key].area

    def bounds(self) -> QRectF:
        """Return the area of all notes; empty for none."""
        area = QRectF()
        for item in self._items.values():
            area = area.united(item.area)
        return area

    def in_order(self) -> tuple[Note, ...]:
        """Return the notes from the lowest to the topmost."""
        ordered = sorted(self._items.values(), key=lambda item: item.zValue())
        return tuple(item.note for item in ordered)

    def hit(self, point: QPointF, reach: float) -> HitTarget:
        """Return the note that could be taken hold of at ``point``, the topmost first.

        The inside of a frame is as empty as the canvas.
        """
        for note in reversed(self.in_order()):
            part = _part(note, point - QPointF(note.x, note.y), reach)
            if part is not None:
                return HitTarget(part, note=note.id)
        return NOTHING

    def _draw(self) -> None:
        for number, (key, note) in enumerate(self._notes.items()):
            item = self._items.get(key)
            if item is None:
                item = self._items[key] = NoteItem(replace(note, width=0.0), self._work)
                self._scene.addItem(item)
            item.show_note(note, self._work, chosen=key == self._chosen)
            item.lie_above(number)


def note_area(note: Note) -> QRectF:
    """Return where a note lies in the scene."""
    return QRectF(note.x, note.y, note.width, note.height)


def _part(note: Note, point: QPointF, reach: float) -> Part | None:
    body = QRectF(0, 0, note.width, note.height)
    edge = reach / 3
    if not body.adjusted(-edge, -edge, edge, edge).contains(point):
        return None
    if max(body.right() - point.x(), body.bottom() - point.y()) <= max(GRIP, reach):
        return Part.NOTE_CORNER
    inside = body.adjusted(edge, TITLE, -edge, -edge)
    return None if note.is_frame and inside.contains(point) else Part.NOTE
