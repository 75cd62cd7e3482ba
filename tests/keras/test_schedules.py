"""A schedule that is drawn is the one that Keras follows."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family
from netbuilder.graph import Config, Params
from netbuilder.training.schedules import rate_at

pytestmark = pytest.mark.keras

STEPS = [0, 1, 7, 25, 49, 50, 51, 99, 100, 101, 150, 199, 251, 399, 1000]
FIRST = {"initial_learning_rate": 0.1}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "exponential": ("ExponentialDecay", {**FIRST, "decay_steps": 50, "decay_rate": 0.9}),
    "exponential steps": (
        "ExponentialDecay",
        {**FIRST, "decay_steps": 50, "decay_rate": 0.5, "staircase": True},
    ),
    "inverse time": ("InverseTimeDecay", {**FIRST, "decay_steps": 30, "decay_rate": 0.5}),
    "inverse time steps": (
        "InverseTimeDecay",
        {**FIRST, "decay_steps": 30, "decay_rate": 2.0, "staircase": True},
    ),
    "pieces": (
        "PiecewiseConstantDecay",
        {"boundaries": [50, 100, 251], "values": [1.0, 0.5, 0.2, 0.1]},
    ),
    "polynomial": ("PolynomialDecay", {**FIRST, "decay_steps": 100}),
    "polynomial, square": (
        "PolynomialDecay",
        {**FIRST, "decay_steps": 100, "power": 2.0, "end_learning_rate": 0.02},
    ),
    "polynomial, in cycles": ("PolynomialDecay", {**FIRST, "decay_steps": 100, "cycle": True}),
    "cosine": ("CosineDecay", {**FIRST, "decay_steps": 100, "alpha": 0.1}),
    "cosine after a warm-up": (
        "CosineDecay",
        {**FIRST, "decay_steps": 100, "warmup_target": 0.5, "warmup_steps": 50},
    ),
    "restarts": ("CosineDecayRestarts", {**FIRST, "first_decay_steps": 40}),
    "restarts, alike and lower": (
        "CosineDecayRestarts",
        {**FIRST, "first_decay_steps": 40, "t_mul": 1.0, "m_mul": 0.7, "alpha": 0.05},
    ),
}


@pytest.fixture(scope="module")
def judged() -> dict[str, list[float]]:
    """What Keras gives for every case."""
    asked = json.dumps([[name, params, STEPS] for name, params in CASES.values()])
    command = [sys.executable, "-m", "tests.keras.schedules_judge", asked]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return dict(zip(CASES, json.loads(finished.stdout.splitlines()[-1]), strict=True))


@pytest.mark.parametrize("case", CASES)
def test_rates_are_those_of_keras(judged: dict[str, list[float]], case: str) -> None:
    name, params = CASES[case]
    given = {key: tuple(v) if isinstance(v, list) else v for key, v in params.items()}
    spec = load_catalog().find(Family.SCHEDULE, name)
    assert spec is not None
    schedule = Config(name, Params(given))
    found = [rate_at(schedule, spec, step) for step in STEPS]
    # Keras calculates in single precision; where a period ends it may stand on either side.
    assert found == pytest.approx(judged[case], rel=1e-4, abs=1e-6)


def test_every_schedule_is_compared() -> None:
    assert set(load_catalog().families[Family.SCHEDULE]) == {name for name, _ in CASES.values()}
