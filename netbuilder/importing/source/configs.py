"""Values of a script as Keras would write them in a config."""

from __future__ import annotations

from collections.abc import Mapping
from types import EllipsisType

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.names import snake_case
from netbuilder.catalog.signatures import positional_names
from netbuilder.catalog.spec import Family
from netbuilder.importing.source.values import (
    Arguments,
    Function,
    Instance,
    Layer,
    Made,
    Named,
    ScriptClass,
    Unknown,
)

_OTHER_NAMES: Mapping[str, str] = {
    "bce": "BinaryCrossentropy",
    "categorical_focal": "CategoricalFocalCrossentropy",
    "cosine_proximity": "CosineSimilarity",
    "kld": "KLDivergence",
    "kullback_leibler_divergence": "KLDivergence",
    "l1_l2": "L1L2",
    "logcosh": "LogCosh",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "maxnorm": "MaxNorm",
    "max_norm": "MaxNorm",
    "mse": "MeanSquaredError",
    "msle": "MeanSquaredLogarithmicError",
    "nonneg": "NonNeg",
    "normal": "RandomNormal",
    "one": "Ones",
    "rmsprop": "RMSprop",
    "top_k_categorical_accuracy": "TopKCategoricalAccuracy",
    "uniform": "RandomUniform",
    "unitnorm": "UnitNorm",
    "zero": "Zeros",
}
"""Names of losses, regularizers and the like that follow no rule."""

AREAS: Mapping[str, Family] = {
    family.value: family
    for family in Family
    if family not in (Family.LAYER, Family.CELL, Family.OPERATION)
}
"""Keras's modules of objects that are no layers."""


class NotWritableError(Exception):
    """A value that no config can hold.

    Attributes:
        value: That value.
    """

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


def public_class(family: Family, name: str) -> str:
    """Return the class that a name stands for: ``"he_normal"`` is ``"HeNormal"``."""
    classes = load_catalog().families[family]
    if name in classes or family is Family.ACTIVATION:
        return name
    other = _OTHER_NAMES.get(name.lower(), name)
    if other in classes:
        return other
    same = (public for public in classes if name in (snake_case(public), public.lower()))
    return next(same, name)


def bound(names: tuple[str, ...], arguments: Arguments) -> dict[str, object]:
    """Return arguments by name; those beyond the known ones are left out."""
    return {**dict(zip(names, arguments.args, strict=False)), **arguments.kwargs}


def made(area: str, name: str, arguments: Arguments) -> Made:
    """Return the object that a class of an area makes of its arguments."""
    family = AREAS[area]
    class_name = public_class(family, name)
    given = bound(positional_names(family, class_name), arguments)
    return Made(area, class_name, given, arguments.line)


def as_config(value: object) -> object:
    """Return a value as a config holds it.

    Raises:
        NotWritableError: the value, or one within it, is unknown or of no kind that configs hold.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case tuple() | list():
            return [as_config(part) for part in value]
        case dict():
            return {str(name): as_config(part) for name, part in value.items()}
        case slice():
            parts = {"start": value.start, "stop": value.stop, "step": value.step}
            return {
                "class_name": "__slice__",
                "config": {name: as_config(part) for name, part in parts.items()},
            }
        case EllipsisType():
            return {"class_name": "__ellipsis__", "config": {}}
        case _:
            return _object_config(value)


def _object_config(value: object) -> object:
    match value:
        case Layer(network=None):
            return {"module": value.module, "class_name": value.class_name, "config": value.config}
        case Made():
            config = {name: as_config(part) for name, part in value.config.items()}
            module = f"keras.{value.area}"
            return {"module": module, "class_name": value.class_name, "config": config}
        case Named():
            return value.last
        case Function(name=name) if name:
            return name
        case Instance(layer=Layer(network=None) as layer):
            config = {**layer.config, **value.settings}
            return {"module": layer.module, "class_name": layer.class_name, "config": config}
        case Instance() | ScriptClass() | Unknown() | _:
            raise NotWritableError(value)
