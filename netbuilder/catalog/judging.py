"""Judges one layer: its parameters against the catalogue, then its inputs by its shape rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_number, is_whole, show
from netbuilder.catalog.first_weights import check_first_weights
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.masks import with_masks
from netbuilder.catalog.names import known_names
from netbuilder.catalog.ragged import refuse_ragged, with_ragged
from netbuilder.catalog.shape_rules import HOLDING_RULES, RULES
from netbuilder.catalog.shape_rules.dtypes import check_dtype
from netbuilder.catalog.spec import ClassSpec, Family, Kind, LayerSpec, Param
from netbuilder.catalog.telling import told
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.catalog.truth import in_truth
from netbuilder.graph.values import Config, Params, Value
from netbuilder.i18n import tr

_OF_SUBLAYERS = frozenset(
    ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GroupQueryAttention", "MultiHeadAttention")
)
"""Layers whose weights belong to a cell or to projections within them."""

_ALSO_AS_FRACTION = frozenset(("num_bins", "oov_token", "power_iterations", "sampling_rate"))
"""Whole numbers for which Keras takes 2.0 as it takes 2."""

_SILENT = frozenset(("HashedCrossing",))
"""Classes of Keras 3.15.1 that take parameters that they do not have without a word."""

_LARGEST = 2**63 - 1  # of the whole numbers that TensorFlow can hold


def judge(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...], call: Call = Call.FIRST
) -> Outcome | None:
    """Return what a layer makes of its inputs, or None if no rule knows its class.

    Args:
        spec: The layer's class.
        params: The parameters that were set; the others have their defaults.
        inputs: What arrives at the ports, in their order.
        call: How Keras comes to the layer.

    Raises:
        RuleError: Keras would refuse the layer or its inputs.
    """
    check_params(spec, params)
    if spec.name not in RULES and spec.name not in HOLDING_RULES:
        return None
    _check_count(spec, inputs)
    values: dict[str, Value] = {param.name: param.default for param in spec.params}
    values.update((name, _as_whole(name, value)) for name, value in params.items())
    arguments = Arguments(values, call)
    if call is not Call.ASKED:
        refuse_ragged(spec.name, inputs)
    outcome = _announced(spec, params, arguments, inputs)
    if outcome is not None and any(tensor.actual for tensor in inputs):
        rule = partial(_by_rule, spec.name)
        outcome = in_truth(spec.name, Arguments(values, Call.AGAIN), rule, inputs, outcome)
    if outcome is None:
        return None
    check_first_weights(values, outcome.weights)
    if values.get("trainable") is False and not _holds_others(spec.name):
        frozen = tuple(replace(weight, trainable=False) for weight in outcome.weights)
        outcome = replace(outcome, weights=frozen)
    outcome = with_ragged(spec.name, inputs, _with_activation(spec, values, outcome))
    return with_masks(spec.name, arguments, inputs, outcome)


def _holds_others(class_name: str) -> bool:
    """Tell whether a layer's weights are those of layers within it.

    Keras 3.15.1 leaves these alone when the layer around them is made with
    ``trainable=False``: it counts none of its own, and a model trains them nevertheless.
    """
    return class_name in HOLDING_RULES or class_name in _OF_SUBLAYERS


def _with_activation(spec: LayerSpec, values: Mapping[str, Value], outcome: Outcome) -> Outcome:
    """Add the weights of an activation that is a layer itself, such as PReLU."""
    held = values.get("activation")
    own = load_catalog().layers.get(held.class_name) if isinstance(held, Config) else None
    if own is None or not isinstance(held, Config):
        return outcome
    given = outcome.outputs[:1]
    if spec.category == "recurrent":  # it works on one step
        given = tuple(Tensor((one.shape[0], one.shape[-1]), one.dtype) for one in given)
    activated = judge(own, held.params, given)
    if activated is None:
        return outcome
    return Outcome(outcome.outputs, outcome.weights + activated.weights, outcome.doubt)


def _announced(
    spec: LayerSpec, params: Params, arguments: Arguments, inputs: tuple[Tensor, ...]
) -> Outcome | None:
    """Return what a layer makes of its inputs as they are announced.

    Where something else comes, it is enough that the layer can tell its shape.
    """
    try:
        return _by_rule(spec.name, arguments, inputs)
    except RuleError as error:
        if all(tensor.actual is None for tensor in inputs):
            raise
        return told(judge, spec, params, inputs, error)


def _by_rule(class_name: str, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome | None:
    if class_name in HOLDING_RULES:
        return HOLDING_RULES[class_name](partial(_judge_held, arguments.call), arguments, inputs)
    return RULES[class_name](arguments, inputs)


def _judge_held(call: Call, held: Config, inputs: tuple[Tensor, ...]) -> Outcome | None:
    catalog = load_catalog()
    spec = catalog.layers.get(held.class_name) or catalog.find(Family.CELL, held.class_name)
    if not isinstance(spec, LayerSpec):
        raise RuleError(
            tr("is not known here"),
            tr("It may come from another version of Keras or be somebody's own layer."),
        )
    return judge(spec, held.params, inputs, call)


def check_params(spec: ClassSpec, params: Params) -> None:
    """Check names and basic types of the parameters of a layer or another class.

    Raises:
        RuleError: One is unknown, missing, or of a type that the class cannot take.
    """
    known: Mapping[str, Param] = {param.name: param for param in spec.params}
    for name, value in params.items():
        param = known.get(name)
        if param is None and spec.name in _SILENT:
            continue
        if param is None:
            raise RuleError(
                tr("has no parameter {name}", name=show(name)),
                tr("It may belong to another layer or to another version of Keras."),
                setting=name,
            )
        _check_value(param, _as_whole(name, value))
    for param in spec.params:
        if param.required and param.name not in params:
            raise RuleError(
                tr("needs a value for {name}", name=param.name),
                tr("This parameter has no default, so you have to choose."),
                setting=param.name,
            )


def _as_whole(name: str, value: Value) -> Value:
    whole = isinstance(value, float) and value.is_integer() and name in _ALSO_AS_FRACTION
    return int(value) if whole and isinstance(value, float) else value


def _check_count(spec: LayerSpec, inputs: tuple[Tensor, ...]) -> None:
    ports = spec.ports
    if len(inputs) < ports.minimum:
        raise RuleError(
            tr("needs {count} inputs, but gets {given}", count=ports.minimum, given=len(inputs))
        )
    if ports.maximum is not None and len(inputs) > ports.maximum:
        raise RuleError(
            tr("takes {count} inputs, but gets {given}", count=ports.maximum, given=len(inputs))
        )


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
