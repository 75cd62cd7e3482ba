"""What can go wrong while a model of Keras is read."""

from __future__ import annotations


class ConfigError(ValueError):
    """The model cannot be read; the message says why, in one plain sentence.

    Attributes:
        line: The line of a script that is to blame, counted from 1, or None.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line
