"""Validates a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, NodeId, Port, Wire
from netbuilder.validation.custom import NO_ANSWERS, Answers, Customs
from netbuilder.validation.fixes import first_that_works, proven
from netbuilder.validation.keras_faults import lost_layer_problems
from netbuilder.validation.naming import naming_problems
from netbuilder.validation.origins import origin
from netbuilder.validation.outputs import output_problems
from netbuilder.validation.ports import port_problems
from netbuilder.validation.proposing import Situation, proposals
from netbuilder.validation.report import NodeReport, NodeState, Problem, Report, Severity
from netbuilder.validation.shapes import LayerJudge, Shapes
from netbuilder.validation.sharing import SharingError, repeated
from netbuilder.validation.stale import Known
from netbuilder.validation.submodels import problems_inside
from netbuilder.validation.topology import Topology, analyse
from netbuilder.validation.trial import Verdict, try_wire
from netbuilder.validation.wiring import Wiring, sentence, wiring_problems

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_MOST_MENDED = 6  # problems that fixes are sought for at a time; each fix costs a validation

_MOST_INSIDES = 256  # insides of submodels that are remembered
_FAILED = NodeReport(NodeState.ERROR)

_GIVES_NOTHING = frozenset(("graph.input_missing", "graph.wire_count", "graph.cycle"))

Outline: TypeAlias = tuple[NodeId, str, str, NodeId | None, Graph | None]
Skeleton: TypeAlias = tuple[tuple[Outline, ...], tuple[Wire, ...], tuple[Port, ...]]


@dataclass(frozen=True, slots=True)
class _Structure:
    """What a graph's wires and names say, whatever the parameters and positions."""

    skeleton: Skeleton
    topology: Topology
    problems: tuple[Problem, ...]


class Validator:
    """Validates graphs one after another, and remembers what it worked out for a layer.

    Each layer's result is kept by class, parameters and input tensors, so that after an
    edit only what changed is worked out again.

    Args:
        catalog: All classes, the project's own among them.
        answers: What running custom code has shown.
    """

    def __init__(self, catalog: Catalog, answers: Answers = NO_ANSWERS) -> None:
        self._layers = catalog.layers
        customs = Customs(catalog.custom, answers)
        self._judge = LayerJudge(catalog.layers, customs, self._inside)
        self._structure: _Structure | None = None
        self._known: Known | None = None
        self._insides: dict[tuple[int, bool], tuple[Graph, Report]] = {}

    def validate(self, graph: Graph) -> Report:
        """Return everything that is wrong with ``graph`` and everything known of it."""
        self._structure = self._structure_of(graph)
        report, shapes = self._examined(graph, self._structure, before=self._known)
        self._keep(graph, self._structure, shapes)
        return self._with_fixes(graph, report, shapes, self._structure.topology)

    def _keep(self, graph: Graph, structure: _Structure, shapes: Shapes) -> None:
        """Take note of a network to compare later ones with: the last in which nothing failed.

        A fix mostly leads back to it, so that little is left to be judged to prove the fix.
        """
        topology = structure.topology
        idle = graph.nodes.keys() - topology.used
        now = Known(graph, _settled(structure), idle, shapes.nodes, shapes.failures.keys())
        sound = self._known is not None and not self._known.flawed
        if not topology.cycles and not (sound and now.flawed):
            self._known = now

    def _inside(self, inner: Graph, idle: bool) -> Report:
        """Return all about the network inside a submodel; kept as long as it stays the same.

        Args:
            inner: The network.
            idle: Whether it is only put together, for no output needs the submodel.
        """
        kept = self._insides.get((id(inner), idle))
        if kept is None or kept[0] is not inner:
            if len(self._insides) >= _MOST_INSIDES:
                self._insides.clear()
            structure = self._structure_of(inner)
            report, shapes = self._examined(inner, structure, held=True, all_idle=idle)
            report = self._with_fixes(inner, report, shapes, structure.topology)
            kept = self._insides[id(inner), idle] = (inner, report)
        return kept[1]

    def examine(self, graph: Graph) -> Report:
        """Return what would be known of an edited graph, without fixes."""
        return self._examined(graph, self._structure_of(graph), before=self._known)[0]

    def try_wire(self, graph: Graph, report: Report, wire: Wire) -> Verdict:
        """Judge the layer at the end of a wire that is not drawn yet; see :func:`try_wire`."""
        spec = spec_of(graph.nodes[wire.target], self._layers)
        return try_wire(self._judge, spec, graph, report, wire)

    def _structure_of(self, graph: Graph) -> _Structure:
        """Return the structure of a graph; that of the last one validated is kept."""
        skeleton = _skeleton(graph)
        if self._structure is not None and self._structure.skeleton == skeleton:
            return self._structure
        return _structure(graph, skeleton, self._layers)

    def _examined(
        self,
        graph: Graph,
        structure: _Structure,
        *,
        held: bool = False,
        all_idle: bool = False,
        before: Known | None = None,
    ) -> tuple[Report, Shapes]:
        topology = structure.topology
        model = topology.model
        idle = graph.nodes.keys() if all_idle else graph.nodes.keys() - topology.used
        shapes = self._judge.shapes(
            graph,
            topology.order,
            _settled(structure),
            held=held,
            idle=idle,
            before=None if topology.cycles else before,
        )
        repeats = repeated(graph, model)
        is_chain = not repeats and _is_chain(graph, topology, shapes, self._layers)
        problems = (
            *structure.problems,
            *_shape_problems(graph, shapes, self._layers),
            *output_problems(graph, shapes.nodes),
            *_problems_inside(graph, shapes),
            *lost_layer_problems(graph, shapes.nodes, topology, is_chain=is_chain),
        )
        report = Report(
            problems=sorted_problems(problems, (*topology.order, *graph.nodes)),
            nodes=shapes.nodes,
            order=model,
            inputs=tuple(key for key in model if key in topology.inputs),
            outputs=topology.outputs,
            api="sequential" if is_chain else "functional",
            repeats=repeats,
        )
        return report, shapes

    def _with_fixes(
        self, graph: Graph, report: Report, shapes: Shapes, topology: Topology
    ) -> Report:
        """Return the report with proven fixes at its first errors."""
        problems = list(report.problems)
        sought = 0
        for number, problem in enumerate(problems):
            families = proposals(Situation(graph, problem, shapes, topology, self._layers))
            if families is None:
                continue
            prove = partial(proven, graph, report, problem, examine=self.examine)
            found = first_that_works(families, prove)
            problems[number] = replace(problem, fixes=problem.fixes + found)
            sought += 1
            if sought == _MOST_MENDED:
                break
        return replace(report, problems=tuple(problems)) if sought else report


def _skeleton(graph: Graph) -> Skeleton:
    nodes = tuple(
        (node.id, node.class_name, node.name, node.shares, node.inner)
        for node in graph.nodes.values()
    )
    return nodes, graph.wires, graph.outputs


def _structure(graph: Graph, skeleton: Skeleton, layers: Mapping[str, LayerSpec]) -> _Structure:
    topology = analyse(graph)
    wiring = Wiring(graph, topology, layers)
    problems = (
        *wiring_problems(wiring),
        *port_problems(wiring),
        *naming_problems(graph, layers),
    )
    return _Structure(skeleton, topology, problems)


def sorted_problems(problems: Iterable[Problem], order: Iterable[NodeId]) -> tuple[Problem, ...]:
    """Return problems with errors first, then warnings, then infos, each in ``order``."""
    found = tuple(problems)
    if len(found) < 2:
        return found
    position: dict[NodeId | None, int] = {None: -1}
    for number, key in enumerate(order):
        position.setdefault(key, number)
    last = len(position)
    return tuple(sorted(found, key=lambda p: (_RANKS[p.severity], position.get(p.node, last))))


def _settled(structure: _Structure) -> Mapping[NodeId, NodeReport]:
    """Return the state of the nodes whose wires already say that they give nothing."""
    settled = {key: _FAILED for cycle in structure.topology.cycles for key in cycle}
    for problem in structure.problems:
        errs = problem.severity is Severity.ERROR
        if errs and problem.node is not None and problem.code in _GIVES_NOTHING:
            settled[problem.node] = _FAILED
    return settled


def _shape_problems(
    graph: Graph, shapes: Shapes, layers: Mapping[str, LayerSpec]
) -> Iterator[Problem]:
    errors = ((key, failure, Severity.ERROR) for key, failure in shapes.failures.items())
    doubts = ((key, doubt, Severity.WARNING) for key, doubt in shapes.doubts.items())
    for key, failure, severity in (*errors, *doubts):
        node, error = graph.nodes[key], failure.error
        yield Problem(
            _code(error, spec_of(node, layers)),
            severity,
            f"{sentence(node, error)} {origin(graph, key, error, failure.inputs)}".strip(),
            error.why,
            node=key,
            setting=error.setting,
            port=error.port,
        )


def _problems_inside(graph: Graph, shapes: Shapes) -> Iterator[Problem]:
    for key, known in shapes.nodes.items():
        if known.inner is not None and graph.layer_of(key) == key:
            yield from problems_inside(graph.nodes[key], known.inner)


def _code(error: RuleError, spec: LayerSpec | None) -> str:
    if isinstance(error, SharingError):
        return "shape.shared"
    if error.setting is not None:
        known = spec is not None and spec.param(error.setting) is not None
        return f"param.{error.setting}" if known else "param.unknown"
    return "shape.input" if error.axis is None else "shape.axis"


def _may_stand_in_a_chain(spec: LayerSpec) -> bool:
    """Tell whether a Sequential model can hold it: no merging layer, no bare function."""
    return not spec.ports.joining and spec.category != "operation"


def _is_chain(
    graph: Graph, topology: Topology, shapes: Shapes, layers: Mapping[str, LayerSpec]
) -> bool:
    """Tell whether the model is one Input and single layers one after another."""
    model = topology.model
    if len(model) < 2 or len(topology.outputs) != 1 or model[0] not in topology.inputs:
        return False
    for before, after in pairwise(model):
        spec = spec_of(graph.nodes[after], layers)
        wires = graph.incoming(after)
        if spec is None or not _may_stand_in_a_chain(spec) or len(wires) != 1:
            return False
        if wires[0].source != before:
            return False
    return all(len(shapes.nodes[key].outputs) < 2 for key in model)
