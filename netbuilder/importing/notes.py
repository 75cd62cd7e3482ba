"""What could not be followed while a model was read, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST = 200


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not taken over, or not as it stood.

    Attributes:
        message: What, in one or two plain sentences.
        line: The line of the source, counted from 1; None where there are no lines.
    """

    message: str
    line: int | None = None


@dataclass
class Notes:
    """Collects notes, each once; beyond 200 no more are taken."""

    _found: dict[Note, None] = field(default_factory=dict)

    def add(self, message: str, line: int | None = None) -> None:
        """Take a note."""
        if len(self._found) < _MOST:
            self._found[Note(message, line)] = None

    def take(self, others: Notes) -> None:
        """Take the notes that were collected elsewhere."""
        for note in others.all:
            self.add(note.message, note.line)

    @property
    def all(self) -> tuple[Note, ...]:
        """All notes by line; those without a line come last."""
        return tuple(sorted(self._found, key=lambda note: (note.line is None, note.line or 0)))
