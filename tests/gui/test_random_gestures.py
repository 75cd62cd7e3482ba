"""Whatever is done on the canvas can be undone and done again, and is drawn as it is."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt

from netbuilder.graph import NodeId, Note, Wire
from netbuilder.project.examples import find_example
from netbuilder.project.file import read_project
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.shapes import Curve, NodeShape
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import CONTROL
from tests.gui.random_user import RandomUser
from tests.gui.window_helpers import User


class Drawn(NamedTuple):
    """All that a scene shows of a network."""

    nodes: Mapping[NodeId, tuple[NodeShape, Face]]
    wires: Mapping[Wire, Curve]
    notes: tuple[Note, ...]


def drawn(scene: CanvasScene) -> Drawn:
    """Return what a scene shows."""
    nodes = {shape.node: (shape, scene.look_of(shape.node)) for shape in scene.shapes()}
    return Drawn(nodes, dict(scene.curves), tuple(scene.notes.in_order()))


def drawn_afresh(window: MainWindow) -> Drawn:
    """Return what a new scene shows of the open network."""
    level, scene = window.document.level, window.canvas.network
    fresh = CanvasScene(window.document.catalog.layers, scene.work.scheme)
    fresh.show_network(level.graph, level.report)
    fresh.show_thickness(window.actions_by_key["thick_wires"].isChecked())
    return drawn(fresh)


@pytest.mark.parametrize(
    ("gestures", "seed"),
    [
        pytest.param(40, 1, id="40"),
        pytest.param(2000, 2, id="2000", marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
    ],
)
def test_all_is_undone_and_done_again(
    user: User, window: MainWindow, gestures: int, seed: int
) -> None:
    document, scene = window.document, window.canvas.network
    example = find_example("residual")
    assert example is not None
    document.open(read_project(example.path))
    before, shown = document.project, drawn(scene)
    somebody = RandomUser(window, random.Random(seed))
    for number in range(gestures):
        somebody.act()
        window.canvas.motion.stop()
        assert drawn(scene) == drawn_afresh(window), number
    document.go_to(())
    thick = window.actions_by_key["thick_wires"]
    if thick.isChecked():  # how wires are drawn is no step that could be undone
        thick.trigger()
    after, last = document.project, drawn(scene)
    steps = [step.before for step in document.history.steps[: document.history.done]]
    assert len(steps) > gestures / 10
    for project in reversed(steps):
        user.keys(Qt.Key.Key_Z)
        assert document.project == project
    document.go_to(())
    assert document.project == before
    assert drawn(scene) == shown
    redo(user, document.history.done + len(steps))
    assert document.project == after
    assert drawn(scene) == last


def redo(user: User, done: int) -> None:
    """Do undone steps again, as far as they were done."""
    history = user.window.document.history
    while history.done < done:
        user.keys(Qt.Key.Key_Y, CONTROL)
        assert user.window.document.project == history.steps[history.done - 1].after
    user.window.document.go_to(())
