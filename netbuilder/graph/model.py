"""The graph: what the student has drawn, and the only truth in the program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from netbuilder.graph.note import Note, NoteId
from netbuilder.graph.values import EMPTY, Params

NodeId = str

Point: TypeAlias = tuple[float, float]
"""A place on the canvas, in pixels at 100 %."""


class Flow(StrEnum):
    """Where data flows to on the canvas."""

    DOWN = "down"
    RIGHT = "right"


class GraphError(ValueError):
    """An edit that would leave the graph without meaning, such as a wire to a missing node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A layer placed on the canvas.

    Attributes:
        id: Identity within its graph; never shown, never changes.
        name: The layer's name in Keras, shown as the node's title.
        class_name: The layer's class in the catalogue, such as ``"Conv2D"``.
        params: The parameters that differ from the class's defaults.
        x: Left edge on the canvas in pixels at 100 %.
        y: Top edge on the canvas in pixels at 100 %.
        shares: The id of the node whose layer this node calls once more, or None for a
            node with a layer of its own. Both then have the same name, class,
            parameters and inner network; the edits keep it so.
        inner: For a submodel (class ``"Functional"`` or ``"Sequential"``): its network.
            Its inputs, in order, are the node's input ports, its outputs the node's
            outputs.
    """

    id: NodeId
    name: str
    class_name: str
    params: Params = EMPTY
    x: float = 0.0
    y: float = 0.0
    shares: NodeId | None = None
    inner: Graph | None = None


class Port(NamedTuple):
    """Where a tensor leaves a node.

    Attributes:
        node: The node.
        number: Which of its outputs it is, counted from 0; most have only one.
    """

    node: NodeId
    number: int = 0


class Wire(NamedTuple):
    """A tensor's way from an output port to an input port.

    Ports are counted from 0. A layer with named inputs (MultiHeadAttention: query,
    value, key) has one port each; a merging layer takes any number of wires, and
    ``target_port`` then only gives their order.
    """

    source: NodeId
    target: NodeId
    source_port: int = 0
    target_port: int = 0

    @property
    def start(self) -> Port:
        """The port at which the tensor leaves its source."""
        return Port(self.source, self.source_port)


class Wires(tuple[Wire, ...]):
    """All wires of a graph in the order in which they were drawn, and where each begins and ends.

    Graphs with the same wires share them, so that they are sorted only once.
    """

    @cached_property
    def ending(self) -> Mapping[NodeId, tuple[Wire, ...]]:
        """The wires that end at each node, by target port."""
        return _by_target(self)

    @cached_property
    def starting(self) -> Mapping[NodeId, tuple[Wire, ...]]:
        """The wires that start at each node, in the order drawn."""
        return _by_source(self)

    def changed(self, wires: Iterable[Wire], differing: Collection[Wire]) -> Wires:
        """Return other wires, most of which are these: their tables need little work.

        Args:
            wires: The other wires.
            differing: All wires that are not among both, perhaps some more.
        """
        others = Wires(wires)
        targets = {wire.target for wire in differing}
        sources = {wire.source for wire in differing}
        ending = _by_target([wire for wire in others if wire.target in targets])
        starting = _by_source([wire for wire in others if wire.source in sources])
        others.ending = _renewed(self.ending, targets, ending)
        others.starting = _renewed(self.starting, sources, starting)
        return others


def _renewed(
    table: Mapping[NodeId, tuple[Wire, ...]],
    touched: Iterable[NodeId],
    found: Mapping[NodeId, tuple[Wire, ...]],
) -> Mapping[NodeId, tuple[Wire, ...]]:
    """Return a table with what was ``found`` for the nodes that were touched."""
    renewed = dict(table)
    for key in touched:
        renewed.pop(key, None)
    return {**renewed, **found}


def _by_target(wires: Iterable[Wire]) -> dict[NodeId, tuple[Wire, ...]]:
    table: dict[NodeId, tuple[Wire, ...]] = {}
    crowded = set()
    for wire in wires:
        target = wire.target
        if target in table:
            table[target] = (*table[target], wire)
            crowded.add(target)
        else:
            table[target] = (wire,)
    table.update((key, tuple(sorted(table[key], key=_target_port))) for key in crowded)
    return table


def _by_source(wires: Iterable[Wire]) -> dict[NodeId, tuple[Wire, ...]]:
    table: dict[NodeId, list[Wire]] = {}
    for wire in wires:
        table.setdefault(wire.source, []).append(wire)
    return {node: tuple(starting) for node, starting in table.items()}


Bends: TypeAlias = Mapping[Wire, tuple[Point, ...]]
"""The points that wires are led through on their way, at least one each."""


@dataclass(frozen=True)
class Graph:
    """Nodes, the wires between them, and which ports give the model's answers.

    Attributes:
        nodes: All nodes by id, in the order in which they were added.
        wires: All wires in the order in which they were drawn.
        outputs: The ports that were marked as outputs, in the model's order, one twice if
            the model gives its tensor twice; empty for "the first port of every node that
            a wire reaches and none leaves".
        notes: Frames and comments by id, in the order in which they were added.
        bends: The points of the wires that are led through some; a wire that goes takes
            its points along. Only the drawing hangs on them.
        flow: Where data flows to: ports lie above and below nodes, or at their sides.
    """

    nodes: Mapping[NodeId, Node] = field(default_factory=lambda: MappingProxyType({}))
    wires: tuple[Wire, ...] = ()
    outputs: tuple[Port, ...] = ()
    notes: Mapping[NoteId, Note] = field(default_factory=lambda: MappingProxyType({}))
    bends: Bends = field(default_factory=lambda: MappingProxyType({}))
    flow: Flow = Flow.DOWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", MappingProxyType(dict(self.nodes)))
        object.__setattr__(self, "wires", self.drawn)
        object.__setattr__(self, "notes", MappingProxyType(dict(self.notes)))
        drawn = frozenset(self.wires) if self.bends else frozenset()
        bends = {wire: points for wire, points in self.bends.items() if wire in drawn}
        object.__setattr__(self, "bends", MappingProxyType(bends))

    @property
    def drawn(self) -> Wires:
        """The wires, with the tables of where they begin and end."""
        return self.wires if isinstance(self.wires, Wires) else Wires(self.wires)

    @cached_property
    def _incoming(self) -> Mapping[NodeId, tuple[Wire, ...]]:
        return self.drawn.ending

    @cached_property
    def _outgoing(self) -> Mapping[NodeId, tuple[Wire, ...]]:
        return self.drawn.starting

    @cached_property
    def marked(self) -> frozenset[NodeId]:
        """The nodes of which a port was marked as an output."""
        return frozenset(port.node for port in self.outputs)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all nodes."""
        return frozenset(map(attrgetter("name"), self.nodes.values()))

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of all nodes."""
        return frozenset(map(attrgetter("class_name"), self.nodes.values()))

    @cached_property
    def calls(self) -> Mapping[NodeId, tuple[NodeId, ...]]:
        """The nodes that call each layer that is called several times, by its owner, the first."""
        table: dict[NodeId, list[NodeId]] = {}
        for node in self.nodes.values():
            if node.shares is not None:
                table.setdefault(node.shares, []).append(node.id)
        return {owner: (owner, *calls) for owner, calls in table.items()}

    def sharing(self, node: NodeId) -> tuple[NodeId, ...]:
        """Return all nodes that call a node's layer, its owner first; just ``node`` if alone."""
        return self.calls.get(self.layer_of(node), (node,))

    def layer_of(self, node: NodeId) -> NodeId:
        """Return the node that owns the layer which ``node`` calls: mostly itself."""
        return self.nodes[node].shares or node

    def incoming(self, node: NodeId) -> tuple[Wire, ...]:
        """Return the wires that end at ``node``, by target port."""
        return self._incoming.get(node, ())

    def outgoing(self, node: NodeId) -> tuple[Wire, ...]:
        """Return the wires that start at ``node``, in the order drawn."""
        return self._outgoing.get(node, ())


def _target_port(wire: Wire) -> int:
    return wire.target_port
