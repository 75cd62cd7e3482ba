"""What an edit does to one layer, judged only as far back as the edit reaches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from netbuilder.graph import Graph, NodeId
from netbuilder.validation.report import NodeReport
from netbuilder.validation.shapes import Failure, LayerJudge
from netbuilder.validation.stale import touched
from netbuilder.validation.topology import in_order


@dataclass(frozen=True, slots=True)
class Nearby:
    """One layer of a network, to be judged again in others like it.

    Attributes:
        judge: Judges layers.
        graph: The network.
        order: Its nodes, sources first.
        nodes: What is known of them.
        key: The layer.
        held: Whether a submodel holds the network.
    """

    judge: LayerJudge
    graph: Graph
    order: Sequence[NodeId]
    nodes: Mapping[NodeId, NodeReport]
    key: NodeId
    held: bool

    def failure(self, edited: Graph) -> Failure | None:
        """Return why the layer is refused after an edit; None if it is not, or not known.

        Nothing is said of layers that are called several times, for their calls hang on
        each other.
        """
        if edited.calls or self.key not in edited.nodes:
            return None
        reached = self._reached(edited)
        wires = tuple(wire for key in reached for wire in edited.incoming(key))
        around = dict.fromkeys(wire.source for wire in wires if wire.source not in reached)
        part = Graph({key: edited.nodes[key] for key in (*around, *reached)}, wires)
        settled = {key: self.nodes[key] for key in around}
        order = (key for key in in_order(part) if key in reached)
        return self.judge.shapes(part, order, settled, held=self.held).failures.get(self.key)

    def _reached(self, edited: Graph) -> Collection[NodeId]:
        """Return the nodes before the layer, and itself, that an edit may have reached."""
        places = dict(zip(self.order, count(), strict=False))
        changed = touched(self.graph, edited)
        earliest = min((places[key] for key in changed if key in places), default=len(places))
        reached: dict[NodeId, None] = {}
        waiting = [self.key]
        while waiting:
            key = waiting.pop()
            if key not in reached and places.get(key, earliest) >= earliest:
                reached[key] = None
                waiting += (wire.source for wire in edited.incoming(key))
        return reached
