"""Lets names stand for values: ``x``, ``a, b``, ``first, *rest``."""

from __future__ import annotations

import ast

from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Tensor, Unknown


def assign(target: ast.expr, value: object, scope: Scope, session: Session) -> None:
    """Let a target that is a name, or a list of them, stand for a value."""
    match target:
        case ast.Name(id=name):
            scope.set(name, value)
        case ast.Starred(value=inner):
            assign(inner, value, scope, session)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            parts = _shared_out(value, targets, session)
            for part, one in zip(parts, targets, strict=True):
                assign(one, part, scope, session)


def _shared_out(value: object, targets: list[ast.expr], session: Session) -> list[object]:
    """Return one value for each target."""
    if isinstance(value, Tensor) and value.known is None and len(targets) > 1:
        return [Tensor(value.call, port) for port in range(len(targets))]
    parts = list(value) if isinstance(value, (list, tuple, str, dict)) else None
    starred = next((n for n, one in enumerate(targets) if isinstance(one, ast.Starred)), None)
    if parts is not None and starred is not None and len(parts) >= len(targets) - 1:
        behind = len(targets) - starred - 1
        end = len(parts) - behind
        return [*parts[:starred], parts[starred:end], *parts[end:]]
    if parts is not None and len(parts) == len(targets):
        return parts
    unknown = value if isinstance(value, Unknown) else session.unknown(targets[0])
    return [unknown for _ in targets]
