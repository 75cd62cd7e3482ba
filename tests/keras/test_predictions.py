"""The worker compares what Keras builds with what NetBuilder had said, before it trains."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.keras_names import keras_names
from netbuilder.codegen.model import model_code
from netbuilder.graph import Graph
from netbuilder.runs.command import predictions
from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import Predicted, Train
from netbuilder.training.events import Differs, Epoch, Failed, Finished
from netbuilder.training.protocol import AnyEvent
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS
from tests.keras.worker_events import PATIENCE
from tests.unit.drawing import draw, layer

pytestmark = pytest.mark.keras

CATALOG = load_catalog()
BUILDABLE = [name for name in PROJECTS if name != "unfinished"]
FITTING = """
import numpy as np

model = build_model()
model.compile("sgd", "mse")
given = [np.ones((2, *(size or 8 for size in one.shape[1:])), one.dtype) for one in model.inputs]
answers = [np.zeros(one.shape) for one in keras.tree.flatten(model(given))]
model.fit(given, answers, verbose=0)
"""


def trained(
    worker: WorkerClient, folder: Path, graph: Graph, predicted: list[Predicted]
) -> Differs | None:
    """Train a network on next to nothing, to its end; return what the worker found wrong."""
    report = Validator(CATALOG).validate(graph)
    path = folder / "train.py"
    path.write_text(model_code(graph, report, CATALOG, "").text + FITTING, encoding="utf-8")
    worker.send(Train(str(path), 1, predicted=predicted))
    events: list[AnyEvent] = []
    for event in worker.events(PATIENCE):
        assert not isinstance(event, Failed), event
        events.append(event)
        if isinstance(event, Finished):
            break
    assert any(isinstance(event, Epoch) for event in events), "the training goes on"
    found = [event for event in events if isinstance(event, Differs)]
    assert len(found) <= 1
    return found[0] if found else None


def said(graph: Graph) -> list[Predicted]:
    report = Validator(CATALOG).validate(graph)
    return list(predictions(graph, report, keras_names(graph, report, CATALOG)))


@pytest.mark.parametrize("name", BUILDABLE)
def test_what_netbuilder_says_is_so(name: str, worker: WorkerClient, tmp_path: Path) -> None:
    graph = PROJECTS[name].graph
    predicted = said(graph)
    assert predicted
    assert trained(worker, tmp_path, graph, predicted) is None


SMALL = draw(
    layer("input_layer", "InputLayer", shape=(4,)),
    layer("dense", "Dense", "input_layer", units=3),
    layer("norm", "BatchNormalization", "dense"),
)
WRONG: dict[str, tuple[Callable[[Predicted], Predicted], str]] = {
    "a size": (
        lambda one: msgspec.structs.replace(one, shapes=[[None, 5]]),
        "'norm' gives (None, 5) float32 with 12 parameters (6 trainable), but Keras made",
    ),
    "a number format": (
        lambda one: msgspec.structs.replace(one, dtypes=["float16"]),
        "(None, 3) float16 with 12",
    ),
    "the parameters": (
        lambda one: msgspec.structs.replace(one, params=13),
        "with 13 parameters (6 trainable), but Keras made it give (None, 3) float32 with 12",
    ),
    "the trainable ones": (
        lambda one: msgspec.structs.replace(one, trainable=12),
        "(12 trainable), but",
    ),
    "the number of outputs": (
        lambda one: msgspec.structs.replace(one, shapes=one.shapes * 2, dtypes=one.dtypes * 2),
        "(None, 3) float32, (None, 3) float32",
    ),
    "a layer": (lambda one: msgspec.structs.replace(one, name="nowhere"), "a layer 'nowhere'"),
}


@pytest.mark.parametrize(("mistake", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_prediction_is_reported_and_the_training_goes_on(
    mistake: Callable[[Predicted], Predicted], words: str, worker: WorkerClient, tmp_path: Path
) -> None:
    dense, norm = said(SMALL)
    found = trained(worker, tmp_path, SMALL, [dense, mistake(norm)])
    assert found is not None
    assert words in found.message
    assert found.node == "norm"
    assert "mistake in NetBuilder, not in the network" in found.why
    heading, line = found.details.splitlines()
    assert "Keras 3.15" in heading
    assert line.startswith(("norm: said ", "nowhere: said "))


def test_all_that_is_wrong_stands_in_the_details(worker: WorkerClient, tmp_path: Path) -> None:
    wrong = [msgspec.structs.replace(one, params=one.params + 1) for one in said(SMALL)]
    found = trained(worker, tmp_path, SMALL, wrong)
    assert found is not None
    assert found.message.endswith("1 more layers differ.")
    assert [line.partition(":")[0] for line in found.details.splitlines()[1:]] == ["dense", "norm"]


def test_a_layer_inside_a_submodel_is_named_with_its_way(
    worker: WorkerClient, tmp_path: Path
) -> None:
    graph = PROJECTS["two_halves"].graph
    inside = next(one for one in said(graph) if "/" in one.name)
    wrong = msgspec.structs.replace(inside, params=inside.params + 1)
    found = trained(worker, tmp_path, graph, [wrong])
    assert found is not None
    assert f"'{inside.name}'" in found.message
    assert found.node in graph.nodes
