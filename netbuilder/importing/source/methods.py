"""Methods of models, layers and tensors that matter to a network."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.importing.source.attributes import listed_layers
from netbuilder.importing.source.layers import INPUT
from netbuilder.importing.source.limits import MOST_ROUNDS
from netbuilder.importing.source.models import Models, data_shapes
from netbuilder.importing.source.outside import Options, call_options
from netbuilder.importing.source.phases import phase
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Instance,
    Layer,
    Made,
    Network,
    Tensor,
)

_FITTING = frozenset(("fit", "fit_generator", "train_on_batch"))
_OF_LAYERS = frozenset(("set_weights", "adapt", "build"))
_DATA = frozenset((*_FITTING, "evaluate", "predict"))


class Methods:
    """Calls methods.

    Args:
        session: The reading.
        models: What changes models.
    """

    def __init__(self, session: Session, models: Models) -> None:
        self._session = session
        self._models = models

    def call(self, owner: object, name: str, arguments: Arguments) -> object:
        """Return what a method gives; ``...`` where that is not known."""
        match owner:
            case Network():
                return self._of_network(owner, name, arguments)
            case Instance(layer=Layer(network=Network() as held)) if name == "get_layer":
                return self._layer(held, arguments)
            case Instance(facts=Network() as facts, layer=layer):
                return self._remember(facts, name, arguments, layer.network if layer else None)
            case Tensor(known=known):
                return known.shape if known and name in ("get_shape", "as_list") else ...
            case Options():
                return call_options(self._session, owner, name, arguments)
            case _:
                return None if isinstance(owner, Layer) and name in _OF_LAYERS else ...

    def _of_network(self, network: Network, name: str, arguments: Arguments) -> object:
        match name:
            case "add":
                self._models.add(network, arguments.get("layer", 0), arguments.line)
                return None
            case "pop" if network.chain:
                self._session.made += 1
                return network.chain.pop()
            case "get_layer":
                return self._layer(network, arguments)
            case "build":
                self._tell(network, _shapes(arguments.get("input_shape", 0)))
                return None
            case _:
                return self._remember(network, name, arguments, network)

    def _remember(
        self, network: Network, name: str, arguments: Arguments, whole: Network | None
    ) -> object:
        """Keep what a model is compiled and fitted with, and what data tell of its input."""
        if name == "compile":
            network.compiled = arguments
            self._session.made += 1
        elif name in _FITTING:
            network.fitted = arguments
            network.phases.append(phase(network.compiled, arguments, whole))
            self._session.made += 1
        if name == "build":
            network.input_shape = _shapes(arguments.get("input_shape", 0))
        if name in _DATA:
            self._tell(network, data_shapes(arguments.get("x", 0)))
        return _history(arguments) if name == "fit" else ...

    def _tell(self, network: Network, shape: object) -> None:
        if network.input_shape is None:
            network.input_shape = shape
        if not isinstance(shape, tuple):
            return
        if network.is_chain and network.chain and network.chain[0].class_name != INPUT:
            self._models.tell_shape(network, shape)

    def _layer(self, network: Network, arguments: Arguments) -> object:
        layers = listed_layers(network)
        name, place = arguments.get("name", 0), arguments.get("index", 1)
        if isinstance(place, int) and -len(layers) <= place < len(layers):
            return layers[place]
        named = (part for part in layers if _name_of(part) == name)
        found: object = next(named, ...)
        if found is ...:
            self._session.notes.add(
                tr("The model has no layer called {name}.", name=name), arguments.line
            )
        return found


def _history(arguments: Arguments) -> object:
    """Return what ``fit`` gives: it knows how many epochs there were."""
    first, epochs = arguments.kwargs.get("initial_epoch", 0), arguments.get("epochs", 3, 1)
    if not isinstance(first, int) or not isinstance(epochs, int) or epochs > MOST_ROUNDS:
        return ...
    return Made("callbacks", "History", {"epoch": list(range(first, epochs))}, arguments.line)


def data_shape(model: Network | Instance, arguments: Arguments) -> None:
    """Keep the shape of data that a model is called with."""
    facts = model if isinstance(model, Network) else model.facts
    first = arguments.args[0] if arguments.args else None
    if facts is not None and facts.input_shape is None:
        facts.input_shape = data_shapes(first)


def _shapes(value: object) -> object:
    """Return the shapes that a script writes: one as a tuple, several in lists or dicts."""
    match value:
        case list() | tuple() if not any(isinstance(part, list | tuple) for part in value):
            return tuple(value)
        case list() | tuple():
            return [_shapes(part) for part in value]
        case dict():
            return {name: _shapes(part) for name, part in value.items()}
        case _:
            return None


def _name_of(part: object) -> str:
    match part:
        case Layer(name=name) | Network(layer=Layer(name=name)):
            return name
        case _:
            return ""
