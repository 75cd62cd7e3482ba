"""Functions of keras.ops in generated code: called on tensors, never made as layers."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen.model import model_code
from netbuilder.graph import Params, Value
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
