"""Starts, watches and ends trainings for the window."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import ProjectError
from netbuilder.runs.checkpoints import Checkpoint
from netbuilder.runs.continuing import continuing
from netbuilder.runs.folder import LOG, write_history
from netbuilder.runs.model import Origin, Run
from netbuilder.runs.preparing import Order, begin_run
from netbuilder.runs.recording import Recorder
from netbuilder.runs.store import RunStore, RunStoreError
from netbuilder.training.commands import Pause, Resume, SetRate, Stop
from netbuilder.training.events import Discarded, Failed, Finished, Rate
from netbuilder.training.history import History, Stage
from netbuilder.training.optimizers import has_one_rate
from netbuilder.training.protocol import AnyEvent
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess


class TrainingControl(QObject):
    """One training after another, each kept as a run.

    Attributes:
        changed: Fires with every event of the present training; cheap to listen to only
            if one redraws on a timer.
        began: Fires when a training begins.
        ended: Fires when it has come to its end, good or bad.
        refused: Fires with a plain sentence when a training cannot even begin, or
            something that was asked of it cannot be done.
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
        self._project = Project()
        self._store: RunStore | None = None
        self._recorder: Recorder | None = None
        self._waiting: list[Order] = []
        self._discarding = False
        worker.reported.connect(self._take)

    @property
    def running(self) -> bool:
        """Whether a training is under way."""
        return self.history is not None and self.history.running

    @property
    def waiting(self) -> int:
        """How many trainings will follow the present one."""
        return len(self._waiting)

    @property
    def rate_settable(self) -> bool:
        """Whether the learning rate of the present training can be set: it has no schedule."""
        return self.running and has_one_rate(self._project.training.optimizer)

    def start(self) -> None:
        """Train the project as it is now; does nothing while a training runs."""
        self._document.settling.emit()
        self._start([Order(self._document.project, self._document.report)])

    def start_series(self, count: int) -> None:
        """Train the project as it is now with several seeds, one after the other.

        Args:
            count: How many; the first has the project's own seed.
        """
        project, origin = self._document.project, Origin(series=uuid.uuid4().hex)
        settings = project.training
        self._start(
            [
                Order(
                    replace(project, training=replace(settings, seed=settings.seed + more)),
                    self._document.report,
                    origin,
                )
                for more in range(count)
            ]
        )

    def go_on(self, run: Run, state: Checkpoint, epochs: int) -> None:
        """Train what a run has learnt further, as a run of its own.

        Args:
            run: An earlier run.
            state: One of its states.
            epochs: For how many epochs more.
        """
        try:
            order = continuing(run, state, epochs)
        except ProjectError as error:
            self.refused.emit(str(error))
            return
        self._start([order])

    def stop(self) -> None:
        """End the training after the present batch and keep what was learnt."""
        self._stop(Stop())

    def stop_with_best(self) -> None:
        """End the training after the present batch and keep what was learnt in the best epoch."""
        self._stop(Stop(best=True))

    def discard(self) -> None:
        """End the training, and forget it with all that belongs to it."""
        self._stop(Stop(discard=True))

    def pause(self) -> None:
        """Hold the training, or go on with it."""
        if self.running:
            paused = self.history is not None and self.history.stage is Stage.PAUSED
            self._worker.send(Resume() if paused else Pause())

    def set_rate(self, rate: float) -> None:
        """Go on with another learning rate from the next batch on."""
        if self.running:
            self._worker.send(SetRate(rate))

    def close(self) -> None:
        """Keep what is known of a training that the end of the program will cut off."""
        if self.running and self._recorder is not None:
            with suppress(RunStoreError):
                self._recorder.flush()

    def open_store(self) -> RunStore:
        """Return the run store.

        Raises:
            RunStoreError: it cannot be used.
        """
        self._store = self._store or RunStore()
        return self._store

    def _start(self, orders: Sequence[Order]) -> None:
        if not self.running:
            self._waiting = list(orders)
            self._start_next()

    def _start_next(self) -> None:
        order, *self._waiting = self._waiting
        inert = inert_words(self._document, order.project)
        if inert:
            self._refuse(inert)
            return
        try:
            store = self.open_store()
            self._recorder, command = begin_run(store, order, catalog_of(order.project))
        except (DataError, ProjectError, RunStoreError) as error:
            self._refuse(str(error))
            return
        except OSError as error:
            self._refuse(tr("The run's folder cannot be written: {reason}.", reason=error))
            return
        self.result, self._discarding = None, False
        self._project, self.run = order.project, self._recorder.run
        self.history = self._recorder.history
        if self._worker.ready is not None:
            self._record(self._worker.ready)
        self._worker.train(command, order.project.training.batch_size)
        self.began.emit()
        self.changed.emit()

    def _refuse(self, sentence: str) -> None:
        self._waiting = []
        self.refused.emit(sentence)

    def _stop(self, stop: Stop) -> None:
        if not self.running:
            return
        self._waiting, self._discarding = [], stop.discard
        if self._worker.ready is None:
            self._worker.kill()
        else:
            self._worker.send(stop)

    def _take(self, event: AnyEvent) -> None:
        if self.history is None or not self.history.running:
            return
        if self._discarding and isinstance(event, Finished | Failed):
            event = Discarded()
        self._record(event)
        if isinstance(event, Finished):
            self.result = event
        elif isinstance(event, Rate) and event.message:
            self.refused.emit(event.message)
        self.changed.emit()
        if isinstance(event, Finished | Failed | Discarded):
            self._finish(event)
            self.ended.emit()
            if self._waiting:
                self._start_next()

    def _record(self, event: AnyEvent) -> None:
        """Keep an event; a full disk must not take the window down."""
        if self._recorder is None:
            return
        try:
            self._recorder.take(event)
        except RunStoreError as error:
            self.refused.emit(str(error))
        self.history = self._recorder.history
        self.run = None if self.history.stage is Stage.DISCARDED else self._recorder.run

    def _finish(self, event: Finished | Failed | Discarded) -> None:
        """Put what came of the run into its folder."""
        if self.run is None:
            return
        try:
            if isinstance(event, Finished):
                write_history(self.run.folder, event.history)
            elif isinstance(event, Failed):
                (self.run.folder / LOG).write_text(event.details, encoding="utf-8")
        except OSError as error:
            self.refused.emit(tr("The run could not be kept: {reason}.", reason=error))
