"""What an ImageDataGenerator was told, said with layers and a dataset."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netbuilder.dataset import DataChoice, DataError
from netbuilder.graph import Flow, Graph, Params, Value
from netbuilder.graph.walks import input_nodes
from netbuilder.project import Project
from netbuilder.project.generator import (
    GeneratorSettings,
    differences,
    layers_for,
    with_generator,
)
from tests.unit.drawing import chain, image, layer
from tests.unit.own_data import write_pictures
from tests.unit.round_trip import judged

NETWORK = chain(image(28, 28, 1), layer("flat", "Flatten"), layer("scores", "Dense", units=2))
NOTHING = GeneratorSettings(rescale=0)
FILL: dict[str, Value] = {"fill_mode": "nearest"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(NOTHING, [], id="nothing"),
        pytest.param(
            GeneratorSettings(), [("Rescaling", Params(scale=1 / 255))], id="only rescaled"
        ),
        pytest.param(
            replace(NOTHING, rotation_range=36.0),
            [("RandomRotation", Params(factor=0.1, **FILL))],
            id="degrees as parts of a circle",
        ),
        pytest.param(
            replace(NOTHING, width_shift_range=0.25, height_shift_range=64.0),
            [("RandomTranslation", Params(height_factor=0.25, width_factor=0.25, **FILL))],
            id="a share, and pixels",
        ),
        pytest.param(
            replace(NOTHING, shear_range=45.0),
            [("RandomShear", Params(x_factor=1.0, y_factor=1.0, **FILL))],
            id="the tangent of the angle",
        ),
        pytest.param(
            replace(NOTHING, zoom_range=0.2, fill_mode="constant", cval=9.0),
            [
                (
                    "RandomZoom",
                    Params(
                        height_factor=0.2, width_factor=0.2, fill_mode="constant", fill_value=9.0
                    ),
                )
            ],
            id="both axes, filled",
        ),
        pytest.param(
            replace(NOTHING, vertical_flip=True),
            [("RandomFlip", Params(mode="vertical"))],
            id="one flip",
        ),
        pytest.param(
            replace(NOTHING, vertical_flip=True, horizontal_flip=True),
            [("RandomFlip", Params(mode="horizontal_and_vertical"))],
            id="both flips",
        ),
        pytest.param(
            replace(NOTHING, brightness_low=1.5, brightness_high=0.25),
            [("RandomBrightness", Params(factor=(-0.75, 0.5)))],
            id="brightness, put in order",
        ),
    ],
)
def test_each_setting_has_its_layer(
    settings: GeneratorSettings, expected: list[tuple[str, Params]]
) -> None:
    assert list(layers_for(settings)) == expected


ALL = GeneratorSettings(
    rotation_range=40.0,
    width_shift_range=0.2,
    height_shift_range=0.2,
    shear_range=20.0,
    zoom_range=0.2,
    horizontal_flip=True,
    brightness_low=0.5,
    brightness_high=1.5,
    target_size=(32, 48),
    validation_split=0.25,
    batch_size=20,
)


@pytest.mark.parametrize("flow", Flow)
def test_the_layers_come_behind_the_input_with_room(flow: Flow) -> None:
    project = with_generator(Project(graph=replace(NETWORK, flow=flow)), ALL)
    graph = project.graph
    assert judged(project).ok
    order = [graph.nodes[key].class_name for key in judged(project).order]
    assert order == ["InputLayer", *(name for name, _ in layers_for(ALL)), "Flatten", "Dense"]
    places = {(node.x, node.y) for node in graph.nodes.values()}
    assert len(places) == len(graph.nodes)
    assert graph.nodes["x"].params["shape"] == (28, 28, 1)
    assert project.training.batch_size == 32


@pytest.mark.parametrize(
    ("graph", "grey", "shape"),
    [
        pytest.param(NETWORK, False, (32, 48, 3), id="another shape"),
        pytest.param(NETWORK, True, (32, 48, 1), id="grey"),
        pytest.param(Graph(), False, (32, 48, 3), id="nothing drawn yet"),
        pytest.param(chain(layer("flat", "Flatten")), False, (32, 48, 3), id="no input yet"),
    ],
)
def test_a_folder_gives_data_and_the_shape_of_the_input(
    tmp_path: Path, graph: Graph, grey: bool, shape: tuple[int, ...]
) -> None:
    settings = replace(ALL, directory=write_pictures(tmp_path / "own"))
    settings = replace(settings, color_mode="grayscale" if grey else "rgb")
    project = with_generator(Project(graph=graph), settings)
    (entry,) = input_nodes(project.graph)
    assert project.graph.nodes[entry].params["shape"] == shape
    assert (project.training.batch_size, project.training.validation_split) == (20, 0.25)
    options = project.data.options
    assert project.data.source == "images"
    assert (options["height"], options["width"]) == (32, 48)
    assert options["labels"] == "one-hot"
    assert options.get("colour") == ("grey" if grey else None)
    assert options["stratify"] is True


def test_the_picture_itself_may_be_the_answer(tmp_path: Path) -> None:
    settings = replace(ALL, directory=write_pictures(tmp_path / "own"), class_mode="input")
    assert with_generator(Project(), settings).data.options["target"] == "same as input"


def test_a_folder_without_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        with_generator(Project(data=DataChoice("iris")), replace(ALL, directory=tmp_path))


def test_what_differs_is_told() -> None:
    assert list(differences(NOTHING)) == []
    told = " ".join(differences(replace(ALL, directory=Path("own"))))
    for word in ("tangent", "adds the same", "bilinear", "at random", "only in training"):
        assert word in told
