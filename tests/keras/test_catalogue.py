"""The shipped catalogue against the installed Keras, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netbuilder.catalog.spec import Family
from netbuilder.checks import metrics
from netbuilder.resources import resource_path

pytestmark = pytest.mark.keras

_QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}

# Allowed by themselves, but not together with the class's other usual values.
_ONLY_TOGETHER = {
    "AUC.num_labels=1",
    "Discretization.num_bins=None",
    "Discretization.sparse=True",
    "Hashing.sparse=True",
    "IntegerLookup.pad_to_max_tokens=True",
    "IntegerLookup.sparse=True",
    "IoU.num_classes=1",
    "ModelCheckpoint.save_weights_only=True",
    "OneHotIoU.num_classes=1",
    "STFTSpectrogram.fft_length=1",
    "StringLookup.pad_to_max_tokens=True",
    "StringLookup.sparse=True",
    "TextVectorization.output_mode=count",
    "TextVectorization.output_mode=multi_hot",
    "TextVectorization.output_mode=tf_idf",
    "TextVectorization.sparse=True",
}


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=_QUIET, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@cache
def _judged() -> dict[str, Any]:
    judged: dict[str, Any] = json.loads(_run("-m", "tests.keras.catalogue_judge"))
    return judged


def test_shipped_files_are_what_keras_gives(tmp_path: Path) -> None:
    _run("-m", "netbuilder.worker.catalogue", "--into", str(tmp_path))
    for part in (*Family, "signatures"):
        name = f"{part}.json"
        assert (tmp_path / name).read_bytes() == resource_path("catalog", name).read_bytes(), name


def test_check_says_which_files_are_stale(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "netbuilder.worker.catalogue", "--check", "--into", str(tmp_path)],
        env=_QUIET,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.count("stale") == len(Family) + 1
    assert not list(tmp_path.iterdir())


def test_keras_takes_all_that_the_catalogue_allows() -> None:
    assert set(_judged()["refused"]) <= _ONLY_TOGETHER


@pytest.mark.parametrize(("what", "least"), [("start", 250), ("default", 1500), ("value", 1500)])
def test_judge_tried_enough(what: str, least: int) -> None:
    assert _judged()["checked"][what] >= least


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("single numbers, rows given", metrics.ONE_BY_ONE),
        ("single numbers, one given", metrics.OF_SEVERAL),
        ("rows, rows given", metrics.OF_CLASS_NUMBERS),
    ],
)
def test_metrics_that_fail_are_known(form: str, told: frozenset[str]) -> None:
    assert set(_judged()["misfits"][form]) == told
