"""A network as a list: whatever is edited, it stays one chain from top to bottom."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.checks import check_project
from netbuilder.checks.fixes import mended
from netbuilder.graph import Graph, Node, Wire, edits
from netbuilder.graph.chain import as_list, branching_node, relisted
from netbuilder.graph.room import STEP
from netbuilder.graph.sharing import call_again
from netbuilder.project import Project
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, draw, image, layer


def three() -> Graph:
    """An input and two layers, as a list."""
    return as_list(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))


def order(graph: Graph) -> list[str]:
    """Return the ids from top to bottom; the wires must lead along them."""
    keys = sorted(graph.nodes, key=lambda key: graph.nodes[key].y)
    wires = {(wire.source, wire.target) for wire in graph.wires}
    led = itertools.pairwise(keys)
    assert wires == {pair for pair in led if graph.nodes[pair[1]].class_name != "InputLayer"}
    assert len({node.x for node in graph.nodes.values()}) <= 1
    return keys


def add(x: float = 0, y: float = 0, class_name: str = "Dense") -> Callable[[Graph], Graph]:
    """Return the edit that places a node called n."""
    return lambda graph: edits.add_node(graph, Node("n", "n", class_name, x=x, y=y))


def add_after(key: str) -> Callable[[Graph], Graph]:
    """Return the edit that places a node far away, with a wire from another."""
    return lambda graph: edits.connect(add(900, 900)(graph), Wire(key, "n"))


def move(key: str, by: float) -> Callable[[Graph], Graph]:
    """Return the edit that moves a node down."""

    def edit(graph: Graph) -> Graph:
        node = graph.nodes[key]
        return edits.move_nodes(graph, {key: (node.x + 30, node.y + by)})

    return edit


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        pytest.param(add(y=STEP + 8), ["x", "a", "n", "b"], id="added between"),
        pytest.param(add(y=999), ["x", "a", "b", "n"], id="added below"),
        pytest.param(add(y=-50), ["x", "n", "a", "b"], id="the input stays on top"),
        pytest.param(add(y=500, class_name="InputLayer"), ["x", "n", "a", "b"], id="second input"),
        pytest.param(add_after("a"), ["x", "a", "n", "b"], id="added after a node"),
        pytest.param(move("a", STEP + 1), ["x", "b", "a"], id="moved down"),
        pytest.param(move("b", -STEP - 1), ["x", "b", "a"], id="moved up"),
        pytest.param(move("b", 8), ["x", "a", "b"], id="moved a little"),
        pytest.param(lambda g: edits.remove_nodes(g, ("a",)), ["x", "b"], id="removed"),
        pytest.param(lambda g: edits.connect(g, Wire("x", "b")), ["x", "a", "b"], id="a branch"),
        pytest.param(lambda g: edits.disconnect(g, g.wires), ["x", "a", "b"], id="wires off"),
    ],
)
def test_the_list_after_an_edit(edit: Callable[[Graph], Graph], after: list[str]) -> None:
    assert order(relisted(three(), edit(three()))) == after


@pytest.mark.parametrize(
    "edit",
    [
        lambda graph: graph,
        lambda graph: edits.connect(graph, Wire("x", "b")),
        lambda graph: edits.disconnect(graph, graph.wires[:1]),
        move("x", -300),
        move("b", 300),
    ],
    ids=["nothing", "a branch", "a wire off", "first further up", "last further down"],
)
def test_what_changes_nothing_in_the_list(edit: Callable[[Graph], Graph]) -> None:
    assert relisted(three(), edit(three())) == three()


@given(st.lists(st.tuples(st.sampled_from("xab"), st.integers(-400, 400)), max_size=12))
def test_any_moves_leave_a_list_in_the_same_column(moves: list[tuple[str, int]]) -> None:
    graph = three()
    for key, by in moves:
        graph = relisted(graph, move(key, by)(graph))
        assert order(graph)[0] == "x"
        assert sorted(node.y for node in graph.nodes.values()) == [0.0, STEP, 2 * STEP]


def test_what_cannot_be_a_list() -> None:
    joined = draw(
        image(4),
        layer("a", "Dense", "x", units=4),
        layer("sum", "Add", "x", "a"),
    )
    assert branching_node(joined) == "x"
    again, call = call_again(three(), "a", 0, 999)
    assert branching_node(again) in {"a", call}
    two = edits.add_node(three(), Node("y", "y", "InputLayer"))
    assert branching_node(two) == "y"
    assert branching_node(three()) is None
    assert branching_node(Graph()) is None


@pytest.mark.parametrize(
    ("class_name", "words"),
    [("Add", "joins several branches"), ("InputLayer", "second input"), ("Dense", "")],
)
def test_what_a_list_cannot_hold_is_explained_and_mended(class_name: str, words: str) -> None:
    catalog = load_catalog()
    graph = relisted(three(), add(y=500, class_name=class_name)(three()))
    project = Project(graph=graph, sequential=True)
    report = check_project(project, Validator(catalog).validate(graph), None)
    found = [problem for problem in report.problems if problem.code == "sequential.branch"]
    assert bool(found) is bool(words)
    for problem in found:
        assert words in problem.message
        assert not mended(project, problem.fixes[0]).sequential
