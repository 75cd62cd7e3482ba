"""A submodel is called on other shapes exactly as the real Keras calls it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Shape
from netbuilder.codegen.model import model_code
from netbuilder.graph import Graph, Params, edits
from netbuilder.graph.submodels import SEQUENTIAL
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.keras.code_answers import ask
from tests.unit.drawing import Drawn, chain, layer

pytestmark = pytest.mark.keras

_VALIDATOR = Validator(load_catalog())
_CONV = (layer("conv", "Conv2D", filters=2, kernel_size=3),)
_POOL = (layer("pool", "GlobalAveragePooling2D"),)
_FLAT = (layer("flat", "Flatten"), layer("dense", "Dense", units=2))
_LSTM = (layer("lstm", "LSTM", units=2, return_sequences=True),)
_RESHAPE = (layer("reshape", "Reshape", target_shape=(-1, 2)),)

CASES: dict[str, tuple[tuple[Drawn, ...], Shape, Shape]] = {
    "the same": (_CONV, (16, 16, 3), (16, 16, 3)),
    "more is known": (_CONV, (None, None, 3), (16, 16, 3)),
    "less is known": (_CONV, (16, 16, 3), (None, None, 3)),
    "too small": (_CONV, (None, None, 3), (2, 2, 3)),
    "other channels": (_CONV, (None, None, 3), (16, 16, 1)),
    "other size": (_CONV, (16, 16, 3), (15, 16, 3)),
    "an axis of 1 more": (_FLAT, (4, 4), (4, 4, 1)),
    "an axis of 1 less": (_FLAT, (4, 4, 1), (4, 4)),
    "channels that no layer minds": (_POOL, (None, None, 3), (16, 16, 1)),
    "a built Dense": (_FLAT, (4, 4), (None, 4)),
    "a shorter series": (_LSTM, (None, 3), (7, 3)),
    "a series of any length": (_LSTM, (7, 3), (None, 3)),
    "reshaping less known": (_RESHAPE, (4, 4), (None, 4)),
}


LATE = frozenset(("other channels",))
"""What Keras refuses only when it computes: a last axis of 1 passes its first check."""


def _network(name: str) -> Graph:
    """Return an Input and a submodel that was folded while the Input had another shape."""
    layers, declared, given = CASES[name]
    graph = chain(layer("x", "InputLayer", shape=declared), *layers)
    graph = fold_part(
        graph, _VALIDATOR.validate(graph), tuple(each.name for each in layers), "part"
    )
    return edits.set_class(graph, "x", "InputLayer", Params(shape=given))


@cache
def _answers() -> dict[str, dict[str, Any]]:
    codes = [_code(_network(name)) for name in CASES]
    return dict(zip(CASES, ask([{"build": [code]} for code in codes]), strict=True))


def _code(graph: Graph) -> str:
    """Return the code as a Functional model, which shows what the submodel gives here."""
    report = _VALIDATOR.validate(graph)
    code = model_code(graph, report, load_catalog(), "", "functional").text
    end = code.rindex("    return ")
    return f"{code[:end]}    return keras.Model(inputs, keras.layers.Identity()(outputs))\n"


@pytest.mark.parametrize("name", CASES)
def test_a_submodel_takes_the_shapes_that_keras_takes(name: str) -> None:
    graph, answer = _network(name), _answers()[name]
    key = next(node.id for node in graph.nodes.values() if node.class_name == SEQUENTIAL)
    known = _VALIDATOR.validate(graph).nodes[key]
    if "error" in answer or name in LATE:
        assert known.outputs == ()
    else:
        (shapes,) = (shapes for each, shapes, _ in answer["layers"] if each == "identity")
        assert [list(tensor.shape) for tensor in known.outputs] == shapes


def test_both_taken_and_refused_shapes_are_compared() -> None:
    refused = [name for name, answer in _answers().items() if "error" in answer]
    assert refused == ["too small", "other size"]
