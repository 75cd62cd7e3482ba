"""Arithmetic and methods on numbers, words and lists, bounded so that nothing grows without end."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import (
    Callable,
    Container,
    ItemsView,
    KeysView,
    Mapping,
    Sized,
    ValuesView,
)

from netbuilder.importing.source.limits import LONGEST, MOST_BITS


class NotPlainError(Exception):
    """It cannot be worked out, or would be too large."""


_FAILURES = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_BINARY: Mapping[type[ast.AST], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_UNARY: Mapping[type[ast.AST], Callable[..., object]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}
_OF_TEXT = (
    "capitalize count endswith find format index isdigit join lower lstrip partition replace "
    "rpartition rsplit rstrip split startswith strip title upper zfill"
)
_OF_LISTS = "append clear copy count extend index insert pop remove reverse sort"
_OF_DICTS = "clear copy get items keys pop setdefault update values"
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(_OF_TEXT.split()),
    list: frozenset(_OF_LISTS.split()),
    tuple: frozenset(("count", "index")),
    dict: frozenset(_OF_DICTS.split()),
}
_LONG_FIELD = re.compile(r"\d{4,}|\*|\{.*\{.*\}.*\}")


def plain(value: object) -> bool:
    """Tell whether a value is plain Python data, as far as its outside shows."""
    return value is None or isinstance(
        value, (bool, int, float, str, tuple, list, dict, slice, type(...))
    )


def binary(kind: ast.AST, left: object, right: object) -> object:
    """Return what an operator gives for two plain values.

    Raises:
        NotPlainError: it gives nothing, or something too large.
    """
    if isinstance(kind, (ast.In, ast.NotIn)) and plain(right):
        return guarded(lambda: _contains(right, left) is isinstance(kind, ast.In))
    work = _BINARY.get(type(kind))
    if not (plain(left) and plain(right)):
        raise NotPlainError
    if work is None or not _stays_small(kind, left, right):
        raise NotPlainError
    return guarded(lambda: work(left, right))


def unary(kind: ast.AST, value: object) -> object:
    """Return what an operator gives for one plain value.

    Raises:
        NotPlainError: it gives nothing.
    """
    work = _UNARY[type(kind)]
    return guarded(lambda: work(value))


def has_method(value: object, name: str) -> bool:
    """Tell whether a plain value has a method that may be called."""
    return name in _METHODS.get(type(value), ())


def call_method(
    value: object, name: str, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> object:
    """Return what a method of a plain value gives.

    Raises:
        NotPlainError: it gives nothing, or something too large.
    """
    parts = (value, *args, *kwargs.values())
    if sum(map(_size, parts)) > LONGEST or (name == "zfill" and not _is_small(args)):
        raise NotPlainError
    if name == "format" and (not isinstance(value, str) or _LONG_FIELD.search(value)):
        raise NotPlainError
    if name == "replace" and _size(value) * max(map(_size, args), default=0) > LONGEST:
        raise NotPlainError
    method: Callable[..., object] = getattr(value, name)
    result = guarded(lambda: method(*args, **kwargs))
    return list(result) if isinstance(result, (ItemsView, KeysView, ValuesView)) else result


def formatted(value: object, spec: str, conversion: str) -> str:
    """Return a value as an f-string writes it.

    Raises:
        NotPlainError: it would be too long, or the format does not fit.
    """
    if _LONG_FIELD.search(spec):
        raise NotPlainError
    shown = repr(value) if conversion == "r" else str(value) if conversion == "s" else value
    return str(guarded(lambda: format(shown, spec)))


def guarded(work: Callable[[], object]) -> object:
    """Return what ``work`` gives.

    Raises:
        NotPlainError: it fails, or gives something too large.
    """
    try:
        result = work()
    except _FAILURES:
        raise NotPlainError from None
    if _size(result) > LONGEST or isinstance(result, complex):
        raise NotPlainError
    return result


def _contains(whole: object, part: object) -> bool:
    if not isinstance(whole, Container):
        raise TypeError
    return part in whole


def _stays_small(kind: ast.AST, left: object, right: object) -> bool:
    match kind:
        case ast.Pow():
            if isinstance(left, int) and isinstance(right, int):
                return left.bit_length() * abs(right) <= MOST_BITS
            return True
        case ast.LShift():
            return isinstance(right, int) and right <= MOST_BITS
        case ast.Mult():
            return _product_stays_small(left, right)
        case ast.Mod():
            return not (isinstance(left, str) and _LONG_FIELD.search(left))
        case _:
            return True


def _product_stays_small(left: object, right: object) -> bool:
    match left, right:
        case (int(), int()):
            return left.bit_length() + right.bit_length() <= MOST_BITS
        case (int(), str() | list() | tuple()):
            return left * len(right) <= LONGEST
        case (str() | list() | tuple(), int()):
            return right * len(left) <= LONGEST
        case _:
            return True


def _size(value: object) -> int:
    if isinstance(value, int):
        return value.bit_length() * LONGEST // MOST_BITS if value.bit_length() > MOST_BITS else 1
    return len(value) if isinstance(value, Sized) else 1


def _is_small(args: tuple[object, ...]) -> bool:
    return all(isinstance(part, int) and part < LONGEST for part in args)
