"""Changes a model's config so that it is probably wrong, and now and then still right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any, TypeAlias

from tests.keras.fuzz.values import MERGING, POOLS

Json: TypeAlias = dict[str, Any]

_NUMBERS = (0, -1, 1, 2, 3, 5, 7, 40, -3)
_FRACTIONS = (0.0, 0.5, 1.0, 2.0, -0.1, -1.0, 1.5)
_WORDS = ("", "same", "valid", "causal", "nearest", "none", "concat", "int", "relu")
_NESTED: tuple[list[Any], ...] = ([[1, 1], [1, 1]],)
"""Not for a ``value_range``: each layer happens to make something else of a range per channel."""

_LISTS: tuple[list[Any], ...] = (
    [],
    [1],
    [2, 2],
    [1, 2, 3],
    [0, 1],
    [-1, -1],
    [3, -1],
    *_NESTED,
)
_DTYPES = ("int32", "string", "float16", "uint8", "bool", "float64", "int64")
_FORMATS = (*_DTYPES, "bfloat16", "int8", "mixed_float16", "uint16")
_WITH_WEIGHTS = (
    *("InputLayer", "AdditiveAttention", "Attention", "Bidirectional", "Normalization", "Pipeline"),
    *("RNN", "SpectralNormalization", "TimeDistributed"),
)
_STRANGE = 0.04
_KEPT = frozenset(("name", "dtype", "batch_shape", "layers", "layer", "sparse"))


def mutated(config: Json, random: Random) -> Json:
    """Return a changed copy of a model's config."""
    changed = deepcopy(config)
    for _ in range(random.choice((1, 1, 1, 2))):
        random.choice(_MUTATIONS)(changed, random)
    if random.random() < _STRANGE:
        _add_param(changed, random)
    return changed


def _change_param(config: Json, random: Random) -> None:
    """Give a parameter another value: one of its kind, or one from the pool of its name."""
    places = [
        (layer, name)
        for layer in _layers(config)
        for name in layer["config"]
        if layer["class_name"] != "InputLayer" and name not in _KEPT
    ]
    if not places:
        return
    layer, name = random.choice(places)
    pool: Sequence[Any] = POOLS.get(f"{layer['class_name']}.{name}", POOLS.get(name, ()))
    pool = pool if pool and random.random() < 0.4 else _others(layer["config"][name])
    value = random.choice(pool)
    if name != "value_range" or value not in _NESTED:
        layer["config"][name] = value


def _others(value: Any) -> Sequence[Any]:
    """Return values of the kind of ``value``, and None, which is right for many."""
    match value:
        case bool():
            return (not value,)
        case int():
            return (*_NUMBERS, 2.0, None)
        case float():
            return (*_FRACTIONS, 1, None)
        case str():
            return (*_WORDS, None)
        case list():
            return (*_LISTS, 2)
        case _:
            return (None,)


def _change_input(config: Json, random: Random) -> None:
    """Give an input another shape."""
    layer = random.choice(_inputs(config))
    batch, *shape = layer["config"]["batch_shape"]
    place = random.randrange(len(shape) + 1)
    fates: list[Callable[[], None]] = [
        lambda: shape.insert(place, random.choice((1, 2, 3, 4, None))),
    ]
    if shape:
        index = place % len(shape)
        fates.append(lambda: shape.__delitem__(index))
        fates.append(lambda: shape.__setitem__(index, random.choice((1, 2, 3, 7, 10, None))))
    random.choice(fates)()
    layer["config"]["batch_shape"] = [batch, *shape]


def _change_dtype(config: Json, random: Random) -> None:
    random.choice(_inputs(config))["config"]["dtype"] = random.choice(_DTYPES)


def _change_format(config: Json, random: Random) -> None:
    """Let a layer compute in another number format.

    Not one with weights: TensorFlow draws whole numbers between -0.7 and 0.7 as long as it only
    plans to, and fails when it does.
    """
    layers = [
        layer
        for layer in _layers(config)
        if layer["class_name"] not in _WITH_WEIGHTS
        and "dtype" in layer["config"]
        and not any(name.endswith("_initializer") for name in layer["config"])
    ]
    if layers:
        name = random.choice(_FORMATS)
        random.choice(layers)["config"]["dtype"] = {
            "module": "keras",
            "class_name": "DTypePolicy",
            "config": {"name": name},
            "registered_name": None,
        }


def _rewire(config: Json, random: Random) -> None:
    """Let a layer read another tensor that stands before it in the file."""
    if config["class_name"] == "Sequential":
        _swap(config, random)
        return
    layers = config["config"]["layers"]
    later = [number for number, layer in enumerate(layers) if layer["inbound_nodes"]]
    if not later:
        return
    number = random.choice(later)
    tensors = list(_tensors(layers[number]["inbound_nodes"]))
    source = random.choice(layers[:number] or layers)
    if tensors:
        random.choice(tensors)["config"]["keras_history"] = [source["name"], 0, 0]


def _swap(config: Json, random: Random) -> None:
    layers = config["config"]["layers"]
    if len(layers) > 2:
        number = random.randrange(1, len(layers) - 1)
        layers[number], layers[number + 1] = layers[number + 1], layers[number]


def _change_class(config: Json, random: Random) -> None:
    """Make a layer one of another class that stands elsewhere in the model.

    One that is called on a list stays, and none in a Sequential model becomes one of those:
    what that gets depends on whether the layer before it happens to give a list.
    """
    layers = [layer for layer in _layers(config) if layer["class_name"] != "InputLayer"]
    changed = [layer for layer in layers if layer["class_name"] not in MERGING]
    if not changed or len(layers) < 2:
        return
    one = random.choice(changed)
    other = random.choice([layer for layer in layers if layer is not one])
    if other["class_name"] in MERGING and not one.get("inbound_nodes"):
        return
    name = one["config"].get("name")
    for key in ("class_name", "module", "registered_name"):
        one[key] = other[key]
    one["config"] = {**deepcopy(other["config"]), "name": name}
    for call in one.get("inbound_nodes", ()):
        call["kwargs"] = {}  # another class takes other ones


def _drop_param(config: Json, random: Random) -> None:
    layers = [layer for layer in _layers(config) if layer["class_name"] != "InputLayer"]
    if layers:
        own = random.choice(layers)["config"]
        names = sorted(own.keys() - _KEPT)
        if names:
            del own[random.choice(names)]


def _add_param(config: Json, random: Random) -> None:
    layer = random.choice(list(_layers(config)))
    layer["config"][random.choice(("units", "filters", "colour", "padding"))] = 3


_MUTATIONS: tuple[Callable[[Json, Random], None], ...] = (
    *(_change_param,) * 6,
    *(_change_input,) * 4,
    *(_rewire,) * 3,
    _change_dtype,
    _change_format,
    _change_class,
    _drop_param,
)


def _layers(config: Json) -> Iterator[Json]:
    """Yield all layers' configs that can be changed: those of a model and of models in it."""
    for layer in config["config"]["layers"]:
        if layer["class_name"] in ("Functional", "Sequential"):
            yield from _layers(layer)
        elif layer["module"] == "keras.layers":
            yield layer


def _inputs(config: Json) -> list[Json]:
    return [layer for layer in _layers(config) if layer["class_name"] == "InputLayer"]


def _tensors(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        for part in value:
            yield from _tensors(part)
    elif isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _tensors(part)
