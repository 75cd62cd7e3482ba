"""Validates a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, pairwise

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import SUBMODELS, spec_of
from netbuilder.graph import Graph, Node, NodeId, Wire
from netbuilder.graph.submodels import SEQUENTIAL
from netbuilder.validation.custom import NO_ANSWERS, Answers, Customs
from netbuilder.validation.fixes import Proof, first_that_works, proven
from netbuilder.validation.keras_faults import lost_layer_problems
from netbuilder.validation.nearby import Nearby
from netbuilder.validation.origins import origin
from netbuilder.validation.outputs import output_problems
from netbuilder.validation.proposing import Situation, proposals
from netbuilder.validation.report import Problem, Report, Severity
from netbuilder.validation.seen import NOTHING_SEEN, Seen
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
_NOTHING = Graph()


@dataclass(frozen=True, slots=True)
class _Use:
    """How a network is used.

    Attributes:
        held: A submodel holds it.
        idle: It is only put together, for no output needs the submodel.
        in_series: It is written as a Sequential model if it is a chain.
    """

    held: bool = False
    idle: bool = False
    in_series: bool = True


@dataclass(frozen=True, slots=True)
class _Examined:
    """All that was found out about a network, but for what would mend it."""

    graph: Graph
    use: _Use
    structure: Structure
    shapes: Shapes
    report: Report

    @property
    def known(self) -> Known:
        """What later networks are compared with."""
        structure, shapes = self.structure, self.shapes
        idle = _idle(self.graph, structure.topology, self.use)
        return Known(self.graph, structure.settled, idle, shapes.nodes, shapes.failures.keys())


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
        self._seen: dict[tuple[NodeId | None, bool], Seen] = {}
        self._insides: dict[tuple[int, _Use], tuple[Graph, Report]] = {}

    def validate(self, graph: Graph) -> Report:
        """Return everything that is wrong with ``graph`` and everything known of it."""
        return self._validated(graph, None, _Use())

    def _inside(self, node: Node, idle: bool) -> Report:
        """Return all about the network inside a submodel; kept as long as it stays the same.

        Args:
            node: The submodel.
            idle: Whether it is only put together, for no output needs the submodel.
        """
        inner = node.inner or _NOTHING
        use = _Use(held=True, idle=idle, in_series=node.class_name == SEQUENTIAL)
        kept = self._insides.get((id(inner), use))
        if kept is None or kept[0] is not inner:
            if len(self._insides) >= _MOST_INSIDES:
                self._insides.clear()
                self._seen.clear()
            report = self._validated(inner, node.id, use)
            kept = self._insides[id(inner), use] = (inner, report)
        return kept[1]

    def _validated(self, graph: Graph, holder: NodeId | None, use: _Use) -> Report:
        """Return everything about a network, compared with how it was the last time.

        Args:
            graph: The network.
            holder: The submodel that holds it, or None.
            use: How it is used.
        """
        place = holder, use.idle
        seen = self._seen.get(place, NOTHING_SEEN)
        structure = structure_of(graph, self._layers, seen.structure)
        examined = self._examined(graph, structure, use, seen.sound)
        self._seen[place] = seen = seen.then(structure, examined.known)
        return self._with_fixes(examined, seen.nearest)

    def examine(self, graph: Graph) -> Report:
        """Return what would be known of an edited graph, without fixes."""
        seen = self._seen.get((None, False), NOTHING_SEEN)
        return self._reported(graph, _Use(), seen.structure, seen.sound)

    def _reported(
        self, graph: Graph, use: _Use, structure: Structure | None, before: Known | None
    ) -> Report:
        """Return what is known of a network like one that is known, without fixes."""
        now = structure_of(graph, self._layers, structure)
        return self._examined(graph, now, use, before).report

    def try_wire(self, graph: Graph, report: Report, wire: Wire) -> Verdict:
        """Judge the layer at the end of a wire that is not drawn yet; see :func:`try_wire`."""
        spec = spec_of(graph.nodes[wire.target], self._layers)
        return try_wire(self._judge, spec, graph, report, wire)

    def _examined(
        self,
        graph: Graph,
        structure: Structure,
        use: _Use,
        before: Known | None,
    ) -> _Examined:
        topology = structure.topology
        model = topology.model
        shapes = self._judge.shapes(
            graph,
            topology.order,
            structure.settled,
            held=use.held,
            idle=_idle(graph, topology, use),
            before=None if topology.cycles else before,
        )
        repeats = repeated(graph, model)
        is_chain = not repeats and _is_chain(graph, topology, shapes, self._layers)
        problems = (
            *structure.problems,
            *_shape_problems(graph, shapes, self._layers),
            *output_problems(graph, shapes.nodes),
            *_problems_inside(graph, shapes),
            *lost_layer_problems(
                graph, shapes.nodes, topology, is_chain=is_chain and use.in_series
            ),
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
        return _Examined(graph, use, structure, shapes, report)

    def _with_fixes(self, examined: _Examined, nearest: Known | None) -> Report:
        """Return the report with proven fixes at its first errors."""
        graph, shapes, structure = examined.graph, examined.shapes, examined.structure
        report, use = examined.report, examined.use
        examine = partial(self._reported, use=use, structure=structure, before=nearest)
        problems = list(report.problems)
        sought = 0
        for number, problem in enumerate(problems):
            situation = Situation(graph, problem, shapes, structure.topology, self._layers)
            families = proposals(situation)
            if families is None:
                continue
            refuses = partial(self._still_refuses, examined, problem)
            proof = Proof(graph, report, problem, refuses, examine)
            found = first_that_works(families, partial(proven, proof))
            problems[number] = replace(problem, fixes=problem.fixes + found)
            sought += 1
            if sought == _MOST_MENDED:
                break
        return replace(report, problems=tuple(problems)) if sought else report

    def _still_refuses(self, examined: _Examined, problem: Problem, edited: Graph) -> bool:
        """Tell whether an edited network clearly has the problem still: its layer is refused.

        That is seen at the layer itself, without looking at all that follows it.
        """
        known, order, key = examined.known, examined.structure.topology.order, problem.node
        if key is None or key not in known.failing or key in known.idle:
            return False
        held = examined.use.held
        nearby = Nearby(self._judge, examined.graph, order, known.nodes, key, held)
        failure = nearby.failure(edited)
        if failure is None:
            return False
        return _code(failure.error, spec_of(edited.nodes[key], self._layers)) == problem.code


def _idle(graph: Graph, topology: Topology, use: _Use) -> Set[NodeId]:
    """Return the nodes that no output needs."""
    return graph.nodes.keys() if use.idle else graph.nodes.keys() - topology.used


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
