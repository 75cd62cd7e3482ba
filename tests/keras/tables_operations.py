"""Cases for the operations of ``keras.ops``."""

from __future__ import annotations

from netbuilder.graph.values import Config, Params, Value
from tests.keras.joins import Inputs, Join
from tests.keras.pools import Input, Pool

FLOATS: list[Input] = [(None, 4), (None, 5, 4), (2, 3), (None, None, 4), ((None, 4), "float16")]
FORMATS: list[Input] = [
    ((None, 4), dtype)
    for dtype in ("int32", "int64", "uint8", "int8", "bool", "float64", "bfloat16", "uint16")
]
ANYTHING: list[Input] = [*FLOATS, *FORMATS, (None,)]
TEXTS: list[Input] = [((None, 4), "string")]

NUMBERS = [
    Pool(
        [
            *("ops.absolute", "ops.negative", "ops.sign", "ops.relu", "ops.exp", "ops.log"),
            *("ops.sqrt", "ops.square", "ops.sin", "ops.cos", "ops.tanh", "ops.floor", "ops.ceil"),
            *("ops.reciprocal", "ops.logical_not", "ops.sigmoid", "ops.silu", "ops.softplus"),
        ],
        ANYTHING,
        TEXTS,
        draws=16,
    ),
    Pool(["ops.gelu"], ANYTHING, TEXTS, options={"approximate": [True, False]}, draws=16),
    Pool(["ops.elu"], ANYTHING, TEXTS, options={"alpha": [1.0, 0.5, 2]}, draws=16),
    Pool(
        ["ops.softmax", "ops.log_softmax"],
        ANYTHING,
        TEXTS,
        options={"axis": [-1, 1, 0, -2]},
        wrong={"axis": [5, -4]},
        draws=20,
    ),
    Pool(
        ["ops.clip"],
        ANYTHING,
        TEXTS,
        needed={"x_min": [0, 0.0, -1], "x_max": [1, 1.5, 3]},
    ),
    Pool(
        ["ops.cast"],
        [*FLOATS, *FORMATS],
        needed={"dtype": ["int32", "float16", "bool", "uint8", "float32", "int64"]},
        wrong={"dtype": ["float31", None]},
        draws=20,
    ),
]

PAIRS: list[Inputs] = [
    ((None, 4), (None, 4)),
    ((None, 5, 4), (None, 1, 4)),
    ((None, 5, 4), (4,)),
    ((2, 1), (None, 3)),
    ((None, 5, 1), (None, None, 4)),
    (((None, 4), "int32"), (None, 4)),
    (((None, 4), "int32"), ((None, 4), "uint8")),
    (((None, 4), "int8"), ((None, 4), "uint8")),
    (((None, 4), "int64"), ((None, 4), "float16")),
    (((None, 4), "bool"), ((None, 4), "int32")),
    (((None, 4), "bool"), ((None, 4), "bool")),
    (((None, 4), "float16"), ((None, 4), "bfloat16")),
]
UNFIT: list[Inputs] = [
    ((None, 4), (None, 5)),
    ((None, 5, 4), (None, 3, 4)),
    (((None, 4), "string"), (None, 4)),
]
ARITHMETIC = [
    *("ops.add", "ops.subtract", "ops.multiply", "ops.divide", "ops.power"),
    *("ops.maximum", "ops.minimum", "ops.mod", "ops.equal", "ops.not_equal", "ops.greater"),
    *("ops.greater_equal", "ops.less", "ops.less_equal", "ops.logical_and", "ops.logical_or"),
]
BINARY: list[Pool | Join] = [
    Join(ARITHMETIC, PAIRS, UNFIT, spread=True, draws=20),
    Pool(ARITHMETIC, ANYTHING, TEXTS, needed={"x2": [2, 0.5, -1]}, draws=10),
    Pool(ARITHMETIC, ANYTHING, TEXTS, needed={"x1": [2, 0.5]}, draws=6),
    Join(
        ["ops.where"],
        [
            (((None, 4), "bool"), (None, 4), (None, 4)),
            (((None, 1), "bool"), (None, 4), ((None, 4), "int32")),
            ((None, 5, 4), (None, 1, 4), (4,)),
        ],
        [(((None, 4), "bool"), (None, 4), (None, 5))],
        spread=True,
    ),
    Join(
        ["ops.where"],
        [(((None, 4), "bool"), (None, 4)), (((None, 4), "bool"), ((None, 4), "int32"))],
        needed={"x2": [0, 0.5]},
        spread=True,
    ),
]

AXES: list[Value] = [-1, 1, None, 0, (0, 1), (-1,), -2]
REDUCTIONS = [
    Pool(
        [f"ops.{name}" for name in ("sum", "mean", "std", "var", "max", "min", "any", "all")],
        ANYTHING,
        TEXTS,
        options={"axis": AXES, "keepdims": [True, False]},
        wrong={"axis": [4, -5]},
    ),
    Pool(
        ["ops.prod"],
        ANYTHING,
        TEXTS,
        options={"axis": AXES, "keepdims": [True], "dtype": ["int32", "float16"]},
    ),
    Pool(
        ["ops.argmax", "ops.argmin"],
        ANYTHING,
        TEXTS,
        options={"axis": [-1, 1, None, 0], "keepdims": [True, False]},
        wrong={"axis": [4, -5]},
    ),
    Pool(
        ["ops.norm"],
        ANYTHING,
        TEXTS,
        options={"axis": [-1, 1, None, 0], "keepdims": [True], "ord": [None, 1, 2]},
        wrong={"axis": [4, -5]},
        draws=25,
    ),
]

PLACES: list[Input] = [(None, 5, 4), (2, 3, 4), (None, None, 4), (None, 5, 1), ((2, 6), "int32")]
REARRANGING = [
    Pool(
        ["ops.reshape"],
        [(None, 12), (2, 3, 4), ((4, 6), "string"), (None, None, 4)],
        needed={"newshape": [(-1, 4), (2, 12), (24,), (-1,), (-1, 2, 2)]},
        wrong={"newshape": [(-1, -1), (5, 5), (-2, 4), ()]},
        draws=40,
    ),
    Pool(
        ["ops.transpose"],
        PLACES,
        options={"axes": [None, (0, 2, 1), (2, 0, 1), (1, 0), (-1, 0, 1)]},
        wrong={"axes": [(0, 0, 1), (0, 1, 5), (0,)]},
        draws=25,
    ),
    Pool(
        ["ops.expand_dims"],
        ANYTHING,
        needed={"axis": [-1, 0, 1, 2, (0, 1), (-1, 1)]},
        wrong={"axis": [6, -7]},
    ),
    Pool(
        ["ops.squeeze"],
        [(None, 5, 1), (1, 4), (None, 1, 1), (2, 3)],
        options={"axis": [-1, 1, None, 0, (1, 2)]},
        wrong={"axis": [4, -5]},
        draws=30,
    ),
    Pool(["ops.flip"], PLACES, options={"axis": AXES}, wrong={"axis": [4, -5]}),
    Pool(
        ["ops.repeat"],
        PLACES,
        needed={"repeats": [2, 3, 1]},
        options={"axis": [1, -1, None, 0]},
        wrong={"axis": [4, -5]},
    ),
    Pool(["ops.tile"], PLACES, needed={"repeats": [(1, 2), (2,), (1, 2, 3), (1, 1, 2, 2)]}),
    Pool(
        ["ops.moveaxis"],
        PLACES[:4],
        needed={"source": [1, -1, (0, 1)], "destination": [-1, 0, 2, (1, 2)]},
        wrong={"source": [5], "destination": [-5]},
    ),
    Pool(
        ["ops.swapaxes"],
        PLACES,
        needed={"axis1": [0, 1, -1], "axis2": [1, -1]},
        wrong={"axis1": [5]},
    ),
    Pool(
        ["ops.pad"],
        PLACES[:4],
        needed={"pad_width": [((0, 0), (1, 1), (0, 2)), ((1, 2),), ((0, 0), (1, 1))]},
        options={"mode": ["constant", "reflect", "symmetric"], "constant_values": [None, 1.0]},
        draws=30,
    ),
    Pool(
        ["ops.one_hot"],
        [((None,), "int32"), ((None, 4), "int64"), ((None, 4), "uint8")],
        [(None, 4), ((None, 4), "bool")],
        needed={"num_classes": [3, 10]},
        options={"axis": [-1, 0, 1], "dtype": ["float16", "int32", None]},
        wrong={"axis": [4, -3]},
        draws=25,
    ),
    Pool(
        ["ops.take"],
        PLACES,
        needed={"indices": [0, 1, (0, 1), (1,)]},
        options={"axis": [1, -1, None, 0]},
        wrong={"axis": [4, -5]},
        draws=25,
    ),
    Pool(
        ["ops.get_item"],
        PLACES,
        needed={
            "key": [
                (0,),
                (Params(start=None, stop=None, step=None), 0),
                (Params(start=None, stop=2, step=None),),
                (Params(start=None, stop=None, step=None), Params(start=1, stop=None, step=2)),
                (Params(start=None, stop=None, step=None), -1),
                (0, 1, 2),
                (Params(start=None, stop=None, step=None), None, 0),
                (Config("__ellipsis__"), None),
                (Config("__ellipsis__"), Params(start=None, stop=None, step=-1)),
                (0, Config("__ellipsis__"), None, 1),
            ]
        },
        wrong={"key": [(Params(start=None, stop=None, step=None), 9), (0, 0, 0, 0)]},
        draws=50,
    ),
    Pool(
        ["ops.split"],
        [(None, 6, 4), (2, 6), (None, None, 4), ((None, 6), "string")],
        needed={"indices_or_sections": [2, 3, (1,), (1, 3)]},
        options={"axis": [1, -1, 0]},
        wrong={"indices_or_sections": [5, 0], "axis": [4]},
        draws=40,
    ),
]

JOINING = [
    Join(
        ["ops.concatenate"],
        [
            ((None, 4), (None, 3)),
            ((None, 5, 4), (None, 5, 4), (None, None, 4)),
            (((None, 4), "int32"), (None, 4)),
            (((None, 4), "string"), ((None, 4), "string")),
            ((None, 4),),
        ],
        [((None, 4), (None, 5, 4)), ((2, 4), (3, 3)), (((None, 4), "string"), (None, 4))],
        options={"axis": [-1, 1, 0]},
        wrong={"axis": [5, -4]},
        draws=40,
    ),
    Join(
        ["ops.stack"],
        [((None, 4), (None, 4)), ((2, 4), (None, 4), (2, 4)), (((None, 4), "int32"), (None, 4))],
        [((None, 4), (None, 5)), ((None, 4), (None, 4, 1))],
        options={"axis": [-1, 1, 0, 2]},
        wrong={"axis": [5, -4]},
        draws=30,
    ),
    Join(
        ["ops.matmul", "ops.dot"],
        [
            ((None, 4), (4, 3)),
            ((None, 5, 4), (None, 4, 3)),
            ((None, 5, 4), (4, 3)),
            ((None, 5, 4), (4,)),
            (((None, 4), "int32"), (4, 3)),
            ((2, 3, 4), (4, 5)),
        ],
        [((None, 4), (5, 3)), ((None, 5, 4), (None, 3, 4)), (((None, 4), "string"), (4, 3))],
        spread=True,
        draws=25,
    ),
    Join(
        ["ops.einsum"],
        [((None, 5, 4), (None, 4, 3)), ((2, 5, 4), (2, 4, 3))],
        [((None, 4), (4, 3)), ((None, 5, 4), (None, 3, 3))],
        needed={"subscripts": ["bij,bjk->bik", "bij,bjk->bijk", "bij,bjk->b"]},
        wrong={"subscripts": ["bij,bjk->bz", "ij,jk->ik", "bij->b"]},
        spread=True,
        draws=25,
    ),
]

OPERATIONS: tuple[Pool | Join, ...] = (
    *NUMBERS,
    *BINARY,
    *REDUCTIONS,
    *REARRANGING,
    *JOINING,
)
