"""``TimeDistributed(model)``: a model whose layers work on each step of a sequence.

A layer of a network cannot hold a whole model here. A model computes the same if each of its
layers is distributed over time by itself; layers that merge place by place need not be.
"""

from __future__ import annotations

from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.layers import INPUT, Layers
from netbuilder.importing.source.models import Models, layers_of, shape_of
from netbuilder.importing.source.operations import FUNCTIONS
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Instance,
    Layer,
    Network,
    Tensor,
    tensors_in,
)
from netbuilder.importing.spreading import MERGING_STEPS, WRAPPER, how_it_is_drawn


class Spreading:
    """Makes such models.

    Args:
        session: The reading.
        layers: What makes their layers.
        models: What makes the models.
    """

    def __init__(self, session: Session, layers: Layers, models: Models) -> None:
        self._session = session
        self._layers = layers
        self._models = models

    def spread(self, arguments: Arguments) -> Network | None:
        """Return what ``TimeDistributed(...)`` gives for a model, and None for all else.

        Args:
            arguments: What it is called with.
        """
        network = _network_in(arguments.get("layer", 0))
        chain = None if network is None else _chain(network)
        if network is None or (chain is None and not _can_be_spread(network)):
            return None
        self._session.notes.add(how_it_is_drawn(), arguments.line)
        self._session.networks.remove(network)
        if chain is None:
            return self._branching(network, arguments)
        made = [self._wrapped(part, arguments.line) for part in chain]
        name = self._name(arguments)
        listed = (*self._entry(network, arguments), *made)
        return self._models.sequential(Arguments(arguments.line, (listed,), {"name": name}))

    def _branching(self, network: Network, arguments: Arguments) -> Network | None:
        """Return a model that branches, its layers one by one distributed over time."""
        (entry,) = self._entry(network, arguments)
        first = next(tensors_in(network.inputs))
        given: dict[tuple[int, int], object] = {
            (first.call.number, first.port): self._layers.entry_tensor(entry)
        }
        for layer in layers_of(network):
            if layer.class_name == INPUT:
                continue
            call = layer.calls[0]
            arriving = [given[one.call.number, one.port] for one in _arriving(layer)]
            if layer.class_name in MERGING_STEPS:
                result = call_layer(self._session, layer, (arriving,), {})
            else:
                wrapped = self._wrapped(layer, arguments.line)
                part = wrapped.layer if isinstance(wrapped, Network) else wrapped
                if not isinstance(part, Layer):
                    return None
                result = call_layer(self._session, part, tuple(arriving), {})
            given[call.number, 0] = result
        last = next(tensors_in(network.outputs))
        ends = (given[first.call.number, first.port], given[last.call.number, last.port])
        made = self._models.functional(
            Arguments(arguments.line, ends, {"name": self._name(arguments)})
        )
        return made if isinstance(made, Network) else None

    def _name(self, arguments: Arguments) -> str:
        given = arguments.kwargs.get("name")
        return self._session.names.take_class(WRAPPER, given if isinstance(given, str) else None)

    def _wrapped(self, part: Layer, line: int) -> object:
        inside = Arguments(line, (part.network or part,))
        return self.spread(inside) or self._layers.make(WRAPPER, inside)

    def _entry(self, network: Network, arguments: Arguments) -> tuple[Layer, ...]:
        """Return the Input of steps without number, if the shape of one step is known."""
        shape: tuple[object, ...] | None
        match arguments.kwargs.get("input_shape"):
            case tuple() | list() as told:
                shape = (None, *told)
            case _:
                step = shape_of(network)
                shape = None if step is None else (None, None, *step[1:])
        return () if shape is None else (self._layers.entry(shape, arguments.line),)


def _network_in(value: object) -> Network | None:
    match value:
        case Network():
            return value
        case Layer(network=network):
            return network
        case Instance(layer=Layer(network=network)):
            return network
        case _:
            return None


def _chain(network: Network) -> list[Layer] | None:
    """Return the layers of a model, Inputs apart; None if it is no chain of new layers."""
    chain = [layer for layer in layers_of(network) if layer.class_name != INPUT]
    if network.layer.calls or not all(map(_can_be_held, chain)):
        return None
    if network.is_chain:
        return chain
    ends = [list(tensors_in(end)) for end in (network.inputs, network.outputs)]
    if [len(end) for end in ends] != [1, 1] or ends[1][0].call.layer is not chain[-1]:
        return None
    fed = all(len(part.calls) == 1 and _takes_one(part) for part in chain)
    return chain if fed else None


def _can_be_spread(network: Network) -> bool:
    """Tell whether a model that branches computes the same with its layers spread one by one."""
    ends = [list(tensors_in(end)) for end in (network.inputs, network.outputs)]
    if [len(end) for end in ends] != [1, 1] or shape_of(network) is None:
        return False
    layers = [layer for layer in layers_of(network) if layer.class_name != INPUT]
    alone = all(len(layer.calls) == 1 and _gives_one(layer) for layer in layers)
    return alone and not network.layer.calls and all(map(_keeps_steps_apart, layers))


def _keeps_steps_apart(layer: Layer) -> bool:
    if layer.class_name in MERGING_STEPS and layer.module != FUNCTIONS:
        known = [tensor.known for tensor in _arriving(layer)]
        ranks = {one.rank if one is not None else 0 for one in known}
        return layer.config.get("axis", -1) == -1 and len(ranks) == 1 and 0 not in ranks
    return _can_be_held(layer) and _takes_one(layer)


def _gives_one(layer: Layer) -> bool:
    return len(list(tensors_in(layer.calls[0].outputs))) == 1


def _arriving(layer: Layer) -> list[Tensor]:
    call = layer.calls[0]
    return list(tensors_in((call.args, dict(call.kwargs))))


def _can_be_held(layer: Layer) -> bool:
    if layer.network is not None:
        return True
    return layer.instance is None and layer.spec is not None and layer.module != FUNCTIONS


def _takes_one(layer: Layer) -> bool:
    return len(_arriving(layer)) == 1
