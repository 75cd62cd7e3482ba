"""Measures the shipped datasets, so that their shapes are known at once without a worker.

Run as ``python -m netbuilder.worker.profiles`` to write ``resources/datasets/profiles.json``
and a sheet of pictures beside it for each set of images.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from netbuilder.codegen.data import data_folder, data_script
from netbuilder.dataset import BUILTIN, DataChoice
from netbuilder.resources import resource_path
from netbuilder.training.commands import MeasureData
from netbuilder.worker.measuring import measure

_PICTURES = 60


def measure_builtin(pictures: Path | None = None) -> dict[str, Any]:
    """Return the profile of each shipped dataset with its own options, as JSON.

    Args:
        pictures: A folder to put ``<key>.png`` into for each set of images, or None.

    Raises:
        RuntimeError: one cannot be loaded.
    """
    return {key: _profile(DataChoice(key), pictures) for key in BUILTIN}


def _profile(choice: DataChoice, pictures: Path | None) -> Any:
    """Return one profile as JSON, its figures rounded so that all machines agree."""
    answer = measure(
        MeasureData(
            request=0,
            code=data_script(choice),
            folder=str(data_folder(choice)),
            samples=_PICTURES,
            pictures=str(pictures / f"{choice.source}.png") if pictures else None,
        )
    )
    if answer.profile is None:
        raise RuntimeError(f"{choice.source}: {answer.message}\n{answer.details}")
    return _rounded(msgspec.to_builtins(answer.profile))


def _rounded(value: Any) -> Any:
    """Return JSON with every float cut to five digits, and to five decimals."""
    match value:
        case float():
            return round(float(f"{value:.5g}"), 5) + 0.0  # which makes -0.0 plain
        case dict():
            return {name: _rounded(part) for name, part in value.items()}
        case list() | tuple():
            return [_rounded(part) for part in value]
        case _:
            return value


def main() -> None:
    """Write the profiles and pictures that ship."""
    folder = resource_path("datasets")
    entries = (
        f"{json.dumps(key)}: {json.dumps(profile, ensure_ascii=False)}"
        for key, profile in measure_builtin(folder).items()
    )
    text = "{\n" + ",\n".join(entries) + "\n}\n"
    (folder / "profiles.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
