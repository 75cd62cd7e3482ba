"""What comes of cells that are unrolled over steps with more axes than features.

The cells of ``keras/src/layers/rnn`` are written for steps of batch and features. Given further
axes, their state gets these too at its first step, and gates that are cut apart along axis 1 are
then cut along another axis than meant. Some sizes happen to fit all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.tensors import Shape
from netbuilder.graph.values import Config

_GATES_OF_LSTM = 4


@dataclass(frozen=True, slots=True)
class Unrolled:
    """The shapes that come of all steps.

    Attributes:
        last: The output of the last step.
        every: The outputs of all steps, joined along a new axis 1; none where they differ.
        states: The states after the last step, those of all cells in a row.
    """

    last: Shape
    every: Shape | None
    states: tuple[Shape, ...]


def unrolled(cells: Sequence[Config], step: Shape, times: int) -> Unrolled | None:
    """Return what comes of ``times`` steps of shape ``step`` through a stack of cells.

    There is nothing to return where a step does not fit the state that the one before it left.
    """
    try:
        return _all_steps(cells, step, times)
    except (RuleError, _UnfitError):
        return None


class _UnfitError(Exception):
    """A step does not fit a state."""


def _all_steps(cells: Sequence[Config], step: Shape, times: int) -> Unrolled:
    states = [_first_states(cell, step[0]) for cell in cells]
    outputs: list[Shape] = []
    for _ in range(times):
        before, passed, features = states, step, step[-1]
        states = []
        for cell, state in zip(cells, before, strict=True):
            _times(passed, features, _units(cell))
            states.append(_after(cell, passed, state))
            passed, features = states[-1][0], _units(cell)
        outputs.append(passed)
        if states == before:
            break  # from here on nothing changes any more
    flat = tuple(shape for state in states for shape in state)
    return Unrolled(outputs[-1], _joined(outputs, times), flat)


def _joined(outputs: Sequence[Shape], times: int) -> Shape | None:
    """Return the shape of all outputs in a row, as ``tf.stack`` joins them."""
    sizes = [set(axis) - {None} for axis in zip(*outputs, strict=True)]
    if any(len(known) > 1 for known in sizes):
        return None
    batch, *rest = (known.pop() if known else None for known in sizes)
    return (batch, times, *rest)


def _first_states(cell: Config, batch: int | None) -> tuple[Shape, ...]:
    count = 2 if cell.class_name == "LSTMCell" else 1
    return ((batch, _units(cell)),) * count


def _after(cell: Config, step: Shape, states: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Return the states of a cell after a step; the first of them is its output."""
    units = _units(cell)
    if cell.class_name == "SimpleRNNCell":
        return (broadcast((*step[:-1], units), _times(states[0], units, units)),)
    if cell.class_name == "LSTMCell":
        return _after_lstm(cell, step, states)
    if _gate_by_gate(cell):
        return (_after_gates(cell, step, states[0]),)
    return (_after_gru(cell, step, states[0]),)


def _after_lstm(cell: Config, step: Shape, states: tuple[Shape, ...]) -> tuple[Shape, Shape]:
    """``LSTMCell``, which cuts its four gates apart along axis 1."""
    hidden, carried = states
    units = _units(cell)
    if _gate_by_gate(cell):
        gate = broadcast((*step[:-1], units), _times(hidden, units, units))
    else:
        width = _GATES_OF_LSTM * units
        batch, cut, *rest = broadcast((*step[:-1], width), _times(hidden, units, width))
        if cut is not None and cut % _GATES_OF_LSTM:
            raise _UnfitError
        gate = (batch, None if cut is None else cut // _GATES_OF_LSTM, *rest)
    carry = broadcast(gate, carried)
    return broadcast(gate, carry), carry


def _after_gru(cell: Config, step: Shape, hidden: Shape) -> Shape:
    """``GRUCell``, which cuts what comes of its state apart along axis 1."""
    units = _units(cell)
    read = (*step[:-1], units)
    later = bool(cell.params.get("reset_after", True))
    inner = _times(hidden, units, (3 if later else 2) * units)
    update = broadcast(read, _cut(inner, 0, units))
    reset = broadcast(read, _cut(inner, units, 2 * units))
    if later:
        recalled = broadcast(reset, _cut(inner, 2 * units, None))
    else:
        recalled = _times(broadcast(reset, hidden), units, units)
    return broadcast(update, hidden, broadcast(read, recalled))


def _after_gates(cell: Config, step: Shape, hidden: Shape) -> Shape:
    """``GRUCell`` with a recurrent dropout: it calculates each gate by itself."""
    units = _units(cell)
    read = (*step[:-1], units)
    gate = broadcast(read, _times(hidden, units, units))
    later = bool(cell.params.get("reset_after", True))
    recalled = gate if later else _times(broadcast(gate, hidden), units, units)
    return broadcast(gate, hidden, broadcast(read, recalled))


def _times(shape: Shape, rows: int | None, columns: int) -> Shape:
    """Return the product with a matrix.

    Beyond two axes TensorFlow compares the sizes only where it knows every one of them
    (``tf.tensordot``).
    """
    compared = len(shape) == len(("batch", "features")) or None not in shape
    if compared and shape[-1] not in (None, rows):
        raise _UnfitError
    return (*shape[:-1], columns)


def _cut(shape: Shape, start: int, stop: int | None) -> Shape:
    """Return a slice along axis 1."""
    batch, size, *rest = shape
    if size is not None:
        size = len(range(size)[start:stop])
    return (batch, size, *rest)


def _units(cell: Config) -> int:
    units = cell.params.get("units")
    if not isinstance(units, int):
        raise _UnfitError
    return units


def _gate_by_gate(cell: Config) -> bool:
    """Tell whether a GRU or LSTM cell calculates each gate by itself."""
    dropout = cell.params.get("recurrent_dropout", 0)
    return isinstance(dropout, (int, float)) and dropout > 0
