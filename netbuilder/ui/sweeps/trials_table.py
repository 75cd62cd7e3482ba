"""The trials of a sweep as a plain table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from netbuilder.graph.values import Value
from netbuilder.i18n import tr
from netbuilder.project.places import place_words
from netbuilder.runs.sweeps import Trial, TrialState
from netbuilder.training.range_text import write_value
from netbuilder.training.sweeps import SweepPlan
from netbuilder.ui.theme import mono_font

_NUMBER = Qt.ItemDataRole.UserRole
_WIDTHS = (56, 80, 96)


class TrialsTable(QTableWidget):
    """A row for each trial, to be sorted by a click on a heading.

    Attributes:
        chosen_changed: Fires when other trials are chosen.
        opened: Fires on Enter and on a double-click.
    """

    chosen_changed = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.setAccessibleName(tr("Trials"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(96)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.itemSelectionChanged.connect(self.chosen_changed)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    @property
    def chosen(self) -> list[int]:
        """The numbers of the chosen trials, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._number(row) for row in rows]

    def choose(self, numbers: Collection[int]) -> None:
        """Choose the trials with these numbers."""
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self):
            self.clearSelection()
            for row in range(self.rowCount()):
                if self._number(row) in numbers:
                    index = self.model().index(row, 0)
                    self.selectionModel().select(index, flags.Select | flags.Rows)
                    self.scrollTo(index)
        self.chosen_changed.emit()

    def show_trials(self, plan: SweepPlan, trials: Sequence[Trial], shown: Collection[int]) -> None:
        """Show the trials whose numbers are among ``shown``; those that are chosen stay so."""
        chosen = self.chosen
        wanted = [trial for trial in trials if trial.number in shown]
        names = [dimension.name for dimension in plan.dimensions]
        titles = [place_words(dimension.place) for dimension in plan.dimensions]
        objective = plan.objective or tr("loss")
        with QSignalBlocker(self):
            self.setSortingEnabled(False)
            before = self.columnCount()
            self.setColumnCount(len(names) + 4)
            self.setHorizontalHeaderLabels(
                [tr("Trial"), tr("State"), objective, *titles, tr("Why it failed")]
            )
            if self.columnCount() != before:
                self._give_widths()
            self.setRowCount(len(wanted))
            for row, trial in enumerate(wanted):
                values = [trial.settings.get(name) for name in names]
                self._fill(row, trial, values)
            self.setSortingEnabled(True)
        if self.chosen != chosen:
            self.choose(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _give_widths(self) -> None:
        """Give each column room for its heading; the first ones have a usual width too."""
        header = self.horizontalHeader()
        for column, usual in zip_longest(range(self.columnCount()), _WIDTHS, fillvalue=0):
            self.setColumnWidth(column, max(usual, header.sectionSizeHint(column)))

    def _fill(self, row: int, trial: Trial, values: Sequence[Value]) -> None:
        number = _cell(trial.number)
        number.setData(_NUMBER, trial.number)
        self.setItem(row, 0, number)
        self.setItem(row, 1, _cell(state_word(trial.state)))
        for column, value in enumerate((trial.value, *values), start=2):
            self.setItem(row, column, _cell(value))
        message = _cell(trial.message)
        message.setToolTip(trial.message)
        self.setItem(row, len(values) + 3, message)

    def _number(self, row: int) -> int:
        item = self.item(row, 0)
        return int(item.data(_NUMBER)) if item is not None else -1


def state_word(state: TrialState) -> str:
    """Return what became of a trial, in a word."""
    words = {
        TrialState.RUNNING: tr("running"),
        TrialState.FINISHED: tr("finished"),
        TrialState.PRUNED: tr("given up"),
        TrialState.FAILED: tr("failed"),
        TrialState.CANCELLED: tr("cancelled"),
    }
    return words[state]


def _cell(value: Value) -> QTableWidgetItem:
    """Return a cell that is sorted as a number if it shows one."""
    item = QTableWidgetItem()
    if value is None:
        return item
    if isinstance(value, int | float) and not isinstance(value, bool):
        item.setFont(mono_font())
        shown = value if isinstance(value, int) else float(f"{value:.6g}")
        item.setData(Qt.ItemDataRole.DisplayRole, shown)
        return item
    item.setText(write_value(value))
    return item
