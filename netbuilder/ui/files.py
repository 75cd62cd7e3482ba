"""Opening and saving: dialogs, recent files, and the question about unsaved changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.file import SUFFIX, ProjectError, read_project, write_project
from netbuilder.ui.document import Document
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.project_lock import ProjectLock


class Files(QObject):
    """What the File menu does with the document.

    Attributes:
        recent_changed: Fires when the list of recent files has changed.
        guards: Asked before the project is left; each may refuse.
    """

    recent_changed = Signal()

    def __init__(self, document: Document, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._preferences = preferences
        self._window = window
        self._lock = ProjectLock()
        self.guards: list[Callable[[], bool]] = []
        document.opened.connect(self._claim)

    def new(self) -> None:
        """Start an empty project."""
        if self.may_leave():
            self._document.open(Project())

    def choose_and_open(self) -> None:
        """Ask for a file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open project"), str(self.folder()), self._filter()
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a project file; say why if it cannot be."""
        if not self.may_leave():
            return False
        project, path = self._read(path), path.absolute()
        if project is None:
            return False
        if self._lock.take(path):
            self._document.open(project, path)
        elif self._wants_copy(path):
            self._document.open(project)
        else:
            return False
        self._remember(path)
        return True

    def open_example(self, path: Path) -> None:
        """Open a shipped project as a new one, so that saving asks for a place."""
        if self.may_leave():
            project = self._read(path)
            if project is not None:
                self._document.open(project)

    def save(self) -> bool:
        """Save where the project lies; ask where if it lies nowhere yet."""
        self._document.settling.emit()
        path = self._document.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Ask where, and save there."""
        self._document.settling.emit()
        suggestion = self._document.path or self.folder() / (self._stem() + SUFFIX)
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save project"), str(suggestion), self._filter()
        )
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_name(path.name + SUFFIX))

    def may_leave(self) -> bool:
        """Ask about unsaved changes; return whether the project may be left."""
        self._document.settling.emit()
        if not all(guard() for guard in self.guards):
            return False
        if not self._document.modified:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Save changes?"),
            tr("The project has changes that are not saved."),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def close(self) -> None:
        """Let other windows have the project."""
        self._lock.release()

    def complain(self, message: str) -> None:
        """Say in one sentence what could not be done."""
        QMessageBox.warning(self._window, tr("NetBuilder"), message)

    def _write(self, path: Path) -> bool:
        path = path.absolute()
        try:
            if not self._lock.take(path):
                raise ProjectError(tr("{file} is open in another window.", file=path.name))
            write_project(self._document.project, path)
        except ProjectError as error:
            self._claim()
            self.complain(str(error))
            return False
        self._document.saved_as(path)
        self._remember(path)
        return True

    def _claim(self) -> None:
        """Claim the open project's file, if it has one."""
        if self._document.path is None:
            self._lock.release()
        else:
            self._lock.take(self._document.path)

    def _wants_copy(self, path: Path) -> bool:
        """Ask whether a project that another window has is to be opened as a new one."""
        buttons = QMessageBox.StandardButton
        question = tr("{file} is open in another window. Open a copy of it?", file=path.name)
        answer = QMessageBox.question(
            self._window, tr("Open a copy?"), question, buttons.Open | buttons.Cancel, buttons.Open
        )
        return answer == buttons.Open

    def _read(self, path: Path) -> Project | None:
        try:
            return read_project(path)
        except ProjectError as error:
            self.complain(str(error))
            return None

    def _remember(self, path: Path) -> None:
        self._preferences.remember_file(path)
        self.recent_changed.emit()

    def folder(self) -> Path:
        """Return where dialogs look first: beside the file that was opened last."""
        recent = self._preferences.recent_files
        return recent[0].parent if recent else Path.home()

    def _stem(self) -> str:
        title = self._document.project.title.strip()
        return "".join(c if c.isalnum() or c in " -_" else "_" for c in title) or "network"

    def _filter(self) -> str:
        return tr("NetBuilder projects (*{suffix})", suffix=SUFFIX)
