"""Opening, saving, dropping, remembering: nothing is lost and every refusal is one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from netbuilder.graph import edits
from netbuilder.project import Project
from netbuilder.project.file import read_project, write_project
from netbuilder.ui.menus import fill_recent
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import Dialogs, User, drop_files
from tests.unit.own_data import write_pictures

SAVE, DISCARD, CANCEL = (
    QMessageBox.StandardButton.Save,
    QMessageBox.StandardButton.Discard,
    QMessageBox.StandardButton.Cancel,
)
MLP = PROJECTS["mnist_mlp"]


def edit(window: MainWindow) -> Project:
    """Change something and return the project."""
    window.document.apply(lambda g: edits.add_node(g, edits.new_node(g, "Dense")), "Add Dense")
    return window.document.project


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A project in a file."""
    path = tmp_path / "lesson.netbuilder"
    write_project(MLP, path)
    return path


def test_save_asks_where_once_and_then_saves_there(
    user: User, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    edit(window)
    assert window.isWindowModified()
    dialogs.chosen = tmp_path / "first"  # the suffix is added
    user.keys(Qt.Key.Key_S)
    path = tmp_path / "first.netbuilder"
    assert read_project(path) == window.document.project
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("first.netbuilder")
    dialogs.chosen = None
    changed = edit(window)
    user.keys(Qt.Key.Key_S)
    assert read_project(path) == changed
    assert path.with_name("first.netbuilder.bak").is_file()


def test_save_as_leaves_the_first_file_alone(
    window: MainWindow, dialogs: Dialogs, file: Path, tmp_path: Path
) -> None:
    window.files.open(file)
    changed = edit(window)
    dialogs.chosen = tmp_path / "other.netbuilder"
    window.actions_by_key["save_as"].trigger()
    assert read_project(file) == MLP
    assert read_project(dialogs.chosen) == changed
    assert window.document.path == dialogs.chosen


def test_open_shows_the_project_and_remembers_it(
    user: User, window: MainWindow, dialogs: Dialogs, file: Path
) -> None:
    dialogs.chosen = file
    user.keys(Qt.Key.Key_O)
    assert window.document.project == MLP
    assert window.windowTitle().startswith("lesson.netbuilder")
    menu = QMenu(window)
    fill_recent(menu, window)
    assert [action.text() for action in menu.actions()] == ["lesson.netbuilder"]
    window.files.new()
    assert window.document.project == Project()
    menu.actions()[0].trigger()
    assert window.document.project == MLP


@pytest.mark.parametrize(
    ("answer", "left", "saved"),
    [(SAVE, True, True), (DISCARD, True, False), (CANCEL, False, False)],
    ids=["save", "discard", "cancel"],
)
@pytest.mark.parametrize("way", ["new", "open", "close"])
def test_unsaved_changes_are_asked_about(
    window: MainWindow,
    dialogs: Dialogs,
    file: Path,
    way: str,
    answer: QMessageBox.StandardButton,
    left: bool,
    saved: bool,
) -> None:
    window.files.open(file)
    changed = edit(window)
    dialogs.answer = answer
    if way == "close":
        assert window.close() is left
    else:
        dialogs.chosen = file
        window.actions_by_key[way].trigger()
    assert len(dialogs.asked) == 1
    assert read_project(file) == (changed if saved else MLP)
    if not left:
        assert window.document.project == changed
        assert window.isVisible()


def test_save_that_is_cancelled_keeps_the_window_open(window: MainWindow, dialogs: Dialogs) -> None:
    changed = edit(window)
    dialogs.answer, dialogs.chosen = SAVE, None
    assert not window.close()
    assert window.document.project == changed


BAD_FILES = {
    "nothing there": None,
    "not text": b"\xff\xfe\x00\x80",
    "not JSON": b"{ no",
    "another JSON": b'{"nodes": []}',
    "cut off": json.dumps({"format": {"major": 1, "minor": 0}, "graph": {"nodes": [{}]}}).encode(),
    "a newer version": json.dumps({"format": {"major": 99, "minor": 0}}).encode(),
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_gets_one_sentence_and_nothing_is_lost(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path, content: bytes | None
) -> None:
    window.document.open(MLP)
    bad = tmp_path / "bad.netbuilder"
    if content is not None:
        bad.write_bytes(content)
    assert not window.files.open(bad)
    (sentence,) = dialogs.said
    assert "bad.netbuilder" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Error" not in sentence
    assert window.document.project == MLP
    assert window.document.path is None
    if content is not None:
        assert bad.read_bytes() == content


def test_a_newer_version_is_named_as_such(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    path = tmp_path / "future.netbuilder"
    path.write_bytes(BAD_FILES["a newer version"] or b"")
    window.files.open(path)
    assert "newer NetBuilder" in dialogs.said[0]


def test_a_place_that_cannot_be_written_is_told_and_the_project_stays_unsaved(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    changed = edit(window)
    dialogs.chosen = tmp_path / "no such folder" / "x.netbuilder"
    assert not window.files.save()
    (sentence,) = dialogs.said
    assert "cannot be saved" in sentence
    assert window.document.project == changed
    assert window.document.modified


def test_a_dropped_project_is_opened(window: MainWindow, file: Path) -> None:
    assert drop_files(window, file)
    assert window.document.project == MLP
    assert window.document.path == file


def test_a_dropped_table_becomes_the_data(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert drop_files(window, table)
    assert window.document.project.data.source == "csv"
    assert window.document.project.data.path == table
    window.document.undo()
    assert window.document.project == Project()


def test_a_dropped_folder_of_pictures_becomes_the_data(window: MainWindow, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", 2)
    assert drop_files(window, folder)
    data = window.document.project.data
    assert (data.source, data.path) == ("images", folder)


def test_a_dropped_folder_without_classes_is_answered(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    assert drop_files(window, tmp_path)
    (sentence,) = dialogs.said
    assert "one for each class" in sentence
    assert window.document.project == Project()


def test_other_files_are_not_taken(window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "cat.jpeg"
    assert not drop_files(window, picture)
    assert not drop_files(window, tmp_path / "a.csv", tmp_path / "b.csv")
    assert window.document.project == Project()


def test_a_new_window_stands_as_the_last_one_was_left(
    window_maker: Callable[[], MainWindow],
) -> None:
    first = window_maker()
    first.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first.docks["palette"])
    first.docks["summary"].hide()
    first.close()

    second = window_maker()
    area = second.dockWidgetArea(second.docks["palette"])
    assert area is Qt.DockWidgetArea.RightDockWidgetArea
    assert not second.docks["summary"].isVisible()
    second.actions_by_key["reset_docks"].trigger()
    area = second.dockWidgetArea(second.docks["palette"])
    assert area is Qt.DockWidgetArea.LeftDockWidgetArea
    assert not second.docks["summary"].isHidden()
