"""Dragging, copying, inserting and cutting on the canvas, by real mouse events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from netbuilder.graph import Graph, Wire
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.choice_row import CHOICE
from netbuilder.ui.canvas.choices import Chance, Choice
from netbuilder.ui.canvas.search import SearchPopup
from netbuilder.ui.canvas.shapes import Curve
from netbuilder.ui.canvas.slicing import crosses
from netbuilder.ui.canvas.snapping import Neighbours, Snapping
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import CONTROL, LEFT, NONE, Hand, column, moved, show, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, draw, image, layer

ALT = Qt.KeyboardModifier.AltModifier
RIGHT = Qt.MouseButton.RightButton


def three() -> Graph:
    """An input and two dense layers, wired in a column."""
    return column(chain(image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)))


def beside() -> Graph:
    """The same, and a dropout without wires to the right."""
    graph = draw(
        image(4),
        layer("a", "Dense", "x", units=8),
        layer("b", "Dense", "a", units=2),
        layer("free", "Dropout", rate=0.5),
    )
    return moved(column(graph), free=(400, 0))


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


# Snapping


@pytest.mark.parametrize(
    ("body", "shift"),
    [
        pytest.param(QRectF(3, 200, 100, 50), (-3.0, None), id="left edges"),
        pytest.param(QRectF(24, 200, 60, 50), (-4.0, None), id="middles"),
        pytest.param(QRectF(200, 27, 100, 20), (None, 3.0), id="bottom edges"),
        pytest.param(QRectF(250, 250, 100, 50), (None, None), id="nothing near"),
        pytest.param(QRectF(3, 3000, 100, 50), (None, None), id="too far away"),
    ],
)
def test_neighbours(body: QRectF, shift: tuple[float | None, float | None]) -> None:
    snap = Neighbours([QRectF(0, 0, 100, 50)]).snap(body, 6)
    assert (snap.dx, snap.dy) == shift


def test_nearest_of_several_neighbours_counts() -> None:
    bodies = [QRectF(0, 0, 100, 50), QRectF(4, 100, 100, 50), QRectF(8, 200, 100, 50)]
    snap = Neighbours(bodies).snap(QRectF(5, 400, 100, 50), 6)
    assert snap.dx == -1.0
    assert snap.vertical == (bodies[1], 4.0)


@pytest.mark.parametrize(
    ("snapping", "place"),
    [
        pytest.param(Snapping(grid=True, neighbours=True), (256.0, 128.0), id="both"),
        pytest.param(Snapping(grid=True, neighbours=False), (256.0, 128.0), id="grid"),
        pytest.param(Snapping(grid=False, neighbours=False), (253.0, 131.0), id="none"),
    ],
)
def test_drag_snaps_as_is_wanted(
    hand: Hand, document: Document, snapping: Snapping, place: tuple[float, float]
) -> None:
    show(document, hand.canvas, three())
    hand.canvas.snapping.grid = snapping.grid
    hand.canvas.snapping.neighbours = snapping.neighbours
    hand.drag(hand.middle("a"), hand.middle("a") + QPointF(253, 11))
    node = document.graph.nodes["a"]
    assert (node.x, node.y) == place


def test_drag_snaps_to_a_neighbour_off_the_grid_and_shows_a_line(
    hand: Hand, document: Document
) -> None:
    show(document, hand.canvas, moved(three(), b=(203, 403)))
    goal = hand.middle("a") + QPointF(200, 40)
    hand.press(hand.middle("a"))
    hand.go(goal)
    guides = hand.canvas.network.guides
    assert not guides.path().isEmpty()
    assert guides.path().boundingRect().bottom() == hand.canvas.node_rect("b").bottom()
    hand.release(goal)
    assert document.graph.nodes["a"].x == 203
    assert guides.path().isEmpty()


def test_the_switches_are_remembered(user: User) -> None:
    window = user.window
    window.actions_by_key["snap_grid"].trigger()
    assert not window.canvas.snapping.grid
    assert not window.preferences.snap_to_grid
    assert window.preferences.snap_to_layers
    window.actions_by_key["snap_layers"].trigger()
    assert not window.canvas.snapping.neighbours
    assert not window.preferences.snap_to_layers


# Into a wire


def test_a_node_dropped_on_a_wire_goes_into_it_and_others_make_room(
    hand: Hand, document: Document
) -> None:
    show(document, hand.canvas, beside())
    start = hand.middle("free")
    goal = (hand.canvas.port_position("a", "out") + hand.canvas.port_position("b", "in")) / 2
    hand.press(start)
    hand.go(goal)
    assert "Goes into the wire from 'a'" in hand.bubble()
    assert hand.canvas.network.hover_mark.isVisible()
    hand.release(goal)
    assert wires(document) == {("x", 0, "a", 0), ("a", 0, "free", 0), ("free", 0, "b", 0)}
    nodes = document.graph.nodes
    assert nodes["a"].y + 72 <= nodes["free"].y
    assert nodes["free"].y + 72 <= nodes["b"].y
    assert [step.text for step in document.history.steps] == ["Insert into the wire"]
    document.undo()
    assert document.graph == beside()


@pytest.mark.parametrize(
    "node",
    [pytest.param("wired", id="it has wires"), pytest.param("input", id="it takes none")],
)
def test_some_nodes_do_not_go_into_wires(hand: Hand, document: Document, node: str) -> None:
    graph = draw(
        image(4),
        layer("a", "Dense", "x", units=8),
        layer("b", "Dense", "a", units=2),
        layer("input", "InputLayer", shape=(4,)),
        layer("wired", "Dense", "input", units=1),
    )
    show(document, hand.canvas, moved(column(graph), input=(400, 0), wired=(400, 120)))
    before = wires(document)
    hand.drag(hand.middle(node), hand.canvas.port_position("a", "out") + QPointF(0, 20))
    assert wires(document) == before
    assert document.graph.nodes[node].x == 0.0


def test_double_click_on_a_wire_asks_what_to_put_there(hand: Hand, document: Document) -> None:
    flat = column(
        chain(
            image(8, 8, 1),
            layer("conv", "Conv2D", filters=4, kernel_size=3),
            layer("pool", "MaxPooling2D"),
        )
    )
    show(document, hand.canvas, flat)
    middle = (
        hand.canvas.port_position("conv", "out") + hand.canvas.port_position("pool", "in")
    ) / 2
    popup = double_click(hand, middle)
    by_name = {choice.spec.name: choice for choice in offered(popup)}
    assert by_name["BatchNormalization"].chance is Chance.FITS
    assert by_name["Flatten"].chance is Chance.MISFIT
    assert "follows" in by_name["Flatten"].reason
    QTest.keyClicks(popup.field, "batchn")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (key,) = document.selection
    assert wires(document) == {("x", 0, "conv", 0), ("conv", 0, key, 0), (key, 0, "pool", 0)}
    assert len(document.history.steps) == 1


def double_click(hand: Hand, place: QPointF) -> SearchPopup:
    """Double-click at a place and return the popup that opens."""
    viewport = hand.canvas.viewport()
    QTest.mouseClick(viewport, LEFT, NONE, hand.at(place))
    QTest.mouseDClick(viewport, LEFT, NONE, hand.at(place))
    popup = hand.canvas.findChild(SearchPopup)
    assert isinstance(popup, SearchPopup)
    return popup


def offered(popup: SearchPopup) -> list[Choice]:
    """Return what a popup offers."""
    rows = (popup.list.item(row).data(CHOICE) for row in range(popup.list.count()))
    return [choice for choice in rows if isinstance(choice, Choice)]


# Copies


def test_alt_drag_leaves_a_copy(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    document.select(("a", "b"))
    start = hand.middle("a")
    hand.press(start, modifier=ALT)
    hand.go(start + QPointF(240, 0))
    assert not hand.canvas.network.call_marks.path().isEmpty()
    hand.release(start + QPointF(240, 0), modifier=ALT)
    copies = [
        document.graph.nodes[key] for key in document.graph.nodes if key in document.selection
    ]
    assert [(node.name, node.x) for node in copies] == [("a_1", 240.0), ("b_1", 240.0)]
    assert (copies[0].id, 0, copies[1].id, 0) in wires(document)
    assert document.graph.nodes["a"].x == 0.0
    assert [step.text for step in document.history.steps] == ["Duplicate"]
    assert hand.canvas.network.call_marks.path().isEmpty()


def test_alt_click_and_escape_copy_nothing(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    hand.click(hand.middle("a"), ALT)
    assert document.selection == {"a"}
    hand.press(hand.middle("a"), modifier=ALT)
    hand.go(hand.middle("a") + QPointF(240, 0))
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.middle("a"), modifier=ALT)
    assert document.graph == three()


# Cutting


@pytest.mark.parametrize(
    ("step", "cut"),
    [
        pytest.param(QLineF(-50, 50, 50, 50), True, id="across"),
        pytest.param(QLineF(-50, 50, -10, 50), False, id="short of it"),
        pytest.param(QLineF(-50, 150, 50, 150), False, id="below it"),
    ],
)
def test_crosses(step: QLineF, cut: bool) -> None:
    curve = Curve(Wire("a", "b"), QPointF(0, 0), QPointF(0, 100))
    assert crosses(curve, step) is cut


def test_a_line_with_control_and_the_right_button_cuts_wires(
    hand: Hand, document: Document
) -> None:
    show(document, hand.canvas, three())
    asked: list[object] = []
    hand.canvas.context_menu_requested.connect(lambda _place, nodes: asked.append(nodes))
    start = hand.canvas.port_position("x", "out") + QPointF(-120, 20)
    corner = hand.canvas.node_rect("a").topRight() + QPointF(40, -20)
    end = hand.canvas.port_position("b", "in") + QPointF(-120, -20)
    hand.press(start, RIGHT, CONTROL)
    hand.ask_for_menu(start)
    for place in (corner, corner + QPointF(0, 120), end):
        hand.go(place)
    assert hand.bubble() == "Cuts 2 wires"
    assert not hand.canvas.network.slice_mark.path().isEmpty()
    hand.release(end, RIGHT, CONTROL)
    assert wires(document) == set()
    assert [step.text for step in document.history.steps] == ["Cut wires"]
    assert hand.canvas.network.slice_mark.path().isEmpty()
    assert asked == []
    document.undo()
    assert document.graph == three()


def test_escape_leaves_the_wires(hand: Hand, document: Document) -> None:
    show(document, hand.canvas, three())
    start = hand.canvas.port_position("x", "out") + QPointF(-60, 20)
    hand.press(start, RIGHT, CONTROL)
    hand.go(start + QPointF(120, 0))
    assert hand.bubble() == "Cuts 1 wire"
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPointF(120, 0), RIGHT, CONTROL)
    assert document.graph == three()
