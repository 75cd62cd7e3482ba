"""What came of sweeps: the trials over parallel axes, and as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.runs.model import Run
from netbuilder.runs.schema import RunStoreError
from netbuilder.runs.store import RunStore
from netbuilder.runs.sweeps import Sweep, SweepStore, Trial, best_trial
from netbuilder.ui.sweeps.control import SweepControl
from netbuilder.ui.sweeps.parallel import ParallelPlot
from netbuilder.ui.sweeps.trials_table import TrialsTable
from netbuilder.ui.text import duration
from netbuilder.ui.theme import Scheme

_FOLLOW_MS = 500
_BAR_WIDTH = 120


class SweepPage(QWidget):
    """Shows one sweep; while it is not seen it reads nothing.

    Attributes:
        run_wanted: Fires with the number of a run that is to be chosen.
        settings_wanted: Fires with a sweep's plan and the trial whose settings are wanted.
    """

    run_wanted = Signal(int)
    settings_wanted = Signal(object, object)

    def __init__(
        self, control: SweepControl, open_store: Callable[[], RunStore], scheme: Scheme
    ) -> None:
        super().__init__()
        self._control = control
        self._open_store = open_store
        self._sweeps: tuple[Sweep, ...] = ()
        self._trials: tuple[Trial, ...] = ()
        self._seen = False
        self.sweep_box = QComboBox()
        self.words = QLabel()
        self.bar = QProgressBar()
        self.cancel = QPushButton(tr("Cancel"))
        self.use = QPushButton()
        self.plot = ParallelPlot(scheme)
        self.table = TrialsTable()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FOLLOW_MS)
        self._lay_out()
        self._connect()
        self._say()

    @property
    def sweep(self) -> Sweep | None:
        """The sweep that is shown."""
        found: Sweep | None = self.sweep_box.currentData()
        return found

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.plot.set_scheme(scheme)

    def set_seen(self, seen: bool) -> None:
        """Tell whether the page is in front."""
        if seen and not self._seen:
            self._seen = True
            self.refresh()
        self._seen = seen

    def show_run(self, run: Run) -> None:
        """Show the sweep that a run belongs to, and mark its trial; nothing for other runs."""
        at = next((at for at, one in enumerate(self._sweeps) if one.word == run.sweep), None)
        if at is None:
            return
        self.sweep_box.setCurrentIndex(at)
        self.table.choose([trial.number for trial in self._trials if trial.run == run.id])

    def refresh(self) -> None:
        """Show all as the store has it now."""
        try:
            sweeps = SweepStore(self._open_store().database)
            found = sweeps.list()
            if found != self._sweeps:
                self._fill_box(found)
            sweep = self.sweep
            self._trials = sweeps.trials(sweep.word) if sweep is not None else ()
        except RunStoreError as error:
            self.words.setText(str(error))
            return
        if sweep is not None:
            self.plot.show_trials(sweep.plan, self._trials)
            self.table.show_trials(sweep.plan, self._trials, self.plot.passing)
        self._say()

    def _lay_out(self) -> None:
        self.sweep_box.setAccessibleName(tr("Sweep"))
        self.sweep_box.setToolTip(tr("Which sweep is shown"))
        self.sweep_box.setMinimumContentsLength(14)
        self.sweep_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.words.setProperty("muted", True)
        self.words.setWordWrap(True)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the sweep"))
        self.cancel.setToolTip(tr("End the sweep; what the trials have learnt is kept"))
        self.use.setToolTip(
            tr("Give the project the settings of the chosen trial, or of the best; can be undone")
        )
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.sweep_box, 1)
        first.addWidget(self.use)
        second.addWidget(self.words, 1)
        second.addWidget(self.bar)
        second.addWidget(self.cancel)
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.setSpacing(4)
        for row in (first, second):
            row.setSpacing(8)
            head.addLayout(row)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.plot)
        self._split.addWidget(self.table)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self._control.changed.connect(self._follow)
        self._control.began.connect(self._on_began)
        self._timer.timeout.connect(self._on_timer)
        self.cancel.clicked.connect(self._control.cancel)
        self.use.clicked.connect(self.use_settings)
        self.sweep_box.activated.connect(self.refresh)
        self.plot.trial_clicked.connect(self._on_line)
        self.plot.filtered.connect(self._on_filtered)
        self.table.chosen_changed.connect(self._on_chosen)
        self.table.opened.connect(self._open)

    def use_settings(self) -> None:
        """Ask for the settings of the chosen trial, or of the best one."""
        sweep, trial = self.sweep, self._wanted()
        if sweep is not None and trial is not None:
            self.settings_wanted.emit(sweep.plan, trial)

    def _wanted(self) -> Trial | None:
        chosen = self.table.chosen
        if len(chosen) == 1:
            trial = self._trial(chosen[0])
            return trial if trial is not None and trial.value is not None else None
        return best_trial(self.sweep.plan, self._trials) if self.sweep is not None else None

    def _trial(self, number: int) -> Trial | None:
        return next((trial for trial in self._trials if trial.number == number), None)

    def _fill_box(self, sweeps: Sequence[Sweep]) -> None:
        before = self.sweep.word if self.sweep is not None else ""
        self._sweeps = tuple(sweeps)
        self.sweep_box.clear()
        for sweep in sweeps:
            when = sweep.started.astimezone().strftime("%Y-%m-%d %H:%M")
            title = sweep.title or tr("Untitled")
            self.sweep_box.addItem(tr("{title}, {when}", title=title, when=when), sweep)
        words = [sweep.word for sweep in sweeps]
        self.sweep_box.setCurrentIndex(words.index(before) if before in words else 0)

    def _on_began(self) -> None:
        if self._seen:
            self.refresh()
            words = [sweep.word for sweep in self._sweeps]
            if self._control.sweep in words:
                self.sweep_box.setCurrentIndex(words.index(self._control.sweep))
                self.refresh()

    def _follow(self) -> None:
        if self._seen and not self._timer.isActive():
            self._timer.start()

    def _on_timer(self) -> None:
        if self._seen:
            self.refresh()

    def _on_line(self, number: int) -> None:
        self.table.choose([number])
        self._open()

    def _on_filtered(self) -> None:
        if self.sweep is not None:
            self.table.show_trials(self.sweep.plan, self._trials, self.plot.passing)

    def _on_chosen(self) -> None:
        self.plot.choose(self.table.chosen)
        self._say()

    def _open(self) -> None:
        for number in self.table.chosen[:1]:
            trial = self._trial(number)
            if trial is not None and trial.run is not None:
                self.run_wanted.emit(trial.run)

    def _say(self) -> None:
        running, sweep = self._control.running, self.sweep
        self.words.setText(status_words(self._control, sweep, self._trials))
        self.bar.setVisible(running)
        self.bar.setValue(round(1000 * self._control.progress))
        self.cancel.setVisible(running)
        self.sweep_box.setVisible(bool(self._sweeps))
        self._split.setVisible(bool(self._sweeps))
        trial = self._wanted()
        self.use.setVisible(bool(self._sweeps))
        self.use.setEnabled(trial is not None)
        self.use.setText(
            tr("Use trial {number}", number=trial.number) if trial else tr("Use settings")
        )


def status_words(control: SweepControl, sweep: Sweep | None, trials: Sequence[Trial]) -> str:
    """Say in one line where the sweep stands that is shown, or the one that runs."""
    if control.running:
        parts = [tr("{done} of {total} trials", done=control.done, total=control.total)]
        if not control.total:
            parts = [control.message]
        if control.seconds_left is not None:
            parts.append(tr("{time} left", time=duration(control.seconds_left)))
        if control.total and control.message:
            parts.append(control.message)
        return "  ·  ".join(parts)
    if sweep is None:
        return control.message or tr(
            "Training > Sweep over settings trains the project many times."
        )
    best = best_trial(sweep.plan, trials)
    if best is None:
        return tr("No trial came to its end.")
    return tr(
        "{count} trials; the best is trial {number}: {value:.4g}",
        count=len(trials),
        number=best.number,
        value=best.value,
    )
