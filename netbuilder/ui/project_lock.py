"""Sees to it that no two windows work on one project file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile

from netbuilder.runs.folders import user_folder
from netbuilder.ui.locks import lasting_lock


class ProjectLock:
    """A window's claim to at most one project file; a crashed window's claim counts for nothing.

    The locks lie in the user's folder, so that nothing appears beside the projects.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._lock: QLockFile | None = None

    def take(self, path: Path) -> bool:
        """Claim a file, and give up the one before; return whether no other window has it."""
        if path == self._path:
            return True
        folder = user_folder() / "locks"
        folder.mkdir(exist_ok=True)
        name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()
        lock = lasting_lock(folder / f"{name}.lock")
        if not lock.tryLock(0):
            return False
        self.release()
        self._path, self._lock = path, lock
        return True

    def release(self) -> None:
        """Give up the claim, if there is one."""
        if self._lock is not None:
            self._lock.unlock()
        self._path = self._lock = None
