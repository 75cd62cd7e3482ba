"""What Keras's formulas for shapes say of series, images and volumes; see :mod:`formulas`.

They are those of the layers of ``keras/src/layers`` that convolve, pool, pad, crop and resize.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.axes import channels_first, join, split
from netbuilder.catalog.shape_rules.convolution import spread
from netbuilder.catalog.shape_rules.reshaping import edges
from netbuilder.catalog.shape_rules.windows import Window, slide
from netbuilder.catalog.tensors import Shape

Shapes: TypeAlias = tuple[Shape, ...]
Formula: TypeAlias = Callable[[Arguments, Shapes], Shapes | None]
"""It raises IndexError where it needs an axis or a size that is not there."""


def convolved(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes | None:
    """Return what convolutions over ``rank`` axes say, whatever channels their weights are for."""
    (shape,) = inputs
    first = channels_first(arguments)
    space, channels = split(shape, first)
    if len(shape) != rank + 2:
        return None
    windows = tuple(map(Window, *(arguments.sizes(name, rank) for name in _SLIDING)))
    padding = arguments.choice("padding", "valid", "same", "causal", any_case=True)
    slid = slide(space, windows, padding, "kernel_size", first)
    return (join(shape[0], slid, _filters(arguments, channels), first),)


def _filters(arguments: Arguments, channels: int | None) -> int:
    """Return how many channels a convolution gives, some for each of its own if it is depthwise.

    Raises:
        IndexError: Its formula fails for want of channels.
    """
    if arguments.get("filters") is not None:
        return arguments.integer("filters")
    if channels is None:
        raise IndexError
    return arguments.integer("depth_multiplier") * channels


def _transposed(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes | None:
    (shape,) = inputs
    first = channels_first(arguments)
    space, _ = split(shape, first)
    if len(space) > rank:
        return None
    return (join(shape[0], spread(rank, arguments, space), arguments.integer("filters"), first),)


def _pooled(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes | None:
    """Return what windows take; NumPy stretches a single window or axis over all the others."""
    (shape,) = inputs
    first = channels_first(arguments)
    space, channels = split(shape, first)
    sizes = arguments.sizes("pool_size", rank)
    strides = sizes if arguments.get("strides") is None else arguments.sizes("strides", rank)
    if len(space) == 1 < rank and None not in space:
        space *= rank
    if rank == 1:
        sizes, strides = sizes * len(space), strides * len(space)
    if len(space) != len(sizes):
        return None
    windows = tuple(map(Window, sizes, strides))
    padding = arguments.choice("padding", "valid", "same")
    slid = slide(space, windows, padding, "pool_size", first) if space else ()
    return (join(shape[0], slid, channels, first),)


def _pooled_to_one(arguments: Arguments, inputs: Shapes) -> Shapes:
    (shape,) = inputs
    space = (1,) * (len(shape) - 2) if arguments.flag("keepdims") else ()
    channels = shape[1] if channels_first(arguments) else shape[-1]
    return (join(shape[0], space, channels, channels_first(arguments)),)


def _pooled_to_places(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes:
    (shape,) = inputs
    channels = shape[1] if channels_first(arguments) else shape[-1]
    places = arguments.sizes("output_size", rank)
    return (join(shape[0], places, channels, channels_first(arguments)),)


def _padded(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes:
    shape = list(inputs[0])
    start = 2 if channels_first(arguments) else 1
    for axis, edge in enumerate(edges(arguments, "padding", rank), start):
        size = shape[axis]
        shape[axis] = None if size is None else size + sum(edge)
    return (tuple(shape),)


def _cropped(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes | None:
    sizes = _first_axes(rank, arguments, inputs[0])
    amounts = map(sum, edges(arguments, "cropping", rank))
    space = tuple(
        None if size is None else size - amount
        for size, amount in zip(sizes[1], amounts, strict=True)
    )
    if any(size is not None and size <= 0 for size in space):
        return None
    return (join(sizes[0], space, sizes[2], channels_first(arguments)),)


def _enlarged(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes:
    batch, space, channels = _first_axes(rank, arguments, inputs[0])
    factors = arguments.sizes("size", rank)
    larger = tuple(
        None if size is None else size * factor for size, factor in zip(space, factors, strict=True)
    )
    return (join(batch, larger, channels, channels_first(arguments)),)


def _first_axes(
    rank: int, arguments: Arguments, shape: Shape
) -> tuple[int | None, Shape, int | None]:
    """Return batch, space and channels of a shape, of which further axes are not looked at.

    Raises:
        IndexError: It has too few axes.
    """
    if len(shape) < rank + 2:
        raise IndexError
    space, channels = split(shape[: rank + 2], channels_first(arguments))
    return shape[0], space, channels


def _resized(arguments: Arguments, inputs: Shapes) -> Shapes:
    shape = list(inputs[0])
    start = (1 if len(shape) == 4 else 0) + channels_first(arguments)
    shape[start], shape[start + 1] = arguments.integer("height"), arguments.integer("width")
    return (tuple(shape),)


def _cut_to_centre(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    return _resized(arguments, inputs) if len(inputs[0]) in (3, 4) else None


def _cut_anywhere(arguments: Arguments, inputs: Shapes) -> Shapes:
    shape = list(inputs[0])
    start = -2 if channels_first(arguments) else -3
    shape[start], shape[start + 1] = arguments.integer("height"), arguments.integer("width")
    return (tuple(shape),)


_SLIDING = ("kernel_size", "strides", "dilation_rate")
_OF_SPACE: Mapping[str, Callable[[int, Arguments, Shapes], Shapes | None]] = {
    "AdaptiveAveragePooling": _pooled_to_places,
    "AdaptiveMaxPooling": _pooled_to_places,
    "AveragePooling": _pooled,
    "Conv": convolved,
    "Cropping": _cropped,
    "DepthwiseConv": convolved,
    "MaxPooling": _pooled,
    "SeparableConv": convolved,
    "UpSampling": _enlarged,
    "ZeroPadding": _padded,
}
_RANKS = (1, 2, 3)

FORMULAS: Mapping[str, Formula] = {
    **{
        f"{name}{rank}D": partial(formula, rank)
        for name, formula in _OF_SPACE.items()
        for rank in _RANKS
    },
    **{f"Conv{rank}DTranspose": partial(_transposed, rank) for rank in _RANKS},
    **{f"GlobalAveragePooling{rank}D": _pooled_to_one for rank in _RANKS},
    **{f"GlobalMaxPooling{rank}D": _pooled_to_one for rank in _RANKS},
    "CenterCrop": _cut_to_centre,
    "RandomCrop": _cut_anywhere,
    "Resizing": _resized,
}
"""By class."""
