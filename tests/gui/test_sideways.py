"""Networks whose data flows to the right: ports at the sides, and all that follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from netbuilder.graph import Flow, Graph
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.drawing import drawing_of
from netbuilder.ui.canvas.face import Sockets
from netbuilder.ui.canvas.flow import Direction, neighbour
from netbuilder.ui.canvas.hits import HitTarget, Part, hit_target
from netbuilder.ui.canvas.ports import with_ports
from netbuilder.ui.canvas.shapes import Curve, curve_path
from netbuilder.ui.document import Document
from tests.gui.canvas_hand import CLASSIFIER, Hand, column, moved, show, wires
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, draw, image, layer

BODY = QRectF(0, 0, 168, 72)
SIDEWAYS = replace(
    moved(CLASSIFIER, x=(0, 0), conv=(250, 0), flat=(500, 0), scores=(750, 0)), flow=Flow.RIGHT
)


def branching() -> Graph:
    """An input, two layers one below the other at its right, and their sum."""
    layers = [
        layer("b", "Dense", "x", units=1),
        layer("a", "Dense", "x", units=1),
        layer("m", "Add", "a", "b"),
    ]
    graph = moved(draw(image(4), *layers), x=(0, 0), b=(250, 100), a=(250, -100), m=(500, 0))
    return replace(graph, flow=Flow.RIGHT)


def long_column() -> Graph:
    """Many layers, one below the other."""
    return column(chain(image(4), *(layer(f"d{i}", "Dense", units=4) for i in range(60))))


def test_ports_lie_at_the_sides() -> None:
    shape = with_ports("a", BODY, Sockets(2, False, 1, sideways=True))
    assert [port.x() for port in shape.inputs] == [0, 0]
    assert shape.inputs[0].y() < shape.inputs[1].y()
    assert shape.outputs == (QPointF(168, 36),)


@pytest.mark.parametrize("places", [1, 3, 12])
def test_a_port_for_many_wires_is_no_longer_than_the_node_is_high(places: int) -> None:
    shape = with_ports("a", BODY, Sockets(places, True, 1, sideways=True))
    assert shape.bar.height() <= BODY.height()
    assert all(shape.bar.contains(port) for port in shape.inputs)
    hit = hit_target(QPointF(-3, 36), [shape], (), 9)
    assert (hit.part, hit.node) == (Part.INPUT, "a")


def test_wires_leave_to_the_right_and_arrive_from_the_left() -> None:
    path = curve_path(QPointF(0, 0), QPointF(200, 100), sideways=True)
    assert path.pointAtPercent(0.1).y() < 10 < path.pointAtPercent(0.1).x()
    assert path.pointAtPercent(0.9).y() > 90


def test_the_layout_turns_the_ports_and_back_in_one_step_each(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=CLASSIFIER))
    user.keys(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert document.graph == replace(document.graph, flow=Flow.RIGHT)
    assert canvas.port_position("conv", "out").x() == canvas.node_rect("conv").right()
    assert canvas.port_position("conv", "in").x() == canvas.node_rect("conv").left()
    user.qtbot.waitUntil(lambda: canvas.node_rect("flat").left() > canvas.node_rect("conv").right())
    user.keys(Qt.Key.Key_L)
    assert document.graph == replace(document.graph, flow=Flow.DOWN)
    assert canvas.port_position("conv", "out").y() == canvas.node_rect("conv").bottom()
    document.undo()
    document.undo()
    assert document.graph == CLASSIFIER


def test_a_wire_is_drawn_from_side_to_side(document: Document, canvas: Canvas) -> None:
    show(document, canvas, replace(SIDEWAYS, wires=SIDEWAYS.wires[:2]))
    canvas.navigator.fit()
    Hand(canvas).wire("flat", "scores")
    assert ("flat", 0, "scores", 0) in wires(document)


@pytest.mark.parametrize("scale", [0.3, 0.6, 1.0], ids=["far", "brief", "full"])
def test_ports_are_found_at_every_zoom(document: Document, canvas: Canvas, scale: float) -> None:
    show(document, canvas, SIDEWAYS)
    canvas.navigator.set_scale(scale)
    at = canvas.port_position("conv", "out")
    assert canvas.network.hit(at, 4) == HitTarget(Part.OUTPUT, "conv")
    middle = canvas.network.curves[SIDEWAYS.wires[1]].path().pointAtPercent(0.5)
    assert canvas.network.hit(middle, 4).wire == SIDEWAYS.wires[1]


@pytest.mark.parametrize(
    ("node", "direction", "following"),
    [
        pytest.param("x", Direction.RIGHT, "a", id="right goes up first"),
        pytest.param("m", Direction.LEFT, "a", id="left goes to the first input"),
        pytest.param("a", Direction.DOWN, "b", id="sibling below"),
        pytest.param("b", Direction.UP, "a", id="sibling above"),
        pytest.param("a", Direction.UP, None, id="no sibling"),
        pytest.param("m", Direction.RIGHT, None, id="end"),
    ],
)
def test_arrows_walk_along_the_wires(
    node: str, direction: Direction, following: str | None
) -> None:
    assert neighbour(branching(), node, direction) == following


def test_a_layer_is_added_at_the_right(document: Document, canvas: Canvas) -> None:
    show(document, canvas, SIDEWAYS)
    document.select(("scores",))
    canvas.editing.add_layer("Dense")
    (key,) = document.selection
    assert canvas.node_rect(key).left() > canvas.node_rect("scores").right()
    assert document.graph.nodes[key].y == document.graph.nodes["scores"].y


def test_what_follows_makes_room_at_the_right(document: Document, canvas: Canvas) -> None:
    show(document, canvas, SIDEWAYS)
    canvas.navigator.fit()
    hand = Hand(canvas)
    curve = canvas.network.curves[SIDEWAYS.wires[2]]
    assert hand.drop("Dropout", (curve.start + curve.end) / 2)
    (key,) = document.selection
    rects = [canvas.node_rect(each) for each in ("flat", key, "scores")]
    assert rects[0].right() < rects[1].left()
    assert rects[1].right() < rects[2].left()
    assert document.graph.nodes["flat"].x == SIDEWAYS.nodes["flat"].x


def test_a_picture_shows_the_ports_at_the_sides(document: Document) -> None:
    document.open(Project(graph=SIDEWAYS))
    curves = drawing_of(document).curves
    assert all(curve.sideways for curve in curves)
    assert all(abs(curve.start.y() - curve.end.y()) < 1 for curve in curves)


def test_a_long_network_opens_at_its_left_end(document: Document, canvas: Canvas) -> None:
    graph = chain(image(4), *(layer(f"d{i}", "Dense", units=4) for i in range(20)))
    places = {key: (260.0 * i, 0.0) for i, key in enumerate(graph.nodes)}
    document.open(Project(graph=replace(moved(graph, **places), flow=Flow.RIGHT)))
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.node_rect("x"))
    assert not seen.contains(canvas.node_rect("d19"))


def test_a_curve_passes_through_its_points() -> None:
    points = (QPointF(40, 100), QPointF(200, -50))
    curve = Curve(SIDEWAYS.wires[0], QPointF(0, 0), QPointF(300, 0), points=points)
    path = curve.path()
    stops = [path.elementAt(at) for at in range(0, path.elementCount(), 3)]
    assert [(stop.x, stop.y) for stop in stops[1:-1]] == [(40, 100), (200, -50)]


def test_a_layout_does_not_leave_an_empty_view_behind(user: User) -> None:
    """A long column that becomes a long row lies elsewhere: the view follows to its beginning."""
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=long_column()))
    canvas.show_node("d55")
    canvas.arranging.lay_out(Flow.RIGHT)
    user.qtbot.waitUntil(lambda: not canvas.motion.running)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.node_rect("x"))
    canvas.arranging.lay_out(Flow.RIGHT)
    assert canvas.mapToScene(canvas.viewport().rect()).boundingRect() == seen


def test_the_minimap_shows_where_the_layers_arrived(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    user.window.resize(1440, 900)  # a map wants room, standing or lying
    document.open(Project(graph=long_column()))
    user.qtbot.waitUntil(canvas.minimap.isVisible)
    canvas.arranging.lay_out(Flow.RIGHT)
    user.qtbot.waitUntil(lambda: canvas.minimap.width() > canvas.minimap.height())
