"""What a ready-made network gets for pixels: as its weights know them, or a warning and a fix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from netbuilder.catalog.applications import Pixels
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.preparing import preparing_layers
from netbuilder.checks import check_project
from netbuilder.checks.fixes import mended
from netbuilder.dataset import DataChoice, Profile, TensorProfile
from netbuilder.graph import Graph, Params
from netbuilder.graph.edits import add_node, insert_on_wire, new_node
from netbuilder.project import Project
from netbuilder.validation import Problem
from netbuilder.validation.validate import Validator
from tests.unit.applications import SHAPE, with_application

VALIDATOR = Validator(load_catalog())
ORANGE = np.array([1.0, 128 / 255, 0.0])


def prepared(pixels: Pixels, brightest: float) -> NDArray[np.float64]:
    """Return what the layers make of one orange pixel."""
    numbers = ORANGE * brightest
    for name, params in preparing_layers(pixels, brightest):
        if name == "ops.get_item":
            numbers = numbers[::-1]
            continue
        given = {key: np.asarray(value) for key, value in params.items()}
        if name == "Rescaling":
            numbers = numbers * given["scale"] + given.get("offset", 0)
        else:
            assert name == "Normalization"
            numbers = (numbers - given["mean"]) / np.sqrt(given["variance"])
    return numbers


@pytest.mark.parametrize("brightest", [255.0, 1.0])
@pytest.mark.parametrize(
    ("pixels", "wanted"),
    [
        (Pixels.WHOLE, (255, 128, 0)),
        (Pixels.CENTRED, (1.0, 0.00392163, -1.0)),
        (Pixels.STANDARD, (2.2489083, 0.2051822, -1.8044444)),
        (Pixels.BLUE_FIRST, (-103.939, 11.221001, 131.32)),
    ],
)
def test_layers_do_what_preprocess_input_of_keras_does(
    pixels: Pixels, wanted: tuple[float, ...], brightest: float
) -> None:
    assert prepared(pixels, brightest) == pytest.approx(wanted, abs=1e-5)


def scaled(graph: Graph, **params: float) -> Graph:
    """Put a Rescaling before the network."""
    added = new_node(graph, "Rescaling", Params(params))
    return insert_on_wire(add_node(graph, added), graph.wires[0], added.id)


def warned(project: Project, brightest: float) -> list[Problem]:
    """Return what is said of the pixels of pictures from 0 on."""
    x = TensorProfile(SHAPE, "float32", 0, brightest, brightest / 2, brightest / 4)
    profile = Profile(90, 0, x, TensorProfile((), "int64", 0, 2), "classes")
    report = check_project(project, VALIDATOR.validate(project.graph), profile)
    return [problem for problem in report.problems if problem.code == "data.pixels"]


def made(name: str, weights: str | None = "imagenet") -> Graph:
    return with_application(application=name, weights=weights)


@pytest.mark.parametrize(
    ("graph", "brightest", "added"),
    [
        pytest.param(made("MobileNet"), 255, ["Rescaling"], id="bytes for -1 to 1"),
        pytest.param(made("MobileNet"), 1, ["Rescaling"], id="0 to 1 for -1 to 1"),
        pytest.param(scaled(made("MobileNet"), scale=1 / 127.5, offset=-1), 255, None, id="good"),
        pytest.param(made("MobileNet", None), 255, None, id="weights that know nothing yet"),
        pytest.param(made("EfficientNetB0"), 255, None, id="bytes as they are"),
        pytest.param(made("EfficientNetB0"), 1, ["Rescaling"], id="0 to 1 for bytes"),
        pytest.param(
            scaled(made("EfficientNetB0"), scale=1 / 255),
            255,
            ["Rescaling", "Rescaling"],
            id="scaled by habit",
        ),
        pytest.param(made("DenseNet121"), 255, ["Normalization"], id="standardized"),
        pytest.param(made("ResNet50"), 255, ["ops.get_item", "Normalization"], id="blue first"),
        pytest.param(
            made("ResNet50", "mine.weights.h5"),
            1,
            ["ops.get_item", "Normalization"],
            id="weights of a file",
        ),
    ],
)
def test_pixels_that_weights_do_not_know_are_prepared_by_a_click(
    graph: Graph, brightest: float, added: list[str] | None
) -> None:
    project = Project(graph=graph, data=DataChoice("npz"))
    problems = warned(project, brightest)
    assert len(problems) == (added is not None)
    for problem in problems:
        (fix,) = problem.fixes
        better = mended(project, fix)
        assert VALIDATOR.validate(better.graph).ok
        names = [node.class_name for node in better.graph.nodes.values()]
        assert [name for name in names if name not in {"InputLayer", "Application"}] == added
        assert warned(better, brightest) == []


def test_grey_pictures_are_only_told_of() -> None:
    graph = made("ResNet50", "mine.weights.h5")
    grey = replace(graph.nodes["x"], params=Params(shape=(32, 32, 1)))
    (problem,) = warned(Project(graph=replace(graph, nodes={**graph.nodes, "x": grey})), 255)
    assert problem.fixes == ()
