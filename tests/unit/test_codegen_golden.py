"""Generated scripts are, byte for byte, those that were reviewed; formatters leave them so."""

from __future__ import annotations

import pytest

from tests.golden.projects import PROJECTS
from tests.golden.regenerate import FOLDER, code_of
from tests.unit.formatters import by_black, by_ruff


@pytest.mark.parametrize("name", PROJECTS)
def test_script_is_the_golden_one(name: str) -> None:
    golden = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert code_of(PROJECTS[name]).text == golden


@pytest.mark.parametrize("name", PROJECTS)
def test_formatters_leave_the_script_as_it_is(name: str) -> None:
    code = code_of(PROJECTS[name]).text
    assert by_black(code) == code
    assert by_ruff(code) == code


def test_every_golden_file_has_its_project() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == set(PROJECTS)
