"""The view on the drawn network: what part of it is seen, how large, in what colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import (
    QColor,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGestureEvent, QGraphicsView, QWidget

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.heat import heats
from netbuilder.ui.canvas.levels import Levels
from netbuilder.ui.canvas.minimap import Minimap
from netbuilder.ui.canvas.navigation import FAR, Navigator
from netbuilder.ui.canvas.overlays import Overlays
from netbuilder.ui.canvas.scene import CanvasScene
from netbuilder.ui.canvas.speaking import speak
from netbuilder.ui.document import Document
from netbuilder.ui.text import compact
from netbuilder.ui.theme import Scheme


class Surface(QGraphicsView):
    """Shows the document's open network, and lets it be zoomed and panned; nothing is edited.

    Attributes:
        navigator: Zooms and pans.
        minimap: The map of the whole network in the corner.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scene = CanvasScene(document.catalog.layers, Scheme.LIGHT)
        self.navigator = Navigator(self, self._scene, document, self._on_scaled)
        self._levels = Levels(self, self.navigator)
        self._overlays = Overlays(self, document)
        self.minimap = Minimap(self, document, self._scene)
        self._bubble = Bubble(self.viewport())
        self._set_up()
        document.opened.connect(self._levels.start_afresh)
        document.opened.connect(self._scene.forget_pictures)

    @property
    def network(self) -> CanvasScene:
        """The drawn network."""
        return self._scene

    @property
    def zoom(self) -> float:
        """Screen pixels for one scene pixel."""
        return self.navigator.scale

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of ``scheme`` and with the present fonts."""
        self._scene.restyle(scheme)
        self.setBackgroundBrush(QColor(self._scene.work.colours.canvas))
        self._overlays.restyle(scheme)
        self.minimap.restyle(scheme)

    def set_heat(
        self,
        values: Mapping[NodeId, float] | None,
        title: str = "",
        write: Callable[[float], str] = compact,
    ) -> None:
        """Tint nodes from the panel's colour to the accent, by what they cost.

        Args:
            values: The cost of each node that has one; None for no tints.
            title: What the costs are, for the legend.
            write: Writes a cost.
        """
        self._scene.show_heats(heats(values or {}, write))
        self._overlays.legend.show_costs(values or {}, title, write)
        self._overlays.place()

    def node_rect(self, node: NodeId) -> QRectF:
        """Return a node's body in the scene."""
        return QRectF(self._scene.shape_of(node).rect)

    def port_position(self, node: NodeId, side: str, index: int = 0) -> QPointF:
        """Return where a port lies in the scene; ``side`` is ``"in"`` or ``"out"``."""
        shape = self._scene.shape_of(node)
        return shape.input_at(index) if side == "in" else shape.output_at(index)

    def show_node(self, node: NodeId) -> None:
        """Bring a node into the middle of the view."""
        self.centerOn(self._scene.shape_of(node).rect.center())

    def show_selection(self) -> None:
        """Bring the selected nodes into sight, as far as they fit."""
        chosen = self._document.selection
        if chosen:
            self.ensureVisible(self._scene.bounds(chosen))

    def show_network(self) -> None:
        """Draw the open network as it is now."""
        self._scene.set_layers(self._document.catalog.layers)
        self._scene.show_network(self._document.level.graph, self._document.level.report)
        self._overlays.refresh()
        self._levels.show(self._scene.bounds)

    def refuse(self, text: str) -> None:
        """Say beside what is selected why something cannot be done."""
        area = self._scene.bounds(self._document.selection)
        corner = self.mapFromScene(area.bottomLeft())
        inside = self.viewport().rect()
        place = corner if inside.contains(corner) else inside.center()
        self._bubble.say(text, place)
        speak(self, text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer, or pan."""
        self.navigator.wheel(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by two fingers, on a touchpad or on the screen."""
        if isinstance(event, QNativeGestureEvent):
            return self.navigator.pinch(event)
        if isinstance(event, QGestureEvent):
            return self.navigator.touch(event)
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the canvas in its place."""
        super().resizeEvent(event)
        self._levels.follow_size(self._scene.bounds)
        self._overlays.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view."""
        self._levels.rest()
        super().paintEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit a project that was opened before."""
        super().showEvent(event)
        self._levels.show(self._scene.bounds)

    def _set_up(self) -> None:
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("canvas")
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _on_scaled(self, scale: float) -> None:
        self._scene.hurry()
        far = scale < FAR
        self._scene.set_far(far)
        self._overlays.legend.set_far(far)
        self.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
