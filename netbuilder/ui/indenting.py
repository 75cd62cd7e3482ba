"""What Enter, Tab and Backspace do in Python code: edits of a text cursor, one undo step each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QTextBlock, QTextCursor

_STEP = 4
_OPENING = (":", "(", "[", "{")


def break_line(cursor: QTextCursor) -> None:
    """Begin a new line, indented like this one, or a step further behind a colon or bracket."""
    before = cursor.block().text()[: cursor.positionInBlock()]
    deeper = _STEP if before.rstrip().endswith(_OPENING) else 0
    with _one_step(cursor):
        cursor.insertText("\n" + " " * (_depth(before) + deeper))


def indent(cursor: QTextCursor) -> None:
    """Shift the selected lines to the right; without a selection, go on to the next step."""
    with _one_step(cursor):
        if not cursor.hasSelection():
            cursor.insertText(" " * (_STEP - cursor.positionInBlock() % _STEP))
            return
        for block in _chosen(cursor):
            if block.text().strip():
                QTextCursor(block).insertText(" " * _STEP)


def outdent(cursor: QTextCursor) -> None:
    """Shift the selected lines, or the one with the cursor, to the left by a step at most."""
    with _one_step(cursor):
        for block in _chosen(cursor):
            _remove(QTextCursor(block), min(_STEP, _depth(block.text())))


def step_back(cursor: QTextCursor) -> bool:
    """Go back a step of indentation; return whether there was only indentation to the left."""
    column = cursor.positionInBlock()
    before = cursor.block().text()[:column]
    if cursor.hasSelection() or not column or before.strip(" "):
        return False
    start = QTextCursor(cursor.block())
    with _one_step(cursor):
        _remove(start, (column - 1) % _STEP + 1)
    return True


def _depth(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _chosen(cursor: QTextCursor) -> list[QTextBlock]:
    """Return the lines that a selection touches, or the one with the cursor."""
    document = cursor.document()
    block, last = document.findBlock(cursor.selectionStart()), cursor.selectionEnd()
    found = [block]
    while block.next().isValid() and block.next().position() < last:
        block = block.next()
        found.append(block)
    return found


def _remove(cursor: QTextCursor, count: int) -> None:
    """Remove characters behind a cursor."""
    keep = QTextCursor.MoveMode.KeepAnchor
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, keep, count)
    cursor.removeSelectedText()


@contextmanager
def _one_step(cursor: QTextCursor) -> Iterator[None]:
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()
