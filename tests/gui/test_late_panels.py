"""Panels that are made when they are first shown, in whatever state the document is by then."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from netbuilder.ui.app import prepare_training
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import User

LATE = ("code", "summary", "data", "training", "results", "runs", "outline", "own")


def test_a_window_opens_without_the_panels_that_are_not_in_sight(window: MainWindow) -> None:
    window.document.open(PROJECTS["two_branches"])
    assert {key for key, dock in window.docks.items() if dock.widget() is None} == set(LATE)


@pytest.mark.parametrize("key", LATE)
def test_a_panel_stands_in_its_dock_as_soon_as_it_is_brought(window: MainWindow, key: str) -> None:
    window.document.open(PROJECTS["two_branches"])
    window.docks.bring(key)
    panel = window.docks[key].widget()
    assert panel is not None
    assert panel.isVisible()
    window.docks.bring("problems")
    window.docks.bring(key)
    assert window.docks[key].widget() is panel


def test_a_late_panel_shows_what_was_opened_and_chosen_before(user: User) -> None:
    window = user.window
    window.document.open(PROJECTS["two_branches"])
    user.show_panel("code")
    assert "Dense" in window.code.editor.toPlainText()
    user.show_panel("outline")
    assert window.outline.topLevelItemCount() == len(window.document.graph.nodes)
    user.show_panel("summary")
    assert window.summary.isVisible()


def test_a_panel_made_late_has_the_colours_that_were_chosen_late(window: MainWindow) -> None:
    window.docks.bring("training")
    window.set_scheme("dark")
    window.docks.bring("runs")
    dark = window.training.plots.grab().toImage().pixelColor(2, 2)
    assert dark.lightness() < 80
    assert window.runs.table.runs.scheme is window.scheme


def test_the_training_panel_is_made_ready_soon_after_the_start(
    window: MainWindow, qtbot: QtBot
) -> None:
    prepare_training(window)
    qtbot.waitUntil(lambda: window.docks["training"].widget() is not None)
    assert window.late.training.visibleRegion().isEmpty()
    assert window.docks["code"].widget() is None
