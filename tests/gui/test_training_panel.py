"""The training panel: settings by hand, curves from a history, and what is said when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.graph import Config, Value
from netbuilder.training.events import (
    Batch,
    Differs,
    Epoch,
    Failed,
    Finished,
    Logs,
    NextPhase,
    Started,
)
from netbuilder.training.history import History, Stage, fold
from netbuilder.ui.inspector.objects import ObjectEditor, ParamForm
from netbuilder.ui.theme import Scheme
from netbuilder.ui.training.panel import status_text
from netbuilder.ui.training.plots import CurvePlots, MetricPlot
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT
from tests.gui.window_helpers import User, give

SETTINGS: dict[str, tuple[str, str, Value]] = {
    "epochs": ("epochs", "12", 12),
    "batch size": ("batch_size", "128", 128),
    "share to validate on": ("validation_split", "0.1", 0.1),
    "seed": ("seed", "7", 7),
    "order of the samples": ("shuffle", "no", False),
    "loss": ("loss", "MeanSquaredError", Config("MeanSquaredError")),
    "precision": ("precision", "mixed_bfloat16", "mixed_bfloat16"),
    "compiled steps": ("jit", "no", "no"),
    "second phase": ("tuning_epochs", "4", 4),
    "its rate": ("tuning_rate", "0.1", 0.1),
    "where it begins": ("tuning_from", "d", "d"),
}


@pytest.mark.parametrize(("name", "text", "value"), SETTINGS.values(), ids=SETTINGS)
def test_each_setting_is_one_step(
    user: User, window: MainWindow, name: str, text: str, value: Value
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    user.show_panel("training")
    give(window.training.settings.form, name, text)
    assert getattr(window.document.project.training, name) == value
    assert len(window.document.history.steps) == 1
    window.document.undo()
    assert window.document.project == PROJECTS["mnist_mlp"]


def test_optimizers_metrics_and_callbacks_are_chosen(user: User, window: MainWindow) -> None:
    window.document.open(PROJECTS["autoencoder"])
    user.show_panel("training")
    form = window.training.settings.form
    give(form, "optimizer", "SGD")
    give(form, "metrics", "MeanAbsoluteError")
    give(form, "callbacks", "EarlyStopping")
    give(form, "callbacks", "CSVLogger")
    training = window.document.project.training
    assert training.optimizer.class_name == "SGD"
    assert [metric.class_name for metric in training.metrics] == ["MeanAbsoluteError"]
    assert [one.class_name for one in training.callbacks] == ["EarlyStopping", "CSVLogger"]
    source = user.code()
    for word in ("keras.optimizers.SGD", "EarlyStopping(", "CSVLogger(", "MeanAbsoluteError("):
        assert word in source


def test_each_output_has_a_loss_metrics_and_a_weight(user: User, window: MainWindow) -> None:
    project = PROJECTS["two_questions"]
    window.document.open(project)
    user.show_panel("training")
    forms = window.training.settings.outputs.forms
    assert list(forms) == ["species", "mass"]
    give(forms["species"], "loss", "Poisson")
    give(forms["species"], "metrics", "AUC")
    give(forms["mass"], "weight", "2")
    window.training.settings.form.left.emit()
    training = window.document.project.training
    assert training.of("species").loss == Config("Poisson")
    assert [metric.class_name for metric in training.of("species").metrics] == ["accuracy", "AUC"]
    assert training.of("mass").weight == 2
    assert training.loss == project.training.loss
    assert window.document.history.steps[-1].text == "Set the training of 'mass'"
    window.document.undo()
    assert window.document.project.training.of("mass").weight == 0.5


def test_a_network_of_one_output_has_one_loss(user: User, window: MainWindow) -> None:
    window.document.open(PROJECTS["two_questions"])
    user.show_panel("training")
    window.document.open(PROJECTS["mnist_mlp"])
    assert not window.training.settings.outputs.forms
    give(window.training.settings.form, "loss", "Poisson")
    assert window.document.project.training.loss == Config("Poisson")


def test_a_schedule_is_drawn_before_it_is_used(user: User, window: MainWindow) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    user.show_panel("training")
    optimizer = window.training.settings.form.editor("optimizer")
    assert isinstance(optimizer, ObjectEditor)
    assert isinstance(optimizer.inner, ParamForm)
    rate = optimizer.inner.editor("learning_rate")
    assert isinstance(rate, ObjectEditor)
    assert rate.curve.isHidden()
    give(optimizer.inner, "learning_rate", "ExponentialDecay")
    optimizer = window.training.settings.form.editor("optimizer")
    assert isinstance(optimizer, ObjectEditor)
    assert isinstance(optimizer.inner, ParamForm)
    rate = optimizer.inner.editor("learning_rate")
    assert isinstance(rate, ObjectEditor)
    assert not rate.curve.isHidden()
    assert rate.curve.rates[0] > rate.curve.rates[-1] > 0


def course(epochs: int, *, finished: bool = False, broken: float | None = 0.5) -> History:
    """Return a history of some epochs of ten batches; ``broken`` is the second accuracy."""
    history = fold(History(epochs=epochs), Started(epochs, 10))
    for epoch in range(1, epochs + 1):
        for batch in (3, 10):
            step = 10 * (epoch - 1) + batch
            now: Logs = {"loss": 2.0 / step, "accuracy": 1 - 1 / step}
            history = fold(history, Batch(epoch, batch, step, now, step / 10))
        accuracy = broken if epoch == 2 else 0.5
        ended = {
            "loss": 1 / epoch,
            "accuracy": accuracy,
            "val_loss": 2 / epoch,
            "val_accuracy": None,
        }
        history = fold(history, Epoch(epoch, 10 * epoch, ended, epoch))
    if finished:
        history = fold(history, Finished({}, {"loss": 0.25}, 3.0))
    return history


@pytest.fixture
def plots(qtbot: QtBot) -> CurvePlots:
    """Shown plots without a history."""
    view = CurvePlots(Scheme.LIGHT)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def points(curve: Any) -> tuple[list[float], list[float]]:
    """Return what a curve shows."""
    x, y = curve.getOriginalDataset()
    return ([], []) if x is None else (list(x), list(y))


class TestCurves:
    @pytest.fixture
    def draw(self, plots: CurvePlots, qtbot: QtBot) -> Callable[[History], MetricPlot]:
        """Draws a history and waits for its losses."""

        def drawn(history: History) -> MetricPlot:
            wanted = list(history.epoch_logs["loss"])
            plots.show_history(history)
            qtbot.waitUntil(lambda: set(plots.plots) == {"loss", "accuracy"})
            loss = plots.plots["loss"]
            qtbot.waitUntil(lambda: points(loss.training)[1] == wanted)
            return loss

        return drawn

    def test_epochs_are_drawn_as_they_come(self, draw: Callable[[History], MetricPlot]) -> None:
        for epochs in (1, 2, 5):
            loss = draw(course(epochs))
        assert points(loss.training)[0] == [1, 2, 3, 4, 5]
        assert points(loss.validation)[1] == [2 / epoch for epoch in range(1, 6)]

    def test_many_plots_have_rows(self, plots: CurvePlots, qtbot: QtBot) -> None:
        few = course(2)
        shown = {f"{name}_loss": (1.0, 0.5) for name in "abc"}
        plots.show_history(replace(few, epoch_logs={**few.epoch_logs, **shown}))
        qtbot.waitUntil(lambda: len(plots.plots) == 5)
        qtbot.waitUntil(lambda: plots.plots["c_loss"].y() > 0)
        assert len({plot.y() for plot in plots.plots.values()}) == 2
        assert min(plot.width() for plot in plots.plots.values()) > 280
        plots.show_history(few)
        qtbot.waitUntil(lambda: len(plots.plots) == 2)
        qtbot.waitUntil(lambda: plots.plots["loss"].width() > 400)

    def test_a_second_phase_is_marked(self, draw: Callable[[History], MetricPlot]) -> None:
        loss = draw(fold(course(3), NextPhase(epoch=3, step=30)))
        assert [mark.label.format for mark in loss.marks] == ["fine-tuning"]
        assert loss.marks[0].value() == 3

    def test_what_is_no_number_is_a_gap(
        self, plots: CurvePlots, draw: Callable[[History], MetricPlot], qtbot: QtBot
    ) -> None:
        draw(course(3, broken=None))
        curve = plots.plots["accuracy"]
        qtbot.waitUntil(lambda: len(points(curve.training)[1]) == 3)
        assert list(np.isnan(points(curve.training)[1])) == [False, True, False]
        assert points(curve.validation) == ([], []), "nothing but gaps is no curve"

    def test_every_batch_is_drawn_over_steps(
        self, plots: CurvePlots, draw: Callable[[History], MetricPlot]
    ) -> None:
        plots.set_by_batch(True)
        assert points(draw(course(2)).training)[0] == [10, 20]

    @pytest.mark.parametrize("width", [420, 900])
    def test_the_last_values_have_room(
        self, plots: CurvePlots, draw: Callable[[History], MetricPlot], qtbot: QtBot, width: int
    ) -> None:
        plots.resize(width, 300)
        loss = draw(course(7))

        def all_in_sight() -> bool:
            area = loss.view.getViewBox().sceneBoundingRect()
            ends = [label.sceneBoundingRect().right() for label in loss.labels]
            return len(ends) == 2 and all(area.center().x() < end <= area.right() for end in ends)

        qtbot.waitUntil(all_in_sight)

    def test_another_training_starts_afresh(
        self, plots: CurvePlots, draw: Callable[[History], MetricPlot]
    ) -> None:
        draw(course(4))
        plots.show_history(History(epochs=2))
        assert plots.plots == {}

    @pytest.mark.parametrize("log", [True, False])
    def test_a_logarithmic_scale_keeps_the_figures(
        self, plots: CurvePlots, draw: Callable[[History], MetricPlot], log: bool
    ) -> None:
        plots.set_log(log)
        assert points(draw(course(3)).training)[1] == [1, 1 / 2, 1 / 3]


STATUS: dict[str, tuple[History | None, str]] = {
    "nothing yet": (None, "Press Train"),
    "starting": (History(epochs=3), "Getting ready"),
    "training": (course(1), "Epoch 1 of 1"),
    "finished": (course(2, finished=True), "Trained in 3 s"),
    "failed": (fold(course(1), Failed("It broke.", "Too big.")), "It broke. Too big."),
}


@pytest.mark.parametrize(("history", "begin"), STATUS.values(), ids=STATUS)
def test_status_says_where_a_training_stands(history: History | None, begin: str) -> None:
    assert status_text(history).startswith(begin)
    assert history is None or isinstance(history.stage, Stage)


def test_what_netbuilder_had_said_wrongly_is_told_while_it_trains(
    user: User, window: MainWindow
) -> None:
    user.show_panel("training")
    panel, control = window.training, window.training_control
    assert not panel.notice.isVisible()
    control.history = fold(course(1), Differs("It was 3.", "Our mistake.", "dense", "dense: 3"))
    control.began.emit()
    assert panel.notice.isVisible()
    assert panel.notice.toolTip() == "It was 3."
    assert control.history.running
    user.qtbot.waitUntil(lambda: not panel.folding.folded)
    QTest.mouseClick(panel.details_button, LEFT)
    assert panel.details.isVisible()
    assert panel.details.toPlainText() == "It was 3.\nOur mistake.\n\ndense: 3"
    control.history = fold(control.history, Finished({}, {}, 3.0))
    control.ended.emit()
    assert panel.notice.isVisible()
    control.history = History(epochs=3)
    control.began.emit()
    assert not panel.notice.isVisible()
    assert not panel.details.isVisible()
    control.history = None


def test_a_training_that_cannot_begin_is_refused_in_a_sentence(
    user: User, window: MainWindow, qtbot: QtBot, user_folder: Path
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    user_folder.mkdir(exist_ok=True)
    (user_folder / "runs").write_text("in the way", encoding="utf-8")
    with qtbot.waitSignal(window.training_control.refused) as refused:
        QTest.mouseClick(window.train_button, LEFT)
    (sentence,) = refused.args
    assert sentence.endswith(".")
    assert window.training.status.text() == sentence
    assert not window.training_control.running
    assert window.train_button.text() == "Train"
