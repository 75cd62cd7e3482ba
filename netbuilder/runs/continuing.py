"""How a run goes on: as a run of its own, in the phase in which it was left."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from netbuilder.codegen.tuning import continued, freed_layers
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import read_project
from netbuilder.runs.checkpoints import Checkpoint
from netbuilder.runs.folder import PROJECT
from netbuilder.runs.model import Origin, Run
from netbuilder.runs.preparing import Order
from netbuilder.validation.validate import Validator

_CONFIG = "config.json"  # of a .keras file


def continuing(run: Run, state: Checkpoint, epochs: int) -> Order:
    """Return the order to train what a run has learnt further.

    Args:
        run: An earlier run.
        state: One of its states.
        epochs: For how many epochs more.

    Raises:
        ProjectError: the run's project cannot be read.
    """
    project = read_project(run.folder / PROJECT)
    validator = Validator(catalog_of(project))
    report = validator.validate(project.graph)
    freed = freed_layers(project.graph, report, project.training)
    tuning = any(is_free(state.path, way) for way in freed)
    project = continued(project, report, epochs, tuning=tuning)
    origin = Origin(parent=run.id, epochs_before=run.epochs_before + state.epoch)
    return Order(project, validator.validate(project.graph), origin, state.path)


def is_free(model: Path, way: Sequence[str]) -> bool:
    """Tell whether a layer learnt when a model was saved.

    How many epochs were done cannot tell that: a callback may have ended the first phase early.

    Args:
        model: A .keras file; one that cannot be read tells nothing, and training says why.
        way: The layer's name, after those of the submodels that lead to it.
    """
    try:
        with ZipFile(model) as archive:
            found = _layer_at(json.loads(archive.read(_CONFIG)), way)
    except (OSError, BadZipFile, KeyError, ValueError):
        return False
    return found.get("config", {}).get("trainable") is True


def _layer_at(saved: Mapping[str, Any], way: Sequence[str]) -> Mapping[str, Any]:
    """Return what is saved of a layer; what is saved of nothing if it is not there."""
    for name in way:
        layers = saved.get("config", {}).get("layers", ())
        saved = next((one for one in layers if one["config"].get("name") == name), {})
    return saved
