"""Writes literals, calls and lists exactly as ``black`` and ``ruff format`` leave them.

What fits stands on one line. What does not gets a line for each of its parts and a comma
after the last one, which both formatters then keep.
"""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import TypeAlias

WIDTH = 88
INDENT = 4


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Parts in brackets: a call, a list, a tuple or a dict.

    Attributes:
        head: Everything up to the opening bracket, itself included: ``layers.Dense(``.
        parts: What stands between the brackets.
        tail: The closing bracket and what follows it: ``)`` or ``)(x)``.
        lone_comma: Whether a single part on a line of its own gets a comma.
    """

    head: str
    parts: tuple[Expression, ...]
    tail: str
    lone_comma: bool = True


Expression: TypeAlias = str | Bracketed


def call(function: str, parts: Iterable[Expression]) -> Bracketed:
    """Return the call of ``function``, a dotted name or another call's text."""
    return Bracketed(f"{function}(", tuple(parts), ")", lone_comma=False)


def listing(parts: Iterable[Expression]) -> Bracketed:
    """Return a list."""
    return Bracketed("[", tuple(parts), "]")


def tupled(parts: Iterable[Expression]) -> Bracketed:
    """Return a tuple."""
    kept = tuple(parts)
    return Bracketed("(", kept, ",)" if len(kept) == 1 else ")")


def led(prefix: str, expression: Expression) -> Expression:
    """Put ``prefix`` before an expression: ``units=``, ``return``, ``"key": ``."""
    if isinstance(expression, str):
        return prefix + expression
    return replace(expression, head=prefix + expression.head)


def named(name: str, expression: Expression) -> Expression:
    """Return a keyword argument.

    Raises:
        ValueError: ``name`` is no Python name.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is no name for an argument")
    return led(f"{name}=", expression)


def followed(expression: Bracketed, suffix: str) -> Bracketed:
    """Put ``suffix`` behind the closing bracket."""
    return replace(expression, tail=expression.tail + suffix)


def flat(expression: Expression) -> str:
    """Return an expression on one line."""
    if isinstance(expression, str):
        return expression
    return expression.head + ", ".join(map(flat, expression.parts)) + expression.tail


def fits(line: str) -> bool:
    """Tell whether a line is no wider than the formatters allow."""
    return width(line) <= WIDTH


def lines(expression: Expression, depth: int, after: str = "") -> tuple[str, ...]:
    """Return an expression on as many lines as it needs.

    Args:
        expression: What to write.
        depth: How far to indent it, in steps of four spaces.
        after: What follows it on its last line, such as a comma.
    """
    line = _margin(depth) + flat(expression) + after
    if isinstance(expression, str) or not expression.parts or fits(line):
        return (line,)
    return spread(expression, depth, after)


def spread(expression: Bracketed, depth: int, after: str = "") -> tuple[str, ...]:
    """Return a bracketed expression with a line or more for each of its parts."""
    comma = "," if len(expression.parts) > 1 or expression.lone_comma else ""
    inner = (line for part in expression.parts for line in lines(part, depth + 1, comma))
    tail = expression.tail.removeprefix(",")  # of a tuple of one: the comma is there already
    return (_margin(depth) + expression.head, *inner, _margin(depth) + tail + after)


def width(line: str) -> int:
    """Return how many columns a line takes; East Asian characters take two."""
    if line.isascii():
        return len(line)
    return sum(map(_columns, line))


def text(value: str) -> str:
    """Return a string literal with the quotes that the formatters prefer: double, mostly."""
    body = repr('"' + value)[2:-1]  # a leading double quote makes repr use single ones
    if value.count('"') > value.count("'"):
        return f"'{body}'"
    return '"' + body.replace("\\'", "'").replace('"', '\\"') + '"'


def one_line(words: str) -> str:
    """Return words in one line of printable characters, for comments and docstrings."""
    shown = (character if character.isprintable() else " " for character in words)
    return " ".join("".join(shown).split())


def number(value: float) -> str:
    """Return a number's literal, or the call that makes one without a literal."""
    if isinstance(value, float) and not isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def _margin(depth: int) -> str:
    return " " * (INDENT * depth)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
