"""Rules for the layers of ``keras/src/layers/merging``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial, reduce

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.axes import refuse_truth_values
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import FLOATS, joined
from netbuilder.catalog.shape_rules.inputs import (
    axis_index,
    need_axes,
    need_decimals,
    need_numbers,
    same_batch,
    show_shapes,
    without,
)
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

PLACE_BY_PLACE = frozenset(("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"))
"""Layers that calculate with the numbers at the same place of each input."""


def add(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Add``: the sum of all inputs, place by place; texts are put one after the other."""
    _one_kind_of_data(inputs)
    return _place_by_place(arguments, inputs)


def elementwise(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Multiply``, ``Maximum``, ``Minimum``: numbers at the same place."""
    if len(inputs) > 1:
        need_numbers(inputs)
    return _place_by_place(arguments, inputs)


def average(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Average``: of whole numbers it makes fractions, the larger ones of 64 bits."""
    need_numbers(inputs)
    if len(inputs) == 1:
        refuse_truth_values(inputs[0])
    said = _place_by_place(arguments, inputs).outputs[0]
    dtype = (said.actual or said).dtype
    if dtype not in FLOATS:
        dtype = "float32" if dtype in _SHORT else "float64"
    return Outcome((promised(said, Tensor(said.real.shape, dtype)),))


_SHORT = frozenset(("int8", "int16", "uint8", "uint16"))
"""The whole numbers that TensorFlow divides in 32 bits."""


def subtract(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Subtract``: the first input minus the second."""
    _need_two(inputs)
    return elementwise(arguments, inputs)


def concatenate(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Concatenate``: inputs side by side along one axis; the other axes must fit."""
    first, place = inputs[0], arguments.get("axis")
    if len(inputs) == 1 and is_whole(place) and place >= first.rank:
        return Outcome((joined(arguments, inputs, first.shape),))  # nothing to put side by side
    axis = axis_index(place, "axis", first.rank)
    _same_number_of_axes(inputs)
    _agree_beside(inputs, axis)
    _one_kind_of_data(inputs)
    sizes = [tensor.shape[axis] for tensor in inputs]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    shape = (*first.shape[:axis], total, *first.shape[axis + 1 :])
    return Outcome((joined(arguments, inputs, shape),))


def dot(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Dot``: sums products over one axis of each of two inputs, sample by sample."""
    _need_two(inputs)
    need_numbers(inputs)
    if arguments.flag("normalize"):
        need_decimals(inputs)
    same_batch(inputs)
    for port, tensor in enumerate(inputs):
        need_axes(tensor, 2, tr("batch and one other"), port)
    left, right = inputs
    axes = _dot_axes(arguments.get("axes"), left.rank, right.rank)
    if 0 in axes:
        raise RuleError(
            tr("cannot sum over axis 0"),
            tr("Axis 0 counts the samples of the batch, which stay apart from each other."),
            setting="axes",
            late=True,
        )
    sizes = left.shape[axes[0]], right.shape[axes[1]]
    checked = arguments.call is Call.FIRST or None not in sizes  # Keras compares while it builds
    if checked and sizes[0] != sizes[1]:
        raise RuleError(
            tr(
                "cannot pair axis {left} of {first} with axis {right} of {second}: {one} and {two}",
                left=axes[0],
                first=left.shape,
                right=axes[1],
                second=right.shape,
                one=sizes[0],
                two=sizes[1],
            ),
            tr("Numbers on the two axes are multiplied in pairs, so both axes must be as long."),
            setting="axes",
            axis=axes[1],
        )
    shape = without(left.shape, axes[0]) + without(right.shape, axes[1])[1:]
    if len(shape) == 1:
        shape = (*shape, 1)
    return Outcome((joined(arguments, inputs, shape),))


def _dot_axes(axes: Value, left: int, right: int) -> tuple[int, int]:
    if isinstance(axes, tuple):
        if len(axes) != 2:
            raise RuleError(
                tr("needs one axis or two for axes, but has {value}", value=show(axes)),
                tr("The first is an axis of the first input, the second one of the second."),
                setting="axes",
            )
        return axis_index(axes[0], "axes", left), axis_index(axes[1], "axes", right)
    if isinstance(axes, int) and not isinstance(axes, bool) and axes < 0:
        return axes % left, axes % right
    return axis_index(axes, "axes", left), axis_index(axes, "axes", right)


def _place_by_place(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """Stretch shapes as NumPy does; missing axes are put in after the batch axis.

    Keras compares batches only while it builds the layer; later a batch of one is stretched too.
    """
    _some_numbers(inputs)
    if arguments.call is Call.FIRST:
        same_batch(inputs)
    for port, tensor in enumerate(inputs):
        need_axes(tensor, 1, tr("batch and others"), port)
    rest = reduce(partial(_stretched, inputs), (tensor.shape[1:] for tensor in inputs))
    sizes = {tensor.shape[0] for tensor in inputs} - {None}
    said = joined(arguments, inputs, (sizes.pop() if len(sizes) == 1 else None, *rest))
    if arguments.call is Call.ASKED:
        return Outcome((said,))
    batch = broadcast(*(tensor.shape[:1] for tensor in inputs))
    come = _really_stretched(inputs)
    return Outcome((promised(said, replace(said.real, shape=(*batch, *come))),))


def _really_stretched(inputs: tuple[Tensor, ...]) -> Shape:
    """Return what comes behind the batch: an open size is that of the others, and has to fit."""
    try:
        return broadcast(*(tensor.shape[1:] for tensor in inputs))
    except RuleError as error:
        raise RuleError(
            error.message, error.why, axis=None if error.axis is None else error.axis + 1, late=True
        ) from error


def _stretched(inputs: tuple[Tensor, ...], one: Shape, two: Shape) -> Shape:
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    start = len(longer) - len(shorter)
    merged = list(longer[:start])
    for axis, (left, right) in enumerate(zip(longer[start:], shorter, strict=True), start + 1):
        if left is None or right is None:
            merged.append(None)
        elif left != right and 1 not in (left, right):
            raise RuleError(
                tr(
                    "cannot join {shapes}: axis {axis} is {left} and {right}",
                    shapes=show_shapes(inputs),
                    axis=axis,
                    left=left,
                    right=right,
                ),
                tr(
                    "The layer takes numbers from the same place of each input; the sizes must fit."
                ),
                axis=axis,
            )
        else:
            merged.append(right if left == 1 else left)
    return tuple(merged)


def _same_number_of_axes(inputs: tuple[Tensor, ...]) -> None:
    if len({tensor.rank for tensor in inputs}) > 1:
        raise RuleError(
            tr(
                "cannot join {shapes}: they differ in the number of axes",
                shapes=show_shapes(inputs),
            ),
            tr("Flatten or Reshape one of them, so that all have as many axes."),
        )


def _agree_beside(inputs: tuple[Tensor, ...], joined: int) -> None:
    for axis in range(inputs[0].rank):
        sizes = sorted({size for tensor in inputs if (size := tensor.shape[axis]) is not None})
        if axis != joined and len(sizes) > 1:
            raise RuleError(
                tr(
                    "cannot join {shapes}: axis {axis} is {sizes}",
                    shapes=show_shapes(inputs),
                    axis=axis,
                    sizes=tr(" and ").join(map(str, sizes)),
                ),
                tr("Inputs side by side along axis {axis} must agree on all others.", axis=joined),
                axis=axis,
            )


def _one_kind_of_data(inputs: tuple[Tensor, ...]) -> None:
    texts = [tensor.dtype == "string" for tensor in inputs]
    if any(texts) and not all(texts):
        raise RuleError(
            tr("cannot join texts and numbers"),
            tr("Turn texts into numbers first, with TextVectorization or StringLookup."),
            late=True,
        )


def _some_numbers(inputs: tuple[Tensor, ...]) -> None:
    if len(inputs) > 1 and all(tensor.dtype == "bool" for tensor in inputs[:2]):
        raise RuleError(
            tr("computes with numbers, but gets only truth values"),
            tr("Keras cannot add or multiply True and False; make numbers of them first."),
            late=True,
        )


def _need_two(inputs: tuple[Tensor, ...]) -> None:
    if len(inputs) != 2:
        raise RuleError(
            tr("needs exactly 2 inputs, but gets {given}", given=len(inputs)),
            tr("It works on a first and a second input."),
        )


RULES: Mapping[str, Rule] = {
    "Add": add,
    "Average": average,
    "Concatenate": concatenate,
    "Dot": dot,
    "Maximum": elementwise,
    "Minimum": elementwise,
    "Multiply": elementwise,
    "Subtract": subtract,
}
