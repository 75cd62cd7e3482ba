"""The table of all runs: sorted, searched, and drawn without a widget for any row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from netbuilder.i18n import tr
from netbuilder.runs.model import Run
from netbuilder.ui.runs.columns import ColumnMemory
from netbuilder.ui.runs.rows import RunsModel
from netbuilder.ui.theme import Scheme

_OWN_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Space}
_MOVING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}


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
