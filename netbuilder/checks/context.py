"""What the rules look at: the project, and what follows from it for the network's two ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.tensors import Tensor
from netbuilder.checks.names import activation_name, loss_name
from netbuilder.codegen.ends import output_names
from netbuilder.dataset import Profile
from netbuilder.graph import Graph, Node, NodeId, Port
from netbuilder.project import Project
from netbuilder.training.settings import OutputSettings
from netbuilder.validation import Report

_ACTIVATION_LAYERS = {
    "Softmax": "softmax",
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "PReLU": "leaky_relu",
}
_PASSING = frozenset(("Dropout", "Flatten", "Identity", "Permute", "Reshape"))
_MAKING = frozenset(("Dense", "EinsumDense", "Conv1D", "Conv2D", "Conv3D"))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a network with one output.

    Attributes:
        output: The output node.
        port: Where it gives its answer.
        tensor: What it gives.
        activation: The function that its numbers come out of, such as ``"softmax"``;
            empty if that is not known.
        activated: The node that applies it, or None.
        maker: The layer whose units or filters are the last axis, or None.
    """

    output: Node
    port: Port
    tensor: Tensor
    activation: str
    activated: Node | None
    maker: Node | None


@dataclass(frozen=True)
class Context:
    """A project with everything known of it.

    Most rules look at one input or one output. Of a network of several, each gets a context of
    its own (:meth:`for_inputs`, :meth:`for_outputs`), in which it is the only one.

    Attributes:
        project: What is checked.
        report: The validation of its graph.
        profile: What was measured of its data, or None; of several inputs or outputs, for the
            one that is looked at.
        catalog: All classes.
        alone: The input or output that is looked at, if there are several; else None.
    """

    project: Project
    report: Report
    profile: Profile | None
    catalog: Catalog
    alone: Port | None = None

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.project.graph

    def for_inputs(self) -> Iterator[Context]:
        """Yield a context for each input."""
        for key in self.report.inputs:
            profile = self.profile
            several = len(self.report.inputs) > 1
            if profile is not None and (several or profile.inputs):
                profile = profile.for_input(self.graph.nodes[key].name)
            yield replace(self, profile=profile, alone=Port(key) if several else None)

    def for_outputs(self) -> Iterator[Context]:
        """Yield a context for each output; none where they cannot be told apart by name."""
        if len(self.report.outputs) > 1 and not self.output_names:
            return
        for port in self.report.outputs:
            profile = self.profile
            several = len(self.report.outputs) > 1
            if profile is not None and (several or profile.answers):
                profile = profile.for_output(self.graph.nodes[port.node].name)
            yield replace(self, profile=profile, alone=port if several else None)

    @cached_property
    def output_names(self) -> tuple[str, ...]:
        """The names of several outputs; empty where there is one."""
        return output_names(self.graph, self.report, self.catalog)

    @cached_property
    def entry(self) -> Node | None:
        """The input that is looked at; None if there is none."""
        port = self._the_one(tuple(map(Port, self.report.inputs)))
        return None if port is None else self.graph.nodes[port.node]

    @property
    def settings(self) -> OutputSettings:
        """How the output that is looked at is trained."""
        name = self.graph.nodes[self.alone.node].name if self.alone else ""
        return self.project.training.of(name)

    @cached_property
    def loss(self) -> str:
        """The loss's class; for one that is not known, what it was called."""
        return loss_name(self.settings.loss, self.catalog)

    @property
    def from_logits(self) -> bool:
        """Whether the loss itself turns scores into probabilities."""
        return self.settings.loss.params.get("from_logits") is True

    @cached_property
    def head(self) -> Head | None:
        """The end of the network that is looked at, if its shape is known."""
        port = self._the_one(self.report.outputs)
        tensor = None if port is None else self.report.tensor(port)
        if port is None or tensor is None:
            return None
        node = self.graph.nodes[port.node]
        if port.number:  # what the layer's parameters tell is of its first output
            return Head(node, port, tensor, "", None, None)
        activation, activated = self._activation(node.id)
        maker = next((each for each in self.backwards(node.id) if each.class_name in _MAKING), None)
        kept = maker is not None and self._keeps_last_axis(maker, tensor)
        return Head(node, port, tensor, activation, activated, maker if kept else None)

    def _the_one(self, ends: tuple[Port, ...]) -> Port | None:
        """Return the end that is looked at, if it is one of ``ends`` or there is but one."""
        if self.alone is not None:
            return self.alone if self.alone in ends else None
        return ends[0] if len(ends) == 1 else None

    def backwards(self, key: NodeId | None) -> Iterator[Node]:
        """Yield a node and those before it, as long as each has one wire."""
        while key is not None:
            yield self.graph.nodes[key]
            wires = self.graph.incoming(key)
            key = wires[0].source if len(wires) == 1 else None

    def forwards(self, key: NodeId) -> Iterator[Node]:
        """Yield the nodes that follow one another from ``key``, as long as the way is single."""
        while True:
            wires = self.graph.outgoing(key)
            if len(wires) != 1 or len(self.graph.incoming(wires[0].target)) != 1:
                return
            key = wires[0].target
            yield self.graph.nodes[key]

    def _activation(self, key: NodeId) -> tuple[str, Node | None]:
        for node in self.backwards(key):
            if node.class_name in _ACTIVATION_LAYERS:
                return _ACTIVATION_LAYERS[node.class_name], node
            spec = self.catalog.layers.get(node.class_name)
            if spec is not None and spec.param("activation") is not None:
                return activation_name(node.params.get("activation", "linear")), node
            if node.class_name not in _PASSING:
                return "", None
        return "", None

    def _keeps_last_axis(self, maker: Node, given: Tensor) -> bool:
        made = self.report.tensor(Port(maker.id))
        return made is not None and made.shape[-1] == given.shape[-1]
