"""File > Import: models and scripts become projects, and what was lost is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.ui.import_notes import ImportNotes
from netbuilder.ui.window import MainWindow
from tests.gui.window_helpers import Dialogs, User, drop_files
from tests.scripts import SCRIPTS

NOTED = """import os
import keras
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)], name="noted")
if os.path.exists("more"):
    model.add(keras.layers.Dense(2))
model.compile("sgd", "mse")
"""


def script(folder: Path, text: str) -> Path:
    path = folder / "script.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_script_is_chosen_and_opened(
    user: User, window: MainWindow, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path
) -> None:
    dialogs.chosen = script(tmp_path, SCRIPTS["two branches"])
    user.keys(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 9)
    assert window.document.path is None
    assert window.document.report.ok
    assert window.findChildren(ImportNotes) == []
    assert QGuiApplication.overrideCursor() is None


def test_notes_are_listed_by_line_and_copied(
    window: MainWindow, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path
) -> None:
    dialogs.chosen = script(tmp_path, NOTED)
    window.actions_by_key["import"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportNotes)))
    (dialog,) = window.findChildren(ImportNotes)
    cells = [dialog.list.item(0, column) for column in range(2)]
    assert [cell.text()[:20] for cell in cells if cell] == ["4", "Whether os.path.exis"]
    assert dialog.list.rowCount() == 1
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("4\tWhether os.path.exists")
    assert window.document.project.training.optimizer.class_name == "SGD"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(ImportNotes))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("print(1)", "No model of Keras", id="no model"),
        pytest.param("x = (", "Line 1 is no Python", id="no Python"),
    ],
)
def test_refusal_leaves_the_project_as_it_is(
    window: MainWindow, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path, text: str, said: str
) -> None:
    before = window.document.project
    window.model_import.start(script(tmp_path, text))
    qtbot.waitUntil(lambda: bool(dialogs.said))
    assert said in dialogs.said[0]
    assert "script.py" in dialogs.said[0]
    assert window.document.project is before


def test_script_is_dropped(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop_files(window, script(tmp_path, SCRIPTS["list of layers"]))
    qtbot.waitUntil(lambda: len(window.document.graph.nodes) == 4)
