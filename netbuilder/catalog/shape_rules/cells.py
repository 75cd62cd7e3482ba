"""Rules for the cells of ``keras/src/layers/rnn`` and for ``RNN``, which holds one.

A cell is judged on a single step; it gives its output and then its states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, Call, RuleError
from netbuilder.catalog.shape_rules.activation import check_gates
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.holding import HoldingRule, Inputs, Judge, judged, several
from netbuilder.catalog.shape_rules.inputs import (
    known_size,
    need_axes,
    need_numbers,
    need_rank,
)
from netbuilder.catalog.shape_rules.recurrent import (
    check_dropout,
    check_dropped,
    check_forget_bias,
    sequence_outcome,
)
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight, promised
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr


def simple_cell(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``SimpleRNNCell``."""
    check_gates(arguments, None)
    return _stepped(arguments, inputs[0], gates=1, states=1)


def lstm_cell(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``LSTMCell``."""
    check_forget_bias(arguments)
    return _stepped(arguments, inputs[0], gates=4, states=2)


def gru_cell(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``GRUCell``; with ``reset_after`` it has a bias for input and state each."""
    return _stepped(arguments, inputs[0], gates=3, states=1, twice=arguments.flag("reset_after"))


def stacked_cells(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``StackedRNNCells``: each cell reads the output of the one before."""
    step = inputs[0]
    states: tuple[Tensor, ...] = ()
    weights: tuple[Weight, ...] = ()
    for cell in several(arguments, "cells"):
        outcome = judged(judge, cell, (step,), "cells")
        if outcome is None:
            return None
        step, *own = outcome.outputs
        states += tuple(own)
        weights += outcome.weights
    return Outcome((step, *states), weights)


def rnn(judge: Judge, arguments: Arguments, inputs: Inputs) -> Outcome | None:
    """``RNN``: the cell step by step."""
    sequence = inputs[0]
    cell = arguments.layer("cell")
    _check_formats(arguments, cell)
    asked = arguments.call is Call.ASKED
    if not asked and not _takes_any_rank(arguments, cell):
        need_rank(sequence, (3,), tr("batch, time and features"), 0, late=True)
    need_axes(sequence, 3, tr("batch, time and features"), 0)
    need_numbers(inputs)
    step = Tensor((sequence.shape[0], *sequence.shape[2:]), sequence.dtype)
    outcome = judged(judge, cell, (step,), "cell")
    if outcome is None:
        return None
    output, *states = (tensor.shape[1:] for tensor in outcome.outputs)
    said = sequence_outcome(arguments, sequence, output, tuple(states), outcome.weights)
    return _stretched(said, step) if step.rank > 2 and not asked else said


def _check_formats(arguments: Arguments, cell: Config) -> None:
    """Refuse stacked cells that compute in other number formats than their stack.

    Keras begins with states in the format of the stack, and TensorFlow's loop lets no state
    change its format. Unrolled, there is no loop.
    """
    cells = [one for one in (cell, *_single_cells(cell)) if isinstance(one, Config)]
    formats = {compute_dtype(Arguments(one.params)) for one in cells}
    if len(formats) > 1 and not arguments.flag("unroll"):
        raise RuleError(
            tr("holds cells that compute in {formats}", formats=tr(" and ").join(sorted(formats))),
            tr("The states of a stack of cells have one number format from step to step."),
            setting="cell",
            late=True,
        )


def _stretched(said: Outcome, step: Tensor) -> Outcome:
    """Return what really comes of further axes: the state gets them too, at its first step.

    The last of them meets the batch of the first state.

    Raises:
        RuleError: They are not equally long.
    """
    *middle, last = step.shape[1:-1]
    further = (*middle, *broadcast((last,), step.shape[:1]))
    outputs = tuple(
        promised(tensor, Tensor((*tensor.shape[:-1], *further, tensor.shape[-1]), tensor.dtype))
        for tensor in said.outputs
    )
    return replace(said, outputs=outputs)


def _takes_any_rank(arguments: Arguments, cell: Config) -> bool:
    """Tell whether Keras happens to take further axes: unrolled, they stretch the state."""
    return arguments.flag("unroll") and all(
        isinstance(part, Config) and _keeps_axes(part) for part in _single_cells(cell)
    )


def _single_cells(cell: Config) -> tuple[Value, ...]:
    """Return the cells of a stack, or the cell itself."""
    inner = cell.params.get("cells")
    return inner if isinstance(inner, tuple) else (cell,)


def _keeps_axes(cell: Config) -> bool:
    """Tell whether a cell never cuts the results of all its gates apart along axis 1.

    With a recurrent dropout, GRU and LSTM calculate each gate by itself.
    """
    if cell.class_name == "SimpleRNNCell":
        return True
    dropout = cell.params.get("recurrent_dropout", 0)
    gated = cell.class_name in ("GRUCell", "LSTMCell")
    return gated and isinstance(dropout, (int, float)) and dropout > 0


def _stepped(
    arguments: Arguments, step: Tensor, *, gates: int, states: int, twice: bool = False
) -> Outcome:
    units = arguments.integer("units")
    check_dropout(arguments)
    check_dropped(arguments, step)
    check_gates(arguments, units)
    features = known_size(step, -1)
    weights = [Weight((features, gates * units)), Weight((units, gates * units))]
    if arguments.flag("use_bias"):
        weights.append(Weight((2, gates * units) if twice else (gates * units,)))
    tensor = Tensor((step.shape[0], units), compute_dtype(arguments))
    return Outcome((tensor,) * (states + 1), tuple(weights))


RULES: Mapping[str, Rule] = {
    "GRUCell": gru_cell,
    "LSTMCell": lstm_cell,
    "SimpleRNNCell": simple_cell,
}

HOLDING_RULES: Mapping[str, HoldingRule] = {"RNN": rnn, "StackedRNNCells": stacked_cells}
