"""Chooses the variable of every tensor in a model of the Functional style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from netbuilder.codegen.names import Identifiers
from netbuilder.graph import Graph, NodeId, Port, Wire
from netbuilder.graph.names import automatic_stem, is_function
from netbuilder.validation import Report

_FURTHER = {
    **dict.fromkeys(("LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), ("h", "c")),
    **dict.fromkeys(
        ("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"),
        ("scores",),
    ),
}
"""What the tensors of a layer beyond its first are called after."""
_PASSING = "x"
_WIDEST = 60
"""How long the names before a ``=`` may be together."""


@dataclass(frozen=True, slots=True)
class Tensors:
    """How the tensors of a network are called.

    Attributes:
        targets: For each node, what stands before the ``=`` of its statement.
        values: For each output port that is used, the expression for its tensor.
        layers: For each layer that is called several times, by its owner: its variable.
    """

    targets: Mapping[NodeId, str]
    values: Mapping[Port, str]
    layers: Mapping[NodeId, str]


class _Namer:
    """Names the tensors of one network, in the order in which they are made."""

    def __init__(
        self, graph: Graph, report: Report, written: Sequence[NodeId], custom: Iterable[str]
    ) -> None:
        self._graph = graph
        self._report = report
        self._next = dict(pairwise(written))
        self._written = frozenset(written)
        self._inputs = [key for key in report.inputs if key in self._written]
        self._outputs = [port for port in report.outputs if port.node in self._written]
        self._identifiers = Identifiers(custom=custom)
        calls = Counter(map(graph.layer_of, written))
        self.layers = {
            owner: self._identifiers.take(graph.nodes[owner].name)
            for owner, count in calls.items()
            if count > 1
        }
        self.targets: dict[NodeId, str] = {}
        self.values: dict[Port, str] = {}

    def name(self, key: NodeId) -> None:
        """Name what a node gives."""
        ports = self._used_ports(key)
        count = self._port_count(key)
        if count > 1:
            self._name_each(key, ports, count)
            return
        variable = self._variable(key)
        self.targets[key] = variable
        for port in ports:
            self.values[Port(key, port)] = variable if ports == [0] else f"{variable}[{port}]"

    def _name_each(self, key: NodeId, ports: Sequence[int], count: int) -> None:
        node = self._graph.nodes[key]
        for port in ports:
            self.values[Port(key, port)] = (
                self._identifiers.take(f"{self._stem(key)}_{_suffix(node.class_name, port)}")
                if port
                else self._variable(key)
            )
        named = (self.values.get(Port(key, port), "_") for port in range(count))
        self.targets[key] = ", ".join(named)
        if len(self.targets[key]) > _WIDEST:
            self._name_together(key, ports)

    def _name_together(self, key: NodeId, ports: Sequence[int]) -> None:
        """Name many tensors by their places: ``encoder[2]``."""
        variable = self._identifiers.take(self._stem(key))
        self.targets[key] = variable
        self.values.update({Port(key, port): f"{variable}[{port}]" for port in ports})

    def _variable(self, key: NodeId) -> str:
        """Return the name of a node's first tensor: ``x`` on a plain way, else its own."""
        wires = self._wires(key)
        if [key] == self._inputs:
            return "inputs"
        if self._outputs == [Port(key)] and not wires:
            return "outputs"
        model_end = key in self._inputs or self._ends_at(key)  # named again at the end
        if not model_end and [wire.target for wire in wires] == [self._next.get(key)]:
            return _PASSING
        return self._identifiers.take(self._stem(key))

    def _stem(self, key: NodeId) -> str:
        """Return what to call a node's tensors: a shared layer's after what it is called on.

        The name of a function is said by its variable alone, so that without one there is none.
        """
        name, wires = self._graph.nodes[key].name, self._graph.incoming(key)
        if self._graph.layer_of(key) not in self.layers or not wires:
            return name
        source = self._graph.nodes[wires[0].source]
        unnamed = is_function(source.class_name) and self.targets.get(source.id) == _PASSING
        return f"{automatic_stem(source.class_name) if unnamed else source.name}_{name}"

    def _wires(self, key: NodeId) -> list[Wire]:
        return [wire for wire in self._graph.outgoing(key) if wire.target in self._written]

    def _used_ports(self, key: NodeId) -> list[int]:
        used = {wire.source_port for wire in self._wires(key)}
        if key in self._inputs:  # even an Input that nothing uses
            used.add(0)
        return sorted(used.union(self._ends_at(key)))

    def _ends_at(self, key: NodeId) -> list[int]:
        """Return which outputs of a node are outputs of the model."""
        return [port.number for port in self._outputs if port.node == key]

    def _port_count(self, key: NodeId) -> int:
        known = self._report.nodes.get(key)
        return len(known.outputs) if known is not None else 0


def name_tensors(
    graph: Graph, report: Report, written: Sequence[NodeId], custom: Iterable[str]
) -> Tensors:
    """Name the tensors of the nodes that are written, in their order.

    A tensor that only the very next statement uses is ``x``; one that is needed later, or
    more than once, is called after its node. A single input is ``inputs``, a single output
    ``outputs``. Where a layer gives several tensors, those that nothing uses are ``_``.
    The names of ``custom`` code are left alone.
    """
    namer = _Namer(graph, report, written, custom)
    for key in written:
        namer.name(key)
    return Tensors(namer.targets, namer.values, namer.layers)


def _suffix(class_name: str, port: int) -> str:
    """Return what tells a layer's later tensors apart: an LSTM's states are h and c."""
    known = _FURTHER.get(class_name, ())
    return known[port - 1] if port <= len(known) else f"state_{port}"
