"""What a layer makes of tensors that are not what Keras says they are.

Some of Keras's formulas for shapes err: what comes when a model is called is not what was
announced while it was put together, and layers that were built for the announcement fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.noting import adds_no_axes, fits_notes
from netbuilder.catalog.shape_rules.activation import activated
from netbuilder.catalog.shape_rules.axes import channels_first
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.normalization import SCALED, scaled
from netbuilder.catalog.shape_rules.preprocessing import normalized_by
from netbuilder.catalog.tensors import Outcome, Shape, Tensor, Weight, one_step, promised
from netbuilder.catalog.unseen import grouped, may_be_reshaped, multiplies_unseen, paired
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr

Inputs: TypeAlias = tuple[Tensor, ...]
Judge: TypeAlias = Callable[[Arguments, Inputs], Outcome | None]

_NEEDING_SIZES = frozenset(("GroupNormalization", *SCALED))
_NEEDING_SIZES_TO_ADD = frozenset(("DepthwiseConv1D", "DepthwiseConv2D"))
"""Layers that reshape their bias to as many channels as come."""


def needs_sizes(class_name: str, use_bias: Value) -> bool:
    """Tell whether a layer calculates with the sizes of what comes, not only of its weights.

    Args:
        class_name: The layer's class.
        use_bias: That parameter, or None.
    """
    adds = class_name in _NEEDING_SIZES_TO_ADD and use_bias is not False
    return adds or class_name in _NEEDING_SIZES


def in_truth(
    class_name: str,
    arguments: Arguments,
    rule: Judge,
    inputs: Inputs,
    said: Outcome,
) -> Outcome:
    """Return what comes of inputs that are not what Keras says they are.

    Args:
        class_name: The layer's class.
        arguments: Its parameters.
        rule: Its shape rule.
        inputs: What arrives, announced and real.
        said: What the rule answers to the announced inputs.

    Raises:
        RuleError: The layer was made for what Keras says, and cannot take what comes.
    """
    what = tr(
        "Keras 3.15.1 announces {said} here, but {real} comes; the fault is its own.",
        said=tr(" and ").join(map(_show, inputs)),
        real=tr(" and ").join(_show(tensor.actual or tensor) for tensor in inputs),
    )
    came = tuple(tensor.real for tensor in inputs)
    if _is_row_of_series(class_name, arguments, inputs[0], came[0]):
        rule, came = _series_by_series(rule, came[0].shape[1]), (one_step(came[0]),)
    came = paired(class_name, came)
    arguments = grouped(class_name, arguments, said.weights, came)
    steps_scaled = _scaled_steps(class_name, arguments)
    if class_name in SCALED:
        rule = partial(_as_scaled, class_name, said.weights)
    elif steps_scaled is not None:
        rule = partial(_as_scaled_steps, steps_scaled, said.weights)
    if adds_no_axes(class_name, inputs, came):
        rule = partial(_from_the_end, rule)
    needed = steps_scaled is not None or needs_sizes(class_name, arguments.get("use_bias"))
    keeps_sizes = said.weights and not needed
    filled = tuple(map(_filled, inputs, came)) if keeps_sizes else came
    misfit = RuleError(
        tr("is made for another shape than the one that comes"), what, port=0, late=True
    )
    surprise = _Surprise(class_name, arguments, inputs, came, said, misfit)
    if class_name == "Normalization":  # which looks at nothing but sizes any more
        return _multiplied(surprise, normalized_by(arguments, inputs[0]))
    unseen = _unseen_steps(surprise)
    if unseen is not None:
        return unseen
    try:
        real = _judged(rule, arguments, came, filled)
    except RuleError as error:
        why = f"{what} {error.why}".strip()
        raise RuleError(
            error.message, why, setting=error.setting, port=error.port, axis=error.axis, late=True
        ) from error
    return said if real is None else _as_made(surprise, real)


@dataclass(frozen=True, slots=True)
class _Surprise:
    """What a layer was made for and what comes instead.

    Attributes:
        class_name: The layer's class.
        arguments: Its parameters.
        announced: What was announced.
        came: What comes.
        said: What the rule answers to the announcement.
        misfit: How to refuse what comes.
    """

    class_name: str
    arguments: Arguments
    announced: Inputs
    came: Inputs
    said: Outcome
    misfit: RuleError


def _as_made(surprise: _Surprise, real: Outcome) -> Outcome:
    """Return what comes of a layer with the weights that it was made with.

    Args:
        surprise: What it was made for, and what comes.
        real: What the rule answers to what comes.
    """
    name, said = surprise.class_name, surprise.said
    if _is_stretched(surprise):
        return _multiplied(surprise, said.weights[0].shape)
    if name == "AdditiveAttention":  # which sums up what it has stretched
        _multiplied(surprise, said.weights[0].shape if said.weights else ())
        real = replace(real, weights=said.weights)
    equation = surprise.arguments.get("equation")
    if may_be_reshaped(name, equation, said.weights, surprise.came):
        output = real.outputs[0].real
        whole = replace(output, shape=(*output.shape[:-1], said.outputs[0].real.shape[-1]))
        real = Outcome((whole,), said.weights, real.doubt)
    held = surprise.arguments.get("layer")
    noted = fits_notes(name, held, surprise.announced, surprise.came)
    if real.weights != said.weights or not noted or _opens_state(surprise):
        raise surprise.misfit
    pairs = zip(said.outputs, real.outputs, strict=True)
    outputs = tuple(promised(one, other.actual or other) for one, other in pairs)
    return Outcome(outputs, said.weights, said.doubt or real.doubt)


def _judged(rule: Judge, arguments: Arguments, came: Inputs, filled: Inputs) -> Outcome | None:
    """Judge what comes; where a size is open that only the weights need, they are there by now."""
    try:
        return rule(arguments, came)
    except RuleError as error:
        if error.late or filled == came:
            raise
    return rule(arguments, filled)


def _is_stretched(surprise: _Surprise) -> bool:
    """Tell whether a ``PReLU`` looks at nothing but the number of axes."""
    each = surprise.class_name == "PReLU" and not surprise.arguments.get("shared_axes")
    return each and surprise.announced[0].rank == surprise.came[0].rank


def _opens_state(surprise: _Surprise) -> bool:
    """Tell whether a state of one place meets steps of any number of places.

    The loop of a recurrent layer takes no state whose shape changes (``tf.while_loop``).
    """
    arguments = surprise.arguments
    if not surprise.class_name.startswith("ConvLSTM") or arguments.flag("unroll"):
        return False
    come = surprise.came[0].shape[2:]
    state = surprise.said.outputs[0].shape[-len(come) :]
    pairs = list(zip(state, come, strict=True))
    return (1, None) in (pairs[1:] if channels_first(arguments) else pairs[:-1])


def _unseen_steps(surprise: _Surprise) -> Outcome | None:
    """Return what comes where a held Dense is given other rows than those it was made for.

    A step that is one axis short is taken for a single row, and what comes of it for a batch.
    """
    came, said = surprise.came[0].shape, surprise.said
    held = surprise.arguments.get("layer")
    if (
        not isinstance(held, Config)
        or len(came) < 2
        or not multiplies_unseen(surprise.class_name, held, came)
    ):
        return None
    batch, time, *step = came
    if step and step[-1] == said.weights[0].shape[0]:
        return None
    activated(Arguments(held.params), Tensor(said.weights[0].shape[1:]))
    real = said.outputs[0].real
    width = real.shape[-1]
    shape = (batch, time, *step[:-1], width) if step else (width, time)
    return Outcome((promised(said.outputs[0], Tensor(shape, real.dtype)),), said.weights)


def _multiplied(surprise: _Surprise, kept: Shape) -> Outcome:
    """Return what comes of stretching weights of a shape, or refuse where they cannot stretch."""
    said = surprise.said
    try:
        shape = broadcast(surprise.came[0].shape, kept)
    except RuleError:
        raise surprise.misfit from None
    output = said.outputs[0]
    real = Tensor(shape, (output.actual or output).dtype)
    return Outcome((promised(output, real),), said.weights, said.doubt)


def _filled(said: Tensor, real: Tensor) -> Tensor:
    """Return what comes, with open sizes as Keras said, counted from the last axis.

    The weights were made for those.
    """
    pairs = list(zip(said.shape[::-1], real.shape[::-1], strict=False))[::-1]
    sizes = tuple(one if other is None else other for one, other in pairs)
    return Tensor((*real.shape[: real.rank - len(sizes)], *sizes), real.dtype)


def _show(tensor: Tensor) -> str:
    return f"{tensor.shape} {tensor.dtype}"


def _is_row_of_series(class_name: str, arguments: Arguments, said: Tensor, real: Tensor) -> bool:
    """Tell whether a ``Conv1D`` was built for a series and gets several for each sample.

    TensorFlow then takes them for a larger batch; with padding 'causal', Keras fails before.
    """
    fits = class_name == "Conv1D" and (said.rank, real.rank) == (3, 4)
    return fits and arguments.get("padding") != "causal" and not channels_first(arguments)


def _as_scaled(
    class_name: str, weights: tuple[Weight, ...], arguments: Arguments, inputs: Inputs
) -> Outcome:
    sizes = weights[0].shape if weights else ()
    return Outcome((scaled(class_name, arguments, inputs[0], sizes),), weights)


def _scaled_steps(class_name: str, arguments: Arguments) -> Config | None:
    """Return the layer that scales each step of what comes, if one does."""
    held = arguments.get("layer")
    if class_name != "TimeDistributed" or not isinstance(held, Config):
        return None
    return held if held.class_name in SCALED else None


def _as_scaled_steps(
    held: Config, weights: tuple[Weight, ...], _arguments: Arguments, inputs: Inputs
) -> Outcome | None:
    own = Arguments({"axis": -1, **held.params})  # the last one, if nothing else is said
    each = _series_by_series(partial(_as_scaled, held.class_name, weights), inputs[0].shape[1])
    return each(own, (one_step(inputs[0]),))


def _from_the_end(rule: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """Return what comes of tensors that TensorFlow stretches to one shape, from the last axis."""
    shape = broadcast(*(tensor.shape for tensor in inputs))
    return rule(arguments, tuple(replace(tensor, shape=shape) for tensor in inputs))


def _series_by_series(rule: Judge, count: int | None) -> Judge:
    """Return a rule for one series as one for ``count`` of them."""

    def several(arguments: Arguments, inputs: Inputs) -> Outcome | None:
        outcome = rule(arguments, inputs)
        if outcome is None:
            return None
        one = outcome.outputs[0]
        return Outcome((Tensor((one.shape[0], count, *one.shape[1:]), one.dtype),), outcome.weights)

    return several
