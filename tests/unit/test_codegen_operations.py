"""Functions of keras.ops in generated code: called on tensors, never made as layers."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.cli.layer_table import layer_table
from netbuilder.codegen.keras_names import keras_names
from netbuilder.codegen.model import model_code
from netbuilder.graph import Graph, Params, Value
from netbuilder.graph.edits import new_node
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, draw, image, layer

FIRST_ROW: Value = (Params(start=None, stop=None, step=None), 0)


@pytest.mark.parametrize(
    ("drawn", "line"),
    [
        pytest.param(layer("o", "ops.add", "x", "h"), "ops.add(inputs, x)", id="two tensors"),
        pytest.param(layer("o", "ops.add", "h", x2=1.5), "ops.add(x1=x, x2=1.5)", id="a number"),
        pytest.param(
            layer("o", "ops.subtract", "h", x1=1.0), "ops.subtract(x2=x, x1=1.0)", id="number first"
        ),
        pytest.param(layer("o", "ops.mean", "h", axis=1), "ops.mean(x, axis=1)", id="parameter"),
        pytest.param(
            layer("o", "ops.concatenate", "x", "h", axis=-1),
            "ops.concatenate([inputs, x], axis=-1)",
            id="any number",
        ),
        pytest.param(layer("o", "ops.get_item", "h", key=FIRST_ROW), "x[:, 0]", id="slice"),
        pytest.param(
            layer("o", "ops.einsum", "h", subscripts="bi->b"), 'ops.einsum("bi->b", x)', id="einsum"
        ),
    ],
)
def test_an_operation_is_a_call_on_tensors(drawn: Drawn, line: str) -> None:
    graph = draw(image(4), layer("h", "Dense", "x", units=4), drawn)
    report = Validator(load_catalog()).validate(graph)
    code = model_code(graph, report, load_catalog(), "").text
    assert f"    outputs = {line}" in code
    assert ("from keras import layers, ops" in code) == ("ops." in line)
    assert report.api == "functional"


NUMBERED = draw(
    image(4),
    layer("a", "ops.add", "x", x2=1.0),
    layer("add", "Add", "x", "a"),
    layer("sum", "Add", "x", "add"),
    layer("b", "ops.add", "sum", x2=1.0),
    layer("dense", "Dense", "b", units=2),
)


def test_layers_are_numbered_along_with_operations_of_the_same_name() -> None:
    report = Validator(load_catalog()).validate(NUMBERED)
    assert report.ok
    names = keras_names(NUMBERED, report, load_catalog())
    assert {key: name for (key,), name in names.items()} == {
        "x": "x",
        "a": "add",
        "add": "add_1",  # left to Keras: a layer called as an operation is would be refused
        "sum": "sum",
        "b": "add_2",
        "dense": "dense",
    }
    code = model_code(NUMBERED, report, load_catalog(), "").text
    assert 'layers.Add(name="sum")' in code
    assert 'name="add' not in code
    rows = layer_table(NUMBERED, report, report.api, names)
    assert {row.name: row.inputs for row in rows}["sum"] == ("x", "add_1")


def test_without_operations_every_layer_has_its_nodes_name() -> None:
    graph = draw(image(4), layer("add", "Add", "x", "x"))
    assert keras_names(graph, Validator(load_catalog()).validate(graph), load_catalog()) == {}


def _named_beside_two_operations(name: str) -> Graph:
    first = layer("o", "ops.add", "x", x2=1.0)
    second = layer("p", "ops.add", "o", x2=1.0)
    return draw(image(4), first, second, layer(name, "Dense", "p", units=2))


@pytest.mark.parametrize("name", ["add", "add_1"])
def test_no_layer_may_be_called_as_keras_calls_an_operation(name: str) -> None:
    graph = _named_beside_two_operations(name)
    (problem,) = Validator(load_catalog()).validate(graph).problems
    assert (problem.code, problem.node) == ("graph.duplicate_name", name)
    (fix,) = problem.fixes
    assert Validator(load_catalog()).validate(fix.edit(graph)).problems == ()


def test_a_number_that_keras_gives_to_no_operation_is_free() -> None:
    graph = _named_beside_two_operations("add_2")
    assert Validator(load_catalog()).validate(graph).problems == ()


def test_a_new_operation_is_called_as_keras_calls_it() -> None:
    assert new_node(Graph(), "ops.expand_dims").name == "expand_dims"
