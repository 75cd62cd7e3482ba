"""Layers that are built already and get sizes that are left open: judged as what they know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.tensors import Tensor
from netbuilder.validation.report import NodeReport

Judge: TypeAlias = Callable[[tuple[Tensor, ...]], NodeReport | RuleError]
"""Gives what would be known of a layer if it were built for what comes."""


def sharply_judged(
    built: NodeReport,
    arrived: tuple[Tensor, ...],
    judge: Judge,
) -> NodeReport | RuleError:
    """Return the finding with sizes as a layer was built for: of one axis, else of all.

    Args:
        built: What is known of the layer with the tensors that it was built for.
        arrived: What it gets now.
        judge: Gives what would be known of it with other tensors.
    """
    every = range(1, max(tensor.rank for tensor in arrived))
    finding = judge(tuple(map(partial(_sharpened, every), arrived, built.inputs)))
    for place in every if isinstance(finding, NodeReport) else ():
        less = judge(tuple(map(partial(_sharpened, (place,)), arrived, built.inputs)))
        if isinstance(less, NodeReport):
            return less
    return finding


def _sharpened(places: Sequence[int], tensor: Tensor, built: Tensor) -> Tensor:
    """Return a tensor, with sizes that it leaves open as a layer was built for.

    Args:
        places: Which axes, counted from the last one, which is 1.
        tensor: What comes.
        built: What the layer was built for.
    """
    pairs = _from_the_last(tensor, built)
    sizes = [
        was if has is None and place in places else has for place, (has, was) in enumerate(pairs, 1)
    ][::-1]
    return replace(tensor, shape=(*tensor.shape[: tensor.rank - len(sizes)], *sizes))


def _from_the_last(tensor: Tensor, built: Tensor) -> list[tuple[int | None, int | None]]:
    """Return sizes that come beside those that were built for, the batch left out."""
    return list(zip(tensor.shape[:0:-1], built.shape[:0:-1], strict=False))
