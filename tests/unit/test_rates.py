"""What is read in the curve of a search for a learning rate."""

from __future__ import annotations

import math

import pytest

from netbuilder.training.rates import has_diverged, rates_between, smoothed, suggested_rate

RATES = rates_between(1e-6, 1.0, 121)
NAN = float("nan")


def falling(at: float, rate: float) -> float:
    """A loss that falls from 2 to 1 around a rate and explodes a hundred times above it."""
    fall = 1 / (1 + math.exp(-3 * (math.log10(rate) - math.log10(at))))
    return 2 - fall + (rate / (100 * at)) ** 2


@pytest.mark.parametrize("at", [1e-4, 1e-3, 1e-2])
def test_the_steepest_fall_is_found(at: float) -> None:
    suggestion = suggested_rate(RATES, [falling(at, rate) for rate in RATES])
    assert suggestion is not None
    assert at / 3 <= suggestion <= at * 5, "smoothing lags a little"
    assert suggestion == float(f"{suggestion:.1g}")


@pytest.mark.parametrize(
    "losses",
    [
        pytest.param([], id="nothing tried"),
        pytest.param([2.0] * 121, id="flat"),
        pytest.param([1.0 + 0.01 * step for step in range(121)], id="rising"),
        pytest.param([NAN] * 121, id="no numbers"),
        pytest.param([2.0, 1.0, NAN], id="too few"),
    ],
)
def test_nothing_is_suggested_without_a_fall(losses: list[float]) -> None:
    assert suggested_rate(RATES[: len(losses)], losses) is None


@pytest.mark.parametrize(
    ("losses", "diverged"),
    [
        pytest.param([], False, id="nothing yet"),
        pytest.param([2.0, NAN], True, id="no number"),
        pytest.param([1.0] * 20, False, id="calm"),
        pytest.param([1.0] * 10 + [50.0] * 5, True, id="shot up"),
        pytest.param([1.0, 90.0], False, id="one wild batch at the start"),
    ],
)
def test_divergence(losses: list[float], diverged: bool) -> None:
    assert has_diverged(losses) is diverged


def test_rates_rise_evenly_and_smoothing_starts_unbiased() -> None:
    assert rates_between(1e-4, 1.0, 5) == pytest.approx([1e-4, 1e-3, 1e-2, 1e-1, 1.0])
    assert smoothed([3.0, 3.0, 3.0]) == pytest.approx([3.0, 3.0, 3.0])
