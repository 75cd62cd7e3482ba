"""Parameter values as a student types them: ``3, 3``, ``0.001``, ``28, 28, 1``.

Pure text in and out, so that every field of the window reads and writes alike.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from math import isfinite

from netbuilder.catalog.spec import Kind, Param
from netbuilder.graph.values import (
    Config,
    Params,
    Value,
    value_from_json,
    value_to_json,
)
from netbuilder.i18n import tr


class EntryError(ValueError):
    """What was typed is no value of the parameter; the message says what would be."""


_NOTHING: Mapping[Kind, Value] = {Kind.TEXT: "", Kind.TEXTS: ()}
"""What an empty field means where a value is needed."""


def write_entry(value: Value) -> str:
    """Return ``value`` as it stands in a field; empty for None."""
    match value:
        case None:
            return ""
        case ():
            return "()"
        case tuple():
            return ", ".join(map(_write_part, value))
        case Params() | Config():
            return repr(value_to_json(value))
        case str():
            return value
        case _:
            return repr(value)


def _write_part(part: Value) -> str:
    """Return a part of a tuple; a tuple within it keeps its brackets."""
    match part:
        case None:
            return "None"
        case (_, _, *_):
            return f"({write_entry(part)})"
        case (_,):
            return f"({write_entry(part)},)"
        case _:
            return write_entry(part)


def read_entry(param: Param, text: str) -> Value:
    """Return the value that ``text`` means for ``param``.

    Raises:
        EntryError: it means none.
    """
    text = text.strip()
    if not text:
        if param.optional:
            return None
        if param.kind in _NOTHING:
            return _NOTHING[param.kind]
        raise EntryError(tr("A value is needed here."))
    return _READERS.get(param.kind, _read_literal)(param, text)


def _read_int(param: Param, text: str) -> Value:
    if not re.fullmatch(r"[+-]?\d+", text):
        raise EntryError(tr("A whole number is needed, such as 32."))
    return _within(param, int(text))


def _read_float(param: Param, text: str) -> Value:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise EntryError(tr("A number is needed, such as 0.5 or 1e-3.")) from None
    if not isfinite(number):
        raise EntryError(tr("The number must be finite."))
    return _within(param, number)


def _read_text(_param: Param, text: str) -> Value:
    return text


def _read_size(param: Param, text: str) -> Value:
    sizes = tuple(_whole(part) for part in _parts(text))
    for size in sizes:
        _within(param, size)
    if len(sizes) == 1:
        return sizes[0]
    if param.length is not None and len(sizes) != param.length:
        raise EntryError(
            tr("One whole number is needed, or {count} with commas between.", count=param.length)
        )
    return sizes


def _read_shape(_param: Param, text: str) -> Value:
    return tuple(None if part in ("None", "?", "") else _whole(part) for part in _parts(text))


def _read_numbers(_param: Param, text: str) -> Value:
    return tuple(_number(part) for part in _parts(text))


def _read_texts(_param: Param, text: str) -> Value:
    return tuple(part.strip("'\"") for part in _parts(text))


def _read_range(_param: Param, text: str) -> Value:
    numbers = tuple(_number(part) for part in _parts(text))
    if len(numbers) > 2:
        raise EntryError(tr("One number is needed, or two with a comma between."))
    return numbers[0] if len(numbers) == 1 else numbers


def _read_literal(_param: Param, text: str) -> Value:
    if re.fullmatch(r"[a-z]\w*", text):  # one of Keras's words, such as auto
        return text
    try:
        return value_from_json(ast.literal_eval(text))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise EntryError(tr("This is not a value that Python can read.")) from None


_READERS: Mapping[Kind, Callable[[Param, str], Value]] = {
    Kind.INT: _read_int,
    Kind.FLOAT: _read_float,
    Kind.TEXT: _read_text,
    Kind.CHOICE: _read_text,
    Kind.DTYPE: _read_text,
    Kind.SIZE: _read_size,
    Kind.SHAPE: _read_shape,
    Kind.NUMBERS: _read_numbers,
    Kind.TEXTS: _read_texts,
    Kind.RANGE: _read_range,
}


def _parts(text: str) -> list[str]:
    """Return the parts between commas, with brackets around the whole allowed."""
    bare = text.strip().strip("()[]").strip().rstrip(",")
    return [part.strip() for part in bare.split(",")] if bare else []


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d+", text):
        raise EntryError(tr("Whole numbers with commas between are needed, such as 28, 28."))
    return int(text)


def _number(text: str) -> int | float:
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        raise EntryError(tr("Numbers with commas between are needed, such as 0.1, 0.5.")) from None
    if not isfinite(number):
        raise EntryError(tr("The number must be finite."))
    return number


def _within(param: Param, number: float) -> Value:
    if param.minimum is not None and number < param.minimum:
        raise EntryError(tr("At least {minimum} is needed.", minimum=f"{param.minimum:g}"))
    if param.maximum is not None and number > param.maximum:
        raise EntryError(tr("At most {maximum} is allowed.", maximum=f"{param.maximum:g}"))
    return number
