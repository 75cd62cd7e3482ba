"""Networks of keras.applications, saved with what Keras says of them: no Keras is needed."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from netbuilder.catalog.preparing import CAFFE, TORCH
from netbuilder.graph import Graph
from netbuilder.importing import read_config
from netbuilder.importing.source import read_source
from tests.unit.imported import differences, saved
from tests.unit.round_trip import lost_on_the_way

NETWORKS = ("ConvNeXtTiny", "InceptionResNetV2", "MobileNetV2", "ResNet50")


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_is_as_in_keras(name: str) -> None:
    said = saved(name)
    assert differences(read_config(said["config"]), said["layers"]) == ""


@pytest.mark.parametrize("name", NETWORKS)
def test_no_two_nodes_stand_on_each_other(name: str) -> None:
    graph = read_config(saved(name)["config"])
    assert len({(node.x, node.y) for node in graph.nodes.values()}) == len(graph.nodes)


def test_data_flows_downwards() -> None:
    graph = read_config(saved("InceptionResNetV2")["config"])
    assert all(graph.nodes[w.source].y < graph.nodes[w.target].y for w in graph.wires)


def test_usual_values_are_left_out() -> None:
    graph = read_config(saved("ResNet50")["config"])
    by_name = {node.name: dict(node.params) for node in graph.nodes.values()}
    assert by_name["conv2_block1_1_conv"] == {"filters": 64, "kernel_size": 1}
    assert by_name["conv1_bn"] == {"axis": 3, "epsilon": 1.001e-05}
    assert by_name["predictions"] == {"units": 1000, "activation": "softmax"}


def test_reading_takes_no_time() -> None:
    config = saved("InceptionResNetV2")["config"]
    start = time.process_time()
    graph: Graph = read_config(config)
    assert len(graph.nodes) == 782
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("module", "added"),
    [
        pytest.param("vgg16", ["ops.get_item", "Normalization"], id="means, blue first"),
        pytest.param("densenet", ["Normalization"], id="means and deviations"),
        pytest.param("resnet_v2", ["ops.divide", "ops.subtract"], id="from -1 to 1"),
    ],
)
def test_pictures_are_prepared(module: str, added: list[str]) -> None:
    read = read_source(
        "import keras\nx = keras.Input((8, 8, 3))\n"
        f"model = keras.Model(x, keras.applications.{module}.preprocess_input(x))"
    )
    assert read.notes == ()
    assert [node.class_name for node in read.graph.nodes.values()] == ["InputLayer", *added]
    assert lost_on_the_way(read.graph) == []


def test_means_are_those_of_keras() -> None:
    keras = find_spec("keras")
    assert keras is not None
    assert keras.origin is not None
    utilities = Path(keras.origin).parent / "src" / "applications" / "imagenet_utils.py"
    written = utilities.read_text(encoding="utf-8")
    numbers = [*CAFFE, *(part for pair in TORCH for part in pair)]
    assert all(str(number) in written for number in numbers)
