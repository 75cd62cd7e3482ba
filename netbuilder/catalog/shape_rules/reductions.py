"""Rules for the operations of ``keras.ops`` that make one number of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.shape_rules.axes import (
    doubt_text,
    need_format,
    refuse_text,
    refuse_truth_values,
)
from netbuilder.catalog.shape_rules.dtypes import FLOATS, dtype_named
from netbuilder.catalog.shape_rules.inputs import axis_indices
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.i18n import tr

_WIDER = {
    "bool": "int32",
    "int8": "int32",
    "int16": "int32",
    "uint8": "uint32",
    "uint16": "uint32",
}
"""In which format sums are counted, as JAX has it."""


def reduced(
    check: Callable[[Tensor], None],
    dtype: Callable[[str], str],
    arguments: Arguments,
    inputs: tuple[Tensor, ...],
) -> Outcome:
    """Return what is left after some axes, or all, have become one number."""
    tensor = inputs[0]
    check(tensor)
    return Outcome((Tensor(_left(arguments, tensor.shape), dtype(tensor.dtype)),))


def product(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``prod``: in a format of its own if one is given."""
    own = arguments.get("dtype")
    if own is None:
        return reduced(refuse_text, _summed, arguments, inputs)
    outcome = reduced(refuse_truth_values, _same, arguments, inputs)
    # Keras 3.15.1 announces the format and then does not use it.
    said = Tensor(outcome.outputs[0].shape, dtype_named(own, "dtype"))
    return Outcome((promised(said, outcome.outputs[0]),))


def truth(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``any``, ``all``: anything but zero is true."""
    outcome = reduced(_anything, _truth, arguments, inputs)
    return Outcome(outcome.outputs, doubt=doubt_text(inputs[0]))


def norm(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``norm``: the length of vectors, or the size of matrices."""
    order, axis = arguments.get("ord"), arguments.get("axis")
    if order not in (None, 1, 2):
        raise RuleError(
            tr("has {value} for ord; it can be {allowed}", value=show(order), allowed="1, 2, None"),
            tr("2 is the usual length, 1 the sum of sizes."),
            setting="ord",
        )
    if axis is None and inputs[0].rank > 2:
        raise RuleError(
            tr("needs an axis for {shape}", shape=show(inputs[0].shape)),
            tr("A norm is that of a vector or a matrix."),
            setting="axis",
        )
    return reduced(refuse_text, _fraction, arguments, inputs)


def _left(arguments: Arguments, shape: Shape) -> Shape:
    value = arguments.get("axis")
    every = tuple(range(len(shape)))
    axes = every if value is None else axis_indices(value, "axis", len(shape))
    if arguments.flag("keepdims"):
        return tuple(1 if axis in axes else size for axis, size in enumerate(shape))
    if len(set(axes)) < len(axes):
        raise RuleError(tr("names an axis twice: {value}", value=show(value)), setting="axis")
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def _anything(_: Tensor) -> None:
    return None


def _same(dtype: str) -> str:
    return dtype


def _truth(_: str) -> str:
    return "bool"


def _place(_: str) -> str:
    return "int32"


def _summed(dtype: str) -> str:
    return _WIDER.get(dtype, dtype)


def _fraction(dtype: str) -> str:
    return dtype if dtype in FLOATS else "float32"


def _mean(dtype: str) -> str:
    return dtype if dtype in FLOATS else promoted(dtype, "float32") or dtype


RULES: Mapping[str, Rule] = {
    **{
        f"ops.{name}": partial(reduced, check, dtype)
        for names, check, dtype in (
            (("sum",), refuse_text, _summed),
            (("mean",), need_format, _mean),
            (("std",), refuse_text, _fraction),
            (("var",), need_format, _fraction),
            (("max", "min"), refuse_text, _same),
            (("argmax", "argmin"), refuse_text, _place),
        )
        for name in names
    },
    "ops.all": truth,
    "ops.any": truth,
    "ops.norm": norm,
    "ops.prod": product,
}
