"""A field for Python code: coloured, with numbered lines, and with marks at some of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from netbuilder.ui.highlighter import PythonHighlighter
from netbuilder.ui.indenting import break_line, indent, outdent, step_back
from netbuilder.ui.line_changes import LineChange, line_changes
from netbuilder.ui.theme import Scheme, mono_font, tokens

_GAP = 12
"""Pixels between the numbers and the code."""
_DOT = 6
_MOST_TINTED = 500
_FAINT = 40
"""How opaque the tint of a line is, of 255."""
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class CodeEditor(QPlainTextEdit):
    """Shows Python code, or lets it be edited.

    Tab and Shift+Tab shift lines, Enter keeps the indentation; Esc leaves the field.

    Args:
        scheme: The colours.
        parent: The widget that it stands in.
    """

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._tinted: tuple[int, ...] = ()
        self._errors: Mapping[int, str] = {}
        self.setObjectName("code")
        self.setFont(mono_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._highlighter = PythonHighlighter(self.document(), scheme)
        self.margin = _Margin(self)
        self.blockCountChanged.connect(self._fit_margin)
        self.updateRequest.connect(self._move_margin)
        self._fit_margin()

    @property
    def scheme(self) -> Scheme:
        """The colours."""
        return self._scheme

    @property
    def errors(self) -> Mapping[int, str]:
        """What is wrong with lines, by their number from 1."""
        return self._errors

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour the code for another scheme."""
        self._scheme = scheme
        self._highlighter.set_scheme(scheme)
        self._show_marks()

    def show_text(self, text: str) -> None:
        """Show other code, which cannot be undone; the place that is read stays where it is.

        Only the lines that differ are written, for all others are coloured and laid out already.
        """
        before = self.toPlainText()
        if text == before:
            return
        scroll = self.verticalScrollBar().value()
        line, column = self.textCursor().blockNumber(), self.textCursor().positionInBlock()
        self.blockSignals(True)
        self.setUndoRedoEnabled(False)
        self._write(before.split("\n"), text.split("\n"))
        self.setUndoRedoEnabled(True)
        block = self.document().findBlockByNumber(min(line, self.blockCount() - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(column, block.length() - 1))
        self.setTextCursor(cursor)
        self.blockSignals(False)
        self._fit_margin()
        self.verticalScrollBar().setValue(scroll)

    def tint(self, lines: Iterable[int]) -> None:
        """Tint lines, counted from 1, as selected, and no others.

        Of thousands, such as those of a vocabulary, only the first are: each costs time.
        """
        self._tinted = tuple(islice(lines, _MOST_TINTED))
        self._show_marks()

    def mark_errors(self, errors: Mapping[int, str]) -> None:
        """Mark lines as wrong, each with what its tooltip says, and no others."""
        self._errors = dict(errors)
        self._show_marks()

    def show_line(self, line: int) -> None:
        """Bring a line into sight."""
        bar = self.verticalScrollBar()
        if not bar.value() < line <= bar.value() + bar.pageStep():
            bar.setValue(max(0, line - 4))

    def go_to_line(self, line: int) -> None:
        """Put the cursor before the code of a line, with the focus."""
        block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        code = block.text()
        cursor.setPosition(block.position() + len(code) - len(code.lstrip()))
        self.setTextCursor(cursor)
        self.horizontalScrollBar().setValue(0)
        self.show_line(line)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent as Python wants it; leave all else to Qt."""
        if self.isReadOnly() or not self._indents(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where there is nothing typed to take back."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            text, keys = self.document(), QKeySequence.StandardKey
            undo = event.matches(keys.Undo) and not text.isUndoAvailable()
            redo = event.matches(keys.Redo) and not text.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin as high as the code."""
        super().resizeEvent(event)
        self._place_margin()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is wrong with the line under the pointer."""
        if isinstance(event, QHelpEvent):
            self.explain(event.pos().y(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def explain(self, y: int, at: QPoint) -> None:
        """Show what is wrong with the line at a height of the viewport as a tooltip."""
        line = self.cursorForPosition(QPoint(0, y)).blockNumber() + 1
        QToolTip.showText(at, self._errors.get(line, ""), self)

    def lines_in_sight(self) -> Iterable[tuple[int, QRect]]:
        """Yield the number of each visible line with its place in the viewport."""
        block: QTextBlock = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset()).toRect()
            if place.top() > self.viewport().height():
                return
            yield block.blockNumber() + 1, place
            block = block.next()

    def margin_width(self) -> int:
        """Return how wide the numbers are, with the dot before and the gap behind them."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9" * digits) + _DOT + 2 * _GAP

    def _write(self, before: list[str], now: list[str]) -> None:
        """Write the lines that differ, the last ones first."""
        for change in reversed(line_changes(before, now)):
            self._replace(change)

    def _replace(self, change: LineChange) -> None:
        document, first = self.document(), change.first
        behind = document.findBlockByNumber(first + change.count)
        if behind.isValid():
            start, end = document.findBlockByNumber(first).position(), behind.position()
            text = "".join(f"{line}\n" for line in change.lines)
        else:  # at the end the line breaks stand before the lines
            ahead = document.findBlockByNumber(first - 1)
            start = ahead.position() + ahead.length() - 1 if first else 0
            end = document.characterCount() - 1
            text = "\n".join((*([""] if first else []), *change.lines))
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def _indents(self, event: QKeyEvent) -> bool:
        """Do what a key does to indentation; return whether it does anything."""
        cursor, keys = self.textCursor(), Qt.Key
        match event.key():
            case keys.Key_Backtab:
                outdent(cursor)
            case keys.Key_Tab if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                indent(cursor)
            case keys.Key_Return | keys.Key_Enter if not event.modifiers() & _HELD:
                break_line(cursor)
            case keys.Key_Backspace if not event.modifiers():
                return step_back(cursor)
            case _:
                return False
        self.setTextCursor(cursor)
        return True

    def _show_marks(self) -> None:
        theme = tokens(self._scheme)
        tinted = [self._mark(line, theme.accent) for line in self._tinted]
        wrong = [self._mark(line, theme.error) for line in self._errors]
        self.setExtraSelections([*tinted, *wrong])
        self.margin.update()

    def _mark(self, line: int, colour: str) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        tint = QColor(colour)
        tint.setAlpha(_FAINT)
        # PySide's ExtraSelection has plain fields, which Qt reads back.
        mark.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        mark.format.setBackground(tint)
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return mark

    def _fit_margin(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        self._place_margin()

    def _place_margin(self) -> None:
        sight, width = self.viewport().geometry(), self.margin_width()
        self.margin.setGeometry(sight.left() - width, sight.top(), width, sight.height())

    def _move_margin(self, _part: QRect, scrolled: int) -> None:
        if scrolled:
            self.margin.scroll(0, scrolled)
        else:
            self.margin.update()


class _Margin(QWidget):
    """The numbers of the lines, and a dot at each that is wrong."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight."""
        theme, painter = tokens(self._editor.scheme), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._editor.font())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, place in self._editor.lines_in_sight():
            wrong = line in self._editor.errors
            painter.setPen(QColor(theme.error if wrong else theme.muted))
            area = QRect(0, place.top(), self.width() - _GAP, place.height())
            painter.drawText(area, right, str(line))
            if wrong:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.error))
                painter.drawEllipse(0, place.center().y() - _DOT // 2, _DOT, _DOT)

    def event(self, event: QEvent) -> bool:
        """Say what is wrong with the line under the pointer."""
        if isinstance(event, QHelpEvent):
            self._editor.explain(event.pos().y(), event.globalPos())
            return True
        return super().event(event)
