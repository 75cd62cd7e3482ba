"""Rules for the recurrent layers of ``keras/src/layers/rnn``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import LARGEST_INT32, Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.activation import check_gates
from netbuilder.catalog.shape_rules.axes import channels_first
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.shape_rules.inputs import (
    known_size,
    need_decimals,
    need_numbers,
    need_rank,
)
from netbuilder.catalog.shape_rules.windows import Window, check_strides
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight
from netbuilder.i18n import tr

Weights: TypeAlias = tuple[Weight, ...]


def simple_rnn(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``SimpleRNN``: one state of ``units`` numbers."""
    check_gates(arguments, None)
    units, features = _units_and_features(arguments, inputs)
    _check_states(inputs, units, 1)
    bias = (Weight((units,)),) if arguments.flag("use_bias") else ()
    weights = (Weight((features, units)), Weight((units, units)), *bias)
    return _sequence(arguments, inputs[0], (units,), states=1, weights=weights)


def lstm(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``LSTM``: four gates; two states of ``units`` numbers, the output and the cell."""
    _check_cudnn(arguments)
    check_forget_bias(arguments)
    units, features = _units_and_features(arguments, inputs)
    _check_states(inputs, units, 2)
    bias = (Weight((4 * units,)),) if arguments.flag("use_bias") else ()
    weights = (Weight((features, 4 * units)), Weight((units, 4 * units)), *bias)
    return _sequence(arguments, inputs[0], (units,), states=2, weights=weights)


def gru(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GRU``: three gates, and with ``reset_after`` a bias for input and state each."""
    _check_cudnn(arguments)
    units, features = _units_and_features(arguments, inputs)
    _check_states(inputs, units, 1)
    shape = (2, 3 * units) if arguments.flag("reset_after") else (3 * units,)
    bias = (Weight(shape),) if arguments.flag("use_bias") else ()
    weights = (Weight((features, 3 * units)), Weight((units, 3 * units)), *bias)
    return _sequence(arguments, inputs[0], (units,), states=1, weights=weights)


def conv_lstm(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ConvLSTM1D``, ``2D``, ``3D``: an LSTM whose gates are convolutions over ``rank`` axes."""
    filters = arguments.integer("filters")
    kernel = arguments.sizes("kernel_size", rank)
    check_dropout(arguments)
    check_forget_bias(arguments)
    first = channels_first(arguments)
    sequence = inputs[0]
    need_rank(sequence, (rank + 3,), tr("batch, time, {rank} of space and channels", rank=rank), 0)
    need_decimals(inputs)
    channels = known_size(sequence, 2 if first else rank + 2, 0)
    space = _slid(arguments, sequence, kernel, 3 if first else 2)
    step = (filters, *space) if first else (*space, filters)
    bias = (Weight((4 * filters,)),) if arguments.flag("use_bias") else ()
    kernels = (Weight((*kernel, channels, 4 * filters)), Weight((*kernel, filters, 4 * filters)))
    return _sequence(arguments, sequence, step, states=2, weights=(*kernels, *bias))


def _slid(
    arguments: Arguments, sequence: Tensor, kernel: tuple[int, ...], start: int
) -> tuple[int, ...]:
    """Return the sizes of the axes of space, which begin at axis ``start``, after a convolution."""
    rank = len(kernel)
    strides = arguments.sizes("strides", rank)
    dilation = arguments.sizes("dilation_rate", rank)
    padding = arguments.choice("padding", "valid", "same", any_case=True)
    if max(strides) > 1 and max(dilation) > 1:
        raise RuleError(
            tr("cannot have both strides and a dilation rate above 1"),
            tr("Keras can either skip places when it moves the window or leave gaps in it."),
            setting="dilation_rate",
        )
    sizes = []
    windows = tuple(map(Window, kernel, strides, dilation))
    check_strides(windows)
    for axis, window in enumerate(windows, start):
        size = known_size(sequence, axis, 0)
        room = size - (window.reach if padding == "valid" else 1)
        if room < 0:
            raise RuleError(
                tr(
                    "has a window of {reach}, but its input is only {size} long on axis {axis}",
                    reach=window.reach,
                    size=size,
                    axis=axis,
                ),
                tr("Make the kernel smaller, or choose padding 'same'."),
                setting="kernel_size",
                port=0,
                axis=axis,
            )
        sizes.append(room // window.stride + 1)
    return tuple(sizes)


def _units_and_features(arguments: Arguments, inputs: tuple[Tensor, ...]) -> tuple[int, int]:
    units = arguments.integer("units")
    if units > LARGEST_INT32:
        raise RuleError(
            tr("has {value} for units, which is out of its limits", value=units),
            tr("It can be from {low} to {high}.", low=1, high=LARGEST_INT32),
            setting="units",
        )
    check_dropout(arguments)
    need_rank(inputs[0], (3,), tr("batch, time and features"), 0)
    need_numbers(inputs)
    check_dropped(arguments, inputs[0])
    return units, known_size(inputs[0], 2, 0)


def _check_states(inputs: tuple[Tensor, ...], units: int, count: int) -> None:
    """Refuse first states that are too few or of another size; Keras looks when it calculates."""
    sequence, *states = inputs
    if states and len(states) != count:
        raise RuleError(
            tr("needs all of its {count} first states, or none", count=count),
            tr("They come from another layer of its kind that has return_state."),
            port=len(states) + 1,
            late=True,
        )
    for port, state in enumerate(states, start=1):
        need_rank(state, (2,), tr("batch and units"), port, late=True)
        if state.shape[1] not in (None, units) or not _alike(state.shape[0], sequence.shape[0]):
            raise RuleError(
                tr(
                    "has {units} units, but begins with a state of {shape}",
                    units=units,
                    shape=show(state.shape),
                ),
                tr("The layer that gives the state needs as many units."),
                port=port,
                axis=1,
                late=True,
            )


def _alike(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def check_dropout(arguments: Arguments) -> None:
    """Check that both dropouts are numbers; Keras takes those beyond 0 and 1 too."""
    for name in ("dropout", "recurrent_dropout"):
        arguments.number(name)


def check_dropped(arguments: Arguments, step: Tensor) -> None:
    """Refuse to drop whole numbers: Keras scales up what is left (``DropoutRNNCell``).

    It draws what to drop whether the layer is trained or not.
    """
    drops = 0 < arguments.number("dropout") < 1
    if drops and step.dtype not in FLOATS and arguments.call is not Call.ASKED:
        raise RuleError(
            tr("cannot drop a part of its input, which is {dtype}", dtype=step.dtype),
            tr("Let the Input have dtype float32, or set the dropout to 0."),
            setting="dropout",
            port=0,
            late=True,
        )


def check_forget_bias(arguments: Arguments) -> None:
    """Check that there is an initializer for the bias of which a part begins at one."""
    wanted = arguments.flag("use_bias") and arguments.flag("unit_forget_bias")
    if wanted and arguments.get("bias_initializer") is None:
        raise RuleError(
            tr("needs a bias_initializer for its unit_forget_bias"),
            tr("The bias of the forget gate begins at one, the others as the initializer says."),
            setting="bias_initializer",
        )


def _check_cudnn(arguments: Arguments) -> None:
    value = arguments.get("use_cudnn")
    if value is True:
        raise RuleError(
            tr("asks for cuDNN, which Keras has no use for here"),
            tr("'auto' takes the graphics card's own calculation wherever that is possible."),
            setting="use_cudnn",
        )
    if value is not False:
        arguments.choice("use_cudnn", "auto")


def _check_calculation(arguments: Arguments, time: int | None) -> None:
    """Refuse what Keras finds out when it calculates the steps."""
    if arguments.flag("unroll") and time is None and arguments.call is not Call.ASKED:
        raise RuleError(
            tr("cannot be unrolled over an unknown number of steps"),
            tr("Unrolled, each step has a calculation of its own. Set the length in the Input."),
            setting="unroll",
            port=0,
            axis=1,
            late=True,
        )


def _sequence(
    arguments: Arguments, sequence: Tensor, step: Shape, states: int, weights: Weights
) -> Outcome:
    return sequence_outcome(arguments, sequence, step, (step,) * states, weights)


def sequence_outcome(
    arguments: Arguments,
    sequence: Tensor,
    step: Shape,
    states: tuple[Shape, ...],
    weights: Weights,
) -> Outcome:
    """Return what a recurrent layer gives.

    Args:
        arguments: Its parameters.
        sequence: What it reads.
        step: The shape of its output after a step, without the batch.
        states: The shapes of its states, without the batch.
        weights: What it learns.

    Raises:
        RuleError: It cannot go over such a sequence.
    """
    batch, time = sequence.shape[:2]
    check_gates(arguments, step[-1])
    _check_calculation(arguments, time)
    if arguments.flag("stateful") and batch is None:
        raise RuleError(
            tr(
                "needs to know the batch size to be stateful, but gets {shape}",
                shape=sequence.shape,
            ),
            tr("It keeps a state for each sample of the batch. Set the batch size of the Input."),
            setting="stateful",
            axis=0,
        )
    dtype = compute_dtype(arguments)
    every = (batch, time, *step) if arguments.flag("return_sequences") else (batch, *step)
    more = states if arguments.flag("return_state") else ()
    kept = tuple(Tensor((batch, *state), dtype) for state in more)
    return Outcome((Tensor(every, dtype), *kept), weights)


RULES: Mapping[str, Rule] = {
    "ConvLSTM1D": partial(conv_lstm, 1),
    "ConvLSTM2D": partial(conv_lstm, 2),
    "ConvLSTM3D": partial(conv_lstm, 3),
    "GRU": gru,
    "LSTM": lstm,
    "SimpleRNN": simple_rnn,
}
