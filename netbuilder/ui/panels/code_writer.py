"""Writes the code of large networks beside the window, which goes on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from netbuilder.catalog.library import Catalog
from netbuilder.codegen import Source
from netbuilder.codegen.model import Style
from netbuilder.codegen.product import Form, product
from netbuilder.graph import Graph
from netbuilder.project import Project
from netbuilder.validation import Report

_FEW = 60
"""Layers whose code is written in a few milliseconds."""
_PARTS_A_LAYER = 20
"""How many words of a list are written in the time of a layer."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What code is written of.

    Attributes:
        project: The project.
        report: What is known of its network.
        catalog: Keras's classes and the project's own.
        form: How much of the code.
    """

    project: Project
    report: Report
    catalog: Catalog
    form: Form

    def is_same(self, other: Subject) -> bool:
        """Tell whether this is the same state of the same project; nothing is compared in depth."""
        return (
            self.project is other.project
            and self.report is other.report
            and self.catalog is other.catalog
            and self.form == other.form
        )

    def source(self, style: Style) -> Source:
        """Return the code in a style."""
        made = product(self.project, self.report, self.catalog, self.form, style)
        return made.source


class CodeWriter(QObject):
    """Writes the code of one project, in the styles that are asked for.

    Attributes:
        written: Fires when code that took long has been written.
        sources: What is written so far of what was asked for last.
    """

    written = Signal()
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: dict[Style, Source] = {}
        self._subject: Subject | None = None
        self._styles: tuple[Style, ...] = ()
        self._running = False
        self._done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def write(self, subject: Subject, styles: tuple[Style, ...]) -> None:
        """Write code, at once if that is quick; what is written already is kept."""
        if self._subject is None or not subject.is_same(self._subject):
            self.sources = {}
        self._subject, self._styles = subject, styles
        if _is_quick(subject.project.graph):
            self.sources.update((style, subject.source(style)) for style in self._missing())
        else:
            self._go_on()

    def _missing(self) -> Iterator[Style]:
        return (style for style in self._styles if style not in self.sources)

    def _go_on(self) -> None:
        style = next(self._missing(), None)
        if style is not None and not self._running:
            self._running = True
            given = (self._subject, style)
            threading.Thread(target=self._work, args=given, daemon=True).start()

    def _work(self, subject: Subject, style: Style) -> None:
        found: Mapping[Style, Source] = {}
        try:
            found = {style: subject.source(style)}
        finally:
            with suppress(RuntimeError):  # the window has been closed meanwhile
                self._done.emit(subject, found)

    def _take(self, subject: Subject, found: Mapping[Style, Source]) -> None:
        self._running = False
        if self._subject is not None and subject.is_same(self._subject):
            self.sources.update(found)
            self.written.emit()
        if found:  # or else the same would fail again
            self._go_on()


def _is_quick(graph: Graph) -> bool:
    return _size(graph) <= _FEW


def _size(graph: Graph) -> int:
    """Return how many nodes a network has, with those inside submodels; long lists count too."""
    nodes = graph.nodes.values()
    inner = sum(_size(node.inner) for node in nodes if node.inner is not None)
    lists = (len(v) for node in nodes for v in node.params.values() if isinstance(v, tuple))
    return len(graph.nodes) + inner + sum(lists) // _PARTS_A_LAYER
