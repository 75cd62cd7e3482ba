"""What the real Keras says of a model's config, without a single weight being allocated.

A config is valid when Keras loads it and a symbolic call of the whole model on its declared
inputs succeeds: many layers answer from a formula while the model is put together and fail
only when they are called.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import cycle
from typing import Any

import keras
from keras.src import backend, tree
from keras.src.backend.common import global_state
from keras.src.layers.preprocessing.image_preprocessing import aug_mix
from keras.src.layers.preprocessing.index_lookup import IndexLookup

_STEPS = (*aug_mix.AUGMENT_LAYERS_ALL, None)
_MOST_ERROR = 500  # characters


def judge(config: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"layers": {name: [shapes, params, trainable]}}``, or ``{"error", "stage"}``.

    Three things that a config leaves open are settled as Keras documents them: layers that
    learn from data (``adapt``) have seen some; a layer is trained if its caller says so, else
    by its own default, whatever layers beside it do; and AugMix takes all its steps in each call.
    ``{"unsettled": why}`` stands for a model that the data decide about.
    """
    text = json.dumps(config)
    with keras.StatelessScope(initialize_variables=False):
        verdict = _verdict(text)
    if "in a stateless scope" in verdict.get("error", ""):
        return _verdict(text)  # a layer that keeps a state needs memory for it
    return verdict


def _verdict(text: str) -> dict[str, Any]:
    stage = "load"
    try:
        model = keras.models.model_from_json(text)
        _fill_weights()
        stage = "call"
        _call(model)
        return {"layers": layers_of(model)}
    except RecursionError:
        raise
    except _UnsettledError as reason:
        return {"unsettled": str(reason)}
    except Exception as error:  # whatever Keras raises is its way to refuse
        return {"error": f"{type(error).__name__}: {error}"[:_MOST_ERROR], "stage": stage}


class _UnsettledError(Exception):
    """The data decide."""


def _fill_weights() -> None:
    """Draw the first numbers of all weights symbolically, as Keras draws them while it loads.

    Without memory only the layers that calculate would, and some initializers refuse some shapes.
    """
    waiting = global_state.get_global_attribute("uninitialized_variables", ())
    backend.compute_output_spec(lambda: [variable.value for variable in waiting])


def _call(model: Any) -> None:
    """Call a model symbolically; raise what Keras raises."""
    inputs = tree.map_structure(_symbol, _functional(model)._inputs_struct)
    waiting = _without_data(model)
    for layer in waiting:
        _show_data(layer)
    try:
        with _training_kept_apart(), steps_in_turn():
            backend.compute_output_spec(model, inputs)
    except Exception as error:
        if any(getattr(layer, "output_mode", "int") != "int" for layer in waiting):
            raise _UnsettledError("how long a row is depends on the data") from error
        raise


def _without_data(model: Any) -> list[Any]:
    """Return the layers that still have to learn from data."""
    return [layer for layer in model._flatten_layers() if _lacks_data(layer)]


def _lacks_data(layer: Any) -> bool:
    if isinstance(layer, IndexLookup):
        return layer.input_vocabulary is None
    return isinstance(layer, keras.layers.Discretization) and layer.bin_boundaries is None


def _show_data(layer: Any) -> None:
    """Let a layer know what it would learn from some data."""
    if isinstance(layer, keras.layers.Discretization):
        layer.bin_boundaries = [float(number) for number in range(layer.num_bins - 1)]
    elif layer.output_mode != "int":
        tokens = ["a", "b"] if layer.vocabulary_dtype == "string" else [21, 22]
        weights = [1.0] * len(tokens) if layer.output_mode == "tf_idf" else None
        layer.set_vocabulary(tokens, weights)


@contextmanager
def _training_kept_apart() -> Iterator[None]:
    """Let no layer hand on its own ``training=True`` to those that come after it.

    ``Layer.__call__`` says that a layer looks at its caller and then at its own default;
    Keras 3.15.1 leaves one layer's default to its neighbours too.
    """
    original = keras.Layer.__call__

    def apart(layer: Any, *args: Any, **kwargs: Any) -> Any:
        context = global_state.get_global_attribute("current_call_ctx")
        if context is None:
            return original(layer, *args, **kwargs)
        given = dict(vars(context))
        try:
            return original(layer, *args, **kwargs)
        finally:
            vars(context).clear()
            vars(context).update(given)

    keras.Layer.__call__ = apart
    try:
        yield
    finally:
        keras.Layer.__call__ = original


class _InTurn:
    """Stands in for Python's ``random`` where AugMix draws the next step."""

    def __init__(self) -> None:
        self._steps: Iterator[str | None] = cycle(_STEPS)

    def choice(self, allowed: Sequence[str | None]) -> str | None:
        """Return the next step that is allowed."""
        return next(step for step in self._steps if step in allowed)


@contextmanager
def steps_in_turn() -> Iterator[None]:
    """Let AugMix take its steps one after another instead of by chance, in each call all."""
    chance, original = aug_mix.py_random, keras.layers.AugMix.call

    @wraps(original)
    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        for _ in range(_rounds(layer)):
            outputs = original(layer, *args, **kwargs)
        return outputs

    aug_mix.py_random, keras.layers.AugMix.call = _InTurn(), call
    try:
        yield
    finally:
        aug_mix.py_random, keras.layers.AugMix.call = chance, original


def _rounds(layer: Any) -> int:
    """Return how often an AugMix has to draw steps until it has taken all of them."""
    draws = _draws(layer.num_chains) * _draws(layer.chain_depth)
    return -(-len(_STEPS) // draws)


def _draws(times: Any) -> int:
    return times if isinstance(times, int) and times > 0 else len(_STEPS)  # refused by Keras


def layers_of(model: Any) -> dict[str, Any]:
    """Return what each layer of a model gives at its first call, and how much it holds."""
    return {layer.name: _layer(layer) for layer in _functional(model).operations}


def _layer(layer: Any) -> list[Any]:
    nodes = layer._inbound_nodes
    outputs = tree.flatten(nodes[0].outputs) if nodes else []
    shapes = [[list(tensor.shape), backend.standardize_dtype(tensor.dtype)] for tensor in outputs]
    if not isinstance(layer, keras.Layer):
        return [shapes, None, None]  # an operation; masks bring some along that no file names
    trainable = sum(_size(weight.shape) for weight in layer.trainable_weights)
    return [shapes, layer.count_params(), trainable]


def _functional(model: Any) -> Any:
    """Return the model that knows its tensors; a Sequential one keeps it to itself."""
    functional = model._functional if isinstance(model, keras.Sequential) else model
    if functional is None:
        raise ValueError("the model does not say what it takes")
    return functional


def _symbol(tensor: Any) -> Any:
    return keras.KerasTensor(tensor.shape, dtype=tensor.dtype)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for part in shape:
        size *= part
    return size
