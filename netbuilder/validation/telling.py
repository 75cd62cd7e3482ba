"""What Keras says of layers that it asks for shapes, but that do not calculate.

That are the layers of a submodel which is put together, or called on other shapes than its
own, and those that no output of the model needs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.formulas import said_by_formula
from netbuilder.catalog.telling import told_dtype
from netbuilder.catalog.tensors import Tensor, promised
from netbuilder.graph import Node
from netbuilder.validation.report import NodeReport

Tensors: TypeAlias = tuple[Tensor, ...]

_KEEPING = frozenset(("RandomGrayscale",))
"""Layers whose own formula keeps the number format (``compute_output_spec``)."""


def waits_for_sizes(error: RuleError, arrived: Tensors) -> bool:
    """Tell whether a layer only lacks a size that may be known when it calculates."""
    return error.late and error.axis is not None and any(None in one.shape for one in arrived)


def asked(
    node: Node, computed: NodeReport, arrived: Tensors, error: RuleError
) -> NodeReport | None:
    """Return what a layer's formula tells of inputs that the layer itself refuses.

    Args:
        node: The layer, which is built.
        computed: What it computes.
        arrived: What it is asked about.
        error: Why it refuses that.
    """
    inputs = tuple(tensor.shape for tensor in arrived)
    shapes = said_by_formula(node.class_name, node.params, inputs) if inputs else None
    if shapes is None or len(shapes) != len(computed.outputs):
        return None
    formats = [output.dtype for output in computed.outputs]
    if node.class_name in _KEEPING:
        formats = [arrived[0].dtype]
    elif error.late:
        formats = [told_dtype(node.class_name, own, arrived[0].dtype) for own in formats]
    parts = zip(computed.outputs, shapes, formats, strict=True)
    outputs = tuple(
        replace(output, shape=shape, dtype=dtype, actual=None) for output, shape, dtype in parts
    )
    return replace(computed, outputs=outputs)


def asked_again(
    node: Node, before: NodeReport, arrived: Tensors, error: RuleError
) -> NodeReport | None:
    """Return what a layer without weights, once built, tells of other sizes.

    Args:
        node: The layer.
        before: What is known of the call that built it.
        arrived: What comes now, to as many axes.
        error: Why it could not calculate with that.
    """
    ranks = [tensor.rank for tensor in arrived] == [tensor.rank for tensor in before.inputs]
    said = asked(node, before, arrived, error) if ranks and not before.weights else None
    return None if said is None else replace(said, inputs=arrived, doubt=error)


def as_announced(node: Node, arrived: Tensors, sharp: NodeReport) -> NodeReport:
    """Return the finding on a layer with what its formula tells of sizes that are left open.

    Args:
        node: The layer, which an earlier call has built.
        arrived: What comes.
        sharp: What comes of it, with open sizes as the layer was built for.
    """
    if arrived == sharp.inputs:
        return sharp
    shapes = said_by_formula(node.class_name, node.params, tuple(one.shape for one in arrived))
    if shapes is None or len(shapes) != len(sharp.outputs):
        return sharp
    outputs = (
        replace(promised(replace(known, shape=shape), known.real), mask=known.mask)
        for known, shape in zip(sharp.outputs, shapes, strict=True)
    )
    return replace(sharp, inputs=arrived, outputs=tuple(outputs))
