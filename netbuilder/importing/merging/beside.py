"""What an edit of a script says beside the network and its training, which nothing can hold."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from netbuilder.catalog.syntax import syntax_tree
from netbuilder.codegen.source import Source
from netbuilder.i18n import tr
from netbuilder.importing.notes import Note

_SETTINGS = frozenset(("SEED", "EPOCHS", "BATCH_SIZE"))
_MAIN = "main"
_READ = frozenset(
    ("add", "build", "clear_session", "compile", "fit", "set_random_seed", "set_seed", "summary")
)
"""Calls in ``main`` that say something of the network or its training, or that nobody misses."""


def edits_beside(generated: Source, edited: str, own: str) -> tuple[Note, ...]:
    """Return what was edited in parts of a script that are made from the project's data.

    Args:
        generated: The script before the edit.
        edited: The script after it, which can be parsed.
        own: The project's own layers and functions, which may well be edited.
    """
    held = frozenset(re.findall(r"\w+", own))
    before, after = syntax_tree(generated.text), syntax_tree(edited)
    known = _functions(before)
    found = [
        Note(_message(name), line)
        for name, function in _functions(after).items()
        if name in known.keys() - held and not _builds(known[name], generated)
        for line in _new_lines(known[name], function)
    ]
    changed = [note for name, note in _new_constants(before, after) if name not in held]
    return (*found, *changed)


def new_comments(generated: str, edited: str) -> bool:
    """Tell whether comments were written, which no network holds."""
    return bool(_comments(edited) - _comments(generated))


def _message(name: str) -> str:
    if name == _MAIN:
        return tr("This is no part of the network or of its training, so it cannot be kept.")
    return tr("{name}() comes from the Data panel and cannot be changed here.", name=name)


def _functions(script: ast.Module) -> dict[str, ast.FunctionDef]:
    return {part.name: part for part in script.body if isinstance(part, ast.FunctionDef)}


def _builds(function: ast.FunctionDef, generated: Source) -> bool:
    """Tell whether a function makes layers of the network."""
    last = function.end_lineno or function.lineno
    lines = (first for spans in generated.spans.values() for first, _ in spans)
    return function.name == "build_model" or any(function.lineno <= at <= last for at in lines)


def _new_lines(before: ast.FunctionDef, after: ast.FunctionDef) -> Iterator[int]:
    known = {_words(part) for part in _statements(before)}
    for part in _statements(after):
        if _words(part) not in known and (after.name != _MAIN or _is_other_call(part)):
            yield part.lineno


def _statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Yield all statements of a function, those within others too, but no docstring."""
    for part in ast.walk(function):
        is_text = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
        if isinstance(part, ast.stmt) and part is not function and not is_text:
            yield part


def _words(statement: ast.stmt) -> str:
    """Return what a statement says itself, without those within it."""
    inside = (*(getattr(statement, "body", ())), *(getattr(statement, "orelse", ())))
    whole = ast.unparse(statement)
    return whole.split("\n", 1)[0] if inside else whole


def _is_other_call(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))):
            return name not in _READ
        case _:
            return False


def _new_constants(before: ast.Module, after: ast.Module) -> Iterator[tuple[str, Note]]:
    known = dict(_constants(before))
    for name, part in _constants(after):
        if name in known and name not in _SETTINGS and _words(known[name]) != _words(part):
            message = tr("{name} comes from the Data panel and cannot be changed here.", name=name)
            yield name, Note(message, part.lineno)


def _constants(script: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for part in script.body:
        match part:
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name, part


def _comments(text: str) -> set[str]:
    try:
        parts = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return set()
    return {part.string for part in parts if part.type == tokenize.COMMENT}
