"""Scripts for several machines: two workers over the loopback interface train as one does."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from netbuilder.__main__ import main
from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Params
from netbuilder.project import Project
from netbuilder.project.file import write_project
from netbuilder.training.settings import TrainingSettings
from tests.unit.drawing import chain, layer
from tests.unit.own_data import write_texts

pytestmark = pytest.mark.keras

ENDS = (
    layer("measurements", "InputLayer", shape=(9,)),
    layer("norm", "Normalization"),
    layer("hidden", "Dense", units=8, activation="tanh"),
    layer("scores", "Dense", units=3, activation="softmax"),
)
HEARING = """\
import keras


class Hearing(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.heard = []

    def on_train_batch_end(self, batch, logs=None):
        self.heard.append(logs["loss"])

    def on_test_batch_end(self, batch, logs=None):
        self.heard.append(logs["loss"])

    def on_epoch_end(self, epoch, logs=None):
        print(f"\\nHeard: {len(self.heard)} batches, the first with {self.heard[0]:.3f}")
"""
PENGUINS = Project(
    "Penguins",
    graph=chain(*ENDS),
    data=DataChoice("penguins"),
    training=TrainingSettings(
        optimizer=Config("Adam", Params(learning_rate=0.01)),
        epochs=2,
        class_weights=True,
        callbacks=(Config("CSVLogger", Params(filename="log.csv")), Config("Hearing")),
    ),
    custom=(CustomCode(CustomKind.CALLBACK, "Hearing", HEARING),),
)
BOTH_ON_ONE = """\
import os, runpy, sys
for folder in ("plain", "one"):
    os.chdir(folder)
    sys.path.insert(0, os.getcwd())
    runpy.run_path("script.py", run_name="__main__")
    import keras
    keras.utils.clear_session()
    os.chdir("..")
"""

SHARED = """\
import sys
from pathlib import Path

import tensorflow as tf

parts = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], parts)

from netbuilder.training.commands import Train
from netbuilder.worker import devices, training
from netbuilder.worker.control import Control

training.sharing = lambda: devices.sharing("CPU")
for _ in range(2):
    print()
    training.run_training(Train(sys.argv[1], 2), Control(), lambda event: print(repr(event)))
"""


def exported(folder: Path, project: Project, *options: str) -> Path:
    file = folder.with_suffix(".netbuilder")
    write_project(project, file)
    assert main(["export", str(file), *options, "-o", str(folder / "script.py")]) == 0
    return folder


def start(code: list[str], folder: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *code],
        cwd=folder,
        env={
            **os.environ,
            "CUDA_VISIBLE_DEVICES": "-1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_two(folder: Path) -> list[subprocess.Popen[str]]:
    """Start the script in a folder as two workers that know of each other."""
    with socket.socket() as one, socket.socket() as other:
        for socket_ in (one, other):
            socket_.bind(("127.0.0.1", 0))
        workers = [f"127.0.0.1:{socket_.getsockname()[1]}" for socket_ in (one, other)]
    configs = [
        {"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}}
        for index in (0, 1)
    ]
    return [start(["script.py"], folder, TF_CONFIG=json.dumps(config)) for config in configs]


def results(processes: list[subprocess.Popen[str]]) -> list[list[str]]:
    """Wait for scripts and return what they print of their figures."""
    printed = [process.communicate(timeout=200)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), printed
    return [re.findall(r"^(?:Epoch \d+|Test|Heard): .*$", text, re.MULTILINE) for text in printed]


def told_at_the_end(lines: list[str]) -> list[str]:
    """Return the figures of all epochs and of the test, without what was heard on the way."""
    return [line for line in lines if "Heard" not in line]


def weights(folder: Path) -> dict[str, Any]:
    """Return what has been saved, by its place in the file."""
    found: dict[str, Any] = {}
    with zipfile.ZipFile(folder / "model.keras") as archive:
        data = BytesIO(archive.read("model.weights.h5"))
    with h5py.File(data) as file:
        file.visititems(
            lambda name, item: (
                found.update({name: item[()]})
                if isinstance(item, h5py.Dataset) and name.startswith("layers")
                else None
            )
        )
    return found


@pytest.mark.parametrize(
    "reduction",
    ["sum_over_batch_size", pytest.param("sum", marks=pytest.mark.slow)],
    ids=["means", "sums"],
)
def test_two_workers_train_as_one_process_does(reduction: str, tmp_path: Path) -> None:
    loss = Config("SparseCategoricalCrossentropy", Params(reduction=reduction))
    optimizer = Config("SGD", Params(learning_rate=0.01))
    training = replace(
        PENGUINS.training, loss=loss, optimizer=optimizer, batch_size=15, shuffle=False
    )
    project = replace(PENGUINS, training=training)
    for name, options in (("plain", ()), ("one", ("--machines",)), ("two", ("--machines",))):
        exported(tmp_path / name, project, *options)
    two = start_two(tmp_path / "two")
    one = start(["-c", BOTH_ON_ONE], tmp_path)
    first, second = results(two)
    (both,) = results([one])
    assert both[:5] == both[5:]  # to the last digit, what the plain script gives
    assert first == second
    assert [line for line in first if "Heard" in line] == both[:2]
    expected, found = weights(tmp_path / "one"), weights(tmp_path / "two")
    assert expected.keys() == found.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-4, atol=1e-5, err_msg=name)
    assert (tmp_path / "two" / "log.csv").read_text().count("\n") == 3
    assert not list((tmp_path / "two").glob("interrupted*"))


@pytest.mark.slow
@pytest.mark.parametrize("killed", [(0, 1), (0,), (1,)], ids=["both", "the chief", "the other"])
def test_an_interrupted_training_goes_on_from_its_last_epoch(
    killed: tuple[int, ...], tmp_path: Path
) -> None:
    """A worker whose fellow was killed ends too, so that whoever starts them starts both again."""
    measuring = (*ENDS[:3], layer("batch", "BatchNormalization"), ENDS[3])
    training = replace(PENGUINS.training, epochs=12)
    project = replace(PENGUINS, graph=chain(*measuring), training=training)
    for name in ("whole", "broken"):
        exported(tmp_path / name, project, "--machines")
    whole = results(start_two(tmp_path / "whole"))
    broken = start_two(tmp_path / "broken")
    state = tmp_path / "broken" / "interrupted-1.keras"
    while not state.exists():
        assert all(process.poll() is None for process in broken)
    for number in killed:
        broken[number].kill()
    for process in broken:
        process.communicate(timeout=200)
        assert process.returncode != 0
    with zipfile.ZipFile(state) as file:
        done = len(json.loads(file.read("history.json")))
    assert 0 < done < 12
    resumed = results(start_two(tmp_path / "broken"))
    assert list(map(told_at_the_end, resumed)) == list(map(told_at_the_end, whole))
    expected, found = weights(tmp_path / "whole"), weights(tmp_path / "broken")
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-5, atol=1e-6, err_msg=name)


@pytest.mark.slow
def test_two_devices_share_the_trainings_of_a_worker(tmp_path: Path) -> None:
    exported(tmp_path / "run", PENGUINS)
    process = start(["-c", SHARED, str(tmp_path / "run" / "script.py")], Path.cwd())
    printed = process.communicate(timeout=200)[0]
    ended = re.findall(r"^Finished\(history=(.*), evaluation=", printed, re.MULTILINE)
    assert len(ended) == 2, printed
    assert ended[0] == ended[1]


def _tuned() -> Project:
    graph = chain(ENDS[0], layer("hidden", "Dense", units=8, trainable=False), ENDS[3])
    training = TrainingSettings(epochs=1, tuning_epochs=1, precision="mixed_bfloat16")
    return Project("Tuned", graph=graph, data=DataChoice("penguins"), training=training)


def _streamed(folder: Path) -> Project:
    graph = chain(
        layer("words", "InputLayer", shape=(), dtype="string"),
        layer("numbers", "TextVectorization", max_tokens=40, output_sequence_length=7),
        layer("places", "Embedding", input_dim=40, output_dim=4),
        layer("mean", "GlobalAveragePooling1D"),
        layer("scores", "Dense", units=2, activation="softmax"),
    )
    training = TrainingSettings(epochs=2, batch_size=8, class_weights=True)
    return Project("Texts", graph=graph, data=DataChoice("texts", folder), training=training)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["two phases", "streams"])
def test_two_workers_agree_in_all_figures(kind: str, tmp_path: Path) -> None:
    project = _tuned() if kind == "two phases" else _streamed(write_texts(tmp_path / "texts"))
    first, second = results(start_two(exported(tmp_path / "two", project, "--machines")))
    assert first == second
    assert len(first) == 3
