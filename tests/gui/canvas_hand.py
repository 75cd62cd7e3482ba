"""A hand for tests of the canvas: real mouse and key events at places of the scene."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from netbuilder.graph import Graph, Node, Wire
from netbuilder.project import Project
from netbuilder.ui.canvas import LAYER_MIME, Canvas
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.document import Document
from tests.unit.drawing import chain, image, layer

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton


@dataclass(frozen=True)
class Hand:
    """Moves a mouse and presses keys on one canvas."""

    canvas: Canvas

    def at(self, place: QPointF) -> QPoint:
        """Return a place of the scene in pixels of the viewport."""
        return self.canvas.mapFromScene(place)

    def middle(self, node: str) -> QPointF:
        """Return the middle of a node, in the scene."""
        return self.canvas.node_rect(node).center()

    def click(self, place: QPointF, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Click at a place."""
        QTest.mouseClick(self.canvas.viewport(), LEFT, modifier, self.at(place))

    def press(
        self,
        place: QPointF,
        button: Qt.MouseButton = LEFT,
        modifier: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Press a button and hold it."""
        QTest.mousePress(self.canvas.viewport(), button, modifier, self.at(place))

    def go(self, place: QPointF) -> None:
        """Move the pointer to a place in two steps."""
        QTest.mouseMove(self.canvas.viewport(), self.at(place) + QPoint(7, 7))
        QTest.mouseMove(self.canvas.viewport(), self.at(place))

    def release(
        self,
        place: QPointF,
        button: Qt.MouseButton = LEFT,
        modifier: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Let the button go."""
        QTest.mouseRelease(self.canvas.viewport(), button, modifier, self.at(place))

    def drag(
        self,
        start: QPointF,
        end: QPointF,
        button: Qt.MouseButton = LEFT,
        modifier: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Drag from one place to another."""
        self.press(start, button, modifier)
        self.go(end)
        self.release(end, button, modifier)

    def wire(self, source: str, target: str, out: int = 0, into: int = 0) -> None:
        """Draw a wire from an output port to an input port."""
        start = self.canvas.port_position(source, "out", out)
        self.drag(start, self.canvas.port_position(target, "in", into))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press and release a key."""
        QTest.keyClick(self.canvas, key, modifier)

    def bubble(self) -> str:
        """Return the sentence that stands beside the pointer; empty for none."""
        bubble = self.canvas.viewport().findChild(Bubble)
        assert isinstance(bubble, Bubble)
        return bubble.text() if bubble.isVisible() else ""

    def drop(self, class_name: str, place: QPointF) -> bool:
        """Drag a layer in from the palette and drop it; tell whether it was taken."""
        data = QMimeData()
        data.setData(LAYER_MIME, class_name.encode())
        action, buttons = Qt.DropAction.CopyAction, LEFT
        viewport = self.canvas.viewport()
        enter = QDragEnterEvent(self.at(place), action, data, buttons, NONE)
        QApplication.sendEvent(viewport, enter)
        if not enter.isAccepted():
            return False
        drop = QDropEvent(QPointF(self.at(place)), action, data, buttons, NONE)
        QApplication.sendEvent(viewport, drop)
        return drop.isAccepted()

    def ask_for_menu(self, place: QPointF) -> None:
        """Click with the right button."""
        viewport = self.canvas.viewport()
        at = self.at(place)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(
            viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at), NONE)
        )

    def wheel(self, place: QPointF, turn: int, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Turn the wheel by eighths of a degree; 120 is one notch."""
        viewport = self.canvas.viewport()
        at = self.at(place)
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)


def show(document: Document, canvas: Canvas, graph: Graph) -> None:
    """Open a graph and show all of it at 100 %."""
    document.open(Project(graph=graph))
    canvas.navigator.zoom_reset()
    canvas.centerOn(canvas.scene().itemsBoundingRect().center())


def column(graph: Graph, gap: float = 48.0) -> Graph:
    """Return a graph with its nodes one below the other."""
    nodes: dict[str, Node] = {}
    for number, (key, node) in enumerate(graph.nodes.items()):
        nodes[key] = replace(node, x=0.0, y=number * (72.0 + gap))
    return replace(graph, nodes=nodes)


def moved(graph: Graph, **places: tuple[float, float]) -> Graph:
    """Return a graph with some nodes at other places."""
    nodes = {**graph.nodes}
    for key, (x, y) in places.items():
        nodes[key] = replace(nodes[key], x=x, y=y)
    return replace(graph, nodes=nodes)


def wires(document: Document) -> set[tuple[str, int, str, int]]:
    """Return the document's wires, from where to where."""
    return {_ends(wire) for wire in document.graph.wires}


def _ends(wire: Wire) -> tuple[str, int, str, int]:
    return wire.source, wire.source_port, wire.target, wire.target_port


CLASSIFIER = column(
    chain(
        image(28, 28, 1),
        layer("conv", "Conv2D", filters=32, kernel_size=3),
        layer("flat", "Flatten"),
        layer("scores", "Dense", units=10),
    )
)
"""A network of four layers that tells pictures apart."""
