"""Measures a choice of data as the worker does, but in this process."""

from __future__ import annotations

from pathlib import Path

from netbuilder.codegen.data import data_folder, data_script
from netbuilder.dataset import DataChoice
from netbuilder.training.commands import MeasureData
from netbuilder.training.replies import Measured
from netbuilder.worker.measuring import measure


def measured(choice: DataChoice, pictures: Path | None = None, samples: int = 0) -> Measured:
    return measure(
        MeasureData(
            request=3,
            code=data_script(choice),
            folder=str(data_folder(choice)),
            samples=samples,
            pictures=str(pictures) if pictures else None,
        )
    )
