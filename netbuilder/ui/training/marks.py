"""Keeps the marks on the canvas true that tell what a training does to each layer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from netbuilder.graph import Graph, GraphError
from netbuilder.graph.submodels import inner_at
from netbuilder.graph.walks import is_frozen
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.training_marks import lost, training_marks
from netbuilder.ui.document import Document
from netbuilder.ui.training.control import TrainingControl


class TrainingMarks(QObject):
    """Follows the document and its trainings.

    Args:
        document: The project.
        control: Trains it.
        canvas: Shows the marks.
    """

    def __init__(self, document: Document, control: TrainingControl, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._document = document
        self._control = control
        self._canvas = canvas
        self._trained = Graph()
        self._lost = False
        control.began.connect(self._on_began)
        control.ended.connect(self._show)
        control.changed.connect(self._on_event)
        document.changed.connect(self._show)
        document.level_changed.connect(self._show)

    def _on_began(self) -> None:
        self._trained = self._document.graph
        self._lost = False
        self._show()

    def _on_event(self) -> None:
        """Show at once that the loss is no number any more; all else can wait."""
        history = self._control.history
        if history is not None and lost(history) != self._lost:
            self._lost = not self._lost
            self._show()

    def _show(self) -> None:
        level = self._document.level
        try:
            trained = inner_at(self._trained, level.path)
        except GraphError:
            trained = Graph()
        around = self._document.graph
        frozen = False
        for key in level.path:
            node = around.nodes[key]
            frozen = frozen or is_frozen(node)
            around = node.inner or Graph()
        marks = training_marks(level, self._control.history, trained, frozen=frozen)
        self._canvas.network.show_training(marks)
