"""Rules for the operations of ``keras.ops`` that work number by number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.shape_rules.axes import (
    doubt_text,
    need_format,
    refuse_text,
    refuse_truth_values,
)
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import FLOATS, dtype_named
from netbuilder.catalog.shape_rules.inputs import axis_indices, need_decimals
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.i18n import tr

Inputs: TypeAlias = tuple[Tensor, ...]
Format: TypeAlias = Callable[[str], str]


def one_number(
    check: Callable[[Tensor], None], dtype: Format, _: Arguments, inputs: Inputs
) -> Outcome:
    """Return what an operation on each number gives, in the number format ``dtype`` names."""
    check(inputs[0])
    return Outcome((Tensor(inputs[0].shape, dtype(inputs[0].dtype)),))


def share(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``softmax``, ``log_softmax``: along an axis, or over everything where none is given."""
    tensor = inputs[0]
    need_decimals(inputs)
    axis = arguments.get("axis")
    if axis is not None:
        axis_indices(axis, "axis", tensor.rank)
    return Outcome((Tensor(tensor.shape, tensor.dtype),))


def two_numbers(
    check: Callable[[Tensor], None], dtype: Format, arguments: Arguments, inputs: Inputs
) -> Outcome:
    """Return what an operation on pairs of numbers gives; one may stand in the code.

    The number format is that in which both meet, as ``dtype`` changes it.
    """
    shape, common = operands(arguments, inputs, ("x1", "x2"), late=dtype is _truth)
    check(Tensor(shape, common))
    return Outcome((Tensor(shape, dtype(common)),))


def modulo(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``mod``: the rest of a division; a whole number in the code has 32 bits."""
    outcome = two_numbers(refuse_text, _number, arguments, inputs)
    said = outcome.outputs[0]
    written = any(arguments.get(name) is not None for name in ("x1", "x2"))
    if not written or said.dtype in FLOATS:
        return outcome
    real = Tensor(said.shape, promoted(said.dtype, "int32") or said.dtype)
    return Outcome((promised(said, real),))


def logical(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``logical_and``, ``logical_or``: anything but zero is true."""
    numbers = tuple(
        Tensor(tensor.shape, "bool") if tensor.dtype == "string" else tensor for tensor in inputs
    )
    shape, _ = operands(arguments, numbers, ("x1", "x2"))
    return Outcome((Tensor(shape, "bool"),), doubt=_doubt(inputs))


def logical_not(_: Arguments, inputs: Inputs) -> Outcome:
    """``logical_not``: true where there is zero."""
    return Outcome((Tensor(inputs[0].shape, "bool"),), doubt=_doubt(inputs))


def reciprocal(_: Arguments, inputs: Inputs) -> Outcome:
    """``reciprocal``: announced as float32, whatever comes."""
    tensor = inputs[0]
    _signed(tensor)
    real = Tensor(tensor.shape, tensor.dtype)
    return Outcome((promised(Tensor(tensor.shape, "float32"), real),))


def where(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``where``: of two inputs or numbers, as a third input says."""
    condition, *rest = inputs
    refuse_text(condition)
    shape, common = operands(arguments, tuple(rest), ("x1", "x2"))
    return Outcome((Tensor(broadcast(condition.shape, shape), common),))


def clip(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``clip``: no number below ``x_min``, none above ``x_max``."""
    tensor = inputs[0]
    limits = (arguments.number("x_min"), arguments.number("x_max"))
    refuse_text(tensor)
    if tensor.dtype not in FLOATS and any(isinstance(limit, float) for limit in limits):
        need_decimals(inputs)
    return Outcome((Tensor(tensor.shape, "int32" if tensor.dtype == "bool" else tensor.dtype),))


def cast(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``cast``: the same numbers in another format."""
    value = arguments.get("dtype")
    dtype = "float32" if value is None else dtype_named(value, "dtype")
    doubt = None
    if "string" in (dtype, inputs[0].dtype):
        doubt = RuleError(
            tr("turns {given} into {wanted}", given=inputs[0].dtype, wanted=dtype),
            tr("TensorFlow has no such conversion, and notices when data arrives."),
            setting="dtype",
        )
    return Outcome((Tensor(inputs[0].shape, dtype),), doubt=doubt)


def operands(
    arguments: Arguments, inputs: Inputs, names: tuple[str, str], *, late: bool = False
) -> tuple[Shape, str]:
    """Return the shape to which two operands stretch, and the number format they meet in.

    Each is a wire or, where wires are missing, a number in the parameter of its name. Keras
    looks for that format when it announces a result, or, if ``late``, only when it calculates.

    Raises:
        RuleError: There are more or fewer than two, or they do not fit.
    """
    written = [name for name in names if arguments.get(name) is not None]
    if len(inputs) + len(written) != len(names):
        raise RuleError(
            tr("needs {count} operands, but has {given}", count=2, given=len((*inputs, *written))),
            tr("Each is a wire, or a number in x1 or x2, but not both."),
            setting=written[-1] if written else names[-1],
        )
    weak = ["float" if isinstance(arguments.number(name), float) else "int" for name in written]
    dtypes = (*(tensor.dtype for tensor in inputs), *weak)
    common = promoted(*dtypes)
    if common is None:
        raise RuleError(
            tr("cannot join {formats}", formats=tr(" and ").join(map(show, dtypes))),
            tr("Turn texts into numbers first, with TextVectorization or StringLookup."),
            late=late,
        )
    return broadcast(*(tensor.shape for tensor in inputs), ()), common


def _doubt(inputs: Inputs) -> RuleError | None:
    return next((doubt for tensor in inputs if (doubt := doubt_text(tensor))), None)


def _signed(tensor: Tensor) -> None:
    """Refuse numbers that have no minus."""
    refuse_truth_values(tensor)
    if tensor.dtype.startswith("uint"):
        raise RuleError(
            tr("needs numbers with a sign, but gets {dtype}", dtype=tensor.dtype),
            tr("Let the Input have dtype float32 or int32."),
            port=0,
            late=True,
        )


def _same(dtype: str) -> str:
    return dtype


def _truth(_: str) -> str:
    return "bool"


def _number(dtype: str) -> str:
    return "int32" if dtype == "bool" else dtype


def _fraction(dtype: str) -> str:
    return dtype if dtype in FLOATS else "float32"


def _anything(_: Tensor) -> None:
    return None


def _texts_or_numbers(tensor: Tensor) -> None:
    """Refuse truth values; texts are put one after the other."""
    if tensor.dtype != "string":
        refuse_truth_values(tensor)


def _fractions(tensor: Tensor) -> None:
    need_decimals((tensor,))


RULES: Mapping[str, Rule] = {
    **{
        f"ops.{name}": partial(one_number, check, dtype)
        for names, check, dtype in (
            (("absolute",), refuse_text, _same),
            (("negative",), _signed, _same),
            (("relu", "sign"), refuse_truth_values, _same),
            (("sigmoid", "silu", "softplus", "gelu", "elu"), _fractions, _same),
            (("exp",), refuse_text, _fraction),
            (("log", "sqrt", "sin", "cos", "tanh", "floor", "ceil"), need_format, _fraction),
            (("square",), refuse_text, _number),
        )
        for name in names
    },
    **{
        f"ops.{name}": partial(two_numbers, check, dtype)
        for names, check, dtype in (
            (
                ("subtract", "multiply", "maximum", "minimum", "power"),
                refuse_truth_values,
                _same,
            ),
            (("add",), _texts_or_numbers, _same),
            (("divide",), need_format, _fraction),
            (("equal", "not_equal"), _anything, _truth),
            (("greater", "greater_equal", "less", "less_equal"), refuse_truth_values, _truth),
        )
        for name in names
    },
    "ops.cast": cast,
    "ops.clip": clip,
    "ops.log_softmax": share,
    "ops.logical_and": logical,
    "ops.logical_not": logical_not,
    "ops.logical_or": logical,
    "ops.mod": modulo,
    "ops.reciprocal": reciprocal,
    "ops.softmax": share,
    "ops.where": where,
}
