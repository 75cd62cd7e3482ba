"""The nodes on the scene: kept in step with a graph and its report by what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, NodeId
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.items import FarNodes, NodeItem
from netbuilder.ui.canvas.known import Extras, Known, known_nodes, look
from netbuilder.ui.canvas.paint import Outline
from netbuilder.ui.canvas.pictures import Pictures
from netbuilder.ui.canvas.shapes import NodeShape
from netbuilder.ui.slices import Slices
from netbuilder.validation import Report

_NOTHING = Extras()
_MANY = 1000
"""Nodes in view for which it takes less time to settle all than to paint them one by one."""


class NodeLayer:
    """All nodes of a scene: one item each, and one for all of them when far away."""

    def __init__(
        self, scene: QGraphicsScene, layers: Mapping[str, LayerSpec], pictures: Pictures
    ) -> None:
        self._scene = scene
        self._layers = layers
        self._pictures = pictures
        self._items: dict[NodeId, NodeItem] = {}
        self._known: dict[NodeId, Known] = {}
        self._selection: frozenset[NodeId] = frozenset()
        self._focused: NodeId | None = None
        self._far = False
        self._far_due = True
        self._settling = Slices(iter(()), parent=scene)
        self._far_nodes = FarNodes()
        self._far_nodes.hide()
        scene.addItem(self._far_nodes)

    def shape_of(self, node: NodeId) -> NodeShape:
        """Return where a node and its ports lie.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._items[node].node_shape

    def look_of(self, node: NodeId) -> Face:
        """Return what a node shows of itself.

        Raises:
            KeyError: the node is not drawn.
        """
        return self._items[node].face

    def shapes(self) -> Iterable[NodeShape]:
        """Return where all nodes lie."""
        return (item.node_shape for item in self._items.values())

    def bounds(self, nodes: Iterable[NodeId] = ()) -> QRectF:
        """Return the area of some nodes; of all for none named."""
        area = QRectF()
        for key in nodes or self._items:
            area = area.united(self._items[key].node_shape.rect)
        return area

    def show(self, graph: Graph, report: Report, extras: Extras = _NOTHING) -> set[NodeId]:
        """Draw the nodes of ``graph``; return those whose wires may lie elsewhere now."""
        for key in self._items.keys() - graph.nodes.keys():
            self._scene.removeItem(self._items.pop(key))
            del self._known[key]
        changed: set[NodeId] = set()
        for known in known_nodes(graph, report, extras):
            key = known.node.id
            if self._known.get(key) != known:
                self._known[key] = known
                self._update(known)
                changed.add(key)
        self._refresh_far()
        return changed

    def set_layers(self, layers: Mapping[str, LayerSpec]) -> None:
        """Take other classes; every node is drawn anew the next time if they differ."""
        if layers is not self._layers:
            self._layers = layers
            self.forget()

    def forget(self) -> None:
        """Draw every node anew the next time, whether it changed or not."""
        self._known.clear()

    def show_selection(self, selection: frozenset[NodeId], focused: NodeId | None) -> None:
        """Mark nodes as selected, and at most one as the keyboard's."""
        if (selection, focused) == (self._selection, self._focused):
            return
        self._selection, self._focused = selection, focused
        for key, item in self._items.items():
            item.set_outline(self._outline(key))
        self._refresh_far()

    def move(self, places: Mapping[NodeId, tuple[float, float]]) -> None:
        """Draw nodes at other places for now, until :meth:`drop`."""
        for key, (x, y) in places.items():
            item = self._items[key]
            if not item.lifted:
                item.set_far(self._far, lifted=True)
                self._refresh_far()
            item.place(x, y)

    def drop(self) -> None:
        """Have the nodes that were moved drawn where the graph has them the next time."""
        for key, item in self._items.items():
            if item.lifted:
                item.set_far(self._far)
                del self._known[key]

    def set_far(self, far: bool, seen: Collection[NodeId] | None) -> None:
        """Draw plainly, for a view in which a node is only a few pixels high.

        Args:
            far: Whether to draw so.
            seen: The nodes in view, which must be right in the next frame; if they are
                few, the others follow between the window's events. None for all.
        """
        self._far = far
        self._settling.stop()
        at_once = self._items.keys() if seen is None or len(seen) > _MANY else seen
        for key in at_once:
            self._items[key].set_far(far)
        if len(at_once) < len(self._items):
            self._settling.begin(self._settle(list(self._items.values())))
        if self._far_due:
            self._refresh_far()
        self._far_nodes.setVisible(far)

    def _settle(self, items: Iterable[NodeItem]) -> Iterator[None]:
        for item in items:
            if not item.lifted:
                item.set_far(self._far)
            yield

    def _outline(self, node: NodeId) -> Outline:
        if node not in self._selection:
            return Outline.PLAIN
        return Outline.FOCUSED if node == self._focused else Outline.SELECTED

    def _update(self, known: Known) -> None:
        node = known.node
        item = self._items.get(node.id)
        if item is None:
            item = NodeItem(node.id, self._pictures)
            item.set_far(self._far)
            item.set_outline(self._outline(node.id))
            self._items[node.id] = item
            self._scene.addItem(item)
        item.set_face(look(known, self._layers))
        item.place(node.x, node.y)

    def _refresh_far(self) -> None:
        """Have the nodes right that are seen from far away, now or once they are seen so."""
        self._far_due = not self._far
        if self._far:
            self._far_nodes.show_items(self._items.values(), self._pictures.work)
