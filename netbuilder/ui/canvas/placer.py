"""Takes layers that are dragged in from the palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPointF

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Flow, Graph, Node, NodeId, Wire
from netbuilder.graph.edits import add_node
from netbuilder.i18n import tr
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.canvas.fitting import FixedEnd
from netbuilder.ui.canvas.gestures import Pointer, Stage
from netbuilder.ui.canvas.hits import Part
from netbuilder.ui.canvas.mime import LAYER_MIME
from netbuilder.ui.canvas.placing import (
    add_after,
    add_at_end,
    add_on_wire,
    fresh_node,
    placed_at,
    placed_free,
)
from netbuilder.ui.canvas.shapes import GAP, NODE_WIDTH, WIDE_GAP
from netbuilder.ui.document import GraphEdit


class Placer:
    """Adds new layers: where one is dropped, in a wire, or after what is selected."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._recent: tuple[str, ...] = ()

    @property
    def recent(self) -> tuple[str, ...]:
        """The classes that were added, the latest first."""
        return self._recent

    def layer_in(self, data: QMimeData) -> LayerSpec | None:
        """Return the layer that is dragged, or None if it is something else."""
        if not data.hasFormat(LAYER_MIME):
            return None
        name = bytes(data.data(LAYER_MIME).data()).decode("utf-8", errors="replace")
        return self._stage.document.catalog.layers.get(name)

    def show_target(self, spec: LayerSpec, pointer: Pointer) -> None:
        """Mark the wire that the layer would go into."""
        scene = self._stage.scene
        wire = self._wire_under(spec, pointer)
        if wire is None:
            scene.hover_mark.clear()
            return
        curve = scene.curves[wire]
        colour = scene.work.colours.accent
        scene.hover_mark.show_path(curve.path(), colour)

    def forget_target(self) -> None:
        """Mark no wire any more."""
        self._stage.scene.hover_mark.clear()

    def drop(self, spec: LayerSpec, pointer: Pointer) -> None:
        """Add a layer where the pointer is, in the wire that lies there if any."""
        wire = self._wire_under(spec, pointer)
        self._stage.scene.hover_mark.clear()
        self.add_at(spec, pointer.scene, wire)

    def add_at(self, spec: LayerSpec, at: QPointF, wire: Wire | None = None) -> None:
        """Add a layer with its middle at a place, leading ``wire`` through it."""
        graph, height = self._stage.document.level.graph, self._stage.scene.work.height
        node = placed_at(fresh_node(graph, spec), at.x(), at.y(), height)
        if wire is None:
            self._apply(node, lambda graph: add_node(graph, node))
        else:
            self._apply(node, lambda graph: add_on_wire(graph, node, wire, height))

    def add_wired(self, spec: LayerSpec, at: QPointF, fixed: FixedEnd) -> None:
        """Add a layer with its port at a place, where a wire from elsewhere ends or starts."""
        document, height = self._stage.document, self._stage.scene.work.height
        graph, layers = document.level.graph, document.catalog.layers
        half = QPointF(NODE_WIDTH / 2, 0) if graph.flow is Flow.RIGHT else QPointF(0, height / 2)
        middle = at + half if fixed.gives else at - half
        node = placed_at(fresh_node(graph, spec), middle.x(), middle.y(), height)
        node = placed_free(graph, node, height)
        self._apply(node, lambda graph: add_at_end(graph, layers, node, fixed))

    def add_before(self, spec: LayerSpec, node: NodeId) -> None:
        """Add a layer in the first wire of a node; before it, wired, if it has none."""
        stage = self._stage
        shape, feeding = stage.scene.shape_of(node), stage.document.level.graph.incoming(node)
        if feeding and spec.ports.maximum != 0:
            curve = stage.scene.curves[feeding[0]]
            self.add_at(spec, (curve.start + curve.end) / 2, feeding[0])
        else:
            apart = QPointF(WIDE_GAP, 0) if shape.sideways else QPointF(0, GAP)
            self.add_wired(spec, shape.input_at(0) - apart, FixedEnd(node, 0, gives=False))

    def add(self, spec: LayerSpec, middle: QPointF) -> None:
        """Add a layer after what is selected; if nothing is, near ``middle``, unwired."""
        self.add_row([fresh_node(self._stage.document.level.graph, spec)], middle)

    def add_row(self, nodes: Sequence[Node], middle: QPointF) -> None:
        """Add nodes one after the other, after what is selected or near ``middle``.

        The last of them gives the step its name.
        """
        document, height = self._stage.document, self._stage.scene.work.height
        layers, chosen = document.catalog.layers, sorted(document.selection)

        def edit(graph: Graph) -> Graph:
            before = chosen
            for node in nodes:
                if before:
                    graph = add_after(graph, layers, node, before, height)
                else:
                    placed = placed_at(node, middle.x(), middle.y(), height)
                    graph = add_node(graph, placed_free(graph, placed, height))
                before = [node.id]
            return graph

        self._apply(nodes[-1], edit)

    def _apply(self, node: Node, edit: GraphEdit) -> None:
        document = self._stage.document
        if node.inner is None:
            others = (name for name in self._recent if name != node.class_name)
            self._recent = (node.class_name, *others)
        title = node.name if node.inner is not None else class_title(node.class_name)
        document.apply_here(edit, tr("Add {layer}", layer=title))
        document.select((node.id,))

    def _wire_under(self, spec: LayerSpec, pointer: Pointer) -> Wire | None:
        if spec.ports.maximum == 0:
            return None
        near = replace(pointer, reach=2 * pointer.reach)
        hit = self._stage.scene.hit(near.scene, near.reach)
        return hit.wire if hit.part is Part.WIRE else None
