"""Locks that say to other windows that this one still lives."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile


def lasting_lock(file: Path) -> QLockFile:
    """Return a lock in ``file`` that holds until it is given up or its process is gone."""
    lock = QLockFile(str(file))
    lock.setStaleLockTime(0)  # a window may be open for days; a dead process is noticed anyway
    return lock
