"""How the worker process is started, for the app and for the command line alike."""

from __future__ import annotations

import sys
from pathlib import Path

WORKER_FLAG = "--worker"
H5_FLAG = "--read-h5"
"""Followed by a file: the process prints the config inside it and ends."""
WEIGHTS_FLAG = "--read-weights"
"""Followed by a file of a model and one to write: the process copies all weights and ends."""
NO_CONFIG = NO_WEIGHTS = 3
"""The exit code of such processes for a file that does not hold what is wanted."""
MOST_CONFIG_BYTES = 64 * 2**20
"""Of a model's config; NASNetLarge, the longest of keras.applications, has 1 MB."""


def worker_command() -> list[str]:
    """Return the program and arguments that start a worker.

    In a PyInstaller bundle the program itself becomes the worker; elsewhere it is run
    by the same Python as this process.
    """
    return [*_program(), WORKER_FLAG]


def h5_command(path: Path) -> list[str]:
    """Return the program and arguments that print the config inside an HDF5 file."""
    return [*_program(), H5_FLAG, str(path)]


def weights_command(path: Path, target: Path) -> list[str]:
    """Return the program and arguments that copy the weights of a model's file.

    Args:
        path: A .keras or HDF5 file.
        target: Where to write them; see :mod:`netbuilder.worker.weights_reading`.
    """
    return [*_program(), WEIGHTS_FLAG, str(path), str(target)]


def sweep_command(project: Path, jobs: int, storage: str, study: str) -> list[str]:
    """Return the program and arguments that carry out a sweep and can be told to stop.

    Args:
        project: The project's file.
        jobs: How many trials are trained at the same time.
        storage: The address of a storage that several machines share; empty for none.
        study: What the sweep is called there; empty for a name that fits the project.
    """
    shared = ["--storage", storage, "--study", study] if storage else []
    return [*_program(), "sweep", str(project), "--jobs", str(jobs), *shared, "--follow", "--json"]


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "netbuilder"]
