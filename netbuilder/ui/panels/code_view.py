"""One style of the generated code, with the selected nodes' lines marked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netbuilder.codegen import Source
from netbuilder.codegen.model import Style
from netbuilder.codegen.source import Span
from netbuilder.i18n import tr
from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.document import Document
from netbuilder.ui.style_names import style_title
from netbuilder.ui.theme import Scheme


class CodeView(QWidget):
    """Shows a source, and leads from its lines to the nodes and back.

    Attributes:
        save_wanted: Fires with the style when the code is to be saved.
        node_wanted: Fires with a node's id when one of its lines is clicked.
    """

    save_wanted = Signal(str)
    node_wanted = Signal(str)

    def __init__(
        self, style: Style, document: Document, scheme: Scheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = style_title(style)
        self._style = style
        self._document = document
        self._source = Source("", {})
        self.editor = CodeEditor(scheme)
        self.editor.setReadOnly(True)
        self.editor.setAccessibleName(tr("Generated code: {style}", style=title))
        self.remark = QLabel()
        self.copy_button = QPushButton(tr("Copy"))
        self.save_button = QPushButton(tr("Save …"))
        self._lay_out(title)
        document.selection_changed.connect(self.mark_selection)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.editor.cursorPositionChanged.connect(self._on_cursor_moved)

    def _lay_out(self, title: str) -> None:
        name = QLabel(title)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        self.remark.setProperty("muted", True)
        self.copy_button.setToolTip(tr("Copy all of this code ({style})", style=title))
        self.save_button.setToolTip(
            tr("Save it as a script, as the model alone, or as a notebook ({style})", style=title)
        )
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
        layout.addWidget(self.editor, 1)

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour the code for another scheme."""
        self.editor.set_scheme(scheme)

    def show_source(self, source: Source) -> None:
        """Show other code; the place that is read stays where it is."""
        self._source = source
        self.editor.show_text(source.text)
        self.mark_selection()

    def mark_selection(self) -> None:
        """Tint the lines of the selected nodes, and bring the first into sight."""
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

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source.text)

    def _save(self) -> None:
        self.save_wanted.emit(self._style)

    def _on_cursor_moved(self) -> None:
        node = self._source.node_at(self.editor.textCursor().blockNumber() + 1)
        if node is not None and node not in self._document.selection:
            self.node_wanted.emit(node)
