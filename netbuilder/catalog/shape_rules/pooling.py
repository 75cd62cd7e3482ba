"""Rules for the layers of ``keras/src/layers/pooling``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    join,
    refuse_text,
    require_fractions,
    require_spatial,
    split,
)
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.windows import Window, slide
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor


def window_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MaxPooling``; ``rank`` counts the axes of space."""
    sizes = arguments.sizes("pool_size", rank)
    own_strides = arguments.get("strides") is not None
    strides = arguments.sizes("strides", rank) if own_strides else sizes
    padding = arguments.choice("padding", "valid", "same")
    first = channels_first(arguments)
    space, channels = _parts(inputs[0], rank, first)
    windows = [Window(size, stride) for size, stride in zip(sizes, strides, strict=True)]
    pooled = slide(space, windows, padding, "pool_size", first)
    return _outcome(arguments, join(inputs[0].shape[0], pooled, channels, first))


def average_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AveragePooling``; ``rank`` counts the axes of space."""
    outcome = window_pooling(rank, arguments, inputs)
    require_fractions(inputs[0])
    return outcome


def global_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GlobalMaxPooling`` and ``GlobalAveragePooling``."""
    first = channels_first(arguments)
    _, channels = _parts(inputs[0], rank, first)
    space = (1,) * rank if arguments.flag("keepdims") else ()
    return _outcome(arguments, join(inputs[0].shape[0], space, channels, first))


def adaptive_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AdaptiveMaxPooling`` and ``AdaptiveAveragePooling``.

    Keras checks rank and sizes only when data arrives.
    """
    sizes = arguments.sizes("output_size", rank)
    first = arguments.get("data_format") is not None and (
        arguments.choice("data_format", "channels_last", "channels_first") == "channels_first"
    )
    _, channels = _parts(inputs[0], rank, first)
    return _outcome(arguments, join(inputs[0].shape[0], sizes, channels, first))


def _parts(tensor: Tensor, rank: int, first: bool) -> tuple[Shape, int | None]:
    require_spatial(tensor, rank, first)
    refuse_text(tensor)
    return split(tensor.shape, first)


def _outcome(arguments: Arguments, shape: Shape) -> Outcome:
    return Outcome((Tensor(shape, compute_dtype(arguments)),))


RULES: Mapping[str, Rule] = {
    "AveragePooling1D": partial(average_pooling, 1),
    "AveragePooling2D": partial(average_pooling, 2),
    "AveragePooling3D": partial(average_pooling, 3),
    "MaxPooling1D": partial(window_pooling, 1),
    "MaxPooling2D": partial(window_pooling, 2),
    "MaxPooling3D": partial(window_pooling, 3),
    "GlobalAveragePooling1D": partial(global_pooling, 1),
    "GlobalAveragePooling2D": partial(global_pooling, 2),
    "GlobalAveragePooling3D": partial(global_pooling, 3),
    "GlobalMaxPooling1D": partial(global_pooling, 1),
    "GlobalMaxPooling2D": partial(global_pooling, 2),
    "GlobalMaxPooling3D": partial(global_pooling, 3),
    "AdaptiveAveragePooling1D": partial(adaptive_pooling, 1),
    "AdaptiveAveragePooling2D": partial(adaptive_pooling, 2),
    "AdaptiveAveragePooling3D": partial(adaptive_pooling, 3),
    "AdaptiveMaxPooling1D": partial(adaptive_pooling, 1),
    "AdaptiveMaxPooling2D": partial(adaptive_pooling, 2),
    "AdaptiveMaxPooling3D": partial(adaptive_pooling, 3),
}
