"""The projects that ship, in teaching order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from netbuilder.project.file import SUFFIX, read_project
from netbuilder.resources import resource_path


@dataclass(frozen=True, slots=True)
class Example:
    """A shipped project.

    Attributes:
        number: Its place in the teaching order, from 1.
        name: By which the command line knows it, such as ``mnist-cnn``.
        title: What it is called.
        description: What it teaches, in a sentence or two.
        path: Its file.
    """

    number: int
    name: str
    title: str
    description: str
    path: Path


def examples() -> tuple[Example, ...]:
    """Return all shipped projects in teaching order."""
    files = sorted(resource_path("examples").glob(f"*{SUFFIX}"))
    return tuple(_example(path) for path in files)


def find_example(name: str) -> Example | None:
    """Return the example called ``name``; case, spaces, ``_`` and ``-`` do not matter."""
    wanted = _plain(name)
    for example in examples():
        if wanted in (_plain(example.name), _plain(example.title), str(example.number)):
            return example
    return None


def _example(path: Path) -> Example:
    number, _, name = path.stem.partition("-")
    project = read_project(path)
    return Example(int(number), name, project.title, project.notes, path)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
