"""What a submodel makes of its inputs, as Keras 3.15 works it out.

Keras asks that each tensor fit the Input inside it (``Functional.input_spec`` and
``_adjust_input_rank`` in keras/src/models/functional.py): the same sizes wherever both are
known, the batch aside, and a last axis of 1 may come or go. If the shapes are the very same,
the outputs are those that the submodel was made with; otherwise its layers, which are built,
work out their shapes once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.tensors import Shape, Tensor, Weight
from netbuilder.graph import Graph, Node, NodeId, Params
from netbuilder.graph.edits import set_class
from netbuilder.graph.folding import fold
from netbuilder.graph.submodels import edit_inner
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport, NodeState, Problem, Report

Rerun: TypeAlias = Callable[
    [Graph, Report, Mapping[NodeId, Tensor], bool], Mapping[NodeId, NodeReport]
]
"""Works out an inside anew; the last argument tells whether weights have to fit as well."""


def call_submodel(
    node: Node, made: Report, arrived: tuple[Tensor, ...], rerun: Rerun
) -> NodeReport:
    """Return what a submodel gives.

    Args:
        node: The submodel.
        made: What is known of its inside.
        arrived: What comes to its ports.
        rerun: Works out the inside once more, for other tensors at its Inputs.

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
    _check_arrived(inner, made, entries, arrived)
    nodes = _nodes_inside(inner, made, dict(zip(entries, arrived, strict=True)), rerun)
    ends = [nodes[key] for key in made.outputs]
    if any(end.state is not NodeState.VALID for end in ends):
        return NodeReport(NodeState.UNKNOWN)
    weights = _weights(node, made)
    trainable = sum(weight.size for weight in weights if weight.trainable)
    total = sum(weight.size for weight in weights)
    outputs = tuple(end.outputs[0] for end in ends)
    return NodeReport(
        NodeState.VALID, arrived, outputs, trainable, total - trainable, weights=weights
    )


def _nodes_inside(
    inner: Graph, made: Report, arrived: Mapping[NodeId, Tensor], rerun: Rerun
) -> Mapping[NodeId, NodeReport]:
    """Return what the layers inside give for the tensors that arrive at the Inputs.

    Where a last axis of 1 comes or goes, Keras tells shapes as if it did not, but computes
    as if it did; both have to be possible.
    """
    expected = {key: made.nodes[key].outputs[0].shape for key in arrived}
    if all(tensor.shape == expected[key] for key, tensor in arrived.items()):
        return made.nodes
    adjusted = {
        key: replace(tensor, shape=_adjusted(tensor.shape, expected[key]))
        for key, tensor in arrived.items()
    }
    computed = rerun(inner, made, adjusted, True)
    return computed if adjusted == arrived else rerun(inner, made, arrived, False)


def _check_arrived(
    inner: Graph, made: Report, entries: tuple[NodeId, ...], arrived: tuple[Tensor, ...]
) -> None:
    if len(entries) != len(arrived):
        raise RuleError(
            tr("needs {count} inputs, but gets {given}", count=len(entries), given=len(arrived))
        )
    for port, (key, tensor) in enumerate(zip(entries, arrived, strict=True)):
        expected = made.nodes[key].outputs[0]
        if not _fits(tensor.shape, expected.shape):
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
        if (tensor.dtype == "string") != (expected.dtype == "string"):
            raise RuleError(
                tr(
                    "expects {dtype} at its Input '{name}', but gets {given}",
                    dtype=expected.dtype,
                    name=inner.nodes[key].name,
                    given=tensor.dtype,
                ),
                tr("Keras turns numbers into other numbers, but never texts into numbers."),
                port=port,
            )


def _fits(given: Shape, expected: Shape) -> bool:
    """Tell whether Keras takes a shape for another one; a last axis of 1 may come or go."""
    if len(_adjusted(given, expected)) != len(expected):
        return False
    return all(
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


def as_built(
    built: NodeReport,
    arrived: tuple[Tensor, ...],
    finding: NodeReport | RuleError,
    judge: Callable[[tuple[Tensor, ...]], NodeReport | RuleError],
) -> NodeReport | RuleError:
    """Return the finding on a layer that has its weights already.

    Args:
        built: What is known of it with the tensors that it was built for.
        arrived: What it gets now.
        finding: What would be known of it if it were built now.
        judge: Gives what would be known of it with other tensors.
    """
    if isinstance(finding, RuleError):
        if not _is_blurred(built, arrived):
            return finding
        sharp = judge(tuple(map(_sharpened, arrived, built.inputs)))
        return sharp if isinstance(sharp, RuleError) else built
    if finding.state is NodeState.VALID and finding.weights != built.weights:
        first, now = (
            tr(" and ").join(show(tensor.shape) for tensor in tensors)
            for tensors in (built.inputs, arrived)
        )
        return RuleError(tr("was built for {first}, but gets {now}", first=first, now=now))
    return finding


def _is_blurred(made: NodeReport, arrived: tuple[Tensor, ...]) -> bool:
    """Tell whether tensors only say less than those that a layer was built for."""
    return (
        made.state is NodeState.VALID
        and len(made.inputs) == len(arrived)
        and all(
            tensor.rank == built.rank
            and all(
                has is None or has == was
                for has, was in zip(tensor.shape[1:], built.shape[1:], strict=True)
            )
            for tensor, built in zip(arrived, made.inputs, strict=True)
        )
    )


def _sharpened(tensor: Tensor, built: Tensor) -> Tensor:
    """Return a tensor, with the sizes that it leaves open as a layer was built for."""
    sizes = zip(tensor.shape, built.shape, strict=True)
    return replace(tensor, shape=tuple(was if has is None else has for has, was in sizes))


def problems_inside(node: Node, made: Report) -> Iterator[Problem]:
    """Yield the problems inside a submodel as those of its node."""
    for problem in made.problems:
        yield replace(
            problem,
            message=tr("In '{name}': {message}", name=node.name, message=problem.message),
            node=node.id,
            setting=None,
            port=None,
            fixes=tuple(_lifted(node, fix) for fix in problem.fixes),
            inside=_way(problem),
        )


def _way(problem: Problem) -> tuple[NodeId, ...]:
    return problem.inside if problem.node is None else (problem.node, *problem.inside)


def _lifted(node: Node, fix: Fix) -> Fix:
    edit = partial(edit_inner, path=(node.id,), edit=fix.edit)
    return replace(fix, edit=edit)


def entry_fixes(node: Node, port: int | None, arrived: tuple[Tensor, ...]) -> Iterator[Fix]:
    """Propose that the Input inside, at the port at fault, takes what arrives there.

    Args:
        node: The submodel.
        port: The port at fault, or None.
        arrived: What comes to its ports.
    """
    entries = () if node.inner is None else input_nodes(node.inner)
    if node.inner is None or port is None or port >= min(len(entries), len(arrived)):
        return
    entry, params = node.inner.nodes[entries[port]], _input_params(arrived[port])
    yield Fix(
        tr(
            "Let the Input '{name}' inside take {shape}",
            name=entry.name,
            shape=show(arrived[port].shape),
        ),
        partial(
            edit_inner,
            path=(node.id,),
            edit=partial(set_class, key=entry.id, class_name=entry.class_name, params=params),
        ),
    )


def fold_part(graph: Graph, report: Report, ids: tuple[NodeId, ...], name: str) -> Graph:
    """Fold a part into a submodel whose Inputs have the shapes that arrive; see :func:`fold`.

    Args:
        graph: The network.
        report: What is known of it.
        ids: The part's nodes.
        name: What to call the submodel.

    Raises:
        GraphError: the part cannot be folded.
    """
    arriving = {
        (key, port): _input_params(tensor)
        for key, known in report.nodes.items()
        for port, tensor in enumerate(known.outputs)
    }
    return fold(graph, ids, name, arriving)


def _input_params(tensor: Tensor) -> Params:
    """Return the parameters of an Input that takes a tensor."""
    params = Params(shape=tensor.shape[1:])
    if tensor.shape and tensor.shape[0] is not None:
        params = params.with_value("batch_size", tensor.shape[0])
    return params if tensor.dtype == "float32" else params.with_value("dtype", tensor.dtype)
