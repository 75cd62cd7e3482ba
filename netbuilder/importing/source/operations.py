"""Functions that are called on tensors: ``keras.ops``, arithmetic, slices, and their old names."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.signatures import positional_names
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.codegen.names import Identifiers
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.legacy.functions import (
    current_argument,
    current_function,
    operation_name,
)
from netbuilder.importing.operations import PREFIX, operation_class
from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.configs import NotWritableError, as_config, bound
from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Layer,
    Tensor,
    Unknown,
    tensors_in,
    unknown_in,
)
from netbuilder.importing.values import read_params

FUNCTIONS = "keras.src.ops.numpy"
"""The module that a config names for any function."""
_PASSING = frozenset(("_", "inputs", "outputs", "x"))

_OPERATORS: Mapping[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "true_divide",
    ast.Mod: "mod",
    ast.Pow: "power",
    ast.MatMult: "matmul",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
    ast.USub: "negative",
    ast.BitAnd: "logical_and",
    ast.BitOr: "logical_or",
    ast.Invert: "logical_not",
}


def operator_name(operator: ast.AST) -> str | None:
    """Return the operation that an operator between tensors is, or None."""
    return _OPERATORS.get(type(operator))


def operation_of(path: str) -> LayerSpec | None:
    """Return the operation that a function of a library is, or None.

    Args:
        path: Its name: ``"keras.ops.mean"``, ``"tensorflow.reduce_mean"``.
    """
    root, _, rest = path.partition(".")
    if root == "keras":
        area, _, rest = rest.partition(".")
        relu = area == "activations" and rest == "relu"  # Keras makes a ReLU of that one
        if relu or area not in ("ops", "backend", "activations"):
            return None
    elif root != "tensorflow":
        return None
    return current_function(rest)


def operate(session: Session, spec: LayerSpec, arguments: Arguments) -> object:
    """Record a function's call on tensors and return what it gives."""
    names = positional_names(Family.OPERATION, spec.name)
    given = bound(names, _renamed(arguments, names))
    if spec.name == "ops.einsum":
        args, on = arguments.args[1:], ["operands"]
        given = {"subscripts": arguments.get("subscripts", 0)}
    else:
        on = _tensor_names(spec, given)
        args = tuple(given[name] for name in on)
    settings: dict[str, object] = {}
    if spec.name == "ops.reshape":
        given["newshape"] = _with_open_axis(given.get("newshape"))
    for name, value in given.items():
        if name in on or value is None:
            continue
        try:
            settings[name] = as_config(value)
        except NotWritableError as error:
            found = error.value
            code = found.what if isinstance(found, Unknown) else name
            return Unknown(arguments.line, code)
    return _recorded(session, _Applied(spec, args, arguments.line, settings))


def _with_open_axis(shape: object) -> object:
    """Return a new shape in which the one axis that is not known takes the rest."""
    if isinstance(shape, list | tuple) and list(shape).count(None) == 1 and -1 not in shape:
        return [-1 if size is None else size for size in shape]
    return shape


def combine(session: Session, name: str, operands: tuple[object, ...], line: int) -> object:
    """Return what an operator gives for its operands, of which one at least is a tensor."""
    class_name = "".join(part.capitalize() for part in name.split("_"))
    spec = load_catalog().layers[operation_class({"class_name": class_name})]
    try:
        plain = tuple(part if isinstance(part, Tensor) else as_config(part) for part in operands)
    except NotWritableError as error:
        found = error.value
        return found if isinstance(found, Unknown) else Unknown(line, name)
    return _recorded(session, _Applied(spec, plain, line, {}, class_name))


def cut(session: Session, tensor: Tensor, key: object, line: int) -> object:
    """Return what ``tensor[key]`` gives."""
    spec = load_catalog().layers[f"{PREFIX}get_item"]
    try:
        settings = {"key": as_config(key)}
    except NotWritableError as error:
        found = error.value
        return found if isinstance(found, Unknown) else Unknown(line, "[]")
    return _recorded(session, _Applied(spec, (tensor,), line, settings))


@dataclass(frozen=True)
class _Applied:
    """A function that is applied: its class, the tensors and numbers, its line and settings."""

    spec: LayerSpec
    args: tuple[object, ...]
    line: int
    settings: dict[str, object]
    class_name: str = ""


def _recorded(session: Session, applied: _Applied) -> object:
    lost = unknown_in(applied.args)
    if lost is not None:
        return lost
    spec, settings = applied.spec, dict(applied.settings)
    class_name = applied.class_name or operation_name(spec)
    given = settings.pop("name", None)
    name = session.names.take_operation(spec, class_name, given if isinstance(given, str) else None)
    layer = Layer(class_name, name, {"name": name, **settings}, FUNCTIONS, applied.line, spec)
    numbers = {
        port: part
        for port, part in zip(spec.ports.names, applied.args, strict=False)
        if not isinstance(part, Tensor)
    }
    try:
        layer.params = read_params(spec, {**settings, **numbers}, as_written=True)
    except ConfigError:
        return Unknown(applied.line, spec.name)
    return call_layer(session, layer, applied.args, {})


def name_after(target: ast.expr, value: object, scope: Scope, session: Session) -> None:
    """Call an operation what the script calls its result, unless that is a passing name.

    Keras lets nobody name the call of a function; only the variable says what it is.
    """
    while isinstance(target, ast.Tuple | ast.List) and target.elts:
        target = target.elts[0]
    first = value[0] if isinstance(value, list | tuple) and value else value
    if not isinstance(target, ast.Name) or not isinstance(first, Tensor):
        return
    name, call = target.id, first.call
    is_new = call.number == session.calls and call.layer.module == FUNCTIONS
    if is_new and name not in _PASSING and name not in scope.names:
        # Generated code calls the result of "sum" sum_layer, so as to leave Python's own alone.
        stem = name.removesuffix("_layer")
        call.layer.name = stem if Identifiers().take(stem) == name else name
        call.layer.config["name"] = call.layer.name


def _renamed(arguments: Arguments, names: tuple[str, ...]) -> Arguments:
    kwargs = {current_argument(name, names): value for name, value in arguments.kwargs.items()}
    return Arguments(arguments.line, arguments.args, kwargs)


def _tensor_names(spec: LayerSpec, given: Mapping[str, object]) -> list[str]:
    """Return which arguments a config lists as what the function is called on."""
    ports = [name for name in spec.ports.names if name in given]
    return ports or [name for name in list(given)[:1] if next(tensors_in(given[name]), None)]
