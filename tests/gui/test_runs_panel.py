"""The runs panel by mouse and keys: table, search, stars, notes, curves, difference, deletion."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from netbuilder.graph import edits
from netbuilder.runs.checkpoints import FOLDER, Checkpoint
from netbuilder.runs.folder import MODEL, prepare_run
from netbuilder.runs.model import BatchFigures, Course, EpochFigures, Origin, Run, Status
from netbuilder.runs.store import RunStore
from netbuilder.training.events import Logs
from netbuilder.ui.runs.panel import RunsPanel
from netbuilder.ui.runs.script_view import ScriptView
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import CONTROL, LEFT, NONE
from tests.gui.window_helpers import Dialogs, User, choose, type_over

PROJECT = PROJECTS["mnist_mlp"]


@pytest.fixture
def store(user_folder: Path) -> RunStore:
    return RunStore(user_folder)


def keep(
    store: RunStore, title: str, loss: float, *, units: int = 128, seed: int = 42, series: str = ""
) -> Run:
    """Keep a finished run of three epochs."""
    settings = replace(PROJECT.training, seed=seed)
    graph = edits.set_param(PROJECT.graph, "dense", "units", units)
    project = replace(PROJECT, title=title, training=settings, graph=graph)
    run = store.begin(title, seed=seed, epochs=3, origin=Origin(series=series))
    prepare_run(run.folder, project, f"print({title!r})\n", [])
    logs: list[Logs] = [{"loss": loss * 3 / e, "val_loss": loss * 4 / e} for e in (1, 2, 3)]
    epochs = tuple(EpochFigures(e, 2 * e, 1.5 * e, logs[e - 1]) for e in (1, 2, 3))
    batches = (BatchFigures((1, 2, 3, 4, 5, 6), {"loss": tuple(6.0 / n for n in range(1, 7))}),)
    store.add(run.id, Course(epochs, batches))
    return store.finish(run.id, Status.FINISHED, {**logs[-1], "test_loss": loss})


@pytest.fixture
def panel(user: User, store: RunStore) -> RunsPanel:
    """The panel in front, on four runs: the third and fourth differ in their seed."""
    keep(store, "Digits", 0.5)
    keep(store, "Digits wide", 0.25, units=512)
    keep(store, "Digits", 0.4, series="s")
    keep(store, "Digits", 0.6, seed=43, series="s")
    user.show_panel("runs")
    user.qtbot.waitUntil(lambda: user.window.runs.table.runs.rowCount() == 4)
    return user.window.runs


def numbers(panel: RunsPanel) -> list[int]:
    return [run.id for run in panel.table.runs.rows]


def place(panel: RunsPanel, number: int, key: str = "title") -> QPoint:
    """Return where a cell is on the screen's part of the table."""
    model = panel.table.runs
    column = [one.key for one in model.columns].index(key)
    return panel.table.visualRect(model.index(numbers(panel).index(number), column)).center()


def click(panel: RunsPanel, number: int, key: str = "title", *, more: bool = False) -> None:
    modifier = CONTROL if more else NONE
    QTest.mouseClick(panel.table.viewport(), LEFT, modifier, place(panel, number, key))


def click_heading(panel: RunsPanel, key: str) -> None:
    header = panel.table.horizontalHeader()
    section = [one.key for one in panel.table.runs.columns].index(key)
    panel.table.scrollTo(panel.table.runs.index(0, section))
    at = QPoint(header.sectionViewportPosition(section) + 8, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, NONE, at)


def legend(panel: RunsPanel) -> list[str]:
    """Return what is drawn, as the legend names it."""
    found = panel.curves.view.getPlotItem().legend
    return [] if found is None else [label.text for _, label in found.items]


def test_without_runs_it_says_what_to_do(user: User, store: RunStore) -> None:
    user.show_panel("runs")
    panel = user.window.runs
    assert panel.empty.isVisible()
    assert "press Train" in panel.empty.text()
    assert not user.window.actions_by_key["run_delete"].isEnabled()


def test_a_damaged_store_is_said_in_the_panel(user: User, user_folder: Path) -> None:
    user_folder.mkdir(exist_ok=True)
    (user_folder / "runs.sqlite").write_bytes(b"damaged" * 1000)
    user.show_panel("runs")
    assert "cannot be used" in user.window.runs.empty.text()


def test_headings_sort_and_the_order_is_remembered(
    panel: RunsPanel, window: MainWindow, window_maker: Callable[[], MainWindow], user: User
) -> None:
    assert numbers(panel) == [4, 3, 2, 1]
    click_heading(panel, "loss")
    assert numbers(panel) == [2, 3, 1, 4]
    click_heading(panel, "loss")
    assert numbers(panel) == [4, 1, 3, 2]
    panel.table.setColumnWidth(2, 77)
    second = window_maker()
    User(user.qtbot, second).show_panel("runs")
    assert numbers(second.runs) == [4, 1, 3, 2]
    assert second.runs.table.columnWidth(2) == 77


def test_a_search_narrows_the_list_and_keeps_what_is_chosen(panel: RunsPanel, user: User) -> None:
    click(panel, 2)
    type_over(panel.search, "wide")
    user.qtbot.waitUntil(lambda: numbers(panel) == [2])
    assert panel.count.text() == "1 run"
    assert [run.id for run in panel.chosen] == [2]


def test_a_click_on_the_star_and_space_mark_a_run(panel: RunsPanel, store: RunStore) -> None:
    click(panel, 3, "starred")
    assert store.get(3).starred
    click(panel, 1, more=True)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    assert (store.get(1).starred, store.get(3).starred) == (True, True)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    assert (store.get(1).starred, store.get(3).starred) == (False, False)
    assert [run.id for run in panel.chosen] == [3, 1]


def test_a_note_is_kept_when_its_field_is_left(
    panel: RunsPanel, store: RunStore, window: MainWindow
) -> None:
    click(panel, 2)
    window.actions_by_key["run_note"].trigger()
    assert panel.details.note.hasFocus()
    QTest.keyClicks(panel.details.note, "wider, and better")
    panel.table.setFocus()
    assert store.get(2).note == "wider, and better"
    assert panel.table.runs.rows[2].note == "wider, and better"


def test_a_note_is_kept_when_typing_pauses_and_no_refresh_takes_it_away(
    panel: RunsPanel, user: User, store: RunStore, window: MainWindow
) -> None:
    click(panel, 2)
    window.actions_by_key["run_note"].trigger()
    QTest.keyClicks(panel.details.note, "wi")
    panel.refresh()
    assert panel.details.note.toPlainText() == "wi"
    QTest.keyClicks(panel.details.note, "der")
    user.qtbot.waitUntil(lambda: store.get(2).note == "wider")
    assert panel.details.note.hasFocus()
    assert panel.details.note.textCursor().position() == len("wider")


def test_one_run_and_several_are_drawn_over_each_other(panel: RunsPanel) -> None:
    click(panel, 1)
    assert legend(panel) == ["1 Digits"]
    click(panel, 2, more=True)
    assert legend(panel) == ["2 Digits wide", "1 Digits"]
    line = panel.curves.view.getPlotItem().listDataItems()[0]
    assert list(line.xData) == [1, 2, 3]
    assert list(line.yData) == [0.75, 0.375, 0.25]


def test_seeds_are_drawn_as_a_band_and_singly_if_wanted(panel: RunsPanel, user: User) -> None:
    click(panel, 3)
    click(panel, 4, more=True)
    assert legend(panel) == ["3–4 Digits, 2 seeds"]
    mean = next(line for line in panel.curves.view.getPlotItem().listDataItems() if line.name())
    assert list(mean.yData) == pytest.approx([1.5, 0.75, 0.5])
    QTest.mouseClick(panel.curves.bands, LEFT, NONE, QPoint(8, panel.curves.bands.height() // 2))
    assert legend(panel) == ["4 Digits", "3 Digits"]


@pytest.mark.parametrize(
    ("axis", "x"),
    [
        pytest.param("per second", [1.5, 3.0, 4.5], id="seconds"),
        pytest.param("per batch", [1, 2, 3, 4, 5, 6], id="batches"),
    ],
)
def test_curves_over_time_and_batches(panel: RunsPanel, axis: str, x: list[float]) -> None:
    click(panel, 1)
    choose(panel.curves.axis_box, axis)
    assert list(panel.curves.view.getPlotItem().listDataItems()[0].xData) == x


def test_smoothing_by_key_keeps_the_figures_behind(panel: RunsPanel) -> None:
    click(panel, 1)
    panel.curves.smoothing.setFocus()
    QTest.keyClick(panel.curves.smoothing, Qt.Key.Key_PageUp)
    faint, smooth, *_ = panel.curves.view.getPlotItem().listDataItems()
    assert list(faint.yData) == [1.5, 0.75, 0.5]
    assert smooth.yData[1] > faint.yData[1]


def test_the_difference_of_two_runs_is_a_list(panel: RunsPanel, window: MainWindow) -> None:
    difference = window.actions_by_key["run_difference"]
    click(panel, 1)
    assert not difference.isEnabled()
    click(panel, 2, more=True)
    difference.trigger()
    model = panel.differences.list.model()
    cells = [[model.index(r, c).data() for c in range(4)] for r in range(model.rowCount())]
    assert cells == [
        ["project", "title", "Digits", "Digits wide"],
        ["dense", "units", "128", "512"],
    ]
    assert panel.differences.verdict.text() == "Runs 1 and 2 differ in 2 things."


def test_runs_that_differ_in_their_seed_alone(panel: RunsPanel, window: MainWindow) -> None:
    click(panel, 3)
    click(panel, 4, more=True)
    window.actions_by_key["run_difference"].trigger()
    assert "nothing but their seed" in panel.differences.verdict.text()


def test_enter_opens_the_project_as_it_was(panel: RunsPanel, window: MainWindow) -> None:
    click(panel, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    project = window.document.project
    assert project.title == "Digits wide"
    assert project.graph.nodes["dense"].params["units"] == 512
    assert window.document.path is None


@pytest.mark.parametrize("confirmed", [True, False])
def test_delete_asks_and_takes_the_folder_along(
    confirmed: bool, panel: RunsPanel, store: RunStore, dialogs: Dialogs
) -> None:
    buttons = QMessageBox.StandardButton
    dialogs.answer = buttons.Yes if confirmed else buttons.Cancel
    folder = store.get(1).folder
    click(panel, 1)
    click(panel, 2, more=True)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert dialogs.asked == ["Delete 2 runs with their figures, models and notes?"]
    assert numbers(panel) == ([4, 3] if confirmed else [4, 3, 2, 1])
    assert folder.exists() is not confirmed


def test_tables_are_saved_as_csv(
    panel: RunsPanel, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.chosen = tmp_path / "table"
    window.actions_by_key["run_export"].trigger()
    rows = list(csv.DictReader((tmp_path / "table.csv").read_text("utf-8").splitlines()))
    assert [row["id"] for row in rows] == ["4", "3", "2", "1"]
    click(panel, 2)
    dialogs.chosen = tmp_path / "epochs.csv"
    window.actions_by_key["run_figures"].trigger()
    text = (tmp_path / "epochs.csv").read_text("utf-8")
    assert text.splitlines()[:2] == ["run,epoch,step,seconds,loss,val_loss", "2,1,2,1.5,0.75,1.0"]


def test_the_code_of_a_run_is_shown_as_it_ran(panel: RunsPanel, user: User) -> None:
    click(panel, 2)
    panel.show_details()
    user.press(panel.details.code)
    (view,) = panel.findChildren(ScriptView)
    assert view.editor.toPlainText() == "print('Digits wide')\n"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_a_run_goes_on_from_one_of_its_states(
    panel: RunsPanel, user: User, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, Checkpoint, int]] = []
    folder = store.get(1).folder
    (folder / MODEL).touch()
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "best-00002.keras").touch()
    panel.details.continue_wanted.disconnect()
    panel.details.continue_wanted.connect(
        lambda run, state, epochs: asked.append((run.id, state, epochs))
    )
    click(panel, 1)
    panel.show_details()
    choose(panel.details.state, "best epoch, 2")
    panel.details.epochs.setFocus()
    panel.details.epochs.selectAll()
    QTest.keyClicks(panel.details.epochs, "7")
    user.press(panel.details.go_on)
    ((number, state, epochs),) = asked
    assert (number, state.kind, state.epoch, epochs) == (1, "best", 2, 7)


def test_a_run_that_goes_on_is_followed_in_its_row(panel: RunsPanel, store: RunStore) -> None:
    click(panel, 2)
    now = replace(store.get(2), epochs_done=9, logs={"loss": 0.125})
    assert panel.table.runs.update(now)
    model = panel.table.runs
    column = [one.key for one in model.columns].index("epochs_done")
    assert model.index(numbers(panel).index(2), column).data() == "9/3"
    assert [run.id for run in panel.chosen] == [2]
    assert not model.update(replace(now, logs={"new_metric": 1.0})), "it has no column yet"
    assert not model.update(replace(now, id=99))


def test_columns_can_be_hidden(panel: RunsPanel) -> None:
    keys = [column.key for column in panel.table.runs.columns]
    assert panel.table.isColumnHidden(keys.index("seed"))
    actions = {action.text(): action for action in panel.table.column_actions()}
    actions["Seed"].toggle()
    actions["val_loss"].toggle()
    assert not panel.table.isColumnHidden(keys.index("seed"))
    assert panel.table.isColumnHidden(keys.index("val_loss"))


def test_two_thousand_runs_open_at_once(
    user: User, store: RunStore, user_folder: Path, tmp_path: Path
) -> None:
    store.begin("first", seed=1, epochs=5, folder=tmp_path / "runs")
    with sqlite3.connect(user_folder / "runs.sqlite") as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            " INSERT INTO runs (title, started, status, seed, epochs, logs, folder, process)"
            " SELECT 'Project ' || i % 7, started, 'finished', i, 5,"
            ' \'{"loss": 0.5, "accuracy": 0.5}\', folder, process FROM runs, n'
        )
    connection.close()
    began = perf_counter()
    user.show_panel("runs")
    user.window.repaint()
    assert user.window.runs.table.runs.rowCount() == 2000
    assert perf_counter() - began < 2.0, "on a busy machine; about 0.1 s alone"
