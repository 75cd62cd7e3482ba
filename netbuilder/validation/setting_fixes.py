"""Proposals for a parameter at fault: what was probably meant, and values that do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import islice

from netbuilder.catalog.arguments import is_number, is_whole, show
from netbuilder.catalog.names import known_names
from netbuilder.catalog.spec import Kind, Param
from netbuilder.graph import NodeId, Params, Value
from netbuilder.graph.edits import bypass, reset_param, set_param
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble
from netbuilder.validation.report import Fix

_MOST_DIVISORS = 3
_PERCENT = 100


def setting_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose another value for the parameter at fault."""
    name, node = trouble.error.setting, trouble.node
    if name is None:
        return
    param = trouble.spec.param(name)
    if param is None:
        title = tr("Remove the setting {setting}", setting=name)
        yield Fix(title, partial(reset_param, key=node.id, name=name))
        return
    if trouble.value("padding") == "valid":
        yield _setting(node.id, "padding", "same")
    if trouble.spec.category == "pooling":
        yield Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id))
    proposed: list[Value] = []
    for value in _better_values(trouble, param):
        if not any(_same(value, other) for other in proposed):
            proposed.append(value)
            yield _setting(node.id, name, value)
    if not param.required and not any(_same(value, param.default) for value in proposed):
        title = tr("Reset {setting} to {value}", setting=name, value=show(param.default))
        yield Fix(title, partial(reset_param, key=node.id, name=name))


def _setting(key: NodeId, name: str, value: Value) -> Fix:
    title = tr("Set {setting} to {value}", setting=name, value=show(value))
    return Fix(title, partial(set_param, key=key, name=name, value=value))


def _same(value: Value, other: Value) -> bool:
    """Tell whether two values say the same: 1 is (1, 1) for a picture's two axes."""
    if isinstance(other, tuple) and not isinstance(value, tuple):
        return all(part == value for part in other)
    return Params(value=value) == Params(value=other)


def _better_values(trouble: Trouble, param: Param) -> Iterator[Value]:
    value = trouble.node.params.get(param.name, param.default)
    yield from _meant(param, value)
    if param.name == "groups" and is_whole(value):
        yield from _divisors(trouble, value)
    if param.kind is Kind.SHAPE and isinstance(value, tuple):
        for axis in reversed(range(len(value))):
            yield (*value[:axis], -1, *value[axis + 1 :])
    yield from (start for name, start in trouble.spec.starting if name == param.name)
    if is_number(value):
        yield from _within(param, value)


def _meant(param: Param, value: Value) -> Iterator[Value]:
    """Yield what a value was probably meant to be."""
    if isinstance(value, str):
        yield from _read_as_number(param, value)
        yield from _respelled(param, value)
    elif param.kind is Kind.INT and isinstance(value, float) and is_number(value):
        yield round(value)
    elif is_number(value) and param.maximum == 1 and 1 < value <= _PERCENT:
        yield value / _PERCENT
    elif param.name == "dims" and isinstance(value, tuple) and 0 in value:
        yield tuple(axis + 1 if is_whole(axis) else axis for axis in value)


def _read_as_number(param: Param, value: str) -> Iterator[Value]:
    """Yield the number that stands in quotes."""
    with suppress(ValueError):
        if param.kind in (Kind.INT, Kind.SIZE):
            yield int(value)
        elif param.kind is Kind.FLOAT:
            yield float(value)


def _respelled(param: Param, value: str) -> Iterator[str]:
    """Yield the names that differ only in upper and lower case and in what joins words."""
    known = param.choices or (known_names(param.family) if param.family else ())
    plain = _plain(value)
    yield from sorted(name for name in known if _plain(name) == plain and name.islower())


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _divisors(trouble: Trouble, groups: int) -> Iterator[int]:
    """Yield the next smaller numbers of groups that the channels can be shared among."""
    if not trouble.inputs:
        return
    channels = trouble.inputs[0].shape[-1] or 0
    fewer = range(min(groups - 1, channels), 0, -1)
    yield from islice((count for count in fewer if channels % count == 0), _MOST_DIVISORS)


def _within(param: Param, value: float) -> Iterator[Value]:
    for limit in (param.minimum, param.maximum):
        if limit is not None:
            yield int(limit) if param.kind is Kind.INT else limit
    if param.kind is Kind.INT and value < 1:
        yield 1
