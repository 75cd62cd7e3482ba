"""Runs from the window with a real worker: trained, looked at, gone on with."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netbuilder.runs.folder import HISTORY, SCRIPT
from netbuilder.runs.model import Run, Status
from netbuilder.runs.store import RunStore
from netbuilder.ui.window import MainWindow
from tests.gui.window_helpers import PATIENCE_MS, User
from tests.keras.run_proof import PLAIN, SETTINGS

pytestmark = pytest.mark.keras


def test_a_run_is_trained_looked_at_and_gone_on_with(
    user: User, window: MainWindow, user_folder: Path, tmp_path: Path
) -> None:
    window.document.open(replace(PLAIN, training=replace(SETTINGS, epochs=3)))
    user.train_to_the_end()
    user.show_panel("runs")
    panel = window.runs
    assert [run.id for run in panel.table.runs.rows] == [1]
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert [run.id for run in panel.chosen] == [1]
    panel.show_details()
    assert panel.details.state.currentText() == "last epoch, 3"
    panel.details.epochs.setFocus()
    panel.details.epochs.selectAll()
    QTest.keyClicks(panel.details.epochs, "2")
    with user.qtbot.waitSignal(window.training_control.ended, timeout=PATIENCE_MS):
        user.press(panel.details.go_on)
    second, first = RunStore(user_folder).list()
    assert (first.status, second.status) == (Status.FINISHED, Status.FINISHED)
    assert (second.parent, second.epochs_before, second.epochs_done) == (1, 3, 2)
    assert second.versions["devices"]
    goes_on_where_the_first_ended(user_folder, first, second)
    gives_the_same_alone(second, tmp_path)
    assert window.document.project.training.epochs == 3, "the open project is as it was"


def goes_on_where_the_first_ended(folder: Path, first: Run, second: Run) -> None:
    losses = [
        epoch.logs["loss"]
        for run in (first, second)
        for epoch in RunStore(folder).course(run.id).epochs
    ]
    known = [loss for loss in losses if loss is not None]
    assert len(known) == 5
    assert known[3] < known[2] * 1.1
    assert known[3] < known[0]


def gives_the_same_alone(run: Run, folder: Path) -> None:
    """The script of a run that goes on, run without NetBuilder, gives the same history."""
    alone = folder / "alone"
    shutil.copytree(run.folder, alone)
    before = list(csv.DictReader((alone / HISTORY).read_text("utf-8").splitlines()))
    (alone / HISTORY).unlink()
    subprocess.run([sys.executable, SCRIPT], cwd=alone, check=True, capture_output=True)
    assert list(csv.DictReader((alone / HISTORY).read_text("utf-8").splitlines())) == before
