"""Bounds on what reading a script may cost, so that every script is read or refused at once."""

from __future__ import annotations

from dataclasses import dataclass

MOST_STEPS = 60_000
"""Nodes of the syntax tree that are looked at; well under a second."""
DEEPEST = 40
"""Calls within calls of the script's own functions."""
LONGEST = 20_000
"""Entries of a list, letters of a text."""
PARTS_A_STEP = 10
"""How many parts of a value are gone through in the time of a step."""
STEPS_A_LAYER = 15
"""How many steps a layer, and every call of one, counts."""
OWN_STEPS = 2
"""How many steps in Keras's own source count as one."""
MOST_BITS = 2_048
"""Of a whole number."""
MOST_ROUNDS = 5_000
"""Rounds of one loop."""


def weight(value: object) -> int:
    """Return how many parts a value has, those within its parts included.

    A part that occurs twice counts twice. What is larger than :data:`LONGEST`, or holds
    itself, counts as one more than that.
    """
    return _weight(value, {})


def _weight(value: object, known: dict[int, int]) -> int:
    match value:
        case str():
            return min(len(value), LONGEST + 1)
        case list() | tuple():
            parts = value
        case dict():
            parts = list(value.values())
        case _:
            return 1
    key = id(value)
    if key not in known:
        known[key] = LONGEST + 1  # while it is weighed: whatever holds itself is too heavy
        whole = 1
        for part in parts:
            whole += _weight(part, known)
            if whole > LONGEST:
                break
        known[key] = min(whole, LONGEST + 1)
    return known[key]


class ReadingEndsError(Exception):
    """Nothing more of the script is read; carries the line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooLongError(ReadingEndsError):
    """The script takes more steps than are allowed."""


class ScriptEndsError(ReadingEndsError):
    """The script ends itself, or raises an error that nothing catches.

    Attributes:
        reason: The first line of what the error says; empty where that is not known.
    """

    def __init__(self, line: int, reason: str = "") -> None:
        super().__init__(line)
        self.reason = reason


@dataclass
class Budget:
    """Counts steps."""

    left: int = MOST_STEPS
    depth: int = 0

    def step(self, line: int, count: int = 1) -> None:
        """Count one step, or several for something large.

        Raises:
            TooLongError: there were too many.
        """
        self.left -= count
        if self.left < 0:
            raise TooLongError(line)

    def enter(self) -> bool:
        """Count one call deeper, to be followed by :meth:`leave`; False where it is too deep."""
        if self.depth >= DEEPEST:
            return False
        self.depth += 1
        return True

    def leave(self) -> None:
        """Come back from a call."""
        self.depth -= 1
