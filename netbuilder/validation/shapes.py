"""Works out what every layer gives, and remembers it from one validation to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import check_params, judge
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph import Graph, Node, NodeId, Params, Wire
from netbuilder.i18n import tr
from netbuilder.validation.report import NodeReport, NodeState

_MOST_KEPT = 50_000  # results; some 25 MB
_WAITING = NodeReport(NodeState.WAITING)
_UNKNOWN = NodeReport(NodeState.UNKNOWN)
_FAILED = NodeReport(NodeState.ERROR)

Key: TypeAlias = tuple[str, Params, tuple[Tensor, ...] | None]
Arrived: TypeAlias = tuple[Tensor, ...] | NodeReport | RuleError
Finding: TypeAlias = NodeReport | RuleError


@dataclass(frozen=True, slots=True)
class Failure:
    """A layer that its rule refuses, with what it gets (empty while that is not known)."""

    error: RuleError
    inputs: tuple[Tensor, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is known of every node, and which nodes their rules refuse."""

    nodes: Mapping[NodeId, NodeReport]
    failures: Mapping[NodeId, Failure]


class LayerJudge:
    """Judges layers, each class with the same parameters and inputs only once."""

    def __init__(self, layers: Mapping[str, LayerSpec]) -> None:
        self._layers = layers
        self._known: dict[Key, Finding] = {}

    def shapes(
        self, graph: Graph, order: Iterable[NodeId], settled: Mapping[NodeId, NodeState]
    ) -> Shapes:
        """Return what every node gives.

        Args:
            graph: The network.
            order: The nodes that can be worked out, sources first.
            settled: Nodes that nothing can be worked out for, such as for their wires.
        """
        nodes = {key: NodeReport(state) for key, state in settled.items()}
        failures: dict[NodeId, Failure] = {}
        for key in order:
            node = graph.nodes[key]
            arrived = nodes.get(key) or self._arriving(graph, node, nodes)
            finding = self._judged(node, arrived)
            if isinstance(finding, RuleError):
                failures[key] = Failure(finding, arrived if isinstance(arrived, tuple) else ())
                finding = _FAILED
            nodes[key] = finding
        return Shapes({key: nodes.get(key, _WAITING) for key in graph.nodes}, failures)

    def _arriving(self, graph: Graph, node: Node, nodes: Mapping[NodeId, NodeReport]) -> Arrived:
        """Return what arrives at a node's ports, or why that is not known."""
        wires = graph.incoming(node.id)
        spec = self._layers.get(node.class_name)
        if not wires and spec is not None and spec.ports.minimum > 0:
            return _WAITING
        tensors: list[Tensor] = []
        doubt: NodeReport | None = None
        for wire in wires:
            source = nodes.get(wire.source, _WAITING)
            if source.state is NodeState.UNKNOWN:
                doubt = doubt or _UNKNOWN
            elif source.state is not NodeState.VALID:
                doubt = _WAITING
            elif wire.source_port >= len(source.outputs):
                return _no_such_output(graph, wire, len(source.outputs))
            else:
                tensors.append(source.outputs[wire.source_port])
        return doubt or tuple(tensors)

    def _judged(self, node: Node, arrived: Arrived) -> Finding:
        if isinstance(arrived, RuleError):
            return arrived
        if isinstance(arrived, tuple):
            return self._remembered(node, arrived)
        # Wrong parameters are wrong whatever will arrive.
        checked = self._remembered(node, None)
        return checked if isinstance(checked, RuleError) else arrived

    def _remembered(self, node: Node, inputs: tuple[Tensor, ...] | None) -> Finding:
        key = (node.class_name, node.params, inputs)
        finding = self._known.get(key)
        if finding is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            finding = self._known[key] = _find(self._layers.get(node.class_name), key)
        return finding


def _find(spec: LayerSpec | None, key: Key) -> Finding:
    _, params, inputs = key
    if spec is None:
        return _FAILED
    try:
        if inputs is None:
            check_params(spec, params)
            return _WAITING
        outcome = judge(spec, params, inputs)
    except RuleError as error:
        return error
    return _UNKNOWN if outcome is None else _known(inputs, outcome)


def _known(inputs: tuple[Tensor, ...], outcome: Outcome) -> NodeReport:
    trainable = sum(weight.size for weight in outcome.weights if weight.trainable)
    total = sum(weight.size for weight in outcome.weights)
    return NodeReport(NodeState.VALID, inputs, outcome.outputs, trainable, total - trainable)


def _no_such_output(graph: Graph, wire: Wire, count: int) -> RuleError:
    return RuleError(
        tr(
            "takes output {number} of '{name}', which has only {count}",
            number=wire.source_port + 1,
            name=graph.nodes[wire.source].name,
            count=count,
        ),
        tr("How many outputs a layer has follows from its settings."),
        port=wire.target_port,
    )
