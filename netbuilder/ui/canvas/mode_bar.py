"""Says over the canvas that the network is kept Sequential, and leads out of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.chain import as_list, branching_node
from netbuilder.graph.sharing import change_layer
from netbuilder.graph.submodels import FUNCTIONAL, SEQUENTIAL, edit_inner, of_class
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.ui.canvas.overlay import DISTANCE
from netbuilder.ui.document import Document


class ModeBar(QFrame):
    """In the lower left corner while layers wire themselves.

    Attributes:
        switch: The button that lets the network have branches.
    """

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self._document = document
        text = QLabel(tr("Sequential: layers are wired in their order"))
        text.setProperty("muted", True)
        self.switch = QPushButton(tr("Switch to Functional"))
        self.switch.setObjectName("link")
        self.switch.setToolTip(tr("Let wires lead anywhere, for a network with branches"))
        self.switch.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.addWidget(text)
        row.addWidget(self.switch)
        document.changed.connect(self._refresh)
        document.level_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.adjustSize()
        self.setVisible(self._document.listed)

    def place(self, above: int) -> None:
        """Lie in the lower left corner of the parent, so many pixels above what lies there."""
        parent = self.parentWidget()
        if parent is not None:
            self.move(DISTANCE, parent.height() - above - self.height() - DISTANCE)

    def _leave(self) -> None:
        switch_mode(self._document)


def switch_mode(document: Document) -> str:
    """Keep the open network Sequential from now on, or let it have branches again.

    Returns why it cannot be Sequential; empty if all is well.
    """
    if document.listed:
        _set_mode(document, tr("Switch to Functional"), sequential=False)
        return ""
    graph = document.level.graph
    culprit = branching_node(graph)
    if culprit is not None:
        return tr(
            "'{name}' has more than one way in or out; a second branch needs Functional.",
            name=graph.nodes[culprit].name,
        )
    _set_mode(document, tr("Switch to Sequential"), sequential=True)
    return ""


def _set_mode(document: Document, text: str, *, sequential: bool) -> None:
    """Make the open network a list, or one that need be none, in one undo step."""
    path = document.level.path
    if path:
        document.apply(partial(_with_inside, path=path, sequential=sequential), text)
        return

    def change(project: Project) -> Project:
        graph = as_list(project.graph) if sequential else project.graph
        return replace(project, sequential=sequential, graph=graph)

    document.apply_to_project(change, text)


def _with_inside(graph: Graph, *, path: tuple[NodeId, ...], sequential: bool) -> Graph:
    """Return a network with the submodel at the end of a path of another class."""

    def change(node: Node) -> Node:
        if not sequential or node.inner is None:
            return of_class(node, FUNCTIONAL)
        # The last layer of a list answers, whichever that is.
        inner = as_list(replace(node.inner, outputs=()))
        return replace(of_class(node, SEQUENTIAL), inner=inner)

    return edit_inner(graph, path[:-1], lambda around: change_layer(around, path[-1], change))
