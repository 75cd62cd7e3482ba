"""Configs written by the real Keras, read back: layers, calls, parameters."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.settings import check_params
from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Params, value_to_json
from netbuilder.importing import read_config
from netbuilder.importing.values import read_params
from netbuilder.validation.validate import Validator
from tests.keras.asking import run_judge
from tests.unit.imported import differences

pytestmark = pytest.mark.keras

MODELS = (
    "chain",
    "encoder",
    "frozen image",
    "masked words",
    "operations",
    "sequence to sequence",
    "several ends",
    "siamese",
    "states",
)
NOT_WRITTEN_AND_READ = {"InputLayer", "RandomShear"}
"""An Input is no layer by its starting values; Keras refuses what it writes of RandomShear."""
OURS_ALONE = {
    "chain": {"input_layer"},
}
"""What only we list: the entry of a Sequential model."""


def _ask(what: str, data: object = None) -> Any:
    return json.loads(run_judge("importing_judge", what, data=data))


@cache
def _said() -> dict[str, Any]:
    said: dict[str, Any] = _ask("models")
    return said


@pytest.mark.parametrize("name", MODELS)
def test_models(name: str) -> None:
    said = _said()[name]
    graph = read_config(said["config"])
    report = Validator(load_catalog()).validate(graph)
    shapes = [report.nodes[node].outputs[number].shape for node, number in report.outputs]
    assert [list(shape) for shape in shapes] == said["outputs"]
    found = differences(graph, said["layers"])
    assert {line.partition(":")[0] for line in found.splitlines()} == OURS_ALONE.get(name, set())


def test_a_layer_comes_back_as_keras_wrote_it() -> None:
    """What Keras writes of every layer, read and given to Keras again, is written alike."""
    specs = [spec for spec in load_catalog().layers.values() if spec.module == "keras.layers"]
    placed = [spec for spec in specs if spec.name not in NOT_WRITTEN_AND_READ]
    assert len(placed) > 110
    written = _ask("layers", [_case(spec, Params(dict(spec.starting))) for spec in placed])
    read = [
        read_params(spec, config["config"]) for spec, config in zip(placed, written, strict=True)
    ]
    for spec, params in zip(placed, read, strict=True):
        check_params(spec, params)
    again = _ask("layers", [_case(*pair) for pair in zip(placed, read, strict=True)])
    assert [_nameless(config) for config in again] == [_nameless(config) for config in written]


def _case(spec: LayerSpec, params: Params) -> list[Any]:
    return [spec.name, value_to_json(params)]


def _nameless(data: Any) -> Any:
    """Return a config without names, which Keras counts on."""
    if isinstance(data, list):
        return [_nameless(part) for part in data]
    if not isinstance(data, dict) or data.get("class_name") == "DTypePolicy":
        return data
    return {key: _nameless(part) for key, part in data.items() if key != "name"}
