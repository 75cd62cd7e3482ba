"""Rules for the cells of ``keras/src/layers/rnn`` and for ``RNN``, which holds one.

A cell is judged on a single step; it gives its output and then its states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, Call, RuleError
from netbuilder.catalog.shape_rules.activation import check_gates
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
from netbuilder.catalog.shape_rules.unrolled import unrolled
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight, one_step, promised
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
    need_axes(sequence, 3, tr("batch, time and features"), 0)
    need_numbers(inputs)
    step = one_step(sequence)
    outcome = judged(judge, cell, (step,), "cell")
    if outcome is None:
        return None
    output, *states = (tensor.shape[1:] for tensor in outcome.outputs)
    said = sequence_outcome(arguments, sequence, output, tuple(states), outcome.weights)
    longer = sequence.rank > 3 and arguments.call is not Call.ASKED
    return _stretched(arguments, cell, sequence, said) if longer else said


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


def _stretched(arguments: Arguments, cell: Config, sequence: Tensor, said: Outcome) -> Outcome:
    """Return what really comes of a sequence with more axes than batch, time and features.

    Raises:
        RuleError: It is not unrolled, or its steps do not happen to fit.
    """
    batch, times, *features = sequence.shape
    cells = [one for one in _single_cells(cell) if isinstance(one, Config)]
    whole = arguments.flag("return_sequences")
    real = unrolled(cells, (batch, *features), times or 0) if arguments.flag("unroll") else None
    output = None if real is None else real.every if whole else real.last
    if real is None or output is None:
        need_rank(sequence, (3,), tr("batch, time and features"), 0, late=True)
        return said
    outputs = (
        promised(tensor, Tensor(shape, tensor.dtype))
        for tensor, shape in zip(said.outputs, (output, *real.states), strict=False)
    )
    return replace(said, outputs=tuple(outputs))


def _single_cells(cell: Config) -> tuple[Value, ...]:
    """Return the cells of a stack, or the cell itself."""
    inner = cell.params.get("cells")
    return inner if isinstance(inner, tuple) else (cell,)


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
