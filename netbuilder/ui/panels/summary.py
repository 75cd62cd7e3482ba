"""The summary panel: the layer table as Keras's model.summary() shows it, and what it costs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.export import suggested_path
from netbuilder.ui.panels.summary_table import (
    SUFFIXES,
    Line,
    as_saved,
    as_text,
    columns,
    lines,
    totals,
)
from netbuilder.ui.text import grouped
from netbuilder.ui.theme import mono_font
from netbuilder.validation.figures import figures

_WAIT_MS = 60
_MEASURED_ROWS = 60  # whose texts decide how wide a column is


class SummaryPanel(QWidget):
    """All layers of the open network, sources first, with what each gives, weighs and costs."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: tuple[NodeId, ...] = ()
        self.model = SummaryModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.totals = QLabel()
        self.copy_button = QPushButton(tr("Copy"))
        self.save_button = QPushButton(tr("Save table"))
        self._set_up_table()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._refresh_if_seen)
        self._is_stale, self._is_seen = True, False
        document.changed.connect(self._on_changed)
        document.level_changed.connect(self._on_changed)
        document.selection_changed.connect(self._show_selection)
        self.table.selectionModel().selectionChanged.connect(self._select_rows)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self.save)

    def _set_up_table(self) -> None:
        self.table.setAccessibleName(tr("Layers of the network"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setVisible(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setAlternatingRowColors(True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setResizeContentsPrecision(_MEASURED_ROWS)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)

    def _lay_out(self) -> None:
        self.copy_button.setToolTip(tr("Copy the table as text"))
        self.save_button.setToolTip(
            tr("Save the table for a spreadsheet (CSV), as Markdown or as text")
        )
        self.totals.setWordWrap(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(self.totals, 1)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(bar)

    def set_seen(self, seen: bool) -> None:
        """Tell whether the panel is in front; while it is not, the table rests.

        Qt calls a dock behind another tab visible, so the panel cannot know by itself.
        """
        self._is_seen = seen
        self._refresh_if_seen()

    def refresh(self) -> None:
        """Show the open network as it is now."""
        self._is_stale = False
        level = self._document.level
        batch = self._document.project.training.batch_size
        found = figures(level.graph, level.report, self._document.catalog, batch)
        self._rows = level.report.order
        self.model.show(lines(level.graph, level.report, found))
        self.table.resizeColumnsToContents()
        self.totals.setText(
            totals(found)
            if self._rows
            else tr("The layers between an input and an output are listed here.")
        )
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(self._rows))
        self._show_selection()

    def _on_changed(self) -> None:
        self._is_stale = True
        self._timer.start()

    def _refresh_if_seen(self) -> None:
        if self._is_stale and self._is_seen:
            self.refresh()

    def _show_selection(self) -> None:
        if self._is_stale:
            return
        chosen = self._document.selection
        selection = QItemSelection()
        rows = [row for row, key in enumerate(self._rows) if key in chosen]
        for row in rows:
            index = self.model.index(row, 0)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        choice = self.table.selectionModel()
        choice.blockSignals(True)
        choice.select(selection, flags.ClearAndSelect | flags.Rows)
        choice.blockSignals(False)
        self.table.viewport().update()
        if rows and not self.table.hasFocus():
            self.table.scrollTo(self.model.index(rows[0], 0))

    def _select_rows(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        self._document.select(self._rows[row] for row in rows)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.model.lines, self.totals.text()))

    def save(self) -> None:
        """Ask where, and save the table in the form that the file's suffix says."""
        if self._is_stale:
            self.refresh()
        kinds = (tr("Tables (*.csv)"), tr("Markdown (*.md)"), tr("Text (*.txt)"))
        suggestion = str(suggested_path(self._document, "csv"))
        name, kind = QFileDialog.getSaveFileName(
            self, tr("Save table"), suggestion, ";;".join(kinds)
        )
        if not name:
            return
        path = Path(name)
        if path.suffix.lower() not in SUFFIXES:
            wanted = kinds.index(kind) if kind in kinds else 0
            path = path.with_name(path.name + SUFFIXES[wanted])
        try:
            text = as_saved(self.model.lines, self.totals.text(), path.suffix.lower())
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            QMessageBox.warning(
                self, tr("NetBuilder"), tr("The table cannot be saved: {reason}.", reason=error)
            )


class SummaryModel(QAbstractTableModel):
    """Gives Qt's view the lines of the table."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._lines

    def show(self, table: tuple[Line, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = table
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a cell shows, how, and its exact value as a tip."""
        column, line = self._columns[index.column()], self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                value = column.raw(line)
                return grouped(value) if isinstance(value, int) else column.text(line)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(is_number=column.is_number)
            case Qt.ItemDataRole.FontRole if column.is_number or column.key == "output_shape":
                return mono_font()
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading, or what it means."""
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self._columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(is_number=column.is_number)
            case _:
                return None


def _alignment(*, is_number: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
