"""Trainings that start from the weights of a file: chosen, switched off, written beside code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.project.weights import WeightsFile, digest_of
from netbuilder.training.commands import WriteWeights
from netbuilder.training.events import Weighted
from netbuilder.training.history import History, fold
from netbuilder.training.replies import WeightsWritten
from netbuilder.training.weights import Fitted, LeftOut
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT
from tests.gui.window_helpers import Dialogs, User
from tests.unit.keras_configs import dense, entrance, sequential
from tests.unit.test_importing_h5 import written


def test_an_opened_model_brings_its_weights(
    user: User, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = written(tmp_path / "model.h5", sequential(entrance("d_input", None, 2), dense("d")))
    window.model_import.start(path)
    qtbot.waitUntil(lambda: bool(window.document.graph.nodes))
    assert window.document.project.weights == WeightsFile(path, digest_of(path))
    user.show_panel("training")
    box = window.training.settings.start
    assert box.isVisible()
    assert box.isChecked()
    assert "model.h5" in box.text()
    assert str(path) in box.toolTip()


def test_weights_are_chosen_and_switched_off_in_single_steps(
    user: User, window: MainWindow, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path
) -> None:
    document, actions = window.document, window.actions_by_key
    document.open(PROJECTS["mnist_mlp"])
    assert not actions["use_weights"].isEnabled()
    dialogs.chosen = written(tmp_path / "model.h5", None)
    actions["choose_weights"].trigger()
    qtbot.waitUntil(lambda: document.project.weights is not None)
    assert actions["use_weights"].isChecked()
    user.show_panel("training")
    box = window.training.settings.start
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert document.project.start is None
    assert not actions["use_weights"].isChecked()
    actions["use_weights"].trigger()
    assert document.project.start is not None
    for title in ("Start from the file's weights", "Start from fresh weights", "Choose weights"):
        assert document.history.undoable is not None
        assert document.history.undoable.text == title
        actions["undo"].trigger()
    assert document.project == PROJECTS["mnist_mlp"]
    assert not box.isVisible()


def test_a_file_that_is_gone_is_a_problem(window: MainWindow, tmp_path: Path) -> None:
    gone = WeightsFile(tmp_path / "gone.h5", "0" * 64)
    window.document.open(replace(PROJECTS["mnist_mlp"], weights=gone))
    assert [problem.code for problem in window.document.report.problems] == ["weights.file"]


def test_saved_code_gets_its_weights_from_the_worker(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(window.worker, "send", sent.append)
    path = written(tmp_path / "model.h5", None)
    weights = WeightsFile(path, digest_of(path))
    window.document.open(replace(PROJECTS["mnist_mlp"], weights=weights))
    dialogs.chosen = tmp_path / "out.py"
    window.export_code()
    assert 'model.load_weights("start.weights.h5")' in dialogs.chosen.read_text(encoding="utf-8")
    (command,) = sent
    assert isinstance(command, WriteWeights)
    assert command.target == str(tmp_path / "start.weights.h5")
    window.worker.reported.emit(WeightsWritten(command.request, Fitted("model.h5", 2)))
    assert "all 2 layers have theirs" in window.status_line.currentMessage()
    window.worker.reported.emit(WeightsWritten(command.request, message="It is damaged."))
    assert dialogs.said == ["It is damaged."]


def test_the_panel_names_the_layers_that_did_not_fit(window: MainWindow) -> None:
    left = LeftOut("scores", [[8, 3]], [[8, 10]])
    control = window.training_control
    control.history = fold(History(), Weighted(Fitted("model.h5", 1, [left])))
    control.began.emit()
    words = window.training.start_words.text()
    assert "1 of 2 layers" in words
    assert "'scores' (needs (8, 3), the file has (8, 10))" in words
    control.ended.emit()
