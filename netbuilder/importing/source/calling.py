"""Calls layers with symbolic tensors, and knows what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from netbuilder.catalog import tensors
from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import judge
from netbuilder.graph import Params
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Call, Layer, Network, Tensor, tensors_in

_STATES = {"GRU": 1, "LSTM": 2, "SimpleRNN": 1, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}
_MOST_OUTPUTS = 1_000

Known = tensors.Tensor | None


def call_layer(
    session: Session, layer: Layer, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> object:
    """Record a call and return what it gives: a tensor, or a list or dict of them.

    Args:
        session: The reading.
        layer: What is called.
        args: What it is called with, symbolic tensors among it.
        kwargs: The same, by name.
    """
    call = Call(layer, session.next_call(layer.line), args, dict(kwargs))
    layer.calls.append(call)
    if layer.network is not None and not layer.network.is_chain:
        call.outputs = _packed(layer.network.outputs, call, count())
    else:
        given = [Tensor(call, port, known) for port, known in enumerate(_outputs(layer, call))]
        call.outputs = given[0] if len(given) == 1 else given
    return call.outputs


def _packed(structure: object, call: Call, ports: Iterator[int]) -> object:
    """Return the outputs of a model in the structure in which it names them."""
    match structure:
        case Tensor():
            return Tensor(call, next(ports), structure.known)
        case tuple() | list():
            return [_packed(part, call, ports) for part in structure]
        case dict():
            return {name: _packed(structure[name], call, ports) for name in sorted(structure)}
        case _:
            return structure


def _outputs(layer: Layer, call: Call) -> tuple[Known, ...]:
    if layer.network is not None:
        return (_chain_output(layer.network, call),)
    given = inputs_of(call)
    known = [tensor.known for tensor in given]
    if layer.spec is not None and all(known):
        whole = tuple(tensor for tensor in known if tensor is not None)
        settings = {
            param.name: call.kwargs[param.name] is True
            for param in layer.spec.params
            if param.called and param.name in call.kwargs
        }
        try:
            outcome = judge(layer.spec, Params({**layer.params, **settings}), whole)
        except RuleError:
            outcome = None
        if outcome is not None:
            return outcome.outputs
    return (None,) * _count(layer, call)


def _chain_output(network: Network, call: Call) -> Known:
    """Return what a Sequential gives for what it is called with."""
    known = next((tensor.known for tensor in inputs_of(call)), None)
    for layer in network.chain:
        if known is None:
            return None
        if layer.class_name == "InputLayer":
            continue
        inner = Tensor(call, 0, known)
        known = _outputs(layer, Call(layer, 0, (inner,)))[0]
    return known


def inputs_of(call: Call) -> list[Tensor]:
    """Return the tensors that arrive at a call's ports, in their order."""
    spec = call.layer.spec
    names = spec.ports.names if spec is not None else ()
    masks = ("mask", *(spec.ports.masks if spec is not None else ()))
    given = list(tensors_in(call.args))
    named = {name: list(tensors_in(call.kwargs[name])) for name in names if name in call.kwargs}
    rest = [
        tensor
        for name, value in call.kwargs.items()
        if name not in named and name not in masks
        for tensor in tensors_in(value)
    ]
    return [*given, *(tensor for part in named.values() for tensor in part), *rest]


def _count(layer: Layer, call: Call) -> int:
    """Return how many tensors a layer gives whose shapes are not known."""
    if call.kwargs.get("return_attention_scores") is True:
        return 2
    if layer.class_name == "Bidirectional":
        match layer.config.get("layer"):
            case {"class_name": str(name), "config": {"return_state": True}}:
                return 1 + 2 * _STATES.get(name, 0)
    if layer.config.get("return_state") is True:
        return 1 + _STATES.get(layer.class_name, 0)
    match layer.config.get("indices_or_sections"):
        case int(count) if 0 < count < _MOST_OUTPUTS:
            return count
        case list(places):
            return len(places) + 1
    return 1
