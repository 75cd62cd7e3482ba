"""Shows side by side what differs between two runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError, read_project
from netbuilder.runs.difference import Account, Difference, run_differences
from netbuilder.runs.folder import PROJECT
from netbuilder.runs.model import RateChange, Run

_WIDTHS = (110, 150, 110)


class Differences(QWidget):
    """A plain list: where, what, in the first run, in the second.

    Args:
        rates_of: Returns the learning rates that were set by hand in a run.
    """

    def __init__(self, rates_of: Callable[[Run], Sequence[RateChange]]) -> None:
        super().__init__()
        self._rates_of = rates_of
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(12, 8, 12, 8)
        self.verdict.setProperty("muted", True)
        self.list = QTableWidget(0, 4)
        self.list.setAccessibleName(tr("What differs between two runs"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setAlternatingRowColors(True)
        self.list.setShowGrid(False)
        self.list.setWordWrap(False)
        self.list.setTabKeyNavigation(False)
        self.list.verticalHeader().setVisible(False)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.horizontalHeader().setHighlightSections(False)
        self.list.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.verdict)
        layout.addWidget(self.list, 1)
        self.show_runs(())

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Compare the runs if there are just two; else say what to do."""
        self.list.setRowCount(0)
        if len(runs) != 2:
            self._say(tr("Choose two runs to see what differs between them."))
            return
        first, second = sorted(runs, key=lambda run: run.id)
        try:
            accounts = [
                Account(run, read_project(run.folder / PROJECT), self._rates_of(run))
                for run in (first, second)
            ]
        except ProjectError as error:
            self._say(str(error))
            return
        found = run_differences(*accounts)
        self.list.setHorizontalHeaderLabels(
            [tr("Where"), tr("What"), *(tr("Run {number}", number=r.id) for r in (first, second))]
        )
        self._list(found)
        self._say(_verdict(found, first, second), empty=not found)

    def _list(self, found: Sequence[Difference]) -> None:
        self.list.setRowCount(len(found))
        for row, one in enumerate(found):
            for column, text in enumerate((one.place, one.what, one.first, one.second)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.list.setItem(row, column, item)

    def _say(self, sentence: str, *, empty: bool = True) -> None:
        self.verdict.setText(sentence)
        self.list.setVisible(not empty)


def _verdict(found: Sequence[Difference], first: Run, second: Run) -> str:
    numbers = {"first": first.id, "second": second.id}
    if not found:
        return tr(
            "Runs {first} and {second} have the same network, data and settings: what differs "
            "in their figures is chance.",
            **numbers,
        )
    if {one.what for one in found} == {"seed"}:
        return tr("Runs {first} and {second} differ in nothing but their seed.", **numbers)
    if len(found) == 1:
        return tr("Runs {first} and {second} differ in one thing.", **numbers)
    return tr("Runs {first} and {second} differ in {count} things.", count=len(found), **numbers)
