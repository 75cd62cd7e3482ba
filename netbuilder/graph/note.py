"""What is written beside the network: frames around parts of it, and comments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

NoteId: TypeAlias = str


class NoteKind(StrEnum):
    """A kind of note."""

    FRAME = "frame"
    COMMENT = "comment"


class NoteColour(StrEnum):
    """The colour of a note; each scheme has its own shade of it."""

    GREY = "grey"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PURPLE = "purple"


@dataclass(frozen=True, slots=True)
class Note:
    """A frame or a comment on the canvas. Code, checks and training know nothing of it.

    Attributes:
        id: Identity within its graph.
        kind: A frame lies behind nodes and carries them along when it is moved.
        text: A frame's title, or a comment's Markdown.
        x: Left edge on the canvas in pixels at 100 %.
        y: Top edge on the canvas in pixels at 100 %.
        width: In pixels at 100 %.
        height: In pixels at 100 %.
        colour: Its colour.
    """

    id: NoteId
    kind: NoteKind
    text: str
    x: float
    y: float
    width: float
    height: float
    colour: NoteColour = NoteColour.GREY

    @property
    def is_frame(self) -> bool:
        """Whether it carries what lies in it."""
        return self.kind is NoteKind.FRAME

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place lies inside."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height
