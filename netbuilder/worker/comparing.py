"""Compares the model that Keras has made with what NetBuilder had said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import prod
from typing import Any

import keras

from netbuilder import __version__
from netbuilder.i18n import tr
from netbuilder.training.commands import Predicted
from netbuilder.training.events import Differs
from netbuilder.worker.equivalence import layers_in


def compare(model: Any, predicted: Sequence[Predicted]) -> Differs | None:
    """Return where a model is not what was predicted, or None if it is throughout.

    Args:
        model: A built keras.Model.
        predicted: What its layers should be. Layers that are not named may be anything.
    """
    layers = dict(layers_in(model))
    wrong = []
    for one in predicted:
        real = _real(one, layers.get(one.name))
        if real != one:
            wrong.append((one, real))
    if not wrong:
        return None
    (first, real), *others = wrong
    return Differs(
        _message(first, real, len(others)),
        tr(
            "This is a mistake in NetBuilder, not in the network: the training goes on with "
            "what Keras made. Please report it with the project and these details."
        ),
        first.node,
        "\n".join(_details(wrong)),
    )


def _real(said: Predicted, layer: Any) -> Predicted | None:
    """Return what a layer is, in the terms in which it was predicted; None if it is missing.

    What cannot be told, such as the shapes of a layer that was never called on symbols,
    counts as predicted.
    """
    if layer is None:
        return None
    shapes, dtypes = said.shapes, said.dtypes  # of which there are none if they were not said
    try:
        outputs = keras.tree.flatten(layer.output)
    except (AttributeError, ValueError):  # Keras has noted no call
        pass
    else:
        shapes = [list(tensor.shape) for tensor in outputs]
        if said.dtypes:
            dtypes = [keras.backend.standardize_dtype(tensor.dtype) for tensor in outputs]
    trainable = None if said.trainable is None else _size(layer.trainable_weights)
    return Predicted(said.node, said.name, shapes, dtypes, _size(layer.weights), trainable)


def _size(weights: Sequence[Any]) -> int:
    return sum(prod(weight.shape) for weight in weights)


def _message(said: Predicted, real: Predicted | None, others: int) -> str:
    if real is None:
        first = tr("NetBuilder had said that there is a layer '{name}'.", name=said.name)
    else:
        first = tr(
            "NetBuilder had said that '{name}' gives {said}, but Keras made it give {real}.",
            name=said.name,
            said=_words(said),
            real=_words(real),
        )
    if not others:
        return first
    more = tr("{count} more layers differ.", count=others)
    return f"{first} {more}"


def _details(wrong: Sequence[tuple[Predicted, Predicted | None]]) -> Iterator[str]:
    yield f"NetBuilder {__version__}, Keras {keras.version()}"
    for said, real in wrong:
        made = tr("no such layer") if real is None else _words(real)
        yield tr("{name}: said {said}; Keras: {real}", name=said.name, said=_words(said), real=made)


def _words(layer: Predicted) -> str:
    """Return a layer in words: ``(None, 10) float32 with 850 parameters (850 trainable)``."""
    pairs = zip_longest(layer.shapes, layer.dtypes, fillvalue="")
    given = ", ".join(f"{tuple(shape)} {dtype}".strip() for shape, dtype in pairs)
    words = tr("{given} with {params} parameters", given=given, params=f"{layer.params:,}")
    if layer.trainable is None:
        return words
    return words + tr(" ({count} trainable)", count=f"{layer.trainable:,}")
