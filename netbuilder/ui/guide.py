"""Leads to nodes and problems, wherever they lie in the project."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from netbuilder.graph import NodeId
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.finding import Place, place_of
from netbuilder.validation import Problem


class Guide(QObject):
    """Selects nodes and brings them into view, inside submodels too.

    Attributes:
        problem_reached: Fires with the problem that was stepped to.
    """

    problem_reached = Signal(object)

    def __init__(self, document: Document, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._problem: Problem | None = None

    def show_node(self, node: NodeId) -> None:
        """Select a node of the whole network and bring it into view."""
        self.go_to(Place((), node))

    def go_to(self, place: Place) -> None:
        """Select a node anywhere in the project and bring it into view."""
        self._document.go_to(place.path)
        if self._document.level.path != place.path:
            return
        self._document.select(() if place.node is None else (place.node,))
        if place.node is not None:
            self._canvas.show_node(place.node)

    def next_problem(self) -> None:
        """Go to the problem after the last one that was gone to, round and round."""
        self._step(1)

    def previous_problem(self) -> None:
        """Go to the problem before the last one that was gone to, round and round."""
        self._step(-1)

    def _step(self, by: int) -> None:
        problems = self._document.report.problems
        if not problems:
            return
        if self._problem in problems:
            at = (problems.index(self._problem) + by) % len(problems)
        else:
            at = 0 if by > 0 else len(problems) - 1
        self._problem = problems[at]
        self.go_to(place_of(self._problem))
        self.problem_reached.emit(self._problem)
