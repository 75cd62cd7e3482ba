"""How Keras 1 and 2 wrote what a layer is called with, as Keras 3 does."""

from __future__ import annotations

from collections.abc import Mapping, Set

from netbuilder.catalog.signatures import positional_names
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.legacy.functions import (
    current_argument,
    current_function,
    operation_name,
)

Json = dict[str, object]

_OPERATIONS = "keras.src.ops.numpy"
_CONSTANT = "_CONSTANT_VALUE"
_DEEPEST = 20


def layer_call(data: object, names: Set[str], *, joins: bool = False) -> Json:
    """Return one call of a layer.

    Args:
        data: ``[["name", call, port, {...}], ...]``, or one of these by itself.
        names: The names of all layers of the model.
        joins: Whether the layer is called on a list, be it of one tensor.
    """
    if isinstance(data, dict):  # written by Keras 3 already
        return data
    args, kwargs = _parts(data, names)
    return {"args": args if len(args) == 1 and not joins else [args], "kwargs": kwargs}


def function_call(data: Json, names: Set[str]) -> Json:
    """Return a function of TensorFlow that a layer stands for, such as TFOpLambda.

    One that Keras 3 does not have keeps its name and its config.
    """
    config = data.get("config")
    config = config if isinstance(config, dict) else {}
    name, path = data.get("name", config.get("name")), str(config.get("function"))
    listed = data.get("inbound_nodes")
    calls = listed if isinstance(listed, list) else []
    spec = current_function(path)
    if spec is None or len(calls) != 1:
        nodes = [layer_call(call, names) for call in calls]
        return {**data, "class_name": path, "name": name, "inbound_nodes": nodes}
    args, kwargs = _parts(calls[0], names)
    known = positional_names(Family.OPERATION, spec.name)
    given = dict(zip(known, args if known[0] != "xs" else [args], strict=False))
    given |= {current_argument(key, known): part for key, part in kwargs.items() if key != "name"}
    return {
        "class_name": operation_name(spec),
        "module": _OPERATIONS,
        "name": name,
        "config": {"name": name, **_settings(spec, given)},
        "inbound_nodes": [{"args": _operands(spec, given), "kwargs": {}}],
    }


def _operands(spec: LayerSpec, given: Mapping[str, object]) -> list[object]:
    ports = spec.ports.names or tuple(given)[:1]
    return [given[name] for name in ports if name in given]


def _settings(spec: LayerSpec, given: Mapping[str, object]) -> Json:
    ports = spec.ports.names or tuple(given)[:1]
    settings = {name: part for name, part in given.items() if name not in ports}
    if "key" in settings:
        settings["key"] = _key(settings["key"])
    return {name: part for name, part in settings.items() if part is not None}


def _key(value: object) -> object:
    match value:
        case {"start": _, "stop": _, "step": _}:
            return {"class_name": "__slice__", "config": value}
        case list():
            return [_key(part) for part in value]
        case _:
            return value


def _parts(data: object, names: Set[str]) -> tuple[list[object], Json]:
    """Return the tensors of a call, and its other arguments by name."""
    match data:
        case [str(), *_]:
            listed: list[object] = [data]
        case list():
            listed = data
        case dict():
            listed = [data[key] for key in sorted(data)]
        case _:
            raise ConfigError(tr("The model's description names a tensor that cannot be read."))
    args: list[object] = []
    kwargs: Json = {}
    for part in listed:
        match part:
            case [str(name), int(), value, *rest] if name == _CONSTANT:
                args.append(value)
            case [str(name), int(call), int(port), *rest]:
                args.append(tensor(name, call, port))
            case _:
                raise ConfigError(tr("The model's description names a tensor that cannot be read."))
        if rest and isinstance(rest[0], dict):
            kwargs |= {str(key): _argument(value, names, 0) for key, value in rest[0].items()}
    return args, kwargs


def _argument(value: object, names: Set[str], depth: int) -> object:
    """Return an argument; lists such as ``["dense", 0, 0]`` in it are tensors."""
    if depth > _DEEPEST:
        raise ConfigError(tr("The model's description is nested too deeply."))
    match value:
        case [str(name), int(call), int(port)] if name in names:
            return tensor(name, call, port)
        case [str(name), int(), constant] if name == _CONSTANT:
            return constant
        case list():
            return [_argument(part, names, depth + 1) for part in value]
        case _:
            return value


def tensor(name: str, call: int = 0, port: int = 0) -> Json:
    """Return a tensor as Keras 3 writes it among the arguments of a call."""
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, call, port]}}
