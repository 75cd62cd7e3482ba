"""Has the worker compare the styles of the code, and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from netbuilder.codegen.model import STYLES, Style, hindrance, model_code
from netbuilder.i18n import tr
from netbuilder.training.commands import Compare, StopComparing
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Compared, Comparing
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.document import Document
from netbuilder.ui.style_names import style_title
from netbuilder.ui.text import grouped
from netbuilder.ui.worker_process import WorkerProcess

_TOLERANCE = 1e-6
"""What rounding may account for, in outputs of common size."""


@dataclass(frozen=True, slots=True)
class Words:
    """What to show of a comparison.

    Attributes:
        text: A sentence, or "" if there is nothing to say.
        severity: The colour: "ok", "error", or "" for plain.
        details: More for those who ask, such as Keras's traceback.
    """

    text: str = ""
    severity: str = ""
    details: str = ""


class ComparisonControl(QObject):
    """One comparison at a time, of the network as it is.

    Attributes:
        changed: Fires when there is something else to show.
        verdict: What there is to show.
        running: Whether the worker is at it.
    """

    changed = Signal()

    def __init__(
        self, document: Document, worker: WorkerProcess, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._graph = document.graph
        self._request = 0
        self._styles: tuple[Style, ...] = ()
        self.verdict = Words()
        self.running = False
        document.changed.connect(self._follow)
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)

    def hindrance(self) -> str:
        """Return why nothing can be compared now, in one sentence, or "" if it can."""
        if self._worker.busy:
            return tr("The network is being trained; the styles can be compared afterwards.")
        inert = inert_words(self._document)
        if inert:
            return inert
        if not self._document.report.ok:
            return tr("The network has errors, so Keras cannot build it yet.")
        return ""

    def start_or_cancel(self) -> None:
        """Begin a comparison, or end the present one."""
        if self.running:
            self._cancel()
        elif not self.hindrance():
            self._start()

    def _start(self) -> None:
        document = self._document
        # The functional model comes first: it knows what the network takes.
        ordered = sorted(STYLES, key=lambda style: style != "functional")
        self._styles = tuple(s for s in ordered if not hindrance(s, document.report))
        codes: dict[str, str] = {
            style: model_code(
                document.graph, document.report, document.catalog, document.project.title, style
            ).text
            for style in self._styles
        }
        self._request += 1
        self._graph = document.graph
        self._worker.send(Compare(self._request, codes))
        waiting = "" if self._worker.ready else tr("Keras is being loaded …")
        self._show(Words(waiting or tr("The styles are being compared …")), running=True)

    def _cancel(self) -> None:
        self._worker.send(StopComparing())
        self._request += 1  # what still comes is not wanted
        self._show(Words(tr("Cancelled.")), running=False)

    def _follow(self) -> None:
        """Forget what was found out about another network."""
        if self._document.graph is not self._graph:
            if self.running:
                self._worker.send(StopComparing())
            self._request += 1
            self._graph = self._document.graph
            self._show(Words(), running=False)
        else:
            self.changed.emit()

    def _take(self, event: AnyEvent) -> None:
        if not self.running or getattr(event, "request", None) != self._request:
            return
        if isinstance(event, Comparing):
            number = self._styles.index(event.style) + 1 if event.style in self._styles else 1
            words = tr(
                "Building {style} ({number} of {count}) …",
                style=_title(event.style),
                number=number,
                count=len(self._styles),
            )
            self._show(Words(words), running=True)
        elif isinstance(event, Compared):
            self._show(_verdict(event), running=False)

    def _on_worker_state(self, state: str) -> None:
        if state == "gone" and self.running:
            gone = tr("The worker ended during the comparison, perhaps for want of memory.")
            self._show(Words(gone, "error"), running=False)
        else:
            self.changed.emit()

    def _show(self, words: Words, *, running: bool) -> None:
        self.verdict, self.running = words, running
        self.changed.emit()


def _verdict(answer: Compared) -> Words:
    if answer.message or not answer.styles:
        return Words(answer.message, "error", answer.details)
    first, *others = answer.styles
    names = ", ".join(_title(found.style) for found in answer.styles)
    if not others:
        return Words(tr("Only {style} applies to this network.", style=names))
    for found in others:
        if (found.layers, found.params) != (first.layers, first.params):
            return Words(_other_size(_title(found.style), _title(first.style)), "error")
    worst = max(float("inf") if f.difference is None else f.difference for f in others)
    facts = tr(
        "{styles}: {layers} layers and {params} numbers each. With the same weights and random "
        "inputs, the largest difference of their outputs is {difference}.",
        styles=names,
        layers=first.layers,
        params=grouped(first.params),
        difference=f"{worst:.2g}",
    )
    if worst <= _TOLERANCE:
        return Words(tr("The same network. {facts}", facts=facts), "ok")
    return Words(tr("Not the same. {facts}", facts=facts), "error")


def _other_size(style: str, first: str) -> str:
    return tr("{style} has not as many layers or numbers as {first}.", style=style, first=first)


def _title(style: str) -> str:
    return next((style_title(known) for known in STYLES if known == style), style)
