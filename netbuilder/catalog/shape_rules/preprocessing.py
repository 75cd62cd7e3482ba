"""Rules for the layers of ``keras/src/layers/preprocessing`` that work on numbers."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError, is_number, show
from netbuilder.catalog.shape_rules.axes import doubt_text
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import compute_dtype, fractions
from netbuilder.catalog.shape_rules.inputs import axis_indices, known_size
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight
from netbuilder.graph.values import Value
from netbuilder.i18n import tr


def rescaling(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Rescaling``: ``inputs * scale + offset``."""
    tensor = inputs[0]
    output = Tensor(tensor.shape, compute_dtype(arguments))
    return Outcome((output,), doubt=doubt_text(tensor) or _doubt_numbers(arguments, tensor))


def _doubt_numbers(arguments: Arguments, tensor: Tensor) -> RuleError | None:
    """Return a doubt about what cannot be calculated with; Keras tries only when data comes."""
    for name in ("scale", "offset"):
        try:
            sizes = _array_shape(arguments.get(name), name)
            broadcast(tensor.shape[1:], sizes)
        except RuleError as error:
            return RuleError(error.message, error.why, setting=name)
    return None


def normalization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Normalization``: ``(inputs - mean) / sqrt(variance)``.

    Mean and variance are given, or measured from data by ``adapt`` and kept as weights,
    along with how many samples were counted.
    """
    tensor = inputs[0]
    axes = _kept_axes(arguments, tensor)
    sizes = tuple(known_size(tensor, place, 0) for place in sorted(axes))
    output = fractions(arguments, tensor.shape)
    if _are_given(arguments, sizes):
        return Outcome((output,), doubt=doubt_text(tensor))
    _check_different(arguments, tensor, axes)
    frozen = (Weight(sizes, False), Weight(sizes, False), Weight((), False))
    return Outcome((output,), frozen, doubt_text(tensor))


def normalized_by(arguments: Arguments, tensor: Tensor) -> Shape:
    """Return the shape of the mean of a ``Normalization`` that was built for ``tensor``."""
    axes = _kept_axes(arguments, tensor)
    return tuple(size if place in axes else 1 for place, size in enumerate(tensor.shape))


def _kept_axes(arguments: Arguments, tensor: Tensor) -> tuple[int, ...]:
    axis = arguments.get("axis")
    return () if axis is None else axis_indices(axis, "axis", tensor.rank)


def _check_different(arguments: Arguments, tensor: Tensor, axes: tuple[int, ...]) -> None:
    """Refuse the same axis twice, along which the mean could not be stretched again."""
    if any(axes.count(place) > 1 and tensor.shape[place] != 1 for place in axes):
        raise RuleError(
            tr("names an axis twice: {value}", value=show(arguments.get("axis"))),
            tr("Axes can be counted from the front or, with a minus, from the end."),
            setting="axis",
        )


def _are_given(arguments: Arguments, sizes: tuple[int, ...]) -> bool:
    mean, variance = arguments.get("mean"), arguments.get("variance")
    if mean is None and variance is None:
        return False
    given = _array_shape(mean, "mean")
    if mean is None or variance is None or given != _array_shape(variance, "variance"):
        raise RuleError(
            tr("needs both mean and variance, of the same shape"),
            tr("Leave both empty to have them measured from the data."),
            setting="variance",
        )
    if len(given) > len(sizes):
        raise _does_not_fit(sizes)
    last = sizes[len(sizes) - len(given) :]
    if any(size not in (1, wanted) for size, wanted in zip(given, last, strict=True)):
        raise _does_not_fit(sizes)
    return True


def _does_not_fit(sizes: tuple[int, ...]) -> RuleError:
    return RuleError(
        tr("has a mean that does not fit the kept axes, which are {sizes} long", sizes=sizes),
        tr("Give one number for all, or one for each place on the axes named by axis."),
        setting="mean",
    )


def _array_shape(value: Value, setting: str) -> tuple[int, ...]:
    """Return the shape of nested tuples of numbers, as NumPy would see them."""
    if not isinstance(value, tuple):
        if value is None or is_number(value):
            return ()
        raise _uneven(setting)
    shapes = {_array_shape(part, setting) for part in value}
    if len(shapes) > 1:
        raise _uneven(setting)
    return (len(value), *(shapes.pop() if shapes else ()))


def _uneven(setting: str) -> RuleError:
    return RuleError(
        tr("needs numbers for {name}", name=setting),
        tr("Either one number, or rows of numbers that are all as long."),
        setting=setting,
    )


RULES: Mapping[str, Rule] = {
    "Normalization": normalization,
    "Rescaling": rescaling,
}
