"""Configs inside HDF5 files, read by a process that may be killed."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import pytest

from netbuilder.importing import ConfigError, read_file
from netbuilder.importing.h5 import h5_config
from tests.unit.keras_configs import dense, entrance, old, old_sequential, sequential


def written(path: Path, config: object) -> Path:
    """Write a file as Keras does, with some weights; no config for None."""
    with h5py.File(path, "w") as file:
        if config is not None:
            file.attrs["model_config"] = json.dumps(config).encode()
        file.create_dataset("model_weights/d/kernel", data=[[1.0, 2.0]])
    return path


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(sequential(entrance("d_input", None, 2), dense("d")), id="Keras 3"),
        pytest.param(old_sequential(old("Dense", "d", output_dim=4, input_dim=2)), id="Keras 1"),
    ],
)
@pytest.mark.parametrize("suffix", [".h5", ".hdf5", ".H5"])
def test_config_inside(config: object, suffix: str, tmp_path: Path) -> None:
    graph = read_file(written(tmp_path / f"model{suffix}", config)).graph
    assert [node.name for node in graph.nodes.values()] == ["d_input", "d"]


def test_weights_only(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="weights only"):
        read_file(written(tmp_path / "weights.h5", None))


def test_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be opened"):
        read_file(tmp_path / "missing.h5")


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"\x89HDF\r\n\x1a\n" + b"\xff" * 500], ids=["empty", "other", "damaged"]
)
def test_file_that_cannot_be_read(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.h5"
    path.write_bytes(raw)
    with pytest.raises(ConfigError, match="no readable HDF5"):
        read_file(path)


def test_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="too long"):
        h5_config(written(tmp_path / "model.h5", {}), seconds=0.001)
