"""Training settings as a project file holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from netbuilder.graph import Config, value_from_json, value_to_json
from netbuilder.project.reading import expect
from netbuilder.training.settings import OutputSettings, TrainingSettings

_NEWER = ("outputs", "precision", "jit", "tuning_epochs", "tuning_rate", "tuning_from")
"""Settings of version 1.7, which are left out where they are the usual ones."""


def training_to_json(settings: TrainingSettings) -> dict[str, object]:
    """Return training settings as JSON data."""
    usual = TrainingSettings()
    data: dict[str, object] = {
        field.name: value_to_json(getattr(settings, field.name))
        for field in fields(settings)
        if field.name != "outputs"
        and (
            field.name not in _NEWER or getattr(settings, field.name) != getattr(usual, field.name)
        )
    }
    if settings.outputs:
        data["outputs"] = {one.name: _output_to_json(one) for one in settings.outputs}
    return data


def training_from_json(data: Mapping[str, Any]) -> TrainingSettings:
    """Return the training settings that JSON data describe; what is missing is as usual.

    Raises:
        ProjectError: they describe none.
    """
    usual = TrainingSettings()
    values = {
        field.name: _setting(field.name, data[field.name], getattr(usual, field.name))
        for field in fields(usual)
        if field.name in data and field.name != "outputs"
    }
    outputs = expect(data.get("outputs", {}), dict, "outputs")
    return TrainingSettings(
        **values, outputs=tuple(_output_from_json(name, one) for name, one in outputs.items())
    )


def _output_to_json(output: OutputSettings) -> dict[str, object]:
    return {
        "loss": value_to_json(output.loss),
        "metrics": value_to_json(output.metrics),
        "weight": output.weight,
    }


def _output_from_json(name: object, data: object) -> OutputSettings:
    usual = OutputSettings(expect(name, str, "outputs"))
    given = expect(data, dict, usual.name)
    values = {
        key: _setting(key, given[key], getattr(usual, key))
        for key in ("loss", "metrics", "weight")
        if key in given
    }
    return OutputSettings(usual.name, **values)


def _setting(name: str, data: object, usual: object) -> Any:
    """Return one training setting, which must be of the same type as its usual value."""
    value = value_from_json(data)
    if isinstance(usual, tuple):
        parts = expect(value, tuple, name)
        return tuple(expect(part, Config, name) for part in parts)
    if isinstance(usual, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return expect(value, type(usual), name)
