"""What Keras says of layers that it asks for shapes, but that do not calculate.

That are the layers of a submodel which is put together, or called on other shapes than its
own, and those that no output of the model needs. Much of what a layer refuses it finds only
when it calculates (:attr:`RuleError.late`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.formulas import said_by_formula
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.spec import LayerSpec, arguments_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Node
from netbuilder.validation.report import NodeReport, NodeState

Tensors: TypeAlias = tuple[Tensor, ...]
Judge: TypeAlias = Callable[[Node, Tensors], NodeReport | RuleError]

_LIKED = ("float32", "int32")
"""Number formats of which every layer takes one or the other."""


def waits_for_sizes(error: RuleError, arrived: Tensors) -> bool:
    """Tell whether a layer only lacks a size that may be known when it calculates."""
    return error.late and error.axis is not None and any(None in one.shape for one in arrived)


def told(
    node: Node, spec: LayerSpec, arrived: Tensors, error: RuleError, judge: Judge
) -> NodeReport | RuleError:
    """Return what a layer tells of inputs with which it could not calculate.

    Args:
        node: The layer.
        spec: Its class.
        arrived: What comes.
        error: Why it could not calculate with them.
        judge: Gives what is known of a layer with its inputs.
    """
    if not error.late:
        return error
    told_of = tuple(replace(tensor, actual=None) for tensor in arrived)
    harmless = replace(node, params=node.params.without(error.setting or ""))
    for dtype in _LIKED:
        known = judge(harmless, _of_format(told_of, dtype))
        if isinstance(known, NodeReport) and known.state is NodeState.VALID:
            outputs = tuple(
                Tensor(output.shape, _told_dtype(node, spec, told_of, output.dtype, error))
                for output in known.outputs
            )
            return replace(known, inputs=arrived, outputs=outputs, doubt=error)
    shapes = said_by_formula(node.class_name, node.params, tuple(one.shape for one in told_of))
    if shapes is None:
        return error
    own = compute_dtype(arguments_of(spec, node.params))
    outputs = tuple(Tensor(shape, _told_dtype(node, spec, told_of, own, error)) for shape in shapes)
    return NodeReport(NodeState.VALID, arrived, outputs, 0, 0, doubt=error)


def asked(node: Node, computed: NodeReport, arrived: Tensors) -> NodeReport | None:
    """Return what a layer's formula tells of inputs that the layer itself refuses.

    Args:
        node: The layer, which is built.
        computed: What it computes.
        arrived: What it is asked about.
    """
    inputs = tuple(tensor.shape for tensor in arrived)
    shapes = said_by_formula(node.class_name, node.params, inputs) if inputs else None
    if shapes is None or len(shapes) != len(computed.outputs):
        return None
    given = arrived[0].dtype
    operation = node.class_name.startswith("ops.")  # layers say their own format
    keeps = operation and (given == "string" or node.class_name.endswith("softmax"))
    pairs = zip(computed.outputs, shapes, strict=True)
    outputs = tuple(
        replace(
            output,
            shape=shape,
            dtype=given if keeps and output.dtype != "bool" else output.dtype,
            actual=None,
        )
        for output, shape in pairs
    )
    return replace(computed, outputs=outputs)


def _of_format(tensors: Tensors, dtype: str) -> Tensors:
    return tuple(
        tensor if tensor.dtype in FLOATS and dtype in FLOATS else replace(tensor, dtype=dtype)
        for tensor in tensors
    )


def _told_dtype(node: Node, spec: LayerSpec, arrived: Tensors, liked: str, error: RuleError) -> str:
    """Return the number format that a layer tells: its own, or for an operation what comes."""
    if not node.class_name.startswith("ops."):
        own = compute_dtype(arguments_of(spec, node.params))
        return own if error.setting == "dtype" else liked
    if liked != "float32" or node.class_name == "ops.reciprocal":
        return liked
    given = arrived[-1].dtype
    return "int32" if node.class_name == "ops.clip" and given == "bool" else given
