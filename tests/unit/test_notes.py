"""Frames and comments as values: edits, and that nothing else knows of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Set
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.script import script
from netbuilder.graph import Graph, GraphError, Note, NoteColour, NoteKind
from netbuilder.graph.folding import fold
from netbuilder.graph.notes import (
    add_note,
    carried,
    colour_note,
    follow_nodes,
    frame_around,
    fresh_note_id,
    move_notes,
    remove_notes,
    resize_note,
    write_note,
)
from netbuilder.graph.unfolding import unfold
from netbuilder.project import Project
from netbuilder.project.file import project_to_json
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, image, layer
from tests.unit.strategies import graph_edits, graphs

NETWORK = chain(
    image(28, 28, 1),
    layer("flat", "Flatten"),
    layer("hidden", "Dense", units=16),
    layer("scores", "Dense", units=10),
)
FRAME = Note("f", NoteKind.FRAME, "Block", 0, 0, 300, 200)
INNER = Note("g", NoteKind.FRAME, "Inner", 10, 40, 100, 100)
COMMENT = Note("c", NoteKind.COMMENT, "Why?", 150, 40, 100, 50, NoteColour.YELLOW)
NOTED = add_note(add_note(add_note(NETWORK, FRAME), INNER), COMMENT)


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        pytest.param(write_note(NOTED, "f", "Head"), "Head", id="write"),
        pytest.param(colour_note(NOTED, "f", NoteColour.RED), NoteColour.RED, id="colour"),
        pytest.param(resize_note(NOTED, "f", 90.0, 80.0), 80.0, id="resize"),
        pytest.param(move_notes(NOTED, {"f": (5.0, 6.0)}), 6.0, id="move"),
    ],
)
def test_an_edit_changes_one_thing(edited: Graph, expected: object) -> None:
    note = edited.notes["f"]
    assert expected in (note.text, note.colour, note.height, note.y)
    assert {key: edited.notes[key] for key in "gc"} == {key: NOTED.notes[key] for key in "gc"}
    assert edited.nodes == NOTED.nodes


def test_removing_a_frame_keeps_what_lies_in_it() -> None:
    removed = remove_notes(NOTED, ("f",))
    assert list(removed.notes) == ["g", "c"]
    assert removed.nodes == NETWORK.nodes


@pytest.mark.parametrize(
    "edit",
    [
        lambda graph: add_note(graph, FRAME),
        lambda graph: write_note(graph, "none", ""),
        lambda graph: move_notes(graph, {"none": (0.0, 0.0)}),
    ],
    ids=["id taken", "missing", "missing when moved"],
)
def test_edits_that_make_no_sense(edit: Callable[[Graph], Graph]) -> None:
    with pytest.raises(GraphError):
        edit(NOTED)


def test_ids_are_free() -> None:
    graph = add_note(Graph(), Note("note2", NoteKind.FRAME, "", 0, 0, 1, 1))
    assert fresh_note_id(graph) == "note3"
    assert fresh_note_id(Graph()) == "note1"


@pytest.mark.parametrize(
    ("note", "nodes", "notes"),
    [("f", {"in", "edge"}, {"g", "c"}), ("g", {"edge"}, set()), ("c", set(), set())],
    ids=["outer frame", "inner frame", "comment"],
)
def test_what_a_note_carries(note: str, nodes: Set[str], notes: Set[str]) -> None:
    middles = {"in": (150.0, 100.0), "edge": (10.0, 40.0), "out": (301.0, 100.0)}
    found = carried(NOTED, note, middles)
    assert found == (frozenset(nodes), frozenset(notes))


def test_a_frame_around_areas() -> None:
    frame = frame_around(Graph(), [(0, 0, 100, 50), (200, 90, 260, 140)], 12, 20)
    assert (frame.x, frame.y, frame.width, frame.height) == (-12, -32, 284, 184)
    assert frame.is_frame


BEFORE = {
    "a": (20.0, 40.0, 80.0, 60.0),
    "b": (20.0, 80.0, 80.0, 100.0),
    "c": (900.0, 0.0, 960.0, 20.0),
}


@pytest.mark.parametrize(
    ("after", "frame", "comment"),
    [
        pytest.param(BEFORE, (0, 0, 300, 200), (150, 40), id="nothing moved"),
        pytest.param(
            {**BEFORE, "a": (120.0, 50.0, 180.0, 70.0), "b": (120.0, 90.0, 180.0, 110.0)},
            (100, 10, 300, 200),
            (250, 50),
            id="all by the same way",
        ),
        pytest.param(
            {**BEFORE, "b": (120.0, 40.0, 180.0, 60.0)}, (0, 0, 400, 160), (150, 40), id="beside"
        ),
        pytest.param(
            {**BEFORE, "c": (0.0, 0.0, 60.0, 20.0)}, (0, 0, 300, 200), (150, 40), id="one outside"
        ),
    ],
)
def test_frames_follow_their_nodes(
    after: dict[str, tuple[float, float, float, float]],
    frame: tuple[float, float, float, float],
    comment: tuple[float, float],
) -> None:
    notes = follow_nodes(remove_notes(NOTED, ("g",)), BEFORE, after).notes
    found = notes["f"]
    assert (found.x, found.y, found.width, found.height) == frame
    assert (notes["c"].x, notes["c"].y) == comment


@given(st.data())
def test_no_edit_of_the_network_touches_notes(data: st.DataObject) -> None:
    graph = data.draw(graphs())
    edited = data.draw(graph_edits(graph))(graph)
    assert edited.notes == graph.notes


def test_folding_and_unfolding_keep_them() -> None:
    folded = fold(NOTED, ("hidden", "scores"), "head")
    assert folded.notes == NOTED.notes
    (submodel,) = [key for key, node in folded.nodes.items() if node.inner is not None]
    assert unfold(folded, submodel).notes == NOTED.notes


def test_checks_and_code_ignore_them() -> None:
    catalog = load_catalog()
    validator = Validator(catalog)
    plain, noted = validator.validate(NETWORK), validator.validate(NOTED)
    assert noted.problems == plain.problems
    assert noted.nodes == plain.nodes
    written = [
        script(Project(graph=graph), report, catalog, None).text
        for graph, report in ((NETWORK, plain), (NOTED, noted))
    ]
    assert written[0] == written[1]


def test_the_file_is_plain() -> None:
    saved = json.loads(json.dumps(project_to_json(Project(graph=NOTED), Path())))
    assert saved["graph"]["notes"][2] == {
        "id": "c",
        "kind": "comment",
        "text": "Why?",
        "area": [150, 40, 100, 50],
        "colour": "yellow",
    }
