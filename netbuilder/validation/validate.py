"""Validates a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.i18n import tr
from netbuilder.validation.naming import naming_problems
from netbuilder.validation.report import NodeState, Problem, Report, Severity
from netbuilder.validation.shapes import LayerJudge, Shapes
from netbuilder.validation.topology import Topology, analyse
from netbuilder.validation.wiring import Wiring, layer_title, wiring_problems

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Validator:
    """Validates graphs one after another, and remembers what it worked out for a layer.

    Each layer's result is kept by class, parameters and input tensors, so that after an
    edit only what changed is worked out again.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._layers = catalog.layers
        self._judge = LayerJudge(catalog.layers)

    def validate(self, graph: Graph) -> Report:
        """Return everything that is wrong with ``graph`` and everything known of it."""
        topology = analyse(graph)
        wiring = tuple(wiring_problems(Wiring(graph, topology, self._layers)))
        shapes = self._judge.shapes(graph, topology.order, _settled(topology, wiring))
        problems = (
            *wiring,
            *naming_problems(graph, self._layers),
            *_shape_problems(graph, shapes, self._layers),
        )
        model = topology.model
        chain = _is_chain(graph, topology, shapes, self._layers)
        return Report(
            problems=sorted_problems(problems, (*topology.order, *graph.nodes)),
            nodes=shapes.nodes,
            order=model,
            inputs=tuple(key for key in model if key in topology.inputs),
            outputs=topology.outputs,
            api="sequential" if chain else "functional",
        )


def sorted_problems(problems: Iterable[Problem], order: Iterable[NodeId]) -> tuple[Problem, ...]:
    """Return problems with errors first, then warnings, then infos, each in ``order``."""
    position: dict[NodeId | None, int] = {None: -1}
    for number, key in enumerate(order):
        position.setdefault(key, number)
    last = len(position)
    return tuple(sorted(problems, key=lambda p: (_RANKS[p.severity], position.get(p.node, last))))


def _settled(topology: Topology, problems: Iterable[Problem]) -> Mapping[NodeId, NodeState]:
    """Return the state of the nodes whose wires already say that they give nothing."""
    settled = {key: NodeState.ERROR for cycle in topology.cycles for key in cycle}
    for problem in problems:
        if problem.node is not None and problem.severity is Severity.ERROR:
            settled[problem.node] = NodeState.ERROR
        elif problem.node is not None and problem.code == "graph.isolated":
            settled[problem.node] = NodeState.WAITING
    return settled


def _shape_problems(
    graph: Graph, shapes: Shapes, layers: Mapping[str, LayerSpec]
) -> Iterator[Problem]:
    for key, failure in shapes.failures.items():
        node, error = graph.nodes[key], failure.error
        yield Problem(
            _code(error, layers[node.class_name]),
            Severity.ERROR,
            _sentence(node, error),
            error.why,
            node=key,
            setting=error.setting,
            port=error.port,
        )


def _code(error: RuleError, spec: LayerSpec) -> str:
    if error.setting is not None:
        known = spec.param(error.setting) is not None
        return f"param.{error.setting}" if known else "param.unknown"
    return "shape.input" if error.axis is None else "shape.axis"


def _sentence(node: Node, error: RuleError) -> str:
    message = error.message if error.message.endswith(".") else f"{error.message}."
    return tr("{layer} {message}", layer=layer_title(node), message=message)


def _is_chain(
    graph: Graph, topology: Topology, shapes: Shapes, layers: Mapping[str, LayerSpec]
) -> bool:
    """Tell whether the model is one Input and single layers one after another."""
    model = topology.model
    if len(model) < 2 or len(topology.outputs) != 1 or model[0] not in topology.inputs:
        return False
    for before, after in pairwise(model):
        spec = layers.get(graph.nodes[after].class_name)
        wires = graph.incoming(after)
        if spec is None or spec.ports.maximum is None or len(wires) != 1:
            return False
        if wires[0].source != before:
            return False
    return all(len(shapes.nodes[key].outputs) < 2 for key in model)
