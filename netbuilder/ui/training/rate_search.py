"""Has the worker search for a learning rate, and keeps what came of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.file import ProjectError
from netbuilder.runs.command import start_weights
from netbuilder.training.commands import FindRate, StopFinding
from netbuilder.training.optimizers import has_one_rate, with_rate
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Tried, Trying
from netbuilder.ui.document import Document
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.training.trials import prepare_trial, trial_hindrance
from netbuilder.ui.worker_process import WorkerProcess


class RateSearch(QObject):
    """One search at a time, with the project as it is when it begins.

    Attributes:
        changed: Fires when there is something else to show.
        running: Whether the worker is at it.
        found: The rates and losses so far; None before the first.
        suggestion: The rate that is suggested; None for none.
        message: What there is to say; empty for nothing.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        worker: WorkerProcess,
        control: TrainingControl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._control = control
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._request = 0
        self.running = False
        self.found: Trying | Tried | None = None
        self.suggestion: float | None = None
        self.message = ""
        control.began.connect(self.cancel)
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)

    def hindrance(self) -> str:
        """Return why there can be no search now, in one sentence; empty if there can."""
        found = trial_hindrance(self._document, self._control)
        if found:
            return found
        if has_one_rate(self._document.project.training.optimizer):
            return ""
        return tr("There is no single learning rate: it follows a schedule, or there are several.")

    def start(self) -> None:
        """Begin a search, if there can be one."""
        self.cancel()
        self.found, self.suggestion = None, None
        self.message = self.hindrance()
        if not self.message:
            self._begin()
        self.changed.emit()

    def cancel(self) -> None:
        """End the search, if there is one."""
        if self.running:
            self._worker.send(StopFinding())
            self._request += 1  # what still comes is not wanted
            self._end(tr("Cancelled."))

    def use(self, rate: float) -> None:
        """Give the project's optimizer a learning rate, in one undo step."""

        def edit(project: Project) -> Project:
            optimizer = with_rate(project.training.optimizer, rate)
            return replace(project, training=replace(project.training, optimizer=optimizer))

        self._document.apply_to_project(edit, tr("Set learning rate"))

    def _begin(self) -> None:
        project = self._document.project
        self._request += 1
        self._folder = tempfile.TemporaryDirectory(prefix="netbuilder-rate-")
        try:
            path = prepare_trial(self._document, Path(self._folder.name))
        except (DataError, ProjectError, OSError) as error:
            self._end(str(error))
            return
        self.running = True
        self.message = tr("The learning rate rises from batch to batch …")
        self._worker.send(FindRate(self._request, str(path), weights=start_weights(project)))

    def _take(self, event: AnyEvent) -> None:
        if not isinstance(event, Trying | Tried) or event.request != self._request:
            return
        if isinstance(event, Trying):
            self.found = event
            self.changed.emit()
            return
        self.found = event if event.rates else self.found
        self.suggestion = event.suggestion
        self._end(event.message or _verdict(event))

    def _on_worker_state(self, state: str) -> None:
        if state == "gone" and self.running:
            self._end(tr("The worker ended during the search, perhaps for want of memory."))

    def _end(self, message: str) -> None:
        self.running, self.message = False, message
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        self.changed.emit()


def _verdict(event: Tried) -> str:
    if event.suggestion is None:
        return tr("The loss falls at none of these rates; look at the network and its data.")
    return tr(
        "The loss falls fastest near {rate}; much greater rates make it grow.",
        rate=f"{event.suggestion:g}",
    )
