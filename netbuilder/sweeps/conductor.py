"""Carries a sweep out: asks for values, has them trained, and says what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import optuna

from netbuilder.dataset.errors import DataError
from netbuilder.graph.values import Value, value_to_json
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import ProjectError
from netbuilder.project.places import VaryingError, with_values
from netbuilder.runs.model import Origin
from netbuilder.runs.preparing import Order, begin_run
from netbuilder.runs.store import RunStore
from netbuilder.runs.sweeps import Sweep, SweepStore, Trial, TrialState, best_trial
from netbuilder.sweeps.crew import Crew
from netbuilder.sweeps.study import StorageError, open_study, suggested, values_of
from netbuilder.training.events import Epoch
from netbuilder.training.history import History, Stage
from netbuilder.training.sweep_events import (
    AnySweepEvent,
    SweepFinished,
    SweepStarted,
    TrialEnded,
    TrialEpoch,
    TrialStarted,
)
from netbuilder.training.sweeps import SweepPlan, most_trials, objective_value
from netbuilder.validation import Report, Severity

_STATES = {
    optuna.trial.TrialState.COMPLETE: TrialState.FINISHED,
    optuna.trial.TrialState.PRUNED: TrialState.PRUNED,
    optuna.trial.TrialState.FAIL: TrialState.FAILED,
}


@dataclass(frozen=True, slots=True)
class SweepOrder:
    """A sweep that is wanted.

    Attributes:
        project: What is trained; its own plan says what is varied.
        jobs: How many trials are trained at the same time.
        storage: The address of a storage that several machines share; empty for none.
        study: What the sweep is called there; empty for a name that fits the project.
    """

    project: Project
    jobs: int = 1
    storage: str = ""
    study: str = ""


class _NotTrainedError(Exception):
    """A trial has come to no result; it has been told of already."""


class Conductor:
    """One sweep from its beginning to its end.

    Args:
        order: What is wanted.
        store: Keeps runs and trials.
        judge: Finds the problems of a project.
        tell: Takes every event, from any thread but one at a time.
        crew: Trains; None for workers of its own.

    Raises:
        StorageError: the shared storage cannot be used.
        RunStoreError: the run store cannot be used; so of :meth:`run`.
    """

    def __init__(
        self,
        order: SweepOrder,
        store: RunStore,
        judge: Callable[[Project], Report],
        tell: Callable[[AnySweepEvent], None],
        crew: Crew | None = None,
    ) -> None:
        self._order = order
        self._plan: SweepPlan = order.project.sweep
        self._count = most_trials(self._plan)
        self._store = store
        self._sweeps = SweepStore(store.database)
        self._judge = judge
        self._listener = tell
        self._lock = threading.Lock()
        self._crew = crew or Crew()
        self._told: set[int] = set()
        self._study = open_study(
            self._plan,
            storage=order.storage,
            name=order.study or f"{order.project.title} {self._plan.digest}",
            seed=order.project.training.seed,
        )
        self._sweep: Sweep | None = None

    def stop(self) -> None:
        """End the sweep after the present batches; a second call ends it at once."""
        self._crew.stop()

    def run(self) -> SweepFinished:
        """Train all trials, and return how it ended.

        Raises:
            StorageError: the shared storage has gone, or holds another sweep of this name.
        """
        project = self._order.project
        self._sweep = self._sweeps.begin(project.title, self._plan, self._count)
        self._tell(SweepStarted(self._word, self._count))
        try:
            with self._crew:
                self._train_all()
            self._tell_others()
        except optuna.exceptions.StorageInternalError as error:
            message = tr("The storage of the sweep has gone: {reason}.", reason=error)
            raise StorageError(message) from None
        best = best_trial(self._plan, self._sweeps.trials(self._word))
        ended = SweepFinished(
            best.number if best else None, best.value if best else None, self._crew.stopped
        )
        self._tell(ended)
        return ended

    def _train_all(self) -> None:
        if not self._complete:
            self._study.optimize(
                self._objective,
                n_jobs=self._order.jobs,
                catch=_NotTrainedError,
                callbacks=[self._after_trial],
            )

    @property
    def _word(self) -> str:
        return self._sweep.word if self._sweep is not None else ""

    @property
    def _complete(self) -> bool:
        """Whether all trials have begun, here or on other machines."""
        return len(self._study.get_trials(deepcopy=False)) >= self._count

    def _after_trial(self, study: optuna.Study, _trial: optuna.trial.FrozenTrial) -> None:
        self._tell_others()
        if self._crew.stopped or self._complete:
            study.stop()

    def _objective(self, trial: optuna.Trial) -> float:
        """Train one trial, and return the objective at its best epoch."""
        if self._crew.stopped or trial.number >= self._count:
            trial.study.stop()
            raise _NotTrainedError
        self._told.add(trial.number)
        begun = Trial(self._word, trial.number, TrialState.RUNNING, suggested(trial, self._plan))
        ended = self._trained(trial, begun)
        self._keep(ended)
        if ended.state is TrialState.FINISHED and ended.value is not None:
            return ended.value
        raise optuna.TrialPruned if ended.state is TrialState.PRUNED else _NotTrainedError

    def _trained(self, trial: optuna.Trial, begun: Trial) -> Trial:
        """Return what came of a trial; one whose network cannot be trained has failed."""
        try:
            project = self._project_with(begun.settings)
            report = self._judge(project)
            errors = [one.message for one in report.problems if one.severity is Severity.ERROR]
            if errors:
                return replace(begun, state=TrialState.FAILED, message=errors[0])
            order = Order(project, report, Origin(sweep=self._word))
            recorder, command = begin_run(self._store, order, catalog_of(project))
        except (VaryingError, DataError, ProjectError, OSError) as error:
            return replace(begun, state=TrialState.FAILED, message=str(error))
        begun = replace(begun, run=recorder.run.id)
        self._sweeps.keep(begun)
        self._tell(TrialStarted(begun.number, recorder.run.id, _as_json(begun.settings)))
        watch = _Watch(trial, self._plan, project.training.epochs, self._tell)
        history = self._crew.train(command, recorder, project.training.batch_size, watch.take)
        return self._outcome(begun, history, watch)

    def _project_with(self, settings: Mapping[str, Value]) -> Project:
        values = {one.place: settings[one.name] for one in self._plan.dimensions}
        return with_values(self._order.project, values)

    def _outcome(self, begun: Trial, history: History, watch: _Watch) -> Trial:
        if history.failure is not None:
            return replace(begun, state=TrialState.FAILED, message=history.failure.message)
        if watch.pruned:
            return replace(begun, state=TrialState.PRUNED, value=watch.best)
        if history.stage is not Stage.FINISHED:
            return replace(begun, state=TrialState.CANCELLED, value=watch.best)
        if watch.best is None:
            objective = self._plan.objective or "loss"
            message = tr("There is no {objective}, or it is no number.", objective=objective)
            return replace(begun, state=TrialState.FAILED, message=message)
        return replace(begun, state=TrialState.FINISHED, value=watch.best)

    def _tell_others(self) -> None:
        """Tell of the trials that other machines have ended."""
        for found in self._study.get_trials(deepcopy=False, states=tuple(_STATES)):
            if found.number < self._count and found.number not in self._told:
                self._told.add(found.number)
                settings = values_of(found.params, self._plan)
                value = found.value if found.state is not optuna.trial.TrialState.FAIL else None
                self._keep(Trial(self._word, found.number, _STATES[found.state], settings, value))

    def _keep(self, trial: Trial) -> None:
        self._sweeps.keep(trial)
        self._tell(
            TrialEnded(
                trial.number,
                trial.state.value,
                _as_json(trial.settings),
                trial.value,
                trial.run,
                trial.message,
            )
        )

    def _tell(self, event: AnySweepEvent) -> None:
        with self._lock:
            self._listener(event)


class _Watch:
    """Follows the objective of one trial from epoch to epoch.

    Attributes:
        best: The best value so far; None before the first.
        pruned: Whether the trial is not worth going on with.
    """

    def __init__(
        self,
        trial: optuna.Trial,
        plan: SweepPlan,
        epochs: int,
        tell: Callable[[AnySweepEvent], None],
    ) -> None:
        self.best: float | None = None
        self.pruned = False
        self._trial = trial
        self._plan = plan
        self._epochs = epochs
        self._tell = tell

    def take(self, epoch: Epoch) -> bool:
        """Take the figures of an epoch; return whether there is to be another one."""
        value = objective_value(self._plan, epoch.logs)
        self._tell(TrialEpoch(self._trial.number, epoch.epoch, self._epochs, value))
        if value is None:
            return True
        better = max if self._plan.wants_high else min
        self.best = value if self.best is None else better(self.best, value)
        self._trial.report(value, epoch.epoch)
        self.pruned = epoch.epoch < self._epochs and self._trial.should_prune()
        return not self.pruned


def _as_json(settings: Mapping[str, Value]) -> dict[str, object]:
    return {name: value_to_json(value) for name, value in settings.items()}
