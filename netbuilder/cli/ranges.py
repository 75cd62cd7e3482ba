"""What is varied, as the command line writes it: ``optimizer/learning_rate=1e-4..0.1:log``."""

from __future__ import annotations

import json

from netbuilder.catalog.arguments import is_number
from netbuilder.cli.output import InputError
from netbuilder.graph.values import Value, value_from_json
from netbuilder.i18n import tr
from netbuilder.training.sweeps import Between, Dimension, OneOf, Range

_LOG = ":log"


def read_dimension(text: str) -> Dimension:
    """Return what ``PLACE=LOW..HIGH``, ``PLACE=LOW..HIGH:log`` or ``PLACE=A,B,C`` means.

    Raises:
        InputError: it is none of them.
    """
    place, _, values = text.partition("=")
    if not (place and values):
        raise InputError(
            tr("'{text}' does not say what is varied: PLACE=LOW..HIGH or PLACE=A,B,C.", text=text)
        )
    return Dimension(tuple(place.split("/")), _read_range(values))


def _read_range(text: str) -> Range:
    low_text, sign, high_text = text.removesuffix(_LOG).partition("..")
    if not sign:
        return OneOf(_read_values(text))
    low, high = _read_value(low_text), _read_value(high_text)
    if not (is_number(low) and is_number(high)):
        raise InputError(tr("'{text}' is no range of numbers.", text=text))
    return Between(low, high, log=text.endswith(_LOG))


def _read_values(text: str) -> tuple[Value, ...]:
    try:
        return tuple(map(value_from_json, json.loads(f"[{text}]")))
    except ValueError:  # words need no quotation marks
        return tuple(map(_read_value, text.split(",")))


def _read_value(text: str) -> Value:
    try:
        return value_from_json(json.loads(text))
    except ValueError:
        return text.strip()
