"""Whether the styles of the code build the same network: each is built, and outputs compared."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras
import numpy as np
import tensorflow as tf

from netbuilder.i18n import tr
from netbuilder.training.commands import Compare
from netbuilder.training.replies import Compared, Comparing, StyleFound
from netbuilder.worker.control import Control
from netbuilder.worker.reasons import reason_of

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_SEED = 1
_SAMPLES = 4
_OPEN_SIZES = (16, 64)
"""What is tried for an axis of any length: small enough to be quick, then enough for pictures."""
_WORDS = ("a", "net", "that", "reads", "words")


class _CancelledError(Exception):
    """The comparison is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Built:
    """A style's network.

    Attributes:
        style: The style's name.
        model: The model that its ``build_model()`` returned.
        layers: All layers but Inputs, those in submodels too, by their way
            (``encoder/dense``) in the order of the model.
    """

    style: str
    model: Any
    layers: Mapping[str, Any]


def run_comparison(command: Compare, control: Control, send: Callable[[Any], None]) -> None:
    """Compare the styles of ``command``; the last event sent is Compared."""
    keras.utils.clear_session()
    try:
        found = compare(command.codes, lambda step: _tell(step, command, control, send))
        answer = Compared(command.request, styles=found)
    except _CancelledError:
        answer = Compared(command.request, cancelled=True)
    except Exception as error:  # whatever Keras says of generated code is shown, not fatal
        message = tr("Keras could not compare them: {reason}", reason=reason_of(error))
        answer = Compared(command.request, message=message, details=traceback.format_exc())
    send(answer)
    keras.utils.clear_session()


def _tell(style: str, command: Compare, control: Control, send: Callable[[Any], None]) -> None:
    if control.stopped:
        raise _CancelledError
    send(Comparing(command.request, style))


def compare(codes: Mapping[str, str], tell: Callable[[str], None]) -> list[StyleFound]:
    """Build every style, copy the first one's weights, and compare what they give.

    Args:
        codes: Each style's code, which defines ``build_model()``; the functional style
            first, for its model knows its inputs.
        tell: Called with each style's name before it is built; may raise to end it all.
    """
    found: list[StyleFound] = []
    first: Built | None = None
    batch: Sequence[Any] = ()
    expected: Sequence[Array] = ()
    for style, code in codes.items():
        tell(style)
        built = build(style, code)
        if first is None:
            first = built
            batch, expected = reference_outputs(built)
        else:
            copy_weights(first, built)
        given = expected if built is first else outputs(built, batch)
        found.append(_found(built, largest_difference(expected, given)))
    return found


def build(style: str, code: str) -> Built:
    """Run a style's code and build its model, with the names and weights of a fresh session."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(_SEED)
    names: dict[str, Any] = {"__name__": f"netbuilder_{style}"}
    exec(compile(code, f"<{style}>", "exec"), names)
    model = names["build_model"]()
    return Built(style, model, dict(layers_in(model)))


def layers_in(model: Any, way: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all layers of a model but Inputs, those in submodels too, by their ways."""
    for layer in model.layers:
        if not isinstance(layer, keras.layers.InputLayer):
            yield way + layer.name, layer
        if isinstance(layer, keras.Model):
            yield from layers_in(layer, f"{way}{layer.name}/")


def copy_weights(source: Built, target: Built) -> None:
    """Give a model the weights of another one, layer by layer, by name.

    Raises:
        ValueError: The two have not the same layers.
    """
    if source.layers.keys() != target.layers.keys():
        odd = sorted(source.layers.keys() ^ target.layers.keys())
        raise ValueError(tr("Not in both styles: {layers}.", layers=", ".join(odd)))
    for way, layer in target.layers.items():
        if not isinstance(layer, keras.Model):
            layer.set_weights(source.layers[way].get_weights())


def reference_outputs(built: Built) -> tuple[Sequence[Any], Sequence[Array]]:
    """Return random inputs that a model takes, and what it gives for them."""
    for size in _OPEN_SIZES[:-1]:
        batch = random_batch(built.model, size)
        try:
            return batch, outputs(built, batch)
        except (ValueError, TypeError):  # too small for this network, perhaps
            continue
    batch = random_batch(built.model, _OPEN_SIZES[-1])
    return batch, outputs(built, batch)


def random_batch(model: Any, size: int) -> Sequence[Any]:
    """Return random tensors for the inputs of a model that knows them.

    Whole numbers are 0 and 1, which every Embedding has rows for.

    Args:
        model: A Functional or Sequential model.
        size: The length of an axis that may be of any length.
    """
    random = np.random.default_rng(_SEED)
    return [
        random_tensor(tensor.shape, keras.backend.standardize_dtype(tensor.dtype), size, random)
        for tensor in model.inputs
    ]


def random_tensor(
    wanted: Sequence[int | None], dtype: str, size: int, random: np.random.Generator
) -> Any:
    """Return a tensor of random numbers from 0 to 1, of whole numbers 0 and 1, or of words.

    Args:
        wanted: Its shape; the batch comes first.
        dtype: Its number format.
        size: The length of an axis that may be of any length.
        random: Where the numbers come from.
    """
    samples, *axes = wanted
    shape = (samples or _SAMPLES, *(axis or size for axis in axes))
    if dtype == "string":
        return keras.ops.convert_to_tensor(random.choice(_WORDS, shape))
    if "float" in dtype:
        return keras.ops.convert_to_tensor(random.random(shape), dtype=dtype)
    return keras.ops.convert_to_tensor(random.integers(0, 2, shape), dtype=dtype)


def outputs(built: Built, batch: Sequence[Any]) -> Sequence[Array]:
    """Return what a model gives, as after training."""
    model = built.model
    given = batch[0] if len(batch) == 1 else list(batch)
    told = {"training": False} if model._call_has_training_arg else {}
    return list(map(_array, keras.tree.flatten(model(given, **told))))


def _array(tensor: Any) -> Array:
    """Return a tensor as an array; rows of different lengths are filled up."""
    is_uneven = isinstance(tensor, tf.RaggedTensor)
    return np.asarray(tensor.to_tensor() if is_uneven else tensor)


def largest_difference(expected: Sequence[Array], given: Sequence[Array]) -> float:
    """Return the largest difference between two lists of arrays; infinity if they are not alike."""
    if [one.shape for one in expected] != [one.shape for one in given]:
        return float("inf")
    return max((_difference(*pair) for pair in zip(expected, given, strict=True)), default=0.0)


def _difference(one: Array, other: Array) -> float:
    if one.dtype.kind not in "iufb":
        return 0.0 if np.array_equal(one, other) else float("inf")
    first, second = one.astype("float64"), other.astype("float64")
    alike = (first == second) | (np.isnan(first) & np.isnan(second))
    apart = np.abs(np.where(alike, 0.0, first) - np.where(alike, 0.0, second))
    return float(np.nan_to_num(apart, nan=np.inf).max(initial=0.0))


def _found(built: Built, difference: float) -> StyleFound:
    return StyleFound(
        built.style,
        layers=len(built.layers),
        params=built.model.count_params(),
        difference=difference if np.isfinite(difference) else None,
    )
