"""Run in a process of its own: tries the catalogue on the real Keras and prints what it refuses.

One JSON object: ``checked`` counts the tries by kind, ``refused`` lists "Class.parameter=value",
``misfits`` the metrics that cannot compare answers with an output, by the forms of the two.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import keras
import numpy as np

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.checks.callbacks import is_installed
from netbuilder.graph.values import Config, Value

ABSENT = () if is_installed("orbax-checkpoint") else ("OrbaxCheckpoint",)
"""What cannot be made without a package that is not there."""


def main() -> None:
    """Try every class of every family."""
    checked: Counter[str] = Counter()
    refused = []
    for family, classes in load_catalog().families.items():
        if family is Family.OPERATION:
            continue  # functions of tensors, tried in tests/keras/test_shape_rules_operations.py
        for spec in classes.values():
            if spec.name in ABSENT:
                continue
            for what, said, attempt in _attempts(family, spec):
                checked[what] += 1
                try:
                    attempt()
                except (AssertionError, TypeError, ValueError):
                    refused.append(said)
    misfits = {form: list(_misfits(*ends)) for form, ends in FORMS.items()}
    json.dump({"checked": checked, "refused": refused, "misfits": misfits}, sys.stdout)


KINDS = np.array([0, 1, 2, 1, 0])
ROWS = np.eye(3, dtype="float32")[KINDS]
FORMS = {
    "single numbers, rows given": (KINDS, ROWS),
    "single numbers, one given": (KINDS % 2, ROWS[:, :1]),
    "rows, rows given": (ROWS, ROWS),
}
"""Answers, and what a network gives, for five samples."""


def _misfits(answers: np.ndarray[Any, Any], given: np.ndarray[Any, Any]) -> Iterator[str]:
    """Yield the metrics that fail to compare the two."""
    for spec in load_catalog().families[Family.METRIC].values():
        metric = getattr(keras.metrics, spec.name)(**_needed(spec))
        try:
            metric.update_state(answers, given)
        except Exception:  # which one depends on where the shapes meet
            yield spec.name


def _attempts(family: Family, spec: ClassSpec) -> Iterator[tuple[str, str, Callable[[], object]]]:
    target = getattr(_module(family), spec.name)
    needed = _needed(spec)

    def call(**values: object) -> object:
        if family is Family.ACTIVATION:
            return target(keras.ops.ones((2, 4)), **values)
        return target(**values)

    yield "start", spec.name, partial(call, **needed)
    for param in spec.params:
        said = f"{spec.name}.{param.name}"
        yield "default", said, partial(_compare_default, target, param)
        for value in () if param.called else _allowed(param):
            yield "value", f"{said}={value}", partial(call, **{**needed, param.name: value})


def _module(family: Family) -> Any:
    modules = {Family.SCHEDULE: keras.optimizers.schedules, Family.CELL: keras.layers}
    return modules[family] if family in modules else getattr(keras, family)


def _needed(spec: ClassSpec) -> dict[str, Any]:
    """Return what the class cannot do without; any function of a student's own will do."""
    called = {param.name: max for param in spec.params if param.required and _calls(param)}
    return {**called, **{name: _real(value, spec.param(name)) for name, value in spec.starting}}


def _calls(param: Param) -> bool:
    return param.family is Family.FUNCTION


def _real(value: Value, param: Param | None) -> object:
    if isinstance(value, tuple) and param is not None and param.kind is Kind.OBJECTS:
        return [_real(part, param) for part in value]
    if isinstance(value, Config):
        family = param.family if param and param.family else Family.LAYER
        inner = {name: _real(part, None) for name, part in value.params.items()}
        return getattr(_module(family), value.class_name)(**inner)
    return value


def _compare_default(target: Any, param: Param) -> None:
    signature = inspect.signature(target.call if param.called else target).parameters
    if param.name in signature and not param.required:
        default = signature[param.name].default
        assert (type(default), default) == (type(param.default), param.default)


def _allowed(param: Param) -> Iterator[object]:
    """Yield values at the edge of what the catalogue allows."""
    yield from param.choices
    if param.optional:
        yield None
    if param.kind in {Kind.INT, Kind.FLOAT, Kind.SIZE, Kind.RANGE}:
        for limit in (param.minimum, param.maximum):
            if limit is not None:
                yield float(limit) if param.kind is Kind.FLOAT else limit
    if param.kind is Kind.BOOL:
        yield from (False, True)


if __name__ == "__main__":
    main()
