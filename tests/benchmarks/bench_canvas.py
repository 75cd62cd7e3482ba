"""How fast the canvas loads, pans, zooms and drags, beside a plain QGraphicsScene.

Run ``python -m tests.benchmarks.bench_canvas [N ...]``; it prints one line for each
number of nodes and each contender: seconds to load, and milliseconds of processor time
for a frame (the median). Every frame repaints the whole viewport of 1600 by 1000 pixels.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph, Node, Params, Wire
from netbuilder.graph.edits import rename
from netbuilder.project import Project
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme, apply_theme

WIDTH, HEIGHT = 1600, 1000
PITCH_X, PITCH_Y = 260.0, 150.0
KINDS = ("Dense", "Activation", "BatchNormalization", "Dropout")
PARAMS = {
    "Dense": Params(units=32),
    "Activation": Params(activation="relu"),
    "Dropout": Params(rate=0.5),
    "InputLayer": Params(shape=(32,)),
}


def network(count: int) -> Graph:
    """A chain in rows that run to and fro, with a shortcut into every fifth node."""
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

    name: str
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
    """NetBuilder's canvas, with validation of the whole network."""

    name = "canvas"

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


class PlainNode(QGraphicsItem):
    """A node painted in Python each time, that tells its wires when it moves."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node
        self.wires: list[PlainWire] = []
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable)
        self.setPos(node.x, node.y)

    def boundingRect(self) -> QRectF:
        """Return the body with its ports."""
        return QRectF(-6, -6, 180, 84)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint body, texts and ports."""
        painter.setPen(QPen(QColor("#3A414B"), 1))
        painter.setBrush(QColor("#22262D"))
        painter.drawRoundedRect(QRectF(0, 0, 168, 72), 6, 6)
        painter.setPen(QColor("#E8EBEF"))
        for row, text in enumerate((self.node.name, self.node.class_name, "(None, 32)")):
            painter.drawText(QRectF(12, 8 + 20 * row, 150, 18), 0, text)
        for y in (0, 72):
            painter.drawEllipse(QPointF(84, y), 4, 4)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Lead the wires after the node."""
        super().mouseMoveEvent(event)
        for wire in self.wires:
            wire.follow()


class PlainWire(QGraphicsPathItem):
    """A wire of 2 pixels."""

    def __init__(self, source: PlainNode, target: PlainNode) -> None:
        super().__init__()
        self.source, self.target = source, target
        self.setPen(QPen(QColor("#727C89"), 2))
        self.setZValue(-1)
        for node in (source, target):
            node.wires.append(self)
        self.follow()

    def follow(self) -> None:
        """Lie between the ports."""
        start = self.source.pos() + QPointF(84, 72)
        end = self.target.pos() + QPointF(84, 0)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(0, 40), end - QPointF(0, 40), end)
        self.setPath(path)


class Plain(Contender):
    """A scene as a first tutorial makes it."""

    name = "plain"

    def __init__(self) -> None:
        self.stage = QGraphicsScene()
        self.view = QGraphicsView(self.stage)
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.view.setBackgroundBrush(QColor("#1B1E24"))
        self.nodes: dict[str, PlainNode] = {}
        self.wires: list[PlainWire] = []

    def load(self, graph: Graph) -> None:
        """Make an item of everything."""
        for key, node in graph.nodes.items():
            self.nodes[key] = PlainNode(node)
            self.stage.addItem(self.nodes[key])
        for wire in graph.wires:
            self.wires.append(PlainWire(self.nodes[wire.source], self.nodes[wire.target]))
            self.stage.addItem(self.wires[-1])

    def scale(self, scale: float) -> None:
        """Set the transform."""
        self.view.setTransform(QTransform.fromScale(scale, scale))

    def handle(self, node: str) -> QPointF:
        """Return the node's middle."""
        return self.nodes[node].pos() + QPointF(84, 36)


def bench(contender: Contender, count: int) -> str:
    """Return a line of figures."""
    view, graph = contender.view, network(count)
    view.resize(WIDTH, HEIGHT)
    view.show()
    settle()
    start = time.perf_counter()
    contender.load(graph)
    view.viewport().repaint()
    loaded = time.perf_counter() - start
    area = view.scene().itemsBoundingRect()
    view.setSceneRect(area.adjusted(-6000, -6000, 6000, 6000))
    fit = max(0.1, min(WIDTH / area.width(), HEIGHT / area.height()))
    node = f"n{count // 2 // 5 * 5}"
    figures = [
        median(pan(contender, 1.0, area.center())),
        median(pan(contender, fit, area.center())),
        median(zoom(contender, fit, area.center())),
        median(drag(contender, node)),
    ]
    shown = "".join(f"{figure:9.2f}" for figure in figures)
    return f"{contender.name:8}{count:6}{loaded:9.3f}{shown}{edited(contender)}"


def edited(contender: Contender) -> str:
    """Return the milliseconds that a small edit takes, where there are edits."""
    if not isinstance(contender, NetBuilder):
        return ""
    document = contender.document
    start = time.process_time()
    for number in range(10):
        document.apply(partial(rename, key="n1", name=f"name_{number}"), "Rename")
    return f"{(time.process_time() - start) * 100:9.2f}"


def frames(step: Callable[[int], None], count: int) -> Iterator[float]:
    """Return the processor time of each of ``count`` steps."""
    for number in range(count):
        start = time.process_time()
        step(number)
        settle()
        yield time.process_time() - start


def pan(contender: Contender, scale: float, middle: QPointF) -> Iterator[float]:
    """Scroll in a wave."""
    view = contender.view
    contender.scale(scale)
    view.centerOn(middle)
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


def drag(contender: Contender, node: str) -> Iterator[float]:
    """Drag a node in a circle."""
    view = contender.view
    contender.scale(1.0)
    view.centerOn(contender.handle(node))
    settle()
    home = view.mapFromScene(contender.handle(node))
    mouse(view, QEvent.Type.MouseButtonPress, home)

    def step(number: int) -> None:
        angle = 2 * math.pi * (number + 1) / 60
        way = QPoint(int(70 * math.sin(angle)), int(45 * (1 - math.cos(angle))))
        mouse(view, QEvent.Type.MouseMove, home + way)

    yield from frames(step, 60)
    mouse(view, QEvent.Type.MouseButtonRelease, home)


def mouse(view: QGraphicsView, kind: QEvent.Type, at: QPoint) -> None:
    """Send a mouse event to a view."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    place = QPointF(at)
    event = QMouseEvent(
        kind,
        place,
        QPointF(view.viewport().mapToGlobal(at)),
        button,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def settle() -> None:
    """Let everything that is due be painted."""
    QApplication.processEvents()
    QApplication.processEvents()


def median(times: Iterator[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(times) * 1000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[100, 500, 1000])
    counts = parser.parse_args().counts
    app = QApplication([])
    apply_theme(app, Scheme.DARK)
    sys.stdout.write("           N   load s    pan 1  pan fit     zoom     drag     edit\n")
    for count in counts:
        for kind in (Plain, NetBuilder):
            sys.stdout.write(f"{bench(kind(), count)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
