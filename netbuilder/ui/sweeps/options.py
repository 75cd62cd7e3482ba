"""How a sweep goes about it: the sampler, the number of trials, what counts, and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from netbuilder.catalog.library import load_catalog
from netbuilder.checks.names import metric_name
from netbuilder.i18n import tr
from netbuilder.training.settings import TrainingSettings
from netbuilder.training.sweeps import Goal, Pruner, Sampler, SweepPlan

Change: TypeAlias = Callable[[SweepPlan], SweepPlan]

_MOST_TRIALS, _MOST_JOBS = 10_000, 64
_WIDE, _NARROW = 200, 96


class SweepOptions(QWidget):
    """A small form.

    Attributes:
        edited: Fires with a function that changes a plan as is wished.
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sampler, self.pruner, self.goal = (_box(words) for words in _choices())
        self.trials, self.jobs = QSpinBox(), QSpinBox()
        self.objective = QComboBox()
        self.storage, self.study = QLineEdit(), QLineEdit()
        self._set_up()
        self._lay_out()
        self.sampler.activated.connect(self._on_sampler)
        self.pruner.activated.connect(self._on_pruner)
        self.goal.activated.connect(self._on_goal)
        self.objective.activated.connect(self._on_objective)
        self.trials.valueChanged.connect(self._on_trials)

    @property
    def run_options(self) -> tuple[int, str, str]:
        """How many trials at the same time, the address of a storage, and the study in there."""
        return self.jobs.value(), self.storage.text().strip(), self.study.text().strip()

    def show_plan(self, plan: SweepPlan, settings: TrainingSettings) -> None:
        """Show a plan without firing."""
        for box, value in (
            (self.sampler, plan.sampler),
            (self.pruner, plan.pruner),
            (self.goal, plan.goal),
        ):
            box.setCurrentIndex(box.findData(value))
        with QSignalBlocker(self.trials):
            self.trials.setValue(plan.trials)
        self.objective.clear()
        for name in objectives(plan, settings):
            self.objective.addItem(name or tr("the loss, validated if it can be"), name)
        self.objective.setCurrentIndex(self.objective.findData(plan.objective))

    def _set_up(self) -> None:
        self.sampler.setToolTip(tr("How the values of the next trial are chosen"))
        self.pruner.setToolTip(tr("Which trials are given up before their last epoch"))
        self.goal.setToolTip(tr("Whether the figure is to be low or high"))
        self.objective.setToolTip(tr("The figure that counts, at the best epoch of a trial"))
        self.trials.setRange(1, _MOST_TRIALS)
        self.trials.setToolTip(tr("How many trainings there are to be at most"))
        self.jobs.setRange(1, _MOST_JOBS)
        self.jobs.setToolTip(tr("Each needs a processor and about 1 GB of memory"))
        self.storage.setPlaceholderText("sqlite:////lab/sweep.db")
        self.storage.setToolTip(
            tr("The address of a database by which several computers work on one sweep")
        )
        self.study.setPlaceholderText(tr("as the project is called"))
        self.study.setToolTip(tr("What the sweep is called in that database"))
        for widget, name in (
            (self.sampler, tr("Chosen by")),
            (self.trials, tr("Number of trials")),
            (self.pruner, tr("Given up early")),
            (self.objective, tr("What counts")),
            (self.goal, tr("Low or high")),
            (self.jobs, tr("At the same time")),
            (self.storage, tr("Shared storage")),
            (self.study, tr("Name of the sweep there")),
        ):
            widget.setAccessibleName(name)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(8, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.addRow(tr("Chosen by"), _row(self.sampler, self.trials))
        self.trials.setSuffix(tr(" trials"))
        form.addRow(tr("What counts"), _row(self.objective, self.goal))
        form.addRow(tr("Given up early"), _row(self.pruner, self.jobs))
        self.jobs.setSuffix(tr(" at a time"))
        form.addRow(tr("Shared storage"), _row(self.storage, self.study))

    def _on_sampler(self) -> None:
        value = Sampler(self.sampler.currentData())
        self._fire(lambda plan: replace(plan, sampler=value))

    def _on_pruner(self) -> None:
        value = Pruner(self.pruner.currentData())
        self._fire(lambda plan: replace(plan, pruner=value))

    def _on_goal(self) -> None:
        value = Goal(self.goal.currentData())
        self._fire(lambda plan: replace(plan, goal=value))

    def _on_objective(self) -> None:
        value: str = self.objective.currentData()
        self._fire(lambda plan: replace(plan, objective=value))

    def _on_trials(self, value: int) -> None:
        self._fire(lambda plan: replace(plan, trials=value))

    def _fire(self, change: Change) -> None:
        self.edited.emit(change)


def objectives(plan: SweepPlan, settings: TrainingSettings) -> list[str]:
    """Return the figures that can count: what the training gives, and what the plan names."""
    catalog = load_catalog()
    names = ["loss", *(metric_name(metric, catalog) for metric in settings.metrics)]
    for output in settings.outputs:
        metrics = (metric_name(metric, catalog) for metric in output.metrics)
        names += [f"{output.name}_{figure}" for figure in ("loss", *metrics)]
    validated = [f"val_{name}" for name in names] if settings.validation_split else []
    return list(dict.fromkeys(("", *validated, *names, plan.objective)))


def _choices() -> tuple[tuple[tuple[object, str], ...], ...]:
    samplers = (
        (Sampler.TPE, tr("what was good before (TPE)")),
        (Sampler.RANDOM, tr("chance")),
        (Sampler.GRID, tr("a grid of all values")),
        (Sampler.QMC, tr("even spread (QMC)")),
        (Sampler.CMA_ES, tr("evolution (CMA-ES)")),
        (Sampler.GENETIC, tr("genetic search (NSGA-II)")),
    )
    pruners = (
        (Pruner.NONE, tr("no trial")),
        (Pruner.MEDIAN, tr("worse than half of them")),
        (Pruner.HALVING, tr("all but the best (halving)")),
        (Pruner.HYPERBAND, tr("in brackets (Hyperband)")),
    )
    goals = (
        (Goal.AUTO, tr("by its name")),
        (Goal.LOW, tr("low")),
        (Goal.HIGH, tr("high")),
    )
    return samplers, pruners, goals


def _box(words: tuple[tuple[object, str], ...]) -> QComboBox:
    box = QComboBox()
    for value, title in words:
        box.addItem(title, value)
    return box


def _row(first: QWidget, second: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    first.setMinimumWidth(_WIDE)
    second.setMinimumWidth(_NARROW)
    row.addWidget(first, 2)
    row.addWidget(second, 1)
    return row
