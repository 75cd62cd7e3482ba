"""The canvas without a mouse: layers added before and after, wires drawn, parameters edited."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.search import SearchPopup
from netbuilder.ui.canvas.wire_popup import WirePopup
from netbuilder.ui.document import Document
from netbuilder.ui.rows import Row, RowPainter
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CLASSIFIER, CONTROL, NONE, SHIFT, Hand, column, moved, show, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, draw, image, layer


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


def loose() -> Graph:
    """An input, and layers that are not wired: two that fit it and one that does not."""
    layers = [
        layer("a", "Dense", units=8),
        layer("b", "Dense", units=2),
        layer("conv", "Conv2D", filters=4, kernel_size=3),
    ]
    places = {"x": (0, 0), "a": (0, 112), "b": (0, 224), "conv": (208, 112)}
    return moved(draw(image(4), *layers), **places)


def popup_of(canvas: Canvas) -> WirePopup:
    """Return the open popup that asks for a wire."""
    (popup,) = [one for one in canvas.findChildren(WirePopup) if one.isVisible()]
    return popup


def rows(popup: WirePopup) -> list[Row]:
    """Return what the popup lists."""
    return [popup.list.item(at).data(RowPainter.ROW) for at in range(popup.list.count())]


def test_a_wire_is_led_to_the_layer_that_the_keys_chose(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    document.select(("x",))
    hand.key(Qt.Key.Key_W)
    popup = popup_of(hand.canvas)
    assert [row.title for row in rows(popup)] == ["a", "b", "conv"]
    assert rows(popup)[0] == Row("a", "gives (None, 8)", "Dense")
    assert rows(popup)[2].dim
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    assert "(None, 2)" in popup.reason.text()
    assert hand.canvas.network.pending.isVisible()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert wires(document) == {("x", 0, "b", 0)}
    assert [step.text for step in document.history.steps] == ["Connect"]
    assert not hand.canvas.network.pending.isVisible()
    assert hand.canvas.hasFocus()


def test_a_misfit_says_why_and_is_not_drawn(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    document.select(("x",))
    hand.key(Qt.Key.Key_W)
    popup = popup_of(hand.canvas)
    QTest.keyClicks(popup.field, "conv")
    assert "Conv2D" in popup.reason.text()
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert not document.graph.wires
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert not hand.canvas.network.pending.isVisible()


def test_a_wire_is_led_from_elsewhere_to_the_selected_layer(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    document.select(("b",))
    hand.key(Qt.Key.Key_W, SHIFT)
    popup = popup_of(hand.canvas)
    QTest.keyClicks(popup.field, "input")
    assert [row.title for row in rows(popup)] == ["x"]
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert wires(document) == {("x", 0, "b", 0)}


def test_ports_are_chosen_by_their_names(hand: Hand, document: Document) -> None:
    graph = draw(image(5, 4), layer("attend", "MultiHeadAttention", num_heads=2, key_dim=2))
    show(document, hand.canvas, moved(graph, x=(0, 0), attend=(0, 112)))
    document.select(("x",))
    for port, name in enumerate(("query", "value", "key")):
        hand.key(Qt.Key.Key_W)
        popup = popup_of(hand.canvas)
        titles = [row.title for row in rows(popup)]
        at = titles.index(f"attend, {name}")
        for _ in range(at):
            QTest.keyClick(popup.field, Qt.Key.Key_Down)
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        assert ("x", 0, "attend", port) in wires(document)


def test_truth_values_are_wired_to_a_mask_by_its_name(hand: Hand, document: Document) -> None:
    marks = layer("marks", "InputLayer", shape=(5,), dtype="bool")
    graph = draw(image(5, 4), marks, layer("mean", "GlobalAveragePooling1D", "x"))
    show(document, hand.canvas, moved(graph, x=(0, 0), marks=(240, 0), mean=(0, 112)))
    document.select(("marks",))
    hand.key(Qt.Key.Key_W)
    popup = popup_of(hand.canvas)
    titles = [row.title for row in rows(popup)]
    for _ in range(titles.index("mean, mask")):
        QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert wires(document) == {("x", 0, "mean", 0), ("marks", 0, "mean", 1)}


def test_a_wire_is_taken_off(hand: Hand, document: Document) -> None:
    graph = column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))
    show(document, hand.canvas, graph)
    document.select(("a",))
    hand.key(Qt.Key.Key_X)
    popup = popup_of(hand.canvas)
    assert [row.title for row in rows(popup)] == ["from x", "to b"]
    QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert wires(document) == {("x", 0, "a", 0)}
    document.undo()
    assert document.graph == graph


@pytest.mark.parametrize("key", [Qt.Key.Key_W, Qt.Key.Key_X, Qt.Key.Key_B], ids=["W", "X", "B"])
def test_without_one_layer_selected_the_keys_say_so(
    hand: Hand, document: Document, key: Qt.Key
) -> None:
    show(document, hand.canvas, loose())
    document.select(())
    hand.key(key)
    texts = [label.text() for label in hand.canvas.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Select the one layer") for text in texts)
    assert not hand.canvas.findChildren(WirePopup)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_A], ids=["Tab", "A"])
def test_a_layer_is_added_after_the_selected_one(
    hand: Hand, document: Document, key: Qt.Key
) -> None:
    show(document, hand.canvas, loose())
    document.select(("x",))
    hand.key(key)
    added = choose(hand.canvas, "dropout")
    assert wires(document) == {("x", 0, added, 0)}


def test_a_layer_is_added_before_the_selected_one(hand: Hand, document: Document) -> None:
    graph = column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))
    show(document, hand.canvas, graph)
    document.select(("b",))
    hand.key(Qt.Key.Key_B)
    added = choose(hand.canvas, "dropout")
    assert wires(document) == {("x", 0, "a", 0), ("a", 0, added, 0), (added, 0, "b", 0)}
    document.undo()
    assert document.graph == graph


def test_what_is_added_before_an_unwired_layer_feeds_it(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    document.select(("a",))
    hand.key(Qt.Key.Key_B)
    added = choose(hand.canvas, "dropout")
    assert wires(document) == {(added, 0, "a", 0)}


def choose(canvas: Canvas, text: str) -> str:
    """Choose a layer in the open search popup; return the new node."""
    (popup,) = [one for one in canvas.findChildren(SearchPopup) if one.isVisible()]
    QTest.keyClicks(popup.field, text)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    return list(canvas.network.graph.nodes)[-1]


def test_enter_leads_to_the_first_parameter_and_escape_back(user: User, window: MainWindow) -> None:
    user.enter_layer("Dense")
    user.keys(Qt.Key.Key_Return, NONE)
    field = QApplication.focusWidget()
    assert field is user.field("units")
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert window.canvas.hasFocus()
    (node,) = window.document.graph.nodes.values()
    assert node.params["units"] == 77


def test_enter_leads_to_the_name_of_a_layer_without_parameters(
    user: User, window: MainWindow
) -> None:
    user.enter_layer("Add")
    user.keys(Qt.Key.Key_Return, NONE)
    assert QApplication.focusWidget() is user.page().name


def test_single_letters_are_typed_in_a_field_and_run_nothing(
    user: User, window: MainWindow
) -> None:
    user.enter_layer("Dense")
    user.keys(Qt.Key.Key_F2, NONE)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "wax b")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [node.name for node in window.document.graph.nodes.values()] == ["wax b"]


def test_the_canvas_shows_that_the_keys_are_there_with_nothing_selected(user: User) -> None:
    canvas = user.window.canvas
    user.window.document.open(Project(graph=CLASSIFIER))
    user.window.palette_panel.search.setFocus()
    assert canvas.property("keyboard") is False
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.property("keyboard") is True
    edge = canvas.grab().toImage().pixelColor(0, canvas.height() // 2)
    assert edge == QColor(canvas.network.work.colours.accent)
    user.keys(Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert canvas.property("keyboard") is False
    user.keys(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert canvas.property("keyboard") is True
    user.hand.click(canvas.mapToScene(5, 5))
    assert canvas.property("keyboard") is False
