"""Chains of Keras 1 that begin with a Merge of other chains, as Functional models."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from netbuilder.importing.legacy.shapes import input_shape

Json = dict[str, object]


def merged_chain(listed: Sequence[Json]) -> Json | None:
    """Return a chain whose first layer is a Merge as a Functional model; None for any other.

    What comes out still is of Keras 1's spelling.

    Args:
        listed: The layers of the chain.
    """
    if not listed or listed[0].get("class_name") != "Merge":
        return None
    merge, *rest = listed
    config = merge.get("config")
    branches = config.get("layers") if isinstance(config, dict) else None
    if not isinstance(config, dict) or not isinstance(branches, list):
        return None
    layers: list[Json] = []
    ends: list[list[object]] = []
    for number, branch in enumerate(branches):
        name, shape = f"branch_{number + 1}", _shape_of(branch)
        entry = f"{name}_input"
        layers.append(_layer("InputLayer", entry, {"batch_input_shape": shape}, []))
        layers.append({**branch, "name": name, "inbound_nodes": [[[entry, 0, 0]]]})
        ends.append([name, 0, 0])
    numbers = count(1)
    last = _name_of(merge, numbers)
    layers.append({**merge, "name": last, "inbound_nodes": [ends]})
    for layer in rest:
        name = _name_of(layer, numbers)
        layers.append({**layer, "name": name, "inbound_nodes": [[[last, 0, 0]]]})
        last = name
    return {
        "class_name": "Model",
        "config": {
            "layers": layers,
            "input_layers": [[f"branch_{n + 1}_input", 0, 0] for n in range(len(branches))],
            "output_layers": [[last, 0, 0]],
        },
    }


def _layer(class_name: str, name: str, config: Json, calls: list[object]) -> Json:
    return {"class_name": class_name, "name": name, "config": config, "inbound_nodes": calls}


def _name_of(layer: Json, numbers: count[int]) -> str:
    config = layer.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    return name if isinstance(name, str) else f"layer_{next(numbers)}"


def _shape_of(branch: object) -> list[object] | None:
    """Return the shape that a chain takes, as its first layer says."""
    config = branch.get("config") if isinstance(branch, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else config
    first = layers[0] if isinstance(layers, list) and layers else None
    match first:
        case {"class_name": str(name), "config": dict(given)}:
            shape = input_shape(name, given)
            return None if shape is None else list(shape)
        case _:
            return None
