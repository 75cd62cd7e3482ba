"""What the mouse does on the canvas, by real events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from netbuilder.graph import Graph
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.rename import RenameField
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import LEFT, MIDDLE, NONE, SHIFT, Hand, column, moved, show, wires
from tests.unit.drawing import chain, draw, image, layer


def three() -> Graph:
    """An input, a dense and another dense layer, wired in a column."""
    return column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))


def loose() -> Graph:
    """An input and layers of several kinds, without wires."""
    layers = [layer("d", "Dense", units=8), layer("e", "Dense", units=3), layer("m", "Add")]
    return column(draw(image(4), *layers))


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


def test_click_selects_and_click_beside_selects_nothing(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    hand.click(hand.middle("a"))
    assert document.selection == {"a"}
    hand.click(hand.middle("b"))
    assert document.selection == {"b"}
    hand.click(hand.middle("b") + QPointF(250, 0))
    assert document.selection == frozenset()


def test_shift_click_adds_and_takes_away(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    hand.click(hand.middle("a"))
    hand.click(hand.middle("b"), SHIFT)
    assert document.selection == {"a", "b"}
    hand.click(hand.middle("a"), SHIFT)
    assert document.selection == {"b"}


def test_click_on_one_of_several_selects_it_alone(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("a", "b"))
    hand.click(hand.middle("a"))
    assert document.selection == {"a"}


def test_drag_moves_on_the_grid_in_one_undo_step(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    before = document.graph
    hand.drag(hand.middle("a"), hand.middle("a") + QPointF(101, 37))
    node = document.graph.nodes["a"]
    assert (node.x, node.y) == (104.0, 160.0)
    assert hand.canvas.node_rect("a").top() == 160.0
    assert len(document.history.steps) == 1
    document.undo()
    assert document.graph == before
    assert hand.canvas.node_rect("a").top() == 120.0
    document.redo()
    assert document.graph.nodes["a"] == node


def test_drag_moves_all_selected_nodes(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("a", "b"))
    hand.drag(hand.middle("a"), hand.middle("a") + QPointF(80, 0))
    assert [node.x for node in document.graph.nodes.values()] == [0.0, 80.0, 80.0]


def test_wires_follow_while_dragging(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    hand.press(hand.middle("a"))
    hand.go(hand.middle("a") + QPointF(160, 0))
    scene = hand.canvas.network
    ends = {curve.end.x() for curve in scene.curves.values() if curve.wire.target == "a"}
    assert ends == {hand.canvas.port_position("a", "in").x()}
    assert document.graph.nodes["a"].x == 0.0
    hand.release(hand.middle("a"))


def test_escape_puts_dragged_nodes_back(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    start = hand.middle("a")
    hand.press(start)
    hand.go(start + QPointF(160, 0))
    assert hand.middle("a") != start
    hand.key(Qt.Key.Key_Escape)
    assert hand.middle("a") == start
    hand.release(start + QPointF(160, 0))
    assert len(document.history.steps) == 0


def test_band_selects_what_it_touches_and_shift_adds(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    first = hand.canvas.node_rect("x")
    hand.drag(first.topLeft() - QPointF(60, 20), first.center())
    assert document.selection == {"x"}
    last = hand.canvas.node_rect("b")
    hand.drag(last.bottomLeft() + QPointF(-60, 20), last.center(), modifier=SHIFT)
    assert document.selection == {"x", "b"}


def test_escape_in_a_band_selects_what_was_selected(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("b",))
    first = hand.canvas.node_rect("x")
    hand.press(first.topLeft() - QPointF(60, 20))
    hand.go(first.center())
    assert document.selection == {"x"}
    hand.key(Qt.Key.Key_Escape)
    assert document.selection == {"b"}
    hand.release(first.center())


def test_drawing_a_wire_connects_and_undoes(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    hand.wire("x", "d")
    assert wires(document) == {("x", 0, "d", 0)}
    assert document.report.nodes["d"].outputs[0].shape == (None, 8)
    document.undo()
    assert wires(document) == set()
    assert not hand.canvas.network.curves
    document.redo()
    assert wires(document) == {("x", 0, "d", 0)}


def test_wire_dropped_on_a_body_takes_the_free_port(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    hand.drag(hand.canvas.port_position("x", "out"), hand.middle("d") + QPointF(30, 0))
    assert wires(document) == {("x", 0, "d", 0)}


def test_wire_drawn_backwards(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    hand.drag(hand.canvas.port_position("e", "in"), hand.canvas.port_position("d", "out"))
    assert wires(document) == {("d", 0, "e", 0)}


def test_merging_layer_takes_many_wires(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    for source in ("d", "e", "x"):
        hand.wire(source, "m", into=9)
    assert wires(document) == {("d", 0, "m", 0), ("e", 0, "m", 1), ("x", 0, "m", 2)}


def test_wire_to_a_taken_port_replaces_the_other(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    hand.wire("x", "b")
    assert wires(document) == {("x", 0, "a", 0), ("x", 0, "b", 0)}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        pytest.param("b", "a", id="circle"),
        pytest.param("b", "x", id="into an input"),
    ],
)
def test_wire_that_may_not_be_is_refused(
    hand: Hand, document: Document, source: str, target: str
) -> None:
    show(document, hand.canvas, three())
    before = document.graph
    hand.drag(hand.canvas.port_position(source, "out"), hand.middle(target))
    assert document.graph == before


def test_wire_dropped_on_its_own_node_or_on_nothing(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    start = hand.canvas.port_position("d", "out")
    for end in (start, hand.middle("d"), start + QPointF(250, 0)):
        hand.drag(start, end)
    assert wires(document) == set()
    assert len(document.history.steps) == 0


def test_escape_cancels_a_wire(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, loose())
    hand.press(hand.canvas.port_position("x", "out"))
    hand.go(hand.canvas.port_position("d", "in"))
    assert hand.canvas.network.pending.isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert not hand.canvas.network.pending.isVisible()
    hand.release(hand.canvas.port_position("d", "in"))
    assert wires(document) == set()


def test_pulling_a_wire_off_deletes_it(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    start = hand.canvas.port_position("b", "in")
    hand.drag(start, start + QPointF(260, 0))
    assert wires(document) == {("x", 0, "a", 0)}
    document.undo()
    assert len(hand.canvas.network.curves) == 2


def test_pulling_a_wire_off_leads_it_elsewhere(hand: Hand, document: Document) -> None:
    graph = moved(
        column(draw(image(4), layer("d", "Dense", "x", units=1), layer("e", "Dense", units=1))),
        e=(240.0, 120.0),
    )
    show(document, hand.canvas, graph)
    hand.drag(hand.canvas.port_position("d", "in"), hand.canvas.port_position("e", "in"))
    assert wires(document) == {("x", 0, "e", 0)}
    assert len(document.history.steps) == 1


@pytest.mark.parametrize("target", ["d", "m"])
def test_wire_put_back_on_its_port_changes_nothing(
    hand: Hand, document: Document, target: str
) -> None:
    layers = [layer("d", "Dense", "x", units=4), layer("m", "Add", "x", "d")]
    show(document, hand.canvas, column(draw(image(4), *layers)))
    before = document.graph
    start = hand.canvas.port_position(target, "in", 0)
    hand.press(start)
    hand.go(start + QPointF(200, 0))
    hand.go(start)
    hand.release(start)
    assert document.graph == before
    assert len(hand.canvas.network.curves) == 3


def test_named_ports_take_one_wire_each(hand: Hand, document: Document) -> None:
    attention = layer("m", "MultiHeadAttention", num_heads=2, key_dim=4)
    show(document, hand.canvas, column(draw(image(6, 4), attention)))
    for port in (2, 0, 1):
        hand.wire("x", "m", into=port)
    assert wires(document) == {("x", 0, "m", 0), ("x", 0, "m", 1), ("x", 0, "m", 2)}


def test_wire_from_a_second_output(hand: Hand, document: Document) -> None:
    layers = [layer("r", "LSTM", "x", units=3, return_state=True), layer("d", "Dense", units=1)]
    show(document, hand.canvas, column(draw(image(6, 4), *layers)))
    hand.wire("r", "d", out=2)
    assert ("r", 2, "d", 0) in wires(document)


def test_clicked_wire_is_selected_and_deleted(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("b",))
    middle = (hand.canvas.port_position("x", "out") + hand.canvas.port_position("a", "in")) / 2
    hand.click(middle)
    assert document.selection == frozenset()
    hand.canvas.editing.delete()
    assert wires(document) == {("a", 0, "b", 0)}


@pytest.mark.parametrize("by_space", [True, False], ids=["space", "middle button"])
def test_panning(hand: Hand, document: Document, by_space: bool) -> None:
    show(document, hand.canvas, three())
    start = hand.middle("a")
    before = hand.at(start)
    if by_space:
        QTest.keyPress(hand.canvas, Qt.Key.Key_Space)
    button = Qt.MouseButton.LeftButton if by_space else MIDDLE
    QTest.mousePress(hand.canvas.viewport(), button, NONE, before)
    QTest.mouseMove(hand.canvas.viewport(), before + QPoint(30, 50))
    QTest.mouseRelease(hand.canvas.viewport(), button, NONE, before + QPoint(30, 50))
    QTest.keyRelease(hand.canvas, Qt.Key.Key_Space)
    assert (hand.at(start) - before).toTuple() == (30, 50)
    assert len(document.history.steps) == 0


def test_double_click_renames(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    spot = hand.at(hand.middle("a"))
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, NONE, spot)
    field = hand.canvas.findChild(RenameField)
    assert isinstance(field, RenameField)
    QTest.keyClicks(field, "hidden")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert document.graph.nodes["a"].name == "hidden"
