"""In what order the places of each rank lie, so that few wires cross.

Each rank is sorted by the mean place of what it hangs on in the rank beside it, downwards
and upwards in turn (Sugiyama, Tagawa and Toda 1981, the second step).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netbuilder.layout.ranks import Place, Ranks

_SWEEPS = 4


def ordered(ranks: Ranks) -> Sequence[Sequence[Place]]:
    """Return the rows of ``ranks`` with their places from one side to the other."""
    rows = [list(row) for row in ranks.rows]
    spot = {place: float(index) for row in rows for index, place in enumerate(row)}
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        beside = ranks.before if downwards else ranks.after
        for row in rows if downwards else reversed(rows):
            _sort(row, beside, spot)
    return rows


def _sort(
    row: list[Place], beside: Mapping[Place, Sequence[Place]], spot: dict[Place, float]
) -> None:
    wanted = {place: _mean(place, beside[place], spot) for place in row}
    row.sort(key=wanted.__getitem__)
    for index, place in enumerate(row):
        spot[place] = index - (len(row) - 1) / 2


def _mean(place: Place, beside: Sequence[Place], spot: Mapping[Place, float]) -> float:
    if not beside:
        return spot[place]
    return sum(spot[other] for other in beside) / len(beside)
