"""Works out what the expressions of a script stand for."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from functools import singledispatchmethod

from netbuilder.importing.source.arrays import indexed
from netbuilder.importing.source.builtin import is_builtin, rounds
from netbuilder.importing.source.limits import LONGEST
from netbuilder.importing.source.operations import combine, cut, operator_name
from netbuilder.importing.source.paths import canonical, star_names
from netbuilder.importing.source.plain import (
    NotPlainError,
    binary,
    formatted,
    guarded,
    plain,
    unary,
)
from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.targets import assign
from netbuilder.importing.source.values import (
    Apply,
    Arguments,
    Array,
    Function,
    Named,
    Tensor,
    Unknown,
    unknown_in,
)

Attribute = Callable[[object, str, ast.expr], object]
_item: Callable[..., object] = operator.getitem


class Expressions:
    """Evaluates expressions; nothing of the script is ever run.

    Args:
        session: The reading.
        apply: Calls a value with arguments.
        attribute: Gives an attribute of a value.
    """

    def __init__(self, session: Session, apply: Apply, attribute: Attribute) -> None:
        self._session = session
        self._apply = apply
        self._attribute = attribute
        self._by_kind = self._value  # looked up once: it is costly

    def evaluate(self, node: ast.expr, scope: Scope) -> object:
        """Return what an expression stands for.

        Raises:
            ReadingEndsError: nothing more of the script is to be read.
        """
        self._session.budget.step(node.lineno)
        return self._by_kind(node, scope)

    def truth(self, node: ast.expr, scope: Scope) -> bool | None:
        """Return whether a condition holds; None if that is not known."""
        return truth(self.evaluate(node, scope))

    @singledispatchmethod
    def _value(self, node: ast.expr, _scope: Scope) -> object:
        return self._session.unknown(node)

    @_value.register
    def _constant(self, node: ast.Constant, _scope: Scope) -> object:
        value = node.value
        return value if plain(value) and not isinstance(value, bytes) else None

    @_value.register
    def _name(self, node: ast.Name, scope: Scope) -> object:
        owner = scope.find(node.id)
        if owner is not None:
            return owner.names[node.id]
        for module in scope.module.stars:
            if star_names(module, node.id):
                return Named(canonical(f"{module}.{node.id}"))
        if is_builtin(node.id):
            return self._attribute(Named("builtins"), node.id, node)
        return self._session.unknown(node)

    @_value.register
    def _tuple(self, node: ast.Tuple, scope: Scope) -> object:
        return tuple(self._parts(node.elts, scope))

    @_value.register
    def _list(self, node: ast.List, scope: Scope) -> object:
        return list(self._parts(node.elts, scope))

    @_value.register
    def _set(self, node: ast.Set, scope: Scope) -> object:
        return list(self._parts(node.elts, scope))

    @_value.register
    def _dict(self, node: ast.Dict, scope: Scope) -> object:
        found: dict[object, object] = {}
        for key, part in zip(node.keys, node.values, strict=True):
            value = self.evaluate(part, scope)
            if key is not None:
                self._put(found, self.evaluate(key, scope), value)
            elif isinstance(value, dict):
                found.update(value)
            else:
                return self._session.unknown(node)
        return found

    def _put(self, found: dict[object, object], key: object, value: object) -> None:
        if isinstance(key, (str, int, float, bool, Named)):
            found[key] = value

    @_value.register
    def _joined(self, node: ast.JoinedStr, scope: Scope) -> object:
        text = ""
        for part in node.values:
            value = self.evaluate(part, scope)
            if not isinstance(value, str):
                return self._session.unknown(node)
            text += value
        return text if len(text) <= LONGEST else self._session.unknown(node)

    @_value.register
    def _formatted(self, node: ast.FormattedValue, scope: Scope) -> object:
        value = self.evaluate(node.value, scope)
        form = self.evaluate(node.format_spec, scope) if node.format_spec else ""
        if not _is_written(value) or not isinstance(form, str):
            return self._session.unknown(node)
        try:
            return formatted(value, form, chr(node.conversion) if node.conversion > 0 else "")
        except NotPlainError:
            return self._session.unknown(node)

    @_value.register
    def _binary(self, node: ast.BinOp, scope: Scope) -> object:
        left, right = self.evaluate(node.left, scope), self.evaluate(node.right, scope)
        return self.combined(node.op, left, right, node)

    def combined(self, kind: ast.AST, left: object, right: object, node: ast.AST) -> object:
        """Return what an operator gives for two values."""
        if self._session.too_heavy((left, right), getattr(node, "lineno", 0)):
            return self._session.unknown(node)
        identity = isinstance(kind, (ast.Is, ast.IsNot))
        if identity and not _either_unknown(left, right):
            return (left is right) is isinstance(kind, ast.Is)
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            name, line = operator_name(kind), getattr(node, "lineno", 0)
            if name is not None:
                return combine(self._session, name, (left, right), line)
        arrays = [part for part in (left, right) if isinstance(part, Array)]
        if arrays:
            return arrays[0] if len(arrays) == 1 else Array()
        return self._plainly(kind, left, right, node)

    def _plainly(self, kind: ast.AST, left: object, right: object, node: ast.AST) -> object:
        try:
            result = binary(kind, left, right)
        except NotPlainError:
            return _either_unknown(left, right) or self._session.unknown(node)
        if isinstance(kind, (ast.In, ast.NotIn)) and result is isinstance(kind, ast.NotIn):
            held = list(right) if isinstance(right, dict) else right
            return unknown_in((left, held)) or result  # which may be the very thing
        return result

    @_value.register
    def _unary(self, node: ast.UnaryOp, scope: Scope) -> object:
        value = self.evaluate(node.operand, scope)
        if isinstance(node.op, ast.Not):
            known = truth(value)
            return self._session.unknown(node) if known is None else not known
        if isinstance(value, Tensor):
            name = operator_name(node.op)
            return combine(self._session, name, (value,), node.lineno) if name else value
        if isinstance(value, (Unknown, Array)):
            return value
        try:
            return unary(node.op, value)
        except NotPlainError:
            return self._session.unknown(node)

    @_value.register
    def _boolean(self, node: ast.BoolOp, scope: Scope) -> object:
        wanted = isinstance(node.op, ast.Or)
        value: object = None
        for part in node.values:
            value = self.evaluate(part, scope)
            if truth(value) in (wanted, None):
                return value
        return value

    @_value.register
    def _compare(self, node: ast.Compare, scope: Scope) -> object:
        left = self.evaluate(node.left, scope)
        result: object = True
        for kind, part in zip(node.ops, node.comparators, strict=True):
            right = self.evaluate(part, scope)
            result = self.combined(kind, left, right, node)
            if truth(result) is not True:
                return result
            left = right
        return result

    @_value.register
    def _choice(self, node: ast.IfExp, scope: Scope) -> object:
        holds = self.truth(node.test, scope)
        if holds is None:
            return self._session.unknown(node)
        return self.evaluate(node.body if holds else node.orelse, scope)

    @_value.register
    def _walrus(self, node: ast.NamedExpr, scope: Scope) -> object:
        value = self.evaluate(node.value, scope)
        scope.set(node.target.id, value)
        return value

    @_value.register
    def _attribute_of(self, node: ast.Attribute, scope: Scope) -> object:
        return self._attribute(self.evaluate(node.value, scope), node.attr, node)

    @_value.register
    def _slice(self, node: ast.Slice, scope: Scope) -> object:
        ends = (node.lower, node.upper, node.step)
        return slice(*(self.evaluate(end, scope) if end else None for end in ends))

    @_value.register
    def _subscript(self, node: ast.Subscript, scope: Scope) -> object:
        value, key = self.evaluate(node.value, scope), self.evaluate(node.slice, scope)
        match value:
            case Tensor():
                return cut(self._session, value, key, node.lineno)
            case Array():
                return indexed(value, key)
            case list() | tuple() | str() | dict() if not isinstance(key, (list, tuple)):
                try:
                    return guarded(lambda: _item(value, key))
                except NotPlainError:
                    return self._session.unknown(node)
            case Unknown():
                return value
            case _:
                return self._session.unknown(node)

    @_value.register
    def _starred(self, node: ast.Starred, scope: Scope) -> object:
        return self.evaluate(node.value, scope)

    @_value.register
    def _call(self, node: ast.Call, scope: Scope) -> object:
        callee = self.evaluate(node.func, scope)
        if callee == Named("builtins.super"):
            owner = scope.find("super()")
            return owner.names["super()"] if owner else self._session.unknown(node)
        args = tuple(self._parts(node.args, scope))
        kwargs: dict[str, object] = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, scope)
            if keyword.arg is not None:
                kwargs[keyword.arg] = value
            elif isinstance(value, dict):
                kwargs.update((str(name), part) for name, part in value.items())
        given = Arguments(node.lineno, args, kwargs)
        result = self._apply(callee, given)
        return self._session.unknown(node) if result is ... else result

    @_value.register
    def _lambda(self, node: ast.Lambda, scope: Scope) -> object:
        defaults = tuple(self.evaluate(part, scope) for part in node.args.defaults)
        return Function("", node, scope, defaults)

    @_value.register
    def _list_comprehension(self, node: ast.ListComp, scope: Scope) -> object:
        return self._comprehension(node.elt, node.generators, node, scope)

    @_value.register
    def _generator(self, node: ast.GeneratorExp, scope: Scope) -> object:
        return self._comprehension(node.elt, node.generators, node, scope)

    @_value.register
    def _set_comprehension(self, node: ast.SetComp, scope: Scope) -> object:
        return self._comprehension(node.elt, node.generators, node, scope)

    @_value.register
    def _dict_comprehension(self, node: ast.DictComp, scope: Scope) -> object:
        inside = Scope(outer=scope)
        found: dict[object, object] = {}
        for known in self._turns(node.generators, inside):
            if not known:
                return self._session.unknown(node)
            key = self.evaluate(node.key, inside)
            self._put(found, key, self.evaluate(node.value, inside))
        return found

    def _comprehension(
        self, part: ast.expr, generators: list[ast.comprehension], node: ast.expr, scope: Scope
    ) -> object:
        inside = Scope(outer=scope)
        found: list[object] = []
        for known in self._turns(generators, inside):
            if not known:
                return self._session.unknown(node)
            found.append(self.evaluate(part, inside))
        return found

    def _turns(self, generators: list[ast.comprehension], scope: Scope) -> Iterator[bool]:
        """Go through the rounds of a comprehension; False where it cannot be followed."""
        first, *rest = generators
        parts = rounds(self.evaluate(first.iter, scope))
        if parts is None:
            yield False
            return
        for part in parts:
            assign(first.target, part, scope, self._session)
            wanted = [self.truth(test, scope) for test in first.ifs]
            if None in wanted:
                yield False
                return
            if all(wanted) and rest:
                yield from self._turns(rest, scope)
            elif all(wanted):
                yield True

    def _parts(self, nodes: list[ast.expr], scope: Scope) -> Iterator[object]:
        for node in nodes:
            value = self.evaluate(node, scope)
            if not isinstance(node, ast.Starred):
                yield value
            elif (parts := rounds(value)) is not None:
                yield from parts
            else:
                yield self._session.unknown(node)


def truth(value: object) -> bool | None:
    """Return whether a value counts as true; None if that is not known."""
    if isinstance(value, (Unknown, Array, Tensor)):
        return None
    return bool(value) if plain(value) else True


def _is_written(value: object) -> bool:
    """Tell whether it is known how Python writes a value: a number, a text, a tuple of such."""
    parts = value if isinstance(value, tuple) else (value,)
    return all(part is None or isinstance(part, (str, int, float, bool)) for part in parts)


def _either_unknown(left: object, right: object) -> Unknown | None:
    return next((part for part in (left, right) if isinstance(part, Unknown)), None)
