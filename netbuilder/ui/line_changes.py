"""What has to be written so that one text becomes another one, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class LineChange:
    """Lines that take the place of others.

    Attributes:
        first: The first line that goes, counted from 0; or the one that the new stand before.
        count: How many lines go.
        lines: What stands there instead.
    """

    first: int
    count: int
    lines: tuple[str, ...]


def line_changes(before: Sequence[str], now: Sequence[str]) -> tuple[LineChange, ...]:
    """Return the changes that make one text of another, in their order.

    Of texts with as many lines, those at the same place are compared, which takes no time.
    """
    shared = min(len(before), len(now))
    ahead = _alike(before[:shared], now[:shared])
    rest = shared - ahead
    behind = _alike(before[::-1][:rest], now[::-1][:rest])
    old, new = before[ahead : len(before) - behind], now[ahead : len(now) - behind]
    places = _by_place(old, new) if len(old) == len(new) else _matched(old, new)
    return tuple(
        LineChange(ahead + first, end - first, tuple(new[start:stop]))
        for first, end, start, stop in places
    )


_Place = tuple[int, int, int, int]
"""From where to where lines go, and from where to where others come in."""


def _by_place(old: Sequence[str], new: Sequence[str]) -> list[_Place]:
    found: list[_Place] = []
    for place, (line, its) in enumerate(zip(old, new, strict=True)):
        if line == its:
            continue
        if found and found[-1][1] == place:
            first = found.pop()[0]
            found.append((first, place + 1, first, place + 1))
        else:
            found.append((place, place + 1, place, place + 1))
    return found


def _matched(old: Sequence[str], new: Sequence[str]) -> list[_Place]:
    # Lines that come again and again say little of what belongs together, but cost most.
    codes = SequenceMatcher(None, old, new, autojunk=True).get_opcodes()
    return [(first, end, start, stop) for tag, first, end, start, stop in codes if tag != "equal"]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    differing = (number for number, (line, its) in pairs if line != its)
    return next(differing, min(len(one), len(other)))
