"""Edits of frames and comments, as pure functions from graph to graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from netbuilder.graph.model import Graph, GraphError, NodeId
from netbuilder.graph.note import Note, NoteColour, NoteId, NoteKind
from netbuilder.i18n import tr

Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def fresh_note_id(graph: Graph) -> NoteId:
    """Return an id that no note of ``graph`` has."""
    number = len(graph.notes) + 1
    while f"note{number}" in graph.notes:
        number += 1
    return f"note{number}"


def add_note(graph: Graph, note: Note) -> Graph:
    """Place a note over those that are there.

    Raises:
        GraphError: the id is taken.
    """
    if note.id in graph.notes:
        raise GraphError(f"note {note.id} exists already")
    return replace(graph, notes={**graph.notes, note.id: note})


def paste_notes(graph: Graph, notes: Iterable[Note], dx: float, dy: float) -> Graph:
    """Add copies of notes under free ids, shifted."""
    for note in notes:
        key = fresh_note_id(graph)
        graph = add_note(graph, replace(note, id=key, x=note.x + dx, y=note.y + dy))
    return graph


def remove_notes(graph: Graph, ids: Collection[NoteId]) -> Graph:
    """Take notes away; what lies in a frame stays."""
    gone = frozenset(ids)
    return replace(graph, notes={key: n for key, n in graph.notes.items() if key not in gone})


def move_notes(graph: Graph, places: Mapping[NoteId, tuple[float, float]]) -> Graph:
    """Put notes at new places (left, top)."""
    notes = dict(graph.notes)
    for key, (x, y) in places.items():
        notes[key] = replace(_note_of(graph, key), x=x, y=y)
    return replace(graph, notes=notes)


def resize_note(graph: Graph, key: NoteId, width: float, height: float) -> Graph:
    """Make a note larger or smaller, with its upper left corner where it was."""
    return _change(graph, key, lambda note: replace(note, width=width, height=height))


def write_note(graph: Graph, key: NoteId, text: str) -> Graph:
    """Give a frame another title, or a comment another text."""
    return _change(graph, key, lambda note: replace(note, text=text))


def colour_note(graph: Graph, key: NoteId, colour: NoteColour) -> Graph:
    """Give a note another colour."""
    return _change(graph, key, lambda note: replace(note, colour=colour))


def frame_around(graph: Graph, areas: Iterable[Area], around: float, title: float) -> Note:
    """Return a new frame for ``graph`` around some areas.

    Args:
        graph: Where the frame is to be added.
        areas: Where what it holds lies; at least one.
        around: How far from that its edges lie.
        title: How much room its title takes above.
    """
    left, top, right, bottom = _around(areas)
    x, y = left - around, top - around - title
    width, height = right + around - x, bottom + around - y
    key = fresh_note_id(graph)
    return Note(key, NoteKind.FRAME, tr("Frame"), x, y, width, height)


def carried(
    graph: Graph, key: NoteId, middles: Mapping[NodeId, tuple[float, float]]
) -> tuple[frozenset[NodeId], frozenset[NoteId]]:
    """Return the nodes and the other notes that a note carries: what a frame holds.

    Args:
        graph: The network.
        key: The note; a comment carries nothing.
        middles: Where the nodes' middles lie.
    """
    frame = graph.notes[key]
    if not frame.is_frame:
        return frozenset(), frozenset()
    nodes = frozenset(node for node, (x, y) in middles.items() if frame.holds(x, y))
    notes = frozenset(
        note.id
        for note in graph.notes.values()
        if note.id != key
        and frame.holds(note.x, note.y)
        and frame.holds(note.x + note.width, note.y + note.height)
    )
    return nodes, notes


def follow_nodes(
    graph: Graph, before: Mapping[NodeId, Area], after: Mapping[NodeId, Area]
) -> Graph:
    """Fit frames around the nodes that they held before these were arranged anew.

    A frame keeps its distances from what it holds; the comments in it go along.

    Args:
        graph: The network, with its nodes in their new places.
        before: Where the nodes lay.
        after: Where they lie.
    """
    middles = {key: ((a[0] + a[2]) / 2, (a[1] + a[3]) / 2) for key, a in before.items()}
    notes = dict(graph.notes)
    for frame in graph.notes.values():
        nodes, inside = carried(graph, frame.id, middles)
        if all(before[key] == after[key] for key in nodes):
            continue
        old, new = (_around(areas[key] for key in nodes) for areas in (before, after))
        left, top = new[0] - old[0], new[1] - old[1]
        wider, higher = new[2] - old[2] - left, new[3] - old[3] - top
        notes[frame.id] = replace(
            frame,
            x=frame.x + left,
            y=frame.y + top,
            width=frame.width + wider,
            height=frame.height + higher,
        )
        for key in inside:
            note = graph.notes[key]
            if not note.is_frame:
                notes[key] = replace(note, x=note.x + left, y=note.y + top)
    return replace(graph, notes=notes)


def _around(areas: Iterable[Area]) -> Area:
    """Return the area that holds all of these; at least one."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _change(graph: Graph, key: NoteId, change: Callable[[Note], Note]) -> Graph:
    return replace(graph, notes={**graph.notes, key: change(_note_of(graph, key))})


def _note_of(graph: Graph, key: NoteId) -> Note:
    if key not in graph.notes:
        raise GraphError(f"there is no note {key}")
    return graph.notes[key]
