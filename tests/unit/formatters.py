"""What the formatters make of code, with their own settings."""

from __future__ import annotations

import subprocess
import sys

import black


def by_black(code: str) -> str:
    """Return ``code`` as ``black`` leaves it."""
    return black.format_str(code, mode=black.Mode())


def by_ruff(code: str) -> str:
    """Return ``code`` as ``ruff format`` leaves it at 88 columns."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=88", "-"]
    return subprocess.run(
        command, input=code, capture_output=True, check=True, encoding="utf-8"
    ).stdout
