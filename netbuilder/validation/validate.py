"""Validates a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import count, pairwise

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import SUBMODELS, spec_of
from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.validation.custom import NO_ANSWERS, Answers, Customs
from netbuilder.validation.fixes import Examine, Proof, first_that_works, proven
from netbuilder.validation.keras_faults import lost_layer_problems
from netbuilder.validation.nearby import Nearby
from netbuilder.validation.origins import origin
from netbuilder.validation.outputs import output_problems
from netbuilder.validation.proposing import Situation, proposals
from netbuilder.validation.report import Problem, Report, Severity
from netbuilder.validation.shapes import LayerJudge, Shapes
from netbuilder.validation.sharing import SharingError, repeated
from netbuilder.validation.stale import Known
from netbuilder.validation.structure import Structure, structure_of
from netbuilder.validation.submodels import problems_inside
from netbuilder.validation.topology import Topology
from netbuilder.validation.trial import Verdict, try_wire
from netbuilder.validation.wiring import sentence

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_MOST_MENDED = 6  # problems that fixes are sought for at a time; each fix costs a validation

_MOST_INSIDES = 256  # insides of submodels that are remembered


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
        self._structure: Structure | None = None
        self._known: Known | None = None
        self._insides: dict[tuple[int, bool], tuple[Graph, Report]] = {}

    def validate(self, graph: Graph) -> Report:
        """Return everything that is wrong with ``graph`` and everything known of it."""
        self._structure = structure_of(graph, self._layers, self._structure)
        report, shapes = self._examined(graph, self._structure, before=self._known)
        nearest = self._nearest(graph, self._structure, shapes)
        examine = partial(self._reported, nearest)
        return self._with_fixes(graph, report, shapes, self._structure.topology, examine)

    def _nearest(self, graph: Graph, structure: Structure, shapes: Shapes) -> Known | None:
        """Return what a fix of a network's first error will mostly lead to.

        If there is only one, that is the last network in which nothing failed, of which note
        is taken here; if there are more, much stays as it is.
        """
        if structure.topology.cycles:
            return self._known
        idle = graph.nodes.keys() - structure.topology.used
        now = Known(graph, structure.settled, idle, shapes.nodes, shapes.failures.keys())
        if self._known is None or self._known.flawed or not now.flawed:
            self._known = now
        return now if len(now.failing | now.settled.keys()) > 1 else self._known

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
            structure = structure_of(inner, self._layers)
            report, shapes = self._examined(inner, structure, held=True, all_idle=idle)
            examine = partial(self._reported, None)
            report = self._with_fixes(inner, report, shapes, structure.topology, examine)
            kept = self._insides[id(inner), idle] = (inner, report)
        return kept[1]

    def examine(self, graph: Graph) -> Report:
        """Return what would be known of an edited graph, without fixes."""
        return self._reported(self._known, graph)

    def _reported(self, before: Known | None, graph: Graph) -> Report:
        structure = structure_of(graph, self._layers, self._structure)
        return self._examined(graph, structure, before=before)[0]

    def try_wire(self, graph: Graph, report: Report, wire: Wire) -> Verdict:
        """Judge the layer at the end of a wire that is not drawn yet; see :func:`try_wire`."""
        spec = spec_of(graph.nodes[wire.target], self._layers)
        return try_wire(self._judge, spec, graph, report, wire)

    def _examined(
        self,
        graph: Graph,
        structure: Structure,
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
            structure.settled,
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
        self,
        graph: Graph,
        report: Report,
        shapes: Shapes,
        topology: Topology,
        examine: Examine,
    ) -> Report:
        """Return the report with proven fixes at its first errors."""
        problems = list(report.problems)
        sought = 0
        for number, problem in enumerate(problems):
            situation = Situation(graph, problem, shapes, topology, self._layers)
            families = proposals(situation)
            if families is None:
                continue
            refuses = partial(self._still_refuses, situation)
            proof = Proof(graph, report, problem, refuses, examine)
            found = first_that_works(families, partial(proven, proof))
            problems[number] = replace(problem, fixes=problem.fixes + found)
            sought += 1
            if sought == _MOST_MENDED:
                break
        return replace(report, problems=tuple(problems)) if sought else report

    def _still_refuses(self, situation: Situation, edited: Graph) -> bool:
        """Tell whether an edited network clearly has the problem still: its layer is refused.

        That is seen at the layer itself, without looking at all that follows it.
        """
        key, shapes, topology = situation.problem.node, situation.shapes, situation.topology
        if key not in shapes.failures or key not in topology.used:
            return False
        nearby = Nearby(self._judge, situation.graph, topology.order, shapes.nodes, key)
        failure = nearby.failure(edited)
        if failure is None:
            return False
        return _code(failure.error, spec_of(edited.nodes[key], self._layers)) == (
            situation.problem.code
        )


def sorted_problems(problems: Iterable[Problem], order: Iterable[NodeId]) -> tuple[Problem, ...]:
    """Return problems with errors first, then warnings, then infos, each in ``order``."""
    found = tuple(problems)
    if len(found) < 2:
        return found
    position = dict(zip(dict.fromkeys((None, *order)), count(), strict=False))
    last = len(position)
    return tuple(sorted(found, key=lambda p: (_RANKS[p.severity], position.get(p.node, last))))


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
    if graph.classes.isdisjoint(SUBMODELS):
        return
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
