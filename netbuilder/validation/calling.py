"""What a submodel makes of its inputs, as Keras 3.15 works it out.

Keras asks that each tensor fit the Input inside it (``Functional.input_spec`` and
``_adjust_input_rank`` in keras/src/models/functional.py): the same sizes wherever both are
known, the batch aside, and a last axis of 1 may come or go. If the shapes are the very same,
the outputs are those that the submodel was made with; otherwise its layers, which are built,
work out their shapes once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.catalog.tensors import Shape, Tensor, Weight, promised
from netbuilder.graph import Graph, Node, NodeId, Port
from netbuilder.graph.submodels import SEQUENTIAL
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.validation.report import NodeReport, NodeState, Report

Nodes: TypeAlias = Mapping[NodeId, NodeReport]
Rerun: TypeAlias = Callable[[Graph, Report, Mapping[NodeId, Tensor], Nodes | None], Nodes]
"""Works out an inside anew, for other tensors at its Inputs.

The last argument is None where the layers compute, so that their weights have to fit as well;
where they only tell shapes, it is what they compute.
"""
_Again: TypeAlias = Callable[[Mapping[NodeId, Tensor], Nodes | None], Nodes]


def call_submodel(
    node: Node,
    made: Report,
    arrived: tuple[Tensor, ...],
    rerun: Rerun,
    *,
    tells: bool,
    calculates: bool,
) -> NodeReport:
    """Return what a submodel gives.

    Args:
        node: The submodel.
        made: What is known of its inside.
        arrived: What comes to its ports.
        rerun: Works out the inside once more.
        tells: Keras asks what it would give, as it does while it puts a model together.
        calculates: Keras calls it with data, as it does if an output needs it.

    Raises:
        RuleError: Keras refuses the call.
    """
    inner = node.inner
    entries = () if inner is None else input_nodes(inner)
    if inner is None or not entries or not made.outputs:
        raise RuleError(
            tr("has no network inside that leads from an Input to an output"),
            tr("Open it and wire an Input to the layers that it holds."),
        )
    if not made.ok:
        return NodeReport(NodeState.ERROR)
    if tells:
        _check_arrived(inner, made, entries, arrived, partial(_may_come, sized=True, called=False))
        if handed_on := _handed_on(made, entries, arrived):
            return NodeReport(NodeState.VALID, arrived, handed_on)
    sized = node.class_name != SEQUENTIAL  # which leaves sizes to its layers when it is called
    real = tuple(tensor.real for tensor in arrived)
    if calculates:
        _check_arrived(inner, made, entries, real, partial(_may_come, sized=sized, called=True))
    expected = tuple(made.nodes[key].outputs[0] for key in entries)
    taken = _taken(node, expected, arrived)
    told = computed = made.nodes
    again = partial(rerun, inner, made)
    if calculates:
        computed = _computed(made, entries, taken, again)
    if tells:
        told = _told(made, entries, taken, computed, again)
    if any(told[port.node].state is not NodeState.VALID for port in made.outputs):
        return NodeReport(NodeState.UNKNOWN)
    outputs = tuple(
        _promised(said if tells else real, real if calculates else None)
        for said, real in ((_at(told, port), _at(computed, port).real) for port in made.outputs)
    )
    weights = _weights(node, made)
    trainable = sum(weight.size for weight in weights if weight.trainable)
    total = sum(weight.size for weight in weights)
    doubt = _doubt_of_kind(inner, made, entries, arrived)
    return NodeReport(
        NodeState.VALID, arrived, outputs, trainable, total - trainable, weights, doubt=doubt
    )


def _handed_on(
    made: Report, entries: tuple[NodeId, ...], arrived: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    """Return the outputs of a submodel that gives back its very inputs; none if it does more.

    Keras then finds those inputs behind it, and so never calls it, unless they have just the
    shapes of the Inputs inside (``Function.compute_output_spec`` in keras/src/ops/function.py).
    """
    if _alike(arrived, [made.nodes[key].outputs[0] for key in entries]):
        return ()
    at = _by_entry(entries, arrived)
    only = all(port.node in at for port in made.outputs)
    return tuple(at[port.node] for port in made.outputs) if only else ()


def _at(nodes: Nodes, port: Port) -> Tensor:
    return nodes[port.node].outputs[port.number]


def _computed(
    made: Report, entries: tuple[NodeId, ...], arrived: tuple[Tensor, ...], again: _Again
) -> Nodes:
    """Return what the layers inside compute.

    Keras makes what comes like what the model was built with.
    """
    real = tuple(tensor.real for tensor in arrived)
    expected = [made.nodes[key].outputs[0] for key in entries]
    masked = any(tensor.mask is not None for tensor in arrived)
    doubted = any(known.doubt is not None for known in made.nodes.values())
    if _alike(arrived, expected) and real == arrived and not masked and not doubted:
        return made.nodes
    adjusted = [
        Tensor(
            _adjusted(tensor.shape, wanted.shape),
            wanted.dtype,
            mask=tensor.mask,
            ragged=tensor.ragged,
        )
        for tensor, wanted in zip(real, expected, strict=True)
    ]
    return again(_by_entry(entries, adjusted), None)


def _told(
    made: Report,
    entries: tuple[NodeId, ...],
    arrived: tuple[Tensor, ...],
    computed: Nodes,
    again: _Again,
) -> Nodes:
    """Return what the layers inside tell of their shapes and number formats for what arrives."""
    if _alike(arrived, [made.nodes[key].outputs[0] for key in entries]):
        return made.nodes
    return again(_by_entry(entries, arrived), computed)


def _alike(arrived: Sequence[Tensor], expected: Sequence[Tensor]) -> bool:
    return [tensor.shape for tensor in arrived] == [tensor.shape for tensor in expected]


def _by_entry(entries: tuple[NodeId, ...], tensors: Iterable[Tensor]) -> dict[NodeId, Tensor]:
    return dict(zip(entries, tensors, strict=True))


def _taken(
    node: Node, expected: tuple[Tensor, ...], arrived: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    """Return what arrives as a submodel takes it: a Sequential one converts fractions at once."""
    if node.class_name != SEQUENTIAL:
        return arrived
    return tuple(
        replace(tensor, dtype=wanted.dtype) if tensor.dtype in FLOATS else tensor
        for tensor, wanted in zip(arrived, expected, strict=True)
    )


def _promised(told: Tensor, real: Tensor | None) -> Tensor:
    """Return what is told of an output, with what is computed if it is."""
    if real is None:
        return replace(told, actual=None)
    return replace(promised(told, real), mask=real.mask, ragged=real.ragged)


def _check_arrived(
    inner: Graph,
    made: Report,
    entries: tuple[NodeId, ...],
    arrived: tuple[Tensor, ...],
    may_come: Callable[[Shape, Shape], bool],
) -> None:
    if len(entries) != len(arrived):
        raise RuleError(
            tr("needs {count} inputs, but gets {given}", count=len(entries), given=len(arrived))
        )
    for port, (key, tensor) in enumerate(zip(entries, arrived, strict=True)):
        expected = made.nodes[key].outputs[0]
        if not may_come(tensor.shape, expected.shape):
            raise RuleError(
                tr(
                    "expects {shape} at its Input '{name}', but gets {given}",
                    shape=show(expected.shape),
                    name=inner.nodes[key].name,
                    given=show(tensor.shape),
                ),
                tr("The layers inside were built for the shape that this Input says."),
                port=port,
            )


def _doubt_of_kind(
    inner: Graph, made: Report, entries: tuple[NodeId, ...], arrived: tuple[Tensor, ...]
) -> RuleError | None:
    """Return a doubt about texts where numbers are expected, or the other way round."""
    for port, (key, tensor) in enumerate(zip(entries, arrived, strict=True)):
        expected = made.nodes[key].outputs[0]
        if (tensor.dtype == "string") != (expected.dtype == "string"):
            return RuleError(
                tr(
                    "expects {dtype} at its Input '{name}', but gets {given}",
                    dtype=expected.dtype,
                    name=inner.nodes[key].name,
                    given=tensor.dtype,
                ),
                tr("Keras turns numbers into other numbers; at texts it fails when data comes."),
                port=port,
            )
    return None


def _may_come(given: Shape, expected: Shape, *, sized: bool, called: bool) -> bool:
    """Tell whether Keras takes a shape for another one; a last axis of 1 may come or go.

    Args:
        given: What comes.
        expected: What the Input inside says.
        sized: Whether the submodel looks at sizes (``Functional.input_spec``).
        called: Whether it is called, and not only asked for its shape: it then looks at the
            number of axes.
    """
    if called and len(_adjusted(given, expected)) != len(expected):
        return False
    return not sized or all(
        has is None or wants is None or has == wants
        for has, wants in zip(_without_last_one(given), _without_last_one(expected), strict=False)
    )


def _without_last_one(shape: Shape) -> Shape:
    """Return the sizes that Keras compares: no batch, no last axis of 1."""
    return shape[1:-1] if shape[-1:] == (1,) else shape[1:]


def _adjusted(given: Shape, expected: Shape) -> Shape:
    """Return a shape as the layers inside get it (``Functional._adjust_input_rank``)."""
    if len(given) == len(expected) + 1 and given[-1] == 1:
        return given[:-1]
    if len(given) == len(expected) - 1 and expected[-1] == 1:
        return (*given, 1)
    return given


def _weights(node: Node, made: Report) -> tuple[Weight, ...]:
    weights = tuple(
        weight
        for key in made.order
        if key not in made.repeats
        for weight in made.nodes[key].weights
    )
    if node.params.get("trainable") is False:
        return tuple(replace(weight, trainable=False) for weight in weights)
    return weights
