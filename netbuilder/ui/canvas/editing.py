"""Commands that change what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QGraphicsView

from netbuilder.graph import Node, NodeId
from netbuilder.graph.edits import disconnect, duplicate, remove_nodes, rename
from netbuilder.i18n import tr
from netbuilder.ui.canvas.bending import Bending
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.rename import RenameField
from netbuilder.ui.canvas.shapes import GRID


class Editing:
    """Adds, deletes, duplicates and renames what is selected, each in one undo step."""

    def __init__(
        self,
        view: QGraphicsView,
        stage: Stage,
        *,
        placer: Placer,
        chosen: ChosenWire,
        bending: Bending,
        noting: Noting,
    ) -> None:
        self._view = view
        self._stage = stage
        self._placer = placer
        self._chosen = chosen
        self._bending = bending
        self._noting = noting

    def add_layer(self, class_name: str, at: QPointF | None = None) -> None:
        """Add a layer: at a place in the scene, else after what is selected.

        Raises:
            KeyError: the catalogue has no such layer.
        """
        spec = self._stage.document.catalog.layers[class_name]
        if at is not None:
            self._placer.add_at(spec, at)
        else:
            self._placer.add(spec, self._middle())
        self._show_selected()

    def add_row(self, nodes: Sequence[Node]) -> None:
        """Add nodes one after the other, after what is selected."""
        self._placer.add_row(nodes, self._middle())
        self._show_selected()

    def _middle(self) -> QPointF:
        return self._view.mapToScene(self._view.viewport().rect().center())

    def _show_selected(self) -> None:
        area = self._stage.scene.bounds(self._stage.document.selection)
        self._view.ensureVisible(area, 3 * GRID, 3 * GRID)

    def delete(self) -> None:
        """Take away the selected nodes or wire, the selected note, or a point of a wire."""
        document, wire = self._stage.document, self._chosen.wire
        chosen = document.selection
        if self._noting.delete() or self._bending.remove():
            return
        if chosen:
            document.apply_here(lambda graph: remove_nodes(graph, chosen), tr("Delete"))
        elif wire is not None:
            document.apply_here(lambda graph: disconnect(graph, (wire,)), tr("Disconnect"))

    def duplicate(self) -> None:
        """Copy the selected nodes and the wires among them, and select the copies."""
        if self._noting.duplicate():
            return
        document = self._stage.document
        graph = document.level.graph
        chosen = [key for key in graph.nodes if key in document.selection]
        if chosen:
            changed, copies = duplicate(graph, chosen)
            document.apply_here(lambda _graph: changed, tr("Duplicate"))
            document.select(copies)

    def rename(self) -> None:
        """Let the name of the one selected node be typed in its place."""
        document, view = self._stage.document, self._view
        if self._noting.edit() or len(document.selection) != 1:
            return
        (key,) = document.selection
        field = RenameField(view.viewport(), document.level.graph.nodes[key])
        field.renamed.connect(self._rename)
        body = self._stage.scene.shape_of(key).rect
        field.show_over(view.mapFromScene(body).boundingRect())

    def _rename(self, key: NodeId, name: str) -> None:
        edit = tr("Rename")
        self._stage.document.apply_here(lambda graph: rename(graph, key, name), edit)
