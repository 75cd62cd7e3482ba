"""Runs a judge: a module that asks the real Keras, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def run_judge(name: str, *arguments: str, data: object = None, patience: int | None = 280) -> str:
    """Return what a judge writes.

    Args:
        name: Its module in this folder.
        arguments: Its command line.
        data: What it reads, as JSON.
        patience: How many seconds it may take; None for as long as the test.
    """
    finished = subprocess.run(
        [sys.executable, "-m", f"tests.keras.{name}", *arguments],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        cwd=_ROOT,
        check=False,
        timeout=patience,
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    return finished.stdout
