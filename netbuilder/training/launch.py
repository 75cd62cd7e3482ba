"""How the worker process is started, for the app and for the command line alike."""

from __future__ import annotations

import sys
from pathlib import Path

WORKER_FLAG = "--worker"
H5_FLAG = "--read-h5"
"""Followed by a file: the process prints the config inside it and ends."""
NO_CONFIG = 3
"""The exit code of such a process for a file that holds weights only."""
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


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "netbuilder"]
