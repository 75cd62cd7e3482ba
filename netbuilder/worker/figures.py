"""Keras's figures as JSON can carry them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from netbuilder.training.events import Logs


def plain_logs(logs: Mapping[str, object] | None) -> Logs:
    """Return Keras's logs with NaN and infinity as None.

    A metric with one figure a class (F1Score without an average) becomes
    ``f1_score[0]``, ``f1_score[1]`` and so on; what is no number is left out.
    """
    return dict(_figures(logs or {}))


def plain_history(history: Mapping[str, Sequence[object]]) -> dict[str, list[float | None]]:
    """Return Keras's ``History.history`` in the same way, epoch by epoch."""
    plain: dict[str, list[float | None]] = {}
    for name, values in history.items():
        for value in values:
            for full_name, figure in _figures({name: value}):
                plain.setdefault(full_name, []).append(figure)
    return plain


def as_columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[float | None]]:
    """Return the logs of many batches under their names, each as long as ``rows``."""
    names = dict.fromkeys(name for row in rows[:1] for name in plain_logs(row))
    if all(isinstance(value, float) for value in rows[0].values()):  # nearly always
        return {name: [_finite(row.get(name)) for row in rows] for name in names}
    plain = [plain_logs(row) for row in rows]
    return {name: [row.get(name) for row in plain] for name in names}


def _finite(value: object) -> float | None:
    return value if isinstance(value, float) and math.isfinite(value) else None


def _figures(logs: Mapping[str, object]) -> Iterator[tuple[str, float | None]]:
    for name, value in logs.items():
        if isinstance(value, float):  # nearly always, and much the quickest
            yield name, value if math.isfinite(value) else None
            continue
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            continue
        numbers = [number if math.isfinite(number) else None for number in map(float, array.flat)]
        if array.size == 1:
            yield name, numbers[0]
        else:
            yield from ((f"{name}[{index}]", number) for index, number in enumerate(numbers))
