"""Selecting by how layers hang together, by the keys of the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from netbuilder.graph import Graph
from tests.gui.canvas_hand import CONTROL, column, show
from tests.gui.window_helpers import User
from tests.unit.drawing import draw, image, layer


def fork() -> Graph:
    """An input into two layers that are added, and one on its own."""
    return column(
        draw(
            image(4),
            layer("a", "Dense", "x", units=4),
            layer("b", "Dense", "x", units=4),
            layer("sum", "Add", "a", "b"),
            layer("free", "Dense", units=1),
        )
    )


@pytest.mark.parametrize(
    ("key", "chosen", "then"),
    [
        pytest.param(Qt.Key.Key_A, (), {"x", "a", "b", "sum", "free"}, id="all"),
        pytest.param(Qt.Key.Key_I, ("a", "b"), {"x", "sum", "free"}, id="invert"),
        pytest.param(Qt.Key.Key_U, ("a",), {"a", "x"}, id="upstream"),
        pytest.param(Qt.Key.Key_J, ("a",), {"a", "sum"}, id="downstream"),
        pytest.param(Qt.Key.Key_J, (), set(), id="downstream of nothing"),
        pytest.param(Qt.Key.Key_B, ("sum", "x"), {"x", "a", "b", "sum"}, id="path"),
    ],
)
def test_selecting_by_key(user: User, key: Qt.Key, chosen: tuple[str, ...], then: set[str]) -> None:
    document = user.window.document
    show(document, user.window.canvas, fork())
    document.select(chosen)
    user.keys(key, CONTROL)
    assert document.selection == then
    assert not document.history.steps


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        pytest.param(("a",), "two layers", id="one"),
        pytest.param(("a", "free"), "No path", id="apart"),
    ],
)
def test_without_a_path_it_says_why(user: User, chosen: tuple[str, ...], words: str) -> None:
    document = user.window.document
    show(document, user.window.canvas, fork())
    document.select(chosen)
    user.keys(Qt.Key.Key_B, CONTROL)
    assert document.selection == set(chosen)
    assert words in user.hand.bubble()
