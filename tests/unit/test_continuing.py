"""How a run goes on: in the phase in which its state was saved, whatever the epochs say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from netbuilder.graph.edits import set_param
from netbuilder.project import Project
from netbuilder.project.file import write_project
from netbuilder.runs.checkpoints import Checkpoint
from netbuilder.runs.continuing import continuing, is_free
from netbuilder.runs.folder import MODEL, PROJECT
from netbuilder.runs.model import Run, Status
from netbuilder.training.settings import TrainingSettings
from tests.unit.drawing import chain, image, layer

FROZEN = set_param(
    chain(image(4), layer("hidden", "Dense", units=8), layer("scores", "Dense", units=3)),
    "hidden",
    "trainable",
    False,
)
PROJECT_IN_TWO_PHASES = Project(
    graph=FROZEN, training=TrainingSettings(epochs=10, tuning_epochs=5, tuning_rate=1e-4)
)


def saved_layer(name: str, free: bool, **inside: object) -> dict[str, object]:
    """Return what Keras saves of a layer, as far as it matters here."""
    return {"class_name": "Any", "config": {"name": name, "trainable": free, **inside}}


def saved_model(*layers: Mapping[str, object]) -> Mapping[str, object]:
    return saved_layer("sequential", True, layers=layers)


def write_model(folder: Path, saved: Mapping[str, object]) -> Path:
    path = folder / MODEL
    with ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(saved))
    return path


@pytest.mark.parametrize("free", [True, False], ids=["second phase", "first phase"])
def test_a_run_goes_on_in_the_phase_of_its_state(free: bool, tmp_path: Path) -> None:
    write_project(PROJECT_IN_TWO_PHASES, tmp_path / PROJECT)
    path = write_model(tmp_path, saved_model(saved_layer("hidden", free)))
    now = datetime.now(UTC)
    run = Run(7, "x", now, now, Status.STOPPED, 1, 15, {}, tmp_path, 8, epochs_before=2)
    order = continuing(run, Checkpoint(path, "last", 8), 4)
    assert (order.origin.parent, order.origin.epochs_before, order.state) == (7, 10, path)
    settings, first = order.project.training, PROJECT_IN_TWO_PHASES.training
    assert (settings.epochs, settings.tuning_epochs) == (4, 0)
    assert (settings.optimizer != first.optimizer) == free
    assert ("trainable" not in order.project.graph.nodes["hidden"].params) == free
    assert order.report.ok


def test_a_run_of_one_phase_stays_in_it(tmp_path: Path) -> None:
    plain = replace(PROJECT_IN_TWO_PHASES, training=TrainingSettings())
    write_project(plain, tmp_path / PROJECT)
    now = datetime.now(UTC)
    run = Run(1, "x", now, now, Status.FINISHED, 1, 5, {}, tmp_path, 5)
    order = continuing(run, Checkpoint(tmp_path / "gone.keras", "last", 5), 2)
    assert order.project == replace(plain, training=replace(plain.training, epochs=2))


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        pytest.param(("free",), True, id="free"),
        pytest.param(("frozen",), False, id="frozen"),
        pytest.param(("block", "inside"), True, id="in a submodel"),
        pytest.param(("block", "gone"), False, id="no such layer in it"),
        pytest.param(("frozen", "inside"), False, id="no submodel"),
    ],
)
def test_whether_a_layer_learnt_when_the_model_was_saved(
    way: tuple[str, ...], expected: bool, tmp_path: Path
) -> None:
    block = saved_layer("block", False, layers=[saved_layer("inside", True)])
    model = saved_model(saved_layer("free", True), saved_layer("frozen", False), block)
    assert is_free(write_model(tmp_path, model), way) is expected


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn"], ids=["empty", "torn"])
def test_a_file_that_is_no_model_tells_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / MODEL
    path.write_bytes(content)
    assert not is_free(path, ("hidden",))
