"""Counts the multiply-adds of a layer by following what TensorFlow makes of its ``call``.

Counted are the products of matrices and convolutions, as in :mod:`netbuilder.catalog.costs`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import tensorflow as tf

from netbuilder.training.examination import TensorKind

_AGAIN_AND_AGAIN = ("If", "Map", "Scan", "While")
"""Parts of names of operations that calculate something nobody knows how often."""


def traced_multiply_adds(
    call: Callable[[Sequence[Any]], Any], inputs: Sequence[TensorKind]
) -> int | None:
    """Return the multiply-adds for one sample; None if they cannot be told.

    They are not known where a size is None, and where TensorFlow loops or branches.

    Args:
        call: Calls the layer.
        inputs: What it is called on.
    """
    shapes = [(1, *kind.shape[1:]) for kind in inputs]
    if any(None in shape for shape in shapes):
        return None
    specs = [tf.TensorSpec(shape, kind.dtype) for shape, kind in zip(shapes, inputs, strict=True)]
    traced = tf.function(lambda *tensors: call(tensors), autograph=False)
    try:
        return _of_graph(traced.get_concrete_function(*specs).graph)
    except Exception:  # whatever a student's code does when it is called once more
        return None


def _of_graph(graph: Any) -> int | None:
    counts = [_of_operation(operation, graph) for operation in graph.get_operations()]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _of_operation(operation: Any, graph: Any) -> int | None:
    """Return the multiply-adds of one operation; None if they cannot be told."""
    kind = operation.type
    if kind.endswith("PartitionedCall"):
        name = operation.get_attr("f").name
        return _of_graph(graph._get_function(name).graph)
    if any(part in kind for part in _AGAIN_AND_AGAIN):
        return None
    try:
        return _products(operation)
    except TypeError:  # a size that is None
        return None


def _products(operation: Any) -> int:
    """Return the products that an operation sums up.

    Raises:
        TypeError: a size is not known.
    """
    inputs = [tensor.shape for tensor in operation.inputs]
    given = operation.outputs[0].shape if operation.outputs else ()
    sizes: Sequence[int] = (0,)
    match operation.type:
        case "MatMul":
            sizes = [*given, inputs[0][0 if operation.get_attr("transpose_a") else 1]]
        case "BatchMatMul" | "BatchMatMulV2" | "BatchMatMulV3":
            sizes = [*given, inputs[0][-2 if operation.get_attr("adj_x") else -1]]
        case "Conv2D" | "Conv3D":
            sizes = [*given, *inputs[1][:-1]]
        case "DepthwiseConv2dNative":
            sizes = [*given, *inputs[1][:2]]
        case "Conv2DBackpropInput" | "Conv3DBackpropInputV2":
            sizes = [*inputs[2], *inputs[1][:-1]]
        case "Einsum" if len(inputs) > 1:
            sizes = _einsum(operation.get_attr("equation").decode(), inputs)
    return prod(sizes)


def _einsum(equation: str, shapes: Sequence[Any]) -> Sequence[int]:
    """Return all sizes that a sum of products goes through."""
    sizes: dict[str, int] = {}
    for letters, shape in zip(equation.partition("->")[0].split(","), shapes, strict=True):
        ahead, _, behind = letters.replace("...", ".").partition(".")
        dots = len(shape) - len(ahead) - len(behind)
        names = [*ahead, *(f".{dots - n}" for n in range(dots)), *behind]
        for name, size in zip(names, shape, strict=True):
            sizes[name] = max(sizes.get(name, 1), size)
    return list(sizes.values())
