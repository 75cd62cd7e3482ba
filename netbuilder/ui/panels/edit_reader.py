"""Reads edited code beside the window, which goes on meanwhile."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from netbuilder.codegen import Source
from netbuilder.project import Project

if TYPE_CHECKING:
    from netbuilder.importing import Note
    from netbuilder.importing.merging import Edited


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading an edit gave.

    Attributes:
        project: The project that it was read for.
        text: The edited code.
        edited: What the edit makes of the project; None if it cannot be taken over.
        notes: Why not, line by line.
    """

    project: Project
    text: str
    edited: Edited | None
    notes: tuple[Note, ...] = ()


class EditReader(QObject):
    """Reads one edit at a time.

    Attributes:
        read: Fires with a :class:`Reading`.
        running: Whether an edit is being read.
    """

    read = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self._done.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self, project: Project, generated: Source, text: str) -> None:
        """Read an edit; see :func:`netbuilder.importing.merging.read_edit`."""
        self.running = True
        given = (project, generated, text)
        threading.Thread(target=self._work, args=given, daemon=True).start()

    def _work(self, project: Project, generated: Source, text: str) -> None:
        found = reading(project, generated, text)
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._done.emit(found)

    def _tell(self, found: Reading) -> None:
        self.running = False
        self.read.emit(found)


def reading(project: Project, generated: Source, text: str) -> Reading:
    """Return what an edit of its code makes of a project, or why it cannot be taken over."""
    from netbuilder.importing.merging import EditError, read_edit

    try:
        return Reading(project, text, read_edit(project, generated, text))
    except EditError as error:
        return Reading(project, text, None, error.notes)
