"""What a loop over data leaves behind: lists of no known length, sums of no known size."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.values import Array, Unknown

_FILLING = frozenset(("add", "append", "extend", "insert", "setdefault", "update"))


def forget_filled(body: Sequence[ast.stmt], scope: Scope, line: int) -> None:
    """Make unknown what the rounds of a loop fill or count, of which one was followed.

    What holds parts of a network is left alone.

    Args:
        body: The loop's statements.
        scope: The names that they see.
        line: Where the loop stands.
    """
    for name in dict.fromkeys(_filled(body)):
        owner = scope.find(name)
        if owner is not None and _is_data(owner.names[name], 0):
            owner.names[name] = Unknown(line, name)


def _filled(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in (part for statement in body for part in ast.walk(statement)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)):
                if attr in _FILLING:
                    yield name
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))]):
                yield name


def _is_data(value: object, depth: int) -> bool:
    match value:
        case None | bool() | int() | float() | str() | Unknown() | Array():
            return True
        case list() | tuple():
            parts = list(value)
        case dict():
            parts = list(value.values())
        case _:
            return False
    return depth < 4 and all(_is_data(part, depth + 1) for part in parts)
