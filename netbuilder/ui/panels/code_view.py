"""One style of the code, with the selected nodes' lines marked; it can be edited and applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netbuilder.codegen import Source
from netbuilder.codegen.model import Style
from netbuilder.codegen.source import Span
from netbuilder.i18n import tr
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.custom.trust_book import carry_trust
from netbuilder.ui.document import Document
from netbuilder.ui.panels.edit_bar import EditBar
from netbuilder.ui.panels.edit_reader import EditReader, Reading, reading
from netbuilder.ui.style_names import style_title
from netbuilder.ui.theme import Scheme

if TYPE_CHECKING:
    from netbuilder.importing import Note
    from netbuilder.importing.merging import Edited


class CodeView(QWidget):
    """Shows a source, leads from its lines to the nodes and back, and takes edits of it.

    While there are edits, the code does not follow the network; nothing that is typed is
    lost until it is applied or reverted.

    Attributes:
        save_wanted: Fires with the style when the code is to be saved.
        node_wanted: Fires with a node's id when one of its lines is clicked.
        edited: Fires when edits begin or are gone.
        said: Fires with what came of applying edits.
    """

    save_wanted = Signal(str)
    node_wanted = Signal(str)
    edited = Signal()
    said = Signal(str)

    def __init__(
        self, style: Style, document: Document, scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = style_title(style)
        self._style = style
        self._document = document
        self._source = Source("", {})
        self._latest = self._source
        self._was_pending = False
        self.editor = CodeEditor(scheme)
        self.editor.setAccessibleName(tr("Code of the network: {style}", style=title))
        self.bar = EditBar()
        self._reader = EditReader(self)
        self.remark = QLabel()
        self.copy_button = QPushButton(tr("Copy"))
        self.save_button = QPushButton(tr("Save …"))
        self._lay_out(title)
        document.selection_changed.connect(self.mark_selection)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.bar.apply_button.clicked.connect(self.apply)
        self._reader.read.connect(self._take)
        self.bar.revert_button.clicked.connect(self.revert)
        self.bar.line_wanted.connect(self.editor.go_to_line)
        self.editor.cursorPositionChanged.connect(self._on_cursor_moved)
        self.editor.textChanged.connect(self._follow)

    def _lay_out(self, title: str) -> None:
        name = QLabel(title)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self.remark.setProperty("muted", True)
        self.copy_button.setToolTip(tr("Copy all of this code ({style})", style=title))
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 4, 12, 4)
        bar.setSpacing(8)
        bar.addWidget(name)
        bar.addWidget(self.remark, 1)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.bar)
        layout.addWidget(self.editor, 1)
        self._show_state()

    @property
    def pending(self) -> bool:
        """Whether there are edits that were not applied."""
        return self.editor.toPlainText() != self._source.text

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour the code for another scheme."""
        self.editor.set_scheme(scheme)

    def show_source(self, source: Source) -> None:
        """Show other code, once there are no edits; the place that is read stays where it is."""
        self._latest = source
        if self.pending and self.editor.toPlainText() != source.text:
            self._show_state()
        else:
            self.revert()

    def revert(self) -> None:
        """Give edits up, and show the network's own code as it is now."""
        self._source = self._latest
        self.editor.mark_errors({})
        self.editor.show_text(self._source.text)
        self._show_state()
        self.mark_selection()

    @property
    def reading(self) -> bool:
        """Whether edits are being read, to be applied."""
        return self._reader.running

    def apply(self) -> None:
        """Change the network to what the edited code says, in one undo step.

        It is read beside the window. Where it cannot be read, the lines to blame are marked,
        and nothing changes.
        """
        if self.pending and not self.reading:
            self.editor.setReadOnly(True)
            self.bar.wait()
            text = self.editor.toPlainText()
            self._reader.start(self._document.project, self._source, text)

    def apply_at_once(self) -> bool:
        """Do the same and wait for it; return whether no edits are left."""
        if not self.pending:
            return True
        text = self.editor.toPlainText()
        self._take(reading(self._document.project, self._source, text))
        return not self.pending

    def _take(self, found: Reading) -> None:
        """Apply what was read, or say why it cannot be."""
        self.editor.setReadOnly(False)
        self.bar.wait(over=True)
        if found.text != self.editor.toPlainText():
            self._show_state()  # it was reverted meanwhile
        elif found.edited is None:
            self._refuse(found.notes)
        elif found.project != self._document.project:
            self.apply()  # to the network as it is now
        elif found.edited.project == found.project:
            self.bar.say(tr("This says the same network as before: there is nothing to apply."))
        else:
            self._change_to(found.edited)

    def _refuse(self, notes: Sequence[Note]) -> None:
        marks = {note.line: note.message for note in notes if note.line is not None}
        self.editor.mark_errors(marks)
        self.bar.complain(notes)
        if marks:
            self.editor.go_to_line(min(marks))

    def _change_to(self, edited: Edited) -> None:
        from netbuilder.importing.merging import summary

        document = self._document
        # No longer an edit: the network follows it now.
        self._source = Source(self.editor.toPlainText(), {})
        carry_trust(document, edited.project)
        document.apply_to_project(lambda _: edited.project, tr("Apply code"))
        here = edited.changes.at(document.level.path)
        document.select((*here.added, *here.changed))
        words = summary(edited.changes, training=edited.training, comments=edited.comments)
        self.said.emit(words)
        self.edited.emit()

    def mark_selection(self) -> None:
        """Tint the lines of the selected nodes, and bring the first into sight."""
        if self.pending:  # its lines may stand elsewhere now
            self.editor.tint(())
            return
        spans = [span for node in self._document.selection for span in self._spans(node)]
        lines = sorted({line for first, last in spans for line in range(first, last + 1)})
        self.editor.tint(lines)
        if lines and not self.editor.hasFocus():
            self.editor.show_line(lines[0])

    def _spans(self, node: str) -> tuple[Span, ...]:
        path = self._document.level.path
        if path:
            return self._source.inside.get((*path, node), ())
        return self._source.spans.get(node, ())

    def _follow(self) -> None:
        """Take note that the text was edited."""
        self.editor.mark_errors({})
        self._show_state()
        self.mark_selection()

    def _show_state(self) -> None:
        """Say whether there are edits, and whether the network has changed since."""
        pending = self.pending
        if not pending:
            self.bar.hide()
        elif self._latest.text == self._source.text:
            self.bar.say(
                tr("Edited, not applied yet. Train and Save take the network as it is drawn.")
            )
        else:
            self.bar.say(
                tr(
                    "The network has changed since this was edited. Apply adds the edits to it; "
                    "Revert shows its new code."
                ),
                "warning",
            )
        self.save_button.setEnabled(not pending)
        self.save_button.setToolTip(
            tr("Apply or revert the edits first")
            if pending
            else tr(
                "Save it as a script, as the model alone, or as a notebook ({style})",
                style=style_title(self._style),
            )
        )
        if pending != self._was_pending:
            self._was_pending = pending
            self.edited.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.editor.toPlainText())

    def _save(self) -> None:
        self.save_wanted.emit(self._style)

    def _on_cursor_moved(self) -> None:
        """Select the node of the line: one of the submodel that is open, or else of the whole."""
        if self.pending:
            return
        line, path = self.editor.textCursor().blockNumber() + 1, self._document.level.path
        inside = self._source.inside_at(line, path) if path else None
        node = inside or self._source.node_at(line)
        if node is None or node in self._document.selection:
            return
        if inside is not None:
            self._document.select((inside,))
        else:
            self.node_wanted.emit(node)
