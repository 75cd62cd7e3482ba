"""Editing the code: it is applied in one undo step, or refused by line; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from netbuilder.codegen.model import STYLES, Style
from netbuilder.graph.edits import set_param
from netbuilder.ui.panels.code_view import CodeView
from netbuilder.ui.window import MainWindow
from tests.golden.projects import PROJECTS
from tests.gui.canvas_hand import CONTROL
from tests.gui.window_helpers import Dialogs, User, choose

MLP = PROJECTS["mnist_mlp"]
BUTTON = QMessageBox.StandardButton


def view_of(window: MainWindow) -> CodeView:
    return window.code.views[window.code.shown_styles[0]]


def type_in(window: MainWindow, old: str, new: str) -> CodeView:
    """Select a part of the code as a mouse would, and type over it."""
    view = view_of(window)
    at = view.editor.toPlainText().index(old)
    cursor = view.editor.textCursor()
    cursor.setPosition(at)
    cursor.setPosition(at + len(old), QTextCursor.MoveMode.KeepAnchor)
    view.editor.setTextCursor(cursor)
    view.editor.setFocus()
    QTest.keyClicks(view.editor, new)
    return view


Apply: TypeAlias = Callable[[CodeView], None]


@pytest.fixture
def press_apply(qtbot: QtBot) -> Apply:
    """Press Ctrl+Enter in the code, and wait until that has been read."""

    def press(view: CodeView) -> None:
        QTest.keyClick(view.editor, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(lambda: not view.reading)

    return press


@pytest.mark.parametrize("form", ["Whole script", "Model only"])
@pytest.mark.parametrize("style", STYLES)
def test_an_edit_is_applied_in_one_step(
    style: Style, form: str, user: User, coded: MainWindow, press_apply: Apply
) -> None:
    coded.preferences.code_styles = [style]
    choose(coded.code.form_box, form)
    coded.code.refresh()
    document, before = coded.document, coded.document.graph
    view = type_in(coded, "Dense(128", "Dense(77")
    assert view.bar.isVisible()
    assert not view.save_button.isEnabled()
    press_apply(view)
    assert document.graph == set_param(before, "dense", "units", 77)
    assert document.selection == {"dense"}
    assert coded.status_line.currentMessage() == "1 layer changed"
    assert view.editor.toPlainText().count("Dense(77") == 1
    assert not view.bar.isVisible()
    step = document.history.undoable
    assert step is not None
    assert step.text == "Apply code"
    QTest.keyClick(view.editor, Qt.Key.Key_Z, CONTROL)
    assert document.graph == before


def test_training_settings_are_taken_over(
    user: User, coded: MainWindow, press_apply: Apply
) -> None:
    view = type_in(coded, "EPOCHS = 5", "EPOCHS = 9")
    press_apply(view)
    assert coded.document.project.training.epochs == 9
    assert coded.status_line.currentMessage() == "training settings changed"


def test_a_new_layer_is_selected_and_in_sight(user: User, coded: MainWindow) -> None:
    view = type_in(coded, "layers.Flatten(),", "layers.Flatten(), layers.ReLU(),")
    user.press(view.bar.apply_button)
    user.qtbot.waitUntil(lambda: not view.reading)
    (key,) = coded.document.selection
    node = coded.document.graph.nodes[key]
    assert node.class_name == "ReLU"
    canvas = coded.canvas
    middle = user.hand.middle(key)
    assert canvas.viewport().rect().contains(canvas.mapFromScene(middle))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param("Dense(128", "Dense(=128", "Dense(=128", "is no Python", id="no Python"),
        pytest.param("Flatten()", "Flaten()", "Flaten()", "Flaten is not known", id="no layer"),
        pytest.param(
            "Dropout(0.2)", "Dropout(rate)", "Dropout(rate)", "rate is left out", id="no value"
        ),
    ],
)
def test_what_cannot_be_read_is_said_by_its_line(
    old: str, new: str, line: str, words: str, coded: MainWindow, press_apply: Apply
) -> None:
    before = coded.document.project
    view = type_in(coded, old, new)
    press_apply(view)
    assert coded.document.project == before
    assert words in view.bar.message.text()
    (number,) = view.editor.errors
    assert line in view.editor.toPlainText().splitlines()[number - 1]
    assert view.bar.line_button.text() == f"Line {number}"
    view.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.mouseClick(view.bar.line_button, Qt.MouseButton.LeftButton)
    assert view.editor.textCursor().blockNumber() == number - 1
    QTest.keyClicks(view.editor, " ")
    assert not view.editor.errors
    assert view.bar.line_button.isHidden()


def test_code_that_says_the_same_is_no_step(coded: MainWindow, press_apply: Apply) -> None:
    view = type_in(coded, '"""Build the network."""', '"""Mine."""')
    press_apply(view)
    assert coded.document.history.undoable is None
    assert "nothing to apply" in view.bar.message.text()
    assert "Mine." in view.editor.toPlainText()
    press_apply(type_in(coded, "Mine.", "Build the network."))
    assert not view.bar.isVisible()


def test_revert_shows_the_code_of_the_network(user: User, coded: MainWindow) -> None:
    shown = coded.code.editor.toPlainText()
    view = type_in(coded, "Dense(128", "Dense(77")
    assert coded.actions_by_key["revert_code"].isEnabled()
    user.press(view.bar.revert_button)
    assert view.editor.toPlainText() == shown
    assert not view.bar.isVisible()
    assert not coded.actions_by_key["revert_code"].isEnabled()


def test_the_window_goes_on_while_edits_are_read(coded: MainWindow, qtbot: QtBot) -> None:
    document = coded.document
    view = type_in(coded, "Dense(128", "Dense(77")
    coded.actions_by_key["apply_code"].trigger()
    assert view.reading
    assert view.editor.isReadOnly()
    assert not view.bar.apply_button.isEnabled()
    document.apply(lambda graph: set_param(graph, "dropout", "rate", 0.4), "Set rate")
    qtbot.waitUntil(lambda: document.graph.nodes["dense"].params["units"] == 77)
    assert document.graph.nodes["dropout"].params["rate"] == 0.4
    assert not view.editor.isReadOnly()


def test_edits_that_are_given_up_while_they_are_read(coded: MainWindow, qtbot: QtBot) -> None:
    view = type_in(coded, "Dense(128", "Dense(77")
    before = coded.document.project
    coded.actions_by_key["apply_code"].trigger()
    view.revert()
    qtbot.waitUntil(lambda: not view.reading)
    assert coded.document.project == before
    assert not view.bar.isVisible()
    assert not view.editor.isReadOnly()


def test_a_network_that_changes_meanwhile_is_said_and_kept(
    user: User, coded: MainWindow, qtbot: QtBot, press_apply: Apply
) -> None:
    view = type_in(coded, "Dense(128", "Dense(77")
    coded.document.apply(lambda graph: set_param(graph, "dropout", "rate", 0.4), "Set rate")
    qtbot.waitUntil(lambda: "has changed since" in view.bar.message.text())
    assert "Dense(77" in view.editor.toPlainText()
    press_apply(view)
    params = {node.name: node.params for node in coded.document.graph.nodes.values()}
    assert params["dense"]["units"] == 77
    assert params["dropout"]["rate"] == 0.4
    assert "Dropout(0.4" in view.editor.toPlainText()


def test_what_is_edited_stays_in_sight(user: User, coded: MainWindow) -> None:
    type_in(coded, "Dense(128", "Dense(77")
    user.press(coded.code.style_buttons["functional"])
    user.press(coded.code.style_buttons["sequential"])
    assert coded.code.shown_styles == ("sequential", "functional")
    assert not coded.code.form_box.isEnabled()
    assert "Dense(77" in view_of(coded).editor.toPlainText()


@pytest.mark.parametrize(
    ("answer", "left", "units"),
    [
        pytest.param(BUTTON.Cancel, False, 128, id="stay"),
        pytest.param(BUTTON.Discard, True, 128, id="discard"),
        pytest.param(BUTTON.Apply, True, 77, id="apply"),
    ],
)
def test_leaving_asks_about_edits(
    answer: BUTTON, left: bool, units: int, coded: MainWindow, dialogs: Dialogs
) -> None:
    view = type_in(coded, "Dense(128", "Dense(77")
    dialogs.answer = answer
    assert coded.code.may_leave() is left
    assert dialogs.asked == ["The code has edits that are not in the network yet."]
    assert coded.document.graph.nodes["dense"].params["units"] == units
    assert view.pending is (answer is not BUTTON.Apply)


def test_code_is_applied_inside_an_open_submodel(
    coded: MainWindow, qtbot: QtBot, press_apply: Apply
) -> None:
    document = coded.document
    document.open(PROJECTS["two_halves"])
    encoder = next(key for key, node in document.graph.nodes.items() if node.name == "encoder")
    document.go_to((encoder,))
    qtbot.waitUntil(lambda: "build_encoder" in coded.code.editor.toPlainText())
    press_apply(type_in(coded, "Dense(32", "Dense(16"))
    assert document.level.path == (encoder,)
    (key,) = document.selection
    assert document.level.graph.nodes[key].params["units"] == 16
