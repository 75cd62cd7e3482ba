"""Colours Python code, with Pygments as the one that knows Python."""

from __future__ import annotations

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


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a text that is only ever set whole, so that it is lexed once."""

    def __init__(self, document: QTextDocument, scheme: Scheme) -> None:
        super().__init__(document)
        self._scheme = scheme
        self._lines: list[list[tuple[int, int, str]]] = []

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour for another scheme."""
        self._scheme = scheme
        self.rehighlight()

    def show_text(self, text: str) -> None:
        """Take note of the text that is about to be shown."""
        lines: list[list[tuple[int, int, str]]] = [[]]
        column = 0
        for kind, value in PythonLexer(stripnl=False).get_tokens(text):
            token = _token(kind)
            for number, part in enumerate(value.split("\n")):
                if number:
                    lines.append([])
                    column = 0
                if token and part:
                    lines[-1].append((column, len(part), token))
                column += len(part)
        self._lines = lines

    def highlightBlock(self, _text: str) -> None:
        """Colour one line."""
        number = self.currentBlock().blockNumber()
        for start, length, token in self._lines[number] if number < len(self._lines) else ():
            look = QTextCharFormat()
            look.setForeground(QColor(getattr(tokens(self._scheme), token)))
            self.setFormat(start, length, look)


def _token(kind: _TokenType) -> str:
    """Return the colour token of a Pygments token; empty for plain text."""
    return next((_TOKENS[part] for part in reversed(kind.split()) if part in _TOKENS), "")
