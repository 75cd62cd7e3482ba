"""Masks: who makes them, who hands them on, and whom they do not fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Shape
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, chain, draw, image, layer

VALIDATOR = Validator(load_catalog())
MASKING = layer("mask", "Masking")
LSTM = layer("rnn", "LSTM", units=4, return_sequences=True)


@pytest.mark.parametrize(
    ("layers", "mask"),
    [
        pytest.param([image(8, 3), MASKING], (None, 8), id="made"),
        pytest.param(
            [image(8), layer("e", "Embedding", input_dim=5, output_dim=2, mask_zero=True)],
            (None, 8),
            id="made of words",
        ),
        pytest.param([image(8, 3), MASKING, layer("d", "Dense", units=2)], (None, 8), id="kept"),
        pytest.param([image(8, 3), MASKING, LSTM], (None, 8), id="of a sequence"),
        pytest.param([image(8, 3), MASKING, layer("r", "LSTM", units=4)], None, id="no sequence"),
        pytest.param([image(8, 3), MASKING, layer("f", "Flatten")], None, id="dropped"),
    ],
)
def test_masks_come_along(layers: Sequence[Drawn], mask: Shape | None) -> None:
    report = VALIDATOR.validate(chain(*layers))
    assert report.ok
    assert report.nodes[layers[-1].name].outputs[0].mask == mask


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(layer("end", "Softmax"), id="softmax over features"),
        pytest.param(
            layer("end", "GlobalAveragePooling1D", data_format="channels_first"), id="mean"
        ),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(last: Drawn) -> None:
    assert VALIDATOR.validate(chain(image(8, 3), last)).ok
    (problem,) = VALIDATOR.validate(chain(image(8, 3), MASKING, last)).problems
    assert (problem.node, problem.port) == ("end", 0)
    assert "gets a mask of (None, 8), which does not fit (None, 8, 3)" in problem.message
    assert "drops the mask" in problem.why


@pytest.mark.parametrize(
    ("padding", "fits"), [pytest.param("same", True), pytest.param("valid", False)]
)
def test_a_convolution_over_time_keeps_what_is_masked_in_place(padding: str, fits: bool) -> None:
    steps = layer("end", "ConvLSTM1D", filters=4, kernel_size=3, padding=padding)
    assert VALIDATOR.validate(chain(image(5, 8, 3), MASKING, steps)).ok is fits


def test_each_tensor_keeps_its_mask_in_an_identity() -> None:
    graph = draw(
        image(8, 3),
        layer("marked", "Masking", "x"),
        layer("same", "Identity", "x", "marked"),
    )
    report = VALIDATOR.validate(graph)
    assert [tensor.mask for tensor in report.nodes["same"].outputs] == [None, (None, 8)]


def test_joined_masks_stretch() -> None:
    graph = draw(
        image(8, 3),
        layer("y", "InputLayer", shape=(8, 3)),
        layer("one", "Masking", "x"),
        layer("two", "Masking", "y"),
        layer("sum", "Add", "one", "two"),
        layer("row", "Concatenate", "one", "y"),
    )
    nodes = VALIDATOR.validate(graph).nodes
    assert nodes["sum"].outputs[0].mask == (None, 8)
    assert nodes["row"].outputs[0].mask == (None, 8)
