"""Whose code may run: what the user has looked at and trusted, remembered by its very text.

The code of the shipped examples may run as well: whoever runs this program trusts what is part
of it. It is known by its very text too, so that nothing else can pass for it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from netbuilder.catalog.custom import CustomCode
from netbuilder.project.custom import used_code
from netbuilder.project.examples import examples
from netbuilder.project.file import read_project
from netbuilder.project.model import Project
from netbuilder.project.reading import ProjectError, expect
from netbuilder.project.writing import replace_file

_FILE = "trusted_code.json"


def runnable_digests(folder: Path) -> frozenset[str]:
    """Return the digests of the code that may run on this computer.

    Args:
        folder: The user's.
    """
    return trusted_digests(folder) | _shipped_digests()


def trusted_digests(folder: Path) -> frozenset[str]:
    """Return the digests of the code that the user trusts.

    Args:
        folder: The user's; a file there that cannot be read trusts nothing.
    """
    try:
        data = expect(json.loads((folder / _FILE).read_text(encoding="utf-8")), dict, "trust")
        return frozenset(map(str, expect(data.get("trusted"), list, "trusted")))
    except (OSError, ValueError, RecursionError, ProjectError):
        return frozenset()


@cache
def _shipped_digests() -> frozenset[str]:
    return frozenset(
        code.digest for example in examples() for code in read_project(example.path).custom
    )


def trust(folder: Path, codes: Iterable[CustomCode]) -> None:
    """Remember that these very texts are trusted.

    Raises:
        OSError: it cannot be written.
    """
    before = trusted_digests(folder)
    after = before | {code.digest for code in codes}
    if after != before:
        replace_file(folder / _FILE, json.dumps({"trusted": sorted(after)}, indent=1))


def inert_code(project: Project, trusted: Collection[str]) -> tuple[CustomCode, ...]:
    """Return the custom code that would run in a training and that nobody has trusted."""
    return tuple(code for code in used_code(project) if code.digest not in trusted)
