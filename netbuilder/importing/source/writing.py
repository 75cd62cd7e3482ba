"""Writes the models of a script as Keras would write their configs.

The reader of configs then makes the network of them, so that a script and the model file that
it saves are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from netbuilder.graph import Params
from netbuilder.i18n import tr
from netbuilder.importing.entries import BY_HAND, MADE_AS, NUMBER
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.source.configs import NotWritableError, as_config
from netbuilder.importing.source.models import layers_of
from netbuilder.importing.source.values import Call, Layer, Network, Tensor, tensors_in

_INPUT = "InputLayer"
_DEEPEST = 12


@dataclass
class _Listing:
    """The layers of one model.

    Attributes:
        calls: For each layer, its calls within the model, in order.
        names: For each layer, its name, which no other layer of the model has.
        stand_ins: Inputs that stand for tensors within another model, by call and port.
    """

    calls: dict[Layer, list[Call]] = field(default_factory=dict)
    names: dict[Layer, str] = field(default_factory=dict)
    stand_ins: dict[tuple[int, int], Layer] = field(default_factory=dict)

    def take(self, call: Call) -> None:
        """List a call, and its layer where that is new."""
        layer = call.layer
        if layer not in self.names:
            taken = set(self.names.values())
            name, number = layer.name, 1
            while name in taken:
                name = f"{layer.name}_{number}"
                number += 1
            self.names[layer] = name
        self.calls.setdefault(layer, []).append(call)

    def history(self, tensor: Tensor) -> list[object]:
        """Return what a config calls a tensor."""
        instead = self.stand_ins.get((tensor.call.number, tensor.port))
        if instead is not None:
            return [self.names[instead], 0, 0]
        layer = tensor.call.layer
        return [self.names[layer], self.calls[layer].index(tensor.call), tensor.port]


def write_network(network: Network, depth: int = 0) -> dict[str, object]:
    """Return a model as Keras would write its config.

    Raises:
        ConfigError: its models within models are too many.
    """
    layer = network.layer
    if depth > _DEEPEST:
        raise ConfigError(tr("The script's models are nested too deeply."))
    config = _chain(network, depth) if network.is_chain else _functional(network, depth)
    return {
        "class_name": layer.class_name,
        "module": "keras",
        "config": {**layer.config, "name": layer.name, **config},
        "name": layer.name,
    }


def _chain(network: Network, depth: int) -> dict[str, object]:
    seen = _Listing()
    for layer in network.chain:
        seen.take(Call(layer, 0))
    layers = [_layer(layer, seen.names[layer], depth) for layer in seen.names]
    return {"layers": layers}


def _functional(network: Network, depth: int) -> dict[str, object]:
    inputs, outputs = list(tensors_in(network.inputs)), list(tensors_in(network.outputs))
    listing = _Listing()
    for tensor in inputs:
        if tensor.call.layer.class_name != _INPUT:
            listing.stand_ins[tensor.call.number, tensor.port] = _stand_in(tensor)
    for call in sorted(_reached(inputs, outputs), key=lambda call: call.number):
        listing.take(call)
    for entry in listing.stand_ins.values():
        listing.take(Call(entry, 0))
    layers = [
        {
            **_layer(layer, listing.names[layer], depth),
            "inbound_nodes": [_inbound(call, listing) for call in calls],
        }
        for layer, calls in listing.calls.items()
    ]
    ends = [_end(tensor, listing) for tensor in outputs]
    return {
        "layers": layers,
        "input_layers": [listing.history(tensor) for tensor in inputs],
        "output_layers": ends,
    }


def _stand_in(tensor: Tensor) -> Layer:
    name = f"{tensor.call.layer.name}_input"
    shape = {"batch_shape": list(tensor.known.shape)} if tensor.known else {}
    return Layer(_INPUT, name, {**shape, "name": name}, "keras.layers", tensor.call.layer.line)


def _reached(inputs: list[Tensor], outputs: list[Tensor]) -> Iterator[Call]:
    """Yield the calls that lead to the outputs, up to the inputs."""
    borders = {(tensor.call.number, tensor.port) for tensor in inputs}
    seen = set[int]()
    waiting = [*outputs, *(part for part in inputs if part.call.layer.class_name == _INPUT)]
    while waiting:
        tensor = waiting.pop()
        call = tensor.call
        is_border = (call.number, tensor.port) in borders and call.layer.class_name != _INPUT
        if call.number in seen or is_border:
            continue
        seen.add(call.number)
        yield call
        waiting += tensors_in(call.args)
        waiting += tensors_in(dict(call.kwargs))


def _end(tensor: Tensor, listing: _Listing) -> list[object]:
    """Return an output of the model; Keras counts the calls of a model within it from 1."""
    name, number, port = listing.history(tensor)
    inner = tensor.call.layer.network
    starts_at_one = inner is not None and not inner.is_chain
    return [name, number + 1 if starts_at_one and isinstance(number, int) else number, port]


def _layer(layer: Layer, name: str, depth: int) -> dict[str, object]:
    if layer.network is not None:
        inner = write_network(layer.network, depth + 1)
        as_made = made_as(layer)
        return {**inner, "name": name, **({} if as_made is None else {MADE_AS: as_made})}
    return {
        "class_name": layer.class_name,
        "module": layer.module,
        "config": {**layer.config, "name": name},
        "name": name,
        BY_HAND: True,
    }


def made_as(layer: Layer) -> Params | None:
    """Return how a ready-made network was made, if nothing inside it was changed since."""
    if layer.application is None or layer.network is None:
        return None
    frozen = layer.config.get("trainable") is False
    inside = [part for part in layers_of(layer.network) if part.class_name != _INPUT]
    alike = all((part.config.get("trainable") is False) == frozen for part in inside)
    return layer.application if alike else None


def _inbound(call: Call, listing: _Listing) -> dict[str, object]:
    kwargs = {name: _argument(part, listing) for name, part in call.kwargs.items()}
    args = [_argument(part, listing) for part in call.args]
    return {"args": args, "kwargs": kwargs, NUMBER: call.number}


def _argument(value: object, listing: _Listing) -> object:
    match value:
        case Tensor():
            history = listing.history(value)
            return {"class_name": "__keras_tensor__", "config": {"keras_history": history}}
        case list() | tuple():
            return [_argument(part, listing) for part in value]
        case dict():
            return {str(name): _argument(part, listing) for name, part in value.items()}
        case _:
            return _plain(value)


def _plain(value: object) -> object:
    try:
        return as_config(value)
    except NotWritableError:
        return None
