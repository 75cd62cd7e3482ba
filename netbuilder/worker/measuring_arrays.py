"""Measures one array of a dataset."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from netbuilder.dataset.profile import TensorProfile

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def tensor_profile(values: Array) -> TensorProfile:
    """Measure one array, of which the first axis counts the samples.

    Objects are TensorFlow's texts.
    """
    if values.dtype.kind == "O":
        return TensorProfile(values.shape[1:], "string")
    finite = np.isfinite(values)
    missing = int(values.size - np.count_nonzero(finite))
    known = values[finite] if missing else values
    if known.size == 0:
        return TensorProfile(values.shape[1:], str(values.dtype), missing=missing)
    return TensorProfile(
        shape=values.shape[1:],
        dtype=str(values.dtype),
        minimum=float(known.min()),
        maximum=float(known.max()),
        mean=float(known.mean(dtype="float64")),
        std=float(known.std(dtype="float64")),
        missing=missing,
    )
