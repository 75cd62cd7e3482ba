"""The table of all runs: sorted, searched, and drawn without a widget for any row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from netbuilder.i18n import tr
from netbuilder.runs.listing import Column, columns, found, metrics, ordered, status_word
from netbuilder.runs.model import Run, Status
from netbuilder.ui.runs.columns import ColumnMemory
from netbuilder.ui.text import duration, figure
from netbuilder.ui.theme import Scheme, mono_font, tokens

_WRITERS: Mapping[str, Callable[[Run], str]] = {
    "starred": lambda run: "★" if run.starred else "☆",
    "title": lambda run: run.title or tr("Untitled"),
    "started": lambda run: run.started.astimezone().strftime("%Y-%m-%d %H:%M"),
    "status": lambda run: status_word(run.status),
    "epochs_done": lambda run: f"{run.epochs_done}/{run.epochs}",
    "seconds": lambda run: duration(run.seconds),
    "note": lambda run: " ".join(run.note.split()),
}
_OWN_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Space}
_MOVING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
_WORDS = {"title", "started", "status", "note", "starred"}


class RunsModel(QAbstractTableModel):
    """Gives Qt's view the runs that a search finds, in the order of one column."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = columns(())
        self.rows: list[Run] = []
        self._runs: tuple[Run, ...] = ()
        self.scheme = scheme
        self._text = ""
        self._sort_key, self._descending = "id", True

    @property
    def order(self) -> tuple[str, bool]:
        """The column that the rows are ordered by, and whether from high to low."""
        return self._sort_key, self._descending

    def set_scheme(self, scheme: Scheme) -> None:
        """Write in the colours of another scheme."""
        self.scheme = scheme
        self._arrange()

    def show(self, runs: Sequence[Run]) -> None:
        """Show other runs."""
        self._runs = tuple(runs)
        self._arrange()

    def update(self, run: Run) -> bool:
        """Show a run as it is now, in its row; return whether that could be done.

        It cannot if the run is not shown, or has figures for which there is no column.
        """
        row = next((row for row, shown in enumerate(self.rows) if shown.id == run.id), None)
        if row is None or not {*metrics([run])} <= {column.key for column in self.columns}:
            return False
        self._runs = tuple(run if other.id == run.id else other for other in self._runs)
        self.rows[row] = run
        last = len(self.columns) - 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        return True

    def show_found(self, text: str) -> None:
        """Show only the runs that a search finds."""
        self._text = text
        self._arrange()

    def order_by(self, key: str, *, descending: bool) -> None:
        """Order the rows by a column."""
        self._sort_key, self._descending = key, descending
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by the column at a place, as a click on its heading asks for."""
        if 0 <= column < len(self.columns):
            falling = order is Qt.SortOrder.DescendingOrder
            self.order_by(self.columns[column].key, descending=falling)

    def _arrange(self) -> None:
        self.beginResetModel()
        self.columns = columns(self._runs)
        by_key = {column.key: column for column in self.columns}
        column = by_key.get(self._sort_key, by_key["id"])
        self.rows = ordered(found(self._runs, self._text), column, descending=self._descending)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of runs that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a cell shows, how, and its exact value as a tip."""
        column, run = self.columns[index.column()], self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(column, run)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(column, run)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole if column.is_figure:
                return mono_font()
            case Qt.ItemDataRole.ForegroundRole if column.key in ("status", "starred"):
                return self._colour(column, run)
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading, or what it means."""
        if orientation is Qt.Orientation.Vertical or section >= len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole if column.is_figure:
                return tr("{metric} after the last epoch; click to sort", metric=column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tr("Click to sort; right-click to choose columns")
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return None

    def _colour(self, column: Column, run: Run) -> QColor:
        colours = tokens(self.scheme)
        if column.key == "starred":
            return QColor(colours.warning if run.starred else colours.line)
        by_status = {
            Status.RUNNING: colours.accent,
            Status.FAILED: colours.error,
            Status.LOST: colours.warning,
        }
        return QColor(by_status.get(run.status, colours.text))


class RunsTable(QTableView):
    """Shows a :class:`RunsModel`; columns keep their width and place from day to day.

    Attributes:
        chosen_changed: Fires when other runs are chosen.
        opened: Fires on Enter and on a double-click.
        deletion_wanted: Fires on Delete.
        star_wanted: Fires on Space, and on a click on a star.
    """

    chosen_changed = Signal()
    opened = Signal()
    deletion_wanted = Signal()
    star_wanted = Signal()

    def __init__(self, scheme: Scheme, memory: ColumnMemory) -> None:
        super().__init__()
        self._memory = memory
        self._showing = False
        self.runs = RunsModel(scheme)
        key, descending = memory.order
        self.runs.order_by(key, descending=descending)
        self.setModel(self.runs)
        self._set_up()
        self.runs.modelReset.connect(self._give_widths)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(self._on_double_click)
        self.clicked.connect(self._on_click)
        self._give_widths()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("Runs"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(28)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.sectionClicked.connect(self._on_heading)
        header.sectionResized.connect(self._on_resized)

    @property
    def chosen(self) -> list[Run]:
        """The chosen runs, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.runs.rows[row] for row in rows]

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show other runs; those that are chosen stay so."""
        self._keep_chosen(lambda: self.runs.show(runs))

    def show_found(self, text: str) -> None:
        """Show only the runs that a search finds."""
        self._keep_chosen(lambda: self.runs.show_found(text))

    def choose(self, numbers: Iterable[int]) -> None:
        """Choose the runs with these numbers, as far as they are shown."""
        wanted = set(numbers)
        selection = QItemSelection()
        rows = [row for row, run in enumerate(self.runs.rows) if run.id in wanted]
        for row in rows:
            index = self.runs.index(row, 0)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            at = self.runs.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(at, flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean the runs from the canvas, which has commands on them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, delete and star by key."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case Qt.Key.Key_Delete:
                self.deletion_wanted.emit()
            case Qt.Key.Key_Space:
                self.star_wanted.emit()
            case key if key in _MOVING and self.runs.rows and not self.chosen:
                at = min(max(self.currentIndex().row(), 0), len(self.runs.rows) - 1)
                self.choose([self.runs.rows[at].id])
            case _:
                super().keyPressEvent(event)

    def _keep_chosen(self, change: Callable[[], None]) -> None:
        before = [run.id for run in self.chosen]
        self._showing = True
        change()
        self.choose(before)
        self._showing = False
        self.chosen_changed.emit()

    def _on_selection(self) -> None:
        if not self._showing:
            self.chosen_changed.emit()

    def _on_click(self, index: QModelIndex) -> None:
        if self.runs.columns[index.column()].key == "starred":
            self.star_wanted.emit()

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.runs.columns[index.column()].key != "starred":
            self.opened.emit()

    def _on_heading(self, section: int) -> None:
        key, descending = self.runs.order
        wanted = self.runs.columns[section].key
        falling = not descending if wanted == key else wanted in ("starred", "id", "started")
        self._keep_chosen(lambda: self.runs.order_by(wanted, descending=falling))
        self._memory.order = (wanted, falling)

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        last = section == len(self.runs.columns) - 1
        if not self._showing and not last and width > 0:
            self._memory.set_width(self.runs.columns[section].key, width)

    def _give_widths(self) -> None:
        """Give every column its width, hide those that are not wanted, mark the order."""
        before, self._showing = self._showing, True
        header = self.horizontalHeader()
        key, descending = self.runs.order
        for section, column in enumerate(self.runs.columns):
            self.setColumnWidth(section, self._memory.width(column.key))
            self.setColumnHidden(section, self._memory.is_hidden(column.key))
            if column.key == key:
                order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
                header.setSortIndicator(section, order)
        self._showing = before

    def column_actions(self) -> list[QAction]:
        """Return an action for each column that shows or hides it."""
        actions = []
        for column in self.runs.columns:
            action = QAction(column.title, self)
            action.setCheckable(True)
            action.setChecked(not self._memory.is_hidden(column.key))
            action.setEnabled(column.key != "id")
            action.toggled.connect(
                lambda shown, key=column.key: self._show_column(key, shown=shown)
            )
            actions.append(action)
        return actions

    def _show_column(self, key: str, *, shown: bool) -> None:
        self._memory.set_hidden(key, hidden=not shown)
        self._give_widths()

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        menu.addActions(self.column_actions())
        menu.exec(self.cursor().pos())
        menu.deleteLater()


def _text(column: Column, run: Run) -> str:
    write = _WRITERS.get(column.key)
    if write is not None:
        return write(run)
    value = column.value(run)
    if value is None:
        return ""
    return figure(value) if isinstance(value, float) else str(value)


def _tip(column: Column, run: Run) -> str:
    if column.key == "note":
        return run.note
    if column.is_figure:
        value = column.value(run)
        return "" if value is None else repr(value)
    return _text(column, run)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    words = column.key in _WORDS
    side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
