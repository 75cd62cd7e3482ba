"""The panel of the student's own code: its pieces, the one that is written, what is found."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
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
from netbuilder.project.custom import (
    add_code,
    duplicate_code,
    find_code,
    remove_code,
    rename_code,
    set_source,
    uses_of,
    why_not_called,
)
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.custom.examiner import Examiner
from netbuilder.ui.custom.pieces import PiecesList
from netbuilder.ui.custom.results import ResultsList
from netbuilder.ui.custom.templates import from_template, kind_title
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.custom.verdict import verdict
from netbuilder.ui.document import Document
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
        self.trust_bar = QFrame()
        self.trust_words = QLabel()
        self.trust_button = QPushButton(tr("Trust this code"))
        self.results = ResultsList(scheme)
        self.empty = QLabel()
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
        code = from_template(self._document.project, kind)
        self._trust.wrote(code)
        title = tr("New {kind}", kind=kind_title(kind))
        self._document.apply_to_project(lambda project: add_code(project, code), title)
        self.show_piece(code.name)

    def show_piece(self, name: str) -> None:
        """Go to the code of a piece."""
        self.pieces.show_piece(name)
        self.editor.setFocus()

    def examine(self) -> None:
        """Make all checks of the current piece, or end that."""
        self.settle()
        if self._examiner.running:
            self._examiner.cancel()
        elif self._name:
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
        writing = QVBoxLayout()
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(0)
        writing.addLayout(self._head())
        writing.addWidget(self._make_trust_bar())
        writing.addWidget(self.editor, 1)
        middle = QWidget()
        middle.setLayout(writing)
        found = QVBoxLayout()
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(0)
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(12, 10, 12, 8)
        found.addWidget(self.verdict)
        found.addWidget(self.results, 1)
        right = QWidget()
        right.setLayout(found)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(middle)
        both.addWidget(right)
        both.setSizes([640, 330])
        both.setChildrenCollapsible(False)
        self._stack.addWidget(both)
        self._stack.addWidget(self._nothing())
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.addWidget(self.pieces)
        whole.addWidget(self._stack)
        whole.setSizes([168, 1000])
        whole.setStretchFactor(1, 1)
        whole.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(whole)

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

    def _make_trust_bar(self) -> QFrame:
        self.trust_bar.setProperty("notice", True)
        self.trust_words.setWordWrap(True)
        self.trust_words.setText(
            tr("This code came with the project, and does not run before you trust it.")
        )
        self.trust_words.setToolTip(
            tr("Read it first: it may do anything that you may do on this computer.")
        )
        self.trust_button.setToolTip(tr("Let this very text run on this computer from now on"))
        row = QHBoxLayout(self.trust_bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.trust_words, 1)
        row.addWidget(self.trust_button)
        return self.trust_bar

    def _nothing(self) -> QWidget:
        self.empty.setText(
            tr(
                "Here you write what Keras does not have: a layer, a loss, a metric or an "
                "activation. Each begins as a short template that works. Examine tries it out, "
                "and it then stands in the palette or in the training settings."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("muted", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setFixedWidth(520)
        page = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for kind in CustomKind:
            button = QPushButton(kind_title(kind))
            button.setToolTip(tr("Begin one with a template"))
            button.clicked.connect(partial(self._on_new, kind))
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QHBoxLayout()  # an alignment would not give the lines their height
        words.addStretch(1)
        words.addWidget(self.empty)
        words.addStretch(1)
        layout = QVBoxLayout(page)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addLayout(words)
        layout.addLayout(buttons)
        layout.addStretch(1)
        return page

    def _on_new(self, kind: CustomKind) -> None:
        self.add(kind)

    def _connect(self) -> None:
        self.pieces.chosen.connect(self._on_chosen)
        self.pieces.added.connect(self.add)
        self.pieces.renamed.connect(self._rename)
        self.pieces.duplicate_wanted.connect(self._duplicate)
        self.pieces.delete_wanted.connect(self._delete)
        self.editor.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._take_over)
        self.examine_button.clicked.connect(self.examine)
        self.trust_button.clicked.connect(self._on_trust)
        self.results.line_wanted.connect(self.editor.go_to_line)
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

    def _rename(self, name: str, new: str) -> None:
        self.settle()
        code = find_code(self._document.project, name)
        if code is None:
            return
        fault = why_not_called(self._document.project, code.kind, new, but=name)
        if fault:
            QMessageBox.warning(self, tr("NetBuilder"), fault)
            return
        before = self._document.project.custom
        after = rename_code(self._document.project, name, new).custom
        for one, other in zip(after, before, strict=True):
            self._trust.wrote(one, other)
        self._name = new
        title = tr("Rename {name} to {new}", name=name, new=new)
        self._document.apply_to_project(lambda project: rename_code(project, name, new), title)
        self.pieces.show_piece(new)

    def _duplicate(self, name: str) -> None:
        self.settle()
        after = duplicate_code(self._document.project, name)
        known = {code.name for code in self._document.project.custom}
        (copy,) = (code for code in after.custom if code.name not in known)
        self._trust.wrote(copy, find_code(self._document.project, name))
        title = tr("Duplicate {name}", name=name)
        self._document.apply_to_project(lambda project: duplicate_code(project, name), title)
        self.pieces.show_piece(copy.name)

    def _delete(self, name: str) -> None:
        self.settle()
        uses = uses_of(self._document.project, name)
        if uses and not self._wants_deleted(name, uses):
            return
        title = tr("Delete {name}", name=name)
        self._document.apply_to_project(lambda project: remove_code(project, name), title)

    def _wants_deleted(self, name: str, uses: tuple[str, ...]) -> bool:
        buttons = QMessageBox.StandardButton
        question = tr(
            "{name} is used by: {uses}. They stay, but cannot be built without it. Delete it?",
            name=name,
            uses=", ".join(uses),
        )
        answer = QMessageBox.question(
            self, tr("Delete {name}?", name=name), question, buttons.Yes | buttons.Cancel
        )
        return answer == buttons.Yes
