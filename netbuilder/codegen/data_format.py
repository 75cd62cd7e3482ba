"""Assignments, calls and imports of data code as ``black`` and ``ruff format`` leave them."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.codegen.write import INDENT, WIDTH, fits, led, lines, listing, text, width

_MARGIN = " " * INDENT


def call(start: str, arguments: Sequence[str], indent: int = 0) -> list[str]:
    """Return a call on one line; else with all arguments on the next one; else one a line.

    Args:
        start: All up to the opening bracket, itself included: ``"x = f("``.
        arguments: What stands between the brackets.
        indent: Columns to keep free at the left for an indentation that the caller adds.
    """
    inside = ", ".join(arguments)
    if indent + width(f"{start}{inside})") <= WIDTH:
        return [f"{start}{inside})"]
    if indent + INDENT + width(inside) <= WIDTH:
        return [start, _MARGIN + inside, ")"]
    return [start, *(f"{_MARGIN}{argument}," for argument in arguments), ")"]


def assign_text(name: str, value: str) -> list[str]:
    """Return ``name = "value"``; in brackets where that makes a long text fit."""
    return _assign(name, [text(value)])


def assign_texts(name: str, values: Sequence[str]) -> list[str]:
    """Return ``name = ["value", ...]``."""
    return list(lines(led(f"{name} = ", listing(map(text, values))), 0))


def assign_file(name: str, folder: str, file_name: str) -> list[str]:
    """Return ``name = <the file called file_name in a folder, an expression>``."""
    return _assign(name, [folder, f"/ {text(file_name)}"])


def ordered_imports(imports: Sequence[str]) -> list[str]:
    """Return import lines, each once, in order: the standard library's, a blank line, others."""
    own = {line for line in imports if line.split()[1] == "pathlib"}
    others = sorted(set(imports) - own, key=_import_order)
    return [*sorted(own), "", *others] if own and others else sorted(own) + others


def _assign(name: str, pieces: Sequence[str]) -> list[str]:
    """Return an assignment: on one line, in brackets, or in brackets a piece a line."""
    value = " ".join(pieces)
    if fits(f"{name} = {value}") or (len(pieces) == 1 and not fits(_MARGIN + value)):
        return [f"{name} = {value}"]
    if fits(_MARGIN + value):
        return [f"{name} = (", _MARGIN + value, ")"]
    return [f"{name} = (", *(_MARGIN + piece for piece in pieces), ")"]


def _import_order(line: str) -> tuple[bool, str]:
    """Order ``import`` before ``from``, then by name, as ``isort`` does."""
    return line.startswith("from "), line
