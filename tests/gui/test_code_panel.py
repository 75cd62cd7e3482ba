"""The code panel: the styles side by side, what leads to a node and back, and their comparison."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.codegen.model import STYLES, Style, model_code
from netbuilder.codegen.script import script
from netbuilder.training.commands import Compare, StopComparing
from netbuilder.training.replies import Compared, Comparing, StyleFound
from netbuilder.ui.panels.code_view import CodeView
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import Dialogs, User, choose, make_window, type_over

MLP = PROJECTS["mnist_mlp"]
ALIKE = StyleFound("functional", 5, 101_770, 0.0)


def marked_lines(window: MainWindow) -> list[str]:
    """Return the lines of code that are marked."""
    marks = window.code.editor.extraSelections()
    return [mark.cursor.block().text().strip() for mark in marks]


def click_line(window: MainWindow, number: int) -> None:
    """Click into a line of the code, counted from 0."""
    editor = window.code.editor
    block = editor.document().findBlockByNumber(number)
    cursor = QTextCursor(block)
    editor.verticalScrollBar().setValue(max(0, number - 2))
    at = editor.cursorRect(cursor).center()
    QTest.mouseClick(editor.viewport(), LEFT, NONE, at)


def test_the_script_is_shown(coded: MainWindow) -> None:
    document = coded.document
    source = script(document.project, document.report, document.catalog)
    assert coded.code.editor.toPlainText() == source.text


@pytest.mark.parametrize(
    ("node", "code"),
    [("dense", "Dense(128"), ("flatten", "Flatten("), ("dropout", "Dropout(0.2")],
)
def test_a_selected_node_marks_its_lines(coded: MainWindow, node: str, code: str) -> None:
    coded.document.select((node,))
    assert any(code in line for line in marked_lines(coded))
    coded.document.select(())
    assert marked_lines(coded) == []


def test_a_click_on_a_line_selects_its_node(coded: MainWindow) -> None:
    lines = coded.code.editor.toPlainText().splitlines()
    number = next(i for i, line in enumerate(lines) if "Dropout(0.2" in line)
    click_line(coded, number)
    assert coded.document.selection == {"dropout"}


def test_an_edit_changes_the_code(user: User, coded: MainWindow, qtbot: QtBot) -> None:
    coded.document.select(("dense",))
    page = user.page()
    assert page.form is not None
    type_over(user.field("units"), "99")
    qtbot.waitUntil(lambda: "Dense(99" in coded.code.editor.toPlainText())


def shown(window: MainWindow) -> list[Style]:
    """Return the styles whose code can be seen."""
    return [style for style in STYLES if window.code.views[style].isVisible()]


def press_style(user: User, style: Style) -> None:
    """Show a style, or hide it; wait until the others have made room."""
    user.press(user.window.code.style_buttons[style])
    user.qtbot.waitUntil(
        lambda: all(is_in_place(user.window.code.views[style]) for style in shown(user.window))
    )


def is_in_place(view: CodeView) -> bool:
    """Tell whether a mouse would find the last button of a view."""
    window, button = view.window(), view.save_button
    return window.childAt(button.mapTo(window, button.rect().center())) is button


def test_styles_stand_side_by_side_with_the_node_marked_in_each(
    user: User, coded: MainWindow
) -> None:
    assert shown(coded) == ["sequential"]
    press_style(user, "functional")
    press_style(user, "subclass")
    assert shown(coded) == list(STYLES)
    coded.document.select(("dropout",))
    marks = {style: marked_in(coded.code.views[style]) for style in STYLES}
    assert marks == {
        "sequential": ["layers.Dropout(0.2),  # (None, 128)"],
        "functional": ["x = layers.Dropout(0.2)(x)  # (None, 128)"],
        "subclass": [
            "self.dropout = layers.Dropout(0.2)",
            "x = self.dropout(x, training=training)  # (None, 128)",
        ],
    }
    press_style(user, "sequential")
    assert shown(coded) == ["functional", "subclass"]


def marked_in(view: CodeView) -> list[str]:
    """Return the lines of a view that are marked."""
    return [mark.cursor.block().text().strip() for mark in view.editor.extraSelections()]


def test_the_last_style_stays(user: User, coded: MainWindow) -> None:
    press_style(user, "sequential")
    assert shown(coded) == ["sequential"]
    assert coded.code.style_buttons["sequential"].isChecked()


def test_a_style_that_does_not_apply_says_why(user: User, coded: MainWindow, qtbot: QtBot) -> None:
    coded.document.open(PROJECTS["siamese"])
    button = coded.code.style_buttons["sequential"]
    qtbot.waitUntil(lambda: not button.isEnabled())
    assert "not a plain chain" in button.toolTip()
    assert shown(coded) == ["functional"]


def test_choices_are_remembered(user: User, coded: MainWindow, qtbot: QtBot) -> None:
    press_style(user, "subclass")
    choose(coded.code.form_box, "Model only")
    again = make_window(qtbot)
    again.document.open(MLP)
    panel = again.code
    qtbot.waitUntil(lambda: "Net(" in panel.views["subclass"].editor.toPlainText())
    assert panel.shown_styles == ("sequential", "subclass")
    assert panel.form == "model"


def test_model_only(user: User, coded: MainWindow) -> None:
    choose(coded.code.form_box, "Model only")
    document = coded.document
    code = model_code(document.graph, document.report, document.catalog, MLP.title).text
    assert coded.code.editor.toPlainText() == code


def test_copy_takes_all_of_it(user: User, coded: MainWindow) -> None:
    user.press(coded.code.views["sequential"].copy_button)
    assert QGuiApplication.clipboard().text() == coded.code.editor.toPlainText()


@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_saved(
    style: Style, user: User, coded: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    if style != "sequential":
        press_style(user, style)
    dialogs.chosen = tmp_path / "net.py"
    user.press(coded.code.views[style].save_button)
    assert dialogs.chosen.read_text() == coded.code.views[style].editor.toPlainText()
    assert (tmp_path / "mnist_5k.npz").is_file()


def test_a_notebook_is_saved(
    user: User, coded: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.chosen = tmp_path / "net.ipynb"
    user.press(coded.code.views["sequential"].save_button)
    cells = json.loads(dialogs.chosen.read_text(encoding="utf-8"))["cells"]
    assert any("keras.Sequential(" in "".join(cell["source"]) for cell in cells)


def test_a_script_for_several_machines_is_saved_with_their_jobs(
    coded: MainWindow, tmp_path: Path, dialogs: Dialogs
) -> None:
    dialogs.chosen = tmp_path / "lab" / "net.py"
    dialogs.chosen.parent.mkdir()
    dialogs.filter = "Script for several machines or GPUs (*.py)"
    coded.actions_by_key["export"].trigger()
    names = {path.name for path in dialogs.chosen.parent.iterdir()}
    assert names == {"net.py", "machines.py", "slurm.sh", "tfjob.yaml", "mnist_5k.npz"}
    assert "with STRATEGY.scope():" in dialogs.chosen.read_text(encoding="utf-8")


def test_a_node_in_an_open_submodel_is_marked(user: User, coded: MainWindow, qtbot: QtBot) -> None:
    document = coded.document
    document.open(PROJECTS["two_halves"])
    encoder = next(key for key, node in document.graph.nodes.items() if node.name == "encoder")
    document.go_to((encoder,))
    inside = next(key for key, node in document.level.graph.nodes.items() if node.name == "code")
    document.select((inside,))
    qtbot.waitUntil(lambda: "build_encoder" in coded.code.editor.toPlainText())
    marks = marked_in(coded.code.views["sequential"])
    assert marks == ['layers.Dense(32, activation="relu", name="code"),  # (None, 32)']


class Sent:
    """Stands in for the worker's ears: keeps the commands."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[object] = []
        self.window = window
        monkeypatch.setattr(window.worker, "send", self.commands.append)

    @property
    def request(self) -> int:
        """The number of the last comparison that was asked for."""
        return [c for c in self.commands if isinstance(c, Compare)][-1].request

    def answer(self, styles: list[StyleFound]) -> str:
        """Give the worker's answer; return what is said of it."""
        self.window.worker.reported.emit(Compared(self.request, styles))
        return self.window.code.verdict.text()


@pytest.fixture
def sent(coded: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Sent:
    return Sent(coded, monkeypatch)


class TestComparison:
    def test_the_worker_gets_every_style(self, user: User, coded: MainWindow, sent: Sent) -> None:
        user.press(coded.code.compare_button)
        (command,) = sent.commands
        assert isinstance(command, Compare)
        assert list(command.codes) == ["functional", "sequential", "subclass"]
        assert "class Net(keras.Model)" in command.codes["subclass"]

    def test_progress_is_said(self, user: User, coded: MainWindow, sent: Sent) -> None:
        user.press(coded.code.compare_button)
        coded.worker.reported.emit(Comparing(sent.request, "sequential"))
        assert coded.code.verdict.text() == "Building Sequential (2 of 3) …"
        assert coded.code.compare_button.text() == "Cancel"

    @pytest.mark.parametrize(
        ("found", "words", "severity"),
        [
            pytest.param(
                StyleFound("subclass", 5, 101_770, 0.0), "The same network", "ok", id="same"
            ),
            pytest.param(
                StyleFound("subclass", 5, 101_770, 0.25),
                "difference of their outputs is 0.25",
                "error",
                id="other numbers",
            ),
            pytest.param(
                StyleFound("subclass", 5, 101_770, None), "outputs is inf", "error", id="shapes"
            ),
            pytest.param(
                StyleFound("subclass", 4, 101_770, 0.0),
                "Subclassing has not as many layers",
                "error",
                id="other layers",
            ),
        ],
    )
    def test_verdict(
        self,
        user: User,
        coded: MainWindow,
        sent: Sent,
        found: StyleFound,
        words: str,
        severity: str,
    ) -> None:
        user.press(coded.code.compare_button)
        assert words in sent.answer([ALIKE, found])
        assert coded.code.verdict.property("severity") == severity
        assert coded.code.compare_button.text() == "Compare styles"

    def test_cancel(self, user: User, coded: MainWindow, sent: Sent) -> None:
        user.press(coded.code.compare_button)
        user.press(coded.code.compare_button)
        assert isinstance(sent.commands[-1], StopComparing)
        assert sent.answer([ALIKE]) == "Cancelled."

    def test_an_edit_makes_the_answer_old(self, user: User, coded: MainWindow, sent: Sent) -> None:
        user.press(coded.code.compare_button)
        sent.answer([ALIKE, StyleFound("subclass", 5, 101_770, 0.0)])
        coded.document.open(PROJECTS["siamese"])
        assert coded.code.verdict.text() == ""

    def test_a_network_with_errors_cannot_be_compared(self, coded: MainWindow) -> None:
        coded.document.open(PROJECTS["unfinished"])
        assert not coded.code.compare_button.isEnabled()
        assert "has errors" in coded.code.compare_button.toolTip()

    def test_it_is_a_command(self, coded: MainWindow, sent: Sent) -> None:
        coded.actions_by_key["compare_styles"].trigger()
        assert isinstance(sent.commands[-1], Compare)


@pytest.mark.keras
def test_the_worker_compares(user: User, coded: MainWindow, qtbot: QtBot) -> None:
    user.press(coded.code.compare_button)
    qtbot.waitUntil(lambda: not coded.comparison.running, timeout=120_000)
    assert coded.code.verdict.text().startswith("The same network. Functional, Sequential")
