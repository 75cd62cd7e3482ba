"""The field in which a frame's title or a comment is written in its place."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from netbuilder.graph import Note
from netbuilder.i18n import tr
from netbuilder.ui.canvas.in_place import put_away

_LEAST_WIDTH, _LEAST_HEIGHT = 200, 96
_LINE = 36


class NoteField(QPlainTextEdit):
    """Text over a note: leaving it or Ctrl+Enter takes the text, Esc does not.

    A frame's title is one line, so there Enter takes it too.

    Attributes:
        written: Fires once with the note's id and its new text, if it got one.
    """

    written = Signal(str, str)

    def __init__(self, parent: QWidget, note: Note) -> None:
        super().__init__(note.text, parent)
        self._note = note
        self._open = True
        self.setAccessibleName(tr("Title of the frame") if note.is_frame else tr("Comment"))
        self.setPlaceholderText(
            tr("Title") if note.is_frame else tr("Text; **bold**, *italic*, - lists, # headings")
        )
        if note.is_frame:
            self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_over(self, body: QRect) -> None:
        """Appear over a note's body on the screen, with all of its text selected."""
        width = max(_LEAST_WIDTH, body.width())
        height = _LINE if self._note.is_frame else max(_LEAST_HEIGHT, body.height())
        self.setGeometry(QRect(body.left(), body.top(), width, height))
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the text on Ctrl+Enter, and a title on Enter; leave it on Esc."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if enter and (control or self._note.is_frame):
            self._close(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the text when the field is left, but not for a menu over it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._close(keep=True)

    def _close(self, *, keep: bool) -> None:
        if not self._open:
            return
        self._open = False
        put_away(self)
        text = self.toPlainText().strip()
        if keep and text != self._note.text:
            self.written.emit(self._note.id, text)
