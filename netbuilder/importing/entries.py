"""The layers of a network and how they are called, out of Keras's ``layers`` lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import EMPTY, Params, Value
from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.operations import (
    argument_name,
    is_operation,
    joins,
    operation_class,
)
from netbuilder.importing.values import (
    is_object,
    known_class,
    layer_spec,
    plain_value,
    read_params,
)

INPUT_CLASS = "InputLayer"
BY_HAND = "by_hand"
"""Of a layer that a script describes: its parameters stand as they were written."""
MADE_AS = "made_as"
"""Of a ready-made network that a script has Keras make: the parameters of its node."""
NUMBER = "number"
"""Of a call in a script: its place among all calls."""

_DEEPEST_ARGUMENT = 20  # of lists within lists of tensors
_MASKS_SECOND = frozenset(("GlobalAveragePooling1D", "Softmax"))
"""Layers whose second argument is the mask."""
_TAKEN_CARE_OF = frozenset(("mask", "training"))
"""Arguments that Keras itself passes whenever a model runs."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One output of one call of a layer, by the layer's name."""

    layer: str
    call: int = 0
    port: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """What a layer was called with.

    Attributes:
        tensors: Which tensor comes to which port.
        masks: The tensors that were passed as ``mask``, with the ports that would take them;
            mostly layers hand them on by themselves.
        settings: Everything else, by the argument's name.
        number: Its place among all calls, or None where that is not known.
    """

    tensors: tuple[tuple[int, Tensor], ...] = ()
    masks: tuple[tuple[int, Tensor], ...] = ()
    settings: Params = EMPTY
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One layer as a config lists it.

    Attributes:
        name: Its name, unique in its network.
        class_name: Its class in the catalogue, or as the file calls it.
        params: Its parameters.
        data: All that the file says of it.
        calls: Its calls, in Keras's order.
    """

    name: str
    class_name: str
    params: Params
    data: Mapping[str, object]
    calls: tuple[Call, ...] = ()


Argument: TypeAlias = tuple[int | None, str, object]
"""An argument of a call: its place or None, its name ("" if only the place is known), itself."""


def read_entry(data: object) -> Entry:
    """Return one layer of a ``layers`` list.

    Raises:
        ConfigError: it is not written as Keras 3 writes layers.
    """
    if not is_object(data) or not isinstance(data["class_name"], str):
        raise ConfigError(tr("The model's list of layers holds something that is no layer."))
    config = data["config"]
    if not isinstance(config, dict):
        raise ConfigError(tr("The layer {name} has no settings.", name=name_of(data)))
    name = name_of(data)
    if is_operation(data):
        class_name = operation_class(data)
        spec = load_catalog().layers.get(class_name)
        given = {key: part for key, part in config.items() if part is not None}
        params = read_params(spec, given, as_written=_is_by_hand(data))
    else:
        class_name = known_class(data)
        params = _params(data, class_name, config)
    return Entry(name, class_name, params, data, _calls(data, class_name))


def tensor_at(data: object) -> Tensor:
    """Return the tensor that ``["name", call, port]`` stands for."""
    match data:
        case [str(layer), int(call), int(port)] if call >= 0 and port >= 0:
            return Tensor(layer, call, port)
        case _:
            raise ConfigError(tr("The model's description names a tensor that cannot be read."))


def name_of(data: Mapping[str, object]) -> str:
    """Return a layer's name.

    Raises:
        ConfigError: it has none.
    """
    config = data.get("config")
    inside = config.get("name") if isinstance(config, dict) else None
    name = data.get("name", inside)
    if not isinstance(name, str) or not name:
        raise ConfigError(tr("A layer of the model has no name."))
    return name


def _params(data: dict[str, object], class_name: str, config: dict[str, object]) -> Params:
    if class_name == INPUT_CLASS:
        return _input_params(config, as_written=_is_by_hand(data))
    if is_network(data):
        made_as = data.get(MADE_AS)
        known = made_as if isinstance(made_as, Params) else EMPTY
        return known if config.get("trainable") is not False else Params(known, trainable=False)
    return read_params(layer_spec(data), config, as_written=_is_by_hand(data))


def _is_by_hand(data: Mapping[str, object]) -> bool:
    return data.get(BY_HAND) is True


def is_network(data: Mapping[str, object]) -> bool:
    """Tell whether a layer is a model within the model."""
    config = data.get("config")
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        return False
    return data.get("class_name") == "Sequential" or "input_layers" in config


def _input_params(config: Mapping[str, object], *, as_written: bool) -> Params:
    """Return an Input's parameters: the shape of one sample, and the batch size if it is set."""
    rest = {name: part for name, part in config.items() if name not in ("batch_shape", "shape")}
    sizes = plain_value(config.get("batch_shape", config.get("shape")))
    values: dict[str, Value] = {}
    if "batch_shape" in config and isinstance(sizes, tuple) and sizes:
        values["shape"] = sizes[1:]
        if sizes[0] is not None:
            values["batch_size"] = sizes[0]
    elif sizes is not None:
        values["shape"] = sizes
    spec = layer_spec({"class_name": INPUT_CLASS, "module": "keras.layers"})
    given = read_params(spec, rest, as_written=as_written)
    # Keras's own InputLayer takes anything besides and forgets it.
    meant = {name: value for name, value in given.items() if spec is None or spec.param(name)}
    return Params({**values, **meant})


def _calls(data: Mapping[str, object], class_name: str) -> tuple[Call, ...]:
    nodes = data.get("inbound_nodes", [])
    if not isinstance(nodes, list):
        raise ConfigError(tr("The calls of {name} cannot be read.", name=name_of(data)))
    return tuple(_call(node, class_name, name_of(data)) for node in nodes)


def _call(node: object, class_name: str, name: str) -> Call:
    match node:
        case {"args": list(args), "kwargs": dict(kwargs), **rest}:
            if joins(class_name) and args and _is_tensor(args[0]):
                raise ConfigError(
                    tr("The layer {name} joins a list of tensors, but gets one alone.", name=name)
                )
            if _takes_one(class_name) and any(any(_tensors(part)) for part in args[1:]):
                raise ConfigError(
                    tr("The layer {name} takes one argument, but gets several.", name=name)
                )
            found = _gathered(_arguments(class_name, args, kwargs), class_name)
            number = rest.get(NUMBER)
            return replace(found, number=number) if isinstance(number, int) else found
        case _:
            raise ConfigError(tr("The calls of {name} cannot be read.", name=name))


def _takes_one(class_name: str) -> bool:
    """Tell whether Keras calls a layer with one tensor, or with a list of them."""
    spec = load_catalog().layers.get(class_name)
    return spec is not None and spec.ports.alone


def _is_tensor(data: object) -> bool:
    return isinstance(data, dict) and data.get("class_name") == "__keras_tensor__"


def _arguments(
    class_name: str, args: Sequence[object], kwargs: Mapping[str, object]
) -> Iterator[Argument]:
    for place, part in enumerate(args):
        yield place, argument_name(class_name, place), part
    for name, part in kwargs.items():
        yield None, str(name), part


def _gathered(arguments: Iterator[Argument], class_name: str) -> Call:
    tensors: list[tuple[int, Tensor]] = []
    masks: list[tuple[int, Tensor]] = []
    settings: dict[str, Value] = {}
    for place, name, part in arguments:
        found = tuple(_tensors(part))
        if found and name == "mask" and place is None:
            masks += _masks(class_name, part, len(tensors))
        elif found:
            first = _port(class_name, place, name, [port for port, _ in tensors])
            ports = range(first, first + len(found))
            tensors += [
                (_beside_masks(class_name, port, place, name), tensor)
                for port, tensor in zip(ports, found, strict=True)
            ]
        elif _says_something(name, part, class_name):
            settings[name or f"argument_{place}"] = plain_value(part)
    return Call(tuple(tensors), tuple(masks), Params(settings))


def _says_something(name: str, part: object, class_name: str) -> bool:
    """Tell whether an argument without tensors differs from one that was left out."""
    if class_name.startswith("ops."):
        return True
    return name not in _TAKEN_CARE_OF and part not in (None, False)


def _port(class_name: str, place: int | None, name: str, taken: Sequence[int]) -> int:
    """Return the port for an argument: by its name where ports have names, or the next free."""
    spec = layer_spec({"class_name": class_name, "module": "keras.layers"})
    names = spec.ports.names if spec is not None else ()
    if place is None and name in names:
        return names.index(name)
    if spec is not None and place is None and name in spec.ports.masks:
        return spec.ports.port_of(name)
    plain = (port for port in taken if spec is None or not spec.ports.mask_at(port))
    return max(plain, default=-1) + 1


def _beside_masks(class_name: str, port: int, place: int | None, name: str) -> int:
    """Return a port for what is no mask: behind those of masks, if it would be one of these."""
    spec = load_catalog().layers.get(class_name)
    if spec is None or not spec.ports.mask_at(port):
        return port
    is_mask = name in spec.ports.masks or (place == 1 and class_name in _MASKS_SECOND)
    return port if is_mask else port + len(spec.ports.masks)


def _masks(class_name: str, part: object, taken: int) -> Iterator[tuple[int, Tensor]]:
    """Yield the masks in an argument ``mask`` with their ports; some layers take a list."""
    spec = load_catalog().layers.get(class_name)
    known = spec is not None and spec.ports.masks
    first = spec.ports.mask_ports.start if spec is not None and known else taken
    parts = part if isinstance(part, list) else [part]
    for number, each in enumerate(parts):
        for tensor in _tensors(each):
            yield first + number, tensor


def _tensors(data: object, depth: int = 0) -> Iterator[Tensor]:
    """Yield the tensors in an argument, in the order in which Keras flattens it."""
    if depth > _DEEPEST_ARGUMENT:
        raise ConfigError(tr("The model's description is nested too deeply."))
    if isinstance(data, list):
        for part in data:
            yield from _tensors(part, depth + 1)
    elif isinstance(data, dict) and _is_tensor(data):
        config = data.get("config")
        yield tensor_at(config.get("keras_history") if isinstance(config, dict) else None)
    elif isinstance(data, dict):
        for name in sorted(data):
            yield from _tensors(data[name], depth + 1)
