"""Weights of opened files: the network predicts what its source did, and trainings start there."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Node, Params
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.weights import weights_in
from netbuilder.runs.command import start_weights, train_command
from netbuilder.runs.folder import MODEL, prepare_run
from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import WriteWeights
from netbuilder.training.events import Failed, Finished, Weighted
from netbuilder.training.replies import WeightsWritten
from netbuilder.training.settings import TrainingSettings
from netbuilder.training.weights import START_WEIGHTS, Fitted
from netbuilder.validation.validate import Validator
from tests.keras.asking import run_judge
from tests.keras.worker_events import until
from tests.unit.test_custom_code import chain

pytestmark = pytest.mark.keras

_TOLERANCE = 1e-6
_SOURCE = Project(
    "Source",
    graph=chain(
        Node("h", "hidden", "Dense", Params(units=6, activation="relu")),
        Node("s", "scores", "Dense", Params(units=3, activation="softmax")),
    ),
    data=DataChoice("iris"),
    training=TrainingSettings(epochs=2),
)
_STILL = TrainingSettings(optimizer=Config("SGD", Params(learning_rate=0.0)), epochs=1)
"""A training that changes nothing, so that its evaluation is of the first weights."""


@cache
def _judged() -> dict[str, dict[str, Any]]:
    answers = map(json.loads, run_judge("weights_judge").splitlines())
    return {answer["name"]: answer for answer in answers}


@pytest.mark.parametrize(
    ("name", "fitted"),
    [
        ("chain .keras sequential", 4),
        ("chain .h5 sequential", 4),
        ("picture .keras functional", 6),
        ("picture .h5 subclass", 6),
        ("sequence .keras subclass", 7),
        ("sequence .h5 functional", 7),
        ("nested .keras subclass", 4),
        ("words .keras functional", 2),
        ("films .keras functional", 6),
        ("films .h5 subclass", 3),
        ("masked .keras functional", 6),
        ("masked .keras subclass", 6),
        pytest.param("nested .h5 functional", 2, id="nested .h5 functional, submodels as wholes"),
    ],
)
def test_predictions_are_those_of_the_source(name: str, fitted: int) -> None:
    answer = _judged()[name]
    assert answer["left"] == []
    assert answer["fitted"] == fitted
    assert answer["difference"] <= _TOLERANCE


@pytest.mark.parametrize(
    ("name", "fitted", "words"),
    [
        (
            "other size",
            3,
            "These begin fresh: 'scores' (needs (4, 4), (4,), the file has (4, 3), (3,)).",
        ),
        ("other name", 3, "These begin fresh: 'answers' (not in the file)."),
        ("weights only", 4, "Starts from the weights of only.weights.h5: all 4 layers"),
    ],
)
def test_what_fits_is_taken_and_the_rest_is_named(name: str, fitted: int, words: str) -> None:
    answer = _judged()[name]
    assert answer["fitted"] == fitted
    assert words in answer["words"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("changed", "has changed since it was chosen"), ("torn", "is no readable file of weights")],
)
def test_refusals_are_plain(name: str, words: str) -> None:
    assert words in _judged()[name]["refusal"]


def _train(worker: WorkerClient, project: Project, folder: Path) -> Any:
    """Train a project in a folder; return what was said of its weights, and how it ended."""
    catalog = catalog_of(project)
    report = Validator(catalog).validate(project.graph)
    source = script(project, report, catalog)
    path = prepare_run(folder, project, source.text, data_source(project.data).files)
    worker.send(train_command(path, project, report, source))
    events, finished = until(worker, Finished)
    return [event.found for event in events if isinstance(event, Weighted)], finished


def test_a_training_starts_from_the_weights_of_a_file(worker: WorkerClient, tmp_path: Path) -> None:
    said, first = _train(worker, _SOURCE, tmp_path / "first")
    assert said == []
    weights = weights_in(tmp_path / "first" / MODEL)
    going_on = replace(_SOURCE, training=_STILL, weights=weights)
    said, second = _train(worker, going_on, tmp_path / "second")
    assert said == [Fitted(MODEL, 2)]
    assert second.evaluation == first.evaluation


def test_the_worker_writes_weights_beside_saved_code(worker: WorkerClient, tmp_path: Path) -> None:
    _train(worker, replace(_SOURCE, training=_STILL), tmp_path)
    project = replace(_SOURCE, weights=weights_in(tmp_path / MODEL))
    catalog = catalog_of(project)
    code = script(project, Validator(catalog).validate(project.graph), catalog).text
    wanted = start_weights(project)
    assert wanted is not None
    worker.send(WriteWeights(5, code, wanted, str(tmp_path / START_WEIGHTS)))
    _, answer = until(worker, WeightsWritten)
    assert answer == WeightsWritten(5, Fitted(MODEL, 2))
    assert (tmp_path / START_WEIGHTS).is_file()


def test_a_training_without_its_file_fails_plainly(worker: WorkerClient, tmp_path: Path) -> None:
    (tmp_path / "gone.h5").write_bytes(b"x")
    project = replace(_SOURCE, weights=weights_in(tmp_path / "gone.h5"))
    (tmp_path / "gone.h5").unlink()
    catalog = catalog_of(project)
    report = Validator(catalog).validate(project.graph)
    source = script(project, report, catalog)
    path = prepare_run(tmp_path, project, source.text, ())
    worker.send(train_command(path, project, report, source))
    _, failed = until(worker, Failed)
    assert failed.message == "The training cannot start from the chosen weights."
    assert failed.why == "gone.h5 cannot be read: No such file or directory."
