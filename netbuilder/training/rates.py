"""Reads the curve of a search for a learning rate."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SMOOTHING = 0.85
_EDGE = 0.05  # the share of tries at the start that tell too little
_FALL = 0.02  # the share of itself by which the loss must fall to say anything
_FEWEST = 8


def rates_between(low: float, high: float, count: int) -> list[float]:
    """Return ``count`` rates from ``low`` to ``high``, each the same factor above the last."""
    factor = (high / low) ** (1 / (count - 1))
    return [low * factor**step for step in range(count)]


def smoothed(losses: Sequence[float]) -> list[float]:
    """Return the exponential moving average of losses, unbiased from the start."""
    mean, result = 0.0, []
    for step, loss in enumerate(losses, start=1):
        mean = _SMOOTHING * mean + (1 - _SMOOTHING) * loss
        result.append(mean / (1 - _SMOOTHING**step))
    return result


def has_diverged(losses: Sequence[float]) -> bool:
    """Tell whether greater rates would tell nothing more: the loss has shot up."""
    if not losses or not math.isfinite(losses[-1]):
        return bool(losses)
    curve = smoothed(losses)
    return len(losses) >= _FEWEST and curve[-1] > 4 * min(curve)


def suggested_rate(rates: Sequence[float], losses: Sequence[float]) -> float | None:
    """Return the rate at which the loss falls fastest; None if it does not fall.

    The loss is smoothed, and its fall measured over the logarithm of the rate, up to where
    the loss is lowest. The test itself is that of L. N. Smith, "Cyclical Learning Rates for
    Training Neural Networks" (2017), section 3.3.

    Args:
        rates: Those that were tried, rising.
        losses: The loss of the batch that was trained with each; the last may be no number.
    """
    known = [loss for loss in losses if math.isfinite(loss)]
    if len(known) < _FEWEST:
        return None
    curve = smoothed(known)
    first = int(_EDGE * len(curve))
    lowest = min(range(first, len(curve)), key=curve.__getitem__)
    if curve[lowest] > curve[first] - _FALL * abs(curve[first]):
        return None
    reach = max(1, len(curve) // 20)
    steps = range(max(first, reach), min(lowest + 1, len(curve) - reach))
    steepest = min(
        steps,
        key=lambda at: _slope(rates, curve, at - reach, at + reach),
        default=lowest,
    )
    return float(f"{rates[steepest]:.1g}")


def _slope(rates: Sequence[float], curve: Sequence[float], start: int, end: int) -> float:
    """Return how much the curve rises for each factor e of the rate."""
    return (curve[end] - curve[start]) / math.log(rates[end] / rates[start])
