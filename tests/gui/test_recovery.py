"""Unsaved work outlives a crash, and no two windows work on one file."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from netbuilder.graph import edits
from netbuilder.project.file import read_project, write_project
from netbuilder.ui.autosave import abandoned_copies
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import Dialogs, User

MLP = PROJECTS["mnist_mlp"]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project in a file."""
    path = tmp_path / "lesson.netbuilder"
    write_project(MLP, path)
    return path


def crash(*files: Path) -> None:
    """Have another process's window add an LSTM layer and die without saving."""
    command = [sys.executable, "-m", "tests.gui.crashing", *map(str, files)]
    died = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=120)
    assert died.returncode == -signal.SIGKILL, died.stderr


def classes(window: MainWindow) -> list[str]:
    """Return the classes of the layers in the window."""
    return [node.class_name for node in window.document.graph.nodes.values()]


def edit(window: MainWindow) -> None:
    """Change something."""
    window.document.apply(lambda g: edits.add_node(g, edits.new_node(g, "GRU")), "Add GRU")


def test_a_crash_loses_nothing(user: User, file: Path) -> None:
    crash(file)
    window = user.window
    window.recovery.offer()
    assert "Restore lesson.netbuilder" in window.recovery.message.text()
    user.press(window.recovery.restore)
    assert classes(window)[-1] == "LSTM"
    assert window.document.path == file
    assert window.document.modified
    assert window.recovery.isHidden()
    assert read_project(file) == MLP
    assert window.files.save()
    assert read_project(file) == window.document.project
    assert not abandoned_copies()


def test_a_network_that_was_never_saved_is_restored_as_an_untitled_one(user: User) -> None:
    crash()
    user.window.recovery.offer()
    user.press(user.window.recovery.restore)
    assert classes(user.window) == ["LSTM"]
    assert user.window.document.path is None


def test_a_file_that_has_changed_since_is_left_alone(user: User, file: Path) -> None:
    crash(file)
    write_project(PROJECTS["penguins"], file)
    user.window.recovery.offer()
    user.press(user.window.recovery.restore)
    assert classes(user.window)[-1] == "LSTM"
    assert user.window.document.path is None


def test_later_keeps_the_copy_and_discard_deletes_it(user: User) -> None:
    crash()
    recovery = user.window.recovery
    recovery.offer()
    user.press(recovery.later)
    assert recovery.isHidden()
    recovery.offer()
    user.press(recovery.discard)
    assert recovery.isHidden()
    recovery.offer()
    assert recovery.isHidden()
    assert classes(user.window) == []


def test_a_living_windows_copy_is_not_offered_and_goes_with_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    with qtbot.waitSignal(window.autosave.saved):
        edit(window)
        edit(window)
    assert window.autosave.file.is_file()
    assert window.status_line.copy_label.text().startswith("Copied at")
    assert not abandoned_copies()
    window.close()
    assert not window.autosave.file.exists()


@pytest.mark.parametrize("way", ["save", "undo"])
def test_no_copy_is_kept_of_what_is_saved(
    qtbot: QtBot, window: MainWindow, file: Path, way: str
) -> None:
    window.files.open(file)
    with qtbot.waitSignal(window.autosave.saved):
        edit(window)
    if way == "save":
        window.files.save()
    else:
        window.document.undo()
    assert not window.autosave.file.exists()
    assert window.status_line.copy_label.text() == ""


def test_a_copy_that_cannot_be_read_is_passed_over(window: MainWindow) -> None:
    (window.autosave.file.parent / "broken.json").write_text("{}")
    window.recovery.offer()
    assert window.recovery.isHidden()


@pytest.mark.parametrize("answer", ["Open", "Cancel"])
def test_a_file_of_another_window_is_opened_as_a_copy_if_at_all(
    window_maker: Callable[[], MainWindow], dialogs: Dialogs, file: Path, answer: str
) -> None:
    first, second = window_maker(), window_maker()
    first.files.open(file)
    dialogs.answer = QMessageBox.StandardButton[answer]
    assert second.files.open(file) is (answer == "Open")
    assert dialogs.asked == ["lesson.netbuilder is open in another window. Open a copy of it?"]
    assert second.document.path is None
    assert bool(classes(second)) is (answer == "Open")


def test_nothing_is_saved_over_another_windows_file(
    window_maker: Callable[[], MainWindow], dialogs: Dialogs, file: Path, tmp_path: Path
) -> None:
    first, second = window_maker(), window_maker()
    first.files.open(file)
    edit(second)
    dialogs.chosen = file
    assert not second.files.save_as()
    assert dialogs.said == ["lesson.netbuilder is open in another window."]
    assert read_project(file) == MLP
    first.files.new()
    assert second.files.save_as()
    assert read_project(file) == second.document.project
