"""The map in the corner of the canvas."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.graph import edits
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.minimap import Minimap, map_scale
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme, tokens
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import LEFT, NONE, column, show
from tests.gui.window_helpers import User
from tests.unit.drawing import chain, image, layer

LONG = column(
    chain(
        image(28, 28, 1),
        *(layer(f"conv{i}", "Conv2D", filters=8, kernel_size=3, padding="same") for i in range(24)),
    )
)
SHORT = column(chain(image(28, 28, 1), layer("flat", "Flatten")))


def middle(canvas: Canvas) -> QPointF:
    return canvas.mapToScene(canvas.viewport().rect().center())


def at(point: QPointF) -> QPoint:
    return point.toPoint()


@pytest.fixture
def minimap(qtbot: QtBot, document: Document, canvas: Canvas) -> Minimap:
    """The map of a network that is higher than the view."""
    show(document, canvas, LONG)
    qtbot.waitUntil(canvas.minimap.isVisible)
    return canvas.minimap


@pytest.mark.parametrize(
    "bounds",
    [QRectF(0, 0, 168, 3000), QRectF(-400, 20, 6000, 300), QRectF(5, 5, 900, 700)],
    ids=["tall", "wide", "even"],
)
def test_a_place_on_the_map_is_that_place_of_the_scene(bounds: QRectF) -> None:
    scale = map_scale(bounds)
    assert scale.size.width() <= 200
    assert scale.size.height() <= 144
    for corner in (bounds.topLeft(), bounds.bottomRight(), bounds.center()):
        shown = scale.on_map(QRectF(corner, corner)).topLeft()
        assert QRectF(0, 0, scale.size.width(), scale.size.height()).contains(shown)
        back = scale.in_scene(shown)
        assert (back.x(), back.y()) == pytest.approx((corner.x(), corner.y()), abs=1e-6)


def test_it_is_there_while_a_part_is_out_of_view(
    qtbot: QtBot, canvas: Canvas, minimap: Minimap
) -> None:
    assert minimap.geometry().right() < canvas.width()
    assert minimap.geometry().bottom() < canvas.height()
    canvas.navigator.fit()
    assert not minimap.isVisible()
    canvas.navigator.zoom_reset()
    assert minimap.isVisible()


def test_it_is_not_there_when_all_is_in_view_or_nothing_is(
    document: Document, canvas: Canvas
) -> None:
    canvas.minimap.redraw()
    assert not canvas.minimap.isVisible()
    show(document, canvas, SHORT)
    canvas.minimap.redraw()
    assert not canvas.minimap.isVisible()


def test_it_is_not_in_the_way_of_a_small_canvas(canvas: Canvas, minimap: Minimap) -> None:
    canvas.resize(100, 100)
    assert not minimap.isVisible()


def test_the_switch(minimap: Minimap) -> None:
    minimap.set_wanted(False)
    assert not minimap.isVisible()
    minimap.set_wanted(True)
    assert minimap.isVisible()


def test_a_click_goes_there(canvas: Canvas, minimap: Minimap) -> None:
    for node in ("conv0", "conv20"):
        QTest.mouseClick(minimap, LEFT, NONE, at(minimap.place_of(node)))
        place = canvas.node_rect(node).center()
        assert abs(middle(canvas).y() - place.y()) < 40
        assert minimap.frame.contains(minimap.place_of(node))


def test_the_frame_can_be_dragged(canvas: Canvas, minimap: Minimap) -> None:
    canvas.centerOn(canvas.node_rect("conv12").center())
    before = middle(canvas)
    start = minimap.frame.center() + QPointF(3, 5)
    QTest.mousePress(minimap, LEFT, NONE, at(start))
    assert abs(middle(canvas).y() - before.y()) < 1
    QTest.mouseMove(minimap, at(start + QPointF(0, 20)))
    QTest.mouseRelease(minimap, LEFT, NONE, at(start + QPointF(0, 20)))
    scale = map_scale(canvas.network.bounds()).scale
    assert middle(canvas).y() - before.y() == pytest.approx(20 / scale, rel=0.1)
    QTest.mouseMove(minimap, at(start))
    assert middle(canvas).y() - before.y() == pytest.approx(20 / scale, rel=0.1)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_it_is_painted_in_the_schemes_colours(
    canvas: Canvas, minimap: Minimap, document: Document, scheme: Scheme
) -> None:
    canvas.set_scheme(scheme)
    canvas.centerOn(canvas.node_rect("conv20").center())
    document.select(["conv1"])
    document.apply(lambda graph: edits.set_param(graph, "conv5", "kernel_size", -3), "Set")
    minimap.redraw()
    drawn: QImage = minimap.grab().toImage()
    colours = tokens(scheme)
    assert drawn.pixelColor(12, 12) == QColor(colours.panel)
    assert drawn.pixelColor(at(minimap.place_of("conv1"))) == QColor(colours.accent)
    assert drawn.pixelColor(at(minimap.place_of("conv5"))) == QColor(colours.error)


def test_it_follows_edits(
    qtbot: QtBot, canvas: Canvas, minimap: Minimap, document: Document
) -> None:
    before = minimap.size()
    document.apply(lambda graph: edits.move_nodes(graph, {"conv0": (4000.0, 0.0)}), "Move")
    qtbot.waitUntil(lambda: minimap.size() != before)
    assert minimap.width() > before.width()


def test_the_menu_hides_it_for_good(user: User, window_maker: Callable[[], MainWindow]) -> None:
    action = user.window.actions_by_key["minimap"]
    assert action.isChecked()
    user.keys(Qt.Key.Key_M)
    assert not action.isChecked()
    assert not user.window.canvas.minimap.wanted
    later = window_maker()
    assert not later.actions_by_key["minimap"].isChecked()
    assert not later.canvas.minimap.wanted
