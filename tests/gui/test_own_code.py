"""Code of one's own in the window: written, examined, placed, renamed, deleted, trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from netbuilder.catalog.custom import CustomKind
from netbuilder.catalog.tensors import Tensor, Weight
from netbuilder.graph import Config, Node, Params
from netbuilder.project.custom import find_code
from netbuilder.project.file import read_project, write_project
from netbuilder.project.trust import trusted_digests
from netbuilder.training.replies import CheckBegun, CheckDone, Examined
from netbuilder.ui.custom.examiner import Examiner
from netbuilder.ui.custom.panel import CustomPanel
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.inspector.objects import ObjectEditor
from netbuilder.ui.window import MainWindow
from netbuilder.validation import NodeState
from tests.gui.canvas_hand import LEFT, NONE
from tests.gui.window_helpers import PATIENCE_MS, Dialogs, User
from tests.unit.custom_pieces import PIECES, SCALE, SOFT_STEP
from tests.unit.test_custom_code import PROJECT, SETTINGS, chain


class SilentWorker:
    """Stands in for the worker of an examiner: takes note of what it is sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, examiner: Examiner) -> None:
        self.sent: list[object] = []
        self.killed = 0
        monkeypatch.setattr(examiner._worker, "send", self.sent.append)
        monkeypatch.setattr(examiner._worker, "kill", self._kill)

    def _kill(self) -> None:
        self.killed += 1


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> SilentWorker:
    return SilentWorker(monkeypatch, window.own.examiner)


def trigger(window: MainWindow, key: str) -> CustomPanel:
    window.actions_by_key[key].trigger()
    return window.late.own


def names(window: MainWindow) -> list[str]:
    return [code.name for code in window.document.project.custom]


def source(window: MainWindow, name: str) -> str:
    code = find_code(window.document.project, name)
    assert code is not None
    return code.source


@pytest.mark.parametrize("kind", list(CustomKind))
def test_a_new_piece_begins_with_a_template_that_can_be_used(
    window: MainWindow, silent: SilentWorker, kind: CustomKind
) -> None:
    panel = trigger(window, f"own_new_{kind}")
    (name,) = names(window)
    assert panel.isVisible()
    assert panel.editor.toPlainText() == source(window, name)
    assert panel.editor.hasFocus()
    assert panel.examine_button.isEnabled()
    assert panel.trust_bar.isHidden()
    window.document.undo()
    assert names(window) == []
    assert panel.beginning.isVisible()


def test_the_palette_leads_to_a_new_layer_and_offers_it(
    user: User, window: MainWindow, silent: SilentWorker
) -> None:
    tree = window.palette_panel.tree
    row = next(item for item in window.palette_panel._rows() if item.text(0) == "New own layer …")
    tree.scrollToItem(row)
    at = tree.visualItemRect(row).center()
    QTest.mouseClick(tree.viewport(), LEFT, NONE, at)
    QTest.mouseDClick(tree.viewport(), LEFT, NONE, at)
    assert names(window) == ["OwnLayer"]
    node = user.double_click_layer("OwnLayer")
    assert window.document.graph.nodes[node].class_name == "OwnLayer"
    assert user.page().code_button.isVisible()
    field = user.field("units")
    assert field.text() == "8"


def test_what_is_typed_becomes_one_undo_step(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker
) -> None:
    panel = trigger(window, "own_new_activation")
    template = source(window, "own_activation")
    QTest.keyClick(panel.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for text in ("# one", " two"):
        QTest.keyClicks(panel.editor, text)
        qtbot.waitUntil(lambda: source(window, "own_activation") == panel.editor.toPlainText())
    assert source(window, "own_activation") == f"{template}# one two"
    step = window.document.history.undoable
    assert step is not None
    assert step.text == "Edit own_activation"
    window.document.undo()
    assert source(window, "own_activation") == template
    assert panel.editor.toPlainText() == template
    window.document.redo()
    assert panel.editor.toPlainText() == f"{template}# one two"


def test_a_mistake_of_syntax_is_marked_at_its_line(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker
) -> None:
    panel = trigger(window, "own_new_layer")
    QTest.keyClick(panel.editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.editor, "(")
    qtbot.waitUntil(lambda: bool(panel.editor.errors))
    assert 1 in panel.editor.errors
    assert panel.verdict.text().startswith("Line 1: This is no Python")
    assert not panel.examine_button.isEnabled()


def test_saving_takes_what_was_typed_last(
    window: MainWindow, silent: SilentWorker, dialogs: Dialogs, tmp_path: Path
) -> None:
    panel = trigger(window, "own_new_layer")
    QTest.keyClicks(panel.editor, "# first")
    dialogs.chosen = tmp_path / "own.netbuilder"
    window.actions_by_key["save"].trigger()
    saved = read_project(dialogs.chosen)
    assert saved.custom[0].source == panel.editor.toPlainText()
    assert "# first" in saved.custom[0].source


def test_the_results_stand_check_by_check_and_lead_to_the_line(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker
) -> None:
    panel = trigger(window, "own_new_loss")
    QTest.keyClick(panel.editor, Qt.Key.Key_F7)
    panel = trigger(window, "own_examine") if not silent.sent else panel
    (command,) = silent.sent
    request = getattr(command, "request", 0)
    take = window.own.examiner._take
    take(CheckBegun(request, "runs"))
    assert panel.verdict.text() == "It is being examined …"
    take(CheckDone(request, "runs", "passed"))
    take(CheckDone(request, "found", "failed", "There is none.", 4, "Traceback"))
    take(Examined(request))
    texts = [panel.results.item(row).text() for row in range(panel.results.count())]
    assert texts[:2] == ["The code runs", "What it should define is there\nLine 4: There is none."]
    assert panel.verdict.text() == "1 of 2 checks failed."
    assert panel.editor.errors == {4: "There is none."}
    item = panel.results.item(1)
    at = panel.results.visualItemRect(item).center()
    QTest.mouseClick(panel.results.viewport(), LEFT, NONE, at)
    assert panel.editor.textCursor().blockNumber() == 3
    QTest.keyClicks(panel.editor, " ")
    qtbot.waitUntil(lambda: panel.verdict.text().startswith("The code has changed"))
    assert panel.editor.errors == {}


def type_name(panel: CustomPanel, name: str) -> None:
    """Type another name for the current piece in the list."""
    field = panel.pieces.list.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def open_own(window: MainWindow) -> CustomPanel:
    """Open a project whose code is trusted."""
    window.own.trust.trust(PIECES)
    window.document.open(PROJECT)
    window.show_own_code()
    return window.late.own


def test_a_piece_is_renamed_wherever_it_is_used(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker, dialogs: Dialogs
) -> None:
    panel = open_own(window)
    trigger(window, "own_rename")
    type_name(panel, "Times")
    qtbot.waitUntil(lambda: names(window)[0] == "Times")
    assert window.document.graph.nodes["s"].class_name == "Times"
    assert panel.trust_bar.isHidden()
    trigger(window, "own_rename")
    type_name(panel, "Dense")
    qtbot.waitUntil(lambda: bool(dialogs.said))
    assert dialogs.said == ["'Dense' is taken already."]
    assert names(window)[0] == "Times"
    window.document.undo()
    assert window.document.project == PROJECT


def test_a_piece_is_copied(window: MainWindow, silent: SilentWorker) -> None:
    panel = open_own(window)
    QTest.mouseClick(panel.pieces.duplicate_button, LEFT)
    assert names(window)[:2] == ["Scale", "Scale2"]
    assert panel.pieces.current == "Scale2"
    assert panel.trust_bar.isHidden()


@pytest.mark.parametrize(
    ("answer", "left"),
    [(QMessageBox.StandardButton.Cancel, 4), (QMessageBox.StandardButton.Yes, 3)],
    ids=["cancel", "yes"],
)
def test_what_is_used_is_deleted_only_after_a_question(
    window: MainWindow,
    silent: SilentWorker,
    dialogs: Dialogs,
    answer: QMessageBox.StandardButton,
    left: int,
) -> None:
    panel = open_own(window)
    dialogs.answer = answer
    QTest.mouseClick(panel.pieces.delete_button, LEFT)
    (question,) = dialogs.asked
    assert "Scale is used by: scale." in question
    assert len(names(window)) == left


def test_own_losses_and_metrics_stand_in_the_training_settings(
    window: MainWindow, silent: SilentWorker
) -> None:
    open_own(window)
    window.document.apply_to_project(
        lambda project: replace(project, training=replace(SETTINGS, loss=Config("Huber"))), "Huber"
    )
    form = window.training.settings.form
    editor = form.editor("loss")
    assert isinstance(editor, ObjectEditor)
    box = editor.box
    index = box.findData("cubic_error")
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert window.document.project.training.loss == Config("cubic_error")


def test_code_of_a_file_is_inert_until_it_is_trusted(
    user: User, window: MainWindow, silent: SilentWorker, tmp_path: Path, user_folder: Path
) -> None:
    file = tmp_path / "own.netbuilder"
    write_project(PROJECT, file)
    window.files.open(file)
    notice, panel = window.own.notice, window.late.own
    assert notice.isVisible()
    assert "Scale" in notice.message.text()
    window.own.examiner.ask_missing()
    assert silent.sent == []
    window.training_control.start()
    assert window.training_control.history is None
    assert "not trusted" in window.comparison.hindrance()
    user.press(notice.look)
    assert panel.pieces.current == "Scale"
    assert panel.trust_bar.isVisible()
    assert not panel.examine_button.isEnabled()
    user.press(panel.trust_bar.button)  # it needs nothing else
    assert panel.trust_bar.isHidden()
    assert trusted_digests(user_folder) == {SCALE.digest}
    for code in PIECES[1:]:
        panel.pieces.show_piece(code.name)
        user.press(panel.trust_bar.button)
    assert notice.isHidden()
    assert window.comparison.hindrance() == ""


def test_inert_code_stays_inert_when_it_is_edited(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker
) -> None:
    window.document.open(replace(PROJECT, custom=(SCALE, SOFT_STEP)))
    window.show_own_code()
    panel = window.late.own
    QTest.keyClicks(panel.editor, "# mine now ")
    qtbot.waitUntil(lambda: source(window, "Scale") != SCALE.source)
    assert panel.trust_bar.isVisible()


def test_the_notice_can_be_sent_away(user: User, window: MainWindow, silent: SilentWorker) -> None:
    window.document.open(PROJECT)
    user.press(window.own.notice.leave)
    assert window.own.notice.isHidden()
    window.document.open(PROJECT)
    assert window.own.notice.isVisible()


def test_shapes_are_asked_for_and_a_check_without_end_is_ended(
    qtbot: QtBot, window: MainWindow, silent: SilentWorker
) -> None:
    open_own(window)
    examiner = window.own.examiner
    qtbot.waitUntil(lambda: bool(silent.sent))
    (command,) = silent.sent
    examiner._take(CheckBegun(getattr(command, "request", 0), "builds"))
    examiner._give_up()
    assert silent.killed == 1
    examiner._on_state("gone")
    known = window.document.report.nodes["s"]
    assert known.state is NodeState.ERROR
    (problem,) = window.document.report.problems_of("s")
    assert "longer than 20 seconds" in problem.message


@pytest.mark.keras
def test_a_layer_is_written_examined_placed_and_known(
    qtbot: QtBot, user: User, window: MainWindow
) -> None:
    window.document.apply(
        lambda _graph: chain(Node("d", "dense", "Dense", Params(units=5))), "Begin"
    )
    panel = trigger(window, "own_new_layer")
    QTest.mouseClick(panel.examine_button, LEFT)
    examiner = window.own.examiner

    def works() -> bool:
        found = examiner.findings.get("OwnLayer")
        return found is not None and found.done

    qtbot.waitUntil(works, timeout=PATIENCE_MS)
    assert panel.verdict.text() == "It works."
    window.document.select(["d"])
    node = user.enter_layer("OwnLayer")
    reports = window.document.report.nodes
    qtbot.waitUntil(
        lambda: window.document.report.nodes[node].state is NodeState.VALID, timeout=PATIENCE_MS
    )
    assert reports is not window.document.report.nodes
    known = window.document.report.nodes[node]
    assert (known.outputs, known.weights) == ((Tensor((None, 8)),), (Weight((5, 8)),))
    assert "class OwnLayer(keras.layers.Layer):" in user.code()


def test_an_edit_in_the_code_panel_changes_the_piece_and_keeps_its_trust(
    window: MainWindow, silent: SilentWorker
) -> None:
    open_own(window)
    window.docks.bring("code")
    window.code.refresh()
    view = window.code.views[window.code.shown_styles[0]]
    view.editor.setPlainText(view.editor.toPlainText().replace("4.0 * x", "5.0 * x"))
    assert view.apply_at_once()
    assert "5.0 * x" in source(window, "soft_step")
    assert inert_words(window.document) == ""
    window.document.undo()
    assert "4.0 * x" in source(window, "soft_step")


def test_where_room_is_scarce_an_examination_comes_before_the_code(
    user: User, silent: SilentWorker
) -> None:
    window = user.window
    window.resize(1024, 640)
    panel = trigger(window, "own_new_layer")
    user.qtbot.waitUntil(panel.writing.isVisible)
    QTest.keyClick(panel.editor, Qt.Key.Key_F7)
    user.qtbot.waitUntil(panel.found.isVisible)
    assert len(silent.sent) == 1
    assert not panel.writing.isVisible()
    tabs = panel.folding.tabs
    assert tabs.hasFocus(), "the keys stay in the panel"
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    user.qtbot.waitUntil(panel.writing.isVisible)
