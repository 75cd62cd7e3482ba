"""Keeps the canvas coloured by what the layers cost, once that was asked for."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QTimer

from netbuilder.i18n import tr
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.document import Document
from netbuilder.ui.text import compact, size_text
from netbuilder.validation.figures import NodeFigures, figures

_WAIT_MS = 60


class Cost(StrEnum):
    """What nodes can be coloured by."""

    NONE = "none"
    PARAMETERS = "parameters"
    MULTIPLY_ADDS = "multiply_adds"
    MEMORY = "memory"


def cost_title(cost: Cost) -> str:
    """Return what a cost is called in the window."""
    titles = {
        Cost.NONE: tr("Off"),
        Cost.PARAMETERS: tr("Parameters"),
        Cost.MULTIPLY_ADDS: tr("Multiply-adds"),
        Cost.MEMORY: tr("Memory"),
    }
    return titles[cost]


class HeatControl(QObject):
    """Follows the document and colours its canvas by the chosen cost.

    Attributes:
        cost: What the nodes are coloured by.
    """

    def __init__(self, document: Document, canvas: Canvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self.cost = Cost.NONE
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._show)
        document.changed.connect(self._on_changed)
        document.level_changed.connect(self._on_changed)

    def choose(self, cost: Cost) -> None:
        """Colour the nodes by ``cost`` from now on."""
        self.cost = cost
        self._show()

    def _on_changed(self) -> None:
        if self.cost is not Cost.NONE:
            self._timer.start()

    def _show(self) -> None:
        if self.cost is Cost.NONE:
            self._canvas.set_heat(None)
            return
        level = self._document.level
        batch = self._document.project.training.batch_size
        found = figures(level.graph, level.report, self._document.catalog, batch)
        costs = {key: _cost(node, self.cost) for key, node in found.nodes.items()}
        values = {key: float(cost) for key, cost in costs.items() if cost is not None}
        write = size_text if self.cost is Cost.MEMORY else compact
        self._canvas.set_heat(values, self._legend(batch), write)

    def _legend(self, batch: int) -> str:
        match self.cost:
            case Cost.MULTIPLY_ADDS:
                return tr("Multiply-adds for one sample")
            case Cost.MEMORY:
                return tr("Outputs of a batch of {batch}", batch=batch)
            case _:
                return cost_title(self.cost)


def _cost(node: NodeFigures, cost: Cost) -> int | None:
    match cost:
        case Cost.PARAMETERS:
            return node.params
        case Cost.MULTIPLY_ADDS:
            return node.multiply_adds
        case _:
            return node.memory
