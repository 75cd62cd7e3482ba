"""Networks in which a layer is given its mask as a tensor, by the argument's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Sizes: TypeAlias = tuple[int | None, ...]

_SERIES: Sizes = (None, 5, 8)
_VALUES: Sizes = (None, 6, 8)
_FIELDS: Sizes = (None, 4, 3, 8)
_FORMATS = ("bool", "float32", "int32", "uint8", "float16", "string")
_STEPS: tuple[Sizes, ...] = (
    *((None, 5), (None, 1), (None, 4), (None, None), (2, 5), (None,), (None, 5, 1), (None, 5, 8)),
    *((None, 6), (None, 5, 1, 1)),
)
_PAIRS: tuple[Sizes, ...] = (
    *((None, 5, 6), (None, 1, 6), (None, 5, 1), (None, 6, 5), (None, 6), (None, 1, 5, 6), (None,)),
    *((None, 2, 5, 6), (None, 3, 5, 6), (None, 1, 1, 5, 6), (None, None, None), (5, 6), (2, 5, 6)),
    (None, 5, 5),
)
_ROWS: tuple[Sizes, ...] = (
    *((None, 6), (None, 5), (None, 1), (None,), (None, None), (None, 1, 6), (None, 6, 1), (2, 6)),
)

_OF_FIELDS: tuple[Sizes, ...] = (
    *((None, 4), (None, 4, 1), (None, 4, 3), (None, 3), (None,), (None, 4, 3, 8)),
)
_FILTERS: Json = {"filters": 2, "kernel_size": 1}
_LISTING = ("AdditiveAttention", "Attention")

_LSTM = {"class_name": "LSTM", "module": "keras.layers", "config": {"units": 2}}
_CELL = {"class_name": "LSTMCell", "module": "keras.layers", "config": {"units": 2}}
_HELD = {"class_name": "Dense", "module": "keras.layers", "config": {"units": 2}}
_STEPPED = {"class_name": "BatchNormalization", "module": "keras.layers", "config": {}}
_SOFT = {"class_name": "Softmax", "module": "keras.layers", "config": {}}
_HEADS: tuple[Json, ...] = (
    {"num_heads": 2, "key_dim": 4},
    {"num_heads": 2, "key_dim": 4, "dropout": 0.5},
)
_GROUPS: tuple[Json, ...] = (
    {"head_dim": 4, "num_query_heads": 2, "num_key_value_heads": 1},
    {"head_dim": 4, "num_query_heads": 2, "num_key_value_heads": 1, "dropout": 0.5},
)


def masked_networks() -> Iterator[tuple[str, Json]]:
    """Yield a name and a model's config for each kind of mask that each layer may be given."""
    for class_name, settings in _ONE_MASK:
        for shape in _STEPS:
            yield _one(class_name, settings, [_SERIES], {"mask": (shape, "bool")})
        for dtype in _FORMATS[1:]:
            yield _one(class_name, settings, [_SERIES], {"mask": ((None, 5), dtype)})
    for shape in _OF_FIELDS:
        yield _one("ConvLSTM1D", _FILTERS, [_FIELDS], {"mask": (shape, "bool")})
    for settings in _HEADS:
        yield from _of_heads("MultiHeadAttention", settings)
    for settings in _GROUPS:
        yield from _of_heads("GroupQueryAttention", settings)
    for name in _LISTING:
        yield from _of_pairs(name)


def _of_pairs(name: str) -> Iterator[tuple[str, Json]]:
    for shape in _ROWS:
        yield _one(name, {}, [_SERIES, _VALUES], {"value_mask": (shape, "bool")})
    for shape in _STEPS:
        yield _one(name, {}, [_SERIES, _VALUES], {"query_mask": (shape, "bool")})
    for dtype in _FORMATS:
        masks = {"query_mask": ((None, 5), dtype), "value_mask": ((None, 6), dtype)}
        yield _one(name, {}, [_SERIES, _VALUES], masks)


def _of_heads(name: str, settings: Json) -> Iterator[tuple[str, Json]]:
    inputs = [_SERIES, _VALUES]
    for shape in _PAIRS:
        yield _one(name, settings, inputs, {"attention_mask": (shape, "bool")})
    for dtype in _FORMATS[1:]:
        yield _one(name, settings, inputs, {"attention_mask": ((None, 5, 6), dtype)})
    for argument in ("query_mask", "value_mask", "key_mask"):
        for shape in _ROWS:
            yield _one(name, settings, inputs, {argument: (shape, "bool")})
        for dtype in _FORMATS[1:]:
            sizes = (None, 5 if argument == "query_mask" else 6)
            yield _one(name, settings, inputs, {argument: (sizes, dtype)})
    both: Mapping[str, tuple[Sizes, str]] = {
        "value_mask": ((None, 6), "bool"),
        "attention_mask": ((None, 5, 6), "bool"),
    }
    yield _one(name, settings, inputs, both)
    yield _one(name, settings, [*inputs, _VALUES], both)
    yield _one(name, settings, [_SERIES], {"attention_mask": ((None, 5, 5), "bool")})


def _one(
    class_name: str, settings: Json, inputs: Sequence[Sizes], masks: Mapping[str, tuple[Sizes, str]]
) -> tuple[str, Json]:
    """Return a network of one layer, with a Dense behind it that sees what comes along."""
    given = [_Tensor(f"x{place}", shape, "float32") for place, shape in enumerate(inputs)]
    marks = {name: _Tensor(name, *kind) for name, kind in masks.items()}
    kwargs: Json = {name: tensor.handle for name, tensor in marks.items()}
    args: list[Any] = [tensor.handle for tensor in given]
    if class_name in _LISTING:
        args = [args]
        kwargs = {"mask": [kwargs.get("query_mask"), kwargs.get("value_mask")]}
    elif class_name in ("MultiHeadAttention", "GroupQueryAttention") and len(args) == 1:
        args *= 2
    layer = {
        "module": "keras.layers",
        "class_name": class_name,
        "config": {"name": "layer", **settings},
        "name": "layer",
        "inbound_nodes": [{"args": args, "kwargs": kwargs}],
    }
    words = [f"{name} {kind[0]} {kind[1]}" for name, kind in masks.items()]
    return f"{class_name} {settings} {' '.join(words)}", _model([*given, *marks.values()], layer)


class _Tensor:
    """An Input and what comes from it."""

    def __init__(self, name: str, shape: Sizes, dtype: str) -> None:
        self.name = name
        self.layer = {
            "module": "keras.layers",
            "class_name": "InputLayer",
            "config": {"name": name, "batch_shape": list(shape), "dtype": dtype},
            "name": name,
            "inbound_nodes": [],
        }
        config = {"shape": list(shape), "dtype": dtype, "keras_history": [name, 0, 0]}
        self.handle = {"class_name": "__keras_tensor__", "config": config}


def _model(inputs: Iterable[_Tensor], layer: Json) -> Json:
    given = list(inputs)
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": "model",
            "layers": [*(tensor.layer for tensor in given), layer],
            "input_layers": [[tensor.name, 0, 0] for tensor in given],
            "output_layers": [["layer", 0, 0]],
        },
        "registered_name": "Functional",
    }


_ONE_MASK: tuple[tuple[str, Json], ...] = (
    ("LSTM", {"units": 2}),
    ("LSTM", {"units": 2, "return_sequences": True, "unroll": True}),
    ("GRU", {"units": 2}),
    ("GRU", {"units": 2, "reset_after": False, "return_sequences": True}),
    ("SimpleRNN", {"units": 2}),
    ("RNN", {"cell": _CELL}),
    ("Bidirectional", {"layer": _LSTM}),
    ("TimeDistributed", {"layer": _HELD}),
    ("TimeDistributed", {"layer": _STEPPED}),
    ("TimeDistributed", {"layer": _SOFT}),
    ("BatchNormalization", {}),
    ("GlobalAveragePooling1D", {}),
    ("GlobalAveragePooling1D", {"data_format": "channels_first"}),
    ("Softmax", {}),
    ("Softmax", {"axis": [1, 2]}),
)
