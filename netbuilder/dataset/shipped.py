"""The profiles that ship with the built-in datasets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from netbuilder.dataset.builtin import BUILTIN
from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.options import has_own_defaults
from netbuilder.dataset.profile import ColumnProfile, Profile, TensorProfile
from netbuilder.resources import resource_path


def shipped_profile(choice: DataChoice) -> Profile | None:
    """Return the profile of a built-in dataset whose options are its own; else None.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    if choice.source not in BUILTIN or not has_own_defaults(choice):
        return None
    return _profiles()[choice.source]


def shipped_pictures(choice: DataChoice) -> Path | None:
    """Return a sheet of sample pictures, one class a column; None if there is none."""
    path = resource_path("datasets", f"{choice.source}.png")
    return path if choice.source in BUILTIN and path.is_file() else None


@cache
def _profiles() -> Mapping[str, Profile]:
    text = resource_path("datasets", "profiles.json").read_text(encoding="utf-8")
    return {key: _profile(data) for key, data in json.loads(text).items()}


def _profile(data: dict[str, Any]) -> Profile:
    return Profile(
        train_rows=data["train_rows"],
        test_rows=data["test_rows"],
        x=_tensor(data["x"]),
        y=_tensor(data["y"]),
        target=data["target"],
        classes=tuple(data["classes"]),
        class_counts=tuple(data["class_counts"]),
        columns=tuple(ColumnProfile(**column) for column in data["columns"]),
        head=tuple(tuple(row) for row in data["head"]),
    )


def _tensor(data: dict[str, Any]) -> TensorProfile:
    return TensorProfile(**{**data, "shape": tuple(data["shape"])})
