"""Keeps a copy of unsaved work, and finds the copies that a crash has left."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from netbuilder.project.reading import ProjectError
from netbuilder.project.recovery import RecoveryCopy, fingerprint, read_copy, write_copy
from netbuilder.runs.folders import user_folder
from netbuilder.ui.document import Document
from netbuilder.ui.locks import lasting_lock

_WAIT_MS = 1_500
_SUFFIX = ".json"


class Autosave(QObject):
    """Copies a changed project to the user's folder soon after each edit.

    The copy goes when the project is saved, or left in the usual way. A lock beside it says
    that its window still lives.

    Attributes:
        saved: Fires with the time (datetime) of a copy, or None when there is none any more.
    """

    saved = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._file = _folder() / f"{uuid4().hex}{_SUFFIX}"
        self._lock = _lock_of(self._file)
        self._lock.tryLock(0)
        self._base: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.save_now)
        document.state_changed.connect(self._on_state_changed)

    @property
    def file(self) -> Path:
        """Where the copy lies, if there is one."""
        return self._file

    def save_now(self) -> None:
        """Write the copy at once; where that cannot be done, the work goes on without one."""
        self._timer.stop()
        document, now = self._document, datetime.now()
        if self._base is None:
            self._base = fingerprint(document.path)
        with suppress(OSError):
            write_copy(RecoveryCopy(document.project, document.path, self._base, now), self._file)
            self.saved.emit(now)

    def close(self) -> None:
        """Remove the copy: the project was left in the usual way."""
        self._forget()
        self._lock.unlock()

    def _on_state_changed(self) -> None:
        if not self._document.modified:
            self._forget()
        elif not self._timer.isActive():
            # Not started anew by each edit: a long row of them must not put it off.
            self._timer.start()

    def _forget(self) -> None:
        self._timer.stop()
        self._base = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        self.saved.emit(None)


def abandoned_copies() -> dict[Path, RecoveryCopy]:
    """Return the copies whose windows are gone, by file, the latest first.

    What cannot be read is passed over.
    """
    found: dict[Path, RecoveryCopy] = {}
    for file in _folder().glob(f"*{_SUFFIX}"):
        lock = _lock_of(file)
        if lock.tryLock(0):
            with suppress(ProjectError):
                found[file] = read_copy(file)
            lock.unlock()
    return dict(sorted(found.items(), key=lambda item: item[1].time, reverse=True))


def _folder() -> Path:
    folder = user_folder() / "recovery"
    folder.mkdir(exist_ok=True)
    return folder


def _lock_of(file: Path) -> QLockFile:
    return lasting_lock(file.with_suffix(".lock"))
