"""Configs of Keras 1 and 2 as Keras 3 would write them.

Only the form is changed here: what the classes and their arguments are called today stands in
:mod:`netbuilder.importing.legacy.arguments`. The reader of Keras 3's configs does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.legacy.arguments import upgrade_layer
from netbuilder.importing.legacy.calls import function_call, layer_call
from netbuilder.importing.legacy.classes import is_known_layer
from netbuilder.importing.legacy.merging import merged_chain
from netbuilder.importing.legacy.shapes import input_shape
from netbuilder.importing.operations import joins

Json = dict[str, object]

_DEEPEST = 12
_INPUT = "InputLayer"
_LAYERS = {"module": "keras.layers"}
_FUNCTIONS = ("SlicingOpLambda", "TFOpLambda")
_HELD = ("layer", "backward_layer", "forward_layer", "cell")


def is_legacy(data: Mapping[str, object]) -> bool:
    """Tell whether a config was written by Keras 1 or 2."""
    version = data.get("keras_version")
    if isinstance(version, str):
        return not version.startswith("3")
    return "module" not in data


def upgrade_model(data: Mapping[str, object], depth: int = 0) -> Json:
    """Return a model's config as Keras 3 would write it.

    Args:
        data: The config: a Sequential, or a Functional model, which was called Model.
        depth: In how many models it lies.

    Raises:
        ConfigError: it is not written as Keras 1 and 2 write models.
    """
    if depth > _DEEPEST:
        raise ConfigError(tr("The model's description is nested too deeply."))
    config = data.get("config")
    if isinstance(config, list):  # Keras 1 and 2 up to 2.2 wrote a Sequential so
        config = {"layers": config}
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise ConfigError(tr("It does not describe a Keras model."))
    listed = [layer for layer in config["layers"] if isinstance(layer, dict)]
    name = data.get("name", config.get("name"))
    named = {"name": name} if isinstance(name, str) else {"name": "sequential"}
    trainable = {"trainable": False} if config.get("trainable") is False else {}
    if "input_layers" in config:
        inside = _functional(listed, config, depth)
        return {
            **data,
            "class_name": "Functional",
            "module": "keras",
            **named,
            "config": {**named, **trainable, **inside},
        }
    joined = merged_chain(listed)
    if joined is not None:
        return upgrade_model({**joined, **named}, depth + 1)
    layers = _chain(listed, depth)
    shape = {"build_input_shape": config.get("build_input_shape")}
    return {
        **data,
        "class_name": "Sequential",
        "module": "keras",
        **named,
        "config": {**named, **trainable, **shape, "layers": layers},
    }


def is_model(data: Mapping[str, object]) -> bool:
    """Tell whether a layer of an old config is a model."""
    if data.get("class_name") == "Sequential":
        return True
    config = data.get("config")
    return isinstance(config, dict) and "input_layers" in config and "layers" in config


def _chain(listed: Sequence[Json], depth: int) -> list[Json]:
    layers = [upgraded_layer(layer, depth) for layer in listed]
    if layers and layers[0].get("class_name") != _INPUT:
        entry = _entry_of(listed[0], layers[0])
        return layers if entry is None else [entry, *layers]
    return layers


def _entry_of(old: Json, new: Json) -> Json | None:
    """Return the Input that the first layer of a chain tells of, or None."""
    config = new.get("config")
    if not isinstance(config, dict):
        return None
    inside = config.get("layers")
    if isinstance(inside, list) and inside:
        entries = [part for part in inside if part.get("class_name") == _INPUT]
        return {**entries[0], "inbound_nodes": []} if len(entries) == 1 else None
    given = old.get("config")
    shape = input_shape(str(new.get("class_name")), given) if isinstance(given, dict) else None
    if shape is None or not isinstance(given, dict):
        return None
    dtype = given.get("input_dtype", given.get("dtype"))
    kept = {"dtype": dtype} if isinstance(dtype, str) and new["class_name"] != "Embedding" else {}
    name = f"{new.get('name')}_input"
    return {
        "class_name": _INPUT,
        **_LAYERS,
        "name": name,
        "config": {"name": name, "batch_shape": list(shape), **kept},
    }


def _functional(listed: Sequence[Json], config: Mapping[str, object], depth: int) -> Json:
    names = {str(_name_of(layer)) for layer in listed}
    layers = []
    for layer in listed:
        calls = layer.get("inbound_nodes", [])
        if not isinstance(calls, list):
            raise ConfigError(tr("The calls of {name} cannot be read.", name=_name_of(layer)))
        if layer.get("class_name") in _FUNCTIONS:
            layers.append(function_call(layer, names))
        else:
            upgraded = upgraded_layer(layer, depth)
            joined = joins(str(upgraded.get("class_name")))
            nodes = [layer_call(call, names, joins=joined) for call in calls]
            layers.append({**upgraded, "inbound_nodes": nodes})
    models = {str(_name_of(layer)) for layer in listed if "input_layers" in _config(layer)}
    return {
        "layers": layers,
        "input_layers": config.get("input_layers"),
        "output_layers": _counted(config.get("output_layers"), models),
    }


def _counted(ends: object, models: set[str]) -> object:
    """Return the outputs; Keras 3 counts the calls of a model from 1 there, the older from 0."""
    match ends:
        case [str(name), int(call), *rest]:
            return [name, call + 1 if name in models else call, *rest]
        case list():
            return [_counted(part, models) for part in ends]
        case dict():
            return {key: _counted(part, models) for key, part in ends.items()}
        case _:
            return ends


def upgraded_layer(data: Json, depth: int = 0) -> Json:
    """Return a layer's config as Keras 3 would write it, without its calls."""
    if is_model(data):
        return upgrade_model(data, depth + 1)
    class_name, given = str(data.get("class_name")), dict(_config(data))
    name = _name_of(data)
    if class_name == _INPUT:
        shape = input_shape(class_name, given)
        dtype = given.get("dtype", given.get("input_dtype", "float32"))
        config: Json = {"batch_shape": list(shape) if shape else None, "dtype": dtype}
        return {
            "class_name": class_name,
            **_LAYERS,
            "name": name,
            "config": {**config, "name": name},
        }
    if not is_known_layer(class_name):
        return {"class_name": class_name, "name": name, "config": {**given, "name": name}}
    for part in _HELD:
        held = given.get(part)
        if isinstance(held, dict) and "class_name" in held:
            given[part] = upgraded_layer(held, depth + 1)
    current, config = upgrade_layer(class_name, given)
    return {"class_name": current, **_LAYERS, "name": name, "config": {**config, "name": name}}


def _config(data: Mapping[str, object]) -> Mapping[str, object]:
    config = data.get("config")
    return config if isinstance(config, dict) else {}


def _name_of(data: Mapping[str, object]) -> object:
    """Return a layer's name; Keras 1 left it out where a Sequential is the layer."""
    return data.get("name", _config(data).get("name"))
