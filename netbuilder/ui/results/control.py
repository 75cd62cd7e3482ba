"""Has the worker evaluate a run, and keeps what came of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError, read_project
from netbuilder.runs.folder import MODEL, PROJECT, SCRIPT
from netbuilder.runs.model import Run
from netbuilder.training.commands import Evaluate, ExportModel, ListSamples, Predict
from netbuilder.training.evaluation import ModelForm, Part
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Answered, Evaluated, Exported, SamplesListed
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.document import Document
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.worker_process import WorkerProcess


class ResultsControl(QObject):
    """One evaluation at a time; its samples can be asked for until the worker forgets them.

    Attributes:
        changed: Fires when an evaluation begins, ends or is forgotten.
        shown: Fires with the samples that were asked for.
        answered: Fires with what the network says of a sample.
        exported: Fires with what came of an export.
        run: The run that is evaluated; None before the first.
        part: Of which data.
        found: What came of it; None for nothing yet.
        running: Whether the worker is at it.
        live: Whether the worker still holds the network, so that it can be asked.
        message: What there is to say; empty for nothing.
        details: The traceback of a failure.
    """

    changed = Signal()
    shown = Signal(object)
    answered = Signal(object)
    exported = Signal(object)

    def __init__(
        self,
        document: Document,
        worker: WorkerProcess,
        training: TrainingControl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._training = training
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._request = 0
        self.run: Run | None = None
        self.part: Part = "test"
        self.found: Evaluated | None = None
        self.running = False
        self.live = False
        self.message = ""
        self.details = ""
        training.began.connect(self._on_training)
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)

    def latest(self) -> Run | None:
        """Return the run of the last training in this window, if it has kept a model."""
        run = self._training.run
        return run if run is not None and (run.folder / MODEL).is_file() else None

    def hindrance(self, run: Run | None) -> str:
        """Return why a run cannot be evaluated now, in one sentence; empty if it can."""
        if self._training.running:
            return tr("A training is under way; the results follow at its end.")
        if run is None:
            return tr("Train the network first; then its results are seen here.")
        if not (run.folder / MODEL).is_file():
            return tr("This run has kept no model.")
        try:
            return inert_words(self._document, read_project(run.folder / PROJECT))
        except ProjectError as error:
            return str(error)

    def evaluate(self, run: Run | None, part: Part) -> None:
        """Evaluate a run on a part of its data, if that can be done now."""
        self.run, self.part = run, part
        self.found, self.live, self.details = None, False, ""
        self.message = self.hindrance(run)
        if run is not None and not self.message:
            self._begin(run, part)
        self.changed.emit()

    def show_samples(self, output: int, cell: tuple[int, int] | None, most: int = 24) -> None:
        """Ask for samples of the evaluation; see :class:`ListSamples`."""
        if self.live:
            self._request += 1
            self._worker.send(ListSamples(self._request, output, cell, most))

    def ask(
        self,
        *,
        sample: int | None = None,
        values: list[float] | None = None,
        text: str = "",
        file: Path | None = None,
        cells: list[str] | None = None,
    ) -> None:
        """Ask the network about a sample of the data, or one given by hand."""
        if self.live:
            self._request += 1
            path = str(file) if file else ""
            given = Predict(self._request, sample, values or [], text, path, cells or [])
            self._worker.send(given)

    def export(self, run: Run, form: ModelForm, target: Path) -> None:
        """Have the network of a run written for other programs."""
        self._request += 1
        self._worker.send(ExportModel(self._request, str(run.folder / SCRIPT), form, str(target)))

    def close(self) -> None:
        """Delete the pictures; the window is closing."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _begin(self, run: Run, part: Part) -> None:
        self.close()
        self._folder = tempfile.TemporaryDirectory(prefix="netbuilder-results-")
        self._request += 1
        self.running = True
        self.message = tr("The network looks at its samples …")
        script = str(run.folder / SCRIPT)
        self._worker.send(Evaluate(self._request, script, part, self._folder.name))

    def _take(self, event: AnyEvent) -> None:
        match event:
            case Evaluated() if self.running:
                self.running, self.message = False, event.message
                self.details = event.details
                self.found = None if event.message else event
                self.live = self.found is not None
                self.changed.emit()
            case SamplesListed():
                self.shown.emit(event)
            case Exported():
                self.exported.emit(event)
            case Answered() if event.request == self._request:
                self.answered.emit(event)

    def _on_training(self) -> None:
        """What is shown stays, but the worker needs its memory for the training."""
        self.live = False
        self.changed.emit()

    def _on_worker_state(self, state: str) -> None:
        if state != "gone":
            return
        self.live = False
        if self.running:
            self.running = False
            self.message = tr("The worker ended meanwhile, perhaps for want of memory.")
        self.changed.emit()
