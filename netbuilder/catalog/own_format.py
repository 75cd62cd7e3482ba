"""Layers that are told to compute in whole numbers, truth values or texts (``dtype``).

Keras turns fractions that come into the layer's own format, and what TensorFlow cannot calculate
in that format, it then refuses as it refuses an Input of that format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.dtypes import (
    FLOATS,
    INTEGERS,
    autocast,
    cannot_compute,
    compute_dtype,
)
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Tensor
from netbuilder.i18n import tr

NO_POLICY = frozenset(("int8", "float8_e4m3fn", "float8_e5m2"))
"""Formats whose names Keras reads as the beginning of a quantization's (``int8_from_float32``)."""

_MADE_AS_SAVED = frozenset(("Discretization", "Rescaling", "TextVectorization"))
"""Layers that Keras makes with the very policy that a file holds, not with its name."""

_NEVER_READ = frozenset(("IntegerLookup", "StringLookup"))
"""Layers that drop their format when they are made (``IndexLookup``)."""

_UNTOUCHED = frozenset(("HashedCrossing", "TextVectorization"))
"""Layers that turn nothing that comes into their format (``_convert_input_args``)."""

_BACK_TO_FRACTIONS = frozenset(("GroupNormalization", "LayerNormalization"))
"""Layers that calculate in fractions in any case."""

_NO_COUNTS = frozenset(("bool", "string"))
_EIGHT_BITS = frozenset(("float8_e4m3fn", "float8_e5m2"))
_REFUSED: Mapping[str, frozenset[str]] = {
    "CategoryEncoding": frozenset(("string",)),
    "ContrastLimitedAdaptiveHistogramEqualization": frozenset(("string",)),
    "Equalization": INTEGERS | _NO_COUNTS,
    "Discretization": _EIGHT_BITS | {"string"},
    "Hashing": frozenset(("string",)),
    "Normalization": _NO_COUNTS,
    "Rescaling": _EIGHT_BITS | _NO_COUNTS,
    "Resizing": _NO_COUNTS,
}
"""Formats in which a layer cannot calculate, for all that its rule knows of them."""

_DRAWN: Mapping[str, str] = {"AdditiveAttention": "use_scale"}
"""Parameters that bring weights of fractions along, for which there is no initializer to set."""


def in_own_format(
    spec: LayerSpec, arguments: Arguments, inputs: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    """Return the inputs of a layer as they come to its calculation, if not in fractions.

    Args:
        spec: The layer's class; operations have no format of their own.
        arguments: Its parameters.
        inputs: What arrives.

    Raises:
        RuleError: Keras has no such format for a layer, or the layer cannot calculate in it.
    """
    if spec.category in ("operation", "input") or spec.name in _NEVER_READ:
        return inputs
    own = compute_dtype(arguments)
    if own in NO_POLICY and spec.name not in _MADE_AS_SAVED:
        raise RuleError(
            tr("has {value} for {name}, which is no dtype for a layer", value=own, name="dtype"),
            tr("Keras takes the name for that of a quantization. float32 is the usual one."),
            setting="dtype",
        )
    drawn = own not in FLOATS and arguments.get(_DRAWN.get(spec.name, "")) is True
    if drawn or own in _REFUSED.get(spec.name, ()):
        raise cannot_compute(own, late=not drawn)
    if own in FLOATS or spec.name in _BACK_TO_FRACTIONS | _UNTOUCHED:
        return inputs
    return tuple(_cast(arguments, tensor) for tensor in inputs)


def _cast(arguments: Arguments, tensor: Tensor) -> Tensor:
    cast = replace(tensor, dtype=autocast(arguments, tensor).dtype)
    if tensor.actual is None:
        return cast
    return replace(cast, actual=_cast(arguments, tensor.actual))
