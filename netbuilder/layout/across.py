"""How far to the side each place lies: near to what it hangs on, none on another.

Lines of places move as one. Each is drawn to the middle of what it hangs on; then the
least shifts that keep the distances are made once from each side, and the mean of both is
taken (as Brandes and Köpf 2002 balance theirs): distances that both keep, the mean keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import TypeAlias

from netbuilder.layout.blocks import blocks
from netbuilder.layout.ranks import Place, Ranks

_ROUNDS = 16

Neighbours: TypeAlias = Mapping[int, Mapping[int, float]]
"""For each line the lines beside it, and how far their middles must be apart."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines by number, from one side to the other, and what keeps and draws them."""

    order: Sequence[int]
    left: Neighbours
    right: Neighbours
    links: Mapping[int, Sequence[int]]


def across(
    ranks: Ranks, rows: Sequence[Sequence[Place]], apart: Callable[[Place, Place], float]
) -> Mapping[Place, float]:
    """Return the middle of each place across the flow.

    Args:
        ranks: What hangs on what.
        rows: The places of each rank, in their order.
        apart: How far the middles of two places side by side must be apart, at least.
    """
    line_of = {place: number for number, line in enumerate(blocks(ranks, rows)) for place in line}
    lines = _lines(ranks, rows, line_of, apart)
    spot = dict.fromkeys(lines.order, 0.0)
    for _ in range(_ROUNDS):
        spot = _parted(lines, {number: _drawn(lines, number, spot) for number in lines.order})
    return {place: spot[number] for place, number in line_of.items()}


def _drawn(lines: _Lines, number: int, spot: Mapping[int, float]) -> float:
    """Return a place half way to the middle of what a line hangs on.

    All the way, two lines that hang on each other would change places for ever.
    """
    beside = [spot[other] for other in lines.links[number]] or [spot[number]]
    return (spot[number] + sum(beside) / len(beside)) / 2


def _lines(
    ranks: Ranks,
    rows: Sequence[Sequence[Place]],
    line_of: Mapping[Place, int],
    apart: Callable[[Place, Place], float],
) -> _Lines:
    left: dict[int, dict[int, float]] = {number: {} for number in line_of.values()}
    right: dict[int, dict[int, float]] = {number: {} for number in line_of.values()}
    links: dict[int, list[int]] = {number: [] for number in line_of.values()}
    for row in rows:
        for one, other in pairwise(row):
            least = apart(one, other)
            a, b = line_of[one], line_of[other]
            left[b][a] = right[a][b] = max(least, left[b].get(a, 0.0))
        for place in row:
            for other in ranks.after[place]:
                a, b = line_of[place], line_of[other]
                if a != b:
                    links[a].append(b)
                    links[b].append(a)
    order = tuple(TopologicalSorter(left).static_order())
    return _Lines(order, left, right, links)


def _parted(lines: _Lines, wanted: Mapping[int, float]) -> dict[int, float]:
    """Return where lines lie that keep their distances and are near to where they should be."""
    pushed = _pushed(lines.order, lines.left, wanted)
    mirrored = {number: -at for number, at in wanted.items()}
    pulled = _pushed(reversed(lines.order), lines.right, mirrored)
    return {number: (pushed[number] - pulled[number]) / 2 for number in lines.order}


def _pushed(
    order: Iterable[int], before: Neighbours, wanted: Mapping[int, float]
) -> Mapping[int, float]:
    """Return the least places that are not before what is wanted, nor too near to another."""
    spot: dict[int, float] = {}
    for number in order:
        least = (spot[other] + apart for other, apart in before[number].items())
        spot[number] = max((wanted[number], *least))
    return spot
