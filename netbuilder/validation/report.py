"""The result of a validation, from which canvas, inspector, panels and code are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.tensors import Tensor, Weight
from netbuilder.graph import Graph, NodeId, Port
from netbuilder.validation.custom import Question


class Severity(StrEnum):
    """How bad a problem is; an error keeps the network from being trained."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Fix:
    """An undoable edit that removes a problem.

    Attributes:
        title: What it does, as a button says it: ``Insert Flatten before 'dense'``.
        edit: Gives the mended graph.
        effect: What would come of it, shown before it is applied:
            ``dense: (None, 10)``; empty where there is nothing to show.
    """

    title: str
    edit: Callable[[Graph], Graph]
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a check found.

    Attributes:
        code: Its stable identity, such as ``shape.rank`` or ``graph.cycle``.
        severity: How bad it is.
        message: What happened and where, in one sentence.
        why: The reason, for a student; may be empty.
        node: The node concerned, or None for the whole network.
        setting: The parameter concerned, or None.
        port: The input port concerned, or None.
        fixes: What would put it right, best first.
        inside: For a problem inside the submodel ``node``: the way to where it is, from
            the outside in; the last id is that of the node at fault, if there is one.
    """

    code: str
    severity: Severity
    message: str
    why: str = ""
    node: NodeId | None = None
    setting: str | None = None
    port: int | None = None
    fixes: tuple[Fix, ...] = ()
    inside: tuple[NodeId, ...] = ()


class NodeState(StrEnum):
    """How much is known of a node."""

    VALID = "valid"
    ERROR = "error"
    WAITING = "waiting"  # something upstream is missing or wrong, or custom code not examined
    UNKNOWN = "unknown"  # no rule yet: its shape is known when trained


@dataclass(frozen=True, slots=True)
class NodeReport:
    """What is known of one node.

    Attributes:
        state: How much is known.
        inputs: The tensors at its input ports, in order (empty unless valid).
        outputs: The tensors that it gives (empty unless valid).
        trainable_params: How many trainable numbers it says that it holds; None if unknown.
        frozen_params: How many numbers it holds that training leaves alone.
        weights: The variables that they are in (empty unless valid).
        inner: For a submodel: what is known of its inside.
        doubt: What will yet fail, once data arrives; or None.
        question: What is to be asked of a custom layer that waits for it; or None.
        multiply_adds: For one sample, where running a custom layer has told them; or None.
    """

    state: NodeState
    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    trainable_params: int | None = None
    frozen_params: int | None = None
    weights: tuple[Weight, ...] = ()
    inner: Report | None = None
    doubt: RuleError | None = None
    question: Question | None = None
    multiply_adds: int | None = None

    def tensor(self, number: int) -> Tensor | None:
        """Return what one of its outputs gives, counted from 0; None if that is not known."""
        return self.outputs[number] if number < len(self.outputs) else None

    @property
    def is_plain(self) -> bool:
        """Whether it is a valid layer that holds no network."""
        return self.state is NodeState.VALID and self.inner is None

    @property
    def params(self) -> int | None:
        """All numbers that it holds; None if unknown."""
        if self.trainable_params is None or self.frozen_params is None:
            return None
        return self.trainable_params + self.frozen_params


@dataclass(frozen=True, slots=True)
class Report:
    """All that validation found out about one graph.

    Attributes:
        problems: Errors first, then warnings, then infos; each in the network's order.
        nodes: What is known of every node.
        order: The nodes that belong to the model, sources first: those on a way from an
            input to an output. Stable: among equals, in the order they were added.
        inputs: The model's input nodes, in order.
        outputs: The ports that give the model's answers, in order.
        api: Whether the model is a plain chain (sequential) or not (functional).
        repeats: The nodes of ``order`` that call a layer which an earlier one has called;
            its parameters count once.
    """

    problems: tuple[Problem, ...] = ()
    nodes: Mapping[NodeId, NodeReport] = field(default_factory=dict)
    order: tuple[NodeId, ...] = ()
    inputs: tuple[NodeId, ...] = ()
    outputs: tuple[Port, ...] = ()
    api: Literal["sequential", "functional"] = "functional"
    repeats: frozenset[NodeId] = frozenset()

    @property
    def ok(self) -> bool:
        """Whether the network can be trained: no problem is an error."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

    def problems_of(self, node: NodeId) -> tuple[Problem, ...]:
        """Return the problems of one node, worst first."""
        return tuple(problem for problem in self.problems if problem.node == node)

    def tensor(self, port: Port) -> Tensor | None:
        """Return what leaves a port; None if that is not known."""
        known = self.nodes.get(port.node)
        return None if known is None else known.tensor(port.number)

    def answering(self, node: NodeId) -> tuple[int, ...]:
        """Return which of a node's outputs are the model's, by number and in its order."""
        return tuple(port.number for port in self.outputs if port.node == node)

    @property
    def trainable_params(self) -> int:
        """Trainable numbers in the whole model, as far as known."""
        return sum(
            weight.size
            for key in self._layers()
            for weight in self.nodes[key].weights
            if weight.trainable
        )

    @property
    def total_params(self) -> int:
        """All numbers in the whole model, as far as known."""
        return sum(self.nodes[key].params or 0 for key in self._layers())

    def _layers(self) -> Iterator[NodeId]:
        return (key for key in self.order if key not in self.repeats)
