"""Initializers, regularizers and constraints as Keras 1 and 2 wrote them."""

from __future__ import annotations

from collections.abc import Mapping

_SCALED: Mapping[tuple[float, str, str], str] = {
    (1.0, "fan_avg", "normal"): "GlorotNormal",
    (1.0, "fan_avg", "truncated_normal"): "GlorotNormal",
    (1.0, "fan_avg", "uniform"): "GlorotUniform",
    (1.0, "fan_in", "normal"): "LecunNormal",
    (1.0, "fan_in", "truncated_normal"): "LecunNormal",
    (1.0, "fan_in", "uniform"): "LecunUniform",
    (2.0, "fan_in", "normal"): "HeNormal",
    (2.0, "fan_in", "truncated_normal"): "HeNormal",
    (2.0, "fan_in", "uniform"): "HeUniform",
}
"""What Keras 2 wrote as VarianceScaling, by scale, mode and distribution."""

_CONSTRAINED = {"m": "max_value", "low": "min_value", "high": "max_value"}


def upgrade_initializer(value: object) -> object:
    """Return an initializer: VarianceScaling under the name of what it is."""
    match value:
        case {"class_name": "VarianceScaling", "config": dict(config)}:
            key = (config.get("scale"), config.get("mode"), config.get("distribution"))
            name = next((name for scaled, name in _SCALED.items() if scaled == key), None)
            seed = {"seed": config["seed"]} if config.get("seed") is not None else {}
            return value if name is None else {"class_name": name, "config": seed}
        case _:
            return value


def upgrade_regularizer(value: object) -> object:
    """Return a regularizer: Keras 1's ``{"name": "WeightRegularizer", "l1": 0.0, "l2": 0.1}``."""
    match value:
        case {"module": str()}:
            return value
        case {"class_name": "L1L2", "config": {**given}} | {"name": str(), **given}:
            pass
        case _:
            return value
    config = {name: given[name] for name in ("l1", "l2") if given.get(name)}
    name = "L1L2" if len(config) == 2 else "".join(config).upper()
    return {"class_name": name, "config": config} if config else None


def upgrade_constraint(value: object) -> object:
    """Return a constraint: Keras 1's ``{"name": "MaxNorm", "m": 2, "axis": 0}``."""
    match value:
        case {"name": str(name), **given}:
            config = {_CONSTRAINED.get(str(key), str(key)): part for key, part in given.items()}
            return {"class_name": name, "config": config}
        case _:
            return value
