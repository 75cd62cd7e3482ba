"""Says over the canvas that the network is kept Sequential, and leads out of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from netbuilder.graph.chain import as_list, branching_node
from netbuilder.i18n import tr
from netbuilder.ui.document import Document

_PLACE = QPoint(12, 12)


class ModeBar(QFrame):
    """In the upper left corner while layers wire themselves.

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
        self.move(_PLACE)
        document.changed.connect(self._refresh)
        document.level_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.adjustSize()
        self.setVisible(self._document.listed)

    def _leave(self) -> None:
        switch_mode(self._document)


def switch_mode(document: Document) -> str:
    """Keep the network Sequential from now on, or let it have branches again.

    Returns why it cannot be Sequential; empty if all is well.
    """
    project = document.project
    if project.sequential:
        document.apply_to_project(
            lambda project: replace(project, sequential=False), tr("Switch to Functional")
        )
        return ""
    culprit = branching_node(project.graph)
    if culprit is not None:
        return tr(
            "'{name}' has more than one way in or out; a second branch needs Functional.",
            name=project.graph.nodes[culprit].name,
        )
    document.apply_to_project(
        lambda project: replace(project, sequential=True, graph=as_list(project.graph)),
        tr("Switch to Sequential"),
    )
    return ""
