"""Generated code is, byte for byte, what was reviewed; formatters leave it so."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests.golden.regenerate import FOLDER, golden_files
from tests.unit.formatters import by_black, by_ruff

_NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".py", ".ipynb"))


@cache
def _written() -> dict[Path, str]:
    return golden_files()


@pytest.mark.parametrize("name", _NAMES)
def test_code_is_the_golden_one(name: str) -> None:
    assert _written()[FOLDER / name] == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", _NAMES)
def test_formatters_leave_the_code_as_it_is(name: str) -> None:
    for code in _codes(_written()[FOLDER / name], name):
        assert by_black(code) == code
        assert by_ruff(code) == code


def _codes(text: str, name: str) -> list[str]:
    """Return a script, or the code of a notebook's cells."""
    if name.endswith(".py"):
        return [text]
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code"]


def test_every_golden_file_is_written() -> None:
    assert sorted(path.name for path in _written()) == _NAMES
