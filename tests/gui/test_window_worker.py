"""The window and a worker that trains, is stopped, paused, or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from netbuilder.graph import Config, Params
from netbuilder.project import Project
from netbuilder.training.history import History, Stage
from netbuilder.training.settings import TrainingSettings
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import PATIENCE_MS, User, give

pytestmark = pytest.mark.keras


def endless() -> Project:
    """A small network on MNIST that trains for longer than any test waits."""
    return replace(PROJECTS["mnist_mlp"], training=TrainingSettings(epochs=10_000, batch_size=64))


def begin(user: User) -> None:
    """Press Train and wait for the end of the first epoch."""
    control = user.window.training_control
    user.press(user.window.train_button)
    user.qtbot.waitUntil(
        lambda: control.history is not None and control.history.epochs_done > 0,
        timeout=PATIENCE_MS,
    )


def now(window: MainWindow) -> History:
    """Return where the training stands."""
    history = window.training_control.history
    assert history is not None
    return history


def test_killed_worker_is_told_plainly_and_the_next_training_works(
    user: User, window: MainWindow, qtbot: QtBot
) -> None:
    window.document.open(endless())
    begin(user)
    with qtbot.waitSignal(window.training_control.ended, timeout=PATIENCE_MS):
        os.kill(window.worker.process_id, signal.SIGKILL)

    panel = window.training
    assert panel.status.text().startswith("The training was ended from outside")
    assert "ran out of memory" in panel.status.text()
    assert "batches of 64" in panel.status.text()
    assert "Traceback" not in panel.status.text()
    assert not panel.details.isVisible()
    user.press(panel.details_button)
    assert panel.details.isVisible()
    assert window.train_button.text() == "Train"

    form = panel.settings.form
    give(form, "epochs", "1")
    user.train_to_the_end()
    assert window.training_control.result is not None
    assert len(window.training_control.result.history["loss"]) == 1
    assert panel.status.text().startswith("Trained in")
    assert not panel.details_button.isVisible()


def test_a_training_is_paused_goes_on_and_is_stopped(
    user: User, window: MainWindow, qtbot: QtBot
) -> None:
    window.document.open(endless())
    begin(user)
    control, patience = window.training_control, PATIENCE_MS
    assert window.train_button.text() == "Stop"

    user.keys(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: now(window).stage is Stage.PAUSED, timeout=patience)
    stood_at = now(window).step
    qtbot.waitUntil(lambda: "paused" in window.training.status.text())
    with qtbot.waitSignal(window.worker.reported, timeout=patience):
        pass  # a sign of life, and no more than that
    assert now(window).step == stood_at

    user.keys(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: now(window).step > stood_at, timeout=patience)

    with qtbot.waitSignal(control.ended, timeout=patience):
        user.press(window.train_button)
    assert now(window).stage is Stage.STOPPED
    assert control.run is not None
    assert (control.run.folder / "model.keras").is_file()
    assert window.training.status.text().startswith("Stopped after")


def test_a_failure_in_keras_is_told_in_one_sentence(user: User, window: MainWindow) -> None:
    wrong = Config("CategoricalCrossentropy", Params(reduction="none"))
    settings = TrainingSettings(epochs=1, loss=wrong)
    window.document.open(replace(PROJECTS["mnist_mlp"], training=settings))
    control = window.training_control
    with user.qtbot.waitSignal(control.ended, timeout=PATIENCE_MS):
        control.start()
    assert now(window).failure is not None
    status = window.training.status.text()
    assert status
    assert "Traceback" not in status
    assert not window.training.details.isVisible()
    user.show_panel("training")
    user.press(window.training.details_button)
    assert "Traceback" in window.training.details.toPlainText()


def test_closing_while_training_leaves_nothing_behind() -> None:
    child = subprocess.run(
        [sys.executable, "-m", "tests.gui.close_while_training"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_MS / 1000,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert "QThread" not in child.stderr
    assert "Traceback" not in child.stderr
    worker = int(child.stdout.split()[-1])
    assert not psutil.pid_exists(worker)
