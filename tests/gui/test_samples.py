"""Samples before and after a layer: what the worker is asked, and what is shown of its answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netbuilder.training.commands import AnyCommand, ShowSamples
from netbuilder.training.replies import Shown
from netbuilder.ui.data.samples import SamplesDialog
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import User


@pytest.fixture
def sent(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[AnyCommand]:
    """What the worker is asked, which is not started."""
    commands: list[AnyCommand] = []
    monkeypatch.setattr(window.worker, "send", commands.append)
    return commands


def opened(window: MainWindow, *names: str) -> SamplesDialog:
    nodes = window.document.graph.nodes.values()
    window.document.select([node.id for node in nodes if node.name in names])
    window.actions_by_key["show_samples"].trigger()
    return window.findChildren(SamplesDialog)[-1]


def layer_name(window: MainWindow) -> str:
    return window.document.graph.nodes[window.document.report.order[1]].name


def test_draws_of_chance_follow_one_another(
    window: MainWindow, user: User, sent: list[AnyCommand], tmp_path: Path
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    name = layer_name(window)
    dialog = opened(window, name)
    (command,) = sent
    assert isinstance(command, ShowSamples)
    assert (command.layer, Path(command.script).is_file()) == (name, True)
    assert name in dialog.windowTitle()
    assert dialog.words.text() == "The samples are on their way …"
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for number, path in enumerate(paths):
        Image.new("RGB", (10 + number, 10)).save(path)
    before, *after = map(str, paths)
    window.worker.reported.emit(Shown(command.request, before, after))
    assert not dialog.words.isVisible()
    assert dialog.shuffle.isVisible()
    first = dialog.after.pixmap().width() / dialog.after.pixmap().height()
    user.press(dialog.shuffle)
    second = dialog.after.pixmap().width() / dialog.after.pixmap().height()
    assert second > first
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not Path(command.script).exists()


def test_what_is_no_picture_is_shown_in_words(window: MainWindow, sent: list[AnyCommand]) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    dialog = opened(window, layer_name(window))
    (command,) = sent
    assert isinstance(command, ShowSamples)
    window.worker.reported.emit(Shown(command.request, rows=[[("a b", "[1 2]"), ("c", "[3 0]")]]))
    assert dialog.table.rowCount() == 2
    item = dialog.table.item(0, 1)
    assert item is not None
    assert item.text() == "[1 2]"
    assert not dialog.shuffle.isVisible()


@pytest.mark.parametrize(
    ("project", "which", "said"),
    [
        pytest.param("mnist_mlp", 0, "that takes something", id="an Input"),
        pytest.param("mnist_mlp", None, "Select one layer", id="nothing"),
        pytest.param("unfinished", 1, "has problems", id="unfinished"),
    ],
)
def test_why_there_are_none_is_said(
    window: MainWindow, sent: list[AnyCommand], project: str, which: int | None, said: str
) -> None:
    window.document.open(PROJECTS[project])
    names = [node.name for node in window.document.graph.nodes.values()]
    dialog = opened(window, *([] if which is None else [names[which]]))
    assert said in dialog.words.text()
    assert sent == []
    assert not dialog.table.isVisible()


def test_an_end_of_the_worker_is_said(window: MainWindow, sent: list[AnyCommand]) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    dialog = opened(window, layer_name(window))
    assert sent
    window.worker.state_changed.emit("gone")
    assert "The worker ended" in dialog.words.text()
