"""A Keras object's config as our parameters: what is said anyway is left out.

Keras writes every argument of a constructor, defaults included, and wraps initializers,
dtype policies and the like in objects. A project holds only what differs. What people write
by hand is kept as it stands: ``(3, 3)`` is no 3, though Keras takes both alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.names import known_names, snake_case
from netbuilder.catalog.spec import ClassSpec, Family, Kind, LayerSpec, Param
from netbuilder.graph.values import Config, Params, Value
from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError

_DEEPEST = 40  # of objects within objects; real models stay below ten

_WRITTEN_ONLY = frozenset(("name", "vocabulary_size"))
"""What a config says although no constructor takes it, or a node holds it elsewhere."""

_SHORT_NAMES: Mapping[str, str] = {
    "normal": "random_normal",
    "one": "ones",
    "uniform": "random_uniform",
    "zero": "zeros",
}

_NAMED = (Family.ACTIVATION, Family.CONSTRAINT, Family.INITIALIZER, Family.REGULARIZER)
"""The families whose classes Keras also takes by name."""

_USUAL = (
    ("data_format", "channels_last"),
    ("dtype", "float32"),
    ("oov_method", "floormod"),
    ("trainable", True),
)
"""Arguments that only a base class of Keras takes, with the values that they have anyway."""

_TAKEN_OVER: Mapping[str, str] = {"strides": "pool_size", "value_dim": "key_dim"}
"""Parameters that take the value of another one where none is given."""

ALWAYS_READ: Mapping[str, tuple[str, ...]] = {
    "Rescaling": ("scale", "offset"),
    "TextVectorization": ("standardize", "split", "ngrams"),
}
"""What Keras reads from a file without asking whether it is there."""

_OWN_DTYPE = frozenset(("HashedCrossing", "Hashing"))
"""Layers whose dtype is another one than Keras's where none is given."""

_UNSAID: Mapping[Kind, Value] = {Kind.DTYPE: "float32", Kind.CHOICE: "channels_last"}
"""What None stands for where Keras's settings are as they come."""


def read_params(
    spec: ClassSpec | None,
    config: Mapping[str, object],
    depth: int = 0,
    *,
    as_written: bool = False,
) -> Params:
    """Return the parameters in ``config`` that differ from the class's defaults.

    Args:
        spec: The class, or None for one that the catalogue lacks: all is kept then.
        config: What Keras wrote as the object's ``config``.
        depth: How many objects this one is in.
        as_written: Whether somebody wrote it by hand, not Keras.

    Raises:
        ConfigError: it is nested too deeply, or holds what JSON cannot.
    """
    if spec is not None and not as_written:
        _check_written(spec, config)
    values: dict[str, Value] = {}
    for name, data in config.items():
        param = spec.param(name) if spec is not None else None
        if name in _WRITTEN_ONLY and param is None:
            continue
        value = _read(param, name, data, depth, as_written=as_written)
        by_hand = as_written and param is not None
        if not (_is_default(param, value) if by_hand else _is_usual(spec, param, name, value)):
            values[name] = value
    return Params(values) if as_written else _without_derived(spec, Params(values))


def _check_written(spec: ClassSpec, config: Mapping[str, object]) -> None:
    missing = [name for name in ALWAYS_READ.get(spec.name, ()) if name not in config]
    if missing:
        raise ConfigError(
            tr("A {layer} of the model does not say its {name}.", layer=spec.name, name=missing[0])
        )


def read_held(data: object, depth: int = 0, *, as_written: bool = False) -> Value:
    """Return a layer that another one holds, such as that of a TimeDistributed."""
    if not is_object(data):
        return plain_value(data, depth)
    class_name, config = data["class_name"], data["config"]
    if not isinstance(class_name, str) or not isinstance(config, dict):
        return plain_value(data, depth)
    spec = layer_spec(data) or load_catalog().find(Family.CELL, class_name)
    params = read_params(spec, config, depth + 1, as_written=as_written)
    return Config(known_class(data), params)


def plain_value(data: object, depth: int = 0) -> Value:
    """Return any JSON value as one of ours; objects of Keras become a :class:`Config`."""
    _check_depth(depth)
    match data:
        case None | bool() | int() | float() | str():
            return data
        case list():
            return tuple(plain_value(part, depth + 1) for part in data)
        case dict():
            return _plain_object(data, depth)
        case _:
            raise ConfigError(tr("The model's description is not JSON."))


def is_object(data: object) -> TypeGuard[dict[str, object]]:
    """Tell whether ``data`` is an object as Keras writes them."""
    return isinstance(data, dict) and "class_name" in data and "config" in data


def layer_spec(data: Mapping[str, object]) -> LayerSpec | None:
    """Return the class of a layer, or None for one that the catalogue lacks."""
    return load_catalog().layers.get(known_class(data))


def known_class(data: Mapping[str, object]) -> str:
    """Return a layer's class; somebody else's class of the same name keeps its full name."""
    class_name, module = str(data.get("class_name")), data.get("module")
    if isinstance(module, str) and module.split(".")[0] == "keras":
        return class_name
    if class_name not in load_catalog().layers:
        return class_name
    registered = data.get("registered_name")
    return registered if isinstance(registered, str) and ">" in registered else f"own>{class_name}"


def _plain_object(data: dict[str, object], depth: int) -> Value:
    match data:
        case {"class_name": "function", "config": str(name)}:
            return name
        case {"class_name": "__numpy__" | "__tensor__", "config": {"value": value}}:
            return plain_value(value, depth + 1)
        case {"class_name": "__slice__", "config": dict(config)}:
            return _plain_params(config, depth)
        case {"class_name": str(class_name), "config": dict(config)}:
            return Config(class_name, _plain_params(config, depth))
        case _:
            return _plain_params(data, depth)


def _check_depth(depth: int) -> None:
    if depth > _DEEPEST:
        raise ConfigError(tr("The model's description is nested too deeply."))


def _plain_params(config: Mapping[str, object], depth: int) -> Params:
    return Params({str(name): plain_value(part, depth + 1) for name, part in config.items()})


def _read(param: Param | None, name: str, data: object, depth: int, *, as_written: bool) -> Value:
    _check_depth(depth)
    if name == "dtype" or (param is not None and param.kind is Kind.DTYPE):
        return _read_dtype(data, depth)
    match param:
        case Param(kind=Kind.LAYER):
            return read_held(data, depth, as_written=as_written)
        case Param(kind=Kind.OBJECT, family=Family() as family):
            return _read_object(family, data, depth, as_written=as_written)
        case Param(kind=Kind.OBJECTS, family=Family() as family) if isinstance(data, list):
            return tuple(_read_object(family, part, depth, as_written=as_written) for part in data)
        case Param(kind=Kind.SIZE) as sized if not as_written:
            return _one_for_all(plain_value(data, depth), sized)
        case _:
            return plain_value(data, depth)


def _read_dtype(data: object, depth: int) -> Value:
    """Return a dtype policy by its name."""
    match data:
        case {"class_name": str(), "config": {"name": str(name)}}:
            return name
        case _:
            return plain_value(data, depth)


def _read_object(family: Family, data: object, depth: int, *, as_written: bool) -> Value:
    """Return an initializer, activation or the like: its name where that says it all."""
    if isinstance(data, str):
        return _SHORT_NAMES.get(data, data)
    if not is_object(data) or not isinstance(data["config"], dict):
        return plain_value(data, depth)
    class_name = str(data["class_name"])
    spec = load_catalog().find(family, class_name)
    if family is Family.LAYER or (spec is None and family is Family.ACTIVATION):
        # LeakyReLU() is an activation too
        return read_held(data, depth, as_written=as_written)
    params = read_params(spec, data["config"], depth + 1, as_written=as_written)
    name = snake_case(class_name)
    if as_written or params or family not in _NAMED or name not in known_names(family):
        return Config(class_name, params)
    return name


def _one_for_all(value: Value, param: Param) -> Value:
    """Return ``(3, 3)`` as 3, which means the same for a size of two axes."""
    count = param.length or 1
    if isinstance(value, tuple) and len(value) == count and not isinstance(value[0], tuple):
        return value[0] if all(_same(part, value[0]) for part in value) else value
    return value


def _is_default(param: Param | None, value: Value) -> bool:
    """Tell whether a value is, to the letter, what the constructor takes anyway."""
    if param is None or param.required:
        return False
    return Params(value=value) == Params(value=param.default)


def _is_usual(spec: ClassSpec | None, param: Param | None, name: str, value: Value) -> bool:
    if param is None:
        unset = value is None or value is False
        return (name, value) in _USUAL or (spec is not None and unset)
    if param.required:
        return False
    default = param.default
    if default is None and value is not None:
        if param.kind is Kind.OBJECT:
            return param.family is Family.ACTIVATION and value == "linear"
        unlike = spec is not None and spec.name in _OWN_DTYPE and param.kind is Kind.DTYPE
        return not unlike and param.kind in _UNSAID and value == _UNSAID[param.kind]
    if param.kind is Kind.OBJECT and isinstance(default, str):
        default = _SHORT_NAMES.get(default, snake_case(default))
    value = _out_of_list(value, param)
    if param.kind in (Kind.INT, Kind.SIZE) and _has_fraction(value):
        return False
    return _same(value, _one_for_all(default, param) if param.kind is Kind.SIZE else default)


def _out_of_list(value: Value, param: Param) -> Value:
    """Return ``[1]`` as 1 where Keras takes both alike: one size, or axes that may be several."""
    one = param.kind is Kind.JSON or (param.kind is Kind.SIZE and param.length in (None, 1))
    if one and isinstance(value, tuple) and not isinstance(param.default, tuple):
        return value[0] if len(value) == 1 else value
    return value


def _has_fraction(value: Value) -> bool:
    """Tell whether a size is written as 2.0, which for Keras is not 2."""
    parts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(part, float) for part in parts)


def _same(one: Value, two: Value) -> bool:
    """Tell whether two values are equal, 1 and 1.0 too, but not 1 and True."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    return one == two


def _without_derived(spec: ClassSpec | None, params: Params) -> Params:
    """Leave out what Keras works out of the other parameters."""
    for name, other in _TAKEN_OVER.items():
        source = spec.param(other) if spec is not None else None
        if source is not None and name in params:
            default = None if source.required else source.default
            value = params.get(other, _one_for_all(default, source))
            usual = _same(params[name], value) and not _has_fraction(params[name])
            params = params.without(name) if usual else params
    if spec is not None and spec.name == "Discretization":
        params = _without_counted_bins(params)
    if spec is not None and spec.name == "Hashing" and params.get("output_mode", "int") != "int":
        params = params.without("dtype") if params.get("dtype") == "float32" else params
    return _without_mirrored_layer(params) if "backward_layer" in params else params


def _without_counted_bins(params: Params) -> Params:
    """Leave out how many bins were measured where their boundaries are known.

    A Discretization that has seen data says both, which its constructor would not take.
    """
    bins = params.get("num_bins")
    known = params.get("bin_boundaries") is not None
    whole = isinstance(bins, int) and not isinstance(bins, bool) and bins >= 0
    return params.without("num_bins") if known and whole else params


def _without_mirrored_layer(params: Params) -> Params:
    """Leave out what Bidirectional itself sets: its second layer, and zeros for masked steps."""
    forward, backward = (_unmasked(params.get(name)) for name in ("layer", "backward_layer"))
    params = params.with_value("layer", forward).with_value("backward_layer", backward)
    if not isinstance(forward, Config):
        return params
    mirrored = (
        forward.params.without("go_backwards")
        if forward.params.get("go_backwards")
        else forward.params.with_value("go_backwards", True)
    )
    derived = Config(forward.class_name, mirrored)
    return params.without("backward_layer") if backward == derived else params


def _unmasked(layer: Value) -> Value:
    if not isinstance(layer, Config):
        return layer
    return Config(layer.class_name, layer.params.without("zero_output_for_mask"))
