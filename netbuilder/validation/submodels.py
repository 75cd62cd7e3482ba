"""Submodels in the eyes of a student: the problems inside, their fixes, and folding a part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from netbuilder.catalog.arguments import show
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph, Node, NodeId, Params, Port
from netbuilder.graph.edits import set_class
from netbuilder.graph.folding import fold
from netbuilder.graph.submodels import edit_inner
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, Problem, Report


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
        Port(key, port): _input_params(tensor)
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
