"""The assistant for those who come from ImageDataGenerator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from netbuilder.graph.walks import input_nodes
from netbuilder.ui.generator_dialog import GeneratorDialog
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import User, give
from tests.unit.own_data import write_pictures


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[GeneratorDialog]:
    window.document.open(PROJECTS["mnist_mlp"])
    shown = GeneratorDialog(window.document, window)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.close()


def test_settings_become_layers_in_one_step(
    user: User, window: MainWindow, dialog: GeneratorDialog
) -> None:
    give(dialog.form, "rotation_range", "36")
    give(dialog.form, "horizontal_flip", "yes")
    give(dialog.form, "target_size", "64")
    assert "RandomRotation(0.1" in dialog.layers.text()
    assert "only in training" in dialog.notes.text()
    user.press(dialog.insert_button)
    classes = [node.class_name for node in window.document.graph.nodes.values()]
    assert {"RandomRotation", "RandomFlip", "Rescaling"} <= set(classes)
    assert window.document.history.steps[-1].text == "Do as an ImageDataGenerator does"
    window.document.undo()
    assert window.document.project == PROJECTS["mnist_mlp"]


def test_a_folder_is_chosen(
    user: User,
    window: MainWindow,
    dialog: GeneratorDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = write_pictures(tmp_path / "own")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    user.press(dialog.browse_button)
    assert dialog.folder.text() == str(folder)
    user.press(dialog.insert_button)
    assert window.document.project.data.path == folder
    graph = window.document.graph
    assert graph.nodes[input_nodes(graph)[0]].params["shape"] == (256, 256, 3)
