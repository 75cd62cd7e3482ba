"""Layers that are told to compute in whole numbers, truth values or texts."""

from __future__ import annotations

import pytest

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph.values import Config, Params, Value

IMAGE: Shape = (None, 8, 8, 3)
ROW: Shape = (None, 8)
STEPS: Shape = (None, 5, 4)


def judged(class_name: str, dtype: str, shape: Shape, **params: Value) -> Tensor:
    """Return what a layer of a format makes of fractions."""
    spec = load_catalog().layers[class_name]
    chosen = Params({**dict(spec.starting), **params, "dtype": dtype})
    outcome = judge(spec, chosen, (Tensor(shape),) * max(spec.ports.minimum, 1))
    assert outcome is not None
    return outcome.outputs[0]


@pytest.mark.parametrize(
    ("class_name", "dtype", "shape", "params"),
    [
        ("Activation", "int32", ROW, {"activation": "softmax"}),
        ("AdditiveAttention", "uint8", STEPS, {}),
        ("AveragePooling2D", "int32", IMAGE, {}),
        ("CategoryEncoding", "uint8", ROW, {"num_tokens": 3, "output_mode": "count"}),
        ("CategoryEncoding", "string", IMAGE, {"num_tokens": 3}),
        ("CenterCrop", "bool", IMAGE, {"height": 9, "width": 4}),
        ("Dense", "int8", ROW, {"units": 3}),
        ("Dense", "int32", ROW, {"units": 3}),
        ("Dense", "string", ROW, {"units": 3, "kernel_initializer": "ones"}),
        ("Flatten", "int8", ROW, {}),
        ("GlobalMaxPooling2D", "string", IMAGE, {}),
        ("LSTM", "int32", STEPS, {"units": 3}),
        ("MaxPooling3D", "uint8", (None, 4, 4, 4, 1), {}),
        ("RandomCrop", "string", IMAGE, {"height": 4, "width": 9}),
        ("RandomGrayscale", "string", IMAGE, {}),
        ("RandomHue", "uint8", IMAGE, {"factor": 0.2, "value_range": (0, 1)}),
        ("RandomPosterization", "int32", IMAGE, {"factor": 3, "value_range": (0, 1)}),
        ("Rescaling", "bool", IMAGE, {"scale": 0.5}),
        ("Resizing", "int32", IMAGE, {"height": 4, "width": 4, "pad_to_aspect_ratio": True}),
        ("Solarization", "int64", IMAGE, {"value_range": (0, 1)}),
        ("UnitNormalization", "int64", ROW, {}),
    ],
)
def test_what_tensorflow_lacks_is_refused(
    class_name: str, dtype: str, shape: Shape, params: dict[str, Value]
) -> None:
    with pytest.raises(RuleError):
        judged(class_name, dtype, shape, **params)


@pytest.mark.parametrize(
    ("class_name", "dtype", "shape", "params"),
    [
        ("Activation", "int32", ROW, {"activation": "relu"}),
        ("CategoryEncoding", "int32", ROW, {"num_tokens": 3, "output_mode": "count"}),
        ("CenterCrop", "bool", IMAGE, {"height": 4, "width": 4}),
        ("Dense", "int32", ROW, {"units": 3, "kernel_initializer": "ones"}),
        ("Flatten", "string", ROW, {}),
        ("GlobalMaxPooling2D", "uint8", IMAGE, {}),
        ("LayerNormalization", "int32", ROW, {}),
        ("MaxPooling2D", "uint8", IMAGE, {}),
        ("PReLU", "int32", ROW, {}),
        ("RandomCrop", "string", IMAGE, {"height": 4, "width": 4}),
        ("RandomHue", "uint8", IMAGE, {"factor": 0.2, "value_range": (0, 255)}),
        ("Rescaling", "uint8", IMAGE, {"scale": 0.5}),
        ("Solarization", "int64", IMAGE, {"value_range": (0, 255)}),
    ],
)
def test_what_goes_is_taken(
    class_name: str, dtype: str, shape: Shape, params: dict[str, Value]
) -> None:
    assert judged(class_name, dtype, shape, **params).dtype == dtype


def test_the_kernel_within_spectral_normalization_has_fractions() -> None:
    held = Config("Dense", Params({"units": 3, "kernel_initializer": "ones"}))
    whole = Config("Dense", held.params.with_value("dtype", "int32"))
    assert judged("SpectralNormalization", "float32", ROW, layer=held).shape == (None, 3)
    with pytest.raises(RuleError, match="Dense that computes in int32"):
        judged("SpectralNormalization", "float32", ROW, layer=whole)


@pytest.mark.parametrize("class_name", ["AveragePooling2D", "ELU", "Softmax"])
def test_the_format_is_at_fault_and_not_what_comes(class_name: str) -> None:
    with pytest.raises(RuleError, match="cannot compute in int32") as caught:
        judged(class_name, "int32", IMAGE)
    assert (caught.value.setting, caught.value.port) == ("dtype", None)


@pytest.mark.parametrize("class_name", ["GlobalAveragePooling2D", "LeakyReLU", "Normalization"])
def test_what_calculates_fractions_gives_them(class_name: str) -> None:
    given = judged(class_name, "int32", IMAGE)
    assert (given.dtype, given.real.dtype) == ("int32", "float32")


def test_an_index_never_reads_its_format() -> None:
    assert judged("IntegerLookup", "int8", ROW, vocabulary=(1, 2)).dtype == "int64"
