"""What single layers give, remembered from one validation to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from netbuilder.catalog.arguments import Call, RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.settings import check_params
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.catalog.telling import told
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph import Node, NodeId, Params
from netbuilder.validation.custom import Customs, Refusal
from netbuilder.validation.report import NodeReport, NodeState
from netbuilder.validation.telling import asked_again

_MOST_KEPT = 50_000  # results; some 25 MB
_WAITING = NodeReport(NodeState.WAITING)
_UNKNOWN = NodeReport(NodeState.UNKNOWN)
_FAILED = NodeReport(NodeState.ERROR)

Key: TypeAlias = tuple[str, Params, tuple[Tensor, ...] | None, Call]
Finding: TypeAlias = NodeReport | RuleError


@dataclass(frozen=True, slots=True)
class _Latest:
    """What was found out about a node the last time: mostly it stays the very same."""

    node: Node
    inputs: tuple[Tensor, ...] | None
    call: Call
    finding: Finding

    def of(self, node: Node, inputs: tuple[Tensor, ...] | None, call: Call) -> bool:
        """Tell whether it is of a node with the same settings and inputs."""
        return self.node is node and self.call is call and self.inputs == inputs


class RememberedLayers:
    """Judges layers, each class with the same parameters and inputs only once.

    Args:
        layers: The catalogue's layers.
        customs: The project's own code.
    """

    def __init__(self, layers: Mapping[str, LayerSpec], customs: Customs) -> None:
        self._layers = layers
        self._customs = customs
        self._known: dict[Key, Finding] = {}
        self._latest: dict[tuple[NodeId, bool], _Latest] = {}

    def judged(self, node: Node, inputs: tuple[Tensor, ...] | None, call: Call) -> Finding:
        """Return what a layer gives, or why it is refused.

        Args:
            node: The layer.
            inputs: What comes to it, or None where only its parameters can be judged.
            call: How Keras comes to it.
        """
        place = (node.id, inputs is None)  # what waits will mostly get again what it had
        latest = self._latest.get(place)
        if latest is not None and latest.of(node, inputs, call):
            return latest.finding
        spec = spec_of(node, self._layers)
        if spec is not None and self._customs.layer_in(node.class_name, node.params):
            return _of_custom(spec, node.params, inputs, self._customs)
        try:
            self._customs.check_activations(node.params)
        except RuleError as error:
            return bare(error)
        key = (node.class_name, self._customs.plain(node.params), inputs, call)
        finding = self._known.get(key)
        if finding is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            finding = self._known[key] = _find(spec, key)
        self._latest[place] = _Latest(node, inputs, call, finding)
        return finding

    def told(
        self,
        node: Node,
        arrived: tuple[Tensor, ...],
        error: RuleError,
        before: NodeReport | None,
    ) -> Finding:
        """Return what a layer tells that does not calculate, or the error if it is found anyway.

        Args:
            node: The layer.
            arrived: What comes.
            error: Why it could not calculate with that.
            before: What is known of the call that built it, if there was one before.
        """
        said = None if before is None else asked_again(node, before, arrived, error)
        if said is not None:
            return said
        spec = self._layers.get(node.class_name)
        if spec is None:
            return error
        params = self._customs.plain(node.params)
        try:
            outcome = told(judge, spec, params, arrived, error)
        except RuleError as refused:
            return bare(refused)
        frozen = params.get("trainable") is False
        return _known(arrived, replace(outcome, doubt=error), frozen=frozen)


def bare(error: RuleError) -> RuleError:
    """Return an error without the calls that led to it: kept, they would keep whole networks."""
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)


def _find(spec: LayerSpec | None, key: Key) -> Finding:
    _, params, inputs, call = key
    if spec is None:
        return _FAILED
    try:
        if inputs is None:
            check_params(spec, params)
            return _WAITING
        outcome = judge(spec, params, inputs, call)
    except RuleError as error:
        return bare(error)
    if outcome is None:
        return _UNKNOWN
    return _known(inputs, outcome, frozen=params.get("trainable") is False)


def _of_custom(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...] | None, customs: Customs
) -> Finding:
    """Return what is known of a layer that is or holds an own one; it waits to be examined."""
    try:
        customs.check(spec, params)
    except RuleError as error:
        return bare(error)
    if inputs is None:
        return _WAITING
    question = customs.question(spec.name, params, inputs)
    answer = customs.answers.get(question)
    if answer is None:
        return NodeReport(NodeState.WAITING, question=question)
    if isinstance(answer, Refusal):
        return RuleError(answer.message, answer.why)
    return _known(inputs, answer, frozen=params.get("trainable") is False)


def _known(inputs: tuple[Tensor, ...], outcome: Outcome, *, frozen: bool) -> NodeReport:
    trainable = 0 if frozen else sum(part.size for part in outcome.weights if part.trainable)
    total = sum(weight.size for weight in outcome.weights)
    return NodeReport(
        NodeState.VALID,
        inputs,
        outcome.outputs,
        trainable,
        total - trainable,
        weights=outcome.weights,
        doubt=outcome.doubt,
        multiply_adds=outcome.multiply_adds,
    )
