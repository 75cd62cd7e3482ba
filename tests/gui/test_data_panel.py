"""The data panel: what ships is shown at once, the user's own by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from netbuilder.dataset import ColumnProfile, DataChoice
from netbuilder.dataset.builtin import BUILTIN
from netbuilder.dataset.shipped import shipped_profile
from netbuilder.graph import EMPTY, Params
from netbuilder.project import Project
from netbuilder.training.commands import AnyCommand, MeasureData
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.window_helpers import PATIENCE_MS, Dialogs, User, choose, drop_files, give, param_of
from tests.unit.drawing import chain, image, layer
from tests.unit.own_data import write_pictures, write_texts

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
OWN_TABLE = "Table or series from a CSV file …"


def shipped_columns(key: str) -> tuple[ColumnProfile, ...]:
    profile = shipped_profile(DataChoice(key))
    assert profile is not None
    return profile.columns


@pytest.mark.parametrize("key", BUILTIN)
def test_what_ships_is_shown_at_once_and_without_the_worker(
    user: User, window: MainWindow, key: str
) -> None:
    user.show_panel("data")
    panel = window.data_panel
    choose(panel.source_box, BUILTIN[key].title)
    choice = window.document.project.data
    assert choice.source == key
    assert window.document.profile == shipped_profile(choice)
    assert panel.sentence.text() == BUILTIN[key].sentence
    assert panel.preview.isVisible()
    assert panel.preview.facts.text()
    assert panel.state.text() == ""
    assert window.worker.state == "gone"


def test_shapes_are_taken_once_and_undone_in_one_step(user: User, window: MainWindow) -> None:
    graph = chain(image(7, 7), layer("flat", "Flatten"), layer("scores", "Dense", units=3))
    window.document.open(Project(graph=graph))
    user.show_panel("data")
    choose(window.data_panel.source_box, "MNIST digits")
    before = window.document.project
    user.press(window.data_panel.fit_button)
    assert param_of(window, "x", "shape") == (28, 28, 1)
    assert param_of(window, "scores", "units") == 10
    assert not window.data_panel.fit_button.isEnabled()
    window.document.undo()
    assert window.document.project == before


def test_going_back_to_no_data_forgets_the_profile(user: User, window: MainWindow) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    user.show_panel("data")
    choose(window.data_panel.source_box, "No data yet")
    assert window.document.project.data.source == ""
    assert window.document.profile is None
    assert not window.data_panel.preview.isVisible()
    assert not window.train_button.isEnabled()


def test_no_file_chosen_changes_nothing(user: User, window: MainWindow, dialogs: Dialogs) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    user.show_panel("data")
    dialogs.chosen = None
    choose(window.data_panel.source_box, OWN_TABLE)
    assert window.document.project == PROJECTS["mnist_mlp"]
    assert window.data_panel.source_box.currentText() == "MNIST digits"


@pytest.mark.parametrize(
    ("entry", "source", "write"),
    [
        pytest.param(
            "Pictures in a folder for each class …", "images", write_pictures, id="pictures"
        ),
        pytest.param("Texts in a folder for each class …", "texts", write_texts, id="texts"),
    ],
)
def test_a_folder_is_chosen_with_the_options_of_its_kind(
    user: User,
    window: MainWindow,
    dialogs: Dialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    entry: str,
    source: str,
    write: Callable[[Path, int], Path],
) -> None:
    asked: list[AnyCommand] = []
    monkeypatch.setattr(window.worker, "send", asked.append)
    user.show_panel("data")
    dialogs.chosen = write(tmp_path / "own", 2)
    choose(window.data_panel.source_box, entry)
    data = window.document.project.data
    assert (data.source, data.path) == (source, tmp_path / "own")
    (command,) = asked
    assert isinstance(command, MeasureData)
    assert command.by_keras
    assert f"{source.removesuffix('s')}_dataset_from_directory" in command.code
    assert window.data_panel.source_box.currentText() == entry


def flowers(folder: Path) -> Path:
    """Write a table of sixty flowers of two kinds."""
    rows = [f"{n % 7},{n % 5}.5,{'rose' if n % 2 else 'tulip'}" for n in range(60)]
    path = folder / "flowers.csv"
    path.write_text("\n".join(["length,width,kind", *rows]) + "\n", encoding="utf-8")
    return path


NO_TABLES = {
    "bytes": ("x.csv", b"a,b\n\x00\xff\xfe,1,2,3\n"),
    "picture": ("x.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "nothing": ("x.csv", b""),
    "no arrays": ("x.npz", b"PK nope"),
}


@pytest.mark.parametrize(("name", "content"), NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_data_is_refused_in_a_sentence_and_nothing_changes(
    window: MainWindow, dialogs: Dialogs, tmp_path: Path, name: str, content: bytes
) -> None:
    window.document.open(PROJECTS["mnist_mlp"])
    path = tmp_path / name
    path.write_bytes(content)
    assert drop_files(window, path)
    assert_plain(*dialogs.said, about=name)
    assert window.document.project == PROJECTS["mnist_mlp"]
    assert window.data_panel.source_box.currentText() == "MNIST digits"
    assert path.read_bytes() == content


def assert_plain(*said: str, about: str) -> None:
    """What was said is one sentence about a file, for people."""
    (sentence,) = said
    assert about in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Error" not in sentence


def test_an_emptied_list_of_columns_means_none(user: User, window: MainWindow) -> None:
    user.show_panel("data")
    panel = window.data_panel
    choose(panel.source_box, "Penguins")
    give(user.data_form(), "categories", "year")
    assert window.document.project.data.options["categories"] == ("year",)
    give(user.data_form(), "categories", "")
    assert window.document.project.data.options["categories"] == ()


@pytest.mark.keras
def test_an_own_table_is_shown_and_told_of_when_it_is_spoilt(
    user: User, window: MainWindow, dialogs: Dialogs, qtbot: QtBot, tmp_path: Path
) -> None:
    user.show_panel("data")
    panel, control = window.data_panel, window.data_control
    file = flowers(tmp_path)

    def measured() -> bool:
        return not control.measuring

    dialogs.chosen = file
    choose(panel.source_box, OWN_TABLE)
    qtbot.waitUntil(measured, timeout=PATIENCE_MS)
    profile = window.document.profile
    assert profile is not None
    assert [column.name for column in profile.columns] == ["length", "width", "kind"]
    assert panel.state.text() == ""
    assert panel.preview.table.isVisible()

    good = file.read_text(encoding="utf-8")
    file.write_text("length,width,kind\n", encoding="utf-8")  # as if emptied elsewhere
    control.measure_again()
    qtbot.waitUntil(measured, timeout=PATIENCE_MS)
    assert_plain(panel.state.text(), about="")
    assert window.document.profile is None
    assert not panel.details.isVisible()
    assert not panel.preview.isVisible()

    file.write_text(good, encoding="utf-8")
    control.measure_again()
    qtbot.waitUntil(measured, timeout=PATIENCE_MS)
    assert window.document.profile == profile
    assert panel.state.text() == ""


@pytest.mark.keras
def test_a_built_in_set_with_other_options_is_measured_again(
    user: User, window: MainWindow, qtbot: QtBot
) -> None:
    user.show_panel("data")
    panel = window.data_panel
    choose(panel.source_box, "MNIST digits")
    before = window.document.profile
    give(user.data_form(), "scale", "0 to 1")
    assert window.document.project.data.options != EMPTY
    qtbot.waitUntil(lambda: window.document.profile is not None, timeout=PATIENCE_MS)
    after = window.document.profile
    assert before is not None
    assert after is not None
    assert (before.x.maximum, after.x.maximum) == (255, 1)
    assert panel.state.text() == ""


def test_a_column_is_given_another_role_where_it_is_seen(user: User, window: MainWindow) -> None:
    user.show_panel("data")
    panel = window.data_panel
    choose(panel.source_box, "Penguins")
    table = panel.preview.table
    columns = [column.name for column in shipped_columns("penguins")]
    year = columns.index("year")

    def heading(at: int) -> str:
        item = table.horizontalHeaderItem(at)
        return item.text() if item else ""

    assert heading(year) == "year\nleft out"
    assert heading(columns.index("species")) == "species\ntarget"
    table.setCurrentCell(0, year)
    menu = table.menu_of(year)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["left out"]
    next(action for action in menu.actions() if action.text() == "category").trigger()
    options = window.document.project.data.options
    assert options["categories"] == ("year",)
    step = window.document.history.undoable
    assert step is not None
    assert step.text == "Use column 'year' as category"
    window.document.undo()
    assert window.document.project.data.options == EMPTY


def test_columns_and_answers_are_given_to_ends_by_name(user: User, window: MainWindow) -> None:
    project = PROJECTS["two_questions"]
    window.document.open(replace(project, data=DataChoice("penguins")))
    user.show_panel("data")
    forms = window.data_panel.ends.forms
    assert list(forms) == ["inputs", "targets"]
    give(forms["inputs"], "sizes", "flipper_length_mm")
    give(forms["targets"], "mass", "body_mass_g")
    options = window.document.project.data.options
    fed, asked = options["inputs"], options["targets"]
    assert isinstance(fed, Params)
    assert fed["sizes"] == ("flipper_length_mm",)
    assert asked == Params(species="species", mass="body_mass_g")
    window.document.undo()
    assert window.document.project.data.options["targets"] != asked


def test_a_heading_sends_its_column_to_an_end(user: User, window: MainWindow, qtbot: QtBot) -> None:
    window.document.open(replace(PROJECTS["two_questions"], data=DataChoice("penguins")))
    user.show_panel("data")
    menu = window.data_panel.preview.table.menu_of(5)
    qtbot.addWidget(menu)
    titles = [action.text() for action in menu.actions()]
    assert titles[0] == "feature → sizes"
    assert "class → species" in titles
    (action,) = (one for one in menu.actions() if one.text() == "number to predict → mass")
    action.trigger()
    options = window.document.project.data.options
    assert options["targets"] == Params(species="species", mass="body_mass_g")
    assert options["quantities"] == ("body_mass_g",)
    text = window.document.history.steps[-1].text
    assert text == "Use column 'body_mass_g' as number to predict → mass"


def test_arrays_are_chosen_for_ends(user: User, window: MainWindow, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", near=np.zeros(9), far=np.ones(9), kind=np.zeros(9, "int64"))
    data = DataChoice("npz", tmp_path / "own.npz", Params(x_key="near", y_key="kind"))
    window.document.open(replace(PROJECTS["two_questions"], data=data))
    user.show_panel("data")
    give(window.data_panel.ends.forms["inputs"], "place", "far")
    options = window.document.project.data.options
    assert options["inputs"] == Params(sizes="near", place="far")
    assert options["targets"] == Params(species="kind", mass="kind")


def test_a_click_on_a_heading_opens_its_roles(user: User, window: MainWindow, qtbot: QtBot) -> None:
    user.show_panel("data")
    choose(window.data_panel.source_box, "Penguins")
    header = window.data_panel.preview.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, NONE, at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "feature",
        "category",
        "target",
        "weight",
        "left out",
    ]
    menu.close()
