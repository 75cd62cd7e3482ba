"""The nodes on the scene: kept in step with a graph and its report by what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtWidgets import QGraphicsScene

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, NodeId
from netbuilder.ui.canvas.drawn import DrawnNode
from netbuilder.ui.canvas.face import Face
from netbuilder.ui.canvas.known import Extras, Known, known_nodes, look
from netbuilder.ui.canvas.node_field import NodeField
from netbuilder.ui.canvas.paint import Outline
from netbuilder.ui.canvas.pictures import Pictures
from netbuilder.ui.canvas.ports import with_ports
from netbuilder.ui.canvas.shapes import NODE_WIDTH, NodeShape
from netbuilder.validation import Report

NODE_Z = 1.0
LIFTED_Z = 1.1
_NOTHING = Extras()


class NodeLayer:
    """All nodes of a scene: those that rest as one item, those that are moved as another."""

    def __init__(
        self, scene: QGraphicsScene, layers: Mapping[str, LayerSpec], pictures: Pictures
    ) -> None:
        self._layers = layers
        self._pictures = pictures
        self._known: dict[NodeId, Known] = {}
        self._selection: frozenset[NodeId] = frozenset()
        self._focused: NodeId | None = None
        self._resting, self._lifted = NodeField(pictures, NODE_Z), NodeField(pictures, LIFTED_Z)
        for field in (self._resting, self._lifted):
            scene.addItem(field)

    def drawn(self, node: NodeId) -> DrawnNode:
        """Return what is drawn of a node.

        Raises:
            KeyError: the node is not drawn.
        """
        found = self._find(node)
        if found is None:
            raise KeyError(node)
        return found

    def all(self) -> Iterable[DrawnNode]:
        """Return what is drawn of all nodes."""
        return (*self._resting.nodes.values(), *self._lifted.nodes.values())

    def near(self, area: QRectF) -> list[DrawnNode]:
        """Return the nodes that touch an area with all that belongs to them, the topmost last."""
        return self._resting.near(area) + self._lifted.near(area)

    def bounds(self, nodes: Iterable[NodeId] = ()) -> QRectF:
        """Return the area of some nodes' bodies; of all for none named."""
        area = QRectF()
        for drawn in map(self.drawn, nodes) if nodes else self.all():
            area = area.united(drawn.shape.rect)
        return area

    def show(self, graph: Graph, report: Report, extras: Extras = _NOTHING) -> set[NodeId]:
        """Draw the nodes of ``graph``; return those whose wires may lie elsewhere now."""
        gone = {drawn.node for drawn in self.all()} - graph.nodes.keys()
        for key in gone:
            self._known.pop(key, None)
        changed: list[DrawnNode] = []
        for known in known_nodes(graph, report, extras):
            key = known.node.id
            before = self._known.get(key)
            if before != known:
                self._known[key] = known
                drawn = self._find(key) if _only_moved(before, known) else None
                there = known.node.x, known.node.y
                changed.append(_moved(drawn, *there) if drawn else self._made(known))
        touched = {drawn.node for drawn in changed}
        order = {key: number for number, key in enumerate(graph.nodes)}
        for field in (self._resting, self._lifted):
            field.set_order(order)
        self._lifted.change(gone | touched, ())
        self._resting.change(gone, changed)
        return touched

    def set_layers(self, layers: Mapping[str, LayerSpec]) -> None:
        """Take other classes; every node is drawn anew the next time if they differ."""
        if layers is not self._layers:
            self._layers = layers
            self.forget()

    def forget(self) -> None:
        """Draw every node anew the next time, whether it changed or not."""
        self._known.clear()
        for field in (self._resting, self._lifted):
            field.forget_colours()

    def show_selection(self, selection: frozenset[NodeId], focused: NodeId | None) -> None:
        """Mark nodes as selected, and at most one as the keyboard's."""
        told = self._selection | selection
        self._selection, self._focused = selection, focused
        for field in (self._resting, self._lifted):
            marked = ((field.nodes[key], self._outline(key)) for key in told if key in field.nodes)
            field.change((), [replace(d, outline=o) for d, o in marked if d.outline is not o])

    def move(self, places: Mapping[NodeId, tuple[float, float]]) -> None:
        """Draw nodes at other places for now, until :meth:`drop`."""
        moved = [_moved(self.drawn(key), *place) for key, place in places.items()]
        self._resting.change(places, ())
        self._lifted.change((), moved)

    def drop(self) -> None:
        """Have the nodes that were moved drawn where the graph has them the next time."""
        for key in self._lifted.nodes:
            self._known.pop(key, None)

    def set_far(self, far: bool) -> None:
        """Draw plainly, for a view in which a node is only a few pixels high."""
        for field in (self._resting, self._lifted):
            field.set_far(far)

    def _outline(self, node: NodeId) -> Outline:
        if node not in self._selection:
            return Outline.PLAIN
        return Outline.FOCUSED if node == self._focused else Outline.SELECTED

    def _made(self, known: Known) -> DrawnNode:
        """Return a node as it is to be drawn; a face that stays equal stays the same."""
        node, face = known.node, look(known, self._layers)
        before = self._find(node.id)
        if before is not None and before.face == face:
            face = before.face
        shape = _shape(node.id, face, self._pictures.work.size(face), node.x, node.y)
        return DrawnNode(face, shape, self._outline(node.id))

    def _find(self, node: NodeId) -> DrawnNode | None:
        return self._lifted.nodes.get(node) or self._resting.nodes.get(node)


def _only_moved(before: Known | None, now: Known) -> bool:
    """Tell whether nothing of a node but its place is different."""
    if before is None:
        return False
    place = before.node
    return before == now._replace(node=replace(now.node, x=place.x, y=place.y))


def _moved(drawn: DrawnNode, x: float, y: float) -> DrawnNode:
    size = drawn.shape.rect.size()
    return replace(drawn, shape=_shape(drawn.node, drawn.face, size, x, y))


def _shape(node: NodeId, face: Face, size: QSizeF, x: float, y: float) -> NodeShape:
    """Lay out a node of usual width at a place; a wider one reaches out evenly on both sides.

    So the ports stay where they are while a node's texts grow and shrink.
    """
    corner = QPointF(x + (NODE_WIDTH - size.width()) / 2, y)
    return with_ports(node, QRectF(corner, size), face.sockets)
