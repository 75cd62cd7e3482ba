"""Layout, alignment and distribution by the keys of the menu."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netbuilder.graph import Graph
from netbuilder.ui.canvas import motion
from tests.gui.canvas_hand import CONTROL, SHIFT, moved, show
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, image, layer

ALT = Qt.KeyboardModifier.AltModifier


def scattered() -> Graph:
    """A chain of four, here and there."""
    layers = [layer(name, "Dense", units=4) for name in "abc"]
    return moved(chain(image(4), *layers), x=(300, 200), a=(40, 8), b=(520, 96), c=(80, 400))


@pytest.mark.parametrize(
    ("modifier", "along"),
    [
        pytest.param(CONTROL, "y", id="downwards"),
        pytest.param(CONTROL | SHIFT, "x", id="to the right"),
    ],
)
def test_layout_is_one_step_and_stays_at_its_corner(
    user: User, modifier: Qt.KeyboardModifier, along: str
) -> None:
    document = user.window.document
    show(document, user.window.canvas, scattered())
    user.keys(Qt.Key.Key_L, modifier)
    places = [getattr(node, along) for node in document.graph.nodes.values()]
    assert places == sorted(set(places))
    assert min(node.x for node in document.graph.nodes.values()) == 40
    assert min(node.y for node in document.graph.nodes.values()) == 8
    assert [step.text for step in document.history.steps] == ["Lay out"]
    user.keys(Qt.Key.Key_Z)
    assert document.graph == scattered()


def test_layout_of_what_is_selected_leaves_the_rest(user: User) -> None:
    document = user.window.document
    show(document, user.window.canvas, scattered())
    document.select(("a", "b"))
    user.keys(Qt.Key.Key_L)
    after = document.graph.nodes
    assert after["x"] == scattered().nodes["x"]
    assert after["c"] == scattered().nodes["c"]
    assert (after["a"].x, after["a"].y) == (40, 8)
    assert after["b"].x == 40


@pytest.mark.parametrize(
    ("key", "edge"),
    [
        pytest.param(Qt.Key.Key_A, "left", id="left"),
        pytest.param(Qt.Key.Key_D, "right", id="right"),
        pytest.param(Qt.Key.Key_W, "top", id="top"),
        pytest.param(Qt.Key.Key_S, "bottom", id="bottom"),
    ],
)
def test_align_by_key(user: User, qtbot: QtBot, key: Qt.Key, edge: str) -> None:
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, scattered())
    canvas.selecting.all()
    user.keys(key, CONTROL | ALT)

    def edges() -> set[float]:
        return {getattr(canvas.node_rect(node), edge)() for node in document.graph.nodes}

    assert len(edges()) > 1  # on their way
    qtbot.waitUntil(lambda: len(edges()) == 1)
    assert [step.text for step in document.history.steps] == ["Align"]


def test_distribute_by_key(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, scattered())
    canvas.selecting.all()
    user.keys(Qt.Key.Key_V, CONTROL | ALT)
    tops = sorted(node.y for node in document.graph.nodes.values())
    assert len({round(b - a) for a, b in pairwise(tops)}) == 1
    assert [step.text for step in document.history.steps] == ["Distribute"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        pytest.param(Qt.Key.Key_A, "two layers", id="align"),
        pytest.param(Qt.Key.Key_H, "three layers", id="distribute"),
    ],
)
def test_too_few_are_refused_in_words(user: User, key: Qt.Key, words: str) -> None:
    document = user.window.document
    show(document, user.window.canvas, scattered())
    document.select(("a",))
    user.keys(key, CONTROL | ALT)
    assert words in user.hand.bubble()
    assert not document.history.steps


def test_a_press_ends_the_movement(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, scattered())
    user.keys(Qt.Key.Key_L)
    goal = document.graph.nodes["c"]
    assert canvas.node_rect("c").top() != goal.y
    user.hand.click(canvas.mapToScene(5, 5))
    assert canvas.node_rect("c").top() == goal.y


def test_nothing_moves_where_the_system_asks_for_stillness(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(motion, "motion_wanted", lambda: False)
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, scattered())
    user.keys(Qt.Key.Key_L)
    assert canvas.node_rect("c").top() == document.graph.nodes["c"].y
