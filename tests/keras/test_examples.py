"""The shipped examples, trained for real in one worker process."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.examples import Example, examples, find_example
from netbuilder.project.file import read_project
from netbuilder.runs.command import train_command
from netbuilder.runs.folder import prepare_run
from netbuilder.training.client import WorkerClient
from netbuilder.training.events import Differs, Failed, Finished
from tests.keras.worker_events import PATIENCE
from tests.unit.round_trip import judged

pytestmark = pytest.mark.keras

EXAMPLES = [pytest.param(example, id=example.name) for example in examples()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_trains(example: Example, worker: WorkerClient, tmp_path: Path) -> None:
    project = read_project(example.path)
    brief = replace(project, training=replace(project.training, epochs=1))
    finished = trained(brief, worker, tmp_path)
    figures = [*finished.evaluation.values(), *(values[0] for values in finished.history.values())]
    assert "loss" in finished.evaluation
    assert "val_loss" in finished.history
    assert all(figure is not None and math.isfinite(figure) for figure in figures)
    assert (tmp_path / "model.keras").is_file()


def test_mnist_cnn_tells_digits_apart(worker: WorkerClient, tmp_path: Path) -> None:
    example = find_example("mnist-cnn")
    assert example is not None
    finished = trained(read_project(example.path), worker, tmp_path)
    reached = finished.history["val_accuracy"][-1]
    assert reached is not None
    assert reached >= 0.93


def trained(project: Project, worker: WorkerClient, folder: Path) -> Finished:
    """Train a project in ``folder`` to its end."""
    catalog, report = catalog_of(project), judged(project)
    source = script(project, report, catalog)
    path = prepare_run(folder, project, source.text, data_source(project.data).files)
    worker.send(train_command(path, project, report, source))
    for event in worker.events(PATIENCE):
        assert not isinstance(event, Failed | Differs), event
        if isinstance(event, Finished):
            return event
    raise AssertionError("no more events")
