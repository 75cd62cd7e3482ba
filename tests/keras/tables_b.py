"""What the cases of part B are drawn from: all but the plain and the preprocessing layers."""

from __future__ import annotations

from netbuilder.graph.values import Config, Params, Value
from tests.keras.contract import case
from tests.keras.joins import Join
from tests.keras.pools import Input, Pool

DTYPE: dict[str, list[Value]] = {
    "dtype": ["float16", "mixed_float16", "float64"],
    "trainable": [False, True],
}
SERIES: list[Input] = [(None, 5, 4), (None, None, 6), (3, 7, 2), ((None, 5, 4), "int32")]
FORMATS: list[Value] = ["channels_last", "channels_first", None]


def held(class_name: str, **params: Value) -> Config:
    """Write the layer that another one holds."""
    return Config(class_name, Params(params))


MERGING = [
    Join(
        ["Add", "Multiply", "Average", "Maximum", "Minimum"],
        [
            ((None, 4), (None, 4)),
            ((None, 4), (3, 4), (None, 4)),
            ((None, 5, 4), (None, 1, 4)),
            ((None, 5, 4), (None, 4)),
            ((2, 5, 4), (2, None, 4)),
            ((None, 5, 1), (None, 1, 6), (None, None, 6)),
            (((None, 4), "int32"), (None, 4)),
            ((None, 8, 8, 3), (None, 1, 1, 3)),
            ((None,), (None,)),
        ],
        misfits=[
            ((None, 74, 74, 3), (None, 75, 75, 3)),
            ((None, 4), (None, 5)),
            ((2, 4), (3, 4)),
            ((None, 5, 4), (None, 5)),
            ((None, 4), (None, 4), (None, 3)),
        ],
        options=DTYPE,
        draws=14,
    ),
    Join(
        ["Subtract"],
        [((None, 4), (None, 4)), ((None, 5, 4), (None, 4)), ((3, 1), (None, 6))],
        misfits=[((None, 4), (None, 5)), ((None, 4), (None, 4), (None, 4))],
        options=DTYPE,
    ),
    Join(
        ["Concatenate"],
        [
            ((None, 5, 4), (None, 5, 4)),
            ((None, 5, 4), (None, 5, 3)),
            ((None, 5, 4), (None, 6, 4), (None, None, 4)),
            ((2, None, 4), (2, 5, 4)),
            ((None, 5, None), (None, 5, 4)),
            (((None, 5, 4), "int32"), ((None, 5, 4), "int64")),
        ],
        misfits=[
            ((None, 5, 4), (None, 6, 3)),
            ((None, 5, 4), (None, 4)),
            ((2, 5, 4), (3, 5, 4)),
            ((None, 4), (None, 4)),
        ],
        options={"axis": [-1, 1, 2, -2, 0], **DTYPE},
        wrong={"axis": [3, -4, None, "1"]},
        draws=60,
    ),
    Join(
        ["Dot"],
        [
            ((None, 5), (None, 5)),
            ((None, 5, 3), (None, 4, 5)),
            ((None, 4, 5), (None, 5)),
            ((None, 5, 3, 2), (None, 5, 4)),
            ((None, None), (None, None, 3)),
            ((None, 5, 5), (None, 5, 5)),
        ],
        misfits=[((None, 5), (None, 6)), ((None, None, 3), (None, 5)), ((None, 5), (None,))],
        needed={"axes": [1, -1, (1, 1), (1, 2), (2, 1), (-1, -2), (2, 2)]},
        options={"normalize": [True, False], **DTYPE},
        wrong={"axes": [(1,), (1, 2, 3), (1, 9), 7, None, "x"]},
        draws=60,
    ),
]

GATES: dict[str, list[Value]] = {
    "activation": ["relu", None],
    "use_bias": [True, False],
    "dropout": [0.0, 0.5, 1],
    "recurrent_dropout": [0.2],
    "return_sequences": [True, False],
    "return_state": [True, False],
    "go_backwards": [True],
    **DTYPE,
}
MORE_OF_RECURRENT: dict[str, dict[str, list[Value]]] = {
    "SimpleRNN": {},
    "LSTM": {"unit_forget_bias": [False], "use_cudnn": ["auto", True, False]},
    "GRU": {"reset_after": [True, False], "recurrent_activation": ["hard_sigmoid"]},
}
RECURRENT = [
    Pool(
        [name],
        SERIES,
        misfits=[(None, 4), (None, 5, 4, 3), (None, 5, None)],
        needed={"units": [1, 3, 16]},
        options={**GATES, "unroll": [True, False], **more},
        wrong={"units": [0, -2, 2.5, None, "3"], "dropout": ["a", None], "activation": ["tan"]},
        draws=35,
    )
    for name, more in MORE_OF_RECURRENT.items()
]
RECURRENT += [
    Pool(
        [f"ConvLSTM{rank}D"],
        [(None, 3, *space, 2), (None, None, *space, 4), (2, 3, *space, 1)],
        misfits=[(None, *space, 2), (None, 3, None, *space[1:], 2), (None, 3, *space, None)],
        needed={"filters": [1, 3], "kernel_size": [1, 2, (3,) * rank]},
        options={
            **GATES,
            "strides": [1, 2],
            "padding": ["valid", "same", "SAME"],
            "dilation_rate": [1, 2],
            "data_format": FORMATS,
        },
        wrong={
            "filters": [-1, None],
            "kernel_size": [0, (2,) * (rank + 1), 9],
            "padding": ["causal"],
            "strides": [(1,) * (rank + 1)],
        },
        draws=20,
    )
    for rank, space in ((1, (7,)), (2, (7, 8)), (3, (6, 5, 7)))
]

OF_CALLS = {"return_attention_scores": [False, True], "use_causal_mask": [False, True]}
ATTENTION = [
    Join(
        ["Attention", "AdditiveAttention"],
        [
            ((None, 4, 8), (None, 5, 8)),
            ((None, None, 8), (None, 5, 8), (None, 5, 8)),
            ((2, 4, 8), (2, 5, 9), (2, 5, 8)),
            ((None, 3, 4, 8), (None, 3, 5, 8)),
        ],
        options={"use_scale": [True, False], "dropout": [0.0, 0.5], **OF_CALLS, **DTYPE},
        draws=25,
    ),
    Join(
        ["Attention"],
        [((None, 4, 8), (None, 5, 8))],
        options={
            "score_mode": ["dot", "concat"],
            "use_scale": [True, False],
            "seed": [1],
            **OF_CALLS,
        },
        wrong={"score_mode": ["sum", "Dot", None], "dropout": [None, "a"]},
        draws=30,
    ),
    Join(
        ["MultiHeadAttention"],
        [
            ((None, 4, 8), (None, 5, 8)),
            ((None, 4, 8), (None, 5, 6)),
            ((None, None, 8), (None, None, 7), (None, None, 6)),
            ((None, 3, 4, 8), (None, 3, 4, 6)),
        ],
        misfits=[
            ((None, 4, 8), (None, 5, 6), (None, 4, 6)),
            ((None, 4, None), (None, 5, 6)),
            ((None, 4, 8), (None, 5, None)),
        ],
        needed={"num_heads": [1, 2, 3], "key_dim": [2, 5]},
        options={
            "value_dim": [None, 3],
            "use_bias": [True, False],
            "output_shape": [None, 7, (7,), (3, 2)],
            "attention_axes": [None, (1,), -2, (3,), (), (1, 1)],
            "dropout": [0.0, 0.5],
            "use_gate": [True, False],
            "sliding_window": [None, 2],
            "kernel_initializer": ["he_normal"],
            **OF_CALLS,
            **DTYPE,
        },
        wrong={
            "num_heads": [0, -1, None, 2.0],
            "key_dim": [0, "4"],
            "value_dim": [0, -1],
            "output_shape": [-1, ("a",)],
            "attention_axes": [(9,), "x"],
            "sliding_window": [0],
            "dropout": [1.5],
        },
        spread=True,
        draws=60,
    ),
    Join(
        ["GroupQueryAttention"],
        [
            ((None, 4, 8), (None, 5, 8)),
            ((None, None, 8), (None, 5, 8), (None, 5, 6)),
            ((None, 4, 8), (None, None, 8)),
        ],
        misfits=[
            ((None, 4, 8), (None, 5, 6)),
            ((None, 4, 8), (None, 5, 8), (None, 6, 8)),
            ((None, 8), (None, 8)),
        ],
        needed={"head_dim": [2, 5], "num_query_heads": [2, 4], "num_key_value_heads": [1, 2]},
        options={
            "use_bias": [True, False],
            "use_gate": [True, False],
            "dropout": [0.5],
            **OF_CALLS,
            **DTYPE,
        },
        wrong={"head_dim": [0, None], "num_key_value_heads": [3, 0], "num_query_heads": [5]},
        spread=True,
        draws=40,
    ),
]

PLACES = [(None, 4, 6), (None, 6), (None, 4, 5, 6), (None, None, 6), (2, 4, 6)]
NORMALIZATION = [
    Pool(
        ["BatchNormalization"],
        [*PLACES, ((None, 4, 6), "int32")],
        misfits=[(None, 4, None), (None, None)],
        options={
            "axis": [-1, 1, 2, -2],
            "center": [True, False],
            "scale": [True, False],
            "momentum": [0.9, 0],
            "renorm": [True, False],
            **DTYPE,
        },
        wrong={"axis": [0, 3, -4, None], "momentum": ["a"]},
        draws=40,
    ),
    Pool(
        ["LayerNormalization"],
        PLACES,
        misfits=[(None, 4, None), (None, None)],
        options={
            "axis": [-1, 1, (1, 2), (2, 1), (-1,), (-1, -2), ()],
            "center": [True, False],
            "scale": [True, False],
            **DTYPE,
        },
        wrong={"axis": [0, 3, -4, None, 1.0, "a", (0, 1)]},
        draws=50,
    ),
    Pool(
        ["RMSNormalization"],
        PLACES,
        misfits=[(None, 4, None)],
        options={"axis": [-1], "epsilon": [1e-3], **DTYPE},
        wrong={"axis": [4, -5, None]},
        draws=15,
    ),
    Pool(
        ["UnitNormalization"],
        [*PLACES, (None, 4, None)],
        options={"axis": [-1, 1, (2, 1), 0, ()], **DTYPE},
        wrong={"axis": [4, -5, None, 1.0, (1, 9)]},
        draws=30,
    ),
    Pool(
        ["GroupNormalization"],
        PLACES,
        misfits=[(None, 4, None), (None, 5)],
        options={
            "groups": [1, 2, 3, 6, -1],
            "axis": [-1, 1, 2],
            "center": [True, False],
            "scale": [True, False],
            **DTYPE,
        },
        wrong={"groups": [0, -2, 2.0, 4, 32], "axis": [0, 4, None, (1, 2)]},
        draws=50,
    ),
]

MORE_OF_EMBEDDINGS: dict[str, dict[str, list[Value]]] = {
    "Embedding": {"lora_rank": [None, 2], "embeddings_constraint": ["non_neg"]},
    "ReversibleEmbedding": {"tie_weights": [True, False], "logit_soft_cap": [2.0]},
}
EMBEDDINGS = [
    Pool(
        [name],
        [((None, 4), "int32"), (None, 4), (None,), (2, 3, 4), (None, None)],
        needed={"input_dim": [1, 10], "output_dim": [1, 3]},
        options={
            "mask_zero": [True, False],
            "embeddings_regularizer": ["l2"],
            **more,
            **DTYPE,
        },
        wrong={"input_dim": [0, -1, None, 2.5], "output_dim": [0, True, "a"]},
        draws=30,
    )
    for name, more in MORE_OF_EMBEDDINGS.items()
]

PLAIN: list[Value] = [
    held("Dense", units=3),
    held("Dense", units=3, use_bias=False, trainable=False),
    held("Embedding", input_dim=5, output_dim=2),
    held("Flatten"),
    held("BatchNormalization"),
]
SEQUENTIAL: list[Value] = [
    held("Conv1D", filters=3, kernel_size=2),
    held("DepthwiseConv1D", kernel_size=2),
    held("LSTM", units=3),
    held("GRU", units=3, return_sequences=True),
    held("LSTM", units=3, return_state=True),
    held("GlobalAveragePooling1D"),
    held("TimeDistributed", layer=held("Dense", units=2)),
    held("Bidirectional", layer=held("GRU", units=2)),
]
STEPPED: list[tuple[list[Value], list[Input], list[Input]]] = [
    (PLAIN, [(None, 5, 4), (None, None, 4), ((2, 5, 4), "int32")], [(None, 4)]),
    ([*PLAIN, *SEQUENTIAL], [(None, 5, 6, 4), (2, None, 6, 4)], [(None, 5, 6, None)]),
    ([held("Conv2D", filters=3, kernel_size=(2, 3)), *PLAIN], [(None, 3, 5, 6, 4)], []),
]
WRAPPING = [
    Pool(
        ["TimeDistributed"],
        inputs,
        misfits=misfits,
        needed={"layer": layers},
        options=DTYPE,
        wrong={
            "layer": [
                None,
                "Dense",
                held("LSTM"),
                held("Dense", units=2, filters=2),
                held("Dense", units=0),
                held("Conv3D", filters=2, kernel_size=2),
            ]
        },
        draws=30,
    )
    for layers, inputs, misfits in STEPPED
]
WRAPPING += [
    Pool(
        ["SpectralNormalization"],
        [(None, 5, 4), (3, None, 4)],
        needed={"layer": [*PLAIN, *SEQUENTIAL]},
        options={"power_iterations": [1, 3], **DTYPE},
        wrong={"power_iterations": [0, -1], "layer": [held("Dense", units=0), None]},
        draws=50,
    ),
    Pool(
        ["Bidirectional"],
        SERIES,
        misfits=[(None, 4), (None, 5, None)],
        needed={
            "layer": [
                held("LSTM", units=3),
                held("GRU", units=3, return_sequences=True),
                held("SimpleRNN", units=2, return_state=True),
                held("LSTM", units=3, return_state=True, return_sequences=True),
                held("GRU", units=3, reset_after=False),
                held("LSTM", units=3, trainable=False),
            ]
        },
        options={"merge_mode": ["concat", "sum", "mul", "ave", None], **DTYPE},
        wrong={
            "merge_mode": ["max", "Sum"],
            "layer": [held("LSTM", units=3, go_backwards=True), held("Dense", units=2), None],
            "backward_layer": [
                held("LSTM", units=3, go_backwards=True),
                held("LSTM", units=3),
                held("GRU", units=3, go_backwards=True, return_sequences=True),
            ],
        },
        draws=80,
    ),
    Pool(
        ["Bidirectional"],
        [(None, 3, 7, 2)],
        needed={
            "layer": [held("ConvLSTM1D", filters=3, kernel_size=2, data_format="channels_first")]
        },
        options={"merge_mode": ["concat", None]},
        draws=4,
    ),
]

STATEFUL = [
    case("SimpleRNN", {"units": 2, "stateful": True}, (4, 5, 2)),
    case("LSTM", {"units": 2, "stateful": True, "return_sequences": True}, (4, 5, 2)),
    case("GRU", {"units": 2, "stateful": True, "return_state": True}, (4, 5, 2)),
    case("ConvLSTM1D", {"filters": 2, "kernel_size": 3, "stateful": True}, (4, 5, 7, 2)),
    case("Bidirectional", {"layer": held("GRU", units=2, stateful=True)}, (4, 5, 2)),
    case("GRU", {"units": 2, "stateful": True}, (4, 5)),
]
"""Cases that make variables when they are called, which cannot be done symbolically."""

WITHOUT_BATCH_SIZE = [
    case(name, {"units": 2, "stateful": True}, (None, 5, 2))
    for name in ("SimpleRNN", "LSTM", "GRU")
]

LATE_B = [
    case("Multiply", {}, ((None, 3), "string"), ((None, 3), "string")),
    case("Add", {}, ((None, 3), "bool"), ((None, 3), "bool")),
    case("Concatenate", {}, ((None, 3), "string"), (None, 3)),
    case("Dot", {"axes": 0}, (4, 4), (4, 4)),
    case("Dot", {"axes": 1}, (2, 4), (3, 4)),
    case("Dot", {"axes": 1, "normalize": True}, ((None, 4), "int32"), (None, 4)),
    case("LSTM", {"units": 2}, ((None, 3, 2), "string")),
    case("Attention", {}, (None, 4, 8), (None, 5, 7)),
    case("Attention", {}, (None, 4, 8), (None, 5, 8), (None, 6, 8)),
    case("Attention", {}, ((None, 4, 8), "int32"), ((None, 5, 8), "int32")),
    case("AdditiveAttention", {}, (None, 4, 8), (None, 5, 7)),
    case("MultiHeadAttention", {"num_heads": 1, "key_dim": 2}, (None, 8), (None, 8), spread=True),
    case("MultiHeadAttention", {"num_heads": 1, "key_dim": 2}, (2, 4, 8), (3, 4, 8), spread=True),
    case("LayerNormalization", {"axis": (1, -2)}, (None, 4, 6)),
    case("RMSNormalization", {"axis": 1}, (None, 4, 6)),
    case("UnitNormalization", {}, ((None, 6), "int32")),
    case("UnitNormalization", {"axis": (1, -1)}, (None, 6)),
    case("TimeDistributed", {"layer": held("LSTM", units=3)}, (None, 3, 5, 6, 4)),
    case("Embedding", {"input_dim": 3, "output_dim": 2}, ((None, 4), "string")),
]
"""Cases that Keras refuses only once data arrives; waiting for that helps nobody."""


POOLS_B: tuple[Pool | Join, ...] = (
    *MERGING,
    *RECURRENT,
    *ATTENTION,
    *NORMALIZATION,
    *EMBEDDINGS,
    *WRAPPING,
)
