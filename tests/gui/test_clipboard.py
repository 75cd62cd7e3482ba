"""Cut, copy and paste by their keys, and what they put on the real clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest

from netbuilder.graph import Graph, Note, NoteKind
from netbuilder.project.clip import clip_graph
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CONTROL, Hand, column, show, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, image, layer


def three() -> Graph:
    """An input and two dense layers, in a column."""
    return column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))


def test_copy_and_paste_keep_the_wires_under_new_names(user: User) -> None:
    document = user.window.document
    show(document, user.window.canvas, three())
    document.select(("a", "b"))
    user.keys(Qt.Key.Key_C)
    assert set(clip_graph(QGuiApplication.clipboard().text()).nodes) == {"a", "b"}
    assert not document.history.steps
    user.keys(Qt.Key.Key_V)
    copies = [key for key in document.graph.nodes if key in document.selection]
    assert [document.graph.nodes[key].name for key in copies] == ["a_1", "b_1"]
    assert (copies[0], 0, copies[1], 0) in wires(document)
    assert [step.text for step in document.history.steps] == ["Paste"]
    user.keys(Qt.Key.Key_Z)
    assert document.graph == three()


def test_cut_takes_away_and_paste_brings_back(user: User) -> None:
    document = user.window.document
    show(document, user.window.canvas, three())
    document.select(("b",))
    user.keys(Qt.Key.Key_X)
    assert set(document.graph.nodes) == {"x", "a"}
    user.keys(Qt.Key.Key_V)
    assert [node.name for node in document.graph.nodes.values()] == ["x", "a", "b"]
    assert [step.text for step in document.history.steps] == ["Cut", "Paste"]


def test_paste_in_another_window(user: User, window_maker: Callable[[], MainWindow]) -> None:
    show(user.window.document, user.window.canvas, three())
    user.window.canvas.selecting.all()
    user.keys(Qt.Key.Key_C)
    other = window_maker()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    User(user.qtbot, other).keys(Qt.Key.Key_V)
    assert [node.name for node in other.document.graph.nodes.values()] == ["x", "a", "b"]
    assert len(other.document.graph.wires) == 2


def test_pasted_layers_lie_at_the_pointer(canvas: Canvas, document: Document) -> None:
    show(document, canvas, three())
    document.select(("a",))
    canvas.clipboard.copy()
    at = canvas.viewport().mapToGlobal(QPoint(700, 200))
    QCursor.setPos(at)
    assert QCursor.pos() == at
    canvas.clipboard.paste()
    (copy,) = document.selection
    middle = canvas.mapFromScene(canvas.node_rect(copy).center())
    assert (middle - QPoint(700, 200)).manhattanLength() <= 8


def test_pasting_again_does_not_hide_the_first(canvas: Canvas, document: Document) -> None:
    show(document, canvas, three())
    document.select(("a",))
    canvas.clipboard.copy()
    for _ in range(3):
        canvas.clipboard.paste()
    places = {(node.x, node.y) for node in document.graph.nodes.values()}
    assert len(places) == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("import os; os.remove('x')", "no layers", id="code"),
        pytest.param('{"nodes": [{"id": 3}]}', "cannot be pasted", id="spoilt"),
    ],
)
def test_bad_text_is_said_in_the_status_line(user: User, text: str, words: str) -> None:
    QGuiApplication.clipboard().setText(text)
    user.keys(Qt.Key.Key_V)
    assert words in user.window.status_line.currentMessage()
    assert not user.window.document.graph.nodes
    assert not user.window.document.history.steps


def test_copying_nothing_keeps_the_clipboard(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    QGuiApplication.clipboard().setText("a sentence")
    said: list[str] = []
    hand.canvas.said.connect(said.append)
    hand.canvas.clipboard.copy()
    assert QGuiApplication.clipboard().text() == "a sentence"
    assert said == ["Select the layers to copy first."]


def test_keys_mean_text_in_a_field(user: User) -> None:
    document = user.window.document
    show(document, user.window.canvas, three())
    document.select(("a",))
    search = user.window.palette_panel.search
    search.setFocus()
    search.setText("dense")
    search.selectAll()
    QTest.keyClick(search, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "dense"


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


FRAME = Note("f", NoteKind.FRAME, "Hidden", -16.0, 100.0, 240.0, 400.0)
COMMENT = Note("c", NoteKind.COMMENT, "Two layers", 60.0, 460.0, 90.0, 30.0)


def noted(user: User) -> Graph:
    """Open three layers, two of which lie in a frame with a comment."""
    graph = replace(three(), notes={"f": FRAME, "c": COMMENT})
    show(user.window.document, user.window.canvas, graph)
    return graph


@pytest.mark.parametrize(
    ("chosen", "notes"),
    [
        pytest.param(("a", "b"), {"f", "c"}, id="all that the frame holds"),
        pytest.param(("a",), set(), id="a part of it"),
        pytest.param(("x", "a", "b"), {"f", "c"}, id="more than it holds"),
    ],
)
def test_layers_take_their_frame_along(
    user: User, chosen: tuple[str, ...], notes: set[str]
) -> None:
    noted(user)
    user.window.document.select(chosen)
    user.keys(Qt.Key.Key_C)
    part = clip_graph(QGuiApplication.clipboard().text())
    assert set(part.nodes) == set(chosen)
    assert set(part.notes) == notes


def test_a_frame_takes_along_what_it_holds_and_comes_back(user: User) -> None:
    graph, document = noted(user), user.window.document
    user.window.canvas.noting.choose("f")
    user.keys(Qt.Key.Key_X)
    assert set(document.graph.nodes) == {"x"}
    assert not document.graph.notes
    user.keys(Qt.Key.Key_V)
    assert len(document.graph.nodes) == 3
    texts = {note.text for note in document.graph.notes.values()}
    assert texts == {"Hidden", "Two layers"}
    document.undo()
    document.undo()
    assert document.graph == graph


def test_a_comment_alone_is_copied_and_selected(user: User) -> None:
    noted(user)
    canvas = user.window.canvas
    canvas.noting.choose("c")
    user.keys(Qt.Key.Key_C)
    user.keys(Qt.Key.Key_V)
    assert canvas.noting.chosen is not None
    assert canvas.noting.chosen.id not in ("c", "f")
    assert canvas.noting.chosen.text == "Two layers"
    assert set(user.window.document.graph.nodes) == set(three().nodes)
