"""The catalogue together with the custom code of a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from netbuilder.catalog.custom import CustomCode, CustomKind, name_fault
from netbuilder.catalog.custom_reading import is_cell, read_custom
from netbuilder.catalog.library import Catalog, load_catalog
from netbuilder.catalog.spec import ClassSpec, Family, LayerSpec

FAMILIES = {
    CustomKind.LOSS: Family.LOSS,
    CustomKind.METRIC: Family.METRIC,
    CustomKind.ACTIVATION: Family.ACTIVATION,
    CustomKind.CALLBACK: Family.CALLBACK,
    CustomKind.FUNCTION: Family.FUNCTION,
}


@lru_cache(maxsize=64)
def catalog_with(codes: tuple[CustomCode, ...]) -> Catalog:
    """Return the shipped catalogue with custom code added to it.

    What has a name that it cannot have, such as one of Keras's, is left out.
    """
    shipped = load_catalog()
    if not codes:
        return shipped
    kept: dict[str, CustomCode] = {}
    for code in codes:
        if not name_fault(code.kind, code.name, {*keras_names(code.kind), *kept}):
            kept[code.name] = code
    specs = [read_custom(code) for code in kept.values()]
    layers = {spec.name: spec for spec in specs if isinstance(spec, LayerSpec)}
    added: dict[Family, Mapping[str, ClassSpec]] = {
        family: _of_kind(specs, kind) for kind, family in FAMILIES.items()
    }
    added[Family.LAYER] = {name: spec for name, spec in layers.items() if spec.placeable}
    added[Family.CELL] = {name: spec for name, spec in layers.items() if is_cell(spec)}
    families = {family: {**shipped.families[family], **own} for family, own in added.items()}
    return replace(
        shipped,
        layers={**shipped.layers, **layers},
        families={**shipped.families, **families},
        custom=MappingProxyType(kept),
    )


def keras_names(kind: CustomKind) -> frozenset[str]:
    """Return Keras's own names for things of a kind."""
    shipped = load_catalog()
    if kind is CustomKind.LAYER:
        return frozenset(shipped.layers)
    return frozenset(shipped.families[FAMILIES[kind]])


def _of_kind(specs: list[ClassSpec], kind: CustomKind) -> dict[str, ClassSpec]:
    return {spec.name: spec for spec in specs if spec.custom and spec.custom.kind is kind}
