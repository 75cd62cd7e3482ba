"""Commands that select nodes by how they hang together."""

from __future__ import annotations

from netbuilder.graph.walks import between, fed_by, feeding
from netbuilder.i18n import tr
from netbuilder.ui.canvas.gestures import Stage


class Selecting:
    """Selects nodes of the open network; no undo steps, as nothing is changed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def all(self) -> None:
        """Select every node."""
        document = self._stage.document
        document.select(document.level.graph.nodes)

    def invert(self) -> None:
        """Select exactly the nodes that are not selected."""
        document = self._stage.document
        document.select(document.level.graph.nodes.keys() - document.selection)

    def upstream(self) -> None:
        """Select also everything that feeds what is selected, however far back."""
        document = self._stage.document
        document.select(feeding(document.level.graph, document.selection))

    def downstream(self) -> None:
        """Select also everything that what is selected feeds, however far on."""
        document = self._stage.document
        document.select(fed_by(document.level.graph, document.selection))

    def path(self) -> None:
        """Select also everything on the ways between the two selected nodes."""
        document = self._stage.document
        if len(document.selection) != 2:
            self._stage.refuse(tr("Select the two layers at the ends of the path."))
            return
        one, other = sorted(document.selection)
        way = between(document.level.graph, one, other)
        if way:
            document.select(way)
        else:
            self._stage.refuse(tr("No path of wires leads from one of them to the other."))
