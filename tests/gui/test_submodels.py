"""Shared layers and submodels on the canvas, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from netbuilder.graph import Graph, NodeId, Wire, edits
from netbuilder.graph.sharing import call_again
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.breadcrumb import Breadcrumb
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.tips import tip
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import CONTROL, LEFT, NONE, SHIFT, Hand, column, moved, show, wires
from tests.gui.window_helpers import User, give
from tests.unit.drawing import chain, draw, image, layer


def stack() -> Graph:
    """A row of four layers after an input."""
    return column(
        chain(
            image(8),
            layer("a", "Dense", units=6),
            layer("b", "Dense", units=4),
            layer("c", "Dense", units=2),
        )
    )


def siamese() -> tuple[Graph, NodeId]:
    """Two inputs through one layer, side by side, and the second call's id."""
    graph = draw(
        image(8),
        layer("y", "InputLayer", shape=(8,)),
        layer("embed", "Dense", "x", units=4),
        layer("sum", "Add", "embed"),
    )
    graph = moved(graph, x=(0, 0), y=(240, 0), embed=(0, 120), sum=(120, 240))
    graph, call = call_again(graph, "embed", 240, 120)
    for wire in (Wire("y", call), Wire(call, "sum", 0, 1)):
        graph = edits.connect(graph, wire)
    return graph, call


@pytest.fixture
def hand(canvas: Canvas, document: Document) -> Hand:
    """A hand on the canvas with the row of layers."""
    show(document, canvas, stack())
    return Hand(canvas)


def said(canvas: Canvas) -> str:
    """Return what the bubble says; empty if it is hidden."""
    bubble = canvas.findChild(Bubble)
    assert isinstance(bubble, Bubble)
    return bubble.text() if bubble.isVisible() else ""


def crumbs(canvas: Canvas) -> Breadcrumb:
    """Return the path above the network."""
    found = canvas.findChild(Breadcrumb)
    assert isinstance(found, Breadcrumb)
    return found


def folded(hand: Hand, document: Document, *chosen: NodeId) -> NodeId:
    """Fold some nodes and return the submodel."""
    document.select(chosen)
    hand.canvas.grouping.fold()
    (key,) = document.selection
    return key


# Shared layers


def test_calls_of_a_layer_say_that_they_share_it(canvas: Canvas, document: Document) -> None:
    graph, call = siamese()
    show(document, canvas, graph)
    owner, other = canvas.network.look_of("embed"), canvas.network.look_of(call)
    assert (owner.title, other.title) == ("embed", "embed")
    assert owner.is_shared
    assert other.is_shared
    assert (owner.params, other.params) == ("36", "shared")
    assert not canvas.network.look_of("sum").is_shared
    assert "One layer, used 2 times" in tip(document, HitTarget(Part.NODE, call))


def test_pointing_at_a_call_frames_all_calls(canvas: Canvas, document: Document) -> None:
    graph, call = siamese()
    show(document, canvas, graph)
    hand, frames = Hand(canvas), canvas.network.call_marks
    hand.go(hand.middle(call))
    framed = frames.path().boundingRect()
    assert framed.contains(canvas.node_rect("embed"))
    assert framed.contains(canvas.node_rect(call))
    hand.go(hand.middle("sum"))
    assert frames.path().isEmpty()


def test_a_layer_is_used_again_and_given_one_of_its_own(hand: Hand, document: Document) -> None:
    hand.click(hand.middle("b"))
    hand.canvas.grouping.call_again()
    (call,) = document.selection
    assert document.graph.nodes[call].shares == "b"
    assert not hand.canvas.node_rect(call).intersects(hand.canvas.node_rect("b"))
    assert len(document.history.steps) == 1
    assert hand.canvas.network.look_of("b").is_shared
    hand.canvas.grouping.own_layer()
    assert document.graph.nodes[call].shares is None
    assert document.graph.nodes[call].name == "b_1"
    assert not hand.canvas.network.look_of("b").is_shared
    document.undo()
    document.undo()
    assert document.graph == stack()


@pytest.mark.parametrize(
    ("chosen", "command", "words"),
    [
        pytest.param((), "call_again", "Select the one layer", id="nothing to use again"),
        pytest.param(("x",), "call_again", "Select the one layer", id="an input used again"),
        pytest.param(("a", "b"), "call_again", "Select the one layer", id="two to use again"),
        pytest.param(("a",), "own_layer", "used several times", id="not shared"),
        pytest.param((), "fold", "Choose the layers", id="nothing to fold"),
        pytest.param(("x",), "fold", "Choose the layers", id="an input to fold"),
        pytest.param(("a", "c"), "fold", "'b' lies between", id="a gap in the part"),
        pytest.param(("a",), "unfold", "Select the one submodel", id="no submodel to unfold"),
    ],
)
def test_what_cannot_be_done_is_said_beside_the_selection(
    hand: Hand, document: Document, chosen: tuple[NodeId, ...], command: str, words: str
) -> None:
    document.select(chosen)
    grouping = hand.canvas.grouping
    commands = {
        "call_again": grouping.call_again,
        "own_layer": grouping.own_layer,
        "fold": grouping.fold,
        "unfold": grouping.unfold,
    }
    assert command not in grouping.fitting_commands() or command == "fold"
    commands[command]()
    assert words in said(hand.canvas)
    assert len(document.history.steps) == 0
    hand.click(QPointF(-200, 0))
    assert said(hand.canvas) == ""


# Submodels


def test_folding_and_unfolding(hand: Hand, document: Document) -> None:
    key = folded(hand, document, "a", "b")
    face = hand.canvas.network.look_of(key)
    assert face.is_submodel
    assert (face.title, face.subtitle) == ("submodel", "Sequential, 2 layers")
    assert (face.detail, face.params) == ("(None, 4)", "82")
    assert wires(document) == {("x", 0, key, 0), (key, 0, "c", 0)}
    assert len(document.history.steps) == 1
    assert "Double-click" in tip(document, HitTarget(Part.NODE, key))
    hand.canvas.grouping.unfold()
    assert {document.graph.nodes[each].name for each in document.selection} == {"a", "b"}
    places = {node.name: (node.x, node.y) for node in document.graph.nodes.values()}
    assert places == {node.name: (node.x, node.y) for node in stack().nodes.values()}


def test_a_submodel_has_the_ports_of_its_inside(canvas: Canvas, document: Document) -> None:
    graph, call = siamese()
    show(document, canvas, graph)
    hand = Hand(canvas)
    key = folded(hand, document, "embed", call)
    sockets = canvas.network.look_of(key).sockets
    assert (sockets.inputs, sockets.wide, sockets.outputs) == (2, False, 2)
    said = tip(document, HitTarget(Part.INPUT, key, 1))
    assert said.startswith("input_layer_1\n")
    assert "(None, 8) float32, 2 axes" in said
    hand.drag(canvas.port_position(key, "in", 1), QPointF(-200, 200))
    assert ("y", 0, key, 1) not in wires(document)
    assert canvas.network.look_of(key).sockets.outputs == 2
    hand.drag(canvas.port_position("y", "out"), canvas.port_position(key, "in", 1))
    assert ("y", 0, key, 1) in wires(document)
    assert document.report.nodes[key].outputs[1].shape == (None, 4)


@pytest.mark.parametrize("by_key", [True, False], ids=["Enter", "double-click"])
def test_opening_a_submodel_and_coming_back(hand: Hand, document: Document, by_key: bool) -> None:
    canvas = hand.canvas
    key = folded(hand, document, "a", "b")
    outside = {shape.node for shape in canvas.network.shapes()}
    middle = canvas.mapToScene(canvas.viewport().rect().center())
    if by_key:
        hand.key(Qt.Key.Key_Return)
    else:
        spot = hand.at(hand.middle(key))
        QTest.mouseClick(canvas.viewport(), LEFT, NONE, spot)
        QTest.mouseDClick(canvas.viewport(), LEFT, NONE, spot)
    assert document.level.names == ("submodel",)
    assert document.selection == frozenset()
    inside = {shape.node for shape in canvas.network.shapes()}
    assert inside == set(document.level.graph.nodes)
    assert inside != outside
    assert canvas.network.look_of("b").detail == "(None, 4)"
    assert crumbs(canvas).isVisible()
    hand.key(Qt.Key.Key_Escape)
    assert document.level.path == ()
    assert document.selection == {key}
    assert not crumbs(canvas).isVisible()
    back = canvas.mapToScene(canvas.viewport().rect().center())
    assert (back - middle).manhattanLength() < 2


def test_edits_inside_reach_the_whole_network(hand: Hand, document: Document) -> None:
    canvas = hand.canvas
    key = folded(hand, document, "a", "b")
    hand.key(Qt.Key.Key_Return)
    hand.click(hand.middle("b"))
    canvas.editing.add_layer("Dense")
    (added,) = document.selection
    assert document.level.graph.incoming(added) == (Wire("b", added),)
    document.select(("b",))
    hand.key(Qt.Key.Key_Right, CONTROL)
    assert document.level.graph.nodes["b"].x == stack().nodes["b"].x + 8
    inner = document.graph.nodes[key].inner
    assert inner is not None
    assert inner == document.level.graph
    assert document.level.path == (key,)
    document.undo()
    document.undo()
    assert document.level.path == (key,)
    assert added not in document.level.graph.nodes


def test_undoing_the_fold_closes_the_submodel(hand: Hand, document: Document) -> None:
    folded(hand, document, "a", "b")
    hand.key(Qt.Key.Key_Return)
    hand.click(hand.middle("a"))
    document.undo()
    assert document.level.path == ()
    assert document.selection == frozenset()
    assert document.graph == stack()
    assert not crumbs(hand.canvas).isVisible()
    assert hand.canvas.node_rect("c").isValid()


def test_breadcrumb_leads_out_of_nested_submodels(hand: Hand, document: Document) -> None:
    canvas = hand.canvas
    folded(hand, document, "a", "b")
    hand.key(Qt.Key.Key_Return)
    inner = folded(hand, document, "b")
    hand.key(Qt.Key.Key_Return)
    assert len(document.level.path) == 2
    assert document.level.names == ("submodel", "submodel")
    steps = crumbs(canvas).findChildren(QPushButton)
    shown = [step for step in steps if step.isVisible()]
    assert [step.text() for step in shown] == ["Network", "submodel"]
    QTest.mouseClick(shown[1], LEFT)
    assert len(document.level.path) == 1
    assert document.selection == {inner}
    shown = [step for step in crumbs(canvas).findChildren(QPushButton) if step.isVisible()]
    QTest.mouseClick(shown[0], LEFT)
    assert document.level.path == ()


def test_a_wire_inside_a_submodel_is_judged_there(hand: Hand, document: Document) -> None:
    key = folded(hand, document, "a", "b")
    hand.key(Qt.Key.Key_Return)
    canvas = hand.canvas
    entry = next(iter(set(document.level.graph.nodes) - {"a", "b"}))
    hand.press(canvas.port_position(entry, "out"))
    hand.go(hand.middle("b"))
    assert said(canvas) == "gives (None, 4)"
    hand.release(hand.middle("b"))
    assert document.level.graph.incoming("b") == (Wire(entry, "b"),)
    assert document.level.path == (key,)


def test_a_wrong_submodel_still_opens(hand: Hand, document: Document) -> None:
    key = folded(hand, document, "a", "b")
    document.apply(lambda graph: edits.set_param(graph, "x", "shape", (9,)), "Set shape")
    assert hand.canvas.network.look_of(key).badge is not None
    document.select((key,))
    hand.key(Qt.Key.Key_Return)
    assert document.level.path == (key,)
    assert hand.canvas.node_rect("b").isValid()


# In the window


def test_shortcuts_and_menu_of_the_window(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, stack())
    document.select(("a", "b"))
    user.keys(Qt.Key.Key_G)
    (key,) = document.selection
    assert document.graph.nodes[key].inner is not None
    assert canvas.grouping.fitting_commands() == ("call_again", "fold", "unfold", "open_submodel")
    user.keys(Qt.Key.Key_D, CONTROL | SHIFT)
    (call,) = document.selection
    assert document.graph.nodes[call].shares == key
    assert "own_layer" in canvas.grouping.fitting_commands()
    document.select((key,))
    user.keys(Qt.Key.Key_G, CONTROL | SHIFT)
    assert "called several times" in said(canvas)
    document.undo()
    document.select((key,))
    user.keys(Qt.Key.Key_G, CONTROL | SHIFT)
    assert {node.name for node in document.graph.nodes.values()} == {"x", "a", "b", "c"}


def test_the_inspector_shows_and_changes_what_is_selected_inside(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    show(document, canvas, stack())
    document.select(("a", "b"))
    user.keys(Qt.Key.Key_G)
    (key,) = document.selection
    assert user.page().shape.text() == "(None, 4)"
    user.keys(Qt.Key.Key_Return, NONE)
    document.select(("b",))
    give(user.form(), "units", "5")
    assert document.level.graph.nodes["b"].params["units"] == 5
    assert document.report.nodes[key].outputs[0].shape == (None, 5)
    user.window.guide.show_node("c")
    assert document.level.path == ()
    assert document.selection == {"c"}
