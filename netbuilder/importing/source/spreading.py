"""``TimeDistributed(model)``: a model whose layers work on each step of a sequence.

A layer of a network cannot hold a whole model here. A model that is a chain computes the same
if each of its layers is distributed over time by itself.
"""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.importing.source.layers import INPUT, Layers
from netbuilder.importing.source.models import Models, layers_of, shape_of
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Instance,
    Layer,
    Network,
    tensors_in,
)

WRAPPER = "TimeDistributed"


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
        """Return what ``TimeDistributed(...)`` gives for a chain of layers, and None for others.

        Args:
            arguments: What it is called with.
        """
        network = _network_in(arguments.get("layer", 0))
        chain = None if network is None else _chain(network)
        if network is None or chain is None:
            return None
        self._session.notes.add(
            tr(
                "{wrapper} holds a whole model here; it is drawn as a model in which each layer is "
                "{wrapper}, which computes the same.",
                wrapper=WRAPPER,
            ),
            arguments.line,
        )
        made = [self._wrapped(part, arguments.line) for part in chain]
        self._session.networks.remove(network)
        given = arguments.kwargs.get("name")
        name = self._session.names.take_class(WRAPPER, given if isinstance(given, str) else None)
        listed = (*self._entry(network, arguments), *made)
        return self._models.sequential(Arguments(arguments.line, (listed,), {"name": name}))

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


def _can_be_held(layer: Layer) -> bool:
    return layer.network is not None or (layer.instance is None and layer.spec is not None)


def _takes_one(layer: Layer) -> bool:
    call = layer.calls[0]
    return len(list(tensors_in((call.args, dict(call.kwargs))))) == 1
