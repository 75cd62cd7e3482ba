"""What of a network has to be judged anew after an edit, and what is known from before."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import compress
from operator import is_not, ne

from netbuilder.graph import Graph, NodeId
from netbuilder.validation.report import NodeReport


@dataclass(frozen=True, slots=True)
class Known:
    """A network without cycles, and what was found out about it.

    Attributes:
        graph: The network.
        settled: The nodes that were not judged, for their wires said enough.
        idle: The nodes that no output needs.
        nodes: What is known of every node.
        failing: The nodes that their rules refuse.
    """

    graph: Graph
    settled: Mapping[NodeId, NodeReport]
    idle: Set[NodeId]
    nodes: Mapping[NodeId, NodeReport]
    failing: Set[NodeId]

    @property
    def flaws(self) -> Set[NodeId]:
        """The nodes that give nothing for a reason of their own."""
        return self.failing | self.settled.keys()


def stale(
    before: Known, graph: Graph, settled: Mapping[NodeId, NodeReport], idle: Set[NodeId]
) -> set[NodeId]:
    """Return the nodes that something was done to; those behind them may give the same.

    A refused layer is always among them, for what is said of it names the layers before it;
    so are the calls of a shared layer, for each hangs on the others.

    Args:
        before: The network as it was.
        graph: The network as it is.
        settled: The nodes that are not to be judged.
        idle: The nodes that no output needs.
    """
    found = touched(before.graph, graph)
    found |= before.flaws | settled.keys()
    found |= before.idle ^ idle
    for shared in (before.graph.calls, graph.calls):
        found.update(*shared.values())
    return found


def touched(before: Graph, graph: Graph) -> set[NodeId]:
    """Return the nodes that are no longer the very same, or that get other wires."""
    nodes, old = graph.nodes, before.nodes
    found = set(compress(nodes, map(is_not, nodes.values(), map(old.get, nodes))))
    ended, ending = before.drawn.ending, graph.drawn.ending
    if ended is not ending:
        found.update(compress(nodes, map(ne, map(ended.get, nodes), map(ending.get, nodes))))
    return found
