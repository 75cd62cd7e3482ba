"""Colouring the network by what its layers cost."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QMenu

from netbuilder.graph import edits
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.heat import LEVELS, Heat, Legend, heat_colour, heats
from netbuilder.ui.document import Document
from netbuilder.ui.schemes import HIGH_CONTRAST, contrast
from netbuilder.ui.text import compact
from netbuilder.ui.theme import Scheme, tokens
from tests.gui.canvas_hand import CLASSIFIER, show
from tests.gui.window_helpers import User


@pytest.mark.parametrize(
    ("value", "level"),
    [(1000, 6), (320, 6), (300, 5), (10, 2), (1.1, 1), (0.001, 1), (0, 0)],
)
def test_levels_are_logarithmic(value: float, level: int) -> None:
    assert heats({"a": value, "b": 1000}, compact)["a"].level == level


def test_no_costs_are_no_heat() -> None:
    assert heats({}, compact) == {}
    assert heats({"a": 0.0}, compact) == {"a": Heat(0, "")}


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("level", range(LEVELS + 1))
def test_text_is_legible_on_every_tint(scheme: Scheme, level: int) -> None:
    needed = HIGH_CONTRAST if scheme.is_contrast else 4.5
    assert contrast(QColor(tokens(scheme).text), heat_colour(level, scheme)) >= needed


def face_heat(canvas: Canvas, node: str) -> tuple[int | None, str]:
    """Return the heat that a node shows, and the words for it."""
    face = canvas.network.look_of(node)
    return face.heat, face.params


def colour_at(canvas: Canvas, node: str) -> QColor:
    """Return the colour of a node's body below its title."""
    at = canvas.mapFromScene(canvas.node_rect(node).bottomRight()) - canvas.mapFromScene(
        canvas.mapToScene(6, 6)
    )
    return canvas.viewport().grab().toImage().pixelColor(at)


def test_nodes_are_tinted(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    legend = canvas.findChild(Legend)
    assert isinstance(legend, Legend)
    assert not legend.isVisible()
    canvas.set_heat({"conv": 1000.0, "scores": 10.0, "flat": 0.0}, "Costs")
    assert face_heat(canvas, "conv") == (6, "1.0 k")
    assert face_heat(canvas, "flat") == (0, "")
    assert face_heat(canvas, "x") == (None, "")
    assert colour_at(canvas, "conv").rgb() == heat_colour(6, Scheme.LIGHT).rgb()
    assert legend.isVisible()
    assert legend.accessibleName() == "Costs: 1 – 1.0 k"
    canvas.set_heat(None)
    assert face_heat(canvas, "conv") == (None, "320")
    assert not legend.isVisible()


def test_legend_stays_in_its_corner(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.set_heat({"conv": 5.0}, "Costs")
    canvas.resize(700, 500)
    legend = canvas.findChild(Legend)
    assert isinstance(legend, Legend)
    corner = legend.geometry()
    assert canvas.rect().contains(corner)
    assert corner.bottom() > canvas.height() - 30
    canvas.show_node("scores")
    canvas.navigator.set_scale(2.0)
    assert legend.geometry() == corner


def test_far_nodes_are_tinted_too(document: Document, canvas: Canvas) -> None:
    show(document, canvas, CLASSIFIER)
    canvas.navigator.set_scale(0.2)
    before = canvas.viewport().grab().toImage()
    canvas.set_heat({"conv": 1000.0}, "Costs")
    at = canvas.mapFromScene(canvas.node_rect("conv").center())
    after = canvas.viewport().grab().toImage().pixelColor(at)
    assert after == QColor(tokens(Scheme.LIGHT).accent)
    assert before.pixelColor(at) != after


def choose(user: User, title: str) -> None:
    """Choose a cost in the View menu."""
    menu = next(m for m in user.window.findChildren(QMenu) if m.title() == "&Colour by cost")
    action = next(a for a in menu.actions() if a.text() == title)
    assert isinstance(action, QAction)
    action.trigger()
    assert action.isChecked()


@pytest.mark.parametrize(
    ("title", "conv", "scores"),
    [
        pytest.param("Parameters", (1, "320"), (6, "216 k"), id="parameters"),
        pytest.param("Multiply-adds", (6, "195 k"), (6, "216 k"), id="multiply-adds"),
        pytest.param("Memory", (6, "2.8 MB"), (1, "1.3 kB"), id="memory"),
    ],
)
def test_view_menu(user: User, title: str, conv: tuple[int, str], scores: tuple[int, str]) -> None:
    user.window.document.open(Project(graph=CLASSIFIER))
    choose(user, title)
    assert face_heat(user.window.canvas, "conv") == conv
    assert face_heat(user.window.canvas, "scores") == scores
    choose(user, "Off")
    assert face_heat(user.window.canvas, "conv") == (None, "320")


def test_heat_follows_edits(user: User) -> None:
    document, canvas = user.window.document, user.window.canvas
    document.open(Project(graph=CLASSIFIER))
    choose(user, "Multiply-adds")
    document.apply(lambda g: edits.set_param(g, "conv", "filters", 64), "Set filters")
    user.qtbot.waitUntil(lambda: face_heat(canvas, "conv") == (6, "389 k"))
