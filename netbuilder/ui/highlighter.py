"""Colours Python code, with Pygments as the one that knows Python."""

from __future__ import annotations

from typing import TypeAlias

from pygments.lexers.python import PythonLexer
from pygments.token import Token, _TokenType
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from netbuilder.ui.theme import Scheme, tokens

_TOKENS = {
    Token.Keyword: "accent",
    Token.Comment: "muted",
    Token.Literal.String: "ok",
    Token.Literal.Number: "warning",
    Token.Name.Function: "accent",
    Token.Name.Class: "accent",
}

_MANY = 16
"""Of so many lines and more, it is quicker to draw all."""

_Piece: TypeAlias = tuple[int, int, str]
"""Where a coloured piece of a line starts, how long it is, and the token of its colour."""


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document of Python, and follows it while it is edited.

    A quote may change the colours of all lines that follow, so the whole is read again after
    each change; only lines that look different are drawn again.
    """

    def __init__(self, document: QTextDocument, scheme: Scheme) -> None:
        super().__init__(document)
        self._scheme = scheme
        self._text = ""
        self._lines: list[list[_Piece]] = []
        document.contentsChange.connect(self._follow)

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour for another scheme."""
        self._scheme = scheme
        self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        """Colour one line."""
        number = self.currentBlock().blockNumber()
        for start, length, token in self._lines[number] if number < len(self._lines) else ():
            look = QTextCharFormat()
            look.setForeground(QColor(getattr(tokens(self._scheme), token)))
            self.setFormat(start, length, look)

    def _follow(self) -> None:
        """Read the text again, and draw what looks different."""
        text = self.document().toPlainText()
        if text == self._text:  # only the looks changed
            return
        self._text = text
        before, self._lines = self._lines, _coloured(text)
        other = [n for n, line in enumerate(self._lines) if before[n : n + 1] != [line]]
        if len(other) > _MANY:
            self.rehighlight()
            return
        for number in other:
            self.rehighlightBlock(self.document().findBlockByNumber(number))


def _coloured(text: str) -> list[list[_Piece]]:
    """Return the coloured pieces of each line."""
    lines: list[list[_Piece]] = [[]]
    column = 0
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        token = _token(kind)
        for number, part in enumerate(value.split("\n")):
            if number:
                lines.append([])
                column = 0
            if token and part:
                lines[-1].append((column, len(part), token))
            column += len(part)
    return lines


def _token(kind: _TokenType) -> str:
    """Return the colour token of a Pygments token; empty for plain text."""
    return next((_TOKENS[part] for part in reversed(kind.split()) if part in _TOKENS), "")
