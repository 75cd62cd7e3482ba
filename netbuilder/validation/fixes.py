"""Edits that fixes are made of, and the proof that a fix mends more than it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import EMPTY, Graph, Node, NodeId, Params
from netbuilder.graph.edits import add_node, insert_on_wire, new_node
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport, NodeState, Problem, Report, Severity

Examine: TypeAlias = Callable[[Graph], Report]
Refuses: TypeAlias = Callable[[Graph], bool]

_MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """A node that its rule refuses, and what is known around it.

    Attributes:
        graph: The network.
        node: The node at fault.
        spec: Its class.
        error: Why it is refused.
        inputs: What it gets; empty while that is not known.
        reports: What is known of every node.
        layers: All classes.
    """

    graph: Graph
    node: Node
    spec: LayerSpec
    error: RuleError
    inputs: tuple[Tensor, ...]
    reports: Mapping[NodeId, NodeReport]
    layers: Mapping[str, LayerSpec]

    def value(self, name: str) -> object:
        """Return a parameter of the node, or its default."""
        param = self.spec.param(name)
        return self.node.params.get(name, None if param is None else param.default)


def insert_before(
    graph: Graph, key: NodeId, port: int, class_name: str, params: Params = EMPTY
) -> Graph:
    """Put a new layer on the wire at a port of a node, half way between the two nodes."""
    wire = next(wire for wire in graph.incoming(key) if wire.target_port == port)
    source, target = graph.nodes[wire.source], graph.nodes[key]
    middle = ((source.x + target.x) / 2, (source.y + target.y) / 2)
    node = new_node(graph, class_name, params, *middle)
    return insert_on_wire(add_node(graph, node), wire, node.id)


def insertion(node: Node, port: int, class_name: str, params: Params = EMPTY) -> Fix:
    """Return the fix that puts a new layer before a node."""
    layer = f"{class_name}({', '.join(f'{k}={show(v)}' for k, v in params.items())})"
    title = tr(
        "Insert {layer} before '{name}'",
        layer=layer if params else class_name,
        name=node.name,
    )
    edit = partial(insert_before, key=node.id, port=port, class_name=class_name, params=params)
    return Fix(title, edit)


@dataclass(frozen=True, slots=True)
class Proof:
    """How fixes of a problem are proven.

    Attributes:
        graph: The network.
        before: What is known of it.
        problem: The problem.
        refuses: Tells at once of many edited networks that they still have the problem.
        examine: Tells everything of an edited network.
    """

    graph: Graph
    before: Report
    problem: Problem
    refuses: Refuses
    examine: Examine


def proven(proof: Proof, fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Return the fixes that work, with their effects.

    A fix works if it removes the problem and brings no new one as bad. Where none does, those
    are given that trade the problem for another one further on, as when the second of three
    stacked LSTMs is mended.
    """
    graph, before, problem = proof.graph, proof.before, proof.problem
    was = _as_bad(before, problem.severity)
    clean: list[Fix] = []
    partly: list[Fix] = []
    for fix in fixes:
        edited = fix.edit(graph)
        if proof.refuses(edited):
            continue
        after = proof.examine(edited)
        now = _as_bad(after, problem.severity)
        if (problem.code, problem.node) in now:
            continue
        shown = replace(fix, effect=_effect(graph, problem, after))
        if now <= was:
            clean.append(shown)
        elif _only_further_on(now - was, before):
            partly.append(shown)
        if len(clean) == _MOST_FIXES:
            break
    return tuple(islice(clean or partly, _MOST_FIXES))


def _only_further_on(fresh: frozenset[tuple[str, NodeId | None]], before: Report) -> bool:
    """Tell whether the one new problem was hidden behind the old one."""
    keys = [key for _, key in fresh]
    return len(keys) == 1 and all(
        key is not None and key in before.nodes and before.nodes[key].state is NodeState.WAITING
        for key in keys
    )


def _as_bad(report: Report, severity: Severity) -> frozenset[tuple[str, NodeId | None]]:
    """Return the errors, and for a lesser problem the warnings too."""
    bad = (Severity.ERROR, severity)
    return frozenset(
        (problem.code, problem.node) for problem in report.problems if problem.severity in bad
    )


def _effect(graph: Graph, problem: Problem, after: Report) -> str:
    node = None if problem.node is None else after.nodes.get(problem.node)
    if problem.node is None or node is None or not node.outputs:
        return ""
    shapes = ", ".join(show(tensor.shape) for tensor in node.outputs)
    return f"{graph.nodes[problem.node].name}: {shapes}"


def first_that_works(
    families: Iterable[Iterator[Fix]], prove: Callable[[Iterable[Fix]], tuple[Fix, ...]]
) -> tuple[Fix, ...]:
    """Return the working fixes of the first family that has some."""
    return next((kept for family in families if (kept := prove(family))), ())
