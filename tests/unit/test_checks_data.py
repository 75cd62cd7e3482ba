"""Checks of the choice of data: one plain sentence for whatever cannot be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.checks import check_project
from netbuilder.dataset import DataChoice
from netbuilder.graph import Params
from netbuilder.project import Project
from netbuilder.validation import Report


def codes(choice: DataChoice) -> list[str]:
    """Return the codes of the errors in an otherwise empty project."""
    report = check_project(Project(data=choice), Report(), None)
    return [problem.code for problem in report.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        pytest.param(DataChoice("penguins"), [], id="shipped"),
        pytest.param(DataChoice("nowhere"), ["data.choice"], id="unknown"),
        pytest.param(DataChoice("csv", Path("a.csv")), ["data.choice"], id="no target chosen"),
        pytest.param(
            DataChoice("csv", Path("/no/such.csv"), Params(target="y")),
            ["data.file"],
            id="file gone",
        ),
        pytest.param(
            DataChoice("penguins", None, Params(test_share=7)), ["data.choice"], id="bad option"
        ),
    ],
)
def test_data_that_cannot_be_loaded_is_a_problem(choice: DataChoice, found: list[str]) -> None:
    assert codes(choice) == found


def test_a_file_that_is_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("a,y\n1,2\n")
    assert codes(DataChoice("csv", path, Params(target="y"))) == []
