"""The outline: the open network as a plain tree, for eyes that cannot see the canvas.

Qt's own accessibility speaks for the rows of a tree. Interfaces written in Python for the
drawn nodes would be the other way, but in PySide6 6.11 the process dies by a segmentation
fault as soon as a screen reader asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import NodeId, Wire
from netbuilder.i18n import tr
from netbuilder.ui.canvas.tips import node_summary, tensor_summary, wire_summary
from netbuilder.ui.document import Document
from netbuilder.ui.text import shape_text

_NODE = Qt.ItemDataRole.UserRole


class Outline(QTreeWidget):
    """All layers in their order, and below each its ports, wires and problems.

    Attributes:
        node_wanted: Fires with the id of the node whose row is entered or double-clicked.
    """

    node_wanted = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._seen = False
        self._stale = True
        self._known: dict[NodeId, tuple[object, ...]] = {}
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(tr("Outline of the network"))
        document.changed.connect(self._on_changed)
        document.level_changed.connect(self._on_changed)
        document.selection_changed.connect(self._show_selection)
        self.itemSelectionChanged.connect(self._select)
        self.itemActivated.connect(self._on_activated)

    @property
    def current_node(self) -> NodeId | None:
        """The node whose row, or a detail of it, is current."""
        item = self.currentItem()
        return str(item.data(0, _NODE)) if item is not None else None

    def set_seen(self, seen: bool) -> None:
        """Keep the rows true only while they are in sight."""
        self._seen = seen
        if seen and self._stale:
            self._fill()

    def _on_changed(self) -> None:
        self._stale = True
        if self._seen:
            self._fill()

    def _fill(self) -> None:
        """Show the open network; rows of which nothing is different are kept, for they are many."""
        self._stale = False
        level = self._document.level
        opened = {item.data(0, _NODE) for item in self._rows() if item.isExpanded()}
        said = {
            key: self._said(key) for key in dict.fromkeys((*level.report.order, *level.graph.nodes))
        }
        with QSignalBlocker(self):
            kept = {str(row.data(0, _NODE)): row for row in self.invisibleRootItem().takeChildren()}
            rows = [
                kept[key] if self._known.get(key) == what else self._row(key)
                for key, what in said.items()
            ]
            self.addTopLevelItems(rows)
            for row in rows:
                if row.data(0, _NODE) in opened:
                    row.setExpanded(True)
        self._known = said
        self._show_selection()

    def _said(self, key: NodeId) -> tuple[object, ...]:
        """Return all that a node's row is made of; its place is not."""
        level = self._document.level
        graph, nodes = level.graph, level.report.nodes
        node = graph.nodes[key]
        before = [(graph.nodes[w.source].name, nodes.get(w.source)) for w in graph.incoming(key)]
        after = [graph.nodes[w.target].name for w in graph.outgoing(key)]
        return (
            *(node.name, node.class_name, node.params, nodes.get(key)),
            *(graph.incoming(key), graph.outgoing(key), before, after),
            level.report.answering(key),
            level.report.problems_of(key),
        )

    def _row(self, key: NodeId) -> QTreeWidgetItem:
        graph = self._document.level.graph
        node = graph.nodes[key]
        spec = spec_of(node, self._document.catalog.layers)
        row = _item(key, node.name, spec.summary if spec else "")
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, node_summary(self._document, key))
        for text, description in self._details(key, spec):
            detail = _item(key, text, description)
            detail.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            row.addChild(detail)
        return row

    def _details(self, key: NodeId, spec: LayerSpec | None) -> Iterator[tuple[str, str]]:
        """Yield what stands below a node, and what is said of it: problems, ports and wires."""
        level = self._document.level
        for problem in level.report.problems_of(key):
            yield tr("Problem: {message}", message=problem.message), problem.why
        incoming, outgoing = level.graph.incoming(key), level.graph.outgoing(key)
        for wire in incoming:
            name = level.graph.nodes[wire.source].name
            text = tr(
                "Input {port}: from {name}, {shape}",
                port=wire.target_port + 1,
                name=name,
                shape=self._shape(wire),
            )
            yield text, wire_summary(self._document, wire)
        taken = {wire.target_port for wire in incoming}
        for port in range(spec.ports.minimum if spec else 0):
            if port not in taken:
                title = spec.ports.names[port] if spec and spec.ports.names else tr("tensor")
                text = tr("Input {port}: no wire yet", port=port + 1)
                yield text, tr("It takes the {name} from another layer.", name=title)
        for wire in outgoing:
            name = level.graph.nodes[wire.target].name
            text = tr(
                "Output {port}: to {name}, {shape}",
                port=wire.source_port + 1,
                name=name,
                shape=self._shape(wire),
            )
            yield text, wire_summary(self._document, wire)
        answers = dict.fromkeys(level.report.answering(key))
        for number in answers:
            text = tr("Output {port}: an answer of the network", port=number + 1)
            yield text, tensor_summary(self._document, key, number)
        if not outgoing and not answers:
            yield tr("Output 1: no wire yet"), tensor_summary(self._document, key, 0)

    def _shape(self, wire: Wire) -> str:
        tensor = self._document.level.report.tensor(wire.start)
        return tr("shape not known yet") if tensor is None else shape_text(tensor.shape)

    def _rows(self) -> Iterator[QTreeWidgetItem]:
        rows = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return (row for row in rows if row is not None)

    def _show_selection(self) -> None:
        """Select the rows of what is selected on the canvas."""
        chosen = self._document.selection
        if not self._seen or chosen == self._chosen():
            return
        with QSignalBlocker(self):
            self.clearSelection()
            for row in self._rows():
                if row.data(0, _NODE) in chosen:
                    self.setCurrentItem(row, 0, QItemSelectionModel.SelectionFlag.Select)

    def _select(self) -> None:
        """Select on the canvas what is selected here."""
        self._document.select(self._chosen())

    def _chosen(self) -> frozenset[NodeId]:
        return frozenset(str(item.data(0, _NODE)) for item in self.selectedItems())

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        self.node_wanted.emit(item.data(0, _NODE))


def _item(key: NodeId, text: str, description: str) -> QTreeWidgetItem:
    """Return a row about a node, with what a screen reader says of it besides its text."""
    item = QTreeWidgetItem([text])
    item.setData(0, _NODE, key)
    item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, description)
    return item
