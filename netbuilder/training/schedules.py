"""Keras's learning-rate schedules as plain formulas, to be drawn before they are used."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from netbuilder.catalog.spec import ClassSpec
from netbuilder.graph import Config, Value

Given: TypeAlias = Mapping[str, Value]


def rate_at(schedule: Config, spec: ClassSpec, step: float) -> float | None:
    """Return the learning rate of a schedule at a step.

    The formulas are those of ``keras.optimizers.schedules``, in double precision.

    Args:
        schedule: The schedule with its parameters.
        spec: Its class, which knows the defaults.
        step: How many batches were trained before.

    Returns:
        The rate; None where parameters are missing or make no sense, or the class is unknown.
    """
    formula = _FORMULAS.get(schedule.class_name)
    if formula is None:
        return None
    given = {param.name: param.default for param in spec.params} | dict(schedule.params.items())
    try:
        rate = formula(given, step)
    except (ArithmeticError, IndexError, TypeError, ValueError):  # as long as it is being typed
        return None
    return rate if math.isfinite(rate) else None


def span(schedule: Config, spec: ClassSpec) -> int | None:
    """Return over how many steps a schedule shows all that is in it; None if it is not known."""
    given = {param.name: param.default for param in spec.params} | dict(schedule.params.items())
    try:
        return max(1, _span(schedule.class_name, given))
    except (ArithmeticError, IndexError, TypeError, ValueError):
        return None


def _span(name: str, given: Given) -> int:
    match name:
        case "PiecewiseConstantDecay":
            return math.ceil(1.3 * _numbers(given, "boundaries")[-1])
        case "CosineDecayRestarts":
            first, factor = _number(given, "first_decay_steps"), _number(given, "t_mul")
            return math.ceil(first * (1 + factor + factor**2))
        case "CosineDecay":
            warm = _number(given, "warmup_steps") if given.get("warmup_target") is not None else 0
            return math.ceil(1.15 * (_number(given, "decay_steps") + warm))
        case "ExponentialDecay" | "InverseTimeDecay":
            return math.ceil(4 * _number(given, "decay_steps"))
        case _:
            return math.ceil(1.15 * _number(given, "decay_steps"))


def _number(given: Given, name: str) -> float:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(name)
    return float(value)


def _numbers(given: Given, name: str) -> Sequence[float]:
    values = given.get(name)
    if not isinstance(values, tuple):
        raise TypeError(name)
    return [_number({name: value}, name) for value in values]


def _fraction(given: Given, step: float) -> float:
    """Return how often the schedule's steps have passed, whole times only for a staircase."""
    passed = step / _number(given, "decay_steps")
    return math.floor(passed) if given.get("staircase") is True else passed


def _exponential(given: Given, step: float) -> float:
    rate, decay = _number(given, "initial_learning_rate"), _number(given, "decay_rate")
    return float(rate * decay ** _fraction(given, step))


def _inverse_time(given: Given, step: float) -> float:
    rate, decay = _number(given, "initial_learning_rate"), _number(given, "decay_rate")
    return rate / (1 + decay * _fraction(given, step))


def _piecewise(given: Given, step: float) -> float:
    values = _numbers(given, "values")
    passed = sum(step > boundary for boundary in _numbers(given, "boundaries"))
    return values[passed]


def _polynomial(given: Given, step: float) -> float:
    first, last = _number(given, "initial_learning_rate"), _number(given, "end_learning_rate")
    steps = _number(given, "decay_steps")
    if given.get("cycle") is True:
        steps *= max(1, math.ceil(step / steps))
    left = 1 - min(step, steps) / steps
    return float((first - last) * left ** _number(given, "power") + last)


def _cosine(given: Given, step: float) -> float:
    first, steps = _number(given, "initial_learning_rate"), _number(given, "decay_steps")
    warm = 0.0
    if given.get("warmup_target") is not None:
        target, warm = _number(given, "warmup_target"), _number(given, "warmup_steps")
        if step < warm:
            return first + (target - first) * step / warm
        first = target
    alpha = _number(given, "alpha")
    fallen = 0.5 * (1 + math.cos(math.pi * min(step - warm, steps) / steps))
    return first * ((1 - alpha) * fallen + alpha)


def _restarts(given: Given, step: float) -> float:
    """SGDR (Loshchilov and Hutter 2017): each period ``t_mul`` times as long as the last."""
    first, alpha = _number(given, "initial_learning_rate"), _number(given, "alpha")
    longer, lower = _number(given, "t_mul"), _number(given, "m_mul")
    passed = step / _number(given, "first_decay_steps")
    if longer == 1:
        restarts = math.floor(passed)
        done = passed - restarts
    else:
        restarts = math.floor(math.log(1 - passed * (1 - longer)) / math.log(longer))
        before = (1 - longer**restarts) / (1 - longer)
        done = (passed - before) / longer**restarts
    fallen = 0.5 * lower**restarts * (1 + math.cos(math.pi * done))
    return float(first * ((1 - alpha) * fallen + alpha))


_FORMULAS: Mapping[str, Callable[[Given, float], float]] = {
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse_time,
    "PiecewiseConstantDecay": _piecewise,
    "PolynomialDecay": _polynomial,
    "CosineDecay": _cosine,
    "CosineDecayRestarts": _restarts,
}
