"""Random operations of ``keras.ops`` on tensors of a growing network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, TypeAlias

from keras import ops

Operation: TypeAlias = Callable[[Random, Sequence[Any]], Any]


def _plain(operation: Callable[[Any], Any]) -> Operation:
    return lambda _, tensors: operation(tensors[0])


def _pair(operation: Callable[[Any, Any], Any]) -> Operation:
    """Work on two tensors, or on one and a number on either side."""

    def call(random: Random, tensors: Sequence[Any]) -> Any:
        number = random.choice((2, 0.5, -1, 3.0))
        first = tensors[0]
        sides = ((first, tensors[-1]), (first, tensors[-1]), (first, number), (number, first))
        return operation(*random.choice(sides))

    return call


def _reduced(operation: Callable[..., Any]) -> Operation:
    def call(random: Random, tensors: Sequence[Any]) -> Any:
        axis = random.choice((-1, 1, -1, None))
        return operation(tensors[0], axis=axis, keepdims=random.random() < 0.5)

    return call


def _with(operation: Callable[..., Any], *settings: Mapping[str, Any]) -> Operation:
    return lambda random, tensors: operation(tensors[0], **random.choice(settings))


def _joined(operation: Callable[..., Any], *axes: int) -> Operation:
    return lambda random, tensors: operation(list(tensors), axis=random.choice(axes))


def _where(random: Random, tensors: Sequence[Any]) -> Any:
    return ops.where(ops.greater(tensors[0], 0.5), tensors[0], random.choice((0.0, tensors[-1])))


def _item(random: Random, tensors: Sequence[Any]) -> Any:
    tensor = tensors[0]
    choice = random.choice(("first", "last", "head", "step"))
    if choice == "first":
        return tensor[:, 0]
    if choice == "last":
        return tensor[..., -1] if len(tensor.shape) == 1 else tensor[:, -1]
    return tensor[:, :2] if choice == "head" else tensor[:, 1::2]


OPERATIONS: Mapping[str, Operation] = {
    **{
        name: _plain(getattr(ops, name))
        for name in (
            *("absolute", "negative", "exp", "log", "sqrt", "square", "sin", "cos", "tanh"),
            *("sigmoid", "relu", "silu", "softplus", "gelu", "elu", "sign", "floor", "ceil"),
            *("reciprocal", "logical_not"),
        )
    },
    **{
        name: _pair(getattr(ops, name))
        for name in (
            *("add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "mod"),
            *("equal", "not_equal", "greater", "greater_equal", "less", "less_equal"),
            *("logical_and", "logical_or"),
        )
    },
    **{
        name: _reduced(getattr(ops, name))
        for name in ("sum", "mean", "max", "min", "prod", "std", "var", "any", "all")
    },
    "argmax": _reduced(ops.argmax),
    "argmin": _reduced(ops.argmin),
    "norm": _with(ops.norm, {"axis": -1}, {"axis": 1, "keepdims": True}),
    "softmax": _with(ops.softmax, {}, {"axis": 1}),
    "log_softmax": _with(ops.log_softmax, {}, {"axis": 1}),
    "cast": _with(ops.cast, {"dtype": "float32"}, {"dtype": "int32"}, {"dtype": "float16"}),
    "clip": _with(ops.clip, {"x_min": 0.0, "x_max": 1.0}, {"x_min": -1, "x_max": 2}),
    "expand_dims": _with(ops.expand_dims, {"axis": -1}, {"axis": 1}, {"axis": 2}),
    "squeeze": _with(ops.squeeze, {"axis": -1}, {"axis": 1}),
    "flip": _with(ops.flip, {"axis": 1}, {"axis": -1}, {}),
    "repeat": _with(ops.repeat, {"repeats": 2, "axis": 1}, {"repeats": 3, "axis": -1}),
    "tile": _with(ops.tile, {"repeats": (1, 2)}, {"repeats": (1, 1, 2)}),
    "transpose": _with(ops.transpose, {"axes": (0, 2, 1)}, {"axes": (0, 3, 1, 2)}),
    "moveaxis": _with(ops.moveaxis, {"source": 1, "destination": -1}),
    "swapaxes": _with(ops.swapaxes, {"axis1": 1, "axis2": -1}, {"axis1": 1, "axis2": 2}),
    "reshape": _with(ops.reshape, {"newshape": (-1, 4)}, {"newshape": (-1, 2, 2)}),
    "pad": _with(
        ops.pad,
        {"pad_width": ((0, 0), (1, 1))},
        {"pad_width": ((0, 0), (1, 2), (0, 0))},
        {"pad_width": ((0, 0), (1, 1), (2, 0), (0, 0)), "mode": "constant"},
    ),
    "split": _with(ops.split, {"indices_or_sections": 2, "axis": -1}),
    "take": _with(ops.take, {"indices": 0, "axis": 1}, {"indices": [0, 1], "axis": -1}),
    "one_hot": _with(ops.one_hot, {"num_classes": 3}),
    "concatenate": _joined(ops.concatenate, -1, 1),
    "stack": _joined(ops.stack, 1, -1),
    "matmul": lambda _, tensors: ops.matmul(tensors[0], tensors[-1]),
    "dot": lambda _, tensors: ops.dot(tensors[0], tensors[-1]),
    "einsum": lambda _, tensors: ops.einsum("bi,bj->bij", tensors[0], tensors[-1]),
    "where": _where,
    "get_item": _item,
}
"""Operations by the names in ``keras.ops``, each on one tensor or several of one rank."""

Shapes: TypeAlias = tuple[tuple[int, ...], ...]

FITTING: Mapping[str, Sequence[Shapes]] = {
    "dot": (((4,), (3,)), ((2, 3), (3, 4)), ((5, 4),)),
    "einsum": (((3,), (4,)), ((1,), (2,))),
    "matmul": (((2, 3), (3, 4)), ((4, 4),), ((3,), (5,))),
    "split": (((4,),), ((3, 2),), ((4, 4, 6),)),
    "squeeze": (((1,),), ((4, 1),), ((1, 3),)),
    "transpose": (((3, 2),), ((2, 3, 4),)),
}
"""Shapes of inputs, without the batch, that operations take which refuse most others."""
