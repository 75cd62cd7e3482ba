"""Wires led through points, and wires pulled off at either end, by mouse and by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from netbuilder.graph import Graph, Wire
from netbuilder.graph.bends import add_bend
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.hits import Part
from netbuilder.ui.canvas.search import SearchPopup
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import ALT, CLASSIFIER, CONTROL, Hand, column, moved, show, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, draw, image, layer

FLAT_SCORES = Wire("flat", "scores")
POINT = (304.0, 304.0)
BENT = add_bend(CLASSIFIER, FLAT_SCORES, 0, POINT)


@pytest.fixture
def hand(document: Document, canvas: Canvas) -> Hand:
    """Somebody with the classifier on the canvas."""
    show(document, canvas, CLASSIFIER)
    return Hand(canvas)


def on_wire(canvas: Canvas, wire: Wire = FLAT_SCORES, share: float = 0.5) -> QPointF:
    """Return a place on a wire."""
    return canvas.network.curves[wire].path().pointAtPercent(share)


def points(document: Document, wire: Wire = FLAT_SCORES) -> tuple[tuple[float, float], ...]:
    return document.graph.bends.get(wire, ())


@pytest.mark.parametrize("key", [CONTROL, ALT], ids=["ctrl", "alt"])
def test_a_click_with_a_key_adds_a_point(
    hand: Hand, document: Document, key: Qt.KeyboardModifier
) -> None:
    place = on_wire(hand.canvas)
    hand.click(place, modifier=key)
    ((x, y),) = points(document)
    assert (QPointF(x, y) - place).manhattanLength() <= 8
    assert (x % 8, y % 8) == (0, 0)
    assert hand.canvas.chosen_wire.bend == 0
    assert [step.text for step in document.history.steps] == ["Add a point to the wire"]
    document.undo()
    assert document.graph == CLASSIFIER


def test_the_new_point_is_dragged_at_once(hand: Hand, document: Document) -> None:
    start = on_wire(hand.canvas)
    hand.drag(start, start + QPointF(120, 0), modifier=CONTROL)
    ((x, _),) = points(document)
    assert x - start.x() == pytest.approx(120, abs=8)
    assert len(document.history.steps) == 1


def test_a_point_is_dragged_with_the_wire_in_sight(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, BENT)
    at = QPointF(*POINT)
    assert hand.canvas.network.hit(at, 4).part is Part.BEND
    hand.press(at)
    hand.go(at + QPointF(40, 16))
    assert hand.canvas.network.curves[FLAT_SCORES].points == (at + QPointF(40, 16),)
    assert document.graph == BENT
    hand.release(at + QPointF(40, 16))
    assert points(document) == ((344, 320),)
    document.undo()
    assert document.graph == BENT
    assert hand.canvas.network.curves[FLAT_SCORES].points == (at,)


def test_escape_puts_a_dragged_point_back(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, BENT)
    at = QPointF(*POINT)
    hand.press(at)
    hand.go(at + QPointF(40, 16))
    hand.key(Qt.Key.Key_Escape)
    hand.release(at)
    assert document.graph == BENT
    assert hand.canvas.network.curves[FLAT_SCORES].points == (at,)


def test_delete_takes_the_point_and_then_the_wire(user: User) -> None:
    document, hand = user.window.document, user.hand
    document.open(Project(graph=BENT))
    hand.click(QPointF(*POINT))
    user.keys(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert document.graph == CLASSIFIER
    user.keys(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert FLAT_SCORES not in document.graph.wires


def test_points_by_keys_alone(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=CLASSIFIER))
    none = Qt.KeyboardModifier.NoModifier
    for _ in range(3):
        user.keys(Qt.Key.Key_N, none)
    assert canvas.chosen_wire.wire == FLAT_SCORES
    assert "flat" in canvas.accessibleDescription()
    user.keys(Qt.Key.Key_P, none)
    ((x, y),) = points(document)
    user.keys(Qt.Key.Key_Right)
    user.keys(Qt.Key.Key_Right)
    assert points(document) == ((x + 16, y),)
    assert [step.text for step in document.history.steps][1:] == ["Move the point"]
    user.keys(Qt.Key.Key_P, none)
    assert len(points(document)) == 2
    first = canvas.chosen_wire.bend
    user.keys(Qt.Key.Key_Period, none)
    assert canvas.chosen_wire.bend != first
    user.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert document.graph == CLASSIFIER


def test_a_layer_is_put_into_the_selected_wire_by_keys(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=CLASSIFIER))
    user.keys(Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier)
    user.keys(Qt.Key.Key_I, Qt.KeyboardModifier.NoModifier)
    assert isinstance(canvas.asking.popup, SearchPopup)


@pytest.mark.parametrize("run", ["add_bend", "next_bend", "straighten", "insert_on_wire"])
def test_without_a_wire_it_is_said(user: User, run: str) -> None:
    user.window.document.open(Project(graph=CLASSIFIER))
    user.window.actions_by_key[run].trigger()
    assert "Select a wire first" in user.hand.bubble()


def test_the_menu_of_a_wire_adds_the_point_where_it_was_opened(user: User) -> None:
    document, hand = user.window.document, user.hand
    document.open(Project(graph=CLASSIFIER))
    canvas = user.window.canvas
    canvas.context_menu_requested.disconnect()
    place = on_wire(canvas, share=0.25)
    hand.ask_for_menu(place)
    assert canvas.chosen_wire.wire == FLAT_SCORES
    user.window.actions_by_key["add_bend"].trigger()
    ((x, y),) = points(document)
    assert (QPointF(x, y) - place).manhattanLength() <= 8


def test_points_keep_their_order_on_the_way(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, BENT)
    hand.click(on_wire(hand.canvas, share=0.2), modifier=CONTROL)
    assert points(document)[1] == POINT
    hand.click(on_wire(hand.canvas, share=0.9), modifier=CONTROL)
    assert points(document)[1] == POINT
    assert len(points(document)) == 3


def test_dragging_both_ends_takes_the_points_along(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, BENT)
    document.select(("flat", "scores"))
    start = hand.middle("flat")
    hand.press(start)
    hand.go(start + QPointF(80, 0))
    (shown,) = hand.canvas.network.curves[FLAT_SCORES].points
    assert shown.x() == POINT[0] + 80
    hand.release(start + QPointF(80, 0))
    assert points(document) == ((POINT[0] + 80, POINT[1]),)


def test_the_layout_straightens(user: User) -> None:
    user.window.document.open(Project(graph=BENT))
    user.keys(Qt.Key.Key_L)
    assert points(user.window.document) == ()


def test_a_list_has_straight_wires(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.switch_mode()
    hand = Hand(canvas)
    hand.click(on_wire(canvas), modifier=CONTROL)
    assert "Sequential" in hand.bubble()
    assert points(document) == ()


# Both ends


def twins() -> Graph:
    """Two layers beside each other, one of which is wired to a third below."""
    graph = draw(
        image(4),
        layer("one", "Dense", "x", units=4),
        layer("two", "Dense", "x", units=4),
        layer("out", "Dense", "one", units=2),
    )
    return moved(graph, x=(100, 0), one=(0, 140), two=(280, 140), out=(0, 300))


def test_the_nearer_end_of_a_wire_is_pulled_off(document: Document, canvas: Canvas) -> None:
    show(document, canvas, twins())
    hand, wire = Hand(canvas), Wire("one", "out")
    hand.drag(on_wire(canvas, wire, 0.25), canvas.port_position("two", "out"))
    assert ("two", 0, "out", 0) in wires(document)
    assert ("one", 0, "out", 0) not in wires(document)
    assert [step.text for step in document.history.steps] == ["Reroute wire"]
    document.undo()
    assert document.graph == twins()


def test_the_source_of_a_wire_among_several_keeps_its_place(
    document: Document, canvas: Canvas
) -> None:
    graph = draw(
        image(4),
        layer("one", "Dense", "x", units=4),
        layer("two", "Dense", "x", units=4),
        layer("sum", "Concatenate", "one", "x"),
    )
    graph = moved(graph, x=(0, 0), one=(0, 140), two=(280, 140), sum=(0, 300))
    show(document, canvas, graph)
    first = next(wire for wire in graph.wires if (wire.source, wire.target) == ("one", "sum"))
    Hand(canvas).drag(on_wire(canvas, first, 0.2), canvas.port_position("two", "out"))
    assert [wire.source for wire in document.graph.incoming("sum")] == ["two", "x"]


def test_a_wire_pulled_off_at_its_source_into_nothing_goes_away(
    hand: Hand, document: Document
) -> None:
    hand.drag(on_wire(hand.canvas, share=0.25), on_wire(hand.canvas) + QPointF(300, 0))
    assert ("flat", 0, "scores", 0) not in wires(document)


def test_a_circle_is_refused_at_the_source_too(document: Document, canvas: Canvas) -> None:
    graph = column(
        chain(image(4), *(layer(key, "Dense", units=4) for key in ("a", "b", "c"))), gap=60
    )
    show(document, canvas, graph)
    hand = Hand(canvas)
    hand.press(on_wire(canvas, Wire("a", "b"), 0.25))
    hand.go(canvas.port_position("c", "out"))
    assert "circles" in hand.bubble()
    hand.release(canvas.port_position("c", "out"))
    assert document.graph == graph


def test_a_click_on_a_wire_selects_it_and_pulls_nothing(hand: Hand, document: Document) -> None:
    hand.click(on_wire(hand.canvas))
    assert hand.canvas.chosen_wire.wire == FLAT_SCORES
    assert document.graph == CLASSIFIER


def test_a_bent_wire_that_is_led_elsewhere_is_straight(document: Document, canvas: Canvas) -> None:
    wire = Wire("one", "out")
    show(document, canvas, replace(twins(), bends={wire: ((40.0, 250.0),)}))
    Hand(canvas).drag(on_wire(canvas, wire, 0.2), canvas.port_position("two", "out"))
    assert document.graph.bends == {}
