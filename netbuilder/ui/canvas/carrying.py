"""Where nodes come to lie while the pointer leads them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF

from netbuilder.graph import NodeId
from netbuilder.ui.canvas.gestures import DRAG_DISTANCE, Pointer, Stage
from netbuilder.ui.canvas.snapping import Neighbours, Snap, guide_lines, on_grid

_REACH = 2 / 3


class Carrying:
    """Leads the selected nodes after the pointer: on the grid, or in line with others.

    Args:
        stage: What it acts on.
        node: The node that was taken hold of; the others keep their distance from it.
        among: Whether the nodes themselves stay, so that they are lined up with as well.
    """

    def __init__(self, stage: Stage, node: NodeId, pointer: Pointer, *, among: bool) -> None:
        self._stage = stage
        self._from = pointer
        self._among = among
        document = stage.document
        nodes, chosen = document.level.graph.nodes, document.selection
        self._places = {key: (nodes[key].x, nodes[key].y) for key in nodes if key in chosen}
        self._lead = node if node in chosen else next(iter(self._places), node)
        self._body = stage.scene.shape_of(self._lead).rect
        self._seen, self._neighbours = QRectF(), Neighbours(())
        self.begun = False
        self.way = QPointF()

    @property
    def nodes(self) -> tuple[NodeId, ...]:
        """The nodes that are led."""
        return tuple(self._places)

    @property
    def body(self) -> QRectF:
        """Where the body lies now that was taken hold of."""
        return self._body.translated(self.way)

    @property
    def moved(self) -> bool:
        """Whether the nodes are not where they were."""
        return self.way != QPointF()

    def follow(self, pointer: Pointer) -> Mapping[NodeId, tuple[float, float]] | None:
        """Return where the nodes come to lie; None before the pointer went far enough."""
        far = (pointer.view - self._from.view).manhattanLength() >= DRAG_DISTANCE
        self.begun = self.begun or far
        if not self.begun or not self._places:
            return None
        self.way = self._settled(pointer.scene - self._from.scene, pointer.reach * _REACH)
        return {key: (x + self.way.x(), y + self.way.y()) for key, (x, y) in self._places.items()}

    def let_go(self) -> None:
        """Show no guides any more."""
        self._stage.scene.guides.clear()
        self._stage.say("", QPoint())

    def _settled(self, way: QPointF, reach: float) -> QPointF:
        snapping = self._stage.snapping
        snap = Snap()
        if snapping.neighbours:
            snap = self._in_sight().snap(self._body.translated(way), reach)
        x, y = self._places[self._lead]
        dx = on_grid(x, way.x(), grid=snapping.grid) if snap.dx is None else way.x() + snap.dx
        dy = on_grid(y, way.y(), grid=snapping.grid) if snap.dy is None else way.y() + snap.dy
        settled = QPointF(dx, dy)
        scene = self._stage.scene
        lines = guide_lines(self._body.translated(settled), snap)
        scene.guides.show_path(lines, scene.work.colours.accent)
        return settled

    def _in_sight(self) -> Neighbours:
        """Return what the nodes can be lined up with: others after the view has moved."""
        seen, scene = self._stage.seen(), self._stage.scene
        if seen != self._seen:
            self._seen = seen
            led = frozenset() if self._among else self._places.keys()
            self._neighbours = Neighbours(
                scene.shape_of(key).rect for key in scene.nodes_in(seen) - led
            )
        return self._neighbours
