"""What is accepted of a hand-edited file, for the common layers, Keras accepts too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Config, Params
from netbuilder.graph.values import value_from_json
from netbuilder.validation.validate import Validator
from tests.keras.contract import Case, case, disagreements, keras_verdicts, our_verdict
from tests.unit.bad_values import BAD, fitting, with_value

pytestmark = pytest.mark.keras

CATALOG = load_catalog()
VALIDATOR = Validator(CATALOG)
COMMON = (
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Bidirectional",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Embedding",
    "Flatten",
    "GRU",
    "GlobalAveragePooling2D",
    "LSTM",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPooling2D",
    "MultiHeadAttention",
    "Normalization",
    "Permute",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv2D",
    "SimpleRNN",
    "Softmax",
    "TimeDistributed",
    "UpSampling2D",
    "ZeroPadding2D",
)
_UNREAD = {"quantization_config", "renorm_clipping"}
"""Objects that these tests' reader of configs cannot make of what Keras knows nothing of."""

INT32 = 2**31
LIMITS = [
    *(
        case(name, {"units": units}, ((None, 5, 6), "float32"))
        for name in ("LSTM", "GRU", "SimpleRNN")
        for units in (INT32 - 1, INT32)
    ),
    *(
        case(name, {"strides": strides, "kernel_size": 2, **more}, (shape, "float32"))
        for strides in (INT32 - 1, INT32)
        for name, shape, more in (
            ("Conv1D", (None, 9, 2), {"filters": 2}),
            ("SeparableConv2D", (None, 9, 9, 2), {"filters": 2}),
            ("DepthwiseConv1D", (None, 9, 2), {}),
            ("ConvLSTM1D", (None, 9, 9, 2), {"filters": 2}),
        )
    ),
    *(
        case("MaxPooling1D", {"strides": strides}, ((None, 9, 2), "float32"))
        for strides in (INT32 - 1, INT32)
    ),
    *(
        case(
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 4, "attention_axes": axes},
            (shape, "float32"),
            (shape, "float32"),
            spread=True,
        )
        for shape in ((None, 5, 6, 8), (None, 5, 8))
        for axes in ((), (1, 1), (1, 2), (-2, 1), (0,), 1)
    ),
    case("Dense", {"units": 3, "activation": Config("PReLU")}, ((None, 5), "float32")),
    case("LSTM", {"units": 3, "activation": Config("PReLU")}, ((None, 4, 5), "float32")),
    case(
        "Conv1D",
        {
            "filters": 3,
            "kernel_size": 1,
            "activation": Config("PReLU", Params(shared_axes=(1,))),
        },
        ((None, 5, 2), "float32"),
    ),
    case("LSTM", {"units": 8, "activation": Config("Dense", Params(units=3))}, (None, 4, 5)),
]
"""Where the limits are, and activations that are layers with weights of their own."""


def accepted(name: str) -> Iterator[Case]:
    """Yield all calls of a class with a bad value that validation lets pass."""
    spec = CATALOG.layers[name]
    graph = fitting(spec, VALIDATOR)
    inputs = VALIDATOR.validate(graph).nodes["a"].inputs
    for param in spec.params:
        for bad in BAD.values():
            spoilt = with_value(graph, param.name, bad)
            if not VALIDATOR.validate(spoilt).problems and param.name not in _UNREAD:
                params = graph.nodes["a"].params.with_value(param.name, value_from_json(bad))
                yield Case(name, params, inputs, spread=name == "MultiHeadAttention")


def test_nothing_is_accepted_that_keras_refuses() -> None:
    cases = [one for name in COMMON for one in accepted(name)]
    assert len(cases) > 300
    assert all(our_verdict(one).error is None for one in cases)
    verdicts = zip(cases, keras_verdicts(cases), strict=True)
    wrong = [f"{one}: {real}" for one, real in verdicts if real.error is not None]
    assert not wrong, "\n".join(wrong)


def test_limits_are_where_keras_has_them() -> None:
    found = disagreements(LIMITS)
    assert not found, found
