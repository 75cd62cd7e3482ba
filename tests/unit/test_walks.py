"""Walks along the wires of a graph."""

from __future__ import annotations

import pytest

from netbuilder.graph import Graph, Wire
from netbuilder.graph.walks import between, fed_by, feeding
from tests.unit.drawing import draw, image, layer


def diamond() -> Graph:
    """An input into two layers that are added, and a layer on its own."""
    graph = draw(image(4), *(layer(name, "Dense", units=1) for name in "abcd"))
    wires = (Wire("x", "a"), Wire("x", "b"), Wire("a", "c", 0, 0), Wire("b", "c", 0, 1))
    return Graph(graph.nodes, wires)


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        pytest.param(("x",), {"x", "a", "b", "c"}, id="everything"),
        pytest.param(("a",), {"a", "c"}, id="one branch"),
        pytest.param(("a", "d"), {"a", "c", "d"}, id="several starts"),
        pytest.param((), set(), id="none"),
    ],
)
def test_fed_by(starts: tuple[str, ...], found: set[str]) -> None:
    assert fed_by(diamond(), starts) == found


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        pytest.param(("c",), {"x", "a", "b", "c"}, id="everything"),
        pytest.param(("a",), {"x", "a"}, id="one branch"),
        pytest.param(("d",), {"d"}, id="alone"),
    ],
)
def test_feeding(ends: tuple[str, ...], found: set[str]) -> None:
    assert feeding(diamond(), ends) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        pytest.param("x", "c", {"x", "a", "b", "c"}, id="all ways"),
        pytest.param("c", "a", {"a", "c"}, id="against the wires"),
        pytest.param("a", "b", set(), id="side by side"),
        pytest.param("a", "d", set(), id="apart"),
    ],
)
def test_between(one: str, other: str, found: set[str]) -> None:
    assert between(diamond(), one, other) == found
