"""Scripts as students write them: read, and built by the real Keras."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.graph.walks import input_nodes, output_ports
from netbuilder.importing import read_config
from netbuilder.importing.source import read_source
from tests.keras.asking import run_judge
from tests.scripts import NOTED, SCRIPTS
from tests.unit.imported import as_keras_writes, differences

pytestmark = pytest.mark.keras

_OWN_CLASSES = {
    "attention of Bahdanau",
    "block of a transformer as a layer",
    "gated units and skips",
    "layer class in a functional model",
    "mixer in a chain",
    "residual units that get their activation",
}
"""Scripts with a layer class of their own, inside which no config of Keras shows anything."""


_OTHER_WORDS = {"SAME": "same", "hard_swish": "hard_silu", "swish": "silu"}
"""What Keras's own networks call things, and what configs call them."""


@cache
def _built() -> dict[str, Any]:
    built: dict[str, Any] = json.loads(run_judge("scripts_judge", data=SCRIPTS))
    return built


def described(graph: Graph) -> dict[str, Any]:
    """Return a network by names, whatever its ids: layers, wires, ends and networks within.

    Inputs go by their place, because a class of the script has none.
    """
    places = {key: f"input {number}" for number, key in enumerate(input_nodes(graph))}
    titles = dict(places)
    operations: Counter[str] = Counter()  # which a script names, but not to Keras
    for key, node in graph.nodes.items():
        if node.class_name.startswith("ops."):
            titles[key] = f"{node.class_name} {operations[node.class_name]}"
            operations[node.class_name] += 1
        elif key not in places:
            titles[key] = f"{node.name} {graph.sharing(key).index(key)}"
    return {
        "layers": {
            titles[key]: (
                node.class_name,
                _written_alike(node.class_name, node.params),
                described(node.inner) if node.inner is not None else None,
            )
            for key, node in graph.nodes.items()
        },
        "wires": sorted(
            (titles[w.source], w.source_port, titles[w.target], w.target_port) for w in graph.wires
        ),
        "outputs": [(titles[port.node], port.number) for port in output_ports(graph)],
    }


def _written_alike(class_name: str, params: Params) -> Params:
    """Return parameters as Keras writes them where it writes more than it was told."""
    usual = params if class_name == "InputLayer" else as_keras_writes(class_name, params)
    values = {name: _value(part) for name, part in usual.items()}
    match class_name, values:
        case "ZeroPadding2D", {"padding": int(size)}:
            values["padding"] = ((size, size), (size, size))
        case "RandomRotation", {"factor": float(factor)}:
            values["factor"] = (-factor, factor)
        case "MultiHeadAttention", {"attention_axes": (1,)}:
            del values["attention_axes"]
        case "Normalization", {"axis": int(axis)}:
            values["axis"] = (axis,)
        case "Activation", {"activation": None}:
            values["activation"] = "linear"
    return Params(values)


def _value(value: Value) -> Value:
    """Return a value without what 32 bits make of a decimal fraction."""
    match value:
        case float():
            return float(f"{value:.6g}")
        case Config(class_name, params):
            return Config(class_name, Params({k: _value(v) for k, v in params.items()}))
        case "l1":
            return Config("L1", Params(l1=0.01))
        case str() if value in _OTHER_WORDS:
            return _OTHER_WORDS[value]
        case _:
            return value


def test_there_are_enough() -> None:
    assert len(SCRIPTS) >= 80


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_read_as_keras_builds_it(name: str) -> None:
    built, read = _built()[name], read_source(SCRIPTS[name])
    assert tuple(note.message for note in read.notes) == NOTED.get(name, ())
    if name not in _OWN_CLASSES:
        assert described(read.graph) == described(read_config(built["config"]))
    rows = [row for row in built["layers"] if not row[0].startswith("entry")]
    lines = differences(read.graph, rows).splitlines()
    assert [line for line in lines if not line.endswith(": not in Keras")] == []
