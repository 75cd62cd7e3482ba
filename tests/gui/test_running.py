"""What is done to a training while it runs, with a worker that only listens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from netbuilder.graph import Config, Params
from netbuilder.runs.store import RunStore, Status
from netbuilder.training.commands import (
    AnyCommand,
    FindRate,
    Pause,
    Resume,
    SetRate,
    Stop,
    StopFinding,
    Train,
)
from netbuilder.training.events import (
    Batch,
    Discarded,
    Epoch,
    Failed,
    Finished,
    Paused,
    Rate,
    Ready,
    Started,
)
from netbuilder.training.history import Stage
from netbuilder.training.replies import Tried, Trying
from netbuilder.training.settings import TrainingSettings
from netbuilder.ui.title import progress_words
from netbuilder.ui.training.notice import EndNotice
from netbuilder.ui.training.rate_finder import RateFinder
from netbuilder.ui.training.running_bar import RunningBar
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import Dialogs, User, type_over

FIRST = Batch(1, 1, 1, {"loss": 2.0}, 1.0, [1], {"loss": [2.0]})
FIFTH = Batch(1, 5, 5, {"loss": 1.0}, 5.0, [2, 5], {"loss": [1.5, 1.0]})
EPOCH = Epoch(1, 10, {"loss": 0.5}, 10.0)
FINISHED = Finished({"loss": [0.5]}, {"loss": 0.4}, 12.0)


@pytest.fixture
def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[AnyCommand]:
    """What the worker was told; it does nothing by itself."""
    commands: list[AnyCommand] = []
    monkeypatch.setattr(window.worker, "send", commands.append)
    monkeypatch.setattr(window.worker, "ready", Ready("3.15.1", "2.21.0", ["CPU"]))
    return commands


@pytest.fixture
def bar(user: User, window: MainWindow, sent: list[AnyCommand]) -> RunningBar:
    """The bar of a training that has begun."""
    window.document.open(PROJECTS["mnist_mlp"])
    user.press(window.train_button)
    assert isinstance(sent.pop(), Train)
    for event in (Started(2, 10), FIRST, FIFTH):
        window.worker.reported.emit(event)
    return window.training.running_bar


def stop_by(user: User, bar: RunningBar, way: QAction) -> None:
    """Open the list of ways to stop, and click on one."""
    user.press(bar.stop)
    assert bar.ways.isVisible()
    QTest.mouseClick(bar.ways, LEFT, NONE, bar.ways.actionGeometry(way).center())


def test_the_bar_fits_a_small_screen(bar: RunningBar, window: MainWindow) -> None:
    window.resize(1280, 720)
    assert window.width() == 1280
    assert window.minimumSizeHint().width() <= 1280


def test_the_bar_is_there_only_while_a_training_runs(bar: RunningBar, window: MainWindow) -> None:
    assert bar.isVisible()
    window.worker.reported.emit(FINISHED)
    assert not bar.isVisible()


def test_pause_and_go_on(
    bar: RunningBar, user: User, window: MainWindow, sent: list[AnyCommand], qtbot: QtBot
) -> None:
    user.press(bar.pause)
    window.worker.reported.emit(Paused())
    qtbot.waitUntil(lambda: bar.pause.text() == "Go on")
    user.press(bar.pause)
    assert sent == [Pause(), Resume()]


@pytest.mark.parametrize(
    ("button", "stop"),
    [
        pytest.param("keep", Stop(), id="keep"),
        pytest.param("best", Stop(best=True), id="with the best"),
    ],
)
def test_ways_to_stop(
    bar: RunningBar, user: User, sent: list[AnyCommand], button: str, stop: Stop
) -> None:
    stop_by(user, bar, getattr(bar, button))
    assert sent == [stop]


@pytest.mark.parametrize("answer", [Discarded(), FINISHED, Failed("It broke.")])
def test_what_is_discarded_is_gone_whatever_the_worker_answers(
    bar: RunningBar,
    user: User,
    window: MainWindow,
    sent: list[AnyCommand],
    dialogs: Dialogs,
    user_folder: Path,
    answer: Discarded | Finished | Failed,
) -> None:
    dialogs.answer = QMessageBox.StandardButton.Discard
    stop_by(user, bar, bar.discard)
    assert sent == [Stop(discard=True)]
    assert len(dialogs.asked) == 1
    window.worker.reported.emit(answer)
    assert RunStore(user_folder).list() == ()
    assert window.training.status.text().startswith("Discarded")
    assert not window.training.model_button.isEnabled()


def test_discarding_is_asked_for_first(
    bar: RunningBar, user: User, sent: list[AnyCommand], dialogs: Dialogs
) -> None:
    dialogs.answer = QMessageBox.StandardButton.Cancel
    stop_by(user, bar, bar.discard)
    assert sent == []


def test_the_learning_rate_is_set_marked_and_kept(
    bar: RunningBar, window: MainWindow, sent: list[AnyCommand], user: User, user_folder: Path
) -> None:
    assert not bar.set_rate.isEnabled()
    window.actions_by_key["set_rate"].trigger()
    assert bar.rate.hasFocus()
    type_over(bar.rate, "0.02")
    QTest.keyClick(bar.rate, Qt.Key.Key_Return)
    assert sent == [SetRate(0.02)]
    for event in (Rate(1, 5, 0.02), EPOCH):
        window.worker.reported.emit(event)
    plots = window.training.plots.plots
    user.qtbot.waitUntil(lambda: "loss" in plots and len(plots["loss"].marks) == 1)
    assert plots["loss"].marks[0].value() == 0.5, "half of the first epoch was done"
    window.worker.reported.emit(FINISHED)
    (run,) = RunStore(user_folder).list()
    assert [one.rate for one in RunStore(user_folder).course(run.id).rates] == [0.02]


@pytest.mark.parametrize("text", ["0", "", "abc", "0.00"])
def test_what_is_no_rate_cannot_be_set(bar: RunningBar, text: str) -> None:
    type_over(bar.rate, text)
    assert not bar.set_rate.isEnabled()


def test_a_schedule_keeps_the_field_shut(
    user: User, window: MainWindow, sent: list[AnyCommand]
) -> None:
    schedule = Config("ExponentialDecay", Params(initial_learning_rate=0.1, decay_steps=5))
    optimizer = Config("Adam", Params(learning_rate=schedule))
    settings = TrainingSettings(optimizer=optimizer)
    window.document.open(replace(PROJECTS["mnist_mlp"], training=settings))
    user.press(window.train_button)
    bar = window.training.running_bar
    assert bar.isVisible()
    assert not bar.rate.isEnabled()
    assert "schedule" in bar.rate.toolTip()
    assert not window.actions_by_key["set_rate"].isEnabled()


def test_progress_and_time_left_stand_in_the_title(
    bar: RunningBar, window: MainWindow, qtbot: QtBot
) -> None:
    history = window.training_control.history
    assert history is not None
    assert progress_words(history) == "25 %, 15 s left"
    qtbot.waitUntil(lambda: window.windowTitle().startswith("25 %, 15 s left – "))
    window.worker.reported.emit(FINISHED)
    assert window.windowTitle().endswith("[*] – NetBuilder")
    assert "%" not in window.windowTitle()


def test_the_end_is_told_to_somebody_who_looks_elsewhere(
    bar: RunningBar, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", alerted.append)
    (notice,) = window.findChildren(EndNotice)
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    for event in (EPOCH, FINISHED):
        window.worker.reported.emit(event)
    assert alerted == [window]
    assert notice.said == "The training has ended after 12 s. loss 0.5"


def test_several_seeds_are_trained_one_after_the_other(
    user: User,
    window: MainWindow,
    sent: list[AnyCommand],
    user_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (3, True))
    window.actions_by_key["series"].trigger()
    control = window.training_control
    for left in (2, 1, 0):
        assert control.waiting == left
        assert isinstance(sent[-1], Train)
        for event in (Started(2, 10), FIRST, EPOCH, FINISHED):
            window.worker.reported.emit(event)
    assert len(sent) == 3
    assert not control.running
    runs = RunStore(user_folder).list()
    assert [run.seed for run in runs] == [44, 43, 42]
    assert len({run.series for run in runs}) == 1
    assert {run.status for run in runs} == {Status.FINISHED}


def test_stop_ends_those_that_wait_too(
    user: User, window: MainWindow, sent: list[AnyCommand]
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    window.training_control.start_series(5)
    user.press(window.train_button)
    window.worker.reported.emit(Finished({}, {}, 1.0, stopped=True))
    history = window.training_control.history
    assert history is not None
    assert history.stage is Stage.STOPPED
    assert not window.training_control.running


class TestRateFinder:
    @pytest.fixture
    def finder(self, window: MainWindow, sent: list[AnyCommand]) -> RateFinder:
        """The window of a search that has begun."""
        assert sent == []
        window.document.open(PROJECTS["mnist_mlp"])
        window.actions_by_key["find_rate"].trigger()
        (found,) = window.findChildren(RateFinder)
        return found

    def test_one_click_sets_the_suggested_rate_in_one_step(
        self, finder: RateFinder, user: User, window: MainWindow, sent: list[AnyCommand]
    ) -> None:
        (command,) = sent
        assert isinstance(command, FindRate)
        assert Path(command.script).is_file()
        rates, losses = [1e-4, 1e-3, 1e-2], [2.0, 1.5, None]
        window.worker.reported.emit(Trying(command.request, rates[:2], losses[:2]))
        assert list(finder.losses.getOriginalDataset()[0]) == rates[:2]
        assert not finder.use.isEnabled()
        window.worker.reported.emit(Tried(command.request, rates, losses, 0.003))
        assert np.isnan(finder.losses.getOriginalDataset()[1][2])
        assert finder.use.text() == "Use 0.003"
        assert not Path(command.script).exists()
        user.press(finder.use)
        optimizer = window.document.project.training.optimizer
        assert optimizer.params["learning_rate"] == 0.003
        window.document.undo()
        assert window.document.project == PROJECTS["mnist_mlp"]

    def test_a_click_in_the_plot_marks_another_rate(
        self, finder: RateFinder, window: MainWindow, sent: list[AnyCommand], qtbot: QtBot
    ) -> None:
        qtbot.waitExposed(finder)
        command = sent[0]
        assert isinstance(command, FindRate)
        rates = [10.0**power for power in (-5, -4, -3, -2, -1)]
        window.worker.reported.emit(Tried(command.request, rates, [2.0, 2.0, 1.0, 0.5, 3.0], 0.003))
        box = finder.view.getPlotItem().getViewBox()
        at = finder.view.mapFromScene(box.mapViewToScene(QPointF(-4, 1)))
        QTest.mouseClick(finder.view.viewport(), LEFT, NONE, at)
        rate = float(finder.use.text().removeprefix("Use "))
        assert 0.5e-4 < rate < 2e-4

    def test_closing_ends_the_search(
        self, finder: RateFinder, window: MainWindow, sent: list[AnyCommand]
    ) -> None:
        QTest.keyClick(finder, Qt.Key.Key_Escape)
        assert sent[1:] == [StopFinding()]
        assert not window.rate_search.running

    def test_a_search_that_finds_nothing_says_so(
        self, finder: RateFinder, window: MainWindow, sent: list[AnyCommand]
    ) -> None:
        command = sent[0]
        assert isinstance(command, FindRate)
        window.worker.reported.emit(Tried(command.request, [1e-4], [2.0]))
        assert "falls at none" in finder.words.text()
        assert finder.again.text() == "Search again"

    def test_without_data_it_says_what_is_missing(
        self, window: MainWindow, sent: list[AnyCommand]
    ) -> None:
        window.document.open(replace(PROJECTS["mnist_mlp"], data=PROJECTS["unfinished"].data))
        window.actions_by_key["find_rate"].trigger()
        (finder,) = window.findChildren(RateFinder)
        assert "Choose data" in finder.words.text()
        assert sent == []
