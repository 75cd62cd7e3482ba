"""Which wires may be drawn, and what drawing one does: pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, NodeId, Wire
from netbuilder.graph.edits import connect, disconnect
from netbuilder.i18n import tr
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.document import GraphEdit


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wire that is about to be drawn.

    Attributes:
        wire: The wire; None if it cannot be.
        refusal: Why it cannot be, in one sentence; empty if it can.
        replacing: It takes the place of the wire that ends at the same port.
    """

    wire: Wire | None = None
    refusal: str = ""
    replacing: bool = False

    def edit(self, lifted: Wire | None = None) -> GraphEdit:
        """Return the edit that draws it, instead of ``lifted`` if that was pulled off."""
        wire = self.wire
        if wire is None:
            raise ValueError("there is no wire to draw")

        def change(graph: Graph) -> Graph:
            base = graph if lifted in (None, wire) else disconnect(graph, (lifted,))
            return connect(base, wire, replacing=self.replacing)

        return change


def propose(
    graph: Graph,
    layers: Mapping[str, LayerSpec],
    source: tuple[NodeId, int],
    target: NodeId,
    port: int | None = None,
    *,
    circular: bool = False,
) -> Proposal:
    """Return the wire from an output port to a node.

    Args:
        graph: The graph, without a wire that was pulled off.
        layers: The catalogue's layers.
        source: A node and its output port.
        target: The node that is to take the wire.
        port: The input port meant, by its place; None for the first free one.
        circular: The target feeds the source, so that the wire would close a circle.
    """
    if source[0] == target:
        return Proposal(refusal=tr("A layer cannot feed itself."))
    spec = spec_of(graph.nodes[target], layers)
    number, replacing = _port_number(graph, spec, target, port)
    if number is None:
        title = class_title(graph.nodes[target].class_name)
        return Proposal(refusal=tr("{layer} takes no wires.", layer=title))
    if circular:
        return Proposal(refusal=tr("Data would go round in circles."))
    return Proposal(Wire(source[0], target, source[1], number), replacing=replacing)


def repropose(lifted: Wire, source: tuple[NodeId, int], *, circular: bool) -> Proposal:
    """Return the wire that starts elsewhere and ends where the one that was pulled off ended.

    Args:
        lifted: The wire as it was.
        source: A node and its output port.
        circular: The wire's target feeds that node.
    """
    if source[0] == lifted.target:
        return Proposal(refusal=tr("A layer cannot feed itself."))
    if circular:
        return Proposal(refusal=tr("Data would go round in circles."))
    return Proposal(Wire(source[0], lifted.target, source[1], lifted.target_port))


def wire_at(graph: Graph, layers: Mapping[str, LayerSpec], node: NodeId, place: int) -> Wire | None:
    """Return the wire that ends at an input port, given by its place on the node."""
    incoming = graph.incoming(node)
    if is_wide(spec_of(graph.nodes[node], layers)):
        return incoming[place] if place < len(incoming) else None
    return next((wire for wire in incoming if wire.target_port == place), None)


def is_wide(spec: LayerSpec | None) -> bool:
    """Tell whether a layer has one port for any number of wires."""
    return spec is not None and not spec.ports.names and spec.ports.maximum not in (0, 1)


def _port_number(
    graph: Graph, spec: LayerSpec | None, target: NodeId, place: int | None
) -> tuple[int | None, bool]:
    """Return the number of the port that a wire goes to, and whether it replaces another."""
    incoming = graph.incoming(target)
    ports = spec.ports if spec else None
    if ports is not None and ports.maximum == 0:
        return None, False
    if ports is not None and is_wide(spec):
        if ports.maximum is None or len(incoming) < ports.maximum:
            return max((wire.target_port + 1 for wire in incoming), default=0), False
        last = len(incoming) - 1
        return incoming[last if place is None else min(place, last)].target_port, True
    taken = {wire.target_port for wire in incoming}
    if place is None:
        count = len(ports.names) if ports and ports.names else 1
        place = next((number for number in range(count) if number not in taken), 0)
    return place, place in taken
