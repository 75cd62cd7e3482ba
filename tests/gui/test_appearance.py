"""The size of all text, and whether things move."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netbuilder.project import Project
from netbuilder.ui.appearance import LARGEST_STEP
from netbuilder.ui.canvas import motion
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.theme import SMALLEST_POINTS, set_text_step, system_points
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import ALT, CLASSIFIER, CONTROL
from tests.gui.window_helpers import User


@pytest.fixture(autouse=True)
def usual_size(qapp: QApplication) -> Iterator[None]:
    """Leave the program's font as it was."""
    yield
    set_text_step(0)


def sizes(window: MainWindow) -> tuple[int, int, int, float]:
    """Return the size of plain text, of code, of a details field, and how large nodes are seen."""
    return (
        window.problems.list.font().pointSize(),
        window.code.editor.font().pointSize(),
        window.training.details.font().pointSize(),
        window.canvas.zoom,
    )


def test_text_grows_and_shrinks_by_keys_everywhere(user: User) -> None:
    window = user.window
    window.document.open(Project(graph=CLASSIFIER))
    before = sizes(window)
    for _ in range(2):
        user.keys(Qt.Key.Key_Plus, CONTROL | ALT)
    after = sizes(window)
    assert [a - b for a, b in zip(after[:3], before[:3], strict=True)] == [2, 2, 2]
    assert after[3] > before[3]
    assert window.canvas.node_rect("flat").height() == 72
    assert window.preferences.text_step == 2
    user.keys(Qt.Key.Key_Minus, CONTROL | ALT)
    assert sizes(window)[:3] == tuple(size + 1 for size in before[:3])
    user.keys(Qt.Key.Key_0, CONTROL | ALT)
    assert sizes(window) == before


def test_the_size_is_remembered_and_has_an_end(user: User) -> None:
    user.window.preferences.text_step = LARGEST_STEP - 1
    for _ in range(3):
        user.window.actions_by_key["text_larger"].trigger()
    assert Preferences().text_step == LARGEST_STEP
    assert QApplication.font().pointSize() == system_points() + LARGEST_STEP


def test_no_text_is_too_small_to_be_read(user: User) -> None:
    for _ in range(3):
        user.window.actions_by_key["text_smaller"].trigger()
    assert QApplication.font().pointSize() == max(SMALLEST_POINTS, system_points() - 2)


@pytest.mark.parametrize(
    ("wish", "system", "moves"),
    [
        ("full", False, True),
        ("reduced", True, False),
        ("system", True, True),
        ("system", False, False),
    ],
)
def test_the_layout_moves_or_jumps(
    user: User, monkeypatch: pytest.MonkeyPatch, wish: str, system: bool, moves: bool
) -> None:
    monkeypatch.setattr(motion, "motion_wanted", lambda: system)
    user.window.document.open(Project(graph=CLASSIFIER))
    user.window.actions_by_key[f"motion_{wish}"].trigger()
    user.window.actions_by_key["layout_right"].trigger()
    assert user.window.canvas.motion.running is moves


def test_the_wish_for_less_motion_is_remembered(window_maker: Callable[[], MainWindow]) -> None:
    first = window_maker()
    first.actions_by_key["motion_reduced"].trigger()
    first.close()
    second = window_maker()
    assert second.canvas.motion.wish == "reduced"
    assert second.actions_by_key["motion_reduced"].isChecked()
