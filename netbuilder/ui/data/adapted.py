"""Keeps in the project what its layers have learnt from the data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from netbuilder.codegen.adapting import adapted_layers
from netbuilder.codegen.keras_names import keras_names
from netbuilder.graph import Graph, NodeId, Value, edits
from netbuilder.i18n import tr
from netbuilder.training.events import Adapted
from netbuilder.training.protocol import AnyEvent
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess


class AdaptedStates(QObject):
    """Hears what layers learn from the data when a training begins, and writes it into them.

    Args:
        document: Whose layers they are.
        worker: Tells what they have learnt.
        window: The parent of what is said.
    """

    def __init__(self, document: Document, worker: WorkerProcess, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._states: Mapping[NodeId, Mapping[str, Value]] = {}
        worker.reported.connect(self._take)

    def keep(self) -> None:
        """Make what the layers have learnt their parameters, in one undo step."""
        adapted = adapted_layers(self._document.graph, self._document.report)
        known = [layer.node.id for layer in adapted if layer.node.id in self._states]
        if not known:
            QMessageBox.warning(
                self._window,
                tr("NetBuilder"),
                tr(
                    "There is nothing to keep: a training lets layers such as Normalization and "
                    "TextVectorization learn from the data."
                ),
            )
            return

        def edit(graph: Graph) -> Graph:
            return reduce(self._with_state, known, graph)

        self._document.apply(edit, tr("Keep what layers measured"))

    def _with_state(self, graph: Graph, key: NodeId) -> Graph:
        for name, value in self._states[key].items():
            graph = edits.set_param(graph, key, name, value)
        if "num_bins" in graph.nodes[key].params:  # Keras takes that or the boundaries
            graph = edits.set_param(graph, key, "num_bins", None)
        return graph

    def _take(self, event: AnyEvent) -> None:
        if not isinstance(event, Adapted):
            return
        document = self._document
        renamed = keras_names(document.graph, document.report, document.catalog)
        found: dict[NodeId, Mapping[str, Value]] = {}
        for layer in adapted_layers(document.graph, document.report):
            state = event.states.get(renamed.get((layer.node.id,), layer.node.name), {})
            if state and all(state.values()):
                found[layer.node.id] = {name: tuple(values) for name, values in state.items()}
        self._states = found
