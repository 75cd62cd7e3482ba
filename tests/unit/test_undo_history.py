"""The undo history: what merges, what is forgotten, and what counts as saved."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from netbuilder.project import Project
from netbuilder.ui.history import History, Step

Move = str | tuple[int, str]


def project(number: int) -> Project:
    """Return a project that differs from those of other numbers."""
    return Project(title=str(number))


def played(moves: Sequence[Move]) -> tuple[History, int]:
    """Return a history after these moves, and the project that is then open.

    A move is ``undo``, ``redo``, ``save``, or a number to go to with a word for merging.
    """
    history, now = History(), project(0)
    for move in moves:
        match move:
            case "undo":
                now = history.undo() or now
            case "redo":
                now = history.redo() or now
            case "save":
                history.mark_saved()
            case (int(number), str(word)):
                history.push(Step(now, project(number), f"to {number}", word))
                now = project(number)
    return history, int(now.title)


@pytest.mark.parametrize(
    ("moves", "now", "texts", "done", "modified"),
    [
        ([], 0, [], 0, False),
        (["undo", "redo"], 0, [], 0, False),
        ([(1, ""), (2, "")], 2, ["to 1", "to 2"], 2, True),
        ([(1, ""), (2, ""), "undo"], 1, ["to 1", "to 2"], 1, True),
        ([(1, ""), (2, ""), "undo", "undo"], 0, ["to 1", "to 2"], 0, False),
        ([(1, ""), "undo", "redo"], 1, ["to 1"], 1, True),
        ([(1, ""), (2, ""), "undo", (3, "")], 3, ["to 1", "to 3"], 2, True),
        ([(1, "drag"), (2, "drag")], 2, ["to 2"], 1, True),
        ([(1, "drag"), (2, "type")], 2, ["to 1", "to 2"], 2, True),
        ([(1, "drag"), (0, "drag")], 0, [], 0, False),
        ([(1, "drag"), "save", (2, "drag")], 2, ["to 1", "to 2"], 2, True),
        ([(1, ""), "save"], 1, ["to 1"], 1, False),
        ([(1, ""), "save", "undo"], 0, ["to 1"], 0, True),
        ([(1, ""), "save", "undo", "redo"], 1, ["to 1"], 1, False),
        ([(1, ""), "save", "undo", (2, "")], 2, ["to 2"], 1, True),
        ([(1, ""), "save", "undo", (2, ""), "undo"], 0, ["to 2"], 0, True),
    ],
    ids=[
        "fresh",
        "nothing to undo",
        "two steps",
        "one undone",
        "all undone",
        "redone",
        "a new step forgets the undone",
        "the same word merges",
        "another word does not",
        "a row that ends where it began",
        "nothing merges into what is saved",
        "saved",
        "undone past what is saved",
        "back at what is saved",
        "what is saved is forgotten",
        "what is saved cannot come back",
    ],
)
def test_history(moves: list[Move], now: int, texts: list[str], done: int, modified: bool) -> None:
    history, number = played(moves)
    assert number == now
    assert [step.text for step in history.steps] == texts
    assert (history.done, history.modified) == (done, modified)
