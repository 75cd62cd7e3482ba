"""Asks the real Keras what its layers make of symbolic inputs; no weight is ever allocated.

Run as ``python -m tests.keras.keras_judge < cases.json > verdicts.json``. A case is
``{"class_name", "params", "inputs": [[shape, dtype], ...], "come", "spread", "run"}``, where
``come`` is what the layer calculates with once it was built for ``inputs``; its verdict either
 ``{"outputs": [[shape, dtype], ...], "real", "params", "trainable_params"}`` or
``{"error"}``.
The layer has to say what it gives, and its calculation has to be possible on symbols of
those shapes and dtypes. With ``again``, more inputs, it is called on those as well, as a
shared layer is, and the verdict is on that second call. With ``run`` the layer is called on
arrays of zeros instead, as if it were trained.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
import tensorflow as tf

from tests.keras.operation_calls import call_operation

_SETTINGS_OF_CALLS = {"return_attention_scores", "use_causal_mask"}
_MODULES = (
    keras.layers,
    keras.initializers,
    keras.regularizers,
    keras.constraints,
    keras.dtype_policies,
)

_WITH_STATES = ("GRU", "LSTM", "SimpleRNN")
"""Layers that take their first states behind the sequence, in a list."""


def main() -> None:
    """Judge all cases of standard input."""
    warnings.simplefilter("ignore")
    cases = json.load(sys.stdin)
    verdicts = []
    for number, case in enumerate(cases):
        verdicts.append(_verdict(case))
        if number % 100 == 99:
            keras.backend.clear_session()
    json.dump(verdicts, sys.stdout)


def _verdict(case: dict[str, Any]) -> dict[str, Any]:
    try:
        if case["run"]:
            return _call(case, _array)
        with keras.StatelessScope(initialize_variables=False):
            return _call(case, _symbol)
    except Exception as error:  # whatever Keras raises is its way to refuse
        return {"error": f"{type(error).__name__}: {error}"[:600]}


def _symbol(shape: list[int | None], dtype: str) -> Any:
    return keras.Input(batch_shape=shape, dtype=dtype)


def _array(shape: list[int | None], dtype: str) -> Any:
    sizes = [4 if size is None else size for size in shape]
    return tf.fill(sizes, "") if dtype == "string" else tf.zeros(sizes, dtype)


def _call(case: dict[str, Any], make: Callable[[list[int | None], str], Any]) -> dict[str, Any]:
    params = {name: _value(value) for name, value in case["params"].items()}
    if case["class_name"].startswith("ops."):
        return _operation(case, params)
    made = getattr(keras.layers, case["class_name"])
    called = {name: params.pop(name) for name in _SETTINGS_OF_CALLS & set(params)}
    layer = made(**params)
    inputs = [make(shape, dtype) for shape, dtype in case["inputs"]]
    if case["class_name"] == "InputLayer":
        outputs = layer.output
    else:
        arguments = _packed(case, inputs)
        training = {"training": True} if case["run"] and layer._call_has_training_arg else {}
        outputs = layer(*arguments, **training, **called)
    real = outputs
    if case["class_name"] != "InputLayer" and not case["run"]:
        come = [make(shape, dtype) for shape, dtype in case["come"]]
        real = _traced(layer, _packed(case, come) if come else arguments, called)
        if again := [make(shape, dtype) for shape, dtype in case.get("again", ())]:
            arguments = _packed(case, again)
            outputs = layer(*arguments, **called)
            real = _traced(layer, arguments, called)
    weights = keras.tree.flatten(layer.trainable_weights)
    return {
        "outputs": _specs(outputs),
        "real": _specs(real),
        "params": layer.count_params(),
        "trainable_params": sum(_size(weight.shape) for weight in weights),
    }


def _packed(case: dict[str, Any], tensors: list[Any]) -> list[Any]:
    """Return tensors as the arguments of a call."""
    if case["class_name"] in _WITH_STATES and len(tensors) > 1:
        return [tensors[0], tensors[1:]]
    return tensors if case["spread"] or len(tensors) == 1 else [tensors]


def _operation(case: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    def call(*tensors: Any) -> Any:
        return call_operation(case["class_name"].removeprefix("ops."), params, list(tensors))

    inputs = [_symbol(shape, dtype) for shape, dtype in case["inputs"]]
    outputs = call(*inputs)
    come = [_symbol(shape, dtype) for shape, dtype in case["come"]]
    real = keras.src.backend.compute_output_spec(call, *(come or inputs))
    return {
        "outputs": _specs(outputs),
        "real": _specs(real),
        "params": 0,
        "trainable_params": 0,
    }


def _traced(layer: Any, arguments: list[Any], called: dict[str, Any]) -> Any:
    """Return what the calculation gives; None where the layer has to see data first."""
    try:
        return keras.src.backend.compute_output_spec(layer, *arguments, **called)
    except (RuntimeError, ValueError) as error:
        if "adapt(" in str(error) or "adapt`" in str(error):
            return None
        raise


def _specs(tensors: Any) -> list[list[Any]]:
    found = [tensor for tensor in keras.tree.flatten(tensors) if tensor is not None]
    return [[list(tensor.shape), _dtype(tensor)] for tensor in found]


def _dtype(tensor: Any) -> str:
    name: str = keras.backend.standardize_dtype(tensor.dtype)
    return name


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for part in shape:
        size *= part
    return size


def _value(data: Any) -> Any:
    """Return a parameter as a Python script would write it: tuples, and objects for configs."""
    if isinstance(data, list):
        return tuple(_value(part) for part in data)
    if isinstance(data, dict) and data.get("class_name") == "__ellipsis__":
        return ...
    if isinstance(data, dict) and set(data) == {"class_name", "config"}:
        params = {name: _value(value) for name, value in data["config"].items()}
        module = next(module for module in _MODULES if hasattr(module, data["class_name"]))
        return getattr(module, data["class_name"])(**params)
    if isinstance(data, dict):
        return {name: _value(value) for name, value in data.items()}
    return data


if __name__ == "__main__":
    main()
