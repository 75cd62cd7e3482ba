"""Has custom code examined by a worker of its own, which is ended when a check takes too long."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from netbuilder.catalog.custom import CustomCode, CustomKind, joint_digest, needed
from netbuilder.catalog.custom_reading import read_custom
from netbuilder.i18n import tr
from netbuilder.project.custom import find_code
from netbuilder.runs.answers import known_answers, write_answers
from netbuilder.runs.examination import MOST_SECONDS, answer_of, ask, examine, how_used
from netbuilder.runs.folders import user_folder
from netbuilder.training.commands import Examine
from netbuilder.training.events import Alive
from netbuilder.training.examination import CHECKS
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import CheckBegun, CheckDone, Examined
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess
from netbuilder.validation import Report
from netbuilder.validation.custom import Question, Refusal, own_layer

_PAUSE_MS = 700
"""How long nothing must have changed before shapes are asked for: typing should be over."""
_IDLE_MS = 5 * 60 * 1000
"""After how long without work the worker is ended, for it holds some 500 MB."""
_MOST_MEMORY = 8 * 2**30


@dataclass(frozen=True, slots=True)
class Findings:
    """What an examination has found so far.

    Attributes:
        digest: Of the code that was examined, with all that it needs.
        question: With which parameters and inputs a layer was examined; None for usual ones.
        checks: What came of the checks that are done, in their order.
        running: The check that is under way; empty if none is.
        done: Whether the examination is at its end.
    """

    digest: str
    question: Question | None = None
    checks: tuple[CheckDone, ...] = ()
    running: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to ask: what a layer gives, or all about a piece of code."""

    command: Examine
    question: Question | None
    kind: CustomKind
    name: str


class Examiner(QObject):
    """Keeps one worker for custom code, apart from the one that trains.

    Shapes of layers are asked for by itself as soon as code, parameters or inputs have
    changed; :meth:`examine` makes all checks. Only code that is trusted is ever sent.

    Attributes:
        changed: Fires when there is something else to show.
        findings: What is known of pieces that were examined, by name.
    """

    changed = Signal()

    def __init__(self, document: Document, trust: TrustBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._trust = trust
        self._worker = WorkerProcess(self)
        self._answers = known_answers(user_folder())
        self._passing: dict[Question, Refusal] = {}
        self._jobs: deque[_Job] = deque()
        self._job: _Job | None = None
        self._check = ""
        self._request = 0
        self.findings: dict[str, Findings] = {}
        self._pause = _timer(self, _PAUSE_MS, self.ask_missing)
        self._limit = _timer(self, round(MOST_SECONDS * 1000), self._give_up)
        self._idle = _timer(self, _IDLE_MS, self._worker.shut_down)
        self._too_long = False
        document.changed.connect(self._pause.start)
        trust.changed.connect(self.ask_missing)
        self._worker.reported.connect(self._take)
        self._worker.state_changed.connect(self._on_state)
        self._tell()

    @property
    def running(self) -> bool:
        """Whether a piece is being examined, or waits for it."""
        return any(not found.done for found in self.findings.values())

    def examine(self, name: str) -> None:
        """Make all checks of a piece, as the network uses it if it does."""
        code = find_code(self._document.project, name)
        catalog = self._document.catalog
        if code is None or name not in catalog.custom or not self.may_examine(code):
            return
        question = how_used(self._document.graph, self._document.report, catalog, name)
        self._request += 1
        command = examine(self._request, code, catalog, question)
        self._jobs = deque(job for job in self._jobs if not _is_about(job, name))
        self._jobs.appendleft(_Job(command, question, code.kind, name))
        self.findings[name] = Findings(self.digest_of(code), question)
        self._go_on()
        self.changed.emit()

    def may_examine(self, code: CustomCode) -> bool:
        """Tell whether a piece is trusted and, as far as reading tells, can be used."""
        return self._trust.trusts(code) and not read_custom(code).fault

    def cancel(self) -> None:
        """End what is going on; nothing more is asked until something changes."""
        self._jobs.clear()
        self.findings = {name: found for name, found in self.findings.items() if found.done}
        self._job = None
        self._limit.stop()
        self._worker.kill()
        self.changed.emit()

    def ask_missing(self) -> None:
        """Ask for the shapes that validation waits for."""
        self._pause.stop()
        waiting = {job.question for job in self._jobs} | {self._job and self._job.question}
        for question in _asked(self._document.report):
            name = own_layer(question.class_name, question.params, self._document.catalog.custom)
            code = find_code(self._document.project, name)
            if code is None or question in waiting or not self._trust.trusts(code):
                continue
            waiting.add(question)
            self._request += 1
            command = ask(self._request, question, self._document.catalog)
            self._jobs.append(_Job(command, question, code.kind, code.name))
        self._go_on()

    def digest_of(self, code: CustomCode) -> str:
        """Return what tells a piece, with all that it needs, from any other."""
        codes = {one.name: one for one in self._document.project.custom}
        return joint_digest(needed((code.name,), codes))

    def close(self) -> None:
        """End the worker; the window is closing."""
        for timer in (self._pause, self._limit, self._idle):
            timer.stop()
        self._worker.shut_down()

    def _tell(self) -> None:
        """Let validation know all that is known."""
        self._document.set_answers({**self._answers, **self._passing})

    def _go_on(self) -> None:
        if self._job is None and self._jobs:
            self._idle.stop()
            self._job = self._jobs.popleft()
            self._too_long = False
            self._worker.send(self._job.command)

    def _take(self, event: AnyEvent) -> None:
        job = self._job
        if isinstance(event, Alive) and event.memory > _MOST_MEMORY:
            self._worker.kill()
        if job is None or getattr(event, "request", None) != job.command.request:
            return
        match event:
            case CheckBegun():
                self._check = event.check
                self._limit.start()
                self._note(running=event.check)
            case CheckDone():
                self._limit.stop()
                self._note(event)
            case Examined():
                self._keep(job, event)
                self._end()

    def _note(self, *checks: CheckDone, running: str = "") -> None:
        """Add what came of checks to what is shown, if all checks are made."""
        job = self._job
        if job is None or not job.command.thorough or job.name not in self.findings:
            return
        found = self.findings[job.name]
        self.findings[job.name] = replace(found, checks=(*found.checks, *checks), running=running)
        self.changed.emit()

    def _keep(self, job: _Job, event: Examined) -> None:
        """Remember what a layer gives."""
        if job.question is None or job.kind is not CustomKind.LAYER:
            return
        self._passing.pop(job.question, None)
        self._answers[job.question] = answer_of(event)
        with suppress(OSError):  # then it is asked again another day
            write_answers(user_folder(), self._answers)
        self._tell()

    def _end(self) -> None:
        job, self._job, self._check = self._job, None, ""
        self._limit.stop()
        if job is not None and job.command.thorough and job.name in self.findings:
            self.findings[job.name] = replace(self.findings[job.name], running="", done=True)
            self.changed.emit()
        self._idle.start()
        self.ask_missing()

    def _give_up(self) -> None:
        """End a worker whose check takes too long."""
        self._too_long = True
        self._worker.kill()

    def _on_state(self, state: str) -> None:
        if state != "gone" or self._job is None:
            return
        message = _words(too_long=self._too_long, began=bool(self._check))
        culprit = CheckDone(self._job.command.request, self._check or "runs", "failed", message)
        skipped = tr("Skipped, because the examination was ended.")
        rest = CHECKS[self._job.kind]
        after = rest[rest.index(culprit.check) + 1 :]
        others = (CheckDone(culprit.request, check, "skipped", skipped) for check in after)
        self._note(culprit, *others)
        if self._job.question is not None and not self._job.command.thorough:
            self._passing[self._job.question] = Refusal(
                tr("cannot be built for what comes in: {reason}", reason=message.rstrip("."))
            )
            self._tell()
        self._end()


def _asked(report: Report) -> Iterator[Question]:
    """Yield what validation waits for."""
    for known in report.nodes.values():
        if known.question is not None:
            yield known.question
        if known.inner is not None:
            yield from _asked(known.inner)


def _timer(parent: QObject, interval: int, ended: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval)
    timer.timeout.connect(ended)
    return timer


def _is_about(job: _Job, name: str) -> bool:
    return job.name == name and job.command.thorough


def _words(*, too_long: bool, began: bool) -> str:
    if too_long:
        return tr(
            "It takes longer than {seconds:g} seconds: perhaps a loop never ends.",
            seconds=MOST_SECONDS,
        )
    if not began:
        return tr("The worker ended before it could begin, perhaps for want of memory.")
    return tr("It ends the program, or takes all the memory.")
