"""The canvas's pure functions, without a window: hits, wiring, placing, walking, faces."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPointF, QRectF

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import EMPTY, Config, Graph, Node, Params, Value, Wire
from netbuilder.ui.canvas.face import (
    Badge,
    Sockets,
    Tone,
    badge_of,
    face_of,
    sockets_of,
    subtitle,
)
from netbuilder.ui.canvas.flow import Direction, neighbour
from netbuilder.ui.canvas.hits import NOTHING, HitTarget, Part, hit_target
from netbuilder.ui.canvas.pictures import level_of
from netbuilder.ui.canvas.placing import add_after, add_on_wire, placed_free
from netbuilder.ui.canvas.shapes import GAP, Curve, NodeShape, node_width, snapped
from netbuilder.ui.canvas.wiring import propose, wire_at
from netbuilder.validation import NodeReport, NodeState, Severity
from tests.gui.canvas_hand import column, moved
from tests.unit.drawing import chain, draw, image, layer

WIRE = Wire("upper", "lower")


def shape(node: str, x: float, y: float, *, wide: bool = False) -> NodeShape:
    """A node of 168 by 72 with a port at the top and one at the bottom."""
    rect = QRectF(x, y, 168, 72)
    top, bottom = QPointF(x + 84, y), QPointF(x + 84, y + 72)
    return NodeShape(node, rect, (top,), (bottom,), wide)


UPPER, LOWER = shape("upper", 0, 0), shape("lower", 0, 144)
CURVE = Curve(WIRE, QPointF(84, 72), QPointF(84, 144))


@pytest.mark.parametrize(
    ("x", "y", "target"),
    [
        pytest.param(30, 40, HitTarget(Part.NODE, "upper"), id="body"),
        pytest.param(84, 75, HitTarget(Part.OUTPUT, "upper", 0), id="output below the edge"),
        pytest.param(84, 66, HitTarget(Part.OUTPUT, "upper", 0), id="output inside the edge"),
        pytest.param(80, 140, HitTarget(Part.INPUT, "lower", 0), id="input"),
        pytest.param(86, 108, HitTarget(Part.WIRE, wire=WIRE), id="wire"),
        pytest.param(99, 108, NOTHING, id="beside the wire"),
        pytest.param(300, 40, NOTHING, id="empty"),
    ],
)
def test_hit(x: float, y: float, target: HitTarget) -> None:
    assert hit_target(QPointF(x, y), (UPPER, LOWER), (CURVE,), 8) == target


def test_topmost_node_is_hit() -> None:
    above, below = shape("above", 20, 20), shape("below", 0, 0)
    assert hit_target(QPointF(60, 50), (above, below), (), 8).node == "above"


def test_wide_port_is_hit_all_along() -> None:
    merging = shape("sum", 0, 0, wide=True)
    assert hit_target(QPointF(84, 0), (merging,), (), 8).port == 0
    assert hit_target(QPointF(64, 0), (merging,), (), 8) == HitTarget(Part.INPUT, "sum", 1)


@pytest.mark.parametrize(("value", "on_grid"), [(3.9, 0), (4, 8), (-4.1, -8), (-4, 0), (16, 16)])
def test_snapped(value: float, on_grid: float) -> None:
    assert snapped(value) == on_grid


@pytest.mark.parametrize(("text", "width"), [(0, 168), (168, 168), (169, 192), (250, 264)])
def test_node_width(text: float, width: int) -> None:
    assert node_width(text) == width


@pytest.mark.parametrize(("scale", "level"), [(1, 1), (0.9, 1), (1.01, 2**0.25), (0.5, 0.5)])
def test_level_is_never_coarser_than_the_screen(scale: float, level: float) -> None:
    assert level_of(scale) == pytest.approx(level)


def mixed() -> Graph:
    """Layers of every kind of input ports, partly wired."""
    return column(
        draw(
            image(6, 4),
            layer("d", "Dense", "x", units=4),
            layer("free", "Dense", units=4),
            layer("sum", "Add", "x", "d"),
            layer("diff", "Subtract", "x", "d"),
            layer("look", "MultiHeadAttention", "x", num_heads=1, key_dim=2),
            layer("odd", "NoSuchLayer"),
        )
    )


@pytest.mark.parametrize(
    ("source", "target", "place", "port", "replacing"),
    [
        pytest.param("x", "free", None, 0, False, id="free"),
        pytest.param("free", "d", None, 0, True, id="taken"),
        pytest.param("free", "sum", None, 2, False, id="merging"),
        pytest.param("free", "sum", 0, 2, False, id="merging, at a taken place"),
        pytest.param("free", "diff", None, 1, True, id="full"),
        pytest.param("free", "diff", 0, 0, True, id="full, at a place"),
        pytest.param("d", "look", None, 1, False, id="first free named port"),
        pytest.param("d", "look", 2, 2, False, id="named port"),
        pytest.param("d", "odd", None, 0, False, id="unknown class"),
    ],
)
def test_propose(
    catalog: Catalog, source: str, target: str, place: int | None, port: int, replacing: bool
) -> None:
    proposal = propose(mixed(), catalog.layers, (source, 0), target, place)
    assert proposal.wire == Wire(source, target, 0, port)
    assert proposal.replacing is replacing


@pytest.mark.parametrize(
    ("target", "circular", "words"),
    [
        pytest.param("d", False, "feed itself", id="itself"),
        pytest.param("free", True, "circles", id="circle"),
        pytest.param("x", False, "takes no wires", id="input"),
    ],
)
def test_refused(catalog: Catalog, target: str, circular: bool, words: str) -> None:
    proposal = propose(mixed(), catalog.layers, ("d", 0), target, circular=circular)
    assert proposal.wire is None
    assert words in proposal.refusal
    with pytest.raises(ValueError, match="no wire"):
        proposal.edit()


def test_wire_at_a_place_of_a_wide_port(catalog: Catalog) -> None:
    graph = mixed()
    assert wire_at(graph, catalog.layers, "sum", 1) == Wire("d", "sum", 0, 1)
    assert wire_at(graph, catalog.layers, "sum", 2) is None
    assert wire_at(graph, catalog.layers, "look", 1) is None


@pytest.mark.parametrize(
    ("node", "direction", "following"),
    [
        pytest.param("x", Direction.DOWN, "a", id="down goes left first"),
        pytest.param("a", Direction.RIGHT, "b", id="sibling"),
        pytest.param("a", Direction.LEFT, None, id="no sibling"),
        pytest.param("m", Direction.UP, "a", id="up goes to the first input"),
        pytest.param("m", Direction.DOWN, None, id="end"),
    ],
)
def test_neighbour(node: str, direction: Direction, following: str | None) -> None:
    layers = [
        layer("b", "Dense", "x", units=1),
        layer("a", "Dense", "x", units=1),
        layer("m", "Add", "a", "b"),
    ]
    graph = moved(draw(image(4), *layers), x=(0, 0), b=(200, 112), a=(-200, 112), m=(0, 224))
    assert neighbour(graph, node, direction) == following


def test_placed_free_moves_aside() -> None:
    graph = Graph({"a": Node("a", "a", "Dense")})
    assert placed_free(graph, Node("b", "b", "Dense", x=8, y=8), 72).x > 168
    below = Node("b", "b", "Dense", x=8, y=80)
    assert placed_free(graph, below, 72) == below


def test_add_after_several_only_places_a_layer_with_one_input(catalog: Catalog) -> None:
    graph = draw(image(4), layer("d", "Dense", units=1))
    added = add_after(graph, catalog.layers, Node("new", "new", "Dense"), ("x", "d"), 72)
    assert added.nodes["new"].y == 72 + GAP
    assert added.wires == ()


def test_add_on_wire_makes_room_for_all_that_follows() -> None:
    graph = column(chain(image(4), layer("a", "Dense"), layer("b", "Dense")), gap=16)
    added = add_on_wire(graph, Node("new", "new", "ReLU", y=80), Wire("x", "a"), 72)
    tops = [added.nodes[key].y for key in ("x", "new", "a", "b")]
    assert tops == [0, 72 + GAP, 2 * (72 + GAP), 2 * (72 + GAP) + 88]


@pytest.mark.parametrize(
    ("class_name", "params", "text"),
    [
        ("InputLayer", {"shape": (28, 28, 1)}, "Input (28, 28, 1)"),
        (
            "Conv2D",
            {"filters": 32, "kernel_size": (3, 3), "activation": "relu"},
            "Conv2D 32, 3x3, relu",
        ),
        ("Conv2D", {"filters": 8, "kernel_size": 5}, "Conv2D 8, 5x5"),
        ("MaxPooling2D", {}, "MaxPooling2D 2x2"),
        ("BatchNormalization", {}, "BatchNormalization"),
        ("LSTM", {"units": 64, "return_sequences": True}, "LSTM 64, return_sequences"),
        ("LSTM", {"units": 64, "return_sequences": False}, "LSTM 64"),
        ("Bidirectional", {"layer": Config("GRU", EMPTY)}, "Bidirectional GRU"),
        ("Reshape", {"target_shape": (1, 2, 3, 4, 5, 6)}, "Reshape (1, 2, 3, 4, ...)"),
        ("NoSuchLayer", {"units": 3}, "NoSuchLayer"),
    ],
)
def test_subtitle(catalog: Catalog, class_name: str, params: dict[str, Value], text: str) -> None:
    node = Node("n", "n", class_name, Params(params))
    assert subtitle(node, catalog.layers.get(class_name)) == text


@pytest.mark.parametrize(
    ("report", "detail", "params", "tone"),
    [
        pytest.param(None, "", "", Tone.MUTED, id="not judged"),
        pytest.param(
            NodeReport(NodeState.VALID, (), (Tensor((None, 10)),), 1204298, 0),
            "(None, 10)",
            "1\u2009204\u2009298",
            Tone.SHAPE,
            id="valid",
        ),
        pytest.param(
            NodeReport(NodeState.VALID, (), (Tensor((None, 3)), Tensor((None, 4))), 0, 0),
            "(None, 3) +1",
            "",
            Tone.SHAPE,
            id="two outputs",
        ),
        pytest.param(NodeReport(NodeState.ERROR), "does not fit", "", Tone.ERROR, id="error"),
        pytest.param(
            NodeReport(NodeState.WAITING), "waits for its input", "", Tone.MUTED, id="waiting"
        ),
        pytest.param(
            NodeReport(NodeState.UNKNOWN),
            "shape known when trained",
            "",
            Tone.MUTED,
            id="unknown",
        ),
    ],
)
def test_face(report: NodeReport | None, detail: str, params: str, tone: Tone) -> None:
    node = Node("n", "scores", "Dense")
    face = face_of(node, None, report, badge=None, sockets=Sockets(), is_output=False)
    assert (face.title, face.detail, face.params, face.tone) == ("scores", detail, params, tone)


@pytest.mark.parametrize(
    ("class_name", "incoming", "sockets"),
    [
        ("InputLayer", 0, Sockets(0)),
        ("Dense", 1, Sockets(1)),
        ("Add", 0, Sockets(1, wide=True)),
        ("Add", 3, Sockets(3, wide=True)),
        ("MultiHeadAttention", 1, Sockets(3)),
        ("LSTM", 0, Sockets(1)),
        ("LSTM", 1, Sockets(1)),
        ("LSTM", 3, Sockets(3)),
        ("NoSuchLayer", 0, Sockets(1)),
    ],
)
def test_sockets(catalog: Catalog, class_name: str, incoming: int, sockets: Sockets) -> None:
    assert sockets_of(catalog.layers.get(class_name), None, incoming, 0) == sockets


@pytest.mark.parametrize(
    ("class_name", "arriving", "taken"),
    [
        pytest.param("Dense", 1, (4,), id="one wire"),
        pytest.param("Dense", 0, (), id="not known"),
        pytest.param("MultiHeadAttention", 2, (), id="an empty port among them"),
        pytest.param("MultiHeadAttention", 3, (4, 4, 4), id="all ports"),
    ],
)
def test_ports_tell_the_axes(
    catalog: Catalog, class_name: str, arriving: int, taken: tuple[int, ...]
) -> None:
    tensors = (Tensor((None, 28, 28, 3)),) * arriving
    report = NodeReport(NodeState.VALID, tensors, (Tensor((None, 10)),), 0, 0)
    sockets = sockets_of(catalog.layers[class_name], report, arriving, 0)
    assert (sockets.taken, sockets.given) == (taken, (2,))


def test_badge_shows_the_worst_and_counts_all() -> None:
    counts = Counter([Severity.INFO, Severity.WARNING, Severity.INFO])
    assert badge_of(counts) == Badge(Severity.WARNING, 3)
    assert badge_of(Counter()) is None
