"""Rules for the layers of ``keras/src/layers/pooling``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    join,
    refuse_text,
    refuse_truth_values,
    require_fractions,
    require_known,
    require_spatial,
    space_axis,
    split,
)
from netbuilder.catalog.shape_rules.dtypes import compute_dtype, fractions, kept
from netbuilder.catalog.shape_rules.windows import Window, slide
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.i18n import tr


def window_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MaxPooling``; ``rank`` counts the axes of space.

    TensorFlow has it for any numbers, but in volumes only for those of up to 32 bits with a
    fraction.
    """
    if rank == 3:
        require_fractions(inputs[0])
        _refuse_double(arguments)
    else:
        refuse_truth_values(inputs[0])
    return _window_pooling(rank, arguments, inputs)


def _window_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    sizes = arguments.sizes("pool_size", rank)
    own_strides = arguments.get("strides") is not None
    strides = arguments.sizes("strides", rank) if own_strides else sizes
    padding = arguments.choice("padding", "valid", "same")
    first = channels_first(arguments)
    space, channels = _parts(inputs[0], rank, first)
    windows = [Window(size, stride) for size, stride in zip(sizes, strides, strict=True)]
    pooled = slide(space, windows, padding, "pool_size", first)
    shape = join(inputs[0].shape[0], pooled, channels, first)
    return Outcome((kept(arguments, inputs[0], shape),))


def average_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AveragePooling``; ``rank`` counts the axes of space."""
    outcome = _window_pooling(rank, arguments, inputs)
    require_fractions(inputs[0])
    return outcome


def global_maximum(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GlobalMaxPooling``."""
    shape = global_average(rank, arguments, inputs).outputs[0].shape
    return Outcome((kept(arguments, inputs[0], shape),))


def global_average(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GlobalAveragePooling``."""
    first = channels_first(arguments)
    _, channels = _parts(inputs[0], rank, first)
    space = (1,) * rank if arguments.flag("keepdims") else ()
    shape = join(inputs[0].shape[0], space, channels, first)
    return Outcome((fractions(arguments, shape),))


def adaptive_maximum(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AdaptiveMaxPooling``; ``rank`` counts the axes of space."""
    if rank == 3 and inputs[0].rank == 5:
        _refuse_double(arguments)
        require_fractions(inputs[0])
    else:
        refuse_truth_values(inputs[0])
    return _adaptive_pooling(rank, arguments, inputs)


def adaptive_average(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AdaptiveAveragePooling``; ``rank`` counts the axes of space."""
    require_fractions(inputs[0])
    return _adaptive_pooling(rank, arguments, inputs)


def _adaptive_pooling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """Pool into a given number of windows; Keras checks rank and sizes only when called."""
    sizes = arguments.sizes("output_size", rank)
    first = arguments.get("data_format") not in (None, "") and (
        arguments.choice("data_format", "channels_last", "channels_first") == "channels_first"
    )
    tensor = inputs[0]
    # Keras chooses the calculation by the axes that come and for a series takes one size only.
    series = rank > 1 and tensor.rank == 3
    require_spatial(tensor, 1 if series else rank, first, late=True)
    space, channels = split(tensor.shape, first)
    for index, (size, wanted) in enumerate(zip(space, sizes, strict=series is False)):
        _check_windows(size, wanted, space_axis(index, first))
    said = kept(arguments, tensor, join(tensor.shape[0], sizes, channels, first))
    real = said.actual or said
    shape = join(tensor.shape[0], sizes[: len(space)], channels, first)
    return Outcome((promised(said, Tensor(shape, real.dtype)),))


def _check_windows(size: int | None, wanted: int, axis: int) -> None:
    """Refuse what Keras cannot divide into ``wanted`` windows.

    Keras slides two windows, one of ``ceil(size / wanted)`` places and one of a place more
    (``compute_adaptive_pooling_window_sizes`` in ``keras/src/backend/tensorflow/nn.py``), and
    both have to fit, even if only one of them is used.
    """
    purpose = tr("Keras works out where the windows stand beforehand.")
    known = require_known(size, axis, purpose, late=True)
    if -(-known // wanted) + 1 > known:
        raise RuleError(
            tr(
                "cannot divide axis {axis}, which is {size} long, into {wanted}",
                axis=axis,
                size=known,
                wanted=wanted,
            ),
            tr(
                "Keras 3.15.1 tries a window one place too long as well; the fault is its own. "
                "For a single window, take global pooling."
            ),
            setting="output_size",
            port=0,
            axis=axis,
            late=True,
        )


def _refuse_double(arguments: Arguments) -> None:
    if compute_dtype(arguments) == "float64":
        raise RuleError(
            tr("cannot compute in float64"),
            tr("TensorFlow finds the maximum of a volume only with up to 32 bits."),
            setting="dtype",
            late=True,
        )


def _parts(tensor: Tensor, rank: int, first: bool) -> tuple[Shape, int | None]:
    require_spatial(tensor, rank, first)
    refuse_text(tensor)
    return split(tensor.shape, first)


RULES: Mapping[str, Rule] = {
    "AveragePooling1D": partial(average_pooling, 1),
    "AveragePooling2D": partial(average_pooling, 2),
    "AveragePooling3D": partial(average_pooling, 3),
    "MaxPooling1D": partial(window_pooling, 1),
    "MaxPooling2D": partial(window_pooling, 2),
    "MaxPooling3D": partial(window_pooling, 3),
    "GlobalAveragePooling1D": partial(global_average, 1),
    "GlobalAveragePooling2D": partial(global_average, 2),
    "GlobalAveragePooling3D": partial(global_average, 3),
    "GlobalMaxPooling1D": partial(global_maximum, 1),
    "GlobalMaxPooling2D": partial(global_maximum, 2),
    "GlobalMaxPooling3D": partial(global_maximum, 3),
    "AdaptiveAveragePooling1D": partial(adaptive_average, 1),
    "AdaptiveAveragePooling2D": partial(adaptive_average, 2),
    "AdaptiveAveragePooling3D": partial(adaptive_average, 3),
    "AdaptiveMaxPooling1D": partial(adaptive_maximum, 1),
    "AdaptiveMaxPooling2D": partial(adaptive_maximum, 2),
    "AdaptiveMaxPooling3D": partial(adaptive_maximum, 3),
}
