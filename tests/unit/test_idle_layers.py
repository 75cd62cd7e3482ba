"""Layers that no output needs: Keras asks them for their shapes, and they never calculate."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Graph
from netbuilder.validation import NodeState, Report, Severity
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, draw, layer

VALIDATOR = Validator(load_catalog())

NUMBERS = layer("x", "InputLayer", shape=(8, 8, 3), dtype="int32")
IMAGES = layer("x", "InputLayer", shape=(8, 8, 3))

TELLS: dict[str, tuple[Drawn, Drawn, Shape, str, int]] = {
    "a convolution of whole numbers": (
        NUMBERS,
        layer("idle", "Conv2D", "x", filters=2, kernel_size=3),
        (None, 6, 6, 2),
        "float32",
        56,
    ),
    "an activation that halves what is odd": (
        IMAGES,
        layer("idle", "Conv2D", "x", filters=3, kernel_size=1, activation="glu"),
        (None, 8, 8, 3),
        "float32",
        12,
    ),
    "an operation of whole numbers": (
        NUMBERS,
        layer("idle", "ops.sigmoid", "x"),
        (None, 8, 8, 3),
        "int32",
        0,
    ),
    "an equation that names too few axes": (
        IMAGES,
        layer("idle", "EinsumDense", "x", equation="abc,cd->abd", output_shape=(None, 2)),
        (None, None, 2, 3),
        "float32",
        16,
    ),
    "pooling into a single place": (
        IMAGES,
        layer("idle", "AdaptiveMaxPooling2D", "x", output_size=1),
        (None, 1, 1, 3),
        "float32",
        0,
    ),
}

REFUSED: dict[str, tuple[Drawn, str]] = {
    "another number of axes": (layer("idle", "Conv1D", "x", filters=2, kernel_size=3), "shape"),
    "a wrong parameter": (layer("idle", "Conv2D", "x", filters=-2, kernel_size=3), "param"),
    "a window that is too large": (
        layer("idle", "Conv2D", "x", filters=2, kernel_size=9),
        "param",
    ),
}


def network(entry: Drawn, idle: Drawn, *, needed: bool) -> Graph:
    """Return a network with a branch ``idle`` that only its output needs, if that is one."""
    pooled = layer("pooled", "GlobalMaxPooling2D", "x")
    return draw(entry, pooled, idle, outputs=("pooled", "idle") if needed else ("pooled",))


def errors(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.severity is Severity.ERROR]


@pytest.mark.parametrize("name", TELLS)
def test_a_layer_without_use_only_tells_what_it_would_give(name: str) -> None:
    entry, idle, shape, dtype, params = TELLS[name]
    report = VALIDATOR.validate(network(entry, idle, needed=False))
    known = report.nodes["idle"]
    (output,) = known.outputs
    assert not errors(report)
    assert (output.shape, output.dtype, known.params) == (shape, dtype, params)
    assert any(p.node == "idle" and p.severity is Severity.WARNING for p in report.problems)


@pytest.mark.parametrize("name", TELLS)
def test_the_same_layer_is_refused_where_an_output_needs_it(name: str) -> None:
    entry, idle, *_ = TELLS[name]
    report = VALIDATOR.validate(network(entry, idle, needed=True))
    assert report.nodes["idle"].state is NodeState.ERROR


@pytest.mark.parametrize("name", REFUSED)
def test_what_keras_finds_without_calculating_is_refused_anyway(name: str) -> None:
    idle, kind = REFUSED[name]
    (code,) = errors(VALIDATOR.validate(network(IMAGES, idle, needed=False)))
    assert code.startswith(kind)


def test_a_submodel_without_use_only_tells_too() -> None:
    entry, idle, shape, _, params = TELLS["a convolution of whole numbers"]
    graph = network(entry, idle, needed=False)
    graph = fold_part(graph, VALIDATOR.validate(graph), ("idle",), "part")
    report = VALIDATOR.validate(graph)
    (part,) = (node.id for node in graph.nodes.values() if node.inner is not None)
    assert not errors(report)
    assert [tensor.shape for tensor in report.nodes[part].outputs] == [shape]
    assert report.nodes[part].params == params


def test_a_submodel_in_use_names_the_layer_that_fails() -> None:
    entry, idle, *_ = TELLS["a convolution of whole numbers"]
    graph = network(entry, idle, needed=True)
    graph = fold_part(graph, VALIDATOR.validate(graph), ("idle",), "part")
    report = VALIDATOR.validate(graph)
    assert any("idle" in problem.message for problem in report.problems if problem.inside)
    assert errors(report)
