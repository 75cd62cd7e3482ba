"""A worker that is meddled with at random moments, and what must be true of its runs."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import chain as joined
from pathlib import Path

import msgspec

from netbuilder.catalog.library import load_catalog
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Params
from netbuilder.graph.edits import set_param
from netbuilder.project import Project
from netbuilder.project.file import read_project
from netbuilder.resources import resource_path
from netbuilder.runs.checkpoints import Checkpoint, checkpoints, last_state
from netbuilder.runs.continuing import continuing
from netbuilder.runs.folder import MODEL, PROJECT
from netbuilder.runs.model import EpochFigures, RateChange, Run, Status
from netbuilder.runs.preparing import Order, begin_run
from netbuilder.runs.recording import Recorder
from netbuilder.runs.store import RunStore
from netbuilder.training.client import WorkerClient, WorkerGoneError
from netbuilder.training.commands import Pause, Resume, SetRate, Stop
from netbuilder.training.events import (
    Batch,
    Discarded,
    Epoch,
    Failed,
    Finished,
    NextPhase,
    Rate,
    Started,
)
from netbuilder.training.obituary import worker_gone
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation.validate import Validator
from tests.keras.worker_events import PATIENCE
from tests.unit.drawing import chain, layer

ENDS = ("stop", "stop with the best", "discard", "kill", "none")
SETTINGS = TrainingSettings(
    epochs=30,
    batch_size=16,
    optimizer=Config("Adam", Params(learning_rate=0.01)),
    callbacks=(Config("ReduceLROnPlateau", Params(monitor="loss", patience=10_000)),),
)
PLAIN = Project(
    "Iris",
    graph=chain(
        layer("input", "InputLayer", shape=(4,)),
        layer("hidden", "Dense", units=16, activation="relu"),
        layer("answer", "Dense", units=3, activation="softmax"),
    ),
    data=DataChoice("iris"),
    training=SETTINGS,
)
TUNED = replace(
    PLAIN,
    graph=set_param(PLAIN.graph, "hidden", "trainable", False),
    training=replace(
        SETTINGS,
        epochs=12,
        tuning_epochs=18,
        tuning_rate=0.001,
        callbacks=(
            *SETTINGS.callbacks,
            Config("EarlyStopping", Params(monitor="loss", patience=2, min_delta=0.05)),
        ),
    ),
)
"""Its first phase mostly ends before its time."""
TWO_ANSWERS = read_project(resource_path("examples", "13-two-questions.netbuilder"))
PROJECTS = {
    "plain": PLAIN,
    "two phases": TUNED,
    "two answers": replace(
        TWO_ANSWERS,
        training=replace(
            TWO_ANSWERS.training,
            epochs=30,
            optimizer=SETTINGS.optimizer,
            callbacks=SETTINGS.callbacks,
        ),
    ),
}
LOADING = """
import contextlib, json, runpy, sys, warnings
import keras, numpy as np
warnings.filterwarnings("error", message="Skipping variable loading")
found = {}
with contextlib.redirect_stdout(sys.stderr):
    for line in sys.stdin.read().splitlines():
        script, path = line.split("|")
        parts = runpy.run_path(script, run_name="parts")
        train, _ = parts["load_data"]()
        first = int(len(keras.tree.flatten(train)[0]) * (1 - 0.2))
        x, y = keras.tree.map_structure(lambda array: array[first:], train)
        model = keras.saving.load_model(path)
        assert all(np.isfinite(weight).all() for weight in model.get_weights())
        results = model.evaluate(x, y, verbose=0, return_dict=True)
        found[path] = results["loss"]
print(json.dumps(found))
"""


@dataclass
class Trial:
    """One training: what was done to it, and what was heard of it.

    Attributes:
        run: As the store has it.
        end: One of :data:`ENDS`.
        tuned: Whether it goes on from a second phase.
        events: All that the worker said.
        rates: All learning rates that were asked for.
    """

    run: Run
    end: str
    tuned: bool
    events: list[AnyEvent] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)


class Meddler:
    """Trains again and again, and meddles at random moments.

    Args:
        store: Where the runs are kept.
        project: What is trained, as often with other seeds.
        seed: Fixes what is done when, as far as a computer's clock allows.

    Attributes:
        trials: All trainings so far.
        log: All that the workers have printed.
    """

    def __init__(self, store: RunStore, project: Project, seed: int) -> None:
        self._store = store
        self._project = project
        self._random = random.Random(seed)
        self._report = Validator(load_catalog()).validate(project.graph)
        self._worker: WorkerClient | None = None
        self.trials: list[Trial] = []
        self.log = StringIO()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()

    def meddle(self, end: str) -> Trial:
        """Train once, from fresh weights or on from an earlier run, with this end."""
        order, tuned = self._order()
        recorder, command = begin_run(self._store, order, load_catalog())
        trial = Trial(recorder.run, end, tuned)
        self._worker = self._worker or WorkerClient(self.log)
        self._worker.send(msgspec.structs.replace(command, checkpoint_share=1.0))
        self._follow(self._worker, recorder, trial)
        trial.run = recorder.run
        self.trials.append(trial)
        return trial

    def _order(self) -> tuple[Order, bool]:
        """Choose what to train; tell whether it goes on from a second phase."""
        settings = replace(self._project.training, seed=self._random.randrange(1000))
        project = replace(self._project, training=settings)
        states = [(run, state) for run in self._store.list() if (state := a_state(run))]
        if not states or self._random.random() < 0.6:
            return Order(project, self._report), False
        run, state = self._random.choice(states)
        (parent,) = (trial for trial in self.trials if trial.run.id == run.id)
        return continuing(run, state, settings.epochs), is_tuned(parent, state)

    def _follow(self, worker: WorkerClient, recorder: Recorder, trial: Trial) -> None:
        actor = threading.Thread(target=self._act, args=(worker, trial), daemon=True)
        try:
            for event in worker.events(PATIENCE):
                trial.events.append(event)
                recorder.take(event)
                if isinstance(event, Started):
                    actor.start()
                if isinstance(event, Finished | Failed | Discarded):
                    break
        except WorkerGoneError as gone:
            failed = worker_gone(gone.exit_code, 0, SETTINGS.batch_size, gone.log)
            trial.events.append(failed)
            recorder.take(failed)
        if actor.is_alive():
            actor.join()
        if trial.end == "kill":
            worker.close()
            self._worker = None

    def _act(self, worker: WorkerClient, trial: Trial) -> None:
        """Pause, go on and set rates at random moments; then end it."""
        for _ in range(self._random.randrange(3)):
            self._wait()
            match self._random.choice(("pause", "rate", "rate while paused")):
                case "pause":
                    worker.send(Pause())
                    self._wait()
                    worker.send(Resume())
                case "rate":
                    self._set_rate(worker, trial)
                case _:
                    worker.send(Pause())
                    self._set_rate(worker, trial)
                    worker.send(Resume())
        self._wait()
        match trial.end:
            case "stop":
                worker.send(Stop())
            case "stop with the best":
                worker.send(Stop(best=True))
            case "discard":
                worker.send(Stop(discard=True))
            case "kill":
                os.kill(worker.pid, signal.SIGKILL)
            case _:
                pass

    def _wait(self) -> None:
        threading.Event().wait(self._random.uniform(0.0, 0.7))

    def _set_rate(self, worker: WorkerClient, trial: Trial) -> None:
        rate = self._random.choice((0.5, 0.25, 0.125, 0.0625))
        trial.rates.append(rate)
        worker.send(SetRate(rate))


def a_state(run: Run) -> Checkpoint | None:
    """Return what a run has learnt, if it may be trained further."""
    if run.status is Status.RUNNING:
        return None
    return last_state(run.folder, run.restored or run.epochs_done)


def is_tuned(trial: Trial, state: Checkpoint) -> bool:
    """Tell whether a state of a run comes from a second phase."""
    began = [event.epoch for event in trial.events if isinstance(event, NextPhase)]
    return trial.tuned or any(
        state.path.name == MODEL or state.epoch > epochs_before for epochs_before in began
    )


def check(store: RunStore, trial: Trial) -> None:
    """Hold what the store says of a run against what was heard of it."""
    last = trial.events[-1]
    if isinstance(last, Discarded):
        assert trial.run.id not in {run.id for run in store.list()}
        assert store.course(trial.run.id).epochs == ()
        assert not trial.run.folder.exists()
        return
    run = store.get(trial.run.id)
    assert run.status is status_after(last)
    check_figures(store, trial, run)
    check_rates(store, trial)
    check_files(trial, run)
    settings = read_project(run.folder / PROJECT).training
    rate = settings.optimizer.params["learning_rate"]
    assert (rate == settings.tuning_rate) is trial.tuned


def status_after(last: AnyEvent) -> Status:
    match last:
        case Finished(stopped=True):
            return Status.STOPPED
        case Finished():
            return Status.FINISHED
        case _:
            return Status.FAILED


def check_figures(store: RunStore, trial: Trial, run: Run) -> None:
    """Every epoch and every batch that was heard of is kept once, in order, in full."""
    course = store.course(run.id)
    epochs = [event for event in trial.events if isinstance(event, Epoch)]
    assert course.epochs == tuple(
        EpochFigures(event.epoch, event.step, event.seconds, event.logs) for event in epochs
    )
    assert [one.epoch for one in course.epochs] == list(range(1, len(epochs) + 1))
    assert run.epochs_done == len(epochs)
    told = sorted(
        (step, event.figures["loss"][at])
        for event in trial.events
        if isinstance(event, Batch)
        for at, step in enumerate(event.steps)
    )
    kept = [
        (step, some.figures["loss"][at])
        for some in course.batches
        for at, step in enumerate(some.steps)
    ]
    assert kept == told
    assert [step for step, _ in kept] == list(range(1, len(kept) + 1))
    last = trial.events[-1]
    if isinstance(last, Finished):
        assert last.history["loss"] == [one.logs["loss"] for one in course.epochs]
        assert {f"test_{name}" for name in last.evaluation} <= set(run.logs)


def check_rates(store: RunStore, trial: Trial) -> None:
    """The rates kept are those that were set, and the epochs were trained with them."""
    course = store.course(trial.run.id)
    told = [event for event in trial.events if isinstance(event, Rate)]
    assert course.rates == tuple(RateChange(one.step, one.epoch, one.rate) for one in told)
    assert all(rate.rate in trial.rates for rate in course.rates)
    phases = [0, *(event.epoch for event in trial.events if isinstance(event, NextPhase))]
    for epoch in course.epochs:
        before = max(phase for phase in phases if phase < epoch.epoch)  # a phase has its own rate
        used = [
            rate.rate for rate in course.rates if rate.step < epoch.step and rate.epoch > before
        ]
        if used:
            assert epoch.logs["learning_rate"] == used[-1]


def check_files(trial: Trial, run: Run) -> None:
    """Checkpoints hold epochs that there were; what was finished has its model."""
    kept = checkpoints(run.folder)
    assert all(one.epoch <= run.epochs_done for one in kept)
    kinds = [one.kind for one in kept]
    assert len(kinds) <= 3, "older ones are deleted; a kill may leave one"
    if run.status in (Status.FINISHED, Status.STOPPED):
        assert (run.folder / MODEL).is_file()
    last = trial.events[-1]
    if isinstance(last, Finished) and last.restored is not None:
        losses = [e.logs["val_loss"] for e in trial.events if isinstance(e, Epoch)]
        known = [loss for loss in losses if loss is not None]
        assert run.restored == losses.index(min(known)) + 1


def load_all(store: RunStore) -> int:
    """Load every model file of every run with Keras; return how many there are.

    The validation loss of each is that of the epoch whose name it bears.
    """
    files = list(joined.from_iterable(_models(store, run) for run in store.list()))
    lines = "\n".join(f"{script}|{path}" for script, path, _ in files)
    done = subprocess.run(
        [sys.executable, "-c", LOADING], input=lines, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    for _, path, loss in files:
        if loss is not None:
            assert abs(found[str(path)] - loss) <= 1e-3 * max(1.0, abs(loss)), path
    return len(files)


def _models(store: RunStore, run: Run) -> Iterator[tuple[Path, Path, float | None]]:
    """Yield the script, each model file, and what its validation loss should be."""
    epochs = store.course(run.id, batches=False).epochs
    losses = {one.epoch: one.logs.get("val_loss") for one in epochs}
    script = run.folder / "train.py"
    for one in checkpoints(run.folder):
        yield script, one.path, losses[one.epoch]
    if (run.folder / MODEL).is_file() and epochs:
        yield script, run.folder / MODEL, losses[run.restored or len(epochs)]


def ends(count: int) -> Sequence[str]:
    """Return how so many trainings are to end, each way in turn."""
    return [ENDS[number % len(ENDS)] for number in range(count)]
