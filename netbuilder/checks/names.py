"""What a loss, an activation or a metric is called, however the project writes it."""

from __future__ import annotations

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import Family
from netbuilder.graph import Config, Value
from netbuilder.graph.edits import automatic_stem

BINARY = frozenset(("BinaryCrossentropy", "BinaryFocalCrossentropy"))
SPARSE = frozenset(("SparseCategoricalCrossentropy",))
CATEGORICAL = frozenset(("CategoricalCrossentropy", "CategoricalFocalCrossentropy"))
DISTANCES = frozenset(("MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh"))
CLASS_LOSSES = BINARY | SPARSE | CATEGORICAL

_SHORT = {
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
    "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
    "huber_loss": "Huber",
}
"""Keras's short names, from ``keras/src/losses/__init__.py``."""

_ACCURACIES = frozenset(("accuracy", "acc"))


def class_of(name: str, family: Family, catalog: Catalog) -> str | None:
    """Return the class that Keras finds under a name, or None if it finds none."""
    classes = catalog.families[family]
    if name in classes:
        return name
    short = _SHORT.get(name.lower())
    if short in classes:
        return short
    wanted = name.lower().replace("_", "")
    return next((known for known in classes if known.lower() == wanted), None)


def loss_name(loss: Config, catalog: Catalog) -> str:
    """Return a loss's class; for one that is not known, what it was called."""
    return class_of(loss.class_name, Family.LOSS, catalog) or loss.class_name


def activation_name(value: Value) -> str:
    """Return an activation in Keras's small letters; ``"linear"`` for none."""
    if value is None:
        return "linear"
    if isinstance(value, Config):
        return automatic_stem(value.class_name)
    return value.lower() if isinstance(value, str) else ""


def is_accuracy(metric: Config) -> bool:
    """Tell whether a metric is Keras's own choice of the fitting accuracy."""
    return metric.class_name.lower() in _ACCURACIES


def metric_name(metric: Config, catalog: Catalog) -> str:
    """Return the name under which a metric stands in the history."""
    given = metric.params.get("name")
    if isinstance(given, str):
        return given
    spec = catalog.families[Family.METRIC].get(metric.class_name)
    if spec is None or is_accuracy(metric):
        return metric.class_name
    default = spec.param("name")
    if default is not None and isinstance(default.default, str):
        return default.default
    return automatic_stem(metric.class_name)
