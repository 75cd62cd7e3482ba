"""The window stays whole under random mouse and key events; see :mod:`tests.gui.monkey`."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("seconds", "seed"),
    [
        pytest.param(4, 1, id="4 seconds"),
        pytest.param(600, 2, id="600 s", marks=[pytest.mark.slow, pytest.mark.timeout(1200)]),
    ],
)
def test_random_events_do_no_harm(seconds: int, seed: int) -> None:
    command = [sys.executable, "-m", "tests.gui.monkey"]
    command += ["--seconds", str(seconds), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 10 * seconds
