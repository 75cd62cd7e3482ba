"""Models of others: files of Keras and Python scripts, opened as new projects."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.weights import WeightsFile, weights_in
from netbuilder.training.settings import TrainingSettings
from netbuilder.ui.document import Document
from netbuilder.ui.files import Files
from netbuilder.ui.import_notes import ImportNotes

if TYPE_CHECKING:
    from netbuilder.importing import Imported


@dataclass(frozen=True, slots=True)
class _Answer:
    """What reading a file gave: a model, or the sentence that says why there is none."""

    path: Path
    model: Imported | None
    weights: WeightsFile | None = None
    refusal: str = ""


class ModelImport(QObject):
    """Reads model files beside the window, so that it never waits, and opens what they hold.

    Args:
        document: What shows the network.
        files: Asks about unsaved changes, and says what went wrong.
        window: The window of the dialogs.
    """

    _read = Signal(object)

    def __init__(self, document: Document, files: Files, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._files = files
        self._window = window
        self._waiting_for: Path | None = None
        self._read.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def choose(self) -> None:
        """Ask for a file and import it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Import a model"), str(self._files.folder()), _filter()
        )
        if name:
            self.start(Path(name))

    def start(self, path: Path) -> None:
        """Import a file, after a question about unsaved changes; it is opened once it is read."""
        if self._waiting_for is None and self._files.may_leave():
            self._waiting_for = path
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
            threading.Thread(target=self._work, args=(path,), daemon=True).start()

    def _work(self, path: Path) -> None:
        from netbuilder.importing import ConfigError, read_file

        try:
            answer = _Answer(path, read_file(path), weights_in(path))
        except (ConfigError, OSError) as error:
            answer = _Answer(path, None, refusal=str(error))
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(answer)

    def _show(self, answer: _Answer) -> None:
        self._waiting_for = None
        QGuiApplication.restoreOverrideCursor()
        model = answer.model
        if model is None:
            message = tr("{file}: {reason}", file=answer.path.name, reason=answer.refusal)
            self._files.complain(message)
            return
        training = model.training or TrainingSettings()
        self._document.open(
            Project(
                model.name,
                graph=model.graph,
                training=training,
                custom=model.custom,
                weights=answer.weights,
            )
        )
        if model.notes:
            ImportNotes(self._window, answer.path.name, model.notes).open()


def _filter() -> str:
    from netbuilder.importing.files import SUFFIXES

    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    return tr("Keras models, Python scripts and notebooks ({patterns})", patterns=patterns)
