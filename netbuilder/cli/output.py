"""How a command answers: text or JSON lines on standard output, one sentence on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum


class Exit(IntEnum):
    """What the exit code says; of several, the worst counts."""

    DONE = 0
    ERRORS = 1  # the network or its training has errors
    UNUSABLE = 2  # the input could not be used


class InputError(Exception):
    """Something given cannot be used; the message is one plain sentence."""


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_json(data: Mapping[str, object]) -> None:
    """Write one JSON object on a line."""
    say(json.dumps(data))


def complain(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def for_each_file(files: Iterable[str], action: Callable[[str], Exit]) -> Exit:
    """Do ``action`` with every file, after a bad one too, and return the worst exit code."""
    worst = Exit.DONE
    for file in files:
        try:
            code = action(file)
        except InputError as error:
            complain(str(error))
            code = Exit.UNUSABLE
        worst = max(worst, code)
    return worst
