"""Projects are opened, edited and closed without end, and nothing of them stays behind."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import dataclass

import psutil
import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtWidgets import QApplication

from netbuilder.graph import Graph, Node
from netbuilder.project.examples import Example, examples
from netbuilder.project.file import read_project
from netbuilder.ui.canvas.drawn import DrawnNode
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import ALT, CONTROL, LEFT, SHIFT, Hand
from tests.gui.window_helpers import User

_KEPT = (Node, Graph, DrawnNode)
"""What a project that was closed would stay in memory with."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Census:
    """What there is at one time.

    Attributes:
        widgets: How many objects of Qt belong to the window, by class.
        items: How many items lie on the canvas.
        held: How many objects of a network are held, by class.
    """

    widgets: Counter[str]
    items: int
    held: Counter[str]


def census(window: MainWindow) -> Census:
    """Count what there is."""
    gc.collect()
    return Census(
        Counter(type(child).__name__ for child in window.findChildren(QObject)),
        len(window.canvas.scene().items()),
        Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, _KEPT)),
    )


def work_on(user: User, example: Example) -> None:
    """Open an example, edit it by hand and key, undo some of it, and close it."""
    window = user.window
    window.document.open(read_project(example.path))
    hand, canvas = Hand(window.canvas), window.canvas
    user.keys(Qt.Key.Key_1)
    node = sorted(window.document.graph.nodes)[-1]
    hand.click(hand.middle(node))
    hand.drag(hand.middle(node), hand.middle(node) + QPointF(80, 40))
    hand.drag(hand.middle(node), hand.middle(node) + QPointF(200, 0), LEFT, ALT)
    hand.drag(canvas.port_position(node, "out"), QPointF(0, -400))
    canvas.asking.close()
    hand.key(Qt.Key.Key_Tab)
    canvas.asking.close()
    user.keys(Qt.Key.Key_C, CONTROL | SHIFT)
    user.keys(Qt.Key.Key_Z)
    user.keys(Qt.Key.Key_L)
    canvas.motion.stop()
    user.keys(Qt.Key.Key_N)
    # What was closed goes when Qt's loop of events comes round, which it does not in a test.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect(1)  # as the program does again and again


@pytest.mark.parametrize(
    ("cycles", "projects"),
    [
        pytest.param(12, 4, id="12"),
        pytest.param(500, 10, id="500", marks=[pytest.mark.slow, pytest.mark.timeout(3600)]),
    ],
)
def test_nothing_stays_behind(user: User, window: MainWindow, cycles: int, projects: int) -> None:
    process = psutil.Process()
    shipped = examples()[:projects]
    for example in shipped:
        work_on(user, example)
    before, memory = census(window), process.memory_info().rss
    for number in range(cycles):
        work_on(user, shipped[number % projects])
    assert census(window) == before
    assert process.memory_info().rss - memory < 20 * _MEGABYTE
