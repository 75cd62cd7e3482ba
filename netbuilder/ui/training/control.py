"""Starts, watches and ends trainings for the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netbuilder.codegen import Source
from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError
from netbuilder.runs.command import train_command
from netbuilder.runs.folder import LOG, prepare_run, write_history
from netbuilder.runs.store import Run, RunStore, RunStoreError, Status
from netbuilder.training.history import History, Stage, fold
from netbuilder.training.protocol import AnyEvent, Failed, Finished, Pause, Resume, Stop
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess

_STATUS = {
    Stage.FINISHED: Status.FINISHED,
    Stage.STOPPED: Status.STOPPED,
    Stage.FAILED: Status.FAILED,
}


class TrainingControl(QObject):
    """One training after another, each kept as a run.

    Attributes:
        changed: Fires with every event of the present training; cheap to listen to only
            if one redraws on a timer.
        began: Fires when a training begins.
        ended: Fires when it has come to its end, good or bad.
        refused: Fires with a plain sentence when a training cannot even begin.
    """

    changed = Signal()
    began = Signal()
    ended = Signal()
    refused = Signal(str)

    def __init__(
        self, document: Document, worker: WorkerProcess, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self.history: History | None = None
        self.result: Finished | None = None
        self.run: Run | None = None
        self._store: RunStore | None = None
        worker.reported.connect(self._take)

    @property
    def running(self) -> bool:
        """Whether a training is under way."""
        return self.history is not None and self.history.running

    def start(self) -> None:
        """Train the project as it is now; does nothing while a training runs."""
        if self.running:
            return
        try:
            path, source = self._prepare()
        except (DataError, ProjectError, RunStoreError) as error:
            self.refused.emit(str(error))
            return
        except OSError as error:
            self.refused.emit(tr("The run's folder cannot be written: {reason}.", reason=error))
            return
        project = self._document.project
        self.result = None
        self.history = History(epochs=project.training.epochs)
        command = train_command(path, project, self._document.report, source)
        self._worker.train(command, project.training.batch_size)
        self.began.emit()
        self.changed.emit()

    def stop(self) -> None:
        """End the training after the present batch; a second time at once."""
        if not self.running:
            return
        if self._worker.ready is None:
            self._worker.kill()
        else:
            self._worker.send(Stop())

    def pause(self) -> None:
        """Hold the training, or go on with it."""
        if self.running:
            paused = self.history is not None and self.history.stage is Stage.PAUSED
            self._worker.send(Resume() if paused else Pause())

    def _prepare(self) -> tuple[Path, Source]:
        """Write the run's folder; return its script."""
        project = self._document.project
        data = data_source(project.data)
        source = script(project, self._document.report, self._document.catalog)
        self._store = self._store or RunStore()
        self.run = self._store.begin(
            project.title, seed=project.training.seed, epochs=project.training.epochs
        )
        try:
            path = prepare_run(self.run.folder, project, source.text, data.files)
        except (OSError, ProjectError):
            self._store.finish(self.run.id, Status.FAILED, {})
            raise
        return path, source

    def _take(self, event: AnyEvent) -> None:
        if self.history is None or not self.history.running:
            return
        self.history = fold(self.history, event)
        if isinstance(event, Finished):
            self.result = event
        self.changed.emit()
        if isinstance(event, Finished | Failed):
            self._finish(event)
            self.ended.emit()

    def _finish(self, event: Finished | Failed) -> None:
        """Keep what came of the run; a full disk must not take the window down."""
        if self.run is None or self._store is None or self.history is None:
            return
        logs = dict(self.history.last_logs)
        try:
            if isinstance(event, Finished):
                logs |= {f"test_{name}": value for name, value in event.evaluation.items()}
                write_history(self.run.folder, event.history)
            else:
                (self.run.folder / LOG).write_text(event.details, encoding="utf-8")
            self.run = self._store.finish(self.run.id, _STATUS[self.history.stage], logs)
        except (OSError, RunStoreError) as error:
            self.refused.emit(tr("The run could not be kept: {reason}.", reason=error))
