"""The points that wires are led through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.script import script
from netbuilder.graph import Flow, Graph, GraphError, Note, NoteKind, Point, Wire, edits
from netbuilder.graph.bends import add_bend, move_bend, remove_bend, straighten
from netbuilder.graph.chain import as_list
from netbuilder.graph.folding import fold
from netbuilder.graph.notes import add_note
from netbuilder.graph.submodels import set_inner
from netbuilder.graph.unfolding import unfold
from netbuilder.layout import layered
from netbuilder.project import Project
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, image, layer
from tests.unit.strategies import Edit, graph_edits, graphs

A_B, X_A = Wire("a", "b"), Wire("x", "a")


def bent(*points: Point) -> Graph:
    """An input and two dense layers; the last wire is led through points."""
    graph = chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2))
    return replace(graph, bends={A_B: points}) if points else graph


def test_points_are_added_moved_and_removed() -> None:
    graph = add_bend(bent(), A_B, 0, (1, 2))
    graph = add_bend(graph, A_B, 0, (3, 4))
    assert graph.bends == {A_B: ((3, 4), (1, 2))}
    assert move_bend(graph, A_B, 1, (5, 6)).bends == {A_B: ((3, 4), (5, 6))}
    assert remove_bend(graph, A_B, 0).bends == {A_B: ((1, 2),)}
    assert remove_bend(remove_bend(graph, A_B, 0), A_B, 0).bends == {}
    assert straighten(graph, (A_B,)).bends == {}
    assert straighten(graph, (X_A,)) is graph


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(GraphError, match="wire"):
        add_bend(bent(), Wire("x", "b"), 0, (0, 0))
    with pytest.raises(GraphError, match="point"):
        move_bend(bent((1, 2)), A_B, 1, (0, 0))
    with pytest.raises(GraphError, match="point"):
        remove_bend(bent(), A_B, 0)


@pytest.mark.parametrize(
    ("places", "point"),
    [
        pytest.param({"a": (10, 20), "b": (10, 20)}, (11, 22), id="both ends"),
        pytest.param({"a": (10, 20)}, (1, 2), id="one end"),
        pytest.param({"a": (10, 20), "b": (20, 10)}, (1, 2), id="apart"),
        pytest.param({"x": (10, 20)}, (1, 2), id="neither"),
    ],
)
def test_a_wire_takes_its_points_along_when_both_ends_move(
    places: dict[str, Point], point: Point
) -> None:
    graph = bent((1.0, 2.0))
    graph = replace(graph, nodes={k: replace(n, x=0.0, y=0.0) for k, n in graph.nodes.items()})
    assert edits.move_nodes(graph, places).bends == {A_B: (point,)}


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda g: edits.disconnect(g, (A_B,)), id="disconnect"),
        pytest.param(lambda g: edits.remove_nodes(g, ("b",)), id="remove a node"),
        pytest.param(lambda g: edits.bypass(g, "a"), id="bypass"),
        pytest.param(as_list, id="make it a list"),
        pytest.param(layered, id="lay out"),
    ],
)
def test_a_wire_that_goes_takes_its_points_along(edit: Edit) -> None:
    assert edit(bent((1, 2))).bends == {}


def test_a_copy_has_the_points_too() -> None:
    graph, copies = edits.duplicate(bent((1, 2)), ("a", "b"), 10, 20)
    assert graph.bends == {A_B: ((1, 2),), Wire(copies[0], copies[1]): ((11, 22),)}
    graph, _ = edits.duplicate(bent((1, 2)), ("a",))
    assert graph.bends == {A_B: ((1, 2),)}


def test_points_go_into_a_submodel_and_come_out_again() -> None:
    graph = replace(bent((1, 2)), flow=Flow.RIGHT)
    folded = fold(graph, ("a", "b"), "part")
    (part,) = folded.nodes.keys() - graph.nodes.keys()
    inner = folded.nodes[part].inner
    assert inner is not None
    assert (inner.bends, inner.flow, folded.bends) == ({A_B: ((1, 2),)}, Flow.RIGHT, {})
    entry = next(node for key, node in inner.nodes.items() if key not in graph.nodes)
    assert entry.x < graph.nodes["a"].x
    ((points),) = unfold(folded, part).bends.values()
    assert points == ((1, 2),)


@given(graphs(), st.data())
def test_no_edit_leaves_points_without_a_wire(graph: Graph, data: st.DataObject) -> None:
    after = data.draw(graph_edits(graph))(graph)
    assert after.bends.keys() <= set(after.wires)


def test_validation_and_code_know_nothing_of_points_and_direction() -> None:
    catalog = load_catalog()
    validator = Validator(catalog)
    plain, drawn = bent(), replace(bent((1, 2)), flow=Flow.RIGHT)
    report = validator.validate(plain)
    assert validator.validate(drawn) == report
    codes = [script(Project(graph=graph), report, catalog).text for graph in (plain, drawn)]
    assert codes[0] == codes[1]


def test_notes_inside_a_submodel_come_out_with_its_layers() -> None:
    graph = bent()
    folded = fold(graph, ("a", "b"), "part")
    (part,) = folded.nodes.keys() - graph.nodes.keys()
    inner = folded.nodes[part].inner
    assert inner is not None
    note = Note("n", NoteKind.COMMENT, "two layers", 10, 20, 90, 60)
    noted = set_inner(folded, part, add_note(inner, note))
    moved = edits.move_nodes(noted, {part: (noted.nodes[part].x + 100, noted.nodes[part].y)})
    ((out),) = unfold(moved, part).notes.values()
    assert (out.text, out.x, out.y) == ("two layers", 110, 20)
