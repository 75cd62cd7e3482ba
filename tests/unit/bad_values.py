"""Values that a hand-edited project file may hold, and layers to try them on."""

from __future__ import annotations

import json

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph
from netbuilder.project.graph_json import graph_from_json, graph_to_json
from netbuilder.validation import NodeState
from netbuilder.validation.validate import Validator
from tests.unit.drawing import draw, layer

BAD: dict[str, object] = {
    "negative": -3,
    "zero": 0,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "minus infinite": float("-inf"),
    "huge": 10**12,
    "enormous": 10**400,
    "a huge fraction": 1e300,
    "a fraction": 2.5,
    "true": True,
    "text": "spam",
    "no text": "",
    "a list of all sorts": [1, "a", None],
    "no list": [],
    "a nested list": [[1, [2]], {"a": [1]}],
    "an object": {"a": {"b": 1}},
    "a layer": {"class_name": "Dense", "config": {"units": 3}},
    "an unknown layer": {"class_name": "Spam", "config": {}},
    "huge numbers": [10**12, 10**12],
    "negative numbers": [-1, -1],
    "zeros": [0, 0],
    "null": None,
}
"""As JSON data; NaN and infinity as Python's json writes and reads them."""

INPUTS: tuple[tuple[tuple[int, ...], str], ...] = (
    ((12, 12, 3), "float32"),
    ((12, 4), "float32"),
    ((8,), "float32"),
    ((6,), "int32"),
    ((6, 6, 6, 2), "float32"),
    ((4, 8, 8, 2), "float32"),
    ((3, 6, 6, 6, 2), "float32"),
    ((8000,), "float32"),
    ((8000, 1), "float32"),
    ((1,), "string"),
    ((1,), "int32"),
)


def fitting(spec: LayerSpec, validator: Validator) -> Graph:
    """Return a valid network of an Input ``x`` and the layer ``a`` of a class."""
    for count in range(max(1, spec.ports.minimum), 4):
        for shape, dtype in INPUTS:
            graph = draw(
                layer("x", "InputLayer", shape=shape, dtype=dtype),
                layer("a", spec.name, *["x"] * count, **dict(spec.starting)),
            )
            if validator.validate(graph).nodes["a"].state is NodeState.VALID:
                return graph
    raise LookupError(f"no input for {spec.name}")


def with_value(graph: Graph, name: str, value: object) -> Graph:
    """Return the network as read from a file in which one parameter of ``a`` is ``value``."""
    data = json.loads(json.dumps(graph_to_json(graph)))
    node = next(entry for entry in data["nodes"] if entry["id"] == "a")
    node["params"][name] = json.loads(json.dumps(value))
    return graph_from_json(data)
