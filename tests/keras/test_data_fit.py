"""Keras learns from the data as load_data() returns them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.keras

FITS = (
    "pictures",
    "one-hot pictures",
    "autoencoder",
    "table of classes",
    "two classes",
    "number",
    "series",
    "far horizon",
    "texts",
)


@pytest.fixture(scope="module")
def fits() -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.keras.data_fits"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["name"]: line for line in lines}


def test_every_fit_was_run(fits: dict[str, dict[str, Any]]) -> None:
    assert tuple(fits) == FITS


@pytest.mark.parametrize("name", FITS)
def test_the_loss_falls(name: str, fits: dict[str, dict[str, Any]]) -> None:
    first, last = fits[name]["losses"]
    assert last < first


@pytest.mark.parametrize("name", FITS)
def test_answers_of_any_shape_give_the_same_figures(
    name: str, fits: dict[str, dict[str, Any]]
) -> None:
    """A flat array of answers must not be spread against a column of predictions."""
    flat, column = fits[name]["tested"]
    assert flat == pytest.approx(column, rel=1e-5)
