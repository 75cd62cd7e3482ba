"""Layers that are built for what Keras announces and calculate with something else."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.tensors import Shape, Tensor, promised
from netbuilder.graph.values import Config, Params, Value
from tests.keras.contract import Case


def surprised(
    class_name: str,
    params: dict[str, Value],
    said: Shape,
    real: Shape,
    *others: Shape,
    dtypes: tuple[str, str] = ("float32", "float32"),
) -> Case:
    """Write a case of a layer whose first input is wrongly announced.

    Args:
        class_name: The layer's class.
        params: Its parameters.
        said: The shape that is announced.
        real: The one that comes.
        others: Shapes of further inputs, which are as announced.
        dtypes: The number format that is announced, and the one that comes.
    """
    first = promised(Tensor(said, dtypes[0]), Tensor(real, dtypes[1]))
    rest = tuple(Tensor(shape, dtypes[0]) for shape in others)
    return Case(class_name, Params(params), (first, *rest), spread="Attention" in class_name)


_HEADS: dict[str, Value] = {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1}
_SERIES: Shape = (None, 5, 4)


def _in_steps(class_name: str, **params: Value) -> dict[str, Value]:
    return {"layer": Config(class_name, Params(params))}


OTHER_SIZES = [
    *(surprised("Dense", {"units": 3}, _SERIES, real) for real in ((None, 5, 3), (None, 4))),
    *(
        surprised("EinsumDense", {"equation": "abc,cde->abde", "output_shape": (5, 2, 3)}, *shapes)
        for shapes in ((_SERIES, (None, 5, 2)), (_SERIES, (None, 5, 7)), (_SERIES, (None, None, 2)))
    ),
    *(surprised("GroupQueryAttention", _HEADS, _SERIES, (None, 5, n), _SERIES) for n in (2, 3)),
    *(
        surprised(
            "TimeDistributed", _in_steps("Conv1D", filters=4, kernel_size=1, groups=2), *shapes
        )
        for shapes in (((None, 3, 5, 4), (None, 3, 5, 2)), ((None, 3, 5, 4), (None, 3, 5, 3)))
    ),
    *(
        surprised("TimeDistributed", _in_steps("Dense", units=n, activation="glu"), *shapes)
        for n in (3, 4)
        for shapes in (((None, 8, 9), (None, 6, 8, 1)), ((None, 8, 9), (None, 6, 9)))
    ),
    *(surprised("ops.dot", {}, (None, 3), real, (None, 3)) for real in ((None, 4, 3), (2, 3))),
]
"""Sizes that somebody or nobody compares with those of the weights."""

OTHER_AXES = [
    surprised("Multiply", {}, (2, 4), (2, 9, 7, 4), (2, 4)),
    surprised("Maximum", {}, (None, 4), (None, 7, 4), (None, 4)),
    surprised("RNN", {"cell": Config("GRUCell", Params(units=4))}, (None, 3, 3, 1), (None, 3, 1)),
    surprised("LSTM", {"units": 2}, (None, 3, 3, 1), (None, 3, 1)),
    *(
        surprised(
            "SpectralNormalization",
            _in_steps("EinsumDense", equation="abc,cd->abd", output_shape=(None, 3)),
            *shapes,
        )
        for shapes in (((None, 5, 1, 1), (None, 5, 1)), ((None, 5, 1), (None, 5, 1, 1)))
    ),
    *(
        surprised(name, {}, (None, 8), real)
        for name in ("LayerNormalization", "RMSNormalization", "UnitNormalization")
        for real in ((None,), (None, 3, 8), (8,), ())
    ),
    *(
        surprised(f"{name}Normalization", {"axis": (1,)}, (None, 8), real)
        for name in ("Layer", "RMS")
        for real in ((None, None), (None, 1), (None, 3, 8))
    ),
]
"""Numbers of axes that somebody or nobody has noted."""

_THREE: dict[str, Value] = {"filters": 2, "kernel_size": 3}
OPEN_SIZES = [
    *(
        surprised("ConvLSTM1D", {**_THREE, "unroll": flag}, (None, 6, 3, 2), (None, 6, None, 2))
        for flag in (False, True)
    ),
    *(
        surprised(name, {"filters": 2, "kernel_size": 1}, (None, 3, *space, 2), real)
        for name, space, real in (
            ("ConvLSTM1D", (6,), (None, None, None, 2)),
            ("ConvLSTM2D", (6, 5), (None, 3, None, 5, 2)),
            ("ConvLSTM2D", (6, 5), (None, 3, 6, 4, 2)),
        )
    ),
    *(
        surprised(name, {"filters": 2, "kernel_size": 2}, _SERIES, (None, None, None))
        for name in ("Conv1D", "Conv1DTranspose", "SeparableConv1D")
    ),
    *(
        surprised(
            name, {"kernel_size": 2, "use_bias": bias}, (None, *sizes, 4), (None, *sizes, None)
        )
        for name, sizes in (("DepthwiseConv1D", (5,)), ("DepthwiseConv2D", (5, 6)))
        for bias in (True, False)
    ),
    *(surprised(name, {"units": 2}, _SERIES, (None, 5, None)) for name in ("GRU", "LSTM")),
    *(
        surprised("LSTM", {"units": 2, "unroll": flag}, _SERIES, (None, None, 4))
        for flag in (False, True)
    ),
    surprised("Dense", {"units": 8}, _SERIES, (None, 5, 4, None)),
    surprised("GroupNormalization", {"groups": 2}, _SERIES, (None, 5, None)),
    surprised("LayerNormalization", {}, _SERIES, (None, 5, None)),
    *(
        surprised("TimeDistributed", _in_steps(name, axis=axis), (None, 2, 4, 3), real)
        for name in ("LayerNormalization", "RMSNormalization")
        for axis in (-1, (-2,))
        for real in ((None, None, None, 3), (None, 2, 4, None), (None, 2, 1, 3))
    ),
    *(
        surprised("RMSNormalization", {"axis": (-2,)}, (None, 8, 3), real)
        for real in ((None, 8, None), (None, 8, 3), (None, 8, 8))
    ),
]
"""Sizes that are open once the layer calculates."""

OTHER_KINDS = [
    *(
        surprised("RandomColorDegeneration", {"factor": 0.5}, (None, 4, 5, 3), (None, 4, 5, n))
        for n in (1, 2)
    ),
    *(
        surprised("SpectralNormalization", held, _SERIES, _SERIES, dtypes=("int64", "string"))
        for held in (_in_steps("Embedding", input_dim=5, output_dim=3), _in_steps("Dense", units=3))
    ),
    *(
        surprised(name, {"negative_slope": 0.1}, (None, 3), (None, 3), dtypes=("float32", dtype))
        for name in ("LeakyReLU", "ReLU")
        for dtype in ("int64", "bool")
    ),
]
"""Kinds of numbers that nobody announced."""

TRUTH: Sequence[Case] = (*OTHER_SIZES, *OTHER_AXES, *OPEN_SIZES, *OTHER_KINDS)
