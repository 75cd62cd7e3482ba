"""Parameters of the script's own functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.values import (
    OF_CLASS,
    PROPERTY,
    STATIC,
    Arguments,
    Function,
    ScriptClass,
    Unknown,
)


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


def role_of(node: ast.FunctionDef) -> str:
    """Return what its decorators make of a method: a property, or one of the class itself."""
    names = [ast.unparse(part).rpartition(".")[2] for part in node.decorator_list]
    if "cached_property" in names:
        return PROPERTY
    return next((name for name in names if name in (PROPERTY, STATIC, OF_CLASS)), "")


def fields_of(node: ast.ClassDef, bases: Iterable[object]) -> tuple[str, ...]:
    """Return what a class takes whose body only lists fields, those of its bases first."""
    named = (*node.decorator_list, *node.bases)
    words = {re.sub(r"\(.*|.*\.", "", ast.unparse(part)) for part in named}
    above = [name for base in bases if isinstance(base, ScriptClass) for name in base.fields]
    if words.isdisjoint(("dataclass", "NamedTuple")):
        return tuple(above)
    own = [
        part.target.id
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]
    return tuple(dict.fromkeys((*above, *own)))


def is_generator(node: ast.AST) -> bool:
    """Tell whether a function yields its values one by one."""
    return any(isinstance(part, (ast.Yield, ast.YieldFrom, ast.Await)) for part in ast.walk(node))
