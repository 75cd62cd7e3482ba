"""What keys, drops, the wheel and the window's actions do on the canvas."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from netbuilder.graph import Graph, edits
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.rename import RenameField
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme
from tests.gui.canvas_hand import CONTROL, SHIFT, Hand, column, moved, show, wires
from tests.unit.drawing import chain, draw, image, layer


def three() -> Graph:
    """An input, a dense and another dense layer, wired in a column."""
    return column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))


def branches() -> Graph:
    """One input, two layers side by side, and one that adds them."""
    layers = [
        layer("a", "Dense", "x", units=8),
        layer("b", "Dense", "x", units=8),
        layer("m", "Add", "a", "b"),
    ]
    return moved(draw(image(4), *layers), x=(0, 0), a=(-104, 112), b=(104, 112), m=(0, 224))


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


def test_hint_on_an_empty_canvas(canvas: Canvas, document: Document) -> None:
    hint = next(label for label in canvas.findChildren(QLabel) if "Drag a layer" in label.text())
    assert hint.isVisible()
    canvas.editing.add_layer("Dense")
    assert not hint.isVisible()
    document.undo()
    assert hint.isVisible()


def test_dropped_layer_lies_where_it_was_dropped(hand: Hand, document: Document) -> None:
    place = hand.canvas.mapToScene(300, 200)
    assert hand.drop("Conv2D", place)
    ((key, node),) = document.graph.nodes.items()
    assert document.selection == {key}
    assert dict(node.params)["filters"] == 32
    assert (hand.middle(key) - place).manhattanLength() <= 8
    assert document.history.steps[-1].text == "Add Conv2D"
    assert not wires(document)


def test_layer_dropped_on_a_wire_goes_into_it(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    canvas = hand.canvas
    middle = (canvas.port_position("a", "out") + canvas.port_position("b", "in")) / 2
    assert hand.drop("Dropout", middle)
    (key,) = document.selection
    assert wires(document) == {("x", 0, "a", 0), ("a", 0, key, 0), (key, 0, "b", 0)}
    assert canvas.node_rect("a").bottom() < canvas.node_rect(key).top()
    assert canvas.node_rect(key).bottom() < canvas.node_rect("b").top()
    assert len(document.history.steps) == 1
    document.undo()
    assert document.graph == three()


@pytest.mark.parametrize("name", ["", "NoSuchLayer"])
def test_unknown_thing_is_not_taken(hand: Hand, document: Document, name: str) -> None:
    assert not hand.drop(name, QPointF())
    assert not document.graph.nodes


def test_layers_added_one_after_another_form_a_chain(canvas: Canvas, document: Document) -> None:
    for name in ("InputLayer", "Flatten", "Dense"):
        canvas.editing.add_layer(name)
    first, second, third = document.graph.nodes
    assert wires(document) == {(first, 0, second, 0), (second, 0, third, 0)}
    tops = [canvas.node_rect(key).top() for key in (first, second, third)]
    assert tops == sorted(tops)
    assert len(document.history.steps) == 3


def test_input_added_after_a_node_is_not_wired(canvas: Canvas, document: Document) -> None:
    canvas.editing.add_layer("InputLayer")
    canvas.editing.add_layer("InputLayer")
    assert not document.graph.wires


def test_merging_layer_takes_all_selected(canvas: Canvas, document: Document) -> None:
    show(document, canvas, edits_without_sum())
    document.select(("a", "b"))
    canvas.editing.add_layer("Concatenate")
    (key,) = document.selection
    assert {("a", 0, key, 0), ("b", 0, key, 1)} <= wires(document)


def edits_without_sum() -> Graph:
    """The two branches without the layer that adds them."""
    return edits.remove_nodes(branches(), ("m",))


def test_second_branch_lies_beside_the_first(canvas: Canvas, document: Document) -> None:
    show(document, canvas, three())
    document.select(("a",))
    canvas.editing.add_layer("Dense")
    (key,) = document.selection
    assert not canvas.node_rect(key).intersects(canvas.node_rect("b"))


def test_delete_and_undo(canvas: Canvas, document: Document) -> None:
    show(document, canvas, branches())
    document.select(("a", "b"))
    canvas.editing.delete()
    assert set(document.graph.nodes) == {"x", "m"}
    assert not canvas.network.curves
    document.undo()
    assert document.graph == branches()
    assert len(canvas.network.curves) == 4


def test_duplicate_copies_wires_and_selects_the_copies(canvas: Canvas, document: Document) -> None:
    show(document, canvas, branches())
    document.select(("a", "m"))
    canvas.editing.duplicate()
    assert len(document.graph.nodes) == 6
    copies = document.selection
    assert len(copies) == 2
    assert not copies & {"a", "m"}
    inside = [wire for wire in document.graph.wires if wire.source in copies]
    assert [wire.target in copies for wire in inside] == [True]
    document.undo()
    assert document.graph == branches()


def test_select_all(canvas: Canvas, document: Document) -> None:
    show(document, canvas, branches())
    canvas.selecting.all()
    assert document.selection == set(document.graph.nodes)


def test_arrow_keys_move_in_one_undo_step(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("a",))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        hand.key(key, CONTROL)
    node = document.graph.nodes["a"]
    assert (node.x, node.y) == (16.0, 128.0)
    document.undo()
    assert document.graph == three()


def test_arrow_keys_on_other_nodes_are_another_step(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    for key in ("a", "b"):
        document.select((key,))
        hand.key(Qt.Key.Key_Left, CONTROL)
    document.undo()
    assert document.graph.nodes["a"].x == -8.0
    assert document.graph.nodes["b"].x == 0.0


def test_walking_along_wires(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, branches())
    way: list[str] = []
    keys = [Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up]
    for key in keys:
        hand.key(key)
        way.extend(document.selection)
    assert way == ["x", "a", "b", "m", "a"]
    assert len(document.history.steps) == 0
    assert "a" in hand.canvas.accessibleDescription()


def test_escape_selects_nothing(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("a",))
    hand.key(Qt.Key.Key_Escape)
    assert document.selection == frozenset()


@pytest.mark.parametrize(
    ("end", "name"),
    [
        pytest.param(Qt.Key.Key_Return, "hidden", id="enter keeps"),
        pytest.param(Qt.Key.Key_Escape, "a", id="escape leaves"),
    ],
)
def test_renaming_in_place(hand: Hand, document: Document, end: Qt.Key, name: str) -> None:
    show(document, hand.canvas, three())
    document.select(("a",))
    hand.key(Qt.Key.Key_F2)
    field = hand.canvas.findChild(RenameField)
    assert isinstance(field, RenameField)
    assert field.selectedText() == "a"
    QTest.keyClicks(field, "hidden")
    QTest.keyClick(field, end)
    assert document.graph.nodes["a"].name == name
    assert not field.isVisible()


def test_wheel_zooms_to_the_pointer(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    place = hand.middle("b")
    before = hand.at(place)
    for _ in range(4):
        hand.wheel(place, 120)
    assert hand.canvas.zoom == pytest.approx(2.0)
    assert (hand.at(place) - before).manhattanLength() <= 2
    for _ in range(40):
        hand.wheel(place, -120)
    assert hand.canvas.zoom == pytest.approx(0.02, rel=0.1)


def test_fine_wheel_zooms_by_whole_notches(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    for _ in range(7):
        hand.wheel(hand.middle("a"), 15)
    assert hand.canvas.zoom == pytest.approx(1.0)
    hand.wheel(hand.middle("a"), 15)
    assert hand.canvas.zoom == pytest.approx(2**0.25)


def test_wheel_with_shift_pans_sideways(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    before = hand.at(hand.middle("a"))
    hand.wheel(hand.middle("a"), -120, SHIFT)
    after = hand.at(hand.middle("a"))
    assert after.x() < before.x()
    assert after.y() == before.y()


def test_fit_shows_everything(hand: Hand, document: Document) -> None:
    far = moved(three(), a=(3000.0, 2000.0))
    show(document, hand.canvas, far)
    hand.canvas.navigator.fit()
    inside = hand.canvas.viewport().rect()
    assert all(inside.contains(hand.at(hand.middle(key))) for key in far.nodes)
    assert hand.canvas.zoom < 0.45
    document.select(("a",))
    hand.canvas.navigator.zoom_to_selection()
    assert hand.canvas.zoom == pytest.approx(1.0)


def test_far_away_nodes_can_still_be_dragged(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, moved(three(), a=(3000.0, 2000.0)))
    hand.canvas.navigator.fit()
    hand.drag(hand.middle("a"), hand.middle("a") + QPointF(-400, 0))
    assert document.graph.nodes["a"].x == pytest.approx(2600.0, abs=16)


def test_actions_without_selection_do_nothing(canvas: Canvas, document: Document) -> None:
    show(document, canvas, three())
    canvas.editing.delete()
    canvas.editing.duplicate()
    canvas.editing.rename()
    assert document.graph == three()
    assert len(document.history.steps) == 0


def test_context_menu_is_about_what_lies_under_it(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    asked: list[tuple[str, ...]] = []
    hand.canvas.context_menu_requested.connect(lambda _place, nodes: asked.append(nodes))
    hand.ask_for_menu(hand.middle("a"))
    hand.ask_for_menu(hand.middle("a") + QPointF(260, 0))
    assert asked == [("a",), ()]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_colours_change(canvas: Canvas, document: Document, scheme: Scheme) -> None:
    show(document, canvas, three())
    canvas.set_scheme(scheme)
    corner = canvas.grab().toImage().pixelColor(2, 2)
    assert (corner.lightness() < 128) is scheme.is_dark


def test_items_stay_in_step_through_200_edits(canvas: Canvas, document: Document) -> None:
    show(document, canvas, branches())
    resting = len(canvas.scene().items())
    chance = random.Random(0)
    for _ in range(200):
        _edit_somehow(chance, canvas, document)
        drawn = {shape.node for shape in canvas.network.shapes()}
        assert drawn == set(document.graph.nodes)
        assert set(canvas.network.curves) == set(document.graph.wires)
    while document.history.undoable:
        document.undo()
    assert document.graph == branches()
    assert len(canvas.scene().items()) == resting


def _edit_somehow(chance: random.Random, canvas: Canvas, document: Document) -> None:
    keys = sorted(document.graph.nodes)
    document.select(chance.sample(keys, min(2, len(keys))))
    action = chance.choice(["add", "add", "delete", "duplicate", "undo", "redo"])
    match action:
        case "add":
            canvas.editing.add_layer(chance.choice(["Dense", "Add", "LSTM", "MultiHeadAttention"]))
        case "delete":
            canvas.editing.delete()
        case "duplicate":
            canvas.editing.duplicate()
        case "undo":
            document.undo()
        case _:
            document.redo()
