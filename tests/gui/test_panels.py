"""Palette, code, problems, summary and status line, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from netbuilder.graph import NodeId, Params, Port
from netbuilder.graph.folding import fold
from netbuilder.project import Project
from netbuilder.ui.canvas import LAYER_MIME
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import User, type_over
from tests.unit.drawing import chain, image, layer

MLP = PROJECTS["mnist_mlp"]


class TestProblems:
    @pytest.fixture
    def flawed(self, user: User, window: MainWindow) -> MainWindow:
        """The window on a network whose kernel is larger than the picture."""
        conv = layer("conv", "Conv2D", filters=4, kernel_size=40)
        rest = layer("flat", "Flatten"), layer("scores", "Dense", units=10, activation="softmax")
        window.document.open(Project(graph=chain(image(28, 28, 1), conv, *rest)))
        user.show_panel("problems")
        return window

    def test_the_list_says_what_the_report_says(self, flawed: MainWindow) -> None:
        shown = flawed.problems.list
        texts = [shown.item(row).text() for row in range(shown.count())]
        assert texts == [problem.message for problem in flawed.document.report.problems]
        assert not flawed.train_button.isEnabled()
        assert "problem" in flawed.status_line.verdict.text()

    def test_a_fix_is_applied_in_one_step_and_undone(self, user: User, flawed: MainWindow) -> None:
        before = flawed.document.project
        problem = flawed.document.report.problems[0]
        user.press(user.fix_button(problem.fixes[0].title))
        assert problem.code not in {left.code for left in flawed.document.report.problems}
        user.keys(Qt.Key.Key_Z)
        assert flawed.document.project == before

    def test_entering_a_problem_shows_its_node(self, flawed: MainWindow) -> None:
        shown = flawed.problems.list
        shown.setFocus()
        QTest.keyClick(shown, Qt.Key.Key_Return)
        assert flawed.document.selection == {"conv"}

    def test_entering_a_problem_opens_the_submodels_that_it_lies_in(
        self, flawed: MainWindow
    ) -> None:
        graph = flawed.document.graph
        way: list[NodeId] = []
        wanted = "conv"
        for name in ("inner", "outer"):
            pictures = {Port("x"): Params(shape=(28, 28, 1))}
            graph = fold(graph, (wanted,), name, pictures)
            wanted = next(key for key, node in graph.nodes.items() if node.name == name)
            way.insert(0, wanted)
        flawed.document.open(Project(graph=graph))
        shown = flawed.problems.list
        assert shown.item(0).text().startswith("In 'outer': In 'inner': Conv2D 'conv'")
        shown.setFocus()
        QTest.keyClick(shown, Qt.Key.Key_Return)
        assert flawed.document.level.path == tuple(way)
        (chosen,) = flawed.document.selection
        assert flawed.document.level.graph.nodes[chosen].name == "conv"

    def test_f8_goes_round_the_problems(self, user: User, flawed: MainWindow) -> None:
        user.keys(Qt.Key.Key_F8, NONE)
        assert flawed.document.selection == {"conv"}


class TestSummary:
    @pytest.mark.parametrize("name", ["mnist_mlp", "two_branches", "residual_block", "unfinished"])
    def test_rows_are_those_of_the_report(
        self, user: User, window: MainWindow, qtbot: QtBot, name: str
    ) -> None:
        window.document.open(PROJECTS[name])
        user.show_panel("summary")
        model, report = window.summary.model, window.document.report
        qtbot.waitUntil(lambda: model.rowCount() == len(report.order))
        nodes = window.document.graph.nodes
        for row, key in enumerate(report.order):
            params = report.nodes[key].params
            assert cell(window, row, 0) == nodes[key].name
            assert cell(window, row, 3) == ("" if params is None else str(params))

    def test_a_row_selects_its_node_and_the_other_way_round(
        self, user: User, window: MainWindow, qtbot: QtBot
    ) -> None:
        window.document.open(MLP)
        user.show_panel("summary")
        table, model = window.summary.table, window.summary.model
        qtbot.waitUntil(lambda: model.rowCount() == len(MLP.graph.nodes))
        at = table.visualRect(model.index(2, 0)).center()
        QTest.mouseClick(table.viewport(), LEFT, NONE, at)
        assert window.document.selection == {window.document.report.order[2]}
        window.document.select(("dropout",))
        (index,) = table.selectionModel().selectedRows()
        assert index.row() == window.document.report.order.index("dropout")


def cell(window: MainWindow, row: int, column: int) -> str:
    """Return what a cell of the summary shows, without the separators of thousands."""
    model = window.summary.model
    return str(model.data(model.index(row, column)) or "").replace("\u2009", "")


class TestPalette:
    def test_every_layer_of_the_catalogue_is_offered(self, window: MainWindow) -> None:
        palette, layers = window.palette_panel, window.document.catalog.layers
        missing = [name for name in layers if palette.item_of(name) is None]
        assert [name for name in missing if layers[name].placeable] == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("conv2d", "Conv2D"),
            ("lstm", "LSTM"),
            ("dropout", "Dropout"),
            ("max pool", "MaxPooling2D"),
        ],
    )
    def test_search_finds(self, window: MainWindow, text: str, found: str) -> None:
        type_over(window.palette_panel.search, text)
        assert window.palette_panel.item_of(found) is not None

    def test_nothing_is_found_for_nonsense(self, window: MainWindow) -> None:
        palette = window.palette_panel
        type_over(palette.search, "zzzz")
        assert palette.tree.topLevelItemCount() == 0
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
        assert window.document.graph.nodes == {}
        QTest.keyClick(palette.search, Qt.Key.Key_Escape)
        assert palette.search.text() == ""

    def test_a_row_carries_its_class_to_the_canvas(self, window: MainWindow) -> None:
        item = window.palette_panel.item_of("Dense")
        assert isinstance(item, QTreeWidgetItem)
        data = window.palette_panel.tree.mimeData([item])
        assert bytes(data.data(LAYER_MIME).data()) == b"Dense"

    def test_three_ways_to_place_a_layer(self, user: User, window: MainWindow) -> None:
        user.drag_layer("InputLayer", window.canvas.mapToScene(100, 60))
        user.double_click_layer("Dense")
        user.enter_layer("dropout")
        graph = window.document.graph
        names = [node.class_name for node in graph.nodes.values()]
        assert names == ["InputLayer", "Dense", "Dropout"]
        assert len(graph.wires) == 2


def test_status_line_tells_state_and_size(user: User, window: MainWindow) -> None:
    line = window.status_line
    assert line.verdict.text() == "Empty network"
    window.document.open(MLP)
    assert line.verdict.text().startswith("Valid")
    assert line.size_label.text().replace("\u2009", "") == "101770 parameters"
    assert line.worker_label.text()


def test_train_says_what_is_missing(user: User, window: MainWindow) -> None:
    assert "no network" in window.train_button.toolTip()
    user.drag_layer("Dense", QPointF(0, 0))
    assert "problem" in window.train_button.toolTip()
    window.document.open(Project(graph=MLP.graph))
    assert "data" in window.train_button.toolTip()
    window.document.open(MLP)
    assert window.train_button.isEnabled()


@pytest.mark.parametrize("wish", ["dark", "light"])
def test_colours_change_all_of_the_window(user: User, window: MainWindow, wish: str) -> None:
    window.document.open(MLP)
    window.actions_by_key[wish].trigger()
    window.document.select(("dense",))
    assert window.preferences.scheme == wish
    text, panel = window.palette().text().color(), window.palette().base().color()
    assert (text.lightness() > panel.lightness()) == (wish == "dark")
    assert user.page().key == "dense"


def test_undo_and_redo_name_their_step(user: User, window: MainWindow) -> None:
    undo, redo = window.actions_by_key["undo"], window.actions_by_key["redo"]
    assert not undo.isEnabled()
    node = user.enter_layer("dense")
    assert "Dense" in undo.text()
    user.keys(Qt.Key.Key_Z)
    assert "Dense" in redo.text()
    assert redo.isEnabled()
    user.keys(Qt.Key.Key_Y)
    assert window.document.graph.nodes[node].params == Params(
        dict(window.document.catalog.layers["Dense"].starting)
    )
