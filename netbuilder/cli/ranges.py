"""What is varied, as the command line writes it: ``optimizer/learning_rate=1e-4..0.1:log``."""

from __future__ import annotations

from netbuilder.catalog.arguments import is_number
from netbuilder.cli.output import InputError
from netbuilder.i18n import tr
from netbuilder.training.range_text import read_value, read_values
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
        return OneOf(read_values(text))
    low, high = read_value(low_text), read_value(high_text)
    if not (is_number(low) and is_number(high)):
        raise InputError(tr("'{text}' is no range of numbers.", text=text))
    return Between(low, high, log=text.endswith(_LOG))
