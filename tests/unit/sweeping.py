"""A sweep whose trainings are made up: the loss is least at a learning rate of 0.01.

Run as a program it takes part in a shared sweep: ``python -m tests.unit.sweeping FOLDER STORAGE``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from math import log10
from pathlib import Path

import msgspec

from netbuilder.catalog.library import load_catalog
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Node, Params
from netbuilder.project import Project
from netbuilder.project.file import read_project
from netbuilder.runs.folder import PROJECT
from netbuilder.runs.recording import Recorder
from netbuilder.runs.store import RunStore
from netbuilder.sweeps.conductor import Conductor, SweepOrder
from netbuilder.sweeps.crew import Crew
from netbuilder.training.commands import Train
from netbuilder.training.events import Epoch, Failed, Finished, Started
from netbuilder.training.history import History
from netbuilder.training.settings import TrainingSettings
from netbuilder.training.sweep_events import AnySweepEvent
from netbuilder.training.sweeps import Between, Dimension, OneOf, Sampler, SweepPlan
from netbuilder.validation import Report
from netbuilder.validation.validate import Validator
from tests.unit.test_custom_code import chain

RATE = Dimension(("optimizer", "learning_rate"), Between(1e-4, 1.0, log=True))
UNITS = Dimension(("layers", "hidden", "units"), OneOf((8, 16, 0)))
EPOCHS = 4
PROJECT_TO_VARY = Project(
    "Iris",
    graph=chain(
        Node("h", "hidden", "Dense", Params(units=8, activation="relu")),
        Node("d", "scores", "Dense", Params(units=3, activation="softmax")),
    ),
    data=DataChoice("iris"),
    training=TrainingSettings(
        optimizer=Config("SGD", Params(learning_rate=0.01)), epochs=EPOCHS, seed=7
    ),
    sweep=SweepPlan((RATE,), Sampler.RANDOM, trials=6),
)
TOO_HIGH = 0.5


def judged(project: Project) -> Report:
    """Return the problems of a project's network."""
    return Validator(load_catalog()).validate(project.graph)


class InventiveCrew(Crew):
    """Makes up what a training would give; a learning rate above 0.5 lets it fail."""

    def train(
        self,
        command: Train,
        recorder: Recorder,
        batch_size: int,
        go_on: Callable[[Epoch], bool],
    ) -> History:
        del command, batch_size
        project = read_project(recorder.run.folder / PROJECT)
        rate = project.training.optimizer.params["learning_rate"]
        assert isinstance(rate, float)
        recorder.take(Started(EPOCHS, 1))
        for number in range(1, EPOCHS + 1):
            if rate > TOO_HIGH:
                recorder.take(Failed("The loss is no number."))
                return recorder.history
            loss = (log10(rate) + 2) ** 2 + 1 / number
            epoch = Epoch(number, number, {"loss": loss, "val_accuracy": 1 / (1 + loss)}, 0.1)
            recorder.take(epoch)
            if self.stopped or not go_on(epoch):
                recorder.take(Finished({}, {}, 0.1, stopped=True))
                return recorder.history
        recorder.take(Finished({}, {}, 0.1))
        return recorder.history


def carry_out(
    folder: Path,
    plan: SweepPlan,
    tell: Callable[[AnySweepEvent], None],
    storage: str = "",
    jobs: int = 1,
) -> RunStore:
    """Carry out a sweep with made-up trainings, and return the run store."""
    store = RunStore(folder)
    order = SweepOrder(replace(PROJECT_TO_VARY, sweep=plan), jobs, storage)
    Conductor(order, store, judged, tell, InventiveCrew()).run()
    return store


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.flush()


if __name__ == "__main__":
    carry_out(
        Path(sys.argv[1]),
        replace(PROJECT_TO_VARY.sweep, trials=10),
        lambda event: _write(msgspec.json.encode(event)),
        sys.argv[2],
    )
