"""Sweeps in the window: choosing what is varied, following the trials, taking one over."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from netbuilder.runs.store import RunStore
from netbuilder.runs.sweeps import SweepStore, best_trial
from netbuilder.training.sweeps import Between, Dimension, OneOf, Sampler, SweepPlan
from netbuilder.ui.sweeps import control as control_module
from netbuilder.ui.sweeps.dialog import SweepDialog
from netbuilder.ui.sweeps.page import SweepPage
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import PATIENCE_MS, User, type_over
from tests.unit.sweeping import PROJECT_TO_VARY, RATE, UNITS, carry_out

PLAN = SweepPlan((RATE, UNITS), Sampler.RANDOM, 8)
WAITING = """\
import sys
print('{"event": "sweep", "sweep": "w", "trials": 2}', flush=True)
print('{"event": "trial_started", "trial": 0, "run": 1, "settings": {}}', flush=True)
print('{"event": "trial_epoch", "trial": 0, "epoch": 1, "epochs": 2, "value": 0.5}', flush=True)
assert sys.stdin.readline() == "stop\\n"
print('{"event": "finished", "stopped": true}', flush=True)
"""


@pytest.fixture
def dialog(user: User) -> SweepDialog:
    """The dialog on a project of which nothing is varied yet."""
    user.window.document.open(replace(PROJECT_TO_VARY, sweep=SweepPlan()))
    user.window.actions_by_key["sweep"].trigger()
    found = user.window.findChild(SweepDialog)
    assert isinstance(found, SweepDialog)
    user.qtbot.waitExposed(found)
    return found


@pytest.fixture
def page(user: User, user_folder: Path) -> SweepPage:
    """The trials of a sweep that has been."""
    carry_out(user_folder, PLAN, lambda _event: None)
    user.window.document.open(replace(PROJECT_TO_VARY, sweep=PLAN))
    user.window.actions_by_key["sweep_results"].trigger()
    page = user.window.runs.sweep
    user.qtbot.waitUntil(lambda: page.table.rowCount() == 8)
    return page


def plan_of(user: User) -> SweepPlan:
    return user.window.document.project.sweep


def test_what_is_varied_is_found_by_a_search_and_can_be_undone(
    user: User, dialog: SweepDialog
) -> None:
    assert not dialog.start.isEnabled()
    assert dialog.words.text() == "Nothing is varied yet."
    type_over(dialog.candidates.search, "hidden units")
    QTest.keyClick(dialog.candidates.search, Qt.Key.Key_Return)
    place = ("layers", "hidden", "units")
    assert plan_of(user).dimensions == (Dimension(place, Between(2, 32)),)
    assert dialog.start.isEnabled()
    assert "20 trainings" in dialog.words.text()

    user.qtbot.waitUntil(dialog.rows[place].isVisible)
    type_over(dialog.rows[place].high, "128")
    user.press(dialog.rows[place].log)
    assert plan_of(user).dimensions[0].range == Between(2, 128, log=True)
    type_over(dialog.rows[place].low, "500")
    QTest.keyClick(dialog.rows[place].low, Qt.Key.Key_Tab)
    assert "below the upper" in dialog.words.text()
    assert not dialog.start.isEnabled()

    user.window.document.undo()
    assert dialog.rows[place].low.text() == "2"
    user.press(dialog.rows[place].remove)
    type_over(dialog.candidates.search, "number of layers")
    first = dialog.candidates.list.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "hidden · how many"
    assert plan_of(user).dimensions == ()
    assert not dialog.rows


def test_choices_and_options_are_kept_in_the_project(user: User, dialog: SweepDialog) -> None:
    type_over(dialog.candidates.search, "hidden activation")
    user.press(dialog.candidates.add)
    row = dialog.rows["layers", "hidden", "activation"]
    user.qtbot.waitUntil(row.isVisible)
    type_over(row.values, "relu, elu")
    QTest.keyClick(row.values, Qt.Key.Key_Tab)
    options = dialog.options
    for box, down in ((options.sampler, 2), (options.objective, 2), (options.pruner, 1)):
        box.setFocus()
        for _ in range(down):
            QTest.keyClick(box, Qt.Key.Key_Down)
    type_over(options.trials.lineEdit(), "7")
    plan = plan_of(user)
    assert plan.dimensions[0].range == OneOf(("relu", "elu"))
    assert (plan.sampler, plan.objective, plan.pruner, plan.trials) == (
        *("grid", "val_accuracy", "median", 7),
    )
    assert "2 trainings of at most 4 epochs" in dialog.words.text()


def test_a_brush_filters_and_a_click_on_a_line_opens_the_run(user: User, page: SweepPage) -> None:
    plot = page.plot
    at = [plot.point_at(0, share).toPoint() for share in (1.0, 0.25)]
    QTest.mousePress(plot, LEFT, NONE, at[0])
    QTest.mouseMove(plot, (at[0] + at[1]) / 2)
    QTest.mouseMove(plot, at[1])
    QTest.mouseRelease(plot, LEFT, NONE, at[1])
    passing = plot.passing
    assert 0 < len(passing) < 8
    assert page.table.rowCount() == len(passing)

    trials = {one.number: one for one in page._trials}
    number = next(one for one in passing if trials[one].run is not None)
    page.table.choose([number])
    start, end = (plot.point_at(axis, _place(page, number, axis)) for axis in (0, 1))
    QTest.mouseClick(plot, LEFT, NONE, QPoint(*_middle(start.toTuple(), end.toTuple())))
    chosen = user.window.runs.chosen
    assert len(chosen) == 1
    assert chosen[0].sweep
    assert user.window.runs.tabs.currentWidget() is user.window.runs.curves

    user.window.runs.tabs.setCurrentWidget(page)
    QTest.mouseClick(plot, LEFT, NONE, plot.point_at(0, 0.0).toPoint())
    assert page.table.rowCount() == 8


def test_the_axes_are_filtered_by_keys_too(user: User, page: SweepPage) -> None:
    plot = page.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    for _ in range(5):
        QTest.keyClick(plot, Qt.Key.Key_Up)
    assert plot.brushes.keys() == {1}
    assert plot.brushes[1] == pytest.approx((0.25, 1.0))
    trials = [line for line in plot._lines if (line.places[1] or 0.0) >= 0.25]
    assert page.table.rowCount() == len(trials) < 8
    QTest.keyClick(plot, Qt.Key.Key_Backspace)
    assert plot.brushes == {}
    assert page.table.rowCount() == 8


def _place(page: SweepPage, number: int, axis: int) -> float:
    line = next(one for one in page.plot._lines if one.trial.number == number)
    found = line.places[axis]
    assert found is not None
    return found


def _middle(start: object, end: object) -> tuple[int, int]:
    assert isinstance(start, tuple)
    assert isinstance(end, tuple)
    return tuple(round((one + other) / 2) for one, other in zip(start, end, strict=True))


def test_the_best_trial_is_taken_over_in_one_undo_step(user: User, page: SweepPage) -> None:
    store = SweepStore(RunStore().database)
    sweep = store.list()[0]
    best = best_trial(sweep.plan, store.trials(sweep.word))
    assert best is not None
    assert page.use.text() == f"Use trial {best.number}"
    user.press(page.use)
    project = user.window.document.project
    assert project.training.optimizer.params["learning_rate"] == best.settings[RATE.name]
    assert project.graph.nodes["h"].params["units"] == best.settings[UNITS.name]
    history = user.window.document.history
    user.window.document.undo()
    assert user.window.document.project == replace(PROJECT_TO_VARY, sweep=PLAN)
    assert history.steps[0].text == f"Use settings of trial {best.number}"


def test_a_sweep_is_followed_to_its_end(
    user: User, user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "tests.unit.sweeping", str(user_folder), ""]
    monkeypatch.setattr(control_module, "sweep_command", lambda *_given: command)
    user.window.document.open(PROJECT_TO_VARY)
    user.window.actions_by_key["sweep"].trigger()
    dialog = user.window.findChild(SweepDialog)
    assert isinstance(dialog, SweepDialog)
    control = user.window.sweeps.control
    with user.qtbot.waitSignal(control.ended, timeout=PATIENCE_MS):
        user.press(dialog.start)
    assert "The sweep has ended. The best is trial" in control.message
    page = user.window.runs.sweep
    user.qtbot.waitUntil(lambda: page.table.rowCount() == 10)
    assert user.window.runs.table.runs.rowCount() == 10
    user.qtbot.waitUntil(lambda: "10 trials; the best is" in page.words.text())
    assert not page.cancel.isVisible()


def test_a_sweep_is_cancelled(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        control_module, "sweep_command", lambda *_given: [sys.executable, "-c", WAITING]
    )
    user.window.document.open(PROJECT_TO_VARY)
    control = user.window.sweeps.control
    control.start()
    user.window.sweeps.show_results()
    page = user.window.runs.sweep
    user.qtbot.waitUntil(lambda: control.progress == 0.25)
    user.qtbot.waitUntil(page.cancel.isVisible)
    assert "under way" in control.hindrance()
    user.qtbot.waitUntil(lambda: user.window.windowTitle().startswith("25 % – Iris"))
    with user.qtbot.waitSignal(control.ended):
        user.press(page.cancel)
    assert control.message == "No trial came to its end."


def test_closing_the_window_ends_a_sweep(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        control_module, "sweep_command", lambda *_given: [sys.executable, "-c", WAITING]
    )
    user.window.document.open(PROJECT_TO_VARY)
    control = user.window.sweeps.control
    control.start()
    user.qtbot.waitUntil(lambda: control.total == 2)
    control.close()
    assert not control.running


def test_a_sweep_that_cannot_be_carried_out(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [sys.executable, "-c", "import sys; sys.exit('no storage there')"]
    monkeypatch.setattr(control_module, "sweep_command", lambda *_given: broken)
    user.window.document.open(PROJECT_TO_VARY)
    control = user.window.sweeps.control
    with user.qtbot.waitSignal(control.ended):
        control.start()
    assert not control.running
    assert control.message == "The sweep ended unexpectedly: no storage there"
