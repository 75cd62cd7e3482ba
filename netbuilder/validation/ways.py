"""How Keras comes to the layers of a network."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from netbuilder.catalog.arguments import Call, RuleError
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph, NodeId
from netbuilder.validation.report import NodeReport
from netbuilder.validation.telling import waits_for_sizes


@dataclass(frozen=True, slots=True)
class Way:
    """How Keras comes to a layer.

    Attributes:
        call: For the first time, again, or to ask.
        held: A submodel holds the layer, which calculates only when that one is called.
        idle: The layer only tells what it would give, for no output needs this call.
        resting: No output needs any call of the layer.
        built: What is known of it with what it was built for, if a submodel is called.
        before: What is known of the call that built it, if this network calls it again.
    """

    call: Call
    held: bool
    idle: bool = False
    resting: bool = False
    built: NodeReport | None = None
    before: NodeReport | None = None

    def only_tells(self, error: RuleError, arrived: tuple[Tensor, ...]) -> bool:
        """Tell whether it is enough that the layer tells what it would give."""
        return self.idle or (self.held and waits_for_sizes(error, arrived))


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through a network in the order of its wires.

    Attributes:
        graph: The network.
        nodes: What is known so far.
        built: What the layers were built for, if a submodel is called; or None.
        usual: How Keras comes to most layers.
        idle: The nodes that never calculate.
        first: The call that built each layer that is called several times, by its owner.
    """

    graph: Graph
    nodes: Mapping[NodeId, NodeReport]
    built: Mapping[NodeId, NodeReport] | None
    usual: Way
    idle: Set[NodeId]
    first: dict[NodeId, NodeId] = field(default_factory=dict)

    def way(self, key: NodeId) -> Way:
        """Return how Keras comes to a node."""
        builder = self.first.get(self.graph.layer_of(key)) if self.first else None
        again = self.usual.call is Call.FIRST and builder is not None
        if not again and self.built is None and key not in self.idle:
            return self.usual
        return Way(
            Call.AGAIN if again else self.usual.call,
            held=self.usual.held,
            idle=key in self.idle,
            resting=self.rests(key),
            built=None if self.built is None else self.built[key],
            before=self.nodes[builder] if again and builder is not None else None,
        )

    def rests(self, key: NodeId) -> bool:
        """Tell whether no output needs any call of a node's layer."""
        return all(call in self.idle for call in self.graph.sharing(key))
