"""Follows the statements of a script, one after another; nothing of it is ever run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import singledispatchmethod

from netbuilder.i18n import tr
from netbuilder.importing.source.builtin import rounds
from netbuilder.importing.source.calls import Calls
from netbuilder.importing.source.expressions import Expressions
from netbuilder.importing.source.filling import forget_filled
from netbuilder.importing.source.functions import bind, fields_of, is_generator, role_of
from netbuilder.importing.source.limits import MOST_ROUNDS, ReadingEndsError, ScriptEndsError
from netbuilder.importing.source.models import set_trainable
from netbuilder.importing.source.operations import name_after
from netbuilder.importing.source.own_code import is_registered
from netbuilder.importing.source.paths import canonical
from netbuilder.importing.source.plain import plain
from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.targets import assign
from netbuilder.importing.source.values import (
    OF_CLASS,
    STATIC,
    Arguments,
    Function,
    Instance,
    Layer,
    Named,
    Network,
    ScriptClass,
    Super,
    Unknown,
)

_ALWAYS_TRAINING = "training"


class RaisedError(ScriptEndsError):
    """The script raises an error."""


class _ReturnError(Exception):
    """A function's ``return``."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class _BreakError(Exception):
    """A loop's ``break``."""


class _ContinueError(Exception):
    """A loop's ``continue``."""


class Statements:
    """Follows statements.

    Args:
        session: The reading.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.calls = Calls(session, self.run, self.run_function, self.run_method)
        self._expressions = Expressions(session, self.calls.apply, self.calls.attributes.get)
        self._by_kind = self._follow  # looked up once: it is costly

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow statements.

        Raises:
            ReadingEndsError: nothing more is to be read.
        """
        for statement in body:
            self._session.budget.step(statement.lineno)
            self._by_kind(statement, scope)

    def run_function(self, function: Function, arguments: Arguments) -> object:
        """Return what a function of the script gives."""
        return self._run_body(function, arguments, Scope(outer=function.scope))

    def run_method(
        self, function: Function, instance: Instance, of: ScriptClass, arguments: Arguments
    ) -> object:
        """Return what a method of an object gives."""
        scope = Scope({"super()": Super(instance, of)}, outer=function.scope)
        names = [arg.arg for arg in function.node.args.args]
        kwargs = dict(arguments.kwargs)
        if function.name == "call" and _ALWAYS_TRAINING in names:
            kwargs[_ALWAYS_TRAINING] = True  # what only training does is part of the network
        first = {STATIC: (), OF_CLASS: (of,)}.get(function.role, (instance,))
        whole = Arguments(arguments.line, (*first, *arguments.args), kwargs)
        if function.name == "build":
            with self._session.building():
                return self._run_body(function, whole, scope)
        return self._run_body(function, whole, scope)

    def _run_body(self, function: Function, arguments: Arguments, scope: Scope) -> object:
        budget = self._session.budget
        if function.yields or not budget.enter():
            return ...
        bind(function, arguments, scope)
        try:
            if isinstance(function.node, ast.Lambda):
                return self._expressions.evaluate(function.node.body, scope)
            self.run(function.node.body, scope)
        except _ReturnError as returned:
            return returned.value
        finally:
            budget.leave()
        return None

    @singledispatchmethod
    def _follow(self, node: ast.stmt, scope: Scope) -> None:
        """Statements without effect on a network: pass, assert, async loops."""

    @_follow.register
    def _expression(self, node: ast.Expr, scope: Scope) -> None:
        self._expressions.evaluate(node.value, scope)

    @_follow.register
    def _assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self._expressions.evaluate(node.value, scope)
        name_after(node.targets[0], value, scope, self._session)
        for target in node.targets:
            self._store(target, value, scope)

    @_follow.register
    def _annotated(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self._store(node.target, self._expressions.evaluate(node.value, scope), scope)

    @_follow.register
    def _augmented(self, node: ast.AugAssign, scope: Scope) -> None:
        read = ast.copy_location(_read_of(node.target), node.target)
        left = self._expressions.evaluate(read, scope)
        right = self._expressions.evaluate(node.value, scope)
        self._store(node.target, self._expressions.combined(node.op, left, right, node), scope)

    def _store(self, target: ast.expr, value: object, scope: Scope) -> None:
        match target:
            case ast.Attribute(value=inner, attr=name):
                self._set_attribute(self._expressions.evaluate(inner, scope), name, value)
            case ast.Subscript(value=inner, slice=key):
                whole = self._expressions.evaluate(inner, scope)
                place = self._expressions.evaluate(key, scope)
                _set_item(whole, place, value)
            case _:
                assign(target, value, scope, self._session)

    def _set_attribute(self, owner: object, name: str, value: object) -> None:
        match owner:
            case Instance():
                owner.attributes[name] = value
            case Network():
                self._set_attribute(owner.layer, name, value)
            case Layer():
                if name == "trainable" and isinstance(value, bool):
                    set_trainable(owner, value)
                elif name in ("name", "_name") and isinstance(value, str):
                    owner.name = value
                    owner.config["name"] = value

    @_follow.register
    def _delete(self, node: ast.Delete, scope: Scope) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.names.pop(target.id, None)

    @_follow.register
    def _import(self, node: ast.Import, scope: Scope) -> None:
        for alias in node.names:
            if alias.asname is not None:
                scope.set(alias.asname, Named(canonical(alias.name)))
            else:
                root = alias.name.split(".")[0]
                scope.set(root, Named(canonical(root)))

    @_follow.register
    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                scope.module.stars.append(module)
            else:
                path = canonical(f"{module}.{alias.name}")
                scope.set(alias.asname or alias.name, Named(path))

    @_follow.register
    def _function(self, node: ast.FunctionDef, scope: Scope) -> None:
        evaluate = self._expressions.evaluate
        defaults = tuple(evaluate(part, scope) for part in node.args.defaults)
        named = {
            arg.arg: evaluate(part, scope)
            for arg, part in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if part is not None
        }
        seen = scope.outer if scope.of_class and scope.outer is not None else scope
        role = role_of(node) if scope.of_class else ""
        made = Function(node.name, node, seen, defaults, named, is_generator(node), role)
        scope.set(node.name, made)

    @_follow.register
    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        bases = tuple(self._expressions.evaluate(base, scope) for base in node.bases)
        inside = Scope(outer=scope, of_class=True)
        self.run(node.body, inside)
        kept, fields = is_registered(node), fields_of(node, bases)
        scope.set(node.name, ScriptClass(node.name, bases, inside.names, node.lineno, kept, fields))

    @_follow.register
    def _return(self, node: ast.Return, scope: Scope) -> None:
        value = self._expressions.evaluate(node.value, scope) if node.value else None
        raise _ReturnError(value)

    @_follow.register
    def _raise(self, node: ast.Raise, scope: Scope) -> None:
        raise RaisedError(node.lineno, self._reason(node.exc, scope))

    def _reason(self, raised: ast.expr | None, scope: Scope) -> str:
        """Return what an error says, as far as that is known."""
        if not isinstance(raised, ast.Call) or not raised.args:
            return ""
        said = self._expressions.evaluate(raised.args[0], scope)
        return said.strip().partition("\n")[0] if isinstance(said, str) else ""

    @_follow.register
    def _break(self, _node: ast.Break, _scope: Scope) -> None:
        raise _BreakError

    @_follow.register
    def _continue(self, _node: ast.Continue, _scope: Scope) -> None:
        raise _ContinueError

    @_follow.register
    def _global(self, node: ast.Global, scope: Scope) -> None:
        scope.shared.update(node.names)

    @_follow.register
    def _nonlocal(self, node: ast.Nonlocal, scope: Scope) -> None:
        scope.shared.update(node.names)

    @_follow.register
    def _with(self, node: ast.With, scope: Scope) -> None:
        for item in node.items:
            value = self._expressions.evaluate(item.context_expr, scope)
            if item.optional_vars is not None:
                assign(item.optional_vars, value, scope, self._session)
        self.run(node.body, scope)

    @_follow.register
    def _try(self, node: ast.Try, scope: Scope) -> None:
        try:
            self.run(node.body, scope)
        except RaisedError:
            if not node.handlers:
                raise
            self.run(node.handlers[0].body, scope)
        else:
            self.run(node.orelse, scope)
        self.run(node.finalbody, scope)

    @_follow.register
    def _if(self, node: ast.If, scope: Scope) -> None:
        holds = self._expressions.truth(node.test, scope)
        if holds is None:
            self._either(node, scope)
        else:
            self.run(node.body if holds else node.orelse, scope)

    def _either(self, node: ast.If, scope: Scope) -> None:
        """Follow a condition that is not known: as if it held, where that changes a network."""
        before, names = self._session.made, dict(scope.names)
        try:
            self.run(node.body, scope)
        except ScriptEndsError:
            scope.names = names
            self.run(node.orelse, scope)
            return
        if self._session.made != before:
            self._note_condition(node)
            return
        held, scope.names = scope.names, dict(names)
        self.run(node.orelse, scope)
        if self._session.made != before:
            self._note_condition(node)
            return
        for name, value in held.items():
            other = scope.names.get(name, ...)
            if other is ... or (other is not value and plain(value) and other != value):
                known = other is ... and not plain(value)
                scope.names[name] = value if known else Unknown(node.lineno, name)

    def _note_condition(self, node: ast.If) -> None:
        self._session.notes.add(
            tr(
                "Whether {code} holds is not known before the script runs; it is read as if so.",
                code=self._session.snippet(node.test),
            ),
            node.lineno,
        )

    @_follow.register
    def _for(self, node: ast.For, scope: Scope) -> None:
        value = self._expressions.evaluate(node.iter, scope)
        parts = rounds(value)
        if parts is None:
            self._once(node, scope, value)
            return
        for part in parts:
            assign(node.target, part, scope, self._session)
            if not self._round(node.body, scope):
                return
        self.run(node.orelse, scope)

    @_follow.register
    def _while(self, node: ast.While, scope: Scope) -> None:
        for _ in range(MOST_ROUNDS):
            holds = self._expressions.truth(node.test, scope)
            if holds is None:
                self._once(node, scope, None)
                return
            if not holds:
                self.run(node.orelse, scope)
                return
            if not self._round(node.body, scope):
                return
        raise ReadingEndsError(node.lineno)

    def _round(self, body: Sequence[ast.stmt], scope: Scope) -> bool:
        """Follow one round of a loop; return whether it goes on."""
        try:
            self.run(body, scope)
        except _ContinueError:
            return True
        except _BreakError:
            return False
        return True

    def _once(self, node: ast.For | ast.While, scope: Scope, value: object) -> None:
        """Follow a loop of which it is not known how often it runs."""
        before = self._session.made
        if isinstance(node, ast.For):
            part = value if isinstance(value, Unknown) else self._session.unknown(node.iter)
            assign(node.target, part, scope, self._session)
        self._round(node.body, scope)
        if self._session.made == before:
            forget_filled(node.body, scope, node.lineno)
        else:
            self._session.notes.add(
                tr(
                    "How often this loop runs is not known before the script runs; it is read once."
                ),
                node.lineno,
            )


def _set_item(whole: object, key: object, value: object) -> None:
    match whole, key:
        case list(), int() if -len(whole) <= key < len(whole):
            whole[key] = value
        case dict(), str() | int() | float():
            whole[key] = value


def _read_of(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    """Return the expression that reads what an assignment writes."""
    match target:
        case ast.Name(id=name):
            return ast.Name(name, ast.Load())
        case ast.Attribute(value=value, attr=name):
            return ast.Attribute(value, name, ast.Load())
        case ast.Subscript(value=value, slice=key):
            return ast.Subscript(value, key, ast.Load())
