"""Lets layers of a script's own be named: textbooks leave ``**kwargs`` out of ``__init__``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TAKEN = "**kwargs"


@dataclass(frozen=True, slots=True, order=True)
class _Insertion:
    """A text that is put into a source.

    Attributes:
        line: The line, counted from 1 in the script.
        column: The bytes before it in that line.
        text: The text.
    """

    line: int
    column: int
    text: str


def with_name(node: ast.ClassDef, lines: Sequence[str], first: int) -> str:
    """Return the source of a layer's class so that it takes a name and hands it to Keras.

    A class that does already, or whose ``__init__`` calls that of no other class, stays as it is.

    Args:
        node: The class.
        lines: Its lines.
        first: The number of the first of them in the script.
    """
    changed = list(lines)
    for part in sorted(_insertions(node), reverse=True):
        raw = changed[part.line - first].encode()
        whole = raw[: part.column] + part.text.encode() + raw[part.column :]
        changed[part.line - first] = whole.decode()
    return "\n".join(changed)


def _insertions(node: ast.ClassDef) -> Iterator[_Insertion]:
    methods = (part for part in node.body if isinstance(part, ast.FunctionDef))
    init = next((part for part in methods if part.name == "__init__"), None)
    call = None if init is None else next(_calls_above(init), None)
    if init is None or call is None or init.args.kwarg is not None:
        return
    if not any(word.arg in (None, "name") for word in call.keywords):
        yield _behind(_last_argument(init.args))
        given = [*call.args, *(word.value for word in call.keywords)]
        yield (
            _behind(given[-1])
            if given
            else _Insertion(call.end_lineno or call.lineno, (call.end_col_offset or 1) - 1, _TAKEN)
        )


def _calls_above(init: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield ``super().__init__(...)`` and ``super(Own, self).__init__(...)``."""
    for part in ast.walk(init):
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")
            ):
                yield part


def _last_argument(given: ast.arguments) -> ast.expr | ast.arg:
    """Return what stands last among a method's parameters; ``self`` at least does."""
    parts: list[ast.expr | ast.arg] = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    parts += [part for part in (given.vararg, *given.defaults, *given.kw_defaults) if part]
    return max(parts, key=lambda part: (part.end_lineno, part.end_col_offset))


def _behind(part: ast.expr | ast.arg) -> _Insertion:
    line, column = part.end_lineno or part.lineno, part.end_col_offset or 0
    return _Insertion(line, column, f", {_TAKEN}")
