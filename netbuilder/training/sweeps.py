"""What is varied in a sweep, over which values, and how the next ones are chosen."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias, TypeGuard

from netbuilder.graph.values import Value, value_from_json, value_to_json
from netbuilder.i18n import tr

Place: TypeAlias = tuple[str, ...]
"""Where a value stands in a project: ``("optimizer", "learning_rate")``."""

_USUAL_TRIALS = 20
_PLAIN = ("sampler", "trials", "pruner", "objective", "goal")
GRID_POINTS = 5
"""How many numbers of a range without a step a grid takes."""
_HIGHER_IS_BETTER = (
    "acc",
    "auc",
    "precision",
    "recall",
    "f1",
    "fbeta",
    "iou",
    "r2",
    "cosine",
    "at",
)
_LOWER_IS_BETTER = ("loss", "error", "entropy", "divergence", "hinge", "poisson", "mse", "mae")


class Sampler(StrEnum):
    """How the values of the next trial are chosen; all of them are Optuna's."""

    TPE = "tpe"  # looks where trials were good before
    RANDOM = "random"
    GRID = "grid"
    QMC = "qmc"  # fills the space more evenly than chance does
    CMA_ES = "cma-es"
    GENETIC = "genetic"


class Pruner(StrEnum):
    """Which trials are ended before their last epoch."""

    NONE = "none"
    MEDIAN = "median"  # those worse than half of the others were at the same epoch
    HALVING = "halving"  # all but the best few, at growing numbers of epochs
    HYPERBAND = "hyperband"  # the same, with several such ladders at once


class Goal(StrEnum):
    """Which way the objective is to go."""

    AUTO = "auto"  # as its name says
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers between two limits, which belong to them; whole ones if both limits are.

    Attributes:
        low: The least.
        high: The greatest.
        log: Whether each power of ten is as likely as the next.
        step: The distance of two neighbours; None for 1 (whole numbers) or none at all.
    """

    low: int | float
    high: int | float
    log: bool = False
    step: int | float | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are meant."""
        return isinstance(self.low, int) and isinstance(self.high, int)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice of values of any kind."""

    values: tuple[Value, ...]


Range: TypeAlias = Between | OneOf


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that is varied.

    Attributes:
        place: Where it stands in the project.
        range: Over which values.
    """

    place: Place
    range: Range

    @property
    def name(self) -> str:
        """The place in one word: ``optimizer/learning_rate``."""
        return "/".join(self.place)


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """A sweep as it is wanted.

    Attributes:
        dimensions: What is varied; no two at the same place.
        sampler: How the values are chosen.
        trials: How many trainings there are to be at most; a grid may have fewer.
        pruner: Which of them are ended early.
        objective: The figure of the history that counts, at its best epoch; empty for
            ``val_loss``, or without validation ``loss``.
        goal: Whether it is to be low or high.
    """

    dimensions: tuple[Dimension, ...] = ()
    sampler: Sampler = Sampler.TPE
    trials: int = _USUAL_TRIALS
    pruner: Pruner = Pruner.NONE
    objective: str = ""
    goal: Goal = Goal.AUTO

    @property
    def wants_high(self) -> bool:
        """Whether a higher value of the objective is better."""
        if self.goal is Goal.AUTO:
            return _better_high(self.objective)
        return self.goal is Goal.HIGH

    @property
    def digest(self) -> str:
        """A word that two plans share if their trials can be compared with each other."""
        compared = plan_to_json(replace(self, trials=0, pruner=Pruner.NONE, goal=Goal.AUTO))
        text = json.dumps([compared, self.wants_high])
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def objective_value(plan: SweepPlan, logs: dict[str, float | None]) -> float | None:
    """Return what counts among the figures of an epoch; None if it is not there or no number."""
    if plan.objective:
        return logs.get(plan.objective)
    return logs.get("val_loss", logs.get("loss"))


def grid_values(span: Range) -> tuple[Value, ...]:
    """Return the values of a range that a grid takes, in order."""
    if isinstance(span, OneOf):
        return span.values
    low, high = span.low, span.high
    if span.step is not None:
        count = math.floor((high - low) / span.step + 1e-9) + 1
        return tuple(low + place * span.step for place in range(count))
    shares = [place / (GRID_POINTS - 1) for place in range(GRID_POINTS)]
    if span.log:
        numbers = [low * (high / low) ** share for share in shares]
    else:
        numbers = [low + (high - low) * share for share in shares]
    if span.whole:
        return tuple(dict.fromkeys(round(number) for number in numbers))
    return (float(low), *(float(f"{number:.6g}") for number in numbers[1:-1]), float(high))


def most_trials(plan: SweepPlan) -> int:
    """Return how many trials a plan has: as many as are wanted, or as its grid has points."""
    if plan.sampler is not Sampler.GRID:
        return plan.trials
    points = math.prod(len(grid_values(dimension.range)) for dimension in plan.dimensions)
    return min(plan.trials, points)


def range_fault(span: Range) -> str:
    """Return why a range cannot be used, in one sentence; empty if it can."""
    if isinstance(span, OneOf):
        return "" if span.values else tr("There is no value to choose from.")
    if not (math.isfinite(span.low) and math.isfinite(span.high)):
        return tr("The limits must be finite numbers.")
    if span.low >= span.high:
        return tr("The lower limit must be below the upper one.")
    if span.log and span.low <= 0:
        return tr("On a logarithmic scale the lower limit must be above 0.")
    if span.step is not None and (span.step <= 0 or span.log):
        return tr("A step must be above 0, and there is none on a logarithmic scale.")
    return ""


def plan_to_json(plan: SweepPlan) -> dict[str, object]:
    """Return a plan as JSON data."""
    return {
        "vary": [
            {"place": list(dimension.place), **_range_to_json(dimension.range)}
            for dimension in plan.dimensions
        ],
        **{name: getattr(plan, name) for name in _PLAIN},
    }


def plan_from_json(data: object) -> SweepPlan:
    """Return the plan that JSON data describe.

    Raises:
        ValueError: they describe none.
    """
    if not isinstance(data, dict):
        raise ValueError("a sweep is a JSON object")
    dimensions = tuple(_dimension_from_json(entry) for entry in _listed(data.get("vary", [])))
    trials, objective = data.get("trials", _USUAL_TRIALS), data.get("objective", "")
    if not _is_number(trials) or trials != int(trials) or not isinstance(objective, str):
        raise ValueError("a sweep has a number of trials and the name of an objective")
    return SweepPlan(
        dimensions,
        Sampler(data.get("sampler", Sampler.TPE)),
        max(int(trials), 1),
        Pruner(data.get("pruner", Pruner.NONE)),
        objective,
        Goal(data.get("goal", Goal.AUTO)),
    )


def _dimension_from_json(entry: object) -> Dimension:
    if not isinstance(entry, dict):
        raise ValueError("what is varied is a JSON object")
    place = tuple(_listed(entry.get("place")))
    if not place or not all(isinstance(part, str) for part in place):
        raise ValueError("a place is a list of words")
    if "values" in entry:
        return Dimension(place, OneOf(tuple(map(value_from_json, _listed(entry["values"])))))
    low, high, step = entry.get("low"), entry.get("high"), entry.get("step")
    if not (_is_number(low) and _is_number(high) and (step is None or _is_number(step))):
        raise ValueError("a range has two limits")
    return Dimension(place, Between(low, high, entry.get("log") is True, step))


def _listed(data: object) -> list[Any]:
    if not isinstance(data, list):
        raise ValueError("a list is needed")
    return data


def _is_number(data: object) -> TypeGuard[int | float]:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _range_to_json(span: Range) -> dict[str, object]:
    if isinstance(span, OneOf):
        return {"values": [value_to_json(value) for value in span.values]}
    return {
        "low": span.low,
        "high": span.high,
        **({"log": True} if span.log else {}),
        **({} if span.step is None else {"step": span.step}),
    }


def _better_high(objective: str) -> bool:
    """Tell from a figure's name which way is better; of an unknown one, that less is."""
    words = objective.removeprefix("val_").lower()
    if any(word in words for word in _LOWER_IS_BETTER):
        return False
    return any(word in words for word in _HIGHER_IS_BETTER)
