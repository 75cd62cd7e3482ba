"""Which number format comes of several, after ``keras/src/backend/common/dtypes.py``.

Keras orders the formats as JAX does, in a lattice: each line of :data:`_NEXT` names the next
higher ones, and several formats meet in the lowest that stands above them all. A number
written in code has a weak format, ``"int"`` or ``"float"``, and gives way to those of tensors.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_NEXT: Mapping[str, tuple[str, ...]] = {
    "bool": ("int",),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int": ("uint8", "int8", "complex64"),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
_STRONG = {"int": "int32", "float": "float32"}


@cache
def promoted(*dtypes: str) -> str | None:
    """Return the format in which all of ``dtypes`` meet, or None for texts among numbers."""
    if len(set(dtypes)) == 1:
        return _STRONG.get(dtypes[0], dtypes[0])
    if not set(dtypes) <= set(_NEXT):
        return None
    common = set.intersection(*(_above(dtype) for dtype in dtypes))
    lowest = next(dtype for dtype in _NEXT if dtype in common and common <= _above(dtype))
    return _STRONG.get(lowest, lowest)


@cache
def _above(dtype: str) -> set[str]:
    """Return a format and all above it."""
    return {dtype}.union(*(_above(higher) for higher in _NEXT[dtype]))
