"""Ranges as they are typed: ``relu, tanh`` or ``[3, 3], [5, 5]``."""

from __future__ import annotations

import json

from netbuilder.graph.values import Value, value_from_json, value_to_json


def read_values(text: str) -> tuple[Value, ...]:
    """Return the values that stand in ``text``, parted by commas; words need no quotation marks."""
    try:
        return tuple(map(value_from_json, json.loads(f"[{text}]")))
    except ValueError:
        return tuple(read_value(part) for part in text.split(",") if part.strip())


def read_value(text: str) -> Value:
    """Return the value that ``text`` means: JSON, or else a word."""
    try:
        return value_from_json(json.loads(text))
    except ValueError:
        return text.strip()


def write_values(values: tuple[Value, ...]) -> str:
    """Return values so that :func:`read_values` reads them."""
    words = ", ".join(map(write_value, values))
    return words if read_values(words) == values else _as_json(values)


def write_value(value: Value) -> str:
    """Return a value as one reads it: a word without quotation marks, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value_to_json(value))


def _as_json(values: tuple[Value, ...]) -> str:
    return ", ".join(json.dumps(value_to_json(value)) for value in values)
