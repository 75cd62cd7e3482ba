"""Ready-made networks with the real Keras: put into a network and trained."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.dataset import DataChoice
from netbuilder.graph import Graph, Node, Params, Wire
from netbuilder.importing.applications import application_node
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.runs.command import train_command
from netbuilder.runs.folder import prepare_run
from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import Train
from netbuilder.training.events import Differs, Failed, Finished
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation.validate import Validator
from tests.keras.worker_events import PATIENCE, until

pytestmark = pytest.mark.keras

SHAPE = (32, 32, 3)


def test_all_networks_are_offered() -> None:
    found = find_spec("keras")
    assert found is not None
    assert found.origin is not None
    text = (Path(found.origin).parent / "applications" / "__init__.py").read_text("utf-8")
    names = {name for name in re.findall(r" as (\w+)", text) if name[0].isupper()}
    assert names == set(APPLICATIONS)


@pytest.mark.parametrize(
    "name", ["MobileNet", pytest.param("EfficientNetV2B0", marks=pytest.mark.slow)]
)
def test_a_frozen_network_is_trained_as_it_was_announced(
    name: str, worker: WorkerClient, tmp_path: Path
) -> None:
    entry = Node("x", "pictures", "InputLayer", Params(shape=SHAPE))
    params = Params(
        application=name, include_top=False, input_shape=SHAPE, pooling="avg", trainable=False
    )
    ready = application_node(Graph(nodes={"x": entry}), params)
    head = Node("d", "answer", "Dense", Params(units=2, activation="softmax"))
    wires = (Wire("x", ready.id), Wire(ready.id, "d"))
    graph = Graph(nodes={"x": entry, ready.id: ready, "d": head}, wires=wires)

    random = np.random.default_rng(0)
    x, y = random.random((8, *SHAPE)).astype("float32"), np.arange(8) % 2
    np.savez(tmp_path / "some.npz", x_train=x, y_train=y, x_test=x, y_test=y)
    data = DataChoice("npz", tmp_path / "some.npz")
    project = Project(name, graph=graph, data=data, training=TrainingSettings(epochs=1))
    catalog = catalog_of(project)
    report = Validator(catalog).validate(graph)
    known = report.nodes[ready.id]
    assert report.ok
    assert (known.trainable_params, known.params) == (0, APPLICATIONS[name].parameters)

    source = script(project, report, catalog)
    path = prepare_run(tmp_path / "run", project, source.text, data_source(data).files)
    worker.send(train_command(path, project, report, source))
    events, finished = until(worker, Finished)
    assert not [event for event in events if isinstance(event, Differs)]
    assert finished.evaluation


def test_weights_that_cannot_be_fetched_fail_plainly(worker: WorkerClient, tmp_path: Path) -> None:
    """The address is one that nobody answers at, on any computer."""
    text = "import keras\nkeras.utils.get_file('w.h5', 'http://127.0.0.1:9/w.h5')\n"
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    worker.send(Train(str(tmp_path / "train.py"), epochs=1))
    failed = next(event for event in worker.events(PATIENCE) if isinstance(event, Failed))
    assert failed.message == ("Keras cannot load http://127.0.0.1:9/w.h5 from the internet.")
