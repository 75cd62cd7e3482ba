"""Small pieces of Python as ``black`` and ``ruff format`` leave them (88 columns)."""

from __future__ import annotations

from collections.abc import Sequence

_WIDTH = 88
_INDENT = "    "


def text_literal(text: str) -> str:
    """Return ``text`` as a string literal, in double quotes unless single ones escape less."""
    body = "".join(letter if letter in "'\"" else repr(letter)[1:-1] for letter in text)
    if text.count('"') > text.count("'"):
        return "'" + body.replace("'", "\\'") + "'"
    return '"' + body.replace('"', '\\"') + '"'


def call(start: str, arguments: Sequence[str], end: str = ")", indent: int = 0) -> list[str]:
    """Return a call, list or the like on one line, or broken as the formatters break it.

    Args:
        start: All before the first argument: ``"x = f("``.
        arguments: What stands between the brackets.
        end: The closing bracket and all after it.
        indent: Columns to keep free at the left for an indentation that the caller adds.
    """
    inside = ", ".join(arguments)
    if indent + len(start) + len(inside) + len(end) <= _WIDTH:
        return [start + inside + end]
    if indent + len(_INDENT) + len(inside) <= _WIDTH and not start.endswith("["):
        return [start, _INDENT + inside, end]
    return [start, *(f"{_INDENT}{argument}," for argument in arguments), end]


def assign_text(name: str, text: str) -> list[str]:
    """Return ``name = "text"``; in brackets where that makes a long text fit."""
    literal = text_literal(text)
    return _assign(name, literal, [literal])


def assign_texts(name: str, texts: Sequence[str]) -> list[str]:
    """Return ``name = ["text", ...]``."""
    return call(f"{name} = [", [text_literal(text) for text in texts], "]")


def assign_file(name: str, file_name: str) -> list[str]:
    """Return ``name = <the file called file_name that lies beside the script>``."""
    folder, literal = "Path(__file__).parent", text_literal(file_name)
    return _assign(name, f"{folder} / {literal}", [folder, f"/ {literal}"])


def _assign(name: str, value: str, pieces: list[str]) -> list[str]:
    """Return an assignment: on one line, in brackets, or in brackets a piece a line."""
    if len(name) + len(" = ") + len(value) <= _WIDTH:
        return [f"{name} = {value}"]
    if len(_INDENT) + len(value) <= _WIDTH:
        return [f"{name} = (", _INDENT + value, ")"]
    if len(pieces) == 1:
        return [f"{name} = {value}"]
    return [f"{name} = (", *(_INDENT + piece for piece in pieces), ")"]


def lines_of_imports(imports: Sequence[str]) -> list[str]:
    """Return import lines in order: the standard library's, a blank line, all others."""
    own = sorted(line for line in imports if line.split()[1] == "pathlib")
    others = sorted((line for line in imports if line not in own), key=_import_order)
    return [*own, "", *others] if own and others else own + others


def _import_order(line: str) -> tuple[bool, str]:
    """Order ``import`` before ``from``, then by name, as ``isort`` does."""
    return line.startswith("from "), line
