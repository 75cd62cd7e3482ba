"""``TimeDistributed(model)`` in a config: a model whose layers work on each step of a sequence.

A layer of a network cannot hold a whole model here. A model computes the same if each of its
layers is distributed over time by itself; layers that merge place by place need not be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from netbuilder.catalog.shape_rules.merging import PLACE_BY_PLACE
from netbuilder.i18n import tr
from netbuilder.importing.entries import INPUT_CLASS, is_network, name_of
from netbuilder.importing.operations import is_operation
from netbuilder.importing.values import is_object

Data: TypeAlias = Mapping[str, object]

WRAPPER = "TimeDistributed"
MERGING_STEPS = PLACE_BY_PLACE | {"Concatenate"}
"""Layers that merge sequences as they merge single steps, if along the last axis."""
SPREAD = "spread"
"""Of a model that stands for such a wrapper: Keras counts its calls as those of a layer."""

_DEEPEST = 12  # of models within models
_OPEN_STEPS = (None, None)  # the batch, and steps without number


def how_it_is_drawn() -> str:
    """Return what to tell the student about a wrapper that holds a model."""
    return tr(
        "{wrapper} holds a whole model here; it is drawn as a model in which each layer is "
        "{wrapper}, which computes the same.",
        wrapper=WRAPPER,
    )


def holds_model(data: object) -> bool:
    """Tell whether a layer of a config is a wrapper that can be drawn as a model."""
    return _held(data) is not None


def any_holds_model(data: object, depth: int = 0) -> bool:
    """Tell whether a layer of a model, or of the models within it, is such a wrapper."""
    if depth > _DEEPEST or not is_object(data):
        return False
    return holds_model(data) or any(any_holds_model(one, depth + 1) for one in _layers(data))


def as_model(data: Data) -> Data:
    """Return the model that computes what a wrapper around one does; all else as it is."""
    held = _held(data)
    if held is None:
        return data
    model = _distributed(held)
    named = {**_config(model), "name": name_of(data)}
    return {**data, **model, "config": named, SPREAD: True}


def _held(data: object) -> Data | None:
    """Return the model that a wrapper holds, if its layers can be wrapped one by one."""
    if not is_object(data) or data["class_name"] != WRAPPER:
        return None
    held = _config(data).get("layer")
    return held if is_object(held) and is_network(held) and _can_be_spread(held) else None


def _distributed(model: Data) -> Data:
    """Return a model with each of its layers distributed over time."""
    config = dict(_config(model))
    config["layers"] = [_layer(one) for one in _layers(model) if is_object(one)]
    shape = config.pop("build_input_shape", None)
    if isinstance(shape, list):
        config["build_input_shape"] = [*_OPEN_STEPS, *shape[1:]]
    return {"class_name": model["class_name"], "module": model.get("module"), "config": config}


def _layer(data: Data) -> Data:
    config = _config(data)
    if data["class_name"] == INPUT_CLASS:
        shape = config.get("batch_shape")
        steps = [*_OPEN_STEPS, *shape[1:]] if isinstance(shape, list) else shape
        return {**data, "config": {**config, "batch_shape": steps}}
    if data["class_name"] in MERGING_STEPS:
        return data
    name = name_of(data)
    held = {key: data[key] for key in ("class_name", "module", "registered_name") if key in data}
    wrapper = {"name": name, "layer": {**held, "config": config}}
    wrapped = {
        "class_name": WRAPPER,
        "module": "keras.layers",
        "config": wrapper,
        "name": name,
        "inbound_nodes": data.get("inbound_nodes", []),
    }
    return as_model(wrapped) if is_network(data) else wrapped


def _can_be_spread(model: Data, depth: int = 0) -> bool:
    """Tell whether a model computes the same with its layers wrapped one by one."""
    if depth > _DEEPEST:
        return False
    inner = [one for one in _layers(model) if is_object(one)]
    layers = [one for one in inner if one["class_name"] != INPUT_CLASS]
    if len(inner) < len(list(_layers(model))) or len(inner) - len(layers) > 1 or not layers:
        return False
    if model["class_name"] != "Sequential":
        ends = [_config(model).get(name) for name in ("input_layers", "output_layers")]
        if not all(map(_is_single, ends)) or not all(map(_keeps_steps_apart, layers)):
            return False
    held = (one for one in layers if is_network(one))
    return not any(map(is_operation, layers)) and all(
        _can_be_spread(one, depth + 1) for one in held
    )


def _is_single(ends: object) -> bool:
    """Tell whether a list of inputs or outputs names one tensor."""
    match ends:
        case [str(), int(), int()] | [[str(), int(), int()]]:
            return True
        case _:
            return False


def _keeps_steps_apart(layer: Data) -> bool:
    """Tell whether a layer is called once, on a tensor or on equally many axes merged by place."""
    calls = layer.get("inbound_nodes")
    if not isinstance(calls, list) or len(calls) != 1 or not isinstance(calls[0], dict):
        return False
    shapes = list(_shapes(calls[0].get("args")))
    if layer["class_name"] in MERGING_STEPS:
        return _config(layer).get("axis", -1) == -1 and len(set(map(len, shapes))) == 1
    return len(shapes) == 1


def _shapes(data: object, depth: int = 0) -> Iterator[list[object]]:
    """Yield the shapes of the tensors among the arguments of a call."""
    if depth > _DEEPEST:
        return
    match data:
        case {"class_name": "__keras_tensor__", "config": {"shape": list(shape)}}:
            yield shape
        case list():
            for part in data:
                yield from _shapes(part, depth + 1)


def _config(data: Data) -> dict[str, object]:
    config = data.get("config")
    return config if isinstance(config, dict) else {}


def _layers(data: Data) -> list[object]:
    layers = _config(data).get("layers")
    return layers if isinstance(layers, list) else []
