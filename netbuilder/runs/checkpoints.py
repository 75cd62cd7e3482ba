"""The checkpoints of a run: whole model files whose names say which epoch they hold.

The folder itself is the list of them, so that no list can say something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from netbuilder.runs.folder import MODEL

FOLDER = "checkpoints"
LAST, BEST = "last", "best"
"""What a checkpoint holds: the state after the newest epoch, or after the best so far."""

_NAME = re.compile(r"(last|best)-(\d+)\.keras")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One file.

    Attributes:
        path: Where it lies.
        kind: ``LAST`` or ``BEST``.
        epoch: After which epoch of its run, from 1.
    """

    path: Path
    kind: str
    epoch: int


def checkpoint_name(kind: str, epoch: int) -> str:
    """Return the name of a checkpoint's file."""
    return f"{kind}-{epoch:05}.keras"


def checkpoints(folder: Path) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of a run, by epoch.

    Args:
        folder: The run's.
    """
    found = ((path, _NAME.fullmatch(path.name)) for path in (folder / FOLDER).glob("*.keras"))
    read = [Checkpoint(path, match[1], int(match[2])) for path, match in found if match]
    return tuple(sorted(read, key=lambda one: (one.epoch, one.kind)))


def best_state(folder: Path) -> Checkpoint | None:
    """Return a run's best state; None if the last one was the best, or none was kept."""
    return next((one for one in reversed(checkpoints(folder)) if one.kind == BEST), None)


def last_state(folder: Path, epoch: int) -> Checkpoint | None:
    """Return the state to go on from: the finished model, else the newest checkpoint.

    Args:
        folder: The run's.
        epoch: The epoch whose weights the finished model has.
    """
    model = folder / MODEL
    if model.is_file():
        return Checkpoint(model, LAST, epoch)
    return next((one for one in reversed(checkpoints(folder)) if one.kind == LAST), None)
