"""The panel of the student's own code: its pieces, the one that is written, what is found."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.catalog.custom_reading import fault_of
from netbuilder.i18n import tr
from netbuilder.project.custom import find_code, set_source, uses_of
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.custom.beginning import Beginning
from netbuilder.ui.custom.examiner import Examiner
from netbuilder.ui.custom.piece_edits import PieceEdits
from netbuilder.ui.custom.pieces import PiecesList
from netbuilder.ui.custom.results import ResultsList
from netbuilder.ui.custom.templates import kind_title
from netbuilder.ui.custom.trust_bar import TrustBar
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.custom.verdict import verdict
from netbuilder.ui.document import Document
from netbuilder.ui.folding import Folding, Part
from netbuilder.ui.theme import Scheme

_PAUSE_MS = 300
"""How long a pause in typing is until the project takes the text over."""


class CustomPanel(QWidget):
    """Where layers, losses, metrics and activations of one's own are written.

    What is typed becomes part of the project at the next pause; a row of typing is one
    undo step.
    """

    def __init__(
        self, document: Document, trust: TrustBook, examiner: Examiner, scheme: Scheme
    ) -> None:
        super().__init__()
        self._document = document
        self._trust = trust
        self._examiner = examiner
        self._name = ""
        self._edits = 0
        self.pieces = PiecesList(document, trust, scheme)
        self.editor = CodeEditor(scheme)
        self.editor.setAccessibleName(tr("Code of your own"))
        self.title, self.remark, self.verdict = QLabel(), QLabel(), QLabel()
        self.examine_button = QPushButton(tr("Examine"))
        self.trust_bar = TrustBar()
        self.results = ResultsList(scheme)
        self.writing, self.found = QWidget(), QWidget()
        self.folding = Folding(
            [
                Part(tr("Code"), self.writing, readable=300, usual=640),
                Part(tr("Examination"), self.found, readable=200, usual=330),
            ]
        )
        self.beginning = Beginning()
        self._piece_edits = PieceEdits(document, trust, self)
        self._stack = QStackedWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._on_chosen(self.pieces.current)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.pieces.set_scheme(scheme)
        self.editor.set_scheme(scheme)
        self.results.set_scheme(scheme)
        self._show_findings()

    def add(self, kind: CustomKind) -> None:
        """Begin a new piece with a template, and go to its code."""
        self.show_piece(self._piece_edits.add(kind))

    def show_piece(self, name: str) -> None:
        """Go to the code of a piece."""
        self.pieces.show_piece(name)
        self.folding.bring(self.writing)
        self.editor.setFocus()

    def examine(self) -> None:
        """Make all checks of the current piece, or end that."""
        self.settle()
        if self._examiner.running:
            self._examiner.cancel()
        elif self._name:
            self.folding.bring(self.found)
            self._examiner.examine(self._name)

    def settle(self) -> None:
        """Let the project take over at once what has been typed."""
        if self._pause.isActive():
            self._pause.stop()
            self._take_over()

    def rename_current(self) -> None:
        """Let the name of the current piece be typed."""
        self.pieces.rename_current()

    def duplicate_current(self) -> None:
        """Add a copy of the current piece."""
        if self._name:
            self._duplicate(self._name)

    def delete_current(self) -> None:
        """Delete the current piece; ask if something uses it."""
        if self._name:
            self._delete(self._name)

    @property
    def _code(self) -> CustomCode | None:
        return find_code(self._document.project, self._name)

    def _lay_out(self) -> None:
        writing = _column(self.writing)
        writing.addLayout(self._head())
        writing.addWidget(self.trust_bar)
        writing.addWidget(self.editor, 1)
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(12, 10, 12, 8)
        found = _column(self.found)
        found.addWidget(self.verdict)
        found.addWidget(self.results, 1)
        self._stack.addWidget(self.folding)
        self._stack.addWidget(self.beginning)
        whole = QSplitter()
        whole.addWidget(self.pieces)
        whole.addWidget(self._stack)
        whole.setSizes([168, 1000])
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        _column(self).addWidget(whole)

    def _head(self) -> QHBoxLayout:
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.remark.setProperty("muted", True)
        self.remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.remark, 1)
        head.addWidget(self.examine_button)
        return head

    def _connect(self) -> None:
        self.pieces.chosen.connect(self._on_chosen)
        self.pieces.added.connect(self.add)
        self.pieces.renamed.connect(self._rename)
        self.pieces.duplicate_wanted.connect(self._duplicate)
        self.pieces.delete_wanted.connect(self._delete)
        self.editor.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._take_over)
        self.examine_button.clicked.connect(self.examine)
        self.trust_bar.button.clicked.connect(self._on_trust)
        self.results.line_wanted.connect(self._on_line_wanted)
        self.beginning.wanted.connect(self.add)
        self._document.changed.connect(self._refresh)
        self._document.settling.connect(self.settle)
        self._examiner.changed.connect(self._show_findings)
        self._trust.changed.connect(self._refresh)

    def _on_chosen(self, name: str) -> None:
        self.settle()
        self._name = name
        self._edits += 1
        self._refresh()

    def _refresh(self) -> None:
        code = self._code
        self._stack.setCurrentIndex(0 if code else 1)
        if code is None:
            return
        if not self._pause.isActive():
            self.editor.show_text(code.source)
        uses = uses_of(self._document.project, code.name)
        self.title.setText(code.name)
        self.remark.setText(
            tr("{kind}, used by {uses}", kind=kind_title(code.kind).lower(), uses=", ".join(uses))
            if uses
            else tr("{kind}, not used yet", kind=kind_title(code.kind).lower())
        )
        self.remark.setToolTip(self.remark.text())
        self.trust_bar.setVisible(not self._trust.trusts(code))
        self._show_findings()

    def _show_findings(self) -> None:
        code = self._code
        if code is None:
            return
        fault = fault_of(code)
        found = self._examiner.findings.get(code.name)
        stale = found is not None and found.digest != self._examiner.digest_of(code)
        self.results.show_findings(code.kind, found, stale=stale)
        failed = [] if found is None or stale else found.checks
        marks = {c.line: c.message for c in failed if c.line is not None and c.state == "failed"}
        self.editor.mark_errors({fault.line: fault.message} if fault else marks)
        words, severity = verdict(fault, found, stale=stale)
        self.verdict.setText(words)
        self.verdict.setProperty("severity", severity)
        self.verdict.style().polish(self.verdict)
        running = self._examiner.running
        self.examine_button.setText(tr("Cancel") if running else tr("Examine"))
        self.examine_button.setEnabled(running or self._examiner.may_examine(code))
        self.examine_button.setToolTip(self._why(code))

    def _why(self, code: CustomCode) -> str:
        if self._examiner.running:
            return tr("End the examination")
        if not self._trust.trusts(code):
            return tr("It can be examined once it is trusted.")
        return tr("Run it in a process of its own and say what works (F7)")

    def _take_over(self) -> None:
        """Make what was typed part of the project."""
        code = self._code
        text = self.editor.toPlainText()
        if code is None or code.source == text:
            return
        name = code.name
        self._trust.wrote(CustomCode(code.kind, name, text), code)
        self._document.apply_to_project(
            lambda project: set_source(project, name, text),
            tr("Edit {name}", name=name),
            merge=f"custom.{name}.{self._edits}",
        )

    def _on_trust(self) -> None:
        code = self._code
        if code is not None:
            self.settle()
            self._trust.trust((code,))

    def _on_line_wanted(self, line: int) -> None:
        self.folding.bring(self.writing)
        self.editor.go_to_line(line)

    def _rename(self, name: str, new: str) -> None:
        self.settle()
        if self._piece_edits.may_be_called(name, new):
            self._name = new
            self._piece_edits.rename(name, new)
            self.pieces.show_piece(new)

    def _duplicate(self, name: str) -> None:
        self.settle()
        self.pieces.show_piece(self._piece_edits.duplicate(name))

    def _delete(self, name: str) -> None:
        self.settle()
        self._piece_edits.delete(name)


def _column(widget: QWidget) -> QVBoxLayout:
    """Return the layout in which all that a widget shows stands without gaps."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
