"""Bare scenes of boxes and lines, without an app behind them, to compare the canvas with.

:class:`NaiveView` is written as a first tutorial does it. :class:`TunedView` uses every
trick that was found to help: nodes are shared pixmaps, wires are hairlines drawn twice in
chunks, and from far away one item paints all nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from netbuilder.graph import Graph, Node

BODY = QRectF(0, 0, 168, 72)
BOUNDS = QRectF(-6, -6, 180, 84)
INPUT, OUTPUT = QPointF(84, 0), QPointF(84, 72)
FAR = 0.45
CHUNK = 32
_PANEL, _LINE, _TEXT = QColor("#22262D"), QColor("#3A414B"), QColor("#E8EBEF")
_WIRE, _CANVAS = QColor("#727C89"), QColor("#1B1E24")
_HAIR = QPen(_WIRE, 0)
_COLOURS = tuple(QBrush(QColor(name)) for name in ("#3B6EA5", "#5B8C5A", "#A56A3B"))
_MOVABLE = QGraphicsItem.GraphicsItemFlag.ItemIsMovable
_SELECTABLE = QGraphicsItem.GraphicsItemFlag.ItemIsSelectable
_EMPTY = QGraphicsItem.GraphicsItemFlag.ItemHasNoContents


class BareView(QGraphicsView):
    """A view on a scene of bare nodes and wires.

    Attributes:
        nodes: The item of each node.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stage = QGraphicsScene(self)
        self.setScene(self.stage)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setBackgroundBrush(_CANVAS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nodes: dict[str, QGraphicsItem] = {}

    def load(self, graph: Graph) -> None:
        """Make an item of everything."""
        raise NotImplementedError

    def set_scale(self, scale: float) -> None:
        """Zoom."""
        self.setTransform(QTransform.fromScale(scale, scale))


def paint_body(painter: QPainter, lines: Iterable[str]) -> None:
    """Paint body, texts and ports of a node."""
    painter.setPen(QPen(_LINE, 1))
    painter.setBrush(_PANEL)
    painter.drawRoundedRect(BODY, 6, 6)
    painter.setPen(_TEXT)
    for row, text in enumerate(lines):
        painter.drawText(QRectF(12, 8 + 20 * row, 150, 18), 0, text)
    for port in (INPUT, OUTPUT):
        painter.drawEllipse(port, 4, 4)


def add_curve(path: QPainterPath, source: QGraphicsItem, target: QGraphicsItem) -> None:
    """Add the line of a wire to a path."""
    start, end = source.pos() + OUTPUT, target.pos() + INPUT
    bend = QPointF(0, max(20.0, abs(end.y() - start.y()) / 2))
    path.moveTo(start)
    path.cubicTo(start + bend, end - bend, end)


class NaiveNode(QGraphicsItem):
    """A node painted in Python each time, that tells its wires when it moves."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.lines = (node.name, node.class_name, "(None, 32)")
        self.wires: list[NaiveWire] = []
        self.setFlags(_MOVABLE | _SELECTABLE)
        self.setPos(node.x, node.y)

    def boundingRect(self) -> QRectF:
        """Return the body with its ports."""
        return BOUNDS

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the node."""
        paint_body(painter, self.lines)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Lead the wires after the node."""
        super().mouseMoveEvent(event)
        for wire in self.wires:
            wire.follow()


class NaiveWire(QGraphicsPathItem):
    """A wire of 2 pixels."""

    def __init__(self, source: NaiveNode, target: NaiveNode) -> None:
        super().__init__()
        self.source, self.target = source, target
        self.setPen(QPen(_WIRE, 2))
        self.setZValue(-1)
        for node in (source, target):
            node.wires.append(self)
        self.follow()

    def follow(self) -> None:
        """Lie between the ports."""
        path = QPainterPath()
        add_curve(path, self.source, self.target)
        self.setPath(path)


class NaiveView(BareView):
    """A scene as a first tutorial makes it."""

    def __init__(self) -> None:
        super().__init__()
        self.wires: list[NaiveWire] = []

    def load(self, graph: Graph) -> None:
        """Make an item of everything."""
        nodes = {key: NaiveNode(node) for key, node in graph.nodes.items()}
        self.nodes.update(nodes)
        self.wires = [NaiveWire(nodes[wire.source], nodes[wire.target]) for wire in graph.wires]
        for item in (*nodes.values(), *self.wires):
            self.stage.addItem(item)


class TunedNode(QGraphicsPixmapItem):
    """A node whose picture is shared and copied without a call of Python."""

    def __init__(self, node: Node, number: int) -> None:
        super().__init__()
        self.colour = number % len(_COLOURS)
        self.chunks: set[TunedChunk] = set()
        self.setPixmap(_picture(node.class_name))
        self.setOffset(BOUNDS.topLeft())
        self.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self.setFlags(_MOVABLE | _SELECTABLE)
        self.setZValue(1)
        self.setPos(node.x, node.y)


@cache
def _picture(title: str) -> QPixmap:
    picture = QPixmap(BOUNDS.size().toSize())
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-BOUNDS.topLeft())
    paint_body(painter, (title, title, "(None, 32)"))
    painter.end()
    return picture


class TunedChunk(QGraphicsPathItem):
    """Some wires near each other, as two hairlines each."""

    def __init__(self, ends: Sequence[tuple[TunedNode, TunedNode]]) -> None:
        super().__init__()
        self.ends = ends
        self.far = False
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.show_without(())

    def show_without(self, moving: Iterable[QGraphicsItem]) -> None:
        """Draw all wires but those at nodes that are on their way."""
        gone = set(moving)
        path = QPainterPath()
        for source, target in self.ends:
            if source not in gone and target not in gone:
                add_curve(path, source, target)
        self.setPath(path)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the wires."""
        painter.setPen(_HAIR)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.far)
        if self.far:
            painter.drawPath(self.path())
            return
        apart = 0.35 / painter.worldTransform().m11()
        painter.translate(-apart, -apart)
        painter.drawPath(self.path())
        painter.translate(2 * apart, 2 * apart)
        painter.drawPath(self.path())


class TunedBodies(QGraphicsItem):
    """All bodies in one stroke, for a view from far away."""

    def __init__(self, nodes: Iterable[TunedNode]) -> None:
        super().__init__()
        self.rows: list[list[QRectF]] = [[] for _ in _COLOURS]
        self.bounds = QRectF()
        for node in nodes:
            body = BODY.translated(node.pos())
            self.rows[node.colour].append(body)
            self.bounds = self.bounds.united(body)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Return the area of all bodies."""
        return self.bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the bodies, colour by colour."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush, rects in zip(_COLOURS, self.rows, strict=True):
            painter.setBrush(brush)
            painter.drawRects(rects)


class TunedView(BareView):
    """The fastest scene of that many boxes and lines that is known."""

    def __init__(self) -> None:
        super().__init__()
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.chunks: list[TunedChunk] = []
        self.bodies: TunedBodies | None = None
        self.live: TunedChunk | None = None

    def load(self, graph: Graph) -> None:
        """Make an item of each node, and one of every 32 wires."""
        nodes = {
            key: TunedNode(node, number) for number, (key, node) in enumerate(graph.nodes.items())
        }
        self.nodes.update(nodes)
        ends = [(nodes[wire.source], nodes[wire.target]) for wire in graph.wires]
        ends.sort(key=lambda pair: (pair[0].y() // 600, pair[0].x() // 1000))
        for start in range(0, len(ends), CHUNK):
            chunk = TunedChunk(ends[start : start + CHUNK])
            self.chunks.append(chunk)
            for node in {node for pair in chunk.ends for node in pair}:
                node.chunks.add(chunk)
        self.bodies = TunedBodies(nodes.values())
        self.bodies.hide()
        for item in (*nodes.values(), *self.chunks, self.bodies):
            self.stage.addItem(item)

    def set_scale(self, scale: float) -> None:
        """Zoom; change the way of painting once at the threshold."""
        before = self.transform().m11() < FAR
        super().set_scale(scale)
        far = scale < FAR
        if far == before or self.bodies is None:
            return
        self.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
        self.bodies.setVisible(far)
        for chunk in self.chunks:
            chunk.far = far
        for node in self.nodes.values():
            node.setFlag(_EMPTY, far)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, and lead the wires after what is dragged."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._lead()

    def _lead(self) -> None:
        """Show the wires of what is being dragged apart from the others."""
        moving = [item for item in self.stage.selectedItems() if isinstance(item, TunedNode)]
        if self.live is None:
            chunks = {chunk for node in moving for chunk in node.chunks}
            pairs = [pair for chunk in chunks for pair in chunk.ends if set(pair) & set(moving)]
            for chunk in chunks:
                chunk.show_without(moving)
            self.live = TunedChunk(pairs)
            self.stage.addItem(self.live)
        self.live.show_without(())
