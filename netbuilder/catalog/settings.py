"""What the catalogue says of settings: which there are, and of what type and size each can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netbuilder.catalog.arguments import RuleError, is_number, is_whole, show
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.names import known_names
from netbuilder.catalog.shape_rules.dtypes import check_dtype
from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.graph.values import Config, Params, Value
from netbuilder.i18n import tr

_ALSO_AS_FRACTION = frozenset(("num_bins", "oov_token", "power_iterations", "sampling_rate"))
"""Whole numbers for which Keras takes 2.0 as it takes 2."""

_MADE_WHOLE = frozenset(
    (
        ("BatchNormalization", "axis"),
        ("MaxNumBoundingBoxes", "fill_value"),
        ("MaxNumBoundingBoxes", "max_number"),
    )
)
"""The same for parameters of single classes."""

_ONLY_WITH: Mapping[tuple[str, str], str] = {
    ("BatchNormalization", "renorm_momentum"): "renorm",
    ("MelSpectrogram", "min_power"): "power_to_db",
    ("MelSpectrogram", "ref_power"): "power_to_db",
    ("MelSpectrogram", "top_db"): "power_to_db",
}
"""Numbers that Keras reads only with another parameter, and may else be None."""

_HASHING = frozenset(("Hashing", "HashedCrossing"))
"""Layers whose number of bins becomes the size of an axis unless they give numbers."""

_RATES: Mapping[str, str] = {
    **dict.fromkeys(("AlphaDropout", "Dropout", "GaussianDropout"), "rate"),
    **dict.fromkeys(("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"), "rate"),
    **dict.fromkeys(("AdditiveAttention", "Attention"), "dropout"),
    **dict.fromkeys(("GroupQueryAttention", "MultiHeadAttention"), "dropout"),
    "GaussianNoise": "stddev",
}
"""Layers that draw nothing at a rate of 0, and then never look at their seed."""

_SILENT = frozenset(("HashedCrossing",))
"""Classes of Keras 3.15.1 that take parameters that they do not have without a word."""

_LARGEST = 2**63 - 1  # of the whole numbers that TensorFlow can hold


def check_params(spec: ClassSpec, params: Params) -> None:
    """Check names and basic types of the parameters of a layer or another class.

    Raises:
        RuleError: One is unknown, missing, or of a type that the class cannot take.
    """
    known: Mapping[str, Param] = {param.name: param for param in spec.params}
    for name in params:
        param = known.get(name)
        if param is None and spec.name in _SILENT:
            continue
        if param is None:
            raise RuleError(
                tr("has no parameter {name}", name=show(name)),
                tr("It may belong to another layer or to another version of Keras."),
                setting=name,
            )
        if params[name] is not None or not _is_unread(spec, params, name):
            _check_value(param, as_taken(spec, params, name))
    for param in spec.params:
        if param.required and param.name not in params:
            raise RuleError(
                tr("needs a value for {name}", name=param.name),
                tr("This parameter has no default, so you have to choose."),
                setting=param.name,
            )


def as_taken(spec: ClassSpec, params: Params, name: str) -> Value:
    """Return a setting as Keras takes it: some whole numbers may be written as 2.0."""
    value = params[name]
    if not isinstance(value, float) or not value.is_integer():
        return value
    becomes_size = spec.name in _HASHING and params.get("output_mode", "int") != "int"
    inverted = name == "oov_token" and params.get("invert") is True
    also = name in _ALSO_AS_FRACTION and not (becomes_size or inverted)
    unused = name == "seed" and _draws_nothing(spec, params)
    return int(value) if also or unused or (spec.name, name) in _MADE_WHOLE else value


def _is_unread(spec: ClassSpec, params: Params, name: str) -> bool:
    """Tell whether Keras never reads a parameter, as another one is off."""
    other = spec.param(_ONLY_WITH.get((spec.name, name), ""))
    return other is not None and params.get(other.name, other.default) is False


def _draws_nothing(spec: ClassSpec, params: Params) -> bool:
    """Tell whether a layer never looks at its seed."""
    rate = spec.param(_RATES.get(spec.name, ""))
    return rate is not None and params.get(rate.name, rate.default) == 0


def _check_value(param: Param, value: Value) -> None:
    if value is None:
        if param.family is Family.INITIALIZER:
            return  # Keras takes its own choice
        if not param.optional and (param.required or param.default is not None):
            raise _wrong_type(param, value)
        return
    fits = _FITS.get(param.kind)
    if fits is not None and not fits(value):
        raise _wrong_type(param, value)
    if param.kind is Kind.OBJECT:
        _check_object(param, value)
    elif param.kind is Kind.DTYPE:
        check_dtype(value, param.name)
    else:
        _check_limits(param, value)


def _check_object(param: Param, value: Value) -> None:
    family = param.family
    if family is None:
        return
    name = value.class_name if isinstance(value, Config) else value
    spec = load_catalog().find(family, str(name))
    if isinstance(value, Config) and spec is None and family is Family.ACTIVATION:
        spec = _activation_layer(param, value)  # LeakyReLU() is one too
    if spec is None if isinstance(value, Config) else value not in known_names(family):
        raise RuleError(
            tr(
                "has {value} for {name}, which Keras does not know",
                value=show(name),
                name=param.name,
            ),
            tr("Names are case-sensitive: 'relu', 'he_normal', 'l2'."),
            setting=param.name,
        )
    if isinstance(value, Config) and spec is not None:
        _check_inside(param, spec, value)


def _activation_layer(param: Param, value: Config) -> ClassSpec | None:
    spec = load_catalog().layers.get(value.class_name)
    if spec is not None and spec.category != "activation":
        raise RuleError(
            tr(
                "has a {class_name} for {name}, which is no activation",
                class_name=spec.name,
                name=param.name,
            ),
            tr("An activation leaves the shape as it is. Wire this layer behind instead."),
            setting=param.name,
        )
    return spec


def _check_inside(param: Param, spec: ClassSpec, value: Config) -> None:
    try:
        check_params(spec, value.params)
    except RuleError as error:
        raise RuleError(
            tr("has a {class_name} that {message}", class_name=spec.name, message=error.message),
            error.why,
            setting=param.name,
        ) from error


def _check_limits(param: Param, value: Value) -> None:
    parts = value if isinstance(value, tuple) else (value,)
    for part in parts:
        if is_whole(part) and abs(part) > _LARGEST:
            raise _out_of_limits(param, value)
    if not is_number(value):
        return
    if param.minimum is not None and value < param.minimum:
        raise _out_of_limits(param, value)
    if param.maximum is not None and value > param.maximum:
        raise _out_of_limits(param, value)


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _is_object(value: Value) -> bool:
    return isinstance(value, (str, Config))


def _is_layer(value: Value) -> bool:
    return isinstance(value, Config)


_FITS: Mapping[Kind, Callable[[Value], bool]] = {
    Kind.INT: is_whole,
    Kind.FLOAT: is_number,
    Kind.BOOL: _is_flag,
    Kind.TEXT: _is_text,
    Kind.CHOICE: _is_text,
    Kind.LAYER: _is_layer,
    Kind.OBJECT: _is_object,
    Kind.DTYPE: _is_object,
}
"""The kinds whose type says whether a value is right; the others are for the layer's rule."""


def _kind_words(kind: Kind) -> str:
    match kind:
        case Kind.INT:
            return tr("a whole number")
        case Kind.FLOAT:
            return tr("a number")
        case Kind.BOOL:
            return tr("yes or no")
        case Kind.LAYER:
            return tr("a layer")
        case Kind.TEXT | Kind.CHOICE | Kind.DTYPE | Kind.OBJECT:
            return tr("a name")
        case _:
            return tr("a value")


def _wrong_type(param: Param, value: Value) -> RuleError:
    return RuleError(
        tr(
            "needs {kind} for {name}, but has {value}",
            kind=_kind_words(param.kind),
            name=param.name,
            value=show(value),
        ),
        setting=param.name,
    )


def _out_of_limits(param: Param, value: Value) -> RuleError:
    return RuleError(
        tr(
            "has {value} for {name}, which is out of its limits", value=show(value), name=param.name
        ),
        tr(
            "It can be from {low} to {high}.",
            low="-∞" if param.minimum is None else param.minimum,
            high="∞" if param.maximum is None else param.maximum,
        ),
        setting=param.name,
    )
