"""Rules for the operations of ``keras.ops`` that join inputs, or cut one into parts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from netbuilder.catalog.arguments import Arguments, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.inputs import axis_index, show_shapes
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor
from netbuilder.graph.values import Config, Params, Value
from netbuilder.i18n import tr

Inputs = tuple[Tensor, ...]


def concatenate(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``concatenate``: inputs side by side along an axis."""
    first = inputs[0].shape
    axis = axis_index(arguments.get("axis"), "axis", len(first))
    _need_alike(inputs, axis)
    sizes = [tensor.shape[axis] for tensor in inputs]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    return Outcome((Tensor((*first[:axis], total, *first[axis + 1 :]), _common(inputs)),))


def stack(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``stack``: inputs of one shape along a new axis."""
    first = inputs[0].shape
    axis = axis_index(arguments.get("axis"), "axis", len(first) + 1)
    _need_alike(inputs, None)
    return Outcome((Tensor((*first[:axis], len(inputs), *first[axis:]), _common(inputs)),))


def split(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``split``: parts along an axis, each an output of its own."""
    shape = inputs[0].shape
    axis = axis_index(arguments.get("axis"), "axis", len(shape))
    outputs = (
        Tensor((*shape[:axis], size, *shape[axis + 1 :]), inputs[0].dtype)
        for size in _pieces(arguments.get("indices_or_sections"), shape[axis], axis)
    )
    return Outcome(tuple(outputs))


def get_item(arguments: Arguments, inputs: Inputs) -> Outcome:
    """``get_item``: what ``x[key]`` cuts out."""
    shape = inputs[0].shape
    value = arguments.get("key")
    key = _written_out(value if isinstance(value, tuple) else (value,), len(shape))
    taken = len(key) - key.count(None)
    if taken > len(shape):
        raise RuleError(
            tr("has {count} places in its key for {shape}", count=taken, shape=show(shape)),
            tr("There is at most one for each axis."),
            setting="key",
            port=0,
        )
    axes = iter(enumerate(shape))
    cut: list[int | None] = []
    for part in key:
        if part is None:  # a new axis, which takes none of the input's
            cut.append(1)
        else:
            axis, size = next(axes)
            cut += _cut(part, size, axis)
    return Outcome((Tensor((*cut, *shape[taken:]), inputs[0].dtype),))


def _written_out(key: tuple[Value, ...], rank: int) -> tuple[Value, ...]:
    """Return a key with whole axes for its ``...``: as many as the other parts leave."""
    dots = [place for place, part in enumerate(key) if part == _DOTS]
    if len(dots) != 1:
        return key
    rest = max(rank - len(key) + key.count(None) + 1, 0)
    return (*key[: dots[0]], *(Params(),) * rest, *key[dots[0] + 1 :])


_DOTS = Config("__ellipsis__")
"""How a key holds ``...``."""


def _cut(part: Value, size: int | None, axis: int) -> Shape:
    """Return what a part of a key leaves of an axis: nothing of it, or a shorter one."""
    if is_whole(part):
        if size is not None and not -size <= part < size:
            raise RuleError(
                tr(
                    "has {value} in its key, but axis {axis} is {size} long",
                    value=part,
                    axis=axis,
                    size=size,
                ),
                tr("Places are counted from 0, or with a minus from the end."),
                setting="key",
                port=0,
                axis=axis,
            )
        return ()
    limits = part.params if isinstance(part, Config) else part
    if not isinstance(limits, Params) or not set(limits) <= {"start", "stop", "step"}:
        raise RuleError(
            tr("has {value} in its key", value=show(part)),
            tr("It is a place, or start, stop and step."),
            setting="key",
        )
    ends = [limits.get(name) for name in ("start", "stop", "step")]
    whole = [end if is_whole(end) else None for end in ends]
    if whole != ends or whole[2] == 0:
        raise RuleError(tr("has {value} in its key", value=show(part)), setting="key")
    return (None if size is None else len(range(*slice(*whole).indices(size))),)


def _pieces(value: Value, size: int | None, axis: int) -> tuple[int | None, ...]:
    if is_whole(value) and value > _MOST_PARTS:
        raise RuleError(
            tr("would have {count} outputs", count=show(value)),
            tr("More than {most} cannot be shown or wired.", most=_MOST_PARTS),
            setting="indices_or_sections",
        )
    if is_whole(value) and value > 0:
        if size is not None and size % value:
            raise RuleError(
                tr(
                    "cannot cut axis {axis} of size {size} into {count} equal parts",
                    axis=axis,
                    size=size,
                    count=value,
                ),
                tr("The number of parts has to divide the size."),
                setting="indices_or_sections",
                port=0,
                axis=axis,
            )
        return (None if size is None else size // value,) * value
    cuts = value if isinstance(value, tuple) else (None,)
    places = [cut for cut in cuts if is_whole(cut)]
    ends = [0, *places, size]
    if size is None:
        raise RuleError(
            tr(
                "cuts at {value}, but the size of axis {axis} is open", value=show(value), axis=axis
            ),
            tr("Keras has to know how much is left; a number of equal parts can wait."),
            setting="indices_or_sections",
            port=0,
            axis=axis,
        )
    if len(places) < len(cuts) or places != sorted(places) or (places and places[0] < 0):
        raise RuleError(
            tr("has {value} for indices_or_sections", value=show(value)),
            tr("It is a number of parts, or a rising list of the places to cut at."),
            setting="indices_or_sections",
        )
    if places and places[-1] > size:
        raise RuleError(
            tr(
                "cuts at {place}, but axis {axis} is {size} long",
                place=places[-1],
                axis=axis,
                size=size,
            ),
            setting="indices_or_sections",
            port=0,
            axis=axis,
        )
    return tuple(None if end is None else end - (start or 0) for start, end in pairwise(ends))


def _need_alike(inputs: Inputs, joined: int | None) -> None:
    first = inputs[0].shape
    for tensor in inputs[1:]:
        pairs = tuple(zip(first, tensor.shape, strict=False))
        differ = any(
            one != two and None not in (one, two)
            for axis, (one, two) in enumerate(pairs)
            if axis != joined
        )
        if differ or tensor.rank != len(first):
            raise RuleError(
                tr("cannot join {shapes}", shapes=show_shapes(inputs)),
                tr("They have to agree on all axes but the one along which they are joined."),
            )


def _common(inputs: Inputs) -> str:
    common = promoted(*(tensor.dtype for tensor in inputs))
    if common is None:
        raise RuleError(
            tr("cannot join texts and numbers"),
            tr("Turn texts into numbers first, with TextVectorization or StringLookup."),
        )
    return common


_MOST_PARTS = 1000


RULES: Mapping[str, Rule] = {
    "ops.concatenate": concatenate,
    "ops.get_item": get_item,
    "ops.split": split,
    "ops.stack": stack,
}
