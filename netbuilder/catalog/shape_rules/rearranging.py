"""Rules for the operations of ``keras.ops`` that put numbers into another order or shape."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from netbuilder.catalog.arguments import Arguments, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.inputs import axis_index, axis_indices
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

Inputs = tuple[Tensor, ...]


def reshape(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``reshape``: the whole shape, the batch included; one size may be -1."""
    shape = inputs[0].shape
    target = _whole(arguments, "newshape", minimum=-1)
    if target.count(-1) > 1:
        raise _wrong("newshape", arguments, tr("Only one size can be worked out."))
    if None in shape:
        known = prod(size for size in shape if size is not None)
        told = shape.count(None) == 1 and -1 not in target
        if told and (not known or prod(target) % known):
            raise _wrong("newshape", arguments, tr("The known sizes have to divide it."))
        return _given(inputs, tuple(None if size == -1 else size for size in target))
    total, fixed = prod(size or 0 for size in shape), prod(size for size in target if size != -1)
    fits = total == fixed if -1 not in target else fixed > 0 and total % fixed == 0
    if not fits:
        raise RuleError(
            tr("cannot turn {shape} into {target}", shape=show(shape), target=show(target)),
            tr("The sizes have to multiply to the same number, the batch included."),
            setting="newshape",
            port=0,
        )
    return _given(inputs, tuple(total // fixed if size == -1 else size for size in target))


def transpose(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``transpose``: axes in another order, reversed where none is given."""
    shape = inputs[0].shape
    value = arguments.get("axes")
    if value is None:
        return _given(inputs, shape[::-1])
    axes = axis_indices(value, "axes", len(shape))
    if sorted(axes) != list(range(len(shape))):
        raise _wrong("axes", arguments, tr("Each axis is named once, the batch too."))
    return _given(inputs, tuple(shape[axis] for axis in axes))


def expand_dims(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``expand_dims``: new axes of size 1."""
    value = arguments.get("axis")
    count = len(value) if isinstance(value, tuple) else 1
    rank = inputs[0].rank + count
    axes = axis_indices(value, "axis", rank)
    if len(set(axes)) < len(axes):
        raise _wrong("axis", arguments, tr("Each axis is named once."))
    rest = iter(inputs[0].shape)
    return _given(inputs, tuple(1 if axis in axes else next(rest) for axis in range(rank)))


def squeeze(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``squeeze``: without axes of size 1."""
    shape = inputs[0].shape
    value = arguments.get("axis")
    if value is None:
        if None in shape:
            raise _wrong("axis", arguments, tr("An axis of open size may or may not have size 1."))
        return _given(inputs, tuple(size for size in shape if size != 1))
    axes = axis_indices(value, "axis", len(shape))
    for axis in axes:
        if shape[axis] != 1:
            raise RuleError(
                tr("cannot take out axis {axis} of {shape}", axis=axis, shape=show(shape)),
                tr("Only an axis of size 1 can go without losing numbers."),
                setting="axis",
                port=0,
                axis=axis,
            )
    return _given(inputs, tuple(size for axis, size in enumerate(shape) if axis not in axes))


def flip(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``flip``: the order along some axes reversed."""
    if arguments.get("axis") is not None:
        axis_indices(arguments.get("axis"), "axis", inputs[0].rank)
    return _given(inputs, inputs[0].shape)


def repeat(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``repeat``: each entry several times."""
    shape, count = inputs[0].shape, arguments.integer("repeats", minimum=0)
    if arguments.get("axis") is None:
        total = None if None in shape else prod(size or 0 for size in shape) * count
        return _given(inputs, (total,))
    place = axis_index(arguments.get("axis"), "axis", len(shape))
    return _given(
        inputs,
        tuple(
            size * count if axis == place and size is not None else size
            for axis, size in enumerate(shape)
        ),
    )


def tile(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``tile``: copies of the whole, side by side."""
    value = arguments.get("repeats")
    counts = (value,) if is_whole(value) else _whole(arguments, "repeats", minimum=0)
    rank = max(len(counts), inputs[0].rank)
    sizes = (1,) * (rank - inputs[0].rank) + inputs[0].shape
    counts = (1,) * (rank - len(counts)) + counts
    pairs = zip(sizes, counts, strict=True)
    return _given(inputs, tuple(None if size is None else size * count for size, count in pairs))


def moveaxis(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``moveaxis``: axes at other places; the rest keeps its order."""
    shape = inputs[0].shape
    sources = axis_indices(arguments.get("source"), "source", len(shape))
    targets = axis_indices(arguments.get("destination"), "destination", len(shape))
    if len(sources) != len(targets) or len(set(sources)) + len(set(targets)) != 2 * len(sources):
        raise _wrong("destination", arguments, tr("Each axis has one place to go to."))
    rest = iter(axis for axis in range(len(shape)) if axis not in sources)
    way = dict(zip(targets, sources, strict=True))
    order = [way[axis] if axis in way else next(rest) for axis in range(len(shape))]
    return _given(inputs, tuple(shape[axis] for axis in order))


def swapaxes(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``swapaxes``: two axes exchanged."""
    shape = list(inputs[0].shape)
    one = axis_index(arguments.get("axis1"), "axis1", len(shape))
    two = axis_index(arguments.get("axis2"), "axis2", len(shape))
    shape[one], shape[two] = shape[two], shape[one]
    return _given(inputs, tuple(shape))


def pad(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``pad``: numbers before and behind, along every axis."""
    shape = inputs[0].shape
    mode = arguments.choice("mode", "constant", "reflect", "symmetric")
    value = arguments.get("constant_values")
    if value is not None and mode != "constant":
        raise _wrong("constant_values", arguments, tr("It belongs to the mode 'constant'."))
    pairs = [_pair(part) for part in _parts(arguments.get("pad_width"))]
    widths = [pair for pair in pairs if pair is not None]
    if len(widths) != len(shape) or len(pairs) != len(shape):
        raise _wrong("pad_width", arguments, tr("It is a pair for each axis, the batch included."))
    padded = zip(shape, widths, strict=True)
    return _given(inputs, tuple(None if size is None else size + sum(w) for size, w in padded))


def one_hot(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``one_hot``: a row for each number."""
    tensor = inputs[0]
    classes = arguments.integer("num_classes", minimum=0)
    doubt = None
    if "int" not in tensor.dtype:
        doubt = RuleError(
            tr("needs whole numbers, but gets {dtype}", dtype=tensor.dtype),
            tr("Each number is the place of the single one in its row."),
            port=0,
        )
    axis = arguments.integer("axis", minimum=-1)
    if axis >= tensor.rank:
        axis_index(axis, "axis", tensor.rank)
    place = tensor.rank if axis == -1 else axis
    dtype = arguments.get("dtype")
    shape = (*tensor.shape[:place], classes, *tensor.shape[place:])
    output = Tensor(shape, dtype if isinstance(dtype, str) else "float32")
    return Outcome((output,), doubt=doubt)


def take(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``take``: entries along an axis by their places."""
    shape = inputs[0].shape
    places = _array(arguments.get("indices"))
    if places is None:
        raise _wrong("indices", arguments, tr("It is one whole number, or a list of them."))
    if arguments.get("axis") is None:
        return _given(inputs, places)
    axis = axis_index(arguments.get("axis"), "axis", len(shape))
    return _given(inputs, (*shape[:axis], *places, *shape[axis + 1 :]))


def _array(value: Value) -> Shape | None:
    if is_whole(value):
        return ()
    if isinstance(value, tuple) and value and all(map(is_whole, value)):
        return (len(value),)
    return None


def _given(inputs: Inputs, shape: Shape) -> Outcome:
    return Outcome((Tensor(shape, inputs[0].dtype),))


def _whole(arguments: Arguments, name: str, minimum: int) -> tuple[int, ...]:
    parts = _parts(arguments.get(name))
    whole = tuple(part for part in parts if is_whole(part) and part >= minimum)
    if len(whole) < len(parts):
        raise _wrong(name, arguments, tr("It is a list of whole numbers."))
    return whole


def _parts(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _pair(value: Value) -> tuple[int, int] | None:
    match value:
        case (int(before), int(after)) if before >= 0 and after >= 0:
            return before, after
        case _:
            return None


def _wrong(name: str, arguments: Arguments, why: str) -> RuleError:
    value = show(arguments.get(name))
    return RuleError(tr("has {value} for {name}", value=value, name=name), why, setting=name)


RULES: Mapping[str, Rule] = {
    "ops.expand_dims": expand_dims,
    "ops.flip": flip,
    "ops.moveaxis": moveaxis,
    "ops.one_hot": one_hot,
    "ops.pad": pad,
    "ops.repeat": repeat,
    "ops.reshape": reshape,
    "ops.squeeze": squeeze,
    "ops.swapaxes": swapaxes,
    "ops.take": take,
    "ops.tile": tile,
    "ops.transpose": transpose,
}
