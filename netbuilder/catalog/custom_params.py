"""The parameters of custom code, from the signature of its ``__init__``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain, repeat

from netbuilder.catalog.spec import Family, Kind, Param
from netbuilder.graph.values import Value, value_from_json
from netbuilder.i18n import tr

_OF_KERAS = frozenset(("self", "name", "dtype", "trainable", "reduction"))
"""Arguments that are Keras's own affair, even where a class names them."""

_KINDS = {"bool": Kind.BOOL, "int": Kind.INT, "float": Kind.FLOAT, "str": Kind.TEXT}
_OF_VALUES = {bool: Kind.BOOL, int: Kind.INT, float: Kind.FLOAT, str: Kind.TEXT}
_ENDINGS = {
    "activation": Family.ACTIVATION,
    "initializer": Family.INITIALIZER,
    "regularizer": Family.REGULARIZER,
    "constraint": Family.CONSTRAINT,
}

TRAINABLE = Param(
    "trainable",
    Kind.BOOL,
    default=True,
    doc="Whether training changes the layer's weights.",
    advanced=True,
)
"""What every layer takes by its ``**kwargs``."""


def params_of(init: ast.FunctionDef | None) -> tuple[Param, ...]:
    """Return the parameters that ``__init__`` takes, in its order.

    What kind a parameter is follows from its annotation, else from its default, else from
    its name (``activation``, ``kernel_initializer``).

    Args:
        init: The method; None if the class has none.
    """
    return () if init is None else tuple(_params(init.args))


def _params(arguments: ast.arguments) -> Iterator[Param]:
    places = [*arguments.posonlyargs, *arguments.args]
    lacking = len(places) - len(arguments.defaults)
    defaults = chain(repeat(None, lacking), arguments.defaults)
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for argument, default in chain(zip(places, defaults, strict=False), named):
        if argument.arg not in _OF_KERAS:
            yield _param(argument, default)


def _param(argument: ast.arg, default: ast.expr | None) -> Param:
    value, is_literal = _literal(default)
    annotation = "" if argument.annotation is None else ast.unparse(argument.annotation)
    family = next((f for end, f in _ENDINGS.items() if argument.arg.endswith(end)), None)
    kind = _kind(annotation, value, family)
    return Param(
        argument.arg,
        kind,
        required=default is None,
        default=value,
        optional=value is None and default is not None,
        family=family if kind is Kind.OBJECT else None,
        doc=_doc(annotation, default, is_literal=is_literal),
    )


def _kind(annotation: str, value: Value, family: Family | None) -> Kind:
    bare = annotation.replace("Optional[", "").rstrip("]").partition("|")[0].strip()
    if family is not None and (value is None or isinstance(value, str)):
        return Kind.OBJECT
    if bare in _KINDS:
        return _KINDS[bare]
    return _OF_VALUES.get(type(value), Kind.JSON)


def _literal(default: ast.expr | None) -> tuple[Value, bool]:
    """Return a default's value and whether it is one that can be read; None if not."""
    if default is None:
        return None, True
    try:
        return value_from_json(ast.literal_eval(default)), True
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None, False


def _doc(annotation: str, default: ast.expr | None, *, is_literal: bool) -> str:
    words = [tr("A parameter of __init__.")]
    if annotation:
        words.append(tr("Its annotation says: {kind}.", kind=annotation))
    if default is not None and not is_literal:
        words.append(tr("Left empty, it is {value}.", value=ast.unparse(default)))
    return " ".join(words)
