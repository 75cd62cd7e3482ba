"""What a model's layers have learnt from the data before the training."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import keras
import numpy as np

State: TypeAlias = dict[str, list[int | float | str]]

_DIGITS = 7  # that a float32 holds


def adapted_states(model: Any) -> dict[str, State]:
    """Return, by the layers' names, the parameters that would give them what they have learnt."""
    states = {layer.name: _state(layer) for layer in model.layers}
    return {name: state for name, state in states.items() if state}


def _state(layer: Any) -> State:
    match layer:
        case keras.layers.Normalization():
            return {"mean": _numbers(layer.mean), "variance": _numbers(layer.variance)}
        case keras.layers.Discretization():
            return {"bin_boundaries": _numbers(layer.bin_boundaries)}
        case keras.layers.IntegerLookup():
            return {"vocabulary": _numbers(layer.get_vocabulary(include_special_tokens=False))}
        case keras.layers.StringLookup() | keras.layers.TextVectorization():
            words = layer.get_vocabulary(include_special_tokens=False)
            return {"vocabulary": [str(word) for word in words]}
        case _:
            return {}


def _numbers(values: Iterable[Any] | None) -> list[int | float | str]:
    """Return numbers as Python writes them briefly; none of a layer that knows nothing yet."""
    if values is None:
        return []
    flat = np.asarray(values, dtype="float64").reshape(-1)
    return [int(value) if value.is_integer() else float(f"{value:.{_DIGITS}g}") for value in flat]
