"""Under which names Keras finds its activations, initializers, regularizers and constraints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family

_ALIASES: Mapping[Family, frozenset[str]] = {
    Family.ACTIVATION: frozenset(("swish", "hard_swish")),
    Family.INITIALIZER: frozenset(
        (
            "IdentityInitializer",
            "OrthogonalInitializer",
            "STFTInitializer",
            "normal",
            "one",
            "uniform",
            "zero",
        )
    ),
}
_ONLY_MADE = frozenset(("Constant",))
"""Classes that Keras makes by a call, but not of a name (``Constant.from_config``)."""


@cache
def known_names(family: Family) -> frozenset[str]:
    """Return all names that a parameter of ``family`` takes: he_normal as well as HeNormal."""
    public = frozenset(load_catalog().families[family]) - _ONLY_MADE
    return public | {snake_case(name) for name in public} | _ALIASES.get(family, frozenset())


def snake_case(name: str) -> str:
    """Return a class's name as Keras also writes it: ``"HeNormal"`` as ``"he_normal"``."""
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
