"""Commands on shared layers and submodels."""

from __future__ import annotations

from collections.abc import Iterable

from netbuilder.graph import Graph, GraphError, Node, NodeId
from netbuilder.graph.sharing import call_again, make_own
from netbuilder.graph.unfolding import unfold
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.placing import beside
from netbuilder.ui.document import GraphEdit
from netbuilder.validation.submodels import fold_part


class Grouping:
    """Shares layers, and folds and unfolds submodels, as is selected."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def fitting_commands(self) -> tuple[str, ...]:
        """Return the keys of the commands that make sense for what is selected."""
        node = self._single()
        shared = node is not None and self._is_shared(node)
        inner = node is not None and node.inner is not None
        fitting = {
            "call_again": node is not None and node.class_name != INPUT_CLASS,
            "own_layer": shared,
            "fold": any(one.class_name != INPUT_CLASS for one in self._chosen()),
            "unfold": inner,
            "open_submodel": inner,
        }
        return tuple(key for key, fits in fitting.items() if fits)

    def call_again(self) -> None:
        """Place another node that calls the layer of the selected one."""
        node = self._single()
        if node is None or node.class_name == INPUT_CLASS:
            self._stage.refuse(tr("Select the one layer that is to be used again."))
            return
        graph, height = self._stage.document.level.graph, self._stage.scene.work.height
        x, y = beside(graph, node, height)
        changed, call = call_again(graph, node.id, x, y)
        self._replace(changed, tr("Use the layer again"), (call,))

    def own_layer(self) -> None:
        """Give the selected node a layer of its own."""
        node = self._single()
        if node is None or not self._is_shared(node):
            self._stage.refuse(tr("Select one call of a layer that is used several times."))
            return
        changed = make_own(self._stage.document.level.graph, node.id)
        self._replace(changed, tr("Give it a layer of its own"), (node.id,))

    def fold(self) -> None:
        """Fold what is selected into a submodel."""
        level = self._stage.document.level
        chosen = tuple(node.id for node in self._chosen())
        self._try(
            lambda graph: fold_part(graph, level.report, chosen, "submodel"),
            tr("Fold into a submodel"),
        )

    def unfold(self) -> None:
        """Put the layers of the selected submodel in its place."""
        node = self._single()
        if node is None or node.inner is None:
            self._stage.refuse(tr("Select the one submodel that is to be unfolded."))
            return
        self._try(lambda graph: unfold(graph, node.id), tr("Unfold"))

    def open_submodel(self) -> bool:
        """Open the selected submodel; tell whether there was one to open."""
        node = self._single()
        if node is None or node.inner is None:
            return False
        document = self._stage.document
        document.go_to((*document.level.path, node.id))
        return True

    def _chosen(self) -> tuple[Node, ...]:
        document = self._stage.document
        nodes = document.level.graph.nodes.values()
        return tuple(node for node in nodes if node.id in document.selection)

    def _single(self) -> Node | None:
        chosen = self._chosen()
        return chosen[0] if len(chosen) == 1 else None

    def _is_shared(self, node: Node) -> bool:
        return len(self._stage.document.level.graph.sharing(node.id)) > 1

    def _try(self, edit: GraphEdit, text: str) -> None:
        """Change the network and select what is new, or say why that cannot be."""
        graph = self._stage.document.level.graph
        try:
            changed = edit(graph)
        except GraphError as error:
            self._stage.refuse(str(error))
            return
        self._replace(changed, text, [key for key in changed.nodes if key not in graph.nodes])

    def _replace(self, changed: Graph, text: str, select: Iterable[NodeId]) -> None:
        document = self._stage.document
        document.apply_here(lambda _graph: changed, text)
        document.select(select)
