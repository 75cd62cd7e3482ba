"""The summary panel: figures, totals, selection, copying and saving."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from netbuilder.graph import Graph, edits
from netbuilder.project import Project
from netbuilder.ui.panels.summary import SummaryPanel
from netbuilder.ui.text import compact, size_text
from tests.gui.canvas_hand import CLASSIFIER, LEFT
from tests.gui.window_helpers import Dialogs, User


@pytest.fixture
def panel(user: User) -> SummaryPanel:
    """The panel in front, on a small network."""
    user.window.document.open(Project(graph=CLASSIFIER))
    user.show_panel("summary")
    user.qtbot.waitUntil(lambda: user.window.summary.model.rowCount() == len(CLASSIFIER.nodes))
    return user.window.summary


def row(panel: SummaryPanel, number: int) -> list[str]:
    """Return what a row shows."""
    model = panel.model
    return [str(model.data(model.index(number, c))) for c in range(model.columnCount())]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (812, "812"),
        (999.96, "1.0 k"),
        (1234, "1.2 k"),
        (123456, "123 k"),
        (3_857_973_248, "3.9 G"),
        (999_960, "1.0 M"),
    ],
)
def test_compact(number: float, text: str) -> None:
    assert compact(number) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (812, "812 B"), (3_400_000, "3.4 MB")])
def test_size_text(count: int, text: str) -> None:
    assert size_text(count) == text


def test_figures_of_a_layer(panel: SummaryPanel) -> None:
    assert row(panel, 1) == [
        "conv",
        "Conv2D",
        "(None, 26, 26, 32)",
        "320",
        "320",
        "195 k",
        "2.8 MB",
        "3x3",
        "x",
    ]


def test_totals_and_exact_values(panel: SummaryPanel) -> None:
    assert "216\u2009650 parameters" in panel.totals.text()
    assert "411 k multiply-adds a sample" in panel.totals.text()
    assert "5.6 MB of outputs for a batch of 32" in panel.totals.text()
    index = panel.model.index(1, 5)
    assert panel.model.data(index, Qt.ItemDataRole.ToolTipRole) == "194\u2009688"


def test_follows_edits_when_seen(user: User, panel: SummaryPanel) -> None:
    document = user.window.document
    document.apply(lambda g: edits.set_param(g, "conv", "filters", 64), "Set filters")
    user.qtbot.waitUntil(lambda: row(panel, 1)[3] == "640")


def test_rests_while_hidden(user: User, panel: SummaryPanel) -> None:
    user.show_panel("code")
    document = user.window.document
    document.apply(lambda g: edits.set_param(g, "conv", "filters", 64), "Set filters")
    assert row(panel, 1)[3] == "320"
    user.show_panel("summary")
    user.qtbot.waitUntil(lambda: row(panel, 1)[3] == "640")


def test_a_problem_leaves_gaps(user: User, panel: SummaryPanel) -> None:
    document = user.window.document
    document.apply(lambda g: edits.set_param(g, "conv", "filters", -1), "Set filters")
    user.qtbot.waitUntil(lambda: row(panel, 1)[2] == "has a problem")
    assert row(panel, 1)[3:8] == [""] * 5
    assert "at least" in panel.totals.text()


def test_an_empty_network_has_nothing_to_save(user: User, panel: SummaryPanel) -> None:
    user.window.document.open(Project(graph=Graph()))
    user.qtbot.waitUntil(lambda: not panel.save_button.isEnabled())
    assert panel.model.rowCount() == 0
    assert "listed here" in panel.totals.text()


def test_selection_goes_both_ways(user: User, panel: SummaryPanel) -> None:
    place = panel.table.visualRect(panel.model.index(1, 0)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)
    assert user.window.document.selection == {"conv"}
    user.window.document.select(("scores",))
    (chosen,) = panel.table.selectionModel().selectedRows()
    assert chosen.row() == 3


def test_copy(user: User, panel: SummaryPanel) -> None:
    user.press(panel.copy_button)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [title in lines[0] for title in ("Layer", "Receptive field", "Memory")] == [True] * 3
    assert lines[2].split()[:2] == ["conv", "Conv2D"]
    assert lines[-1] == panel.totals.text()


def test_save(user: User, panel: SummaryPanel, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.chosen = tmp_path / "table"
    user.press(panel.save_button)
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1] == {
        "layer": "conv",
        "class": "Conv2D",
        "output_shape": "(None, 26, 26, 32)",
        "parameters": "320",
        "trainable_parameters": "320",
        "multiply_adds": "194688",
        "memory_bytes": "2768896",
        "receptive_field": "3x3",
        "inputs": "x",
    }


def test_a_folder_that_is_gone_is_said(
    user: User, panel: SummaryPanel, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.chosen = tmp_path / "gone" / "table.csv"
    user.press(panel.save_button)
    assert "cannot be saved" in dialogs.said[0]
