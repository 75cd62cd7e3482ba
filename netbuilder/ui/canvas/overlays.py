"""The widgets that lie over the canvas and do not scroll with it."""

from __future__ import annotations

from PySide6.QtWidgets import QGraphicsView

from netbuilder.ui.canvas.breadcrumb import Breadcrumb
from netbuilder.ui.canvas.heat import Legend
from netbuilder.ui.canvas.hint import EmptyHint
from netbuilder.ui.canvas.mode_bar import ModeBar
from netbuilder.ui.canvas.overlay import DISTANCE
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme


class Overlays:
    """Keeps hint, legend and breadcrumb of a view in their places and colours.

    Attributes:
        legend: What the tints of nodes mean.
    """

    def __init__(self, view: QGraphicsView, document: Document) -> None:
        self._document = document
        self._breadcrumb = Breadcrumb(view, document)
        self._mode = ModeBar(view, document)
        self._hint = EmptyHint(view.viewport(), Scheme.LIGHT)
        self.legend = Legend(view, Scheme.LIGHT)

    def restyle(self, scheme: Scheme) -> None:
        """Use the colours of ``scheme`` and the present fonts."""
        self._hint.restyle(scheme)
        self.legend.restyle(scheme)

    def refresh(self) -> None:
        """Show what the document says now."""
        graph = self._document.level.graph
        self._hint.setVisible(not graph.nodes and not graph.notes)
        self._breadcrumb.refresh()
        self.place()

    def place(self) -> None:
        """Lie where they belong, after the view's size changed."""
        self._hint.centre()
        self.legend.place()
        self._mode.place(self.legend.height() + DISTANCE if self.legend.isVisible() else 0)
