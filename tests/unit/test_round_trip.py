"""Code is read back as the network that it was written from, and written again as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from netbuilder.codegen.model import STYLES, Style
from netbuilder.codegen.product import Form
from netbuilder.graph import Config, Graph, Params, Wire
from netbuilder.graph.edits import connect
from netbuilder.graph.sharing import call_again
from netbuilder.importing import read_config
from netbuilder.importing.source import read_source
from netbuilder.project import Project
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from tests.golden.projects import PROJECTS
from tests.unit.drawing import chain, draw, layer
from tests.unit.imported import saved
from tests.unit.networks import networks
from tests.unit.round_trip import code_differences, graph_differences, lost_on_the_way, styles_of
from tests.unit.test_importing_applications import NETWORKS

_SHOWN = {example.name: read_project(example.path) for example in examples()} | PROJECTS
_FORMS: tuple[Form, ...] = ("script", "model")
_CASES = [
    pytest.param(project, style, form, id=f"{name}-{style}-{form}")
    for name, project in _SHOWN.items()
    if name != "unfinished"  # what waits for a value is a comment, which says no layer
    for style in styles_of(project)
    for form in _FORMS
]


@pytest.mark.parametrize(("project", "style", "form"), _CASES)
def test_code_is_written_again_as_it_was(project: Project, style: Style, form: Form) -> None:
    assert code_differences(project, style, form) == ""


@pytest.mark.parametrize(("project", "style", "form"), _CASES)
def test_network_is_read_as_it_was(project: Project, style: Style, form: Form) -> None:
    assert graph_differences(project, style, form) == ""


@pytest.mark.parametrize("style", [style for style in STYLES if style != "sequential"])
@pytest.mark.parametrize("name", NETWORKS)
def test_networks_of_applications(name: str, style: Style) -> None:
    project = Project(graph=read_config(saved(name)["config"]))
    assert code_differences(project, style) == ""
    assert graph_differences(project, style) == ""


@pytest.mark.parametrize(
    ("made", "trainable"),
    [
        pytest.param('MobileNet(pooling="avg", include_top=False)', False, id="frozen"),
        pytest.param("EfficientNetV2B0(include_top=False, weights=None)", True, id="unnamed"),
        pytest.param("VGG16(weights=None)", False, id="whole"),
        pytest.param("VGG16()", False, id="whole, with its weights"),
    ],
)
def test_ready_made_networks(made: str, *, trainable: bool) -> None:
    graph = read_source(
        f"import keras\nbase = keras.applications.{made}\nbase.trainable = {trainable}\n"
        "x = keras.Input((224, 224, 3))\nmodel = keras.Model(x, base(x))"
    ).graph
    assert [node.class_name for node in graph.nodes.values()] == ["InputLayer", "Application"]
    assert lost_on_the_way(graph) == []


_UNUSED = """
import keras
a = keras.Input((4,))
x = keras.layers.Dense(2)(a)
b, c = keras.Input((5,)), keras.Input((6,))
inner = keras.Model({inputs}, [x, keras.layers.Dense(3)(b)])
inputs = [keras.Input(tensor.shape[1:]) for tensor in {inputs}]
model = keras.Model(inputs, inner(inputs))
"""


@pytest.mark.parametrize("inputs", ["[a, b, c]", "[c, a, b]", "[a, c, b]"])
def test_inputs_that_lead_nowhere_keep_their_place(inputs: str) -> None:
    graph = read_source(_UNUSED.format(inputs=inputs)).graph
    assert lost_on_the_way(graph) == []


def test_layers_in_a_list_are_counted_once() -> None:
    held = (Config("Rescaling", Params(scale=0.5)),)
    graph = chain(
        layer("numbers", "InputLayer", shape=(3,)),
        layer("pipeline", "Pipeline", layers=held),
        layer("rescaling_1", "Rescaling", scale=2.0),
    )
    assert lost_on_the_way(graph) == []


def test_calls_behind_functions_without_a_name() -> None:
    graph = draw(
        layer("numbers", "InputLayer", shape=(3,)),
        layer("square_3", "ops.square", "numbers"),
        layer("hidden", "Dense", "square_3", units=3),
    )
    graph = connect(call_again(graph, "hidden", 0.0, 0.0)[0], Wire("hidden", "n4"))
    assert lost_on_the_way(graph) == []


@given(networks())
@settings(max_examples=60, deadline=None)
def test_random_networks(graph: Graph) -> None:
    assert lost_on_the_way(graph) == []
