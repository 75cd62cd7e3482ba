"""Settings that Keras takes or refuses otherwise than one would expect, a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.graph.values import Value
from tests.keras.contract import Case, case

_IMAGES = (None, 8, 9, 3)
_SIZE: dict[str, Value] = {"height": 4, "width": 5}


def _initialized(class_name: str, name: str, initializer: str, **params: Value) -> Case:
    """Write a case of a layer of two filters or units with an initializer."""
    sizes: dict[str, dict[str, Value]] = {
        "Dense": {"units": 2},
        "EinsumDense": {"equation": "ab,bc->ac", "output_shape": 2},
        "Conv2D": {"filters": 2, "kernel_size": 2},
        "Embedding": {"input_dim": 3, "output_dim": 2},
        "LayerNormalization": {},
        "MultiHeadAttention": {"num_heads": 1, "key_dim": 2},
    }
    inputs = {"Conv2D": [_IMAGES], "MultiHeadAttention": [(None, 5, 3)] * 2}
    shapes = inputs.get(class_name, [(None, 5, 3) if class_name in ("GRU", "LSTM") else (None, 3)])
    settings = {**sizes.get(class_name, {"units": 2}), name: initializer, **params}
    return case(class_name, settings, *shapes, spread=True)


FIRST_WEIGHTS = [
    _initialized("Dense", "kernel_initializer", "identity"),
    _initialized("Dense", "bias_initializer", "identity"),
    _initialized("Dense", "bias_initializer", "orthogonal"),
    _initialized("Dense", "bias_initializer", "orthogonal", use_bias=False),
    _initialized("Dense", "kernel_initializer", "orthogonal", dtype="bfloat16"),
    _initialized("Dense", "kernel_initializer", "orthogonal", dtype="mixed_bfloat16"),
    _initialized("Dense", "kernel_initializer", "orthogonal", dtype="float16"),
    _initialized("Conv2D", "kernel_initializer", "identity"),
    _initialized("Conv2D", "kernel_initializer", "orthogonal", dtype="bfloat16"),
    _initialized("EinsumDense", "bias_initializer", "orthogonal"),
    _initialized("EinsumDense", "bias_initializer", "orthogonal", bias_axes="c"),
    _initialized("Embedding", "embeddings_initializer", "orthogonal", dtype="bfloat16"),
    _initialized("LayerNormalization", "gamma_initializer", "identity"),
    _initialized("LayerNormalization", "beta_initializer", "orthogonal", rms_scaling=True),
    _initialized("MultiHeadAttention", "kernel_initializer", "identity"),
    _initialized("GRU", "bias_initializer", "orthogonal"),
    _initialized("GRU", "bias_initializer", "orthogonal", reset_after=False),
    _initialized("LSTM", "kernel_initializer", "zeros", dtype="bfloat16"),
]
"""Initializers that cannot fill weights of a rank or of a number format."""

UNUSED = [
    *(
        case(name, {"factor": factor}, _IMAGES)
        for name in ("RandomRotation", "RandomBrightness", "RandomContrast", "RandomGaussianBlur")
        for factor in ((), None, (1,), 0)
    ),
    *(
        case("Resizing", {**_SIZE, "fill_value": value, "pad_to_aspect_ratio": padded}, _IMAGES)
        for value in (None, 1.0)
        for padded in (False, True)
    ),
]
"""Wrong values that Keras takes for others, or has no use for."""

ODD: Sequence[Case] = (
    *FIRST_WEIGHTS,
    *UNUSED,
    case("Identity", {}, (None, 4), ((None, 5, 3), "int32")),
    case("Identity", {"dtype": "float16"}, (None, 4), (None, 5, 3), (2, 3)),
)
