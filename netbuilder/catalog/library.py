"""Loads the catalogue that ships with the program.

``resources/catalog/<family>.json`` is generated from the installed Keras by
``python -m netbuilder.worker.catalogue``; ``resources/catalog/overlay.json`` is written by
hand and adds what Keras cannot say of itself. ``extras.json``, by hand as well, describes
layers that ``keras.applications`` use and ``keras.layers`` lacks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from netbuilder.catalog.custom import CustomCode
from netbuilder.catalog.spec import ClassSpec, Family, Kind, LayerSpec, Param, Ports
from netbuilder.graph.values import Params, Value, value_from_json
from netbuilder.resources import resource_path

_EXTRAS = "extras"


@dataclass(frozen=True, slots=True)
class Catalog:
    """All classes by family and name.

    Attributes:
        keras_version: The Keras that it describes.
        layers: Every layer that a network may hold, those that only imports bring included.
        families: What Keras's public modules offer.
        custom: The project's own code by name, which the others hold as well.
    """

    keras_version: str
    layers: Mapping[str, LayerSpec]
    families: Mapping[Family, Mapping[str, ClassSpec]]
    custom: Mapping[str, CustomCode] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, family: Family, name: str) -> ClassSpec | None:
        """Return a class of a family by its public name, or None."""
        if family is Family.LAYER:
            return self.layers.get(name)
        return self.families[family].get(name)

    def defaults(self, spec: ClassSpec) -> Params:
        """Return the defaults of all parameters that have one."""
        return Params({param.name: param.default for param in spec.params if not param.required})


@cache
def load_catalog() -> Catalog:
    """Return the shipped catalogue; read once a process."""
    documents = {family: _read(family.value) for family in Family}
    placed = {
        family: {entry["name"]: _layer_spec(entry) for entry in documents[family]["classes"]}
        for family in (Family.LAYER, Family.CELL, Family.OPERATION)
    }
    layers = placed[Family.LAYER]
    extras = (_layer_spec(entry) for entry in _read(_EXTRAS)["classes"])
    extra_layers = {spec.name: replace(spec, placeable=False) for spec in extras}
    families: dict[Family, Mapping[str, ClassSpec]] = {
        family: {entry["name"]: _class_spec(entry) for entry in document["classes"]}
        for family, document in documents.items()
        if family not in placed
    }
    families |= placed
    known = {**layers, **placed[Family.OPERATION], **extra_layers}
    return Catalog(documents[Family.LAYER]["keras"], known, families)


def _read(name: str) -> dict[str, Any]:
    text = resource_path("catalog", f"{name}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _layer_spec(entry: Mapping[str, Any]) -> LayerSpec:
    return LayerSpec(
        name=entry["name"],
        module=entry["module"],
        summary=entry["summary"],
        doc=entry["doc"],
        params=tuple(_param(param) for param in entry["params"]),
        category=entry["category"],
        ports=_ports(entry.get("ports", {})),
        telling=tuple(entry.get("telling", ())),
        synonyms=tuple(entry.get("synonyms", ())),
        starting=_starting(entry),
        training=entry.get("training", False),
    )


def _ports(ports: Mapping[str, Any]) -> Ports:
    lists = {name: tuple(ports.get(name, ())) for name in ("names", "masks")}
    return Ports(**{**ports, **lists})


def _class_spec(entry: Mapping[str, Any]) -> ClassSpec:
    return ClassSpec(
        name=entry["name"],
        module=entry["module"],
        summary=entry["summary"],
        doc=entry["doc"],
        params=tuple(_param(param) for param in entry["params"]),
        starting=_starting(entry),
    )


def _starting(entry: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    values = entry.get("starting", {})
    return tuple((name, value_from_json(value)) for name, value in values.items())


def _param(entry: Mapping[str, Any]) -> Param:
    family = entry.get("family")
    return Param(
        name=entry["name"],
        kind=Kind(entry["kind"]),
        required=entry.get("required", False),
        default=value_from_json(entry.get("default")),
        optional=entry.get("optional", False),
        choices=tuple(entry.get("choices", ())),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        length=entry.get("length"),
        family=None if family is None else Family(family),
        doc=entry.get("doc", ""),
        advanced=entry.get("advanced", False),
        called=entry.get("called", False),
    )
