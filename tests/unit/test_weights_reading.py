"""Weights copied out of files by a process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import h5py
import numpy as np
import pytest

from netbuilder.training.launch import NO_WEIGHTS, weights_command
from netbuilder.worker.weights_reading import INDEX, main

KERNEL, BIAS = np.arange(6.0).reshape(2, 3), np.array([7.0, 8.0, 9.0])


def _no_limit(memory: int, seconds: int) -> None:
    assert memory > 0
    assert seconds > 0


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test's own process unbounded."""
    monkeypatch.setattr("netbuilder.worker.weights_reading.limit", _no_limit)


def keras_2(path: Path) -> None:
    """Write weights as Keras 2 does, the names of many layers in pieces."""
    with h5py.File(path, "w") as file:
        group = file.create_group("model_weights")
        group.attrs["layer_names0"] = [b"flat"]
        group.attrs["layer_names1"] = [b"block/dense"]
        group.create_group("flat").attrs["weight_names"] = []
        dense = group.create_group("block/dense")
        dense.attrs["weight_names"] = [b"dense/kernel:0", b"dense/bias:0"]
        dense["dense/kernel:0"], dense["dense/bias:0"] = KERNEL, BIAS


def weights_only(path: Path) -> None:
    """Write weights as ``model.save_weights("x.weights.h5")`` does, a model within a model."""
    with h5py.File(path, "w") as file:
        inner = file.create_group("layers/functional")
        inner.create_group("vars").attrs["name"] = "encoder"
        held = inner.create_group("layers/dense/vars")
        held.attrs["name"] = "deep"
        held["0"], held["1"] = KERNEL, BIAS
        cell = file.create_group("layers/lstm/cell/vars")
        cell["0"] = KERNEL
        file.create_group("layers/lstm/vars").attrs["name"] = "reader"


def archive(path: Path) -> None:
    """Write a .keras file of TensorFlow 2.13, which notes no names; the second Dense is 'out'."""
    scratch = path.with_name("scratch.h5")
    with h5py.File(scratch, "w") as file:
        file["_layer_checkpoint_dependencies/dense/vars/0"] = KERNEL
        file["_layer_checkpoint_dependencies/dense_1/vars/0"] = BIAS
    listed = [
        {"class_name": "InputLayer", "config": {"name": "x"}},
        {"class_name": "Dense", "config": {"name": "first"}},
        {"class_name": "own>Dense", "config": {"name": "out"}},
    ]
    config = {"class_name": "Sequential", "config": {"layers": listed}}
    with ZipFile(path, "w") as packed:
        packed.writestr("config.json", json.dumps(config))
        packed.write(scratch, "model.weights.h5")


def copied(path: Path) -> tuple[bool, dict[tuple[str, str], Any]]:
    """Return what is copied out of a file: whether it is listed, and the arrays."""
    target = path.with_name("copied.zip")
    assert main(path, target) == 0
    with ZipFile(target) as found:
        index = json.loads(found.read(INDEX))
        arrays = [
            np.lib.format.read_array(found.open(f"{number}.npy"), allow_pickle=False)
            for number in range(len(index["parts"]))
        ]
    return index["listed"], dict(zip(map(tuple, index["parts"]), arrays, strict=True))


@pytest.mark.parametrize(
    ("write", "name", "listed", "expected"),
    [
        pytest.param(
            *(keras_2, "old.h5", True),
            {("block/dense", "0"): KERNEL, ("block/dense", "1"): BIAS},
            id="Keras 2",
        ),
        pytest.param(
            *(weights_only, "only.weights.h5", False),
            {
                ("encoder/deep", "vars/0"): KERNEL,
                ("encoder/deep", "vars/1"): BIAS,
                ("reader", "cell/vars/0"): KERNEL,
            },
            id="Keras 3, weights only",
        ),
        pytest.param(
            *(archive, "model.keras", False),
            {("first", "vars/0"): KERNEL, ("out", "vars/0"): BIAS},
            id="archive without names",
        ),
    ],
)
def test_arrays_come_by_layer(
    write: Callable[[Path], None],
    name: str,
    listed: bool,
    expected: dict[tuple[str, str], Any],
    tmp_path: Path,
) -> None:
    write(tmp_path / name)
    found_listed, found = copied(tmp_path / name)
    assert found_listed is listed
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], array) for key, array in expected.items())


def test_links_to_other_files_and_objects_are_left_out(tmp_path: Path) -> None:
    keras_2(tmp_path / "secret.h5")
    path = tmp_path / "model.weights.h5"
    weights_only(path)
    with h5py.File(path, "r+") as file:
        held = file["layers/lstm/cell/vars"]
        held["1"] = h5py.ExternalLink("secret.h5", "model_weights/block/dense/dense/kernel:0")
        held["2"] = h5py.SoftLink("/layers/lstm/cell/vars/0")
        held["3"] = np.array([b"text"], dtype="S4")
    parts = [part for layer, part in copied(path)[1] if layer == "reader"]
    assert parts == ["cell/vars/0"]


def test_nothing_to_copy(tmp_path: Path) -> None:
    path = tmp_path / "empty.h5"
    h5py.File(path, "w").close()
    assert main(path, tmp_path / "copied.zip") == NO_WEIGHTS


@pytest.mark.parametrize("name", ["model.h5", "model.keras"])
@pytest.mark.parametrize("raw", [b"", b"\x89HDF\r\n\x1a\n" + b"\xff" * 500], ids=["empty", "odd"])
def test_unreadable(name: str, raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    assert main(path, tmp_path / "copied.zip") == 1


def test_process_of_its_own(tmp_path: Path) -> None:
    keras_2(tmp_path / "old.h5")
    command = weights_command(tmp_path / "old.h5", tmp_path / "copied.zip")
    assert subprocess.run(command, check=False).returncode == 0
    assert (tmp_path / "copied.zip").is_file()
