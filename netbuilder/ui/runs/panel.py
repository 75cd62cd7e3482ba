"""The runs panel: all trainings at the left, those that are chosen at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.runs.checkpoints import Checkpoint
from netbuilder.runs.folder import PROJECT, SCRIPT
from netbuilder.runs.listing import as_csv, course_as_csv
from netbuilder.runs.model import Course, RateChange, Run, Status
from netbuilder.runs.store import RunStore, RunStoreError
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.runs.columns import ColumnMemory
from netbuilder.ui.runs.courses import Courses
from netbuilder.ui.runs.details import RunDetails
from netbuilder.ui.runs.differences import Differences
from netbuilder.ui.runs.plots import MOST_RUNS, RunCurves
from netbuilder.ui.runs.saving import save_csv, save_model
from netbuilder.ui.runs.script_view import ScriptView
from netbuilder.ui.runs.table import RunsTable
from netbuilder.ui.sweeps.control import SweepControl
from netbuilder.ui.sweeps.page import SweepPage
from netbuilder.ui.theme import Scheme
from netbuilder.ui.training.control import TrainingControl

T = TypeVar("T")
_FOLLOW_MS = 1_000
_SEARCH_MS = 120


class RunsPanel(QWidget):
    """Everything about runs that have been; it reads the store only while it is seen.

    Attributes:
        project_wanted: Fires with the project file of a run that is to be opened.
        chosen_changed: Fires when other runs are chosen.
    """

    project_wanted = Signal(object)
    chosen_changed = Signal()

    def __init__(
        self,
        control: TrainingControl,
        sweeps: SweepControl,
        preferences: Preferences,
        scheme: Scheme,
    ) -> None:
        super().__init__()
        self._control = control
        self._sweeps = sweeps
        self._seen = False
        self._courses = Courses()
        self.search = QLineEdit()
        self.count = QLabel()
        self.table = RunsTable(scheme, ColumnMemory(preferences))
        self.curves = RunCurves(scheme)
        self.differences = Differences(self._rates_of)
        self.details = RunDetails()
        self.sweep = SweepPage(sweeps, control.open_store, scheme)
        self.tabs = QTabWidget()
        self.empty = QLabel(tr("Every training is kept here: press Train to make the first."))
        self._pages = QStackedWidget()
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MS)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SEARCH_MS)
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> list[Run]:
        """The chosen runs, from top to bottom."""
        return self.table.chosen

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.table.runs.set_scheme(scheme)
        self.curves.set_scheme(scheme)
        self.sweep.set_scheme(scheme)

    def set_seen(self, seen: bool) -> None:
        """Tell whether the panel is in front; while it is not, it rests."""
        self._seen = seen
        if seen:
            self.refresh()
        self.sweep.set_seen(seen and self.tabs.currentWidget() is self.sweep)
        self._follow_if_needed()

    def refresh(self) -> None:
        """Show all runs as the store has them now."""
        runs = self._ask(lambda store: store.list()) or ()
        self._pages.setCurrentIndex(0 if runs or self._sweeps.running else 1)
        self.table.show_runs(runs)
        self._say_count()

    def open_project(self) -> None:
        """Open the project of the chosen run as it was, as a new one."""
        for run in self.chosen[:1]:
            self.project_wanted.emit(run.folder / PROJECT)

    def toggle_stars(self) -> None:
        """Mark the chosen runs, or take the marks off if all have one."""
        chosen = self.chosen
        starred = not all(run.starred for run in chosen)
        for run in chosen:
            self._ask(partial(RunStore.star, number=run.id, starred=starred))
        self.refresh()

    def show_sweep(self) -> None:
        """Show the trials of the last sweep, or of that to which the chosen run belongs."""
        self._pages.setCurrentIndex(0)
        self.tabs.setCurrentWidget(self.sweep)

    def show_details(self) -> None:
        """Show all about the chosen run."""
        self.tabs.setCurrentWidget(self.details)

    def edit_note(self) -> None:
        """Lead to the note of the chosen run."""
        self.show_details()
        self.details.note.setFocus()

    def show_difference(self) -> None:
        """Show what differs between the two chosen runs."""
        self.tabs.setCurrentWidget(self.differences)

    def continue_chosen(self) -> None:
        """Train the chosen run further, as the details say."""
        self.show_details()
        self.details.go_on.click()

    def delete(self) -> None:
        """Delete the chosen runs with their folders, once that is confirmed."""
        doomed = [run for run in self.chosen if run.status is not Status.RUNNING]
        if not doomed:
            return
        question = (
            tr("Delete run {number} with its figures, model and notes?", number=doomed[0].id)
            if len(doomed) == 1
            else tr("Delete {count} runs with their figures, models and notes?", count=len(doomed))
        )
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, tr("Delete runs?"), question, buttons.Yes | buttons.Cancel, buttons.Cancel
        )
        if answer == buttons.Yes:
            for run in doomed:
                self._ask(partial(RunStore.delete, number=run.id))
            self.refresh()

    def export_table(self) -> None:
        """Save the chosen runs, or all that are shown, as CSV: a line a run."""
        runs = self.chosen or self.table.runs.rows
        save_csv(tr("Save table of runs"), "runs.csv", as_csv(runs), self)

    def export_figures(self) -> None:
        """Save every epoch of the chosen runs, or of all that are shown, as CSV."""
        runs = self.chosen or self.table.runs.rows
        pairs = ((run, self._ask(partial(_epochs_of, run))) for run in runs)
        text = course_as_csv((run, course) for run, course in pairs if course is not None)
        save_csv(tr("Save figures of runs"), "epochs.csv", text, self)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(
            tr("Search: project, note, state, day, seed=42, loss<0.3, ★")
        )
        self.search.setAccessibleName(tr("Search runs"))
        self.search.setClearButtonEnabled(True)
        self.count.setProperty("muted", True)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(12)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.count)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.tabs.setDocumentMode(True)
        for page, title in (
            (self.curves, tr("Curves")),
            (self.differences, tr("Difference")),
            (self.details, tr("Details")),
            (self.sweep, tr("Sweep")),
        ):
            self.tabs.addTab(page, title)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self.tabs)
        for place in (0, 1):
            splitter.setStretchFactor(place, 1)
        splitter.setSizes([560, 560])
        splitter.setChildrenCollapsible(False)
        self.empty.setProperty("muted", True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setWordWrap(True)
        self._pages.addWidget(splitter)
        self._pages.addWidget(self.empty)
        self._pages.setCurrentIndex(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._wait.start)
        self._wait.timeout.connect(self._search)
        self.table.chosen_changed.connect(self._show_chosen)
        self.table.opened.connect(self.open_project)
        self.table.deletion_wanted.connect(self.delete)
        self.table.star_wanted.connect(self.toggle_stars)
        self.tabs.currentChanged.connect(self._show_chosen)
        self.curves.batches_wanted.connect(self._show_chosen)
        self.details.noted.connect(self._keep_note)
        self.details.continue_wanted.connect(self._control.go_on)
        self.details.save_wanted.connect(self._save_model)
        self.details.code_wanted.connect(self._show_code)
        self.sweep.run_wanted.connect(self._choose_run)
        sweeps = self._sweeps
        for signal in (sweeps.began, sweeps.trial_ended, sweeps.ended):
            signal.connect(self._on_training)
        self._control.began.connect(self._on_training)
        self._control.ended.connect(self._on_training)
        self._follow.timeout.connect(self._show_running)

    def _search(self) -> None:
        self.table.show_found(self.search.text())
        self._say_count()

    def _say_count(self) -> None:
        shown = self.table.runs.rowCount()
        self.count.setText(tr("1 run") if shown == 1 else tr("{count} runs", count=shown))

    def _on_training(self) -> None:
        if self._seen:
            self.refresh()
        self._follow_if_needed()

    def _follow_if_needed(self) -> None:
        if self._seen and self._control.running:
            self._follow.start()
        else:
            self._follow.stop()

    def _show_running(self) -> None:
        """Show how far the present run is, without a look at all the others."""
        run = self._control.run
        now = self._ask(partial(RunStore.get, number=run.id)) if run is not None else None
        if now is None or not self.table.runs.update(now):
            self.refresh()
        elif any(chosen.id == now.id for chosen in self.chosen):
            self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the chosen runs on the page that is in front; the others wait."""
        chosen = self.chosen
        page = self.tabs.currentWidget()
        if page is self.curves:
            shown = self._ask(
                lambda store: self._courses.of(
                    store, chosen[:MOST_RUNS], batches=self.curves.needs_batches
                )
            )
            self.curves.show_runs(shown or ())
        elif page is self.differences:
            self.differences.show_runs(chosen)
        self.sweep.set_seen(self._seen and page is self.sweep)
        one = chosen[0] if len(chosen) == 1 else None
        self.details.show_run(one, may_continue=not self._control.running)
        self.chosen_changed.emit()

    def _rates_of(self, run: Run) -> tuple[RateChange, ...]:
        course = self._ask(partial(_epochs_of, run))
        return course.rates if course is not None else ()

    def _choose_run(self, number: int) -> None:
        """Choose the run of a trial, and show its curves."""
        self.search.clear()
        self.refresh()
        self.table.choose([number])
        self.tabs.setCurrentWidget(self.curves)

    def _keep_note(self, number: int, note: str) -> None:
        self._ask(partial(RunStore.annotate, number=number, note=note))
        if self._seen:
            self.refresh()

    def _save_model(self, state: Checkpoint) -> None:
        save_model(state, self)

    def _show_code(self, run: Run) -> None:
        view = ScriptView(
            run.folder / SCRIPT,
            tr("Code of run {number}", number=run.id),
            self.table.runs.scheme,
            self,
        )
        view.show()

    def _ask(self, do: Callable[[RunStore], T]) -> T | None:
        """Return what the store says; if it cannot be used, say so and return None."""
        try:
            return do(self._control.open_store())
        except RunStoreError as error:
            self.empty.setText(str(error))
            self._pages.setCurrentWidget(self.empty)
        except LookupError:  # another window has deleted the run
            pass
        return None


def _epochs_of(run: Run, store: RunStore) -> Course:
    return store.course(run.id, batches=False)
