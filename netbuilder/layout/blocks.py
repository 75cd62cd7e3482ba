"""Which places lie in one straight line along the flow.

The wires that pass ranks are straight, and so are chains of nodes that hang only on each
other. Lines are taken where they cross no other one (the alignment of Brandes and Köpf
2002, with other preferences).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from netbuilder.layout.ranks import Place, Ranks

Link: TypeAlias = tuple[Place, Place]


def blocks(ranks: Ranks, rows: Sequence[Sequence[Place]]) -> Sequence[Sequence[Place]]:
    """Return all places in groups, each of which is a straight line down the ranks."""
    spot = {place: index for row in rows for index, place in enumerate(row)}
    following = _straight(ranks, rows, spot)
    led = set(following.values())
    heads = (place for row in rows for place in row if place not in led)
    return [list(_line(place, following)) for place in heads]


def _line(place: Place, following: Mapping[Place, Place]) -> Iterator[Place]:
    end: Place | None = place
    while end is not None:
        yield end
        end = following.get(end)


def _straight(
    ranks: Ranks, rows: Sequence[Sequence[Place]], spot: Mapping[Place, int]
) -> Mapping[Place, Place]:
    """Return for each place the one that lies straight after it, if any."""
    following: dict[Place, Place] = {}
    for row in rows:
        taken: list[tuple[int, int]] = []
        for one, other in sorted(_links(ranks, row), key=_is_plain):
            link = (spot[one], spot[other])
            if all((link[0] - a) * (link[1] - b) > 0 for a, b in taken):
                taken.append(link)
                following[one] = other
    return following


def _links(ranks: Ranks, row: Sequence[Place]) -> Iterator[Link]:
    """Yield the links out of a rank that may be straight."""
    for place in row:
        for other in ranks.after[place]:
            alone = len(ranks.after[place]) == 1 and len(ranks.before[other]) == 1
            if alone or _skips(ranks, place) or _skips(ranks, other):
                yield place, other


def _skips(ranks: Ranks, place: Place) -> bool:
    """Tell whether a place is of a wire that leads past other nodes fed by its source."""
    source, target, _ = place
    return target is not None and len(ranks.after[source, None, 0]) > 1


def _is_plain(link: Link) -> bool:
    return all(place[1] is None for place in link)
