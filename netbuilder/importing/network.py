"""The nodes and wires of a Sequential or Functional model, and of the models within it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.graph import Graph, Node, NodeId, Params, Port, Wire
from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.submodels import APPLICATION, FUNCTIONAL, SEQUENTIAL
from netbuilder.graph.walks import output_ports
from netbuilder.i18n import tr
from netbuilder.importing.chains import outputs_along
from netbuilder.importing.entries import (
    INPUT_CLASS,
    MADE_AS,
    Entry,
    Tensor,
    is_network,
    read_entry,
    tensor_at,
)
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.formats import format_of
from netbuilder.importing.implied_masks import given_masks
from netbuilder.importing.operations import PREFIX
from netbuilder.importing.spreading import SPREAD, as_model
from netbuilder.importing.values import is_object
from netbuilder.layout import layered

_DEEPEST = 12  # of models within models
_MOST_LAYERS = 20_000
_READING_LISTS = frozenset(("AdditiveAttention", "Attention"))
"""Layers that refuse several tensors in a tuple, as a chain hands them on."""


def read_network(data: Mapping[str, object], depth: int = 0) -> Graph:
    """Return the network of a model, its nodes not placed yet.

    Args:
        data: The model's object in a config, for which :func:`is_network` holds.
        depth: How many models this one is in.

    Raises:
        ConfigError: it cannot be read.
    """
    config = data["config"]
    if depth > _DEEPEST or not isinstance(config, dict):
        raise ConfigError(tr("The model's description is nested too deeply."))
    listed = config["layers"]
    if len(listed) > _MOST_LAYERS:
        raise ConfigError(tr("It has more than {count} layers.", count=_MOST_LAYERS))
    entries = [read_entry(as_model(layer) if is_object(layer) else layer) for layer in listed]
    if data["class_name"] == SEQUENTIAL:
        return _sequential(entries, config.get("build_input_shape"), depth)
    return _functional(entries, config, depth)


@dataclass
class _Drawing:
    """A graph while it is drawn.

    Attributes:
        depth: How many models the network is in.
        nodes: The nodes so far.
        wires: The wires so far.
        masks: The wires of what was passed as ``mask``.
        calls: Which node stands for which call of which layer.
        numbers: The place of each node among all calls of a script, where that is known.
    """

    depth: int
    nodes: dict[NodeId, Node] = field(default_factory=dict)
    wires: list[Wire] = field(default_factory=list)
    masks: list[Wire] = field(default_factory=list)
    calls: dict[tuple[str, int], NodeId] = field(default_factory=dict)
    numbers: dict[NodeId, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Place a node for a layer, and more for its further calls."""
        if (entry.name, 0) in self.calls:
            raise ConfigError(tr("It has two layers called {name}.", name=entry.name))
        settings = entry.calls[0].settings if entry.calls else Params()
        inner = None
        if is_network(entry.data):
            inner = layered(read_network(entry.data, self.depth + 1))
        params = Params({**entry.params, **settings})
        class_name = entry.class_name
        if inner is not None and MADE_AS in entry.data:
            class_name = APPLICATION
        elif inner is not None and (class_name != SEQUENTIAL or len(output_ports(inner)) > 1):
            class_name = FUNCTIONAL
        owner = Node(self._key(), entry.name, class_name, params, inner=inner)
        self._place(owner, entry.name, 0)
        for number, call in enumerate(entry.calls[1:], 1):
            if call.settings != settings:
                raise ConfigError(
                    tr("The layer {name} is called in different ways.", name=entry.name)
                )
            self._place(replace(owner, id=self._key(), shares=owner.id), entry.name, number)

    def feed(self, entry: Entry) -> None:
        """Draw the wires to all calls of a layer."""
        for number, call in enumerate(entry.calls):
            target = self.calls[entry.name, number]
            if call.number is not None:
                self.numbers[target] = call.number
            for wires, tensors in ((self.wires, call.tensors), (self.masks, call.masks)):
                for port, tensor in tensors:
                    source = self.node_of(tensor)
                    if source == target:
                        raise ConfigError(tr("The layer {name} feeds itself.", name=entry.name))
                    wires.append(Wire(source, target, tensor.port, port))

    def node_of(self, tensor: Tensor) -> NodeId:
        """Return the node that gives a tensor."""
        try:
            return self.calls[tensor.layer, tensor.call]
        except KeyError:
            raise ConfigError(
                tr("It uses a layer {name} that it does not have.", name=tensor.layer)
            ) from None

    def in_order_of_calls(self) -> None:
        """Put further calls of layers where the script calls them; Inputs keep their order."""
        if self.numbers.keys() != self.nodes.keys():
            return
        inputs = iter([key for key in self.nodes if self._is_input(key)])
        called = sorted(self.nodes, key=self.numbers.__getitem__)
        order = [next(inputs) if self._is_input(key) else key for key in called]
        self.nodes = {key: self.nodes[key] for key in order}

    def _is_input(self, key: NodeId) -> bool:
        return self.nodes[key].class_name == INPUT_CLASS

    def _key(self) -> NodeId:
        return f"n{len(self.nodes) + 1}"

    def _place(self, node: Node, name: str, call: int) -> None:
        self.nodes[node.id] = node
        self.calls[name, call] = node.id


def _functional(entries: Sequence[Entry], config: Mapping[str, object], depth: int) -> Graph:
    inputs = _in_order(config.get("input_layers"))
    drawing = _Drawing(depth)
    for entry in _inputs_in_order(entries, [tensor.layer for tensor in inputs]):
        drawing.add(entry)
    for entry in entries:
        drawing.feed(entry)
    drawing.in_order_of_calls()
    models = {entry.name for entry in entries if _starts_at_one(entry)}
    outputs = [
        replace(tensor, call=tensor.call - 1) if tensor.layer in models else tensor
        for tensor in _in_order(config.get("output_layers"))
    ]
    ends = tuple(Port(drawing.node_of(tensor), tensor.port) for tensor in outputs)
    if len(set(outputs)) < len(outputs) and _loses_layer(drawing):
        raise ConfigError(
            tr(
                "Keras 3.15.1 cannot load it: it gives an output twice, and Keras copies it for "
                "an Equalization right behind an Input; the fault is Keras's own."
            )
        )
    graph = _with_masks(drawing, {port.node for port in ends})
    return graph if output_ports(graph) == ends else replace(graph, outputs=ends)


def _sequential(entries: Sequence[Entry], shape: object, depth: int) -> Graph:
    drawing = _Drawing(depth)
    if shape and not (entries and entries[0].class_name == INPUT_CLASS):
        data = {"batch_shape": shape, "name": "input_layer"}
        drawing.add(
            read_entry({"module": "keras.layers", "class_name": INPUT_CLASS, "config": data})
        )
    for entry in entries:
        drawing.add(replace(entry, calls=()))
    chain = tuple(drawing.nodes.values())
    counts = tuple(outputs_along(chain))
    for (before, after), count in zip(pairwise(chain), counts, strict=False):
        if count > 1 and after.class_name in _READING_LISTS:
            raise ConfigError(
                tr("The layer {name} takes a list of tensors, but gets a tuple.", name=after.name)
            )
        drawing.wires += [Wire(before.id, after.id, port, port) for port in range(count)]
    ends = [Port(chain[-1].id, number) for number in range(counts[-1])] if chain else []
    return Graph(drawing.nodes, tuple(drawing.wires), tuple(ends) if len(ends) > 1 else ())


def _loses_layer(drawing: _Drawing) -> bool:
    """Tell whether Keras leaves out a layer right behind an Input (``validation.keras_faults``).

    It then copies the network, and of a tensor that is an output twice only the last copy.
    """
    graph = Graph(drawing.nodes, tuple(drawing.wires))
    for node in drawing.nodes.values():
        if node.class_name == "Equalization" and graph.incoming(node.id):
            source = graph.incoming(node.id)[0].start
            dtype = format_of(graph, source)
            unchanged = dtype not in FLOATS or dtype == format_of(graph, Port(node.id))
            if drawing.nodes[source.node].class_name == INPUT_CLASS and unchanged:
                return True
    return False


def _starts_at_one(entry: Entry) -> bool:
    """Tell whether ``output_layers`` counts a layer's calls from 1: Keras does for models."""
    own = is_network(entry.data) and SPREAD not in entry.data
    return own and entry.class_name != SEQUENTIAL


def _in_order(data: object, depth: int = 0) -> tuple[Tensor, ...]:
    """Return the tensors of ``input_layers`` or ``output_layers``, single, listed or named."""
    if depth > _DEEPEST:
        raise ConfigError(tr("The model's description is nested too deeply."))
    match data:
        case [str(), *_]:
            return (tensor_at(data),)
        case list():
            parts: Iterable[object] = data
        case dict():
            parts = (data[name] for name in sorted(data))
        case _:
            raise ConfigError(tr("The model does not say what its inputs and outputs are."))
    return tuple(tensor for part in parts for tensor in _in_order(part, depth + 1))


def _inputs_in_order(entries: Sequence[Entry], inputs: Sequence[str]) -> Iterator[Entry]:
    """Yield all layers, the Inputs among them in the order in which the model takes them."""
    rank = {name: number for number, name in enumerate(inputs)}
    places = [number for number, entry in enumerate(entries) if entry.class_name == INPUT_CLASS]
    found = sorted(places, key=lambda number: rank.get(entries[number].name, len(rank)))
    instead = dict(zip(places, found, strict=True))
    for number in range(len(entries)):
        yield entries[instead.get(number, number)]


def _with_masks(drawing: _Drawing, ends: Set[NodeId]) -> Graph:
    """Return the graph with the masks that were given, and without the operations of others."""
    plain = Graph(drawing.nodes, tuple(drawing.wires))
    graph = replace(plain, wires=(*plain.wires, *given_masks(plain, drawing.masks)))
    waiting = [wire.source for wire in drawing.masks if wire.source not in ends]
    gone: set[NodeId] = set()
    while waiting:
        key = waiting.pop()
        used = any(wire.target not in gone for wire in graph.outgoing(key))
        if key not in gone and not used and graph.nodes[key].class_name.startswith(PREFIX):
            gone.add(key)
            waiting += [wire.source for wire in graph.incoming(key)]
    return remove_nodes(graph, gone)
