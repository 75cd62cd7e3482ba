"""Sequential and Functional models while a script is read, and their methods."""

from __future__ import annotations

from netbuilder.catalog.submodels import SUBMODELS
from netbuilder.graph import EMPTY
from netbuilder.graph.submodels import FUNCTIONAL, SEQUENTIAL
from netbuilder.i18n import tr
from netbuilder.importing.formats import USUAL
from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.layers import INPUT, Layers
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Apply,
    Arguments,
    Array,
    Call,
    Instance,
    Layer,
    Network,
    Tensor,
    Unknown,
    tensors_in,
    unknown_in,
)

_OLD_ENDS = {"input": "inputs", "output": "outputs"}


class Models:
    """Makes the models of one script.

    Args:
        session: The reading.
        layers: What makes its layers.
        apply: Calls a layer, or an object of the script's own class, with tensors.
    """

    def __init__(self, session: Session, layers: Layers, apply: Apply) -> None:
        self._session = session
        self._layers = layers
        self._apply = apply

    def sequential(self, arguments: Arguments) -> Network:
        """Return the model that ``Sequential(...)`` makes."""
        network = self._network(SEQUENTIAL, arguments.get("name", 1), arguments)
        listed = arguments.get("layers", 0)
        if isinstance(listed, (list, tuple)):
            for part in listed:
                self.add(network, part, arguments.line)
        elif listed is not None:
            self._session.notes.add(
                tr("The layers of this model are not known before the script runs."),
                arguments.line,
            )
        return network

    def functional(self, arguments: Arguments) -> Network | Unknown:
        """Return the model that ``Model(inputs, outputs)`` makes."""
        kwargs = {_OLD_ENDS.get(name, name): part for name, part in arguments.kwargs.items()}
        given = Arguments(arguments.line, arguments.args, kwargs)
        inputs, outputs = given.get("inputs", 0), given.get("outputs", 1)
        for ends, what in ((inputs, tr("inputs")), (outputs, tr("outputs"))):
            if next(tensors_in(ends), None) is None:
                return self._without_ends(what, ends, arguments.line)
            if lost := unknown_in(ends):
                self._session.notes.add(
                    tr(
                        "One of the model's {ends} could not be followed: {code}.",
                        ends=what,
                        code=lost.what,
                    ),
                    lost.line,
                )
        network = self._network(FUNCTIONAL, given.get("name", 2), arguments)
        network.inputs, network.outputs = inputs, outputs
        return network

    def traced(self, class_name: str, inputs: object, outputs: object, line: int) -> Network:
        """Return the network that an object of the script's own class is."""
        layer = Layer(FUNCTIONAL, class_name, {"name": class_name}, "keras", line)
        network = Network(layer, inputs=inputs, outputs=outputs)
        layer.network = network
        return network

    def add(self, network: Network, part: object, line: int) -> None:
        """Put a layer behind the others of a Sequential."""
        layer = as_layer(part)
        if layer is None:
            what = part.what if isinstance(part, Unknown) else tr("This")
            self._session.notes.add(
                tr(
                    "{code} is added to the model, but it is no layer that could be followed; "
                    "it is left out.",
                    code=what,
                ),
                line,
            )
            return
        if layer.class_name == INPUT and layer.shape is not None:
            self._layers.entry_tensor(layer)
        elif not network.chain and layer.shape is not None:
            network.chain.append(self._layers.entry(layer.shape, line))
        network.chain.append(layer)
        self._session.made += 1
        self._enter_by_first(network)

    def _enter_by_first(self, network: Network) -> None:
        """Let a Sequential begin as its first layer does, if that is a model."""
        first = network.chain[0].network
        if len(network.chain) == 2 and first is not None:
            shape = shape_of(first)
            if shape is not None:
                network.chain.insert(0, self._layers.entry(shape, network.layer.line))

    def tell_shape(self, network: Network, shape: tuple[object, ...], dtype: str = "") -> None:
        """Give a Sequential that has none the shape of its input, batch axis included."""
        first = network.chain[0] if network.chain else None
        if network.is_chain and first is not None and first.class_name != INPUT:
            said = None if dtype in ("", USUAL) else dtype
            entry = self._layers.entry(shape, network.layer.line, said)
            network.chain.insert(0, entry)

    def ends(self, network: Network) -> tuple[object, object]:
        """Return the symbolic inputs and outputs of a model, or None where it has none."""
        if not network.is_chain:
            return network.inputs, network.outputs
        first = network.chain[0] if network.chain else None
        if first is None or first.class_name != INPUT:
            return None, None
        if network.traced != len(network.chain):
            network.traced = len(network.chain)
            result: object = self._layers.entry_tensor(first)
            network.inputs = result
            for layer in network.chain[1:]:
                result = self._apply(layer.instance or layer, Arguments(layer.line, (result,)))
            network.outputs = result
        return network.inputs, network.outputs

    def call(self, network: Network, arguments: Arguments) -> object:
        """Return what a model gives for tensors."""
        first = next(tensors_in(arguments.args), None)
        if first is not None and first.known is not None:
            self.tell_shape(network, first.known.shape, first.known.dtype)
            if any(map(_waits_for_shape, network.chain)):
                self.ends(network)  # which tells what is within it
        return call_layer(self._session, network.layer, arguments.args, arguments.kwargs)

    def _network(self, class_name: str, name: object, arguments: Arguments) -> Network:
        given = name if isinstance(name, str) else None
        called = self._session.names.take(SUBMODELS[class_name], EMPTY, given)
        config: dict[str, object] = {"name": called}
        if arguments.kwargs.get("trainable") is False:
            config["trainable"] = False
        layer = Layer(class_name, called, config, "keras", arguments.line)
        network = Network(layer)
        layer.network = network
        self._session.networks.append(network)
        self._session.made += 1
        return network

    def _without_ends(self, ends: str, found: object, line: int) -> Unknown:
        lost = unknown_in(found)
        code = lost.what if lost else ends
        self._session.notes.add(
            tr(
                "The model's {ends} could not be followed: {code} is not known before the script "
                "runs.",
                ends=ends,
                code=code,
            ),
            lost.line if lost else line,
        )
        return Unknown(line, "Model(…)")


def as_layer(part: object) -> Layer | None:
    """Return what stands for a value in a list of layers, or None if it is no layer."""
    match part:
        case Layer():
            return part
        case Network(layer=layer):
            return layer
        case Instance(layer=Layer() as layer):
            return layer
        case Tensor(call=Call(layer=Layer(class_name="InputLayer") as layer)):
            return layer
        case _:
            return None


def layers_of(network: Network) -> list[Layer]:
    """Return the layers of a model, Inputs included, in the order of their first calls."""
    if network.is_chain:
        return list(network.chain)
    found: dict[Layer, int] = {}
    waiting = list(tensors_in(network.outputs))
    seen: set[int] = set()
    while waiting:
        call = waiting.pop().call
        if call.number not in seen:
            seen.add(call.number)
            found[call.layer] = min(call.number, found.get(call.layer, call.number))
            waiting += tensors_in((call.args, dict(call.kwargs)))
    return sorted(found, key=lambda layer: found[layer])


def _waits_for_shape(layer: Layer) -> bool:
    """Tell whether a layer is a Sequential, or a class of the script, that was never called."""
    inner = layer.network
    if inner is None:
        return layer.instance is not None and not layer.calls
    return inner.is_chain and shape_of(inner) is None


def set_trainable(layer: Layer, trainable: bool) -> None:
    """Say whether training changes a layer, and all layers within it."""
    layer.config["trainable"] = trainable
    if layer.network is not None:
        for inner in layers_of(layer.network):
            if inner.class_name != INPUT:
                set_trainable(inner, trainable)


def shape_of(network: Network) -> tuple[object, ...] | None:
    """Return the shape of a model's input with the batch axis, if it is known."""
    if network.is_chain:
        first = network.chain[0] if network.chain else None
        return first.shape if first is not None and first.class_name == INPUT else None
    inputs = list(tensors_in(network.inputs))
    known = inputs[0].known if len(inputs) == 1 else None
    return known.shape if known is not None else None


def data_shapes(value: object) -> object:
    """Return the shapes of data for a batch of any size: a tuple, or several in lists or dicts.

    None stands for what is not known.
    """
    match value:
        case Array(shape=tuple(shape)) if shape:
            return (None, *shape[1:])
        case list() | tuple():
            return [data_shapes(part) for part in value]
        case dict():
            return {name: data_shapes(part) for name, part in value.items()}
        case _:
            return None
