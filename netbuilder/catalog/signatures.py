"""The order in which Keras takes arguments that are given without their names.

The catalogue lists parameters by how telling they are; ``resources/catalog/signatures.json``,
written by ``python -m netbuilder.worker.catalogue`` too, keeps the order of Keras's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from netbuilder.catalog.spec import Family
from netbuilder.resources import resource_path


def positional_names(family: Family, name: str) -> tuple[str, ...]:
    """Return what a class or function calls its arguments, by place; () if it is not known.

    Args:
        family: What it is one of.
        name: Its public name: ``"Conv2D"``, ``"ops.concatenate"``.
    """
    return _signatures()[family.value].get(name, ())


@cache
def _signatures() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = resource_path("catalog", "signatures.json").read_text(encoding="utf-8")
    families: Mapping[str, Mapping[str, list[str]]] = json.loads(text)
    return {
        family: {name: tuple(names) for name, names in classes.items()}
        for family, classes in families.items()
    }
