"""Cases for core, convolution, pooling, reshaping and activation layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netbuilder.catalog.tensors import Shape
from netbuilder.graph.values import Config, Params, Value
from tests.keras.contract import case
from tests.keras.pools import Input, Pool


@dataclass(frozen=True)
class Space:
    """Inputs of layers that work along ``rank`` axes of space or time.

    Attributes:
        rank: How many.
        inputs: Inputs that fit.
        misfits: Inputs of other ranks.
        open_channels: An input with an unknown number of channels.
        edges: What to pad or crop before and after each axis.
    """

    rank: int
    inputs: Sequence[Input]
    misfits: Sequence[Input]
    open_channels: Shape
    edges: Value


FLAT: list[Input] = [(None, 784), (32, 10), (None, None), ((None, 5), "int32"), (None, 1)]
SERIES: list[Input] = [(None, 12, 4), (None, 7, 6), (8, None, 4), (None, 1, 2), (None, 30, 1)]
IMAGES: list[Input] = [
    (None, 28, 28, 1),
    (None, 9, 12, 4),
    (4, None, None, 6),
    (None, 3, 3, 2),
    (2, 8, None, 4),
]
VOLUMES: list[Input] = [
    (None, 6, 7, 8, 4),
    (None, 3, 3, 3, 2),
    (2, None, 5, 6, 6),
    (None, 9, 9, 9, 1),
]
MIXED: list[Input] = [
    *FLAT,
    *SERIES,
    *IMAGES,
    ((None, 6, 4), "int64"),
    ((None, 4), "float16"),
    (None,),
]
FRACTIONS: list[Input] = [*FLAT[:3], *SERIES, *IMAGES, ((None, 4), "float16"), (None,)]
SPACES = (
    Space(1, SERIES, [*FLAT, *IMAGES], (None, 12, None), (0, 2)),
    Space(2, IMAGES, [*FLAT, *SERIES, *VOLUMES], (None, 28, 28, None), ((1, 0), (0, 2))),
    Space(3, VOLUMES, [*IMAGES, (None,)], (None, 6, 7, 8, None), ((1, 0), (0, 2), 1)),
)

FORMATS: Sequence[Value] = ["channels_last", "channels_first", None]
WRONG_FORMATS: Sequence[Value] = ["channels_middle"]
DTYPES: Sequence[Value] = ["float16", "mixed_float16", "float64", "bfloat16"]
DTYPE: Mapping[str, Sequence[Value]] = {"dtype": DTYPES, "trainable": [False, True]}


CONVOLUTIONS = [
    Pool(
        [f"Conv{space.rank}D"],
        space.inputs,
        misfits=[*space.misfits, space.open_channels],
        needed={
            "filters": [1, 4, 6, 12],
            "kernel_size": [1, 2, 3, (3,) * space.rank, (2,) * space.rank],
        },
        options={
            "strides": [1, 2, (1,) * space.rank],
            "padding": ["valid", "same", "SAME", *(["causal"] if space.rank == 1 else [])],
            "data_format": FORMATS,
            "dilation_rate": [1, 2, (1,) * space.rank],
            "groups": [1, 2],
            "use_bias": [True, False],
            "activation": ["relu", None],
            **DTYPE,
        },
        wrong={
            "filters": [0, -1, None, 2.5, "3"],
            "kernel_size": [0, (3,) * (space.rank + 1), -2, None, 40],
            "strides": [0, (0,) * space.rank, (2,) * (space.rank + 1)],
            "padding": ["full", "causal", ""],
            "dilation_rate": [0, -1, 5],
            "groups": [3, 5, 0, -1],
            "data_format": WRONG_FORMATS,
        },
        draws=40,
    )
    for space in SPACES
]

TRANSPOSED = [
    Pool(
        [f"Conv{space.rank}DTranspose"],
        space.inputs,
        misfits=[*space.misfits, space.open_channels],
        needed={"filters": [1, 5], "kernel_size": [1, 2, 3, (4,) * space.rank]},
        options={
            "strides": [1, 2, 3, (2,) * space.rank],
            "padding": ["valid", "same"],
            "output_padding": [None, 0, 1, (1,) * space.rank],
            "data_format": FORMATS,
            "dilation_rate": [1, 2],
            "use_bias": [True, False],
            **DTYPE,
        },
        wrong={
            "filters": [0, -3],
            "kernel_size": [0, (3,) * (space.rank + 1)],
            "padding": ["causal", "full"],
            "output_padding": [3, -1, (0,) * (space.rank + 1)],
            "strides": [0],
        },
        draws=25,
    )
    for space in SPACES
]

SLIDING: Sequence[tuple[str, Space, Mapping[str, Sequence[Value]]]] = [
    ("DepthwiseConv1D", SPACES[0], {"kernel_size": [1, 2, 3, (3,)]}),
    ("DepthwiseConv2D", SPACES[1], {"kernel_size": [1, 2, 3, (3, 3)]}),
    ("SeparableConv1D", SPACES[0], {"filters": [1, 8], "kernel_size": [1, 2, 3]}),
    ("SeparableConv2D", SPACES[1], {"filters": [1, 8], "kernel_size": [2, 3, (3, 2)]}),
]

DEPTHWISE = [
    Pool(
        [class_name],
        space.inputs,
        misfits=[*space.misfits, space.open_channels],
        needed=needed,
        options={
            "strides": [1, 2],
            "padding": ["valid", "same"],
            "depth_multiplier": [1, 2, 3],
            "data_format": FORMATS,
            "dilation_rate": [1, 2],
            "use_bias": [True, False],
            **DTYPE,
        },
        wrong={
            "kernel_size": [0, (3,) * 4, 50],
            "depth_multiplier": [0, -1],
            "padding": ["causal"],
            "strides": [0],
        },
    )
    for class_name, space, needed in SLIDING
]

WINDOW_POOLINGS = [
    Pool(
        [f"{kind}Pooling{space.rank}D"],
        [*space.inputs, space.open_channels, *whole],
        space.misfits,
        needed={"pool_size": [1, 2, 3, (2,) * space.rank]},
        options={
            "strides": [1, 2, (1,) * space.rank, None],
            "padding": ["valid", "same"],
            "data_format": FORMATS,
            **DTYPE,
        },
        wrong={
            "pool_size": [0, -1, 40, (2,) * (space.rank + 1), None],
            "strides": [0, -1, (1,) * (space.rank + 1)],
            "padding": ["VALID", "causal"],
        },
        draws=15,
    )
    for space in SPACES
    for kind, whole in (("Max", [(space.open_channels, "int32")]), ("Average", []))
]

POOLINGS = [
    pool
    for space in SPACES
    for pool in (
        Pool(
            [f"GlobalMaxPooling{space.rank}D", f"GlobalAveragePooling{space.rank}D"],
            space.inputs,
            space.misfits,
            options={"keepdims": [True, False], "data_format": FORMATS, **DTYPE},
            wrong={"data_format": WRONG_FORMATS},
            draws=7,
        ),
        Pool(
            [f"AdaptiveMaxPooling{space.rank}D", f"AdaptiveAveragePooling{space.rank}D"],
            space.inputs,
            needed={"output_size": [1, 2, (3,) * space.rank]},
            options={"data_format": FORMATS, **DTYPE},
            wrong={
                "data_format": WRONG_FORMATS,
                "output_size": [-1, (2,) * (space.rank + 1), None],
            },
            draws=5,
        ),
    )
]

RESHAPING = [
    Pool(["Flatten"], MIXED, options={"data_format": FORMATS, **DTYPE}, draws=25),
    Pool(
        ["Reshape"],
        [(None, 784), (None, 28, 28, 1), (None, 6, 4), ((None, 12), "int32"), (None, None, 4)],
        misfits=[(None,), (3, 5), (None, 7, 7)],
        needed={"target_shape": [(28, 28), (-1, 4), (12, 2), (-1,), (2, -1, 2), (4, 7, -1)]},
        options=DTYPE,
        wrong={"target_shape": [(-1, -1), (-2, 3), (5, 5), (0, -1), 12, None, (), (1,)]},
        draws=60,
    ),
    Pool(
        ["Permute"],
        [*SERIES, ((None, 3, 2), "int8")],
        misfits=[*FLAT, *IMAGES],
        needed={"dims": [(2, 1), (1, 2)]},
        options=DTYPE,
        wrong={"dims": [(1, 3), (0, 1), (1, 2, 3), (1, 1), (1,), ()]},
    ),
    Pool(
        ["RepeatVector"],
        FLAT,
        misfits=[*SERIES, (None,)],
        needed={"n": [1, 3, 100]},
        options=DTYPE,
        wrong={"n": [0, -1, 2.0, True, None, "2"]},
    ),
    *(
        Pool(
            [f"{kind}{space.rank}D"],
            space.inputs,
            space.misfits,
            options={
                name: [0, 1, 2, space.edges, *([] if space.rank == 1 else [(1,) * space.rank])],
                **({"data_format": FORMATS} if (kind, space.rank) != ("Cropping", 1) else {}),
                **DTYPE,
            },
            wrong={name: [(1,) * 4, "1", ((1, 2, 3),) * space.rank, (-1,) * space.rank, 30]},
        )
        for kind, name in (("ZeroPadding", "padding"), ("Cropping", "cropping"))
        for space in SPACES
    ),
    Pool(
        ["UpSampling1D"],
        SERIES,
        [*FLAT, *IMAGES],
        options={"size": [1, 2, 5], **DTYPE},
        wrong={"size": [0, -1, (2,), True, 2.0]},
    ),
    Pool(
        ["UpSampling2D"],
        IMAGES,
        [*SERIES, *VOLUMES],
        options={
            "size": [1, 2, (2, 3)],
            "data_format": FORMATS,
            "interpolation": ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "Nearest"],
            **DTYPE,
        },
        wrong={"size": [0, (1, 2, 3), (0, 1)]},
    ),
    Pool(
        ["UpSampling3D"],
        VOLUMES,
        IMAGES,
        options={"size": [1, 2, (2, 3, 1)], "data_format": FORMATS, **DTYPE},
        wrong={"size": [0, (1, 2)]},
        draws=12,
    ),
]

EQUATIONS: Sequence[tuple[Value, Sequence[Input]]] = [
    ("ab,bc->ac", [(None, 6)]),
    ("abc,cd->abd", [(None, 5, 6), (4, None, 2)]),
    ("abc,cde->abde", [(None, 5, 6)]),
    ("...b,bc->...c", [(None, 6), (None, 5, 6), (None, 4, 5, 6)]),
    ("ab...,bc->ac...", [(None, 6), (None, 5, 6), (None, 4, 5, 6)]),
]

CORE = [
    Pool(
        ["Dense"],
        [
            *FLAT[:2],
            *SERIES,
            *IMAGES,
            ((None, 5), "int32"),
            ((None, 5), "bool"),
            ((4, 3), "float64"),
        ],
        misfits=[(None,), (None, None), (None, 3, None)],
        needed={"units": [1, 10, 10**12]},
        options={
            "use_bias": [True, False],
            "activation": ["softmax", "relu", None, "gelu"],
            "lora_rank": [None, 2],
            "kernel_regularizer": ["l2", Config("L1L2", Params(l1=0.1)), None],
            "kernel_initializer": ["he_normal", Config("RandomNormal", Params(stddev=0.02))],
            **DTYPE,
        },
        wrong={
            "units": [0, -1, 3.0, "3", None],
            "activation": ["rellu"],
            "kernel_initializer": ["he"],
            "kernel_regularizer": ["l3"],
            "lora_rank": [-2],
            "dtype": ["float31", "mixed"],
            "trainable": ["yes", None],
        },
        draws=60,
    ),
    *(
        Pool(
            ["EinsumDense"],
            inputs,
            misfits=[(None,), (None, None), (None, 5, None)],
            needed={
                "equation": [equation],
                "output_shape": [3, (3,), (5, 3), (None, 3), (5, 2, 3)],
            },
            options={"bias_axes": ["c", "d", None, "de", "bd"], "lora_rank": [2, None], **DTYPE},
            wrong={"equation": ["ab", "ab,bc", "ab,cd->ad"], "bias_axes": ["z"]},
            draws=15,
        )
        for equation, inputs in EQUATIONS
    ),
    Pool(["Identity"], MIXED, options=DTYPE, draws=12),
    Pool(
        ["Masking"],
        MIXED,
        options={"mask_value": [0.0, -1, 5], **DTYPE},
        draws=8,
    ),
]

ACTIVATIONS = [
    Pool(
        ["Activation"],
        MIXED,
        needed={"activation": ["relu", "softmax", "tanh", "swish", "linear", "leaky_relu"]},
        options=DTYPE,
        wrong={"activation": ["rellu", "Softmax2", 3]},
    ),
    Pool(["ELU"], FRACTIONS, options={"alpha": [1.0, 0.5, -1.0, 2], **DTYPE}, draws=6),
    Pool(
        ["ReLU"],
        MIXED,
        options={"max_value": [6, None, 0.0], "negative_slope": [0.1], "threshold": [1], **DTYPE},
        wrong={"max_value": [-1.0], "negative_slope": [-0.1, None], "threshold": [-2, None]},
    ),
    Pool(
        ["LeakyReLU"],
        MIXED,
        options={"negative_slope": [0.1, 0, 3.0], **DTYPE},
        wrong={"negative_slope": [-0.1, None, "0.1"]},
        draws=12,
    ),
    Pool(
        ["PReLU"],
        [(None, 4), (None, 6, 4), (None, 9, 12, 4), (4, None, None, 6), (None, None, 4)],
        misfits=[(None, None), (None,)],
        options={"shared_axes": [None, (1,), (1, 2), (2,), 1, (-1,)], **DTYPE},
        wrong={"shared_axes": [(3,), (9,), (-5,), (0,), "x"]},
        draws=40,
    ),
    Pool(["Softmax"], [*SERIES, *IMAGES], options={"axis": [-1, 0, 1, (1,)], **DTYPE}, draws=12),
    Pool(
        ["ActivityRegularization"],
        MIXED,
        options={"l1": [0.0, 0.1, 1], "l2": [0.01], **DTYPE},
        wrong={"l1": [-0.1, "a"], "l2": [-1]},
        draws=12,
    ),
    Pool(
        ["Dropout"],
        MIXED,
        needed={"rate": [0, 0.5, 1, 1.0, 0.25]},
        options={"seed": [None, 1, -1, 2**40], "noise_shape": [None, (None, 1), (1,)], **DTYPE},
        wrong={
            "rate": [-0.1, 1.5, None, "0.5"],
            "noise_shape": [(0, 1), (-1,), "ab", 3],
            "seed": [1.5, "a"],
        },
    ),
    Pool(
        ["AlphaDropout", "GaussianDropout"],
        MIXED,
        needed={"rate": [0, 0.5, 1.0]},
        options={"seed": [None, 1], **DTYPE},
        wrong={"rate": [-0.1, 1.5, None]},
        draws=8,
    ),
    Pool(
        ["GaussianNoise"],
        MIXED,
        needed={"stddev": [0, 0.5, 1.0]},
        options={"seed": [None, 1], **DTYPE},
        wrong={"stddev": [-0.1, 1.5, None]},
        draws=8,
    ),
    *(
        Pool(
            [f"SpatialDropout{space.rank}D"],
            space.inputs,
            space.misfits,
            needed={"rate": [0, 0.5]},
            options={"dtype": DTYPES, **({"data_format": FORMATS} if space.rank > 1 else {})},
            wrong={"rate": [-0.1, 2], "noise_shape": [(1, 2)], "trainable": [False]},
            draws=10,
        )
        for space in SPACES
    ),
]

INPUTS = [
    case("InputLayer", {"shape": (28, 28, 1)}),
    case("InputLayer", {"shape": (None, 4), "batch_size": 8}),
    case("InputLayer", {"shape": (), "dtype": "string"}),
    case("InputLayer", {"shape": (3,), "dtype": "int32"}),
    case("InputLayer", {"shape": (3,), "dtype": "int"}),
    case("InputLayer", {"shape": (0, 3)}),
    case("InputLayer", {}),
    case("InputLayer", {"shape": 3}),
    case("InputLayer", {"shape": (-1,)}),
    case("InputLayer", {"shape": (2.0,)}),
    case("InputLayer", {"shape": ("3",)}),
    case("InputLayer", {"shape": (3,), "dtype": "float31"}),
    case("InputLayer", {"shape": (3,), "dtype": "mixed_float16"}),
    case("InputLayer", {"shape": (3,), "batch_size": -1}),
]

LATE = [
    case("Dense", {"units": 2}, ((None, 3), "string")),
    case("Conv2D", {"filters": 2, "kernel_size": 1}, ((None, 3, 3, 1), "string")),
    case("MaxPooling1D", {}, ((None, 3, 3), "string")),
    case("Masking", {"mask_value": "x"}, (None, 3)),
    case("Softmax", {"axis": 2}, (None, 3)),
    case("Softmax", {"axis": (0, -3)}, (None, 3)),
    case("UpSampling2D", {"interpolation": "cubic"}, (None, 3, 3, 1)),
    case("Softmax", {}, ((None, 3), "int32")),
    case("ELU", {}, ((None, 3), "int32")),
    case("AveragePooling1D", {"pool_size": 2}, ((None, 3, 3), "uint8")),
    case("AveragePooling2D", {"pool_size": 2}, ((None, 3, 3, 3), "uint8")),
    case("AveragePooling3D", {"pool_size": 2}, ((None, 3, 3, 3, 3), "int32")),
    case("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 3}, (None, 5, 6)),
    case("AdaptiveMaxPooling1D", {"output_size": 2}, (None, 3, 3, 1)),
    case("AdaptiveAveragePooling2D", {"output_size": 0}, (None, 3, 3, 1)),
    case("ZeroPadding2D", {"padding": -1}, (None, 9, 9, 1)),
]
"""Cases that Keras refuses only once data arrives; waiting for that helps nobody."""

POOLS = (
    *CORE,
    *CONVOLUTIONS,
    *TRANSPOSED,
    *DEPTHWISE,
    *WINDOW_POOLINGS,
    *POOLINGS,
    *RESHAPING,
    *ACTIVATIONS,
)
