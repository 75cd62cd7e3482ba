"""Ready-made networks of Keras as nodes: how they are written, what an edit makes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.submodels import spec_of
from netbuilder.checks import check_project
from netbuilder.codegen.model import Style, model_code
from netbuilder.graph import Graph, Params
from netbuilder.graph.edits import move_nodes, set_param
from netbuilder.graph.submodels import APPLICATION, FUNCTIONAL, edit_inner
from netbuilder.graph.unfolding import unfold
from netbuilder.project import Project
from netbuilder.project.graph_json import graph_from_json, graph_to_json
from netbuilder.validation.validate import Validator
from tests.unit.applications import with_application


def code(graph: Graph, style: Style = "sequential") -> str:
    catalog = load_catalog()
    report = Validator(catalog).validate(graph)
    return model_code(graph, report, catalog, "", style).text


@pytest.mark.parametrize("style", ["sequential", "functional", "subclass"])
def test_it_is_written_as_the_call_that_keras_has_for_it(style: Style) -> None:
    text = code(with_application(pooling="avg"), style)
    for part in (
        "keras.applications.MobileNet(",
        "include_top=False",
        "weights=None",
        "input_shape=(32, 32, 3)",
        'pooling="avg"',
        'name="backbone"',
    ):
        assert part in text
    assert "Conv2D" not in text


@pytest.mark.parametrize(
    ("params", "lines"),
    [
        pytest.param({"trainable": False}, ["network.trainable = False"], id="frozen"),
        pytest.param({"weights": "imagenet"}, ['weights="imagenet"'], id="ImageNet"),
        pytest.param({"weights": "my/w.h5"}, ['weights="my/w.h5"'], id="a file"),
        pytest.param(
            {"application": "EfficientNetV2B0"},
            ["keras.applications.EfficientNetV2B0(", 'network.name = "backbone"'],
            id="no name of its own",
        ),
    ],
)
def test_what_was_chosen_is_written(params: dict[str, str | bool], lines: list[str]) -> None:
    text = code(with_application(**params))
    assert all(line in text for line in lines)


def test_names_are_left_to_nobody_beside_it() -> None:
    assert 'name="x"' in code(with_application()), "Keras names layers inside that are not known"


def test_a_network_that_keras_does_not_have_is_never_written() -> None:
    graph = with_application(application="os.system('ls') #")
    assert "os.system" not in code(graph)
    catalog = load_catalog()
    assert not Validator(catalog).validate(graph).ok


def test_every_name_can_be_written_into_code() -> None:
    assert all(name.isidentifier() for name in APPLICATIONS)
    sizes = [known.parameters for known in APPLICATIONS.values()]
    assert sizes == sorted(sizes)


def test_a_change_inside_makes_it_a_submodel_of_ones_own() -> None:
    graph = with_application(trainable=False)
    changed = edit_inner(graph, ("m",), lambda inner: set_param(inner, "conv", "filters", 8))
    node = changed.nodes["m"]
    assert (node.class_name, node.params) == (FUNCTIONAL, Params(trainable=False))
    assert "filters=8" in code(changed).replace("layers.Conv2D(8", "filters=8")


def test_moving_nodes_inside_changes_nothing() -> None:
    graph = with_application()
    moved = edit_inner(graph, ("m",), lambda inner: move_nodes(inner, {"conv": (40.0, 400.0)}))
    assert moved != graph
    assert moved.nodes["m"].class_name == APPLICATION


def test_it_can_be_unfolded() -> None:
    assert "Conv2D" in {node.class_name for node in unfold(with_application(), "m").nodes.values()}


def test_it_is_kept_in_the_project_file() -> None:
    graph = with_application(weights="imagenet")
    assert graph_from_json(graph_to_json(graph)) == graph


@pytest.mark.parametrize(
    ("weights", "said"),
    [(None, "random weights"), ("imagenet", "from the internet"), ("w.h5", "weights in w.h5")],
)
def test_its_start_is_said(weights: str | None, said: str) -> None:
    graph = with_application() if weights is None else with_application(weights=weights)
    spec = spec_of(graph.nodes["m"], load_catalog().layers)
    assert spec is not None
    assert said in spec.summary
    assert spec_of(replace(graph.nodes["x"], class_name="Nothing"), {}) is None


def test_a_file_of_weights_that_is_gone_is_told(tmp_path: Path) -> None:
    here = tmp_path / "w.h5"
    here.touch()
    found = {}
    for weights in (str(here), str(tmp_path / "gone.h5"), "imagenet"):
        project = Project(graph=with_application(weights=weights))
        report = Validator(load_catalog()).validate(project.graph)
        found[weights] = [
            problem
            for problem in check_project(project, report, None).problems
            if problem.code == "weights.file"
        ]
    ((told,),) = (problems for problems in found.values() if problems)
    assert told.message == "The file of weights gone.h5 is not there."
    mended = told.fixes[0].edit(with_application(weights="gone.h5"))
    assert mended.nodes["m"].params.get("weights") is None
