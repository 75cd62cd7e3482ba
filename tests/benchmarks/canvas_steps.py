"""The same steps for every way to show a network: load, pan, zoom, drag a node or a wire.

Every frame of panning and zooming repaints the whole viewport. Times are of the processor,
which do not depend on what else the machine does.
"""

from __future__ import annotations

import math
import statistics
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QGraphicsView

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph, Node, Params, Wire
from netbuilder.graph.edits import rename
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme
from tests.benchmarks.bare_scenes import BODY, BareView, NaiveView, TunedView
from tests.benchmarks.common import percentile

WIDTH, HEIGHT = 1600, 1000
PITCH_X, PITCH_Y = 260.0, 150.0
PAUSE_S = 0.4
KINDS = ("Dense", "Activation", "BatchNormalization", "Dropout")
PARAMS = {
    "Dense": Params(units=32),
    "Activation": Params(activation="relu"),
    "Dropout": Params(rate=0.5),
    "InputLayer": Params(shape=(32,)),
}


def network(count: int) -> Graph:
    """Return a chain in rows that run to and fro, with a shortcut into every fifth node."""
    columns = max(1, round(math.sqrt(count * 1.6 * PITCH_Y / PITCH_X)))
    nodes = {}
    for i in range(count):
        row, place = divmod(i, columns)
        x = (place if row % 2 == 0 else columns - 1 - place) * PITCH_X
        y = row * PITCH_Y + i * 37 % 40
        kind = "Add" if i % 5 == 4 else KINDS[i % 4]
        kind = kind if i else "InputLayer"
        nodes[f"n{i}"] = Node(f"n{i}", f"layer_{i}", kind, PARAMS.get(kind, Params()), x, y)
    wires = [Wire(f"n{i}", f"n{i + 1}") for i in range(count - 1)]
    wires += [Wire(f"n{i}", f"n{i + 4}", 0, 1) for i in range(0, count - 4, 5)]
    return Graph(nodes, tuple(wires))


class Contender(ABC):
    """A way to show a network, under the same steps as the others."""

    view: QGraphicsView

    @abstractmethod
    def load(self, graph: Graph) -> None:
        """Show a network."""

    @abstractmethod
    def scale(self, scale: float) -> None:
        """Zoom."""

    @abstractmethod
    def handle(self, node: str) -> QPointF:
        """Return where a node can be dragged, in the scene."""


class NetBuilder(Contender):
    """The app's canvas with all that it shows, and validation of the whole network."""

    def __init__(self) -> None:
        self.document = Document(load_catalog())
        self.canvas = Canvas(self.document)
        self.canvas.set_scheme(Scheme.DARK)
        self.view = self.canvas

    def load(self, graph: Graph) -> None:
        """Open a project."""
        self.document.open(Project(graph=graph))

    def scale(self, scale: float) -> None:
        """Zoom as the wheel does."""
        self.canvas.navigator.set_scale(scale)

    def handle(self, node: str) -> QPointF:
        """Return a place beside the ports."""
        return self.canvas.node_rect(node).center() + QPointF(40, 10)


class Bare(Contender):
    """A bare scene."""

    def __init__(self, view: BareView) -> None:
        self.bare = view
        self.view = view

    def load(self, graph: Graph) -> None:
        """Make its items."""
        self.bare.load(graph)

    def scale(self, scale: float) -> None:
        """Set the transform."""
        self.bare.set_scale(scale)

    def handle(self, node: str) -> QPointF:
        """Return the node's middle."""
        return self.bare.nodes[node].pos() + BODY.center()


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "canvas": NetBuilder,
    "tuned": lambda: Bare(TunedView()),
    "naive": lambda: Bare(NaiveView()),
}


def measured(name: str, count: int) -> dict[str, float]:
    """Return all figures of one contender with a network of ``count`` layers.

    Frames in milliseconds, ``load`` in seconds, ``memory`` (its growth) in megabytes.
    """
    contender, graph = CONTENDERS[name](), network(count)
    view = contender.view
    view.resize(WIDTH, HEIGHT)
    view.show()
    settle()
    empty = psutil.Process().memory_info().rss
    start = time.process_time()
    contender.load(graph)
    view.viewport().repaint()
    figures = {"load": time.process_time() - start}
    area = view.scene().itemsBoundingRect()
    view.setSceneRect(area.adjusted(-6000, -6000, 6000, 6000))
    middle = area.center()
    fit = max(0.1, min(WIDTH / area.width(), HEIGHT / area.height()))
    node = f"n{count // 2 // 5 * 5}"
    # Each is done to its end before the next begins at another zoom.
    steps = {
        "pan": list(pan(contender, 1.0, middle)),
        "fit": list(pan(contender, fit, middle)),
        "zoom": list(zoom(contender, fit, middle)),
        "drag": list(drag(contender, contender_handle(contender, node))),
    }
    if isinstance(contender, NetBuilder):
        steps["wire"] = list(drag(contender, contender.canvas.port_position(node, "out")))
        steps["edit"] = list(edits(contender))
    for step, times in steps.items():
        taken = [seconds * 1000 for seconds in times]
        figures[step] = statistics.median(taken)
        figures[f"{step}_p95"] = percentile(taken, 0.95)
    figures["memory"] = (psutil.Process().memory_info().rss - empty) / 1e6
    return figures


def contender_handle(contender: Contender, node: str) -> QPointF:
    """Bring a node into view at 100 %, and return where it can be dragged."""
    contender.scale(1.0)
    contender.view.centerOn(contender.handle(node))
    settle()
    return contender.handle(node)


def edits(contender: NetBuilder) -> Iterator[float]:
    """Rename a layer again and again, with validation."""

    def step(number: int) -> None:
        edit = partial(rename, key="n1", name=f"name_{number}")
        contender.document.apply(edit, "Rename")

    return frames(step, 20)


def pan(contender: Contender, scale: float, middle: QPointF) -> Iterator[float]:
    """Scroll in a wave."""
    view = contender.view
    contender.scale(scale)
    view.centerOn(middle)
    settle()
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()

    def step(number: int) -> None:
        angle = 2 * math.pi * number / 60
        across.setValue(across.value() + int(16 * math.cos(angle)))
        down.setValue(down.value() + int(11 * math.sin(angle) + 3))
        view.viewport().repaint()

    return frames(step, 60)


def zoom(contender: Contender, fit: float, middle: QPointF) -> Iterator[float]:
    """Zoom from all of it to 100 % and back."""
    view = contender.view

    def step(number: int) -> None:
        share = 0.5 - 0.5 * math.cos(2 * math.pi * number / 40)
        contender.scale(fit * (1 / fit) ** share)
        view.centerOn(middle)
        view.viewport().repaint()

    return frames(step, 40)


def drag(contender: Contender, start: QPointF) -> Iterator[float]:
    """Drag what lies at a place of the scene in a circle."""
    view = contender.view
    home = view.mapFromScene(start)
    pause()
    mouse(view, QEvent.Type.MouseButtonPress, home)

    def step(number: int) -> None:
        angle = 2 * math.pi * (number + 1) / 60
        way = QPoint(int(70 * math.sin(angle)), int(45 * (1 - math.cos(angle))))
        mouse(view, QEvent.Type.MouseMove, home + way)

    yield from frames(step, 60)
    mouse(view, QEvent.Type.MouseButtonRelease, home)


def frames(step: Callable[[int], None], count: int) -> Iterator[float]:
    """Yield the processor time of each of ``count`` steps, in seconds."""
    for number in range(count):
        start = time.process_time()
        step(number)
        settle()
        yield time.process_time() - start


def mouse(view: QGraphicsView, kind: QEvent.Type, at: QPoint) -> None:
    """Send a mouse event to a view."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    place = QPointF(at)
    outside = QPointF(view.viewport().mapToGlobal(at))
    event = QMouseEvent(kind, place, outside, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def pause() -> None:
    """Wait until all is done that follows a zoom or an edit a little later."""
    end = time.monotonic() + PAUSE_S
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def settle() -> None:
    """Let everything that is due be painted."""
    QApplication.processEvents()
    QApplication.processEvents()
