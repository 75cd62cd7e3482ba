"""What lies in a run's folder."""

from __future__ import annotations

import csv
import math
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from netbuilder.project import Project
from netbuilder.project.file import write_project

PROJECT = "project.netbuilder"
SCRIPT = "train.py"
HISTORY = "history.csv"
MODEL = "model.keras"
LOG = "worker.log"


def prepare_run(
    folder: Path, project: Project, source_text: str, data_files: Iterable[Path]
) -> Path:
    """Fill the folder of a run with all that it needs, and return the script's path.

    Args:
        folder: The run's; made if missing.
        project: As it is now.
        source_text: The script, exactly as it will be run.
        data_files: The files that the script reads from its own folder.

    Raises:
        OSError: something cannot be written or read.
        ProjectError: the project cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in data_files:
        place_beside(file, folder)
    write_project(project, folder / PROJECT)
    script = folder / SCRIPT
    script.write_text(source_text, encoding="utf-8", newline="\n")
    return script


def place_beside(file: Path, folder: Path, *, copy: bool = False, name: str = "") -> None:
    """Put a data file or folder into ``folder``: by a link where the system can, or by copy.

    Args:
        file: The data file or folder.
        folder: Where it is to be.
        copy: Always copy, for a folder that will leave this computer.
        name: What it is to be called there; empty for its own name.

    Raises:
        OSError: it cannot be read or written.
    """
    target = folder / (name or file.name)
    if target.exists() and target.samefile(file):
        return
    if file.is_dir():
        _place_folder(file, target, copy=copy)
        return
    target.unlink(missing_ok=True)
    if not copy:
        with suppress(OSError):  # another file system, or one without links
            os.link(file.resolve(), target)
            return
    shutil.copyfile(file, target)


def _place_folder(source: Path, target: Path, *, copy: bool) -> None:
    """Put a folder at ``target``; what a copy finds there stays, but for files of the same name."""
    if not copy and not target.exists():
        with suppress(OSError):  # not everybody may make links to folders
            target.symlink_to(source.resolve(), target_is_directory=True)
            return
    shutil.copytree(source, target, dirs_exist_ok=True)


def write_history(folder: Path, history: Mapping[str, Sequence[float | None]]) -> Path:
    """Write a run's figures as CSV, one line an epoch; an empty cell stands for no number.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / HISTORY
    length = max(map(len, history.values()), default=0)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["epoch", *history])
        for index in range(length):
            cells = [_cell(values, index) for values in history.values()]
            writer.writerow([index + 1, *cells])
    return path


def _cell(values: Sequence[float | None], index: int) -> str:
    value = values[index] if index < len(values) else None
    return "" if value is None or not math.isfinite(value) else repr(value)
