"""The gestures that drag nodes: to move them, into a wire, or to copy them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt

from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.edits import duplicate, move_nodes
from netbuilder.i18n import tr
from netbuilder.ui.canvas.carrying import Carrying
from netbuilder.ui.canvas.gestures import Gesture, Pointer, Stage
from netbuilder.ui.canvas.placing import goes_into_wires, lead_through
from netbuilder.ui.canvas.shapes import near_curve

_WIRE_REACH = 24.0
"""How near to a wire the middle of a node must be to go into it, in scene pixels."""


class MoveNodes(Gesture):
    """Selects a node, and moves all selected ones along with it.

    A node without wires that is let go on a wire goes into it.
    """

    def __init__(self, stage: Stage, node: NodeId) -> None:
        self._stage = stage
        self._node = node
        self._carrying: Carrying | None = None
        self._places: Mapping[NodeId, tuple[float, float]] = {}
        self._wire: Wire | None = None
        self._only_on_release = False

    def start(self, pointer: Pointer) -> None:
        """Select the node, beside others with Shift."""
        document = self._stage.document
        chosen = document.selection
        if pointer.adding:
            document.select(chosen ^ {self._node})
        elif self._node not in chosen:
            document.select((self._node,))
        else:
            self._only_on_release = len(chosen) > 1
        self._carrying = Carrying(self._stage, self._node, pointer, among=False)

    def move(self, pointer: Pointer) -> None:
        """Show the nodes where the pointer took them, and the wire that one would go into."""
        carrying = self._carrying
        places = carrying.follow(pointer) if carrying is not None else None
        if carrying is None or places is None:
            return
        self._places = places
        self._stage.scene.show_moved(places)
        self._show_wire(self._wire_under(carrying), pointer.view)

    def end(self) -> None:
        """Leave them there; a mere click selects the node alone."""
        document, carrying = self._stage.document, self._carrying
        self._clear()
        if carrying is None or not carrying.begun:
            if self._only_on_release:
                document.select((self._node,))
            return
        self._stage.scene.drop_moved()
        if self._wire is not None:
            document.apply_here(self._into_wire, tr("Insert into the wire"))
        elif carrying.moved:
            document.apply_here(lambda graph: move_nodes(graph, self._places), tr("Move"))

    def cancel(self) -> None:
        """Put them back."""
        self._clear()
        self._stage.scene.drop_moved()

    def _into_wire(self, graph: Graph) -> Graph:
        wire = self._wire
        moved = move_nodes(graph, self._places)
        if wire is None:
            return moved
        (key,) = self._places
        return lead_through(moved, key, wire, self._stage.scene.work.height)

    def _wire_under(self, carrying: Carrying) -> Wire | None:
        """Return the wire that the one dragged node would go into."""
        document = self._stage.document
        if len(carrying.nodes) != 1:
            return None
        (key,) = carrying.nodes
        if not goes_into_wires(document.level.graph, document.catalog.layers, key):
            return None
        body = carrying.body
        curves = self._stage.scene.curves_in(body)
        near = (c.wire for c in curves if near_curve(c, body.center(), _WIRE_REACH))
        return next(near, None)

    def _show_wire(self, wire: Wire | None, at: QPoint) -> None:
        if wire != self._wire:
            self._wire = wire
            scene = self._stage.scene
            scene.hover_mark.clear()
            if wire is not None:
                curve, colour = scene.curves[wire], scene.work.colours.accent
                scene.hover_mark.show_path(curve.path(), colour)
        nodes = self._stage.document.level.graph.nodes
        text = tr("Goes into the wire from '{name}'", name=nodes[wire.source].name) if wire else ""
        self._stage.say(text, at)

    def _clear(self) -> None:
        self._stage.scene.hover_mark.clear()
        if self._carrying is not None:
            self._carrying.let_go()


class CopyNodes(Gesture):
    """Drags copies of the selected nodes, and of the wires among them, to another place."""

    cursor = Qt.CursorShape.DragCopyCursor

    def __init__(self, stage: Stage, node: NodeId) -> None:
        self._stage = stage
        self._node = node
        self._carrying: Carrying | None = None

    def start(self, pointer: Pointer) -> None:
        """Select the node, if it is not yet."""
        if self._node not in self._stage.document.selection:
            self._stage.document.select((self._node,))
        self._carrying = Carrying(self._stage, self._node, pointer, among=True)

    def move(self, pointer: Pointer) -> None:
        """Show where the copies would lie."""
        carrying = self._carrying
        if carrying is None or carrying.follow(pointer) is None:
            return
        scene = self._stage.scene
        bodies = [scene.shape_of(key).rect.translated(carrying.way) for key in carrying.nodes]
        scene.call_marks.show_frames(bodies, scene.work.colours)

    def end(self) -> None:
        """Add the copies, and select them."""
        self._clear()
        document, carrying = self._stage.document, self._carrying
        if carrying is None or not carrying.moved:
            return
        graph, way = document.level.graph, carrying.way
        changed, copies = duplicate(graph, carrying.nodes, way.x(), way.y())
        document.apply_here(lambda _graph: changed, tr("Duplicate"))
        document.select(copies)

    def cancel(self) -> None:
        """Copy nothing."""
        self._clear()

    def _clear(self) -> None:
        scene = self._stage.scene
        scene.call_marks.show_frames((), scene.work.colours)
        if self._carrying is not None:
            self._carrying.let_go()
