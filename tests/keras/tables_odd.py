"""Settings that Keras takes or refuses otherwise than one would expect, a row for each."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.tensors import Shape
from netbuilder.graph.values import Value
from tests.keras.contract import Case, case

_IMAGES: Shape = (None, 8, 9, 3)
_SERIES: Shape = (None, 5, 3)
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
    inputs: dict[str, list[Shape]] = {
        "Conv2D": [_IMAGES],
        "GRU": [_SERIES],
        "LSTM": [_SERIES],
        "MultiHeadAttention": [_SERIES] * 2,
    }
    settings = {**sizes.get(class_name, {"units": 2}), name: initializer, **params}
    return case(class_name, settings, *inputs.get(class_name, [(None, 3)]), spread=True)


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

_TWO_CHANNELS = (None, 8, 8, 2)
_CLIP = "ContrastLimitedAdaptiveHistogramEqualization"
_PAIRS = ((1, 1), (1, 1))
NUMBERS = [
    *(case("AugMix", {"num_chains": count}, _TWO_CHANNELS) for count in (0, -1, -3)),
    *(case("AugMix", {"chain_depth": count}, _TWO_CHANNELS) for count in (0, -3)),
    *(case("RandAugment", {"num_ops": count}, _IMAGES) for count in (0, -1, -3)),
    *(case(_CLIP, {"tile_grid_size": size}, _IMAGES) for size in (2, (2, 2))),
    *(
        case(_CLIP, {"tile_grid_size": tiles, "data_format": "channels_first"}, (None, 8, 8))
        for tiles in ((4, 2), (3, 3))
    ),
    *(
        case("RandomCrop", {"height": height, "width": width}, _IMAGES)
        for height, width in ((0, 4), (4, 0), (0, 9), (8, 0), (0, 0))
    ),
    *(case("HashedCrossing", {"num_bins": bins}, *[((None,), "int32")] * 2) for bins in (0, -1)),
    *(
        case("Hashing", {"num_bins": bins, "output_mode": mode}, ((None,), "int32"))
        for bins in (2.0, 2)
        for mode in ("int", "one_hot")
    ),
    case("Hashing", {"num_bins": 3, "dtype": "float32"}, ((None,), "int32")),
    *(
        case("StringLookup", {"vocabulary": ("a",), "salt": _PAIRS, **more}, ((None,), "string"))
        for more in ({}, {"num_oov_indices": 2})
    ),
    case("BatchNormalization", {"axis": 2.0}, (None, 5, 3)),
    *(case("Normalization", {"axis": (-1, -1)}, x) for x in ((None, 1), (None, 5), (2, 1))),
    case("RMSNormalization", {"axis": (-1, -1)}, (None, 5)),
    case("RMSNormalization", {"axis": (-1, -1)}, (None, 4, 5)),
    *(case("LayerNormalization", {"axis": (-1, -1)}, x) for x in ((None, 5), _SERIES, (2, 5))),
    *(case("LayerNormalization", {"axis": (0, 1)}, x) for x in ((2, 5), (None, 5))),
    case("StringLookup", {"vocabulary": ("a", "b"), "encoding": None}, ((None,), "string")),
    *(
        case("Dropout", {"rate": rate, "seed": seed}, (None, 3))
        for rate in (0.0, 0.5)
        for seed in (1, 2.0)
    ),
    *(
        case(
            "MultiHeadAttention",
            {"num_heads": 1, "key_dim": 2, **setting},
            *[_SERIES] * 2,
            spread=True,
        )
        for setting in ({"seed": 2.0}, {"seed": 2.0, "dropout": 0.5}, {"value_dim": 2.0})
    ),
]
"""Numbers that are none to Keras, or fractions that are whole ones to it."""

STATES = (
    *(
        case(name, {"units": 3, "return_state": True}, (None, 5, 4), *states)
        for name in ("SimpleRNN", "GRU")
        for states in ([(None, 3)], [(2, 3)], [(None, None)], [(None, 4)])
    ),
    *(
        case("LSTM", {"units": 3, **more}, (2, 5, 4), *states)
        for more in ({}, {"return_sequences": True, "dropout": 0.5})
        for states in (
            [(None, 3), (2, 3)],
            [((2, 3), "int32"), ((2, 3), "float16")],
            [(3, 3), (2, 3)],
            [(2, 3)],
            [(2, 3), (2, 1)],
        )
    ),
)
"""Recurrent layers that begin with states of others."""

ODD: Sequence[Case] = (
    *STATES,
    *(case(name, {}, *[()] * 2) for name in ("Add", "Concatenate", "Dot", "Maximum")),
    *(case(name, {}, ()) for name in ("Flatten", "Identity", "Masking", "Rescaling")),
    case("Reshape", {"target_shape": (1,)}, ()),
    *(
        case("ReLU", {"negative_slope": 0.1, **settings}, ((None, 3), dtype))
        for settings in ({}, {"max_value": 6}, {"threshold": 1})
        for dtype in ("bool", "int32")
    ),
    *(
        case("ops.einsum", {"subscripts": "bi,bj->bij"}, *[((None, 3), dtype)] * 2, spread=True)
        for dtype in ("bool", "string")
    ),
    *(case(f"ops.{name}", {}, *[((None, 4), "string")] * 2) for name in ("add", "subtract")),
    *(
        case("EinsumDense", {"equation": "ab,bc->ac", "output_shape": (5, 3)}, (None, *sizes))
        for sizes in ((8, 8), (8, None), (None, 8), (8, 4))
    ),
    *(case("Activation", {"activation": name}, ()) for name in ("log_softmax", "relu", "softmax")),
    *FIRST_WEIGHTS,
    *UNUSED,
    *NUMBERS,
    *(
        case(name, {}, *(((None, 4), dtype) for dtype in dtypes))
        for name in ("Add", "Average", "Minimum")
        for dtypes in (("bool", "bool", "float32"), ("bool", "float32", "bool"))
    ),
    case("Identity", {}, (None, 4), ((None, 5, 3), "int32")),
    case("Identity", {"dtype": "float16"}, (None, 4), (None, 5, 3), (2, 3)),
)
