"""Colours Python code, with Pygments as the one that knows Python."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from pygments.lexers.python import PythonLexer
from pygments.token import Token, _TokenType
from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from netbuilder.ui.slices import Slices
from netbuilder.ui.theme import Scheme, tokens

_TOKENS = {
    Token.Keyword: "accent",
    Token.Comment: "muted",
    Token.Literal.String: "ok",
    Token.Literal.Number: "warning",
    Token.Name.Function: "accent",
    Token.Name.Class: "accent",
}
_QUOTES = ("", "'''", '"""')
"""What a line may begin within, by the state of the line before."""

_PLAIN = re.compile(r"""\#.* | '{3} | "{3} | '(?:\\.|[^'\\])*'? | "(?:\\.|[^"\\])*"?""", re.VERBOSE)
"""The next thing in a line outside of strings that a quote may mean."""

_AT_ONCE = 120
"""So many lines, some windows full, are coloured before anything else happens."""


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document of Python line by line, and follows it while it is edited.

    A line is coloured by itself, but for the string of several lines that it may begin in: so
    what is typed costs one line, unless it opens or closes such a string. Long texts are
    coloured bit by bit.
    """

    def __init__(self, document: QTextDocument, scheme: Scheme) -> None:
        super().__init__(document)
        self._scheme = scheme
        self._lexer = PythonLexer()
        self._left = _AT_ONCE
        self._late = False
        self._pale: deque[QTextBlock] = deque()
        self._slices = Slices(iter(()), parent=self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._on_rest)

    def set_scheme(self, scheme: Scheme) -> None:
        """Colour for another scheme."""
        self._scheme = scheme
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line, or keep it for later if many were coloured just now."""
        before = _QUOTES[max(self.previousBlockState(), 0)]
        self.setCurrentBlockState(_QUOTES.index(open_quotes(text, before)))
        if self._late:
            self._colour(text, before)
            return
        self._rest.start()
        if self._left:
            self._left -= 1
            self._colour(text, before)
        else:
            self._pale.append(self.currentBlock())

    def _colour(self, text: str, before: str) -> None:
        theme = tokens(self._scheme)
        for start, kind, value in self._lexer.get_tokens_unprocessed(before + text):
            token = _token(kind)
            if token:
                look = QTextCharFormat()
                look.setForeground(QColor(getattr(theme, token)))
                first = max(start - len(before), 0)
                self.setFormat(first, start - len(before) + len(value) - first, look)

    def _on_rest(self) -> None:
        """Colour again at once, since the window has had its turn."""
        self._left = _AT_ONCE
        if self._pale and self._slices.done:
            self._slices.begin(self._later())

    def _later(self) -> Iterator[None]:
        """Colour the lines that were kept for later, one after another."""
        while self._pale:
            block = self._pale.popleft()
            if block.isValid():
                self._late = True
                with QSignalBlocker(self.document()):  # colours are no change of the text
                    self.rehighlightBlock(block)
                self._late = False
            yield


def open_quotes(line: str, before: str) -> str:
    """Return the quotes of the string of several lines that is open at the end of a line.

    Args:
        line: One line of code.
        before: The quotes that it begins in; empty for none.
    """
    at, quotes = 0, before
    while True:
        if quotes:
            found = re.compile(rf"(?:\\.|[^\\])*?{quotes}").match(line, at)
            quotes = "" if found else quotes
        else:
            found = _PLAIN.search(line, at)
            quotes = found.group() if found and found.group() in _QUOTES else ""
        if found is None:
            return quotes
        at = found.end()


def _token(kind: _TokenType) -> str:
    """Return the colour token of a Pygments token; empty for plain text."""
    return next((_TOKENS[part] for part in reversed(kind.split()) if part in _TOKENS), "")
