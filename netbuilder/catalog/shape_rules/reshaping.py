"""Rules for the layers of ``keras/src/layers/reshaping``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from math import prod

from netbuilder.catalog.arguments import LARGEST_INT32, Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    join,
    refuse_truth_values,
    require_known,
    require_rank,
    require_spatial,
    space_axis,
    split,
)
from netbuilder.catalog.shape_rules.dtypes import autocast, kept
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr


def flatten(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Flatten``: all axes but the batch become one."""
    channels_first(arguments)
    need_axes(inputs[0], 1, tr("batch and others"), 0)
    tensor = autocast(arguments, inputs[0])
    known = [size for size in tensor.shape[1:] if size is not None]
    size = prod(known) if len(known) == tensor.rank - 1 else None
    return Outcome((Tensor((tensor.shape[0], size), tensor.dtype),))


def reshape(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Reshape``: the same numbers in another shape."""
    target = _target_shape(arguments)
    need_axes(inputs[0], 1, tr("batch and others"), 0)
    tensor = autocast(arguments, inputs[0])
    known = [size for size in tensor.shape[1:] if size is not None]
    unknown = len(known) < tensor.rank - 1
    if not unknown and None not in target:
        target = _filled(target, prod(known), tensor.shape)
    elif arguments.call is not Call.ASKED:
        _check_open(target, tensor.shape)
    resolved = tuple(None if size == -1 else size for size in target)
    return Outcome((Tensor((tensor.shape[0], *resolved), tensor.dtype),))


def permute(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Permute``: the axes in another order."""
    value = arguments.get("dims")
    parts = value if isinstance(value, tuple) else (None,)
    dims = tuple(part for part in parts if is_whole(part))
    if len(dims) != len(parts) or sorted(dims) != list(range(1, len(dims) + 1)):
        raise RuleError(
            tr("has {value} for dims, which is no order of axes", value=show(value)),
            tr("Each axis is named once, counted from 1: (2, 1) swaps the first two."),
            setting="dims",
        )
    require_rank(inputs[0], len(dims) + 1, tr("one axis for each of dims, besides the batch"))
    tensor = autocast(arguments, inputs[0])
    shape = (tensor.shape[0], *(tensor.shape[axis] for axis in dims))
    return Outcome((Tensor(shape, tensor.dtype),))


def repeat_vector(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``RepeatVector``: the same vector at every step."""
    count = arguments.integer("n")
    require_rank(inputs[0], 2, tr("one vector for each example"))
    batch, width = inputs[0].shape
    return _computed(arguments, inputs[0], (batch, count, width))


def zero_padding(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ZeroPadding``; ``rank`` counts the axes of space."""
    widths = edges(arguments, "padding", rank)
    if max(map(max, widths)) > LARGEST_INT32:
        raise RuleError(
            tr(
                "has {value} for padding, which is out of its limits",
                value=show(arguments.get("padding")),
            ),
            tr("It can be from {low} to {high}.", low=0, high=LARGEST_INT32),
            setting="padding",
        )
    first = channels_first(arguments)
    require_spatial(inputs[0], rank, first)
    space, channels = split(inputs[0].shape, first)
    padded = tuple(
        None if size is None else size + sum(width)
        for size, width in zip(space, widths, strict=True)
    )
    return _computed(arguments, inputs[0], join(inputs[0].shape[0], padded, channels, first))


def cropping(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Cropping``; ``rank`` counts the axes of space."""
    widths = edges(arguments, "cropping", rank)
    first = channels_first(arguments)
    require_spatial(inputs[0], rank, first)
    space, channels = split(inputs[0].shape, first)
    cropped = tuple(
        _cropped(size, sum(width), space_axis(index, first))
        for index, (size, width) in enumerate(zip(space, widths, strict=True))
    )
    return _computed(arguments, inputs[0], join(inputs[0].shape[0], cropped, channels, first))


def up_sampling(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``UpSampling``; ``rank`` counts the axes of space."""
    factors = (arguments.integer("size"),) if rank == 1 else arguments.sizes("size", rank)
    first = channels_first(arguments)
    require_spatial(inputs[0], rank, first)
    space, channels = split(inputs[0].shape, first)
    if rank == 2:
        _check_interpolation(arguments, inputs[0], space, first)
    larger = tuple(
        None if size is None else size * factor for size, factor in zip(space, factors, strict=True)
    )
    return _computed(arguments, inputs[0], join(inputs[0].shape[0], larger, channels, first))


def _check_interpolation(arguments: Arguments, tensor: Tensor, space: Shape, first: bool) -> None:
    words = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
    if arguments.choice("interpolation", *words, any_case=True) == "nearest":
        return
    refuse_truth_values(tensor)
    purpose = tr("Keras works out the new size beforehand; only 'nearest' can wait.")
    for index, size in enumerate(space):
        require_known(size, space_axis(index, first), purpose, late=True)


def _computed(arguments: Arguments, tensor: Tensor, shape: Shape) -> Outcome:
    return Outcome((kept(arguments, tensor, shape),))


def _target_shape(arguments: Arguments) -> Shape:
    value = arguments.get("target_shape")
    parts = value if isinstance(value, tuple) else (False,)
    target = tuple(part for part in parts if part is None or (is_whole(part) and part >= -1))
    if len(target) != len(parts):
        raise RuleError(
            tr(
                "needs sizes such as (7, 7, 64) for target_shape, but has {value}",
                value=show(value),
            ),
            tr("One of them may be -1: it is then worked out from the others."),
            setting="target_shape",
        )
    if target.count(-1) > 1:
        raise RuleError(
            tr("has more than one -1 in target_shape"),
            tr("Only one size can be worked out from the others."),
            setting="target_shape",
        )
    return target


def _filled(target: Shape, total: int, shape: Shape) -> Shape:
    fixed = prod(size for size in target if size is not None and size != -1)
    fits = fixed == total if -1 not in target else fixed > 0 and total % fixed == 0
    if not fits:
        why = tr(
            "Reshaping keeps every number: one example has {total} of them, "
            "and the sizes of the target have to multiply to the same.",
            total=show(total),
        )
        raise _no_way(shape, target, why)
    return tuple(total // fixed if size == -1 else size for size in target)


def _check_open(target: Shape, shape: Shape) -> None:
    """Refuse a target that no size of the one open axis can fill; TensorFlow works that out."""
    if shape.count(None) != 1 or not {None, -1}.isdisjoint(target) or shape[0] is None:
        return
    known = prod(size for size in shape if size is not None)
    total = prod(size for size in (shape[0], *target) if size is not None)
    if known and total % known:
        why = tr("Reshaping keeps every number, and no size of the open axis makes them as many.")
        raise _no_way(shape, target, why)


def _no_way(shape: Shape, target: Shape, why: str) -> RuleError:
    return RuleError(
        tr(
            "cannot turn {shape} into target_shape {target}",
            shape=show(shape),
            target=show(target),
        ),
        why,
        setting="target_shape",
        port=0,
    )


def _cropped(size: int | None, amount: int, axis: int) -> int | None:
    if size is None:
        return None
    if size <= amount:
        raise RuleError(
            tr(
                "cuts off {amount} of axis {axis}, which is only {size} long",
                amount=show(amount),
                axis=axis,
                size=size,
            ),
            tr("At least one place has to be left over."),
            setting="cropping",
            port=0,
            axis=axis,
        )
    return size - amount


def edges(arguments: Arguments, name: str, rank: int) -> tuple[tuple[int, int], ...]:
    """Return how much to add or cut before and after, for each axis of space.

    Raises:
        RuleError: The parameter ``name`` does not say it.
    """
    value = arguments.get(name)
    parts = value if isinstance(value, tuple) and rank > 1 else (value,) * rank
    pairs = [_pair(part) for part in parts]
    widths = tuple(pair for pair in pairs if pair is not None)
    if len(pairs) != rank or len(widths) != rank:
        raise RuleError(
            tr("has {value} for {name}", value=show(value), name=name),
            tr("It can be one whole number, or for each axis a number or a pair (before, after)."),
            setting=name,
        )
    return widths


def _pair(value: Value) -> tuple[int, int] | None:
    match value:
        case bool():
            return None
        case int() if value >= 0:
            return value, value
        case (int(before), int(after)) if before >= 0 and after >= 0:
            return before, after
        case _:
            return None


RULES: Mapping[str, Rule] = {
    "Cropping1D": partial(cropping, 1),
    "Cropping2D": partial(cropping, 2),
    "Cropping3D": partial(cropping, 3),
    "Flatten": flatten,
    "Permute": permute,
    "RepeatVector": repeat_vector,
    "Reshape": reshape,
    "UpSampling1D": partial(up_sampling, 1),
    "UpSampling2D": partial(up_sampling, 2),
    "UpSampling3D": partial(up_sampling, 3),
    "ZeroPadding1D": partial(zero_padding, 1),
    "ZeroPadding2D": partial(zero_padding, 2),
    "ZeroPadding3D": partial(zero_padding, 3),
}
