"""The code panel: the script that the worker runs and the export writes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from netbuilder.codegen import Source
from netbuilder.codegen.model import Style
from netbuilder.codegen.script import script
from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.panels.highlighter import PythonHighlighter
from netbuilder.ui.theme import Scheme, mono_font, tokens

_WAIT_MS = 60


class CodePanel(QWidget):
    """The generated script, with the selected nodes' lines marked.

    Attributes:
        save_wanted: Fires when the script is to be saved.
        node_wanted: Fires with a node's id when one of its lines is clicked.
    """

    save_wanted = Signal()
    node_wanted = Signal(str)

    def __init__(self, document: Document, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scheme = scheme
        self._source = Source("", {})
        self.editor = QPlainTextEdit()
        self.editor.setReadOnly(True)
        self.editor.setObjectName("code")
        self.editor.setFont(mono_font())
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setAccessibleName(tr("Generated code"))
        self._highlighter = PythonHighlighter(self.editor.document(), scheme)
        self.style_box = QComboBox()
        self.copy_button = QPushButton(tr("Copy"))
        self.save_button = QPushButton(tr("Save script"))
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        document.changed.connect(self._timer.start)
        document.selection_changed.connect(self._mark_selection)
        self.style_box.currentIndexChanged.connect(self.refresh)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self.save_wanted)
        self.editor.cursorPositionChanged.connect(self._on_cursor_moved)

    def _lay_out(self) -> None:
        for title, style in (
            (tr("As it is"), None),
            (tr("Sequential"), "sequential"),
            (tr("Functional"), "functional"),
        ):
            self.style_box.addItem(title, style)
        self.style_box.setToolTip(tr("The style in which the model is written"))
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(QLabel(tr("Style")))
        bar.addWidget(self.style_box)
        bar.addStretch(1)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.editor, 1)

    @property
    def style_wanted(self) -> Style | None:
        """The chosen style; None for the one that fits the network."""
        style: Style | None = self.style_box.currentData()
        return style

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour the code for another scheme."""
        self._scheme = scheme
        self._highlighter.set_scheme(scheme)
        self._mark_selection()

    def refresh(self) -> None:
        """Write the code of the document as it is now."""
        document = self._document
        style = self.style_wanted
        if style == "sequential" and document.report.api != "sequential":
            style = None
        self._source = script(document.project, document.report, document.catalog, style)
        if self._source.text != self.editor.toPlainText():
            scroll = self.editor.verticalScrollBar().value()
            self.editor.blockSignals(True)
            self._highlighter.show_text(self._source.text)
            self.editor.setPlainText(self._source.text)
            self.editor.blockSignals(False)
            self.editor.verticalScrollBar().setValue(scroll)
        self._mark_selection()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source.text)

    def _on_cursor_moved(self) -> None:
        node = self._source.node_at(self.editor.textCursor().blockNumber() + 1)
        if node is not None and node not in self._document.selection:
            self.node_wanted.emit(node)

    def _mark_selection(self) -> None:
        spans = [
            span for node in self._document.selection for span in self._source.spans.get(node, ())
        ]
        lines = sorted({line for first, last in spans for line in range(first, last + 1)})
        self.editor.setExtraSelections([self._mark(line) for line in lines])
        if lines and not self.editor.hasFocus():
            self._scroll_to(lines[0])

    def _mark(self, line: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        tint = QColor(tokens(self._scheme).accent)
        tint.setAlpha(40)
        block = self.editor.document().findBlockByNumber(line - 1)
        # PySide's ExtraSelection has plain fields, which Qt reads back.
        mark.cursor = QTextCursor(block)
        mark.format.setBackground(tint)
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return mark

    def _scroll_to(self, line: int) -> None:
        bar = self.editor.verticalScrollBar()
        if not bar.value() < line <= bar.value() + bar.pageStep():
            bar.setValue(max(0, line - 4))
