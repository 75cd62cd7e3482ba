"""Rules for the layers of ``keras/src/layers/normalization``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod

from netbuilder.catalog.arguments import Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.axes import refuse_text
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import compute_dtype, kept
from netbuilder.catalog.shape_rules.inputs import (
    axis_index,
    axis_indices,
    known_size,
    need_axes,
    need_decimals,
)
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight, promised
from netbuilder.graph.values import Params, Value
from netbuilder.i18n import tr

SCALED = ("LayerNormalization", "RMSNormalization")
"""Layers that look at what comes anew, whatever their scale was made for."""


def batch_normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``BatchNormalization``: learned scale and centre, and running mean and variance."""
    tensor = inputs[0]
    axis = axis_index(arguments.get("axis"), "axis", tensor.rank)
    size = known_size(tensor, axis, 0)
    running = 2
    if arguments.flag("renorm"):
        _check_clipping(arguments.get("renorm_clipping"))
        _check_first_variance(arguments)
        running = 5
    statistics = (Weight((size,), trainable=False),) * running
    weights = _scale_and_centre(arguments, (size,)) + statistics
    return replace(_same_shape(arguments, tensor, weights), doubt=_doubt_momentum(arguments))


def _doubt_momentum(arguments: Arguments) -> RuleError | None:
    """Return a doubt about a momentum that only training reads."""
    if not arguments.flag("renorm") or arguments.get("renorm_momentum") is not None:
        return None
    return RuleError(
        tr("needs a number for {name}, but has {value}", name="renorm_momentum", value="None"),
        tr("Training moves the running mean and deviation by it; 0.99 is the usual one."),
        setting="renorm_momentum",
    )


def layer_normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``LayerNormalization``: one scale and centre for each place on the normalised axes."""
    tensor = inputs[0]
    if not any(arguments.get(name) is True for name in ("scale", "center", "rms_scaling")):
        axis_indices(arguments.get("axis"), "axis", tensor.rank)
        return _same_shape(arguments, tensor, ())
    axes = axis_indices(_sorted(arguments.get("axis")), "axis", tensor.rank)
    sizes = tuple(known_size(tensor, axis, 0) for axis in axes)
    weights = _scale_and_centre(arguments, sizes)
    if arguments.get("rms_scaling") is True:
        weights = (Weight(sizes),)
    outcome = _same_shape(arguments, tensor, weights)
    if len(sizes) < tensor.rank:
        _check_different(arguments, tensor)
        return outcome
    (said,) = outcome.outputs  # Keras multiplies by the scale as it is
    real = Tensor(broadcast(tensor.shape, sizes), said.dtype)
    return Outcome((promised(said, real),), weights)


def rms_normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``RMSNormalization``: a scale for each place on the last axis or axes.

    Keras 3.15.1 builds the layer for other axes too, but multiplies by the scale as if its
    axes were the last ones, which fails as soon as data comes.
    """
    tensor = inputs[0]
    axes = axis_indices(_sorted(arguments.get("axis")), "axis", tensor.rank)
    sizes = tuple(known_size(tensor, axis, 0) for axis in axes)
    last = tensor.shape[tensor.rank - len(sizes) :]
    pairs = tuple(zip(sizes, last, strict=True))
    misfit = any(place not in (1, size) and size != 1 for size, place in pairs if place)
    if misfit and arguments.call is not Call.ASKED:
        raise RuleError(
            tr("can normalise only the last axes of {shape}", shape=tensor.shape),
            tr("Keras multiplies by the scale along the last axes, whatever axis is set."),
            setting="axis",
            late=True,
        )
    refuse_text(tensor)
    said = kept(arguments, tensor, tensor.shape)
    stretched = tuple(place if size == 1 else size for size, place in pairs)
    shape = (*tensor.shape[: tensor.rank - len(sizes)], *stretched)
    real = Tensor(shape, (said.actual or said).dtype)
    return Outcome((promised(said, real),), (Weight(sizes),))


def scaled(class_name: str, arguments: Arguments, tensor: Tensor, sizes: Shape) -> Tensor:
    """Return what comes of a layer whose scale and centre were made for something else.

    ``LayerNormalization`` reshapes them to the axes of what comes, unless they have as many, or
    it normalises the last axis alone and counts it from the front; ``RMSNormalization``
    stretches them from the last axis on (``_layer_normalization`` and ``_rms_normalization`` in
    ``keras/src/ops/nn.py``).

    Args:
        class_name: One of :data:`SCALED`.
        arguments: The layer's parameters.
        tensor: What comes.
        sizes: The shape of its scale and centre; () if it has none.

    Raises:
        RuleError: They do not fit.
    """
    refuse_text(tensor)
    named = _sorted(arguments.get("axis"))
    if class_name == "RMSNormalization":
        shape = tensor.shape or (1,)
        axis_indices(named, "axis", len(shape))
        stretched = Tensor(broadcast(shape, sizes), tensor.dtype)
        return kept(arguments, stretched, stretched.shape).real
    axes = axis_indices(named, "axis", tensor.rank)
    _check_different(arguments, tensor)
    last = tensor.rank - 1
    if sizes and len(sizes) != tensor.rank and named not in (last, (last,)):
        sizes = _reshaped(sizes, tensor.shape, axes)
    return Tensor(broadcast(tensor.shape, sizes), compute_dtype(arguments))


def _reshaped(sizes: Shape, shape: Shape, axes: tuple[int, ...]) -> Shape:
    """Return sizes of weights with as many axes as ``shape``, of which they have ``axes``."""
    places = tuple(shape[axis] for axis in axes)
    if None in places or _product(places) != _product(sizes):
        raise RuleError(
            tr("was made for {sizes}, but gets {shape}", sizes=show(sizes), shape=show(shape)),
            tr("It has a scale and a centre for each place of the axes that it normalises."),
            port=0,
            late=True,
        )
    return tuple(size if axis in axes else 1 for axis, size in enumerate(shape))


def _product(sizes: Shape) -> int:
    return prod(size for size in sizes if size is not None)


def unit_normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``UnitNormalization``: each sample scaled to length 1; no weights."""
    tensor = inputs[0]
    need_decimals(inputs)
    if arguments.call is Call.RUNS and not tensor.shape:  # Keras gives a single number an axis
        tensor = replace(tensor, shape=(1,))
    axis_indices(arguments.get("axis"), "axis", tensor.rank)
    outcome = _same_shape(arguments, tensor, ())
    try:
        _check_different(arguments, tensor)
    except RuleError as error:
        return Outcome(outcome.outputs, doubt=error)
    return outcome


def group_normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GroupNormalization``: channels in groups of equal size; -1 stands for one each."""
    tensor = inputs[0]
    groups = arguments.integer("groups", minimum=-1)
    need_axes(tensor, 2, tr("batch and channels"), 0)
    axis = axis_index(arguments.get("axis"), "axis", tensor.rank)
    size = known_size(tensor, axis, 0)
    groups = size if groups == -1 else groups
    if groups == 0 or size % groups:
        raise RuleError(
            tr("cannot split {size} channels into {groups} equal groups", size=size, groups=groups),
            tr("The number of groups must divide the size of axis {axis}.", axis=axis),
            setting="groups",
            axis=axis,
        )
    return _same_shape(arguments, tensor, _scale_and_centre(arguments, (size,)))


def _same_shape(arguments: Arguments, tensor: Tensor, weights: tuple[Weight, ...]) -> Outcome:
    refuse_text(tensor)
    return Outcome((Tensor(tensor.shape, compute_dtype(arguments)),), weights)


def _scale_and_centre(arguments: Arguments, sizes: tuple[int, ...]) -> tuple[Weight, ...]:
    return tuple(Weight(sizes) for name in ("scale", "center") if arguments.flag(name))


def _sorted(value: Value) -> Value:
    """Return axes in the order in which Keras sorts them: by the numbers as written."""
    if not isinstance(value, tuple):
        return value
    return tuple(sorted(value, key=lambda part: part if isinstance(part, int) else 0))


def _check_different(arguments: Arguments, tensor: Tensor) -> None:
    """Refuse the same axis twice, which does no harm to a single place."""
    value = _sorted(arguments.get("axis"))
    axes = axis_indices(value, "axis", tensor.rank)
    if any(axes.count(axis) > 1 and tensor.shape[axis] != 1 for axis in axes):
        raise RuleError(
            tr("names an axis twice: {value}", value=show(value)),
            tr("Axes can be counted from the front or, with a minus, from the end."),
            setting="axis",
            late=True,
        )


def _check_first_variance(arguments: Arguments) -> None:
    """Refuse no initializer at all: a deviation starts as the root of what it draws."""
    if arguments.get("moving_variance_initializer") is None:
        raise RuleError(
            tr("needs a moving_variance_initializer"),
            tr("With renorm, the running deviation starts as the root of what it draws."),
            setting="moving_variance_initializer",
        )


def _check_clipping(clipping: Value) -> None:
    limits = clipping if isinstance(clipping, Params) else Params()
    highest, lowest, shift = (limits.get(name) for name in ("rmax", "rmin", "dmax"))
    too_low = (
        isinstance(highest, (int, float)) and isinstance(lowest, (int, float)) and highest < lowest
    )
    negative = isinstance(shift, (int, float)) and shift < 0
    listed = bool(clipping) and not isinstance(clipping, Params)
    if listed or set(limits) - {"rmax", "rmin", "dmax"} or too_low or negative:
        raise RuleError(
            tr("has limits for renorm_clipping that do not fit"),
            tr("It takes rmin, a larger rmax, and dmax of 0 or more."),
            setting="renorm_clipping",
        )


RULES: Mapping[str, Rule] = {
    "BatchNormalization": batch_normalization,
    "GroupNormalization": group_normalization,
    "LayerNormalization": layer_normalization,
    "RMSNormalization": rms_normalization,
    "UnitNormalization": unit_normalization,
}
