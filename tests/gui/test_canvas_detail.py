"""What nodes and wires show from near and far, and how thick wires are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Wire
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.drawing import drawing_of
from netbuilder.ui.canvas.shapes import THICKEST, tensor_width
from netbuilder.ui.document import Document
from netbuilder.ui.theme import tokens
from tests.gui.canvas_hand import CLASSIFIER, moved, show
from tests.gui.window_helpers import User
from tests.unit.drawing import draw, image, layer


@pytest.mark.parametrize(
    ("shape", "width"),
    [
        pytest.param((None,), 1.5, id="one number"),
        pytest.param((None, 10), 3.25, id="ten"),
        pytest.param((None, 10, 10), 5.0, id="a hundred"),
        pytest.param((None, None, 10), 3.25, id="open side"),
        pytest.param((None, 10**4, 10**4), THICKEST, id="no thicker than that"),
    ],
)
def test_width_of_a_wire(shape: Shape, width: float) -> None:
    assert tensor_width(shape) == pytest.approx(width)


def test_wires_thicken_on_request(user: User) -> None:
    document, scene = user.window.document, user.window.canvas.network
    document.open(Project(graph=CLASSIFIER))
    assert {curve.width for curve in scene.curves.values()} == {0.0}
    user.keys(Qt.Key.Key_T)
    assert user.window.actions_by_key["thick_wires"].isChecked()
    thin, thick = scene.curves[Wire("x", "conv")], scene.curves[Wire("conv", "flat")]
    assert 0 < thin.width < thick.width
    user.keys(Qt.Key.Key_T)
    assert {curve.width for curve in scene.curves.values()} == {0.0}


def test_a_thick_wire_covers_more_of_the_canvas(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    middle = canvas.mapFromScene(canvas.port_position("conv", "out") + QPoint(0, 24).toPointF())
    row = QRect(middle.x() - 20, middle.y(), 41, 1)

    def covered() -> int:
        shown = canvas.viewport().grab(row).toImage()
        paper = QColor(tokens(canvas.network.work.scheme).canvas)
        return sum(shown.pixelColor(x, 0) != paper for x in range(shown.width()))

    before = covered()
    canvas.network.show_thickness(True)
    assert covered() >= before + 5


def ink(canvas: Canvas, node: str) -> float:
    """Return how high the letters of a node's name are on the screen, in pixels."""
    area = canvas.mapFromScene(canvas.node_rect(node)).boundingRect()
    half = QRect(area.left() + area.width() // 8, area.top() + 2, area.width() // 2, 0)
    half.setBottom(area.center().y() - 1)
    picture: QImage = canvas.viewport().grab(half).toImage()
    dark = [
        y
        for y in range(picture.height())
        if any(picture.pixelColor(x, y).lightness() < 110 for x in range(picture.width()))
    ]
    return float(max(dark) - min(dark) + 1) if dark else 0.0


@pytest.mark.parametrize(("scale", "least"), [(0.7071, 5), (0.5946, 6), (0.5, 5)])
def test_names_stay_legible_from_some_way_off(
    document: Document, canvas: Canvas, scale: float, least: int
) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.navigator.set_scale(scale)
    canvas.centerOn(canvas.node_rect("conv").center())
    assert ink(canvas, "conv") >= least


def test_each_level_of_detail_looks_otherwise(
    qtbot: QtBot, document: Document, canvas: Canvas
) -> None:
    show(document, canvas, CLASSIFIER)
    shown = []
    for scale in (0.7071, 0.5946, 0.4204):
        canvas.navigator.set_scale(scale)
        canvas.centerOn(canvas.node_rect("conv").center())
        body = canvas.mapFromScene(canvas.node_rect("conv")).boundingRect()
        small = canvas.viewport().grab(body).toImage().scaled(40, 20)
        shown.append(bytes(small.convertToFormat(QImage.Format.Format_Grayscale8).constBits()))
    assert all(first != second for first, second in pairwise(shown))


def test_pictures_show_every_detail_and_thin_wires(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.navigator.set_scale(0.5)
    canvas.network.show_thickness(True)
    assert {curve.width for curve in drawing_of(document).curves} == {0.0}
    assert [face.brief for face, _ in drawing_of(document).nodes] == [
        "28x28x1",
        "26x26x32",
        "21632",
        "10",
    ]


@pytest.mark.parametrize(("before", "after"), [(0.4, 0.5), (2.0, 1.0)], ids=["in", "out"])
def test_pictures_follow_when_the_zoom_rests(
    qtbot: QtBot, document: Document, canvas: Canvas, before: float, after: float
) -> None:
    rows = (layer(f"d{i}", "Dense", "x", units=4) for i in range(60))
    graph = draw(image(4), *rows)
    places = {f"d{i}": (i % 6 * 200.0, i // 6 * 90.0) for i in range(60)}
    show(document, canvas, moved(graph, **places))
    for scale in (before, after):
        canvas.navigator.set_scale(scale)
        canvas.centerOn(canvas.node_rect("d59").center())
        canvas.viewport().repaint()
        assert not canvas.network.rests
    qtbot.waitUntil(lambda: canvas.network.rests)
    last = canvas.mapFromScene(canvas.node_rect("d59")).boundingRect()
    shown = canvas.viewport().grab(last).toImage()
    canvas.set_scheme(canvas.network.work.scheme)  # makes all pictures anew
    assert canvas.viewport().grab(last).toImage() == shown
