"""How the worker process is started, for the app and for the command line alike."""

from __future__ import annotations

import sys

WORKER_FLAG = "--worker"


def worker_command() -> list[str]:
    """Return the program and arguments that start a worker.

    In a PyInstaller bundle the program itself becomes the worker; elsewhere it is run
    by the same Python as this process.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG]
    return [sys.executable, "-m", "netbuilder", WORKER_FLAG]
