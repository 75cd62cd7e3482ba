"""Automatic layout, alignment and distribution: pure functions."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given

from netbuilder.graph import Graph
from netbuilder.layout import Box, Flow, Line, aligned, distributed, layered, positions
from tests.unit.drawing import chain, draw, image, layer
from tests.unit.strategies import graphs

BOXES = {"a": Box(0, 0, 100, 40), "b": Box(50, 100, 60, 40), "c": Box(300, 180, 100, 60)}


def residual() -> Graph:
    """A block of three layers with a shortcut around it."""
    return draw(
        image(8),
        layer("start", "Dense", "x", units=8),
        layer("one", "Dense", "start", units=8),
        layer("two", "Dense", "one", units=8),
        layer("sum", "Add", "start", "two"),
        layer("end", "Dense", "sum", units=1),
    )


def fork() -> Graph:
    """Two branches that come together again."""
    return draw(
        image(8),
        layer("a", "Dense", "x", units=8),
        layer("b", "Dense", "x", units=8),
        layer("a2", "Dense", "a", units=8),
        layer("b2", "Dense", "b", units=8),
        layer("sum", "Add", "a2", "b2"),
    )


@pytest.mark.parametrize(
    ("flow", "places"),
    [
        pytest.param(Flow.DOWN, [(0, 0), (0, 112), (0, 224)], id="down"),
        pytest.param(Flow.RIGHT, [(0, 0), (232, 0), (464, 0)], id="right"),
    ],
)
def test_a_chain_is_straight(flow: Flow, places: list[tuple[float, float]]) -> None:
    graph = chain(image(4), layer("a", "Dense", units=1), layer("b", "Dense", units=1))
    assert list(positions(graph, flow).values()) == places


def test_branches_lie_evenly_on_both_sides() -> None:
    places = positions(fork(), Flow.DOWN)
    assert places["a"][0] == places["a2"][0]
    assert places["b"][0] == places["b2"][0]
    assert places["a"][0] + places["b"][0] == pytest.approx(2 * places["x"][0], abs=8)
    assert places["sum"][0] == places["x"][0]


def test_a_shortcut_is_straight_and_the_layers_that_it_skips_lie_beside_it() -> None:
    places = positions(residual(), Flow.DOWN)
    assert places["start"][0] == places["sum"][0] == places["end"][0]
    assert places["one"][0] == places["two"][0]
    assert abs(places["one"][0] - places["start"][0]) > 84


def test_a_second_input_stands_right_before_what_it_joins() -> None:
    graph = draw(
        image(8),
        layer("one", "Dense", "x", units=8),
        layer("two", "Dense", "one", units=8),
        layer("three", "Dense", "two", units=8),
        layer("later", "InputLayer", shape=(8,)),
        layer("own", "Dense", "later", units=8),
        layer("sum", "Add", "three", "own"),
    )
    places = positions(graph, Flow.DOWN)
    assert places["own"][1] == places["three"][1]
    assert places["later"][1] == places["two"][1]
    assert min(y for _, y in places.values()) == places["x"][1]


def test_wide_nodes_get_room() -> None:
    places = positions(fork(), Flow.DOWN, {"a": (288, 72)})
    assert abs(places["a"][0] - places["b"][0]) >= 144 + 84


def test_nodes_on_a_circle_and_no_nodes_at_all_do_no_harm() -> None:
    circle = draw(layer("a", "Add", "b"), layer("b", "Add", "a"))
    assert len(set(positions(circle, Flow.DOWN).values())) == 2
    assert positions(Graph(), Flow.DOWN) == {}


@pytest.mark.parametrize("flow", Flow)
@given(graph=graphs())
def test_no_two_nodes_touch(flow: Flow, graph: Graph) -> None:
    places = positions(graph, flow)
    assert places.keys() == graph.nodes.keys()
    for (x, y), (x2, y2) in combinations(places.values(), 2):
        assert abs(x - x2) >= 168 or abs(y - y2) >= 72


@given(graphs())
def test_layered_changes_only_places(graph: Graph) -> None:
    result = layered(graph)
    assert (result.wires, result.outputs) == (graph.wires, graph.outputs)
    assert [node.name for node in result.nodes.values()] == [
        node.name for node in graph.nodes.values()
    ]


@pytest.mark.parametrize(
    ("line", "shifts"),
    [
        pytest.param(Line.LEFT, {"a": (0, 0), "b": (-50, 0), "c": (-300, 0)}, id="left"),
        pytest.param(Line.CENTRE, {"a": (150, 0), "b": (120, 0), "c": (-150, 0)}, id="centre"),
        pytest.param(Line.RIGHT, {"a": (300, 0), "b": (290, 0), "c": (0, 0)}, id="right"),
        pytest.param(Line.TOP, {"a": (0, 0), "b": (0, -100), "c": (0, -180)}, id="top"),
        pytest.param(Line.MIDDLE, {"a": (0, 100), "b": (0, 0), "c": (0, -90)}, id="middle"),
        pytest.param(Line.BOTTOM, {"a": (0, 200), "b": (0, 100), "c": (0, 0)}, id="bottom"),
    ],
)
def test_aligned(line: Line, shifts: dict[str, tuple[float, float]]) -> None:
    assert aligned(BOXES, line) == shifts


@pytest.mark.parametrize(
    ("along_x", "shifts"),
    [
        pytest.param(True, {"a": (0, 0), "b": (120, 0), "c": (0, 0)}, id="across"),
        pytest.param(False, {"a": (0, 0), "b": (0, -10), "c": (0, 0)}, id="down"),
    ],
)
def test_distributed(along_x: bool, shifts: dict[str, tuple[float, float]]) -> None:
    assert distributed(BOXES, along_x=along_x) == shifts


def test_two_boxes_are_not_distributed() -> None:
    assert distributed({"a": BOXES["a"], "b": BOXES["b"]}, along_x=True) == {}
    assert aligned({}, Line.LEFT) == {}
