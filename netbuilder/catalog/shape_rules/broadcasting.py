"""How shapes stretch to fit each other, after ``keras/src/ops/operation_utils.py``."""

from __future__ import annotations

from functools import reduce

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.tensors import Shape
from netbuilder.i18n import tr


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape to which all stretch, from the last axis on; axes of size 1 do so.

    Raises:
        RuleError: Two sizes differ and neither is 1.
    """
    return reduce(_stretched, shapes)


def _stretched(one: Shape, two: Shape) -> Shape:
    rank = max(len(one), len(two))
    left = (1,) * (rank - len(one)) + one
    right = (1,) * (rank - len(two)) + two
    sizes = enumerate(zip(left, right, strict=True))
    return tuple(_size(mine, other, axis, one, two) for axis, (mine, other) in sizes)


def _size(mine: int | None, other: int | None, axis: int, one: Shape, two: Shape) -> int | None:
    if mine == 1:
        return other
    if mine is None:
        return None if other == 1 else other
    if other in (1, None, mine):
        return mine
    raise RuleError(
        tr(
            "cannot join {one} and {two}: axis {axis} is {mine} and {other}",
            one=show(one),
            two=show(two),
            axis=axis,
            mine=mine,
            other=other,
        ),
        tr("It takes numbers from the same place of each input; only axes of size 1 stretch."),
        axis=axis,
    )
