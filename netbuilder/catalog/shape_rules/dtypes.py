"""In which number format a layer computes."""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Shape, Tensor, promised
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr

FLOATS = frozenset(
    ("float16", "bfloat16", "float32", "float64", "float8_e4m3fn", "float8_e5m2"),
)
INTEGERS = frozenset(
    ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
)
ALL = FLOATS | INTEGERS | {"bool", "string", "complex64", "complex128"}
_MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}
_SHORT = {"int": "int64"}  # which TensorFlow takes for a plain int


def compute_dtype(arguments: Arguments) -> str:
    """Return the dtype that the layer's ``dtype`` parameter makes it compute in."""
    value = _policy_name(arguments.get("dtype"))
    return "float32" if value is None else dtype_named(value, "dtype")


def check_dtype(value: Value, setting: str) -> None:
    """Check that ``value`` is a dtype or a dtype policy.

    Raises:
        RuleError: Keras knows no such dtype.
    """
    dtype_named(_policy_name(value), setting)


def cannot_compute(dtype: str, *, late: bool) -> RuleError:
    """Return how to refuse a layer's own number format.

    Args:
        dtype: The format.
        late: Keras finds out only when the layer calculates.
    """
    return RuleError(
        tr("cannot compute in {dtype}", dtype=dtype),
        tr("TensorFlow lacks a step of it for such numbers. Choose float32."),
        setting="dtype",
        late=late,
    )


def _policy_name(value: Value) -> Value:
    if isinstance(value, Config):
        value = value.params.get("name")
    return _MIXED.get(value, value) if isinstance(value, str) else value


def dtype_named(value: Value, setting: str) -> str:
    """Return the dtype that ``value`` names.

    Raises:
        RuleError: Keras knows no such dtype.
    """
    name = _SHORT.get(value, value) if isinstance(value, str) else None
    if name is None or name not in ALL:
        raise RuleError(
            tr(
                "has {value} for {name}, which is no dtype that Keras knows",
                value=show(value),
                name=setting,
            ),
            tr("A dtype says how numbers are stored; float32 is the usual one."),
            setting=setting,
        )
    return name


def kept(arguments: Arguments, tensor: Tensor, shape: Shape) -> Tensor:
    """Return what a layer gives that announces its own number format, but does not change it.

    Fractions are in that format anyway; whole numbers and truth values stay what they are.
    """
    said = Tensor(shape, compute_dtype(arguments))
    return promised(said, Tensor(shape, autocast(arguments, tensor).dtype))


def joined(arguments: Arguments, inputs: tuple[Tensor, ...], shape: Shape) -> Tensor:
    """Return what a layer gives that puts several inputs together, as :func:`kept` does."""
    said = Tensor(shape, compute_dtype(arguments))
    real = promoted(*(autocast(arguments, tensor).dtype for tensor in inputs))
    return promised(said, Tensor(shape, real or said.dtype))


def fractions(arguments: Arguments, shape: Shape) -> Tensor:
    """Return what a layer gives that calculates fractions, even if told to compute in others."""
    said = Tensor(shape, compute_dtype(arguments))
    return promised(said, said if said.dtype in FLOATS else Tensor(shape, "float32"))


def autocast(arguments: Arguments, tensor: Tensor) -> Tensor:
    """Return the input as the layer sees it: floats become the layer's own dtype.

    Integers, truth values and texts are passed on as they are
    (``keras.DTypePolicy.convert_input``). Keras converts nothing for a layer that it only asks.
    """
    if arguments.call is Call.ASKED:
        return tensor
    if tensor.dtype not in FLOATS or arguments.get("autocast") is False:
        return tensor
    return Tensor(tensor.shape, compute_dtype(arguments))
