"""The summary panel: the layer table as Keras's model.summary() shows it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.text import grouped, shapes_text
from netbuilder.ui.theme import mono_font
from netbuilder.validation import NodeState

_SHAPE, _PARAMS = 2, 3


class SummaryPanel(QWidget):
    """All layers of the model, sources first, with what each gives and weighs."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: tuple[NodeId, ...] = ()
        self.table = QTableWidget(0, 6)
        self.table.setHorizontalHeaderLabels(
            [
                tr("Layer"),
                tr("Class"),
                tr("Output shape"),
                tr("Parameters"),
                tr("Trainable"),
                tr("Gets its input from"),
            ]
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.totals = QLabel()
        self.totals.setContentsMargins(12, 4, 12, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals)
        document.changed.connect(self._refresh)
        document.selection_changed.connect(self._show_selection)
        self.table.itemSelectionChanged.connect(self._select_rows)
        self._refresh()

    def _refresh(self) -> None:
        report = self._document.report
        self.table.blockSignals(True)
        self._rows = report.order
        self.table.setRowCount(len(self._rows))
        for row, key in enumerate(self._rows):
            for column, text in enumerate(self._cells(key)):
                self.table.setItem(row, column, _cell(text, column))
        self.table.resizeColumnsToContents()
        self.table.blockSignals(False)
        self.totals.setText(
            tr(
                "{total} parameters, {trainable} of them trainable",
                total=grouped(report.total_params),
                trainable=grouped(report.trainable_params),
            )
            if self._rows
            else tr("The layers between an input and an output are listed here.")
        )
        self._show_selection()

    def _cells(self, key: NodeId) -> tuple[str, ...]:
        node, known = self._document.graph.nodes[key], self._document.report.nodes[key]
        shape = shapes_text(known.outputs)
        if known.state is not NodeState.VALID:
            shape = {
                NodeState.ERROR: tr("has a problem"),
                NodeState.WAITING: tr("waits for its input"),
            }.get(known.state, tr("known when trained"))
        sources = [self._document.graph.nodes[w.source] for w in self._document.graph.incoming(key)]
        return (
            node.name,
            node.class_name,
            shape,
            "" if known.params is None else grouped(known.params),
            "" if known.trainable_params is None else grouped(known.trainable_params),
            ", ".join(source.name for source in sources),
        )

    def _show_selection(self) -> None:
        chosen = self._document.selection
        model = self.table.selectionModel()
        self.table.blockSignals(True)
        model.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row, key in enumerate(self._rows):
            if key in chosen:
                model.select(self.table.model().index(row, 0), flags)
                self.table.scrollTo(self.table.model().index(row, 0))
        self.table.blockSignals(False)

    def _select_rows(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        self._document.select(self._rows[row] for row in rows)


def _cell(text: str, column: int) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    if column in (_SHAPE, _PARAMS, _PARAMS + 1):
        item.setFont(QFont(mono_font()))
    if column in (_PARAMS, _PARAMS + 1):
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
