"""The trials of a sweep as lines over parallel axes: one axis for each thing that is varied."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from netbuilder.graph.values import Value
from netbuilder.i18n import tr
from netbuilder.project.places import place_words
from netbuilder.runs.sweeps import Trial
from netbuilder.training.range_text import write_value
from netbuilder.training.sweeps import Between, Dimension, OneOf, SweepPlan

Brush: TypeAlias = tuple[float, float]
"""A part of an axis, from low to high, where 0 is the foot and 1 the head of the axis."""

_MARGIN = 1e-9
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Attributes:
        key: The name of a dimension; empty for the objective.
        title: What stands above it.
        low: The number at its foot.
        high: The number at its head.
        log: Whether it is logarithmic.
        whole: Whether only whole numbers are on it.
        choices: Instead of numbers: the values on it, from the foot upwards.
    """

    key: str
    title: str
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False
    choices: tuple[Value, ...] = ()

    def place(self, value: Value) -> float | None:
        """Return where a value is, from 0 to 1; None if it is not on the axis."""
        if self.choices:
            if value not in self.choices:
                return None
            last = len(self.choices) - 1
            return self.choices.index(value) / last if last else 0.5
        if not isinstance(value, int | float) or not math.isfinite(value):
            return None
        low, high, at = (self._scaled(number) for number in (self.low, self.high, float(value)))
        return (at - low) / (high - low) if high > low else 0.5

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Where what is to be written beside the axis, from the foot upwards."""
        if self.choices:
            return tuple((self.place(value) or 0.0, write_value(value)) for value in self.choices)
        if self.high <= self.low:
            return ((0.5, f"{self.low:.4g}"),)
        numbers = [self._number_at(at / (_MOST_TICKS - 1)) for at in range(_MOST_TICKS)]
        if self.whole:
            numbers = list(dict.fromkeys(map(round, numbers)))
        return tuple((self.place(number) or 0.0, f"{number:.3g}") for number in numbers)

    def _number_at(self, share: float) -> float:
        low, high = self._scaled(self.low), self._scaled(self.high)
        number = low + share * (high - low)
        return 10**number if self.log else number

    def _scaled(self, number: float) -> float:
        return math.log10(max(number, 1e-300)) if self.log else number


@dataclass(frozen=True, slots=True)
class Line:
    """One trial over all axes.

    Attributes:
        trial: The trial.
        places: Where it crosses each axis; None where it does not.
        rank: Its place among all, from 0 (the worst) to 1 (the best); None without an objective.
    """

    trial: Trial
    places: tuple[float | None, ...]
    rank: float | None


def axes_of(plan: SweepPlan, trials: Sequence[Trial]) -> tuple[Axis, ...]:
    """Return an axis for each dimension, and the objective's as the last.

    Where no two dimensions end in the same word, that word says enough as a title.
    """
    values = [trial.value for trial in trials if trial.value is not None]
    known = [value for value in values if math.isfinite(value)]
    objective = plan.objective or tr("loss")
    last = Axis("", objective, min(known), max(known)) if known else Axis("", objective)
    words = Counter(dimension.place[-1] for dimension in plan.dimensions)
    return (*(_axis(one, words[one.place[-1]] == 1) for one in plan.dimensions), last)


def lines_of(plan: SweepPlan, axes: Sequence[Axis], trials: Sequence[Trial]) -> tuple[Line, ...]:
    """Return the trials as lines, the best last, so that it lies above the others."""
    values = (trial.value for trial in trials if trial.value is not None)
    order = sorted(values, reverse=not plan.wants_high)
    most = max(len(order) - 1, 1)
    found = []
    for trial in trials:
        places = (axis.place(trial.settings.get(axis.key)) for axis in axes[:-1])
        rank = None if trial.value is None else order.index(trial.value) / most
        found.append(Line(trial, (*places, axes[-1].place(trial.value)), rank))
    return tuple(sorted(found, key=lambda line: -1.0 if line.rank is None else line.rank))


def passes(line: Line, brushes: Mapping[int, Brush]) -> bool:
    """Tell whether a line crosses every brushed axis, by its place, within the brush."""
    for axis, (low, high) in brushes.items():
        at = line.places[axis]
        if at is None or not low - _MARGIN <= at <= high + _MARGIN:
            return False
    return True


def moved(brush: Brush | None, *, upper: bool, by: float) -> Brush:
    """Return a brush with one of its ends moved; None stands for the whole axis.

    Args:
        brush: What is brushed of an axis.
        upper: Whether the upper end moves, not the lower one.
        by: How far, as a share of the axis; no further than to the other end.
    """
    low, high = brush or (0.0, 1.0)
    if upper:
        return low, min(max(high + by, low), 1.0)
    return max(min(low + by, high), 0.0), high


def nearest(
    lines: Sequence[Line], x: float, y: float, heights: float, within: float
) -> Line | None:
    """Return the line that a point is on; None if it is on none.

    Args:
        lines: The lines, the uppermost last.
        x: The point's place across the axes: 0 on the first, 1 on the second.
        y: Its place along them, from 0 to 1.
        heights: The height of an axis relative to the distance of two of them.
        within: How far off it may be, as a share of an axis's height.
    """
    found = [(_distance(line, x, y, heights), line) for line in reversed(lines)]
    near = [(far, line) for far, line in found if far is not None and far <= within]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _distance(line: Line, x: float, y: float, heights: float) -> float | None:
    """Return how far a point is from a line, in heights of an axis."""
    last = len(line.places) - 1
    left = min(max(math.floor(x), 0), max(last - 1, 0))
    start, end = line.places[left], line.places[min(left + 1, last)]
    if start is None or end is None:
        return None
    slope = (end - start) * heights
    off = abs(y - (start + (end - start) * (x - left))) * heights
    return off / math.hypot(1.0, slope) / heights if heights else None


def _axis(dimension: Dimension, short: bool) -> Axis:
    title = place_words(dimension.place[-1:] if short else dimension.place)
    span = dimension.range
    if isinstance(span, OneOf):
        return Axis(dimension.name, title, choices=span.values)
    return _number_axis(dimension.name, title, span)


def _number_axis(name: str, title: str, span: Between) -> Axis:
    return Axis(name, title, float(span.low), float(span.high), span.log, span.whole)
