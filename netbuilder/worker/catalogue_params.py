"""Tells of each parameter what it takes: from its name, its default, and the overlay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from inspect import Parameter
from typing import Any

from netbuilder.catalog.spec import Family, Kind

Rules = Mapping[str, Any]

_SUFFIXES = {
    "_initializer": Family.INITIALIZER,
    "_regularizer": Family.REGULARIZER,
    "_constraint": Family.CONSTRAINT,
}
_BY_TYPE = {
    bool: Kind.BOOL,
    int: Kind.INT,
    float: Kind.FLOAT,
    str: Kind.TEXT,
}
_BY_WORD = (
    (r"\(?optional\)?\W+bool|bool|whether|if true", Kind.BOOL),
    (r"\(?optional\)?\W+(?:positive )?int|(?:python |positive )?int", Kind.INT),
    (r"\(?optional\)?\W+float|(?:python )?float|a scalar", Kind.FLOAT),
    (r"\(?optional\)?\W+str|str", Kind.TEXT),
)
_VALUES = ("default", "minimum", "maximum")
_FLAGS = ("required", "optional", "advanced")
_FIELDS = ("kind", *_FLAGS, "choices", *_VALUES, "length", "family", "doc")


def describe_param(
    parameter: Parameter, class_name: str, doc: str, corrections: Iterable[Rules]
) -> dict[str, Any]:
    """Return one parameter as the catalogue writes it; fields at their usual value are left out.

    Args:
        parameter: The parameter as the signature has it.
        class_name: The class it belongs to; its dimension (``Conv2D``) gives lengths.
        doc: Keras's explanation.
        corrections: What the overlay says, the most general first.
    """
    required = parameter.default is Parameter.empty
    default = None if required else to_json(parameter.default)
    facts: dict[str, Any] = {
        "kind": _guess_kind(parameter.default, doc),
        "required": required,
        "default": default,
        "optional": not required and default is None,
        "doc": doc,
    }
    facts |= _family_facts(parameter.name)
    for correction in corrections:
        facts |= correction
    dimension = re.search(r"([123])D", class_name)
    if facts["kind"] == Kind.SIZE and "length" not in facts:
        facts["length"] = int(dimension.group(1)) if dimension else 1
    return {"name": parameter.name} | {
        field: facts[field] for field in _FIELDS if _says_something(field, facts.get(field))
    }


def to_json(value: object) -> object:
    """Return a default as JSON; tuples become lists.

    Raises:
        TypeError: JSON cannot hold it.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    raise TypeError(f"{value!r} cannot be written as JSON")


def _says_something(field: str, value: object) -> bool:
    """Tell whether a field must be written: numbers count even when they are 0 or False."""
    return value is not None and (field in _VALUES or bool(value))


def _guess_kind(default: object, doc: str) -> Kind:
    by_type = _BY_TYPE.get(type(default))
    if by_type:
        return by_type
    by_word = (kind for words, kind in _BY_WORD if re.match(words, doc, re.IGNORECASE))
    return next(by_word, Kind.JSON) if default in (None, Parameter.empty) else Kind.JSON


def _family_facts(name: str) -> Rules:
    for suffix, family in _SUFFIXES.items():
        if name.endswith(suffix):
            optional = family is not Family.INITIALIZER
            facts = {"kind": Kind.OBJECT, "family": family, "advanced": True}
            return facts | ({"optional": True} if optional else {})
    return {}
