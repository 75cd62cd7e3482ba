"""The document: undo and redo of everything, steps that merge, and the selection."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from netbuilder.catalog.library import Catalog
from netbuilder.dataset import DataChoice
from netbuilder.graph import edits
from netbuilder.project import Project
from netbuilder.ui.document import Document
from tests.golden.projects import PROJECTS
from tests.unit.drawing import chain, image, layer
from tests.unit.strategies import graph_edits, projects

SHARED = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(document: Document) -> list[str]:
    """Return what is said of the project."""
    return [problem.message for problem in document.report.problems]


@SHARED
@given(data=st.data(), first=projects)
def test_undo_all_gives_the_first_project_back_and_redo_all_the_last(
    qapp: object, catalog: Catalog, data: st.DataObject, first: Project
) -> None:
    document = Document(catalog)
    document.open(first)
    for number in range(data.draw(st.integers(1, 6))):
        edit = data.draw(graph_edits(document.graph))
        merge = data.draw(st.sampled_from(["", "drag"]))
        document.apply(edit, f"Step {number}", merge=merge)
    last, messages = document.project, told(document)

    while document.history.undoable:
        document.undo()
    assert document.project == first
    assert not document.modified

    while document.history.redoable:
        document.redo()
    assert document.project == last
    assert told(document) == messages


@SHARED
@given(data=st.data(), first=projects)
def test_every_undo_gives_back_what_was_before_its_step(
    qapp: object, catalog: Catalog, data: st.DataObject, first: Project
) -> None:
    document = Document(catalog)
    document.open(first)
    seen = [document.project]
    for number in range(data.draw(st.integers(1, 6))):
        document.apply(data.draw(graph_edits(document.graph)), f"Step {number}")
        if document.project != seen[-1]:
            seen.append(document.project)
    assert len(document.history.steps) == len(seen) - 1
    for project in reversed(seen[:-1]):
        document.undo()
        assert document.project == project


@pytest.fixture
def drawn(document: Document) -> Document:
    """A document with an input and two dense layers."""
    layers = image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)
    document.open(Project(graph=chain(*layers)))
    return document


def set_units(document: Document, units: int, merge: str) -> None:
    """Set one parameter, as the inspector does."""
    document.apply(lambda g: edits.set_param(g, "a", "units", units), "Set units", merge=merge)


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        (("a.units.0", "a.units.0", "a.units.0"), 1),
        (("a.units.0", "a.units.1"), 2),
        (("", "", ""), 3),
        (("a.units.0", "", "a.units.0"), 3),
    ],
    ids=["typing in one field", "left and came back", "never merging", "something between"],
)
def test_steps_with_the_same_word_in_a_row_become_one(
    drawn: Document, words: tuple[str, ...], steps: int
) -> None:
    before = drawn.project
    for number, word in enumerate(words):
        set_units(drawn, 100 + number, word)
    assert len(drawn.history.steps) == steps
    for _ in range(steps):
        drawn.undo()
    assert drawn.project == before


def test_a_row_of_edits_that_ends_where_it_began_leaves_no_step(drawn: Document) -> None:
    for units in (9, 10, 8):
        set_units(drawn, units, "a.units.0")
    assert len(drawn.history.steps) == 0
    assert not drawn.modified


def test_an_edit_that_changes_nothing_makes_no_step(drawn: Document) -> None:
    set_units(drawn, 8, "")
    assert len(drawn.history.steps) == 0


def test_changed_fires_once_for_each_edit_undo_and_redo(drawn: Document, qtbot: QtBot) -> None:
    seen: list[Project] = []
    drawn.changed.connect(lambda: seen.append(drawn.project))
    set_units(drawn, 5, "")
    drawn.undo()
    drawn.redo()
    assert len(seen) == 3
    assert seen[0] == seen[2] != seen[1]


def test_the_selection_survives_edits_and_drops_only_what_is_gone(drawn: Document) -> None:
    drawn.select(("a", "b"))
    set_units(drawn, 5, "")
    assert drawn.selection == {"a", "b"}
    drawn.apply(lambda g: edits.remove_nodes(g, ("b",)), "Delete")
    assert drawn.selection == {"a"}
    drawn.undo()
    assert drawn.selection == {"a"}
    drawn.select(("nobody",))
    assert drawn.selection == frozenset()


def test_choice_of_data_and_training_are_undone_too(drawn: Document) -> None:
    before = drawn.project
    data = DataChoice("mnist_5k")
    drawn.apply_to_project(lambda project: replace(project, data=data), "Choose data")
    training = replace(before.training, epochs=9)
    drawn.apply_to_project(lambda project: replace(project, training=training), "Set epochs")
    drawn.undo()
    drawn.undo()
    assert drawn.project == before


def test_a_preview_changes_nothing(drawn: Document, catalog: Catalog) -> None:
    before = drawn.project, drawn.report
    report = drawn.preview(lambda g: edits.set_param(g, "a", "units", -1))
    assert not report.ok
    assert (drawn.project, drawn.report) == before


@pytest.mark.parametrize("name", PROJECTS)
def test_opening_starts_a_new_history(document: Document, name: str) -> None:
    document.apply(lambda g: edits.add_node(g, edits.new_node(g, "Dense")), "Add")
    document.select(document.graph.nodes)
    document.open(PROJECTS[name])
    assert document.project == PROJECTS[name]
    assert document.history.undoable is None
    assert not document.modified
    assert document.selection == frozenset()
