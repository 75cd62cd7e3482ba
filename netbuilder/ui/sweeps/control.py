"""Carries a sweep out in a process of its own, and follows it."""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError, write_project
from netbuilder.project.varying import plan_faults
from netbuilder.training.launch import sweep_command
from netbuilder.training.sweep_events import (
    AnySweepEvent,
    SweepFinished,
    SweepStarted,
    TrialEnded,
    TrialEpoch,
    TrialStarted,
    decode_sweep_event,
)
from netbuilder.ui.document import Document
from netbuilder.ui.line_process import LineProcess
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.training.trials import trial_hindrance

_QUIT_MS = 3_000
_LONGEST_COMPLAINT = 20_000  # letters
_STOP = b"stop\n"


class SweepControl(QObject):
    """One sweep at a time, with the project as it is when it begins.

    Attributes:
        changed: Fires when there is something else to show.
        began: Fires when the sweep is in the run store.
        trial_ended: Fires when a trial has come to its end.
        ended: Fires at the sweep's end.
        sweep: The word of the present or last sweep; empty for none yet.
        total: How many trials there will be.
        done: How many have ended.
        trials: The trials that are being trained: the share of each that is done.
        message: What there is to say; empty for nothing.
    """

    changed = Signal()
    began = Signal()
    trial_ended = Signal()
    ended = Signal()

    def __init__(
        self, document: Document, control: TrainingControl, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._control = control
        self._process: LineProcess | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._complaints = ""
        self._began_at = 0.0
        self._own_done = 0
        self._told_end = False
        self.sweep = ""
        self.total = 0
        self.done = 0
        self.trials: dict[int, float] = {}
        self.message = ""

    @property
    def running(self) -> bool:
        """Whether a sweep is under way."""
        return self._process is not None

    @property
    def progress(self) -> float:
        """The share that is done, from 0 to 1."""
        return min((self.done + sum(self.trials.values())) / self.total, 1.0) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will go on at the present speed; None until a trial has ended."""
        if not self._own_done or not self.running or not self.progress:
            return None
        passed = time.monotonic() - self._began_at
        return passed * (1.0 - self.progress) / self.progress

    def hindrance(self) -> str:
        """Return why there can be no sweep now, in one sentence; empty if there can."""
        if self.running:
            return tr("A sweep is under way; a further one has to wait for its end.")
        found = trial_hindrance(self._document, self._control)
        project = self._document.project
        return found or next(plan_faults(project, project.sweep), "")

    def start(self, jobs: int = 1, storage: str = "", study: str = "") -> None:
        """Begin a sweep, if there can be one.

        Args:
            jobs: How many trials are trained at the same time.
            storage: The address of a storage that several machines share; empty for none.
            study: What the sweep is called there; empty for a name that fits the project.
        """
        self._document.settling.emit()
        self.message = self.hindrance()
        if self.message:
            self.changed.emit()
            return
        self._folder = tempfile.TemporaryDirectory(prefix="netbuilder-sweep-")
        file = Path(self._folder.name) / "sweep.netbuilder"
        try:
            write_project(self._document.project, file)
        except ProjectError as error:
            self._end(str(error))
            return
        self.sweep, self.total, self.done, self._own_done = "", 0, 0, 0
        self.trials, self._told_end, self._complaints = {}, False, ""
        self._began_at = time.monotonic()
        self.message = tr("Getting ready …")
        self._run(sweep_command(file, jobs, storage, study))
        self.changed.emit()

    def cancel(self) -> None:
        """End the sweep after the present batches; a second call ends it at once."""
        if self._process is None:
            return
        self._process.write(_STOP)
        self.message = tr("Stopping after the present batch …")
        self.changed.emit()

    def close(self) -> None:
        """End the sweep, because the window closes; nothing fires afterwards."""
        process, self._process = self._process, None
        if process is not None:
            process.close(b"", _QUIT_MS)  # the end of its input it takes for ours
        self._drop_folder()

    def _run(self, command: list[str]) -> None:
        self._process = process = LineProcess(command, self)
        process.lines_read.connect(self._take_lines)
        process.complained.connect(self._take_complaint)
        process.ended.connect(self._on_ended)
        process.start()

    def _take_lines(self, lines: list[bytes]) -> None:
        for line in lines:
            with suppress(msgspec.DecodeError):  # a library's stray print
                self._take(decode_sweep_event(line))
        self.changed.emit()

    def _take(self, event: AnySweepEvent) -> None:
        match event:
            case SweepStarted():
                self.sweep, self.total = event.sweep, event.trials
                self.message = ""
                self.began.emit()
            case TrialStarted():
                self.trials[event.trial] = 0.0
            case TrialEpoch():
                self.trials[event.trial] = event.epoch / event.epochs
            case TrialEnded():
                self._own_done += event.trial in self.trials
                self.trials.pop(event.trial, None)
                self.done += 1
                self.trial_ended.emit()
            case SweepFinished():
                self._told_end = True
                self.message = _verdict(event)

    def _take_complaint(self, text: str) -> None:
        self._complaints = (self._complaints + text)[-_LONGEST_COMPLAINT:]

    def _on_ended(self, code: int | None) -> None:
        if code is None:
            self._end(tr("The sweep cannot be started."))
        elif self._told_end:
            self._end(self.message)
        else:
            said = [line.strip() for line in self._complaints.split("\n") if line.strip()]
            reason = said[-1] if said else tr("nothing is known of why")
            self._end(tr("The sweep ended unexpectedly: {reason}", reason=reason))

    def _end(self, message: str) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._drop_folder()
        self.message, self.trials = message, {}
        self.changed.emit()
        self.ended.emit()

    def _drop_folder(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _verdict(event: SweepFinished) -> str:
    if event.best is None:
        return tr("No trial came to its end.")
    first = tr("The sweep was cancelled.") if event.stopped else tr("The sweep has ended.")
    best = tr("The best is trial {number}: {value:.4g}.", number=event.best, value=event.value)
    return f"{first} {best}"
