"""The status line: is the network valid, how large is it, what does the worker do."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from netbuilder.i18n import tr
from netbuilder.training.events import Ready
from netbuilder.training.protocol import State
from netbuilder.ui.document import Document
from netbuilder.ui.text import grouped
from netbuilder.ui.worker_process import WorkerProcess
from netbuilder.validation import Severity

_SAID_MS = 8000


class StatusLine(QStatusBar):
    """Follows the document and the worker."""

    def __init__(
        self, document: Document, worker: WorkerProcess, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self.verdict = QLabel()
        self.size_label = QLabel()
        self.copy_label = QLabel()
        self.copy_label.setToolTip(tr("A copy of unsaved work, kept in case of a crash"))
        self.worker_label = QLabel()
        self.setSizeGripEnabled(False)
        self.addWidget(self.verdict)
        self.addWidget(self.size_label)
        self.addPermanentWidget(self.copy_label)
        self.addPermanentWidget(self.worker_label)
        for label in (self.verdict, self.size_label, self.copy_label, self.worker_label):
            label.setContentsMargins(8, 2, 8, 2)
        document.changed.connect(self._show_document)
        worker.state_changed.connect(self._show_worker)
        worker.reported.connect(self._show_worker)
        self._show_document()
        self._show_worker()

    def say(self, text: str) -> None:
        """Show a sentence for a while, in the place of what usually stands there."""
        self.showMessage(text, _SAID_MS)

    def show_copy(self, time: datetime | None) -> None:
        """Say when unsaved work was last copied; None for nothing to say."""
        self.copy_label.setText(tr("Copied at {time}", time=f"{time:%H:%M}") if time else "")

    def _show_document(self) -> None:
        report = self._document.report
        serious = sum(problem.severity is not Severity.INFO for problem in report.problems)
        if not self._document.graph.nodes:
            verdict, severity = tr("Empty network"), ""
        elif not report.ok:
            verdict, severity = _count(serious), "error"
        elif serious:
            verdict, severity = tr("Valid, {problems}", problems=_count(serious)), "warning"
        else:
            verdict, severity = tr("Valid"), "ok"
        self.verdict.setText(verdict)
        self.verdict.setProperty("severity", severity)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)
        self.size_label.setText(tr("{count} parameters", count=grouped(report.total_params)))

    def _show_worker(self, _event: object = None) -> None:
        text = _worker_text(self._worker.state)
        ready = self._worker.ready
        if ready is not None:
            text = f"{text}  ·  {', '.join(ready.devices)}"
        self.worker_label.setToolTip(_computed_on(ready))
        if self._worker.memory and self._worker.state != "gone":
            text = f"{text}  ·  {self._worker.memory / 1e9:.1f} GB"
        self.worker_label.setText(text)


def _computed_on(ready: Ready | None) -> str:
    """Say what Keras computes on and with."""
    if ready is None:
        return tr("Keras runs in a process of its own, the worker.")
    return tr(
        "Keras {keras} with TensorFlow {tensorflow} computes on: {devices}",
        keras=ready.keras,
        tensorflow=ready.tensorflow,
        devices=", ".join(ready.devices),
    )


def _count(problems: int) -> str:
    return tr("1 problem") if problems == 1 else tr("{count} problems", count=problems)


def _worker_text(state: State) -> str:
    texts = {
        "starting": tr("Keras is starting …"),
        "ready": tr("Keras is ready"),
        "training": tr("Training"),
        "paused": tr("Paused"),
        "gone": tr("Keras is not running"),
    }
    return texts[state]
