"""The figures of runs as curves: over epochs, seconds or batches, smoothed, and as a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netbuilder.runs.model import Course

Numbers: TypeAlias = NDArray[np.float64]


class Axis(StrEnum):
    """What a curve is drawn over."""

    EPOCHS = "epochs"
    SECONDS = "seconds"
    BATCHES = "batches"


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right; NaN in ``y`` is a gap."""

    x: Numbers
    y: Numbers


@dataclass(frozen=True, slots=True)
class Band:
    """What several curves have in common.

    Attributes:
        x: Where; the mean of theirs.
        mean: Their mean.
        low: The mean less the standard deviation.
        high: The mean and the standard deviation.
    """

    x: Numbers
    mean: Numbers
    low: Numbers
    high: Numbers


def curve(course: Course, metric: str, axis: Axis, epochs_before: int = 0) -> Curve:
    """Return one metric of a run.

    Args:
        course: The run's figures.
        metric: Under Keras's name.
        axis: What it is drawn over; batches have no ``val_`` metrics.
        epochs_before: How many epochs the runs before had done.
    """
    if axis is Axis.BATCHES:
        steps = [step for some in course.batches for step in some.steps]
        values = [
            value
            for some in course.batches
            for value in some.figures.get(metric, (None,) * len(some.steps))
        ]
        return Curve(np.array(steps, dtype=float), _numbers(values))
    x = [
        epoch.seconds if axis is Axis.SECONDS else epoch.epoch + epochs_before
        for epoch in course.epochs
    ]
    return Curve(np.array(x, dtype=float), _numbers([e.logs.get(metric) for e in course.epochs]))


def smoothed(values: Numbers, amount: float) -> Numbers:
    """Return the exponential moving average of ``values``; gaps stay gaps.

    It is a weighted mean, whose weights sum to 1 from the first value on.

    Args:
        values: What is smoothed.
        amount: The weight of each value relative to that of the next, 0 (nothing) to below 1.
    """
    known = np.isfinite(values)
    if not amount or not known.any():
        return values
    weights = np.maximum(_summed(known.astype(float), amount), np.finfo(float).tiny)
    mean = _summed(np.where(known, values, 0.0), amount) / weights
    return np.where(known, mean, np.nan)


def _summed(values: Numbers, amount: float) -> Numbers:
    """Return for each place the sum of all values up to it, each fainter the older it is.

    Curves have 100,000 points and more, so the sums are made of sums half as long: those of two
    values from single ones, those of four from them, until what is further off is too faint.
    """
    total, reach = values, 1
    while reach < len(values) and amount**reach > np.finfo(float).eps:
        further = np.zeros_like(total)
        further[reach:] = total[:-reach]
        total, reach = total + amount**reach * further, 2 * reach
    return total


def band(curves: Sequence[Curve]) -> Band:
    """Return mean and standard deviation (of a sample) where two curves at least have a value."""
    length = max(len(one.x) for one in curves)
    x = np.array([_padded(one.x, length) for one in curves])
    y = np.array([_padded(one.y, length) for one in curves])
    known = np.isfinite(y)
    shared = known.sum(axis=0) >= 2
    x, y, known = x[:, shared], y[:, shared], known[:, shared]
    count = known.sum(axis=0)
    mean = np.where(known, y, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, y - mean, 0.0) ** 2).sum(axis=0) / (count - 1))
    place = np.where(known, x, 0.0).sum(axis=0) / count
    return Band(place, mean, mean - spread, mean + spread)


def _padded(values: Numbers, length: int) -> Numbers:
    return np.pad(values, (0, length - len(values)), constant_values=np.nan)


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
