"""Reads and writes .netbuilder files: plain JSON, versioned, written atomically.

Reading trusts nothing: every value is checked for its type and nothing is ever run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from netbuilder.dataset import DataChoice
from netbuilder.graph import value_to_json
from netbuilder.i18n import tr
from netbuilder.project.custom_json import custom_from_json, custom_to_json
from netbuilder.project.graph_json import graph_from_json, graph_to_json
from netbuilder.project.model import Project
from netbuilder.project.reading import ProjectError, expect, params_of
from netbuilder.project.training_json import training_from_json, training_to_json
from netbuilder.project.weights import WeightsFile
from netbuilder.project.writing import replace_file
from netbuilder.training.sweeps import SweepPlan, plan_from_json, plan_to_json

__all__ = [
    "SUFFIX",
    "ProjectError",
    "project_from_json",
    "project_to_json",
    "read_project",
    "write_project",
]

SUFFIX = ".netbuilder"
MAJOR, MINOR = 1, 8
LARGEST_FILE = 64 * 1024 * 1024

_KEYS = (
    *("format", "title", "notes", "graph", "data"),
    *("training", "custom", "sequential", "weights", "sweep"),
)


def read_project(path: Path) -> Project:
    """Read a project file.

    Raises:
        ProjectError: there is no such file, it is no project, or a newer NetBuilder wrote it.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ProjectError(tr("{file} is too large to be a project.", file=path.name))
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProjectError(tr("There is no file {file}.", file=path)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProjectError(
            tr("{file} cannot be read: {reason}.", file=path.name, reason=reason)
        ) from None
    except (ValueError, RecursionError):
        raise ProjectError(tr("{file} is not a NetBuilder project.", file=path.name)) from None
    try:
        return project_from_json(document, path.parent)
    except ProjectError as error:
        raise ProjectError(f"{path.name}: {error}") from None


def write_project(project: Project, path: Path) -> None:
    """Write a project file so that a crash at any moment leaves the old or the new one whole.

    The file that stood there before is kept beside it with ``.bak`` added to its name.

    Raises:
        ProjectError: it cannot be written; the old file is untouched.
    """
    text = json.dumps(project_to_json(project, path.parent), indent=1, ensure_ascii=False) + "\n"
    try:
        replace_file(path, text, backup=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ProjectError(
            tr("{file} cannot be saved: {reason}.", file=path.name, reason=reason)
        ) from None


def project_to_json(project: Project, folder: Path | None = None) -> dict[str, object]:
    """Return a project as JSON data; paths inside ``folder`` become relative to it."""
    return {
        "format": {"major": MAJOR, "minor": MINOR},
        "title": project.title,
        "notes": project.notes,
        "graph": graph_to_json(project.graph),
        "data": _data_to_json(project.data, folder),
        "training": training_to_json(project.training),
        **({"custom": custom_to_json(project.custom)} if project.custom else {}),
        **({"sequential": True} if project.sequential else {}),
        **({"weights": _weights_to_json(project.weights, folder)} if project.weights else {}),
        **({"sweep": plan_to_json(project.sweep)} if project.sweep != SweepPlan() else {}),
        **project.unknown,
    }


def project_from_json(document: object, folder: Path | None = None) -> Project:
    """Return the project that JSON data describe.

    Raises:
        ProjectError: they describe none, or one of a newer major version.
    """
    data = expect(document, dict, "project")
    version = data.get("format")
    if not isinstance(version, dict) or not isinstance(version.get("major"), int):
        raise ProjectError(tr("This is not a NetBuilder project."))
    if version["major"] > MAJOR:
        raise ProjectError(
            tr("This project was made by a newer NetBuilder; please update to open it.")
        )
    unknown = {key: value for key, value in data.items() if key not in _KEYS}
    return Project(
        title=expect(data.get("title", ""), str, "title"),
        notes=expect(data.get("notes", ""), str, "notes"),
        graph=graph_from_json(expect(data.get("graph", {}), dict, "graph")),
        data=_data_from_json(expect(data.get("data", {}), dict, "data"), folder),
        training=training_from_json(expect(data.get("training", {}), dict, "training")),
        custom=custom_from_json(data.get("custom", [])),
        sequential=expect(data.get("sequential", False), bool, "sequential"),
        weights=_weights_from_json(data.get("weights"), folder),
        sweep=_sweep_from_json(data.get("sweep")),
        unknown=MappingProxyType(unknown),
    )


def _data_to_json(choice: DataChoice, folder: Path | None) -> dict[str, object]:
    return {
        "source": choice.source,
        "path": None if choice.path is None else _path_to_json(choice.path, folder),
        "options": value_to_json(choice.options),
    }


def _data_from_json(data: Mapping[str, Any], folder: Path | None) -> DataChoice:
    text = data.get("path")
    path = None if text is None else _path_from_json(text, folder)
    source = expect(data.get("source", ""), str, "source")
    return DataChoice(source, path, params_of(data.get("options", {})))


def _weights_to_json(weights: WeightsFile, folder: Path | None) -> dict[str, object]:
    return {
        "path": _path_to_json(weights.path, folder),
        "sha256": weights.digest,
        **({} if weights.used else {"used": False}),
    }


def _weights_from_json(data: object, folder: Path | None) -> WeightsFile | None:
    if data is None:
        return None
    entry = expect(data, dict, "weights")
    return WeightsFile(
        _path_from_json(entry.get("path"), folder),
        expect(entry.get("sha256"), str, "sha256"),
        expect(entry.get("used", True), bool, "used"),
    )


def _sweep_from_json(data: object) -> SweepPlan:
    try:
        return SweepPlan() if data is None else plan_from_json(data)
    except ValueError:
        raise ProjectError(tr("sweep is missing or of the wrong kind.")) from None


def _path_to_json(path: Path, folder: Path | None) -> str:
    """Return a path as text, relative to the project's folder if it lies in there."""
    if folder is not None and path.is_absolute():
        with suppress(ValueError):
            path = path.relative_to(folder.absolute())
    return path.as_posix()


def _path_from_json(text: object, folder: Path | None) -> Path:
    path = Path(expect(text, str, "path"))
    return path if folder is None else folder.absolute() / path
