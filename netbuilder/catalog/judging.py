"""Judges one layer: its parameters against the catalogue, then its inputs by its shape rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from netbuilder.catalog.arguments import Arguments, Call, RuleError
from netbuilder.catalog.first_weights import check_first_weights
from netbuilder.catalog.given_masks import apart, masked
from netbuilder.catalog.late_settings import found_late
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.masks import with_masks
from netbuilder.catalog.own_format import in_own_format
from netbuilder.catalog.ragged import refuse_ragged, with_ragged
from netbuilder.catalog.settings import as_taken, check_params
from netbuilder.catalog.shape_rules import HOLDING_RULES, RULES
from netbuilder.catalog.shape_rules.dtypes import cannot_compute, compute_dtype
from netbuilder.catalog.spec import Family, LayerSpec
from netbuilder.catalog.telling import told
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.catalog.truth import in_truth
from netbuilder.graph.values import Config, Params, Value
from netbuilder.i18n import tr

_OF_SUBLAYERS = frozenset(
    ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GroupQueryAttention", "MultiHeadAttention")
)
"""Layers whose weights belong to a cell or to projections within them."""


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
    try:
        return _judged(spec, params, inputs, call)
    except RuleError as error:
        setting = error.setting or ""
        wrong = setting in params and found_late(spec.name, setting, params[setting])
        error.late = error.late or wrong
        raise


def _judged(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...], call: Call
) -> Outcome | None:
    check_params(spec, params)
    if spec.name not in RULES and spec.name not in HOLDING_RULES:
        return None
    inputs, masks = apart(inputs)
    _check_count(spec, inputs)
    values: dict[str, Value] = {param.name: param.default for param in spec.params}
    values.update((name, as_taken(spec, params, name)) for name in params)
    arguments = Arguments(values, call)
    if call is not Call.ASKED:
        refuse_ragged(spec.name, arguments, inputs)
    outcome, inputs = _in_its_format(spec, params, arguments, inputs)
    if masks and outcome is not None:
        inputs = masked(spec, arguments, inputs, masks)
    if outcome is not None and any(tensor.actual for tensor in inputs):
        rule = partial(_by_rule, spec.name)
        outcome = in_truth(spec.name, Arguments(values, Call.RUNS), rule, inputs, outcome)
    if outcome is None:
        return None
    check_first_weights(values, outcome.weights)
    if values.get("trainable") is False and not _holds_others(spec.name):
        frozen = tuple(replace(weight, trainable=False) for weight in outcome.weights)
        outcome = replace(outcome, weights=frozen)
    outcome = with_ragged(spec.name, arguments, inputs, _with_activation(spec, values, outcome))
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


def _in_its_format(
    spec: LayerSpec, params: Params, arguments: Arguments, inputs: tuple[Tensor, ...]
) -> tuple[Outcome | None, tuple[Tensor, ...]]:
    """Return what a layer makes of its inputs, and these as they come to its calculation.

    Where only its own number format is wrong with them, the format is at fault and not what comes.
    """
    cast = in_own_format(spec, arguments, inputs)
    try:
        return _announced(spec, params, arguments, cast), cast
    except RuleError as error:
        if cast == inputs or not _taken_in_fractions(spec, params, inputs, arguments.call):
            raise
        raise cannot_compute(compute_dtype(arguments), late=error.late) from error


def _taken_in_fractions(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...], call: Call
) -> bool:
    try:
        judge(spec, params.without("dtype"), inputs, call)
    except RuleError:
        return False
    return True


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


def _check_count(spec: LayerSpec, inputs: tuple[Tensor, ...]) -> None:
    ports = spec.ports
    if len(inputs) < ports.minimum:
        raise RuleError(
            tr("needs {count} inputs, but gets {given}", count=ports.minimum, given=len(inputs))
        )
    if ports.maximum is not None and len(inputs) > ports.maximum and not ports.alone:
        raise RuleError(
            tr("takes {count} inputs, but gets {given}", count=ports.maximum, given=len(inputs))
        )
