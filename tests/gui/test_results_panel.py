"""The results panel, by hand; what the worker would say is said in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from netbuilder.project.file import write_project
from netbuilder.runs.model import Run, Status
from netbuilder.training.commands import Evaluate, ExportModel, ListSamples, Predict
from netbuilder.training.evaluation import Answer, Curve, InputKind, OutputEvaluation, Sample
from netbuilder.training.events import Event
from netbuilder.training.replies import Answered, Evaluated, Exported, SamplesListed
from netbuilder.ui.results.export import form_names
from netbuilder.ui.results.panel import ResultsPanel
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import Dialogs, User

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
CURVE = Curve("", [0.0, 0.1, 1.0], [0.0, 0.9, 1.0], 0.94)
CLASSES = OutputEvaluation(
    "scores",
    "classes",
    {"accuracy": 0.8},
    classes=["cat", "dog"],
    confusion=[[40, 10], [10, 40]],
    roc=[CURVE],
    precision=[CURVE],
)
NUMBERS = OutputEvaluation(
    "price",
    "numbers",
    {"R²": 0.5},
    true=[1.0, 2.0],
    predicted=[1.5, 2.5],
    residuals=[2],
    edges=[0.4, 0.6],
)
PICTURE = InputKind("pictures", "picture", [8, 8, 1], 0.0, 255.0)
ROW = InputKind("row", "row", [3])
TABLE_ROW = InputKind("row", "row", [4], columns=["island", "bill", "sex"])
T = TypeVar("T")


class Desk:
    """The panel with a worker that only takes note of what it is sent."""

    def __init__(self, window: MainWindow, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window, self.run = window, run
        self.sent: list[object] = []
        monkeypatch.setattr(window.worker, "send", self.sent.append)

    @property
    def panel(self) -> ResultsPanel:
        return self.window.late.results

    def last(self, kind: type[T]) -> T:
        """Return the last command, which must be of a kind."""
        assert isinstance(self.sent[-1], kind)
        return self.sent[-1]

    def say(self, event: Event) -> None:
        self.window.worker.reported.emit(event)

    def evaluate(self, *outputs: OutputEvaluation, inputs: InputKind = PICTURE) -> None:
        """Have the run evaluated, with these outputs as the answer."""
        self.window.show_results(self.run)
        request = self.last(Evaluate).request
        self.say(Evaluated(request, list(outputs), [inputs], samples=100, total=100))


@pytest.fixture
def desk(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "model.keras").touch()
    write_project(PROJECTS["mnist_mlp"], folder / "project.netbuilder")
    return Desk(
        window, Run(1, "MNIST", WHEN, WHEN, Status.FINISHED, 42, 5, {}, folder), monkeypatch
    )


def test_without_a_training_the_panel_says_what_to_do(user: User) -> None:
    user.show_panel("results")
    panel = user.window.late.results
    assert "Train the network first" in panel.message.text()
    assert not panel.again_button.isEnabled()


def test_classes_show_their_matrix_and_figures(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    panel = desk.panel
    assert panel.figures.currentIndex() == 0
    assert "accuracy 0.8" in panel.scores.text()
    assert "100 samples" in panel.scores.text()
    assert len(panel.plots.views) == 3, "two plots and their legend"
    assert desk.last(ListSamples).cell is None, "the worst mistakes are asked for at once"


def test_a_click_on_a_cell_asks_for_its_samples(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    matrix = desk.panel.matrix
    QTest.mouseClick(matrix, LEFT, NONE, matrix.cell_rect((0, 1)).center().toPoint())
    asked = desk.last(ListSamples)
    assert asked.cell == (0, 1)
    desk.say(SamplesListed(asked.request, [Sample(7, "cat", "dog (90%)", text="1, 2")], 10))
    samples = desk.panel.samples
    assert "10 of 50 samples of cat are taken for dog" in samples.title.text()
    assert "9 more" in samples.title.text()
    assert "cat → dog (90%)" in samples.list.item(0).text()


def test_the_matrix_is_walked_by_arrows(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    matrix = desk.panel.matrix
    matrix.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(matrix, key)
    assert matrix.cell == (1, 1)
    assert desk.last(ListSamples).cell == (1, 1)


def test_a_sample_is_asked_about_from_the_list(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    request = desk.last(ListSamples).request
    desk.say(SamplesListed(request, [Sample(7, "cat", "dog (90%)", text="1, 2")], 1))
    samples = desk.panel.samples.list
    samples.setCurrentRow(0)
    samples.setFocus()
    QTest.keyClick(samples, Qt.Key.Key_Return)
    asked = desk.last(Predict)
    assert asked.sample == 7
    answer = Answer("scores", ["dog", "cat"], [0.9, 0.1], "dog (90%)")
    desk.say(Answered(asked.request, [answer], Sample(7, "cat", "dog (90%)", text="1, 2")))
    asking = desk.panel.asking
    assert asking.answer.text() == "The network says: dog (90%)"
    assert "It is cat." in asking.words.text()
    assert [row[0] for row in asking.bars.rows] == ["dog", "cat"]


def test_a_drawn_picture_goes_to_the_network_in_its_own_size(desk: Desk, qtbot: QtBot) -> None:
    desk.evaluate(CLASSES)
    desk.panel.right.setCurrentWidget(desk.panel.asking)
    pad = desk.panel.asking.pad
    qtbot.waitUntil(pad.isVisible)
    QTest.mousePress(pad, LEFT, NONE, QPoint(70, 20))
    for y in range(20, 120, 10):
        QTest.mouseMove(pad, QPoint(70, y))
    QTest.mouseRelease(pad, LEFT, NONE, QPoint(70, 120))
    values = desk.last(Predict).values
    assert len(values) == 64
    assert min(values) == 0
    assert max(values) > 64
    assert max(values[:2]) == 0, "the corner stays black"
    QTest.mouseClick(desk.panel.asking.clear_button, LEFT)
    assert pad.empty


def test_numbers_are_typed_and_nonsense_is_refused(desk: Desk) -> None:
    desk.evaluate(NUMBERS, inputs=ROW)
    panel = desk.panel
    assert not panel.figures.isTabVisible(0)
    panel.right.setCurrentWidget(panel.asking)
    panel.asking.field.setFocus()
    QTest.keyClicks(panel.asking.field, "1, 2.5; -3")
    QTest.keyClick(panel.asking.field, Qt.Key.Key_Return)
    assert desk.last(Predict).values == [1.0, 2.5, -3.0]
    before = len(desk.sent)
    QTest.keyClicks(panel.asking.field, " and more")
    QTest.keyClick(panel.asking.field, Qt.Key.Key_Return)
    assert len(desk.sent) == before
    assert "commas" in panel.asking.answer.text()


@pytest.mark.parametrize(
    "typed", ["Dream, 39.1,male", "Dream; 39,1;male"], ids=["comma", "semicolon"]
)
def test_a_row_is_typed_as_it_stands_in_the_table(desk: Desk, typed: str) -> None:
    desk.evaluate(NUMBERS, inputs=TABLE_ROW)
    page = desk.panel.asking
    desk.panel.right.setCurrentWidget(page)
    assert page.hint.isVisible()
    assert page.hint.text() == "As it would stand in the table: island, bill, sex"
    page.field.setFocus()
    QTest.keyClicks(page.field, typed)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert [cell.strip().replace(",", ".") for cell in desk.last(Predict).cells] == [
        "Dream",
        "39.1",
        "male",
    ]


def test_several_outputs_are_chosen_between(desk: Desk) -> None:
    desk.evaluate(CLASSES, NUMBERS)
    desk.panel.output_box.setCurrentIndex(1)
    assert "R² 0.5" in desk.panel.scores.text()
    assert desk.last(ListSamples).output == 1


def test_another_part_of_the_data_is_evaluated(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    box = desk.panel.part_box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert desk.last(Evaluate).part == "training"


def test_a_failure_is_said_with_its_details(desk: Desk) -> None:
    desk.window.show_results(desk.run)
    request = desk.last(Evaluate).request
    desk.say(Evaluated(request, message="It cannot be done.", details="Traceback"))
    panel = desk.panel
    assert panel.message.text() == "It cannot be done."
    QTest.mouseClick(panel.details_button, LEFT)
    assert panel.details.isVisible()
    assert panel.details.toPlainText() == "Traceback"


def test_a_worker_that_dies_leaves_what_is_shown(desk: Desk) -> None:
    desk.evaluate(CLASSES)
    desk.window.worker.state_changed.emit("gone")
    assert "accuracy 0.8" in desk.panel.scores.text()
    assert not desk.panel.asking.isEnabled()
    desk.window.show_results(desk.run)
    desk.window.worker.state_changed.emit("gone")
    assert "The worker ended" in desk.panel.message.text()


EXPORTS = {
    "by the chosen form": ("model", "tflite", "model.tflite"),
    "with the ending typed": ("model.onnx", "onnx", "model.onnx"),
    "a folder": ("model", "saved_model", "model"),
    "weights": ("model", "weights", "model.weights.h5"),
}


@pytest.mark.parametrize(("typed", "form", "name"), EXPORTS.values(), ids=EXPORTS)
def test_a_model_is_exported_in_the_form_that_was_chosen(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, form: str, name: str
) -> None:
    desk.evaluate(CLASSES)
    chosen = {str(known): title for known, title in form_names().items()}[form]
    answer = (str(tmp_path / typed), chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    desk.window.actions_by_key["export_model"].trigger()
    asked = desk.last(ExportModel)
    assert asked.form == form
    assert Path(asked.target) == tmp_path / name
    assert Path(asked.script).parent == desk.run.folder
    desk.say(Exported(asked.request, asked.target))
    assert name in desk.window.status_line.currentMessage()


def test_without_a_training_there_is_nothing_to_export(
    window: MainWindow, dialogs: Dialogs
) -> None:
    window.actions_by_key["export_model"].trigger()
    assert "Train the network first" in dialogs.said[-1]
