"""Parameters of the script's own functions."""

from __future__ import annotations

import ast

from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.values import Arguments, Function, Unknown


def bind(function: Function, arguments: Arguments, scope: Scope) -> None:
    """Let a function's parameters stand for what it is called with."""
    given = function.node.args
    names = [arg.arg for arg in (*given.posonlyargs, *given.args)]
    values = dict(zip(names, arguments.args, strict=False))
    more = arguments.args[len(names) :]
    known = {*names, *(arg.arg for arg in given.kwonlyargs)}
    values |= {name: part for name, part in arguments.kwargs.items() if name in known}
    rest = {name: part for name, part in arguments.kwargs.items() if name not in known}
    defaults = dict(zip(reversed(names), reversed(function.defaults), strict=False))
    for name in known:
        missing = defaults.get(name, Unknown(arguments.line, name))
        values.setdefault(name, function.named_defaults.get(name, missing))
    if given.vararg is not None:
        values[given.vararg.arg] = tuple(more)
    if given.kwarg is not None:
        values[given.kwarg.arg] = rest
    scope.names.update(values)


def is_generator(node: ast.AST) -> bool:
    """Tell whether a function yields its values one by one."""
    return any(isinstance(part, (ast.Yield, ast.YieldFrom, ast.Await)) for part in ast.walk(node))
