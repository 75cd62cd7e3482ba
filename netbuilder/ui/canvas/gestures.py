"""What the pointer does while a button is held: one object for each gesture.

A gesture shows what would come of it while it lasts. Only its end changes the network,
in one undo step; cancelling it leaves everything as it was.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.snapping import Snapping
from netbuilder.ui.document import Document

DRAG_DISTANCE = 4
"""Pixels on the screen that the pointer must go before a press becomes a drag."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is.

    Attributes:
        scene: In scene pixels.
        view: In pixels of the viewport.
        adding: Shift or Ctrl is held: add to what is selected.
        copying: Alt is held: copy what is dragged.
        reach: How near something must be to be meant, in scene pixels.
    """

    scene: QPointF
    view: QPoint
    adding: bool = False
    reach: float = 8.0
    copying: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """What gestures act on.

    Attributes:
        scene: The drawn network.
        document: The project.
        say: Shows a sentence at a place of the viewport; an empty one hides it.
        refuse: Says beside what is selected why something cannot be done.
        tell: Says something in the window's status line.
        snapping: What dragged nodes snap to.
        seen: Returns what part of the scene is in sight.
    """

    scene: CanvasScene
    document: Document
    say: Callable[[str, QPoint], None]
    refuse: Callable[[str], None]
    tell: Callable[[str], None]
    snapping: Snapping
    seen: Callable[[], QRectF]


class Gesture(ABC):
    """A press, the moves after it, and the release."""

    cursor: Qt.CursorShape | None = None

    @abstractmethod
    def start(self, pointer: Pointer) -> None:
        """The button went down."""

    @abstractmethod
    def move(self, pointer: Pointer) -> None:
        """The pointer moved."""

    @abstractmethod
    def end(self) -> None:
        """The button went up where the pointer moved last: make it so."""

    @abstractmethod
    def cancel(self) -> None:
        """Leave everything as it was."""


class Pan(Gesture):
    """Moves the canvas under the window."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view
        self._last = QPoint()
        self._first = QPoint()

    def start(self, pointer: Pointer) -> None:
        """Take hold of the canvas."""
        self._first = self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        """Pull it along."""
        self._scroll(self._last - pointer.view)
        self._last = pointer.view

    def end(self) -> None:
        """Let it lie."""

    def cancel(self) -> None:
        """Put it back."""
        self._scroll(self._last - self._first)

    def _scroll(self, by: QPoint) -> None:
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())


class SelectByBand(Gesture):
    """Selects the nodes that a rectangle touches."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._corner = QPointF()
        self._before: frozenset[NodeId] = frozenset()
        self._kept: frozenset[NodeId] = frozenset()

    def start(self, pointer: Pointer) -> None:
        """Begin the rectangle; without Shift nothing stays selected."""
        self._corner = pointer.scene
        self._before = self._stage.document.selection
        self._kept = self._before if pointer.adding else frozenset()
        self._stage.document.select(self._kept)

    def move(self, pointer: Pointer) -> None:
        """Select what it touches now."""
        area = QRectF(self._corner, pointer.scene).normalized()
        scene = self._stage.scene
        scene.band.show_rect(area, scene.work.colours)
        self._stage.document.select(self._kept | scene.nodes_in(area))

    def end(self) -> None:
        """Keep what is selected."""
        self._stage.scene.band.hide()

    def cancel(self) -> None:
        """Select what was selected before."""
        self._stage.scene.band.hide()
        self._stage.document.select(self._before)
