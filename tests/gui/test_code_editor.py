"""The field for code: its indentation, its colours while it is edited, its marked lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from netbuilder.ui.code_editor import CodeEditor
from netbuilder.ui.highlighter import open_quotes
from netbuilder.ui.theme import Scheme

KEYS, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def editor(qtbot: QtBot) -> CodeEditor:
    field = CodeEditor(Scheme.LIGHT)
    field.resize(400, 300)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    return field


def put(editor: CodeEditor, text: str) -> None:
    """Show a text with the cursor where ``|`` stands, or with what stands between two chosen."""
    first, *rest = text.split("|")
    editor.show_text(text.replace("|", ""))
    cursor = editor.textCursor()
    cursor.setPosition(len(first))
    if len(rest) > 1:
        cursor.setPosition(len(first) + len(rest[0]), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        pytest.param("x = 1|", KEYS.Key_Return, "x = 1\n", id="enter"),
        pytest.param("    x = 1|", KEYS.Key_Return, "    x = 1\n    ", id="enter, indented"),
        pytest.param("def f():|", KEYS.Key_Return, "def f():\n    ", id="enter behind a colon"),
        pytest.param("  f(|", KEYS.Key_Enter, "  f(\n      ", id="enter behind a bracket"),
        pytest.param("|x", KEYS.Key_Tab, "    x", id="tab"),
        pytest.param("ab|x", KEYS.Key_Tab, "ab  x", id="tab to the next step"),
        pytest.param("|a\nb\n|c", KEYS.Key_Tab, "    a\n    b\nc", id="tab, chosen lines"),
        pytest.param("      x|", KEYS.Key_Backtab, "  x", id="shift+tab"),
        pytest.param("|  a\n    b|", KEYS.Key_Backtab, "a\nb", id="shift+tab, chosen lines"),
        pytest.param("      |x", KEYS.Key_Backspace, "    x", id="backspace in indentation"),
        pytest.param("    xy|", KEYS.Key_Backspace, "    x", id="backspace behind code"),
    ],
)
def test_keys_indent(editor: CodeEditor, before: str, key: Qt.Key, after: str) -> None:
    put(editor, before)
    QTest.keyClick(editor, key)
    assert editor.toPlainText() == after
    QTest.keyClick(editor, KEYS.Key_Z, HELD.ControlModifier)
    assert editor.toPlainText() == before.replace("|", "")


def test_keys_leave_what_is_only_read(editor: CodeEditor) -> None:
    put(editor, "|x = 1")
    editor.setReadOnly(True)
    QTest.keyClick(editor, KEYS.Key_Return)
    assert editor.toPlainText() == "x = 1"


def coloured(editor: CodeEditor, line: int) -> list[str]:
    """Return the coloured pieces of a line, counted from 0."""
    block = editor.document().findBlockByNumber(line)
    pieces = [(part.start, part.length) for part in block.layout().formats()]
    return [block.text()[start : start + length] for start, length in pieces]


def test_colours_follow_the_typing(editor: CodeEditor) -> None:
    put(editor, "|x = 1\ny = 2\n")
    assert coloured(editor, 1) == ["2"]
    QTest.keyClicks(editor, '"""')
    assert coloured(editor, 1) == ["y = 2"]
    QTest.keyClicks(editor, '"""')
    assert coloured(editor, 1) == ["2"]


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        pytest.param("x = 1", "", "", id="plain"),
        pytest.param('x = """a', "", '"""', id="opened"),
        pytest.param('a""" + "b"', '"""', "", id="closed"),
        pytest.param('a""" + \'b\'', '"""', "", id="closed, then a text"),
        pytest.param('"""a""" + \'\'\'b', "", "'''", id="another opened"),
        pytest.param('# it\'s """ nothing', "", "", id="comment"),
        pytest.param("'# \"\"\"' + 'it\\'s'", "", "", id="within a text"),
        pytest.param('a \\""" b', '"""', '"""', id="escaped"),
        pytest.param("''", "", "", id="empty text"),
    ],
)
def test_strings_of_several_lines_are_followed(line: str, before: str, after: str) -> None:
    assert open_quotes(line, before) == after


def test_long_code_is_coloured_bit_by_bit_and_then_line_by_line(
    editor: CodeEditor, qtbot: QtBot
) -> None:
    changes: list[int] = []
    editor.textChanged.connect(lambda: changes.append(1))
    put(editor, "|" + "x = 1\n" * 600)
    assert coloured(editor, 0) == ["1"]
    assert coloured(editor, 599) == []
    qtbot.waitUntil(lambda: coloured(editor, 599) == ["1"])
    assert changes == []
    QTest.keyClicks(editor, "y = 22 #")
    assert coloured(editor, 0) == ["22", "#x = 1"]
    editor.set_scheme(Scheme.DARK)
    qtbot.waitUntil(lambda: coloured(editor, 599) == ["1"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc", "a\nB\nc"),
        ("a\nb\nc", "a\nc"),
        ("a\nc", "a\nb\nc"),
        ("", "a\nb\n"),
        ("a\nb\n", ""),
        ("a\na\na", "a\na"),
        ("\U0001f600\nb", "\U0001f600\nc\n\U0001f600"),
    ],
)
def test_other_code_takes_the_place_of_what_differs(
    editor: CodeEditor, before: str, after: str
) -> None:
    editor.show_text(before)
    editor.show_text(after)
    assert editor.toPlainText() == after
    assert not editor.document().isUndoAvailable()


def test_wrong_lines_are_marked_and_say_why(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.show_text("\n".join(f"line_{number}" for number in range(40)))
    editor.tint([1])
    editor.mark_errors({3: "Not this."})
    marks = [mark.cursor.block().text() for mark in editor.extraSelections()]
    assert marks == ["line_0", "line_2"]
    place = dict(editor.lines_in_sight())[3].center()
    editor.explain(place.y(), editor.mapToGlobal(QPoint(0, place.y())))
    qtbot.waitUntil(lambda: QToolTip.text() == "Not this.")
    QToolTip.hideText()
    editor.go_to_line(38)
    assert 38 in dict(editor.lines_in_sight())
    assert editor.textCursor().block().text() == "line_37"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\nb\nc\n", "a\nB\nc\n", id="a line"),
        pytest.param("a\nb\nc\n", "a\nx\nb\nc\ny\n", id="lines come"),
        pytest.param("a\nx\nb\nc\ny\n", "a\nb\nc\n", id="lines go"),
        pytest.param("a\nb", "a\nb\nc", id="behind the end"),
        pytest.param("a\nb\nc", "a", id="the end goes"),
        pytest.param("", "a\nb", id="from nothing"),
        pytest.param("a\nb", "", id="to nothing"),
    ],
)
def test_other_text_is_shown_whatever_differs(editor: CodeEditor, before: str, after: str) -> None:
    editor.show_text(before)
    editor.show_text(after)
    assert editor.toPlainText() == after
    assert not editor.document().isUndoAvailable()
