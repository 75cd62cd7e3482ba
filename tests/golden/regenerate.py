"""Writes the golden files anew: ``python -m tests.golden.regenerate``; review the difference."""

from __future__ import annotations

from pathlib import Path

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen import Source
from netbuilder.codegen.script import script
from netbuilder.project import Project
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS

FOLDER = Path(__file__).parent / "code"


def code_of(project: Project) -> Source:
    """Return the script of a project, as the program writes it."""
    catalog = load_catalog()
    return script(project, Validator(catalog).validate(project.graph), catalog)


def main() -> None:
    """Write a file for every project."""
    for name, project in PROJECTS.items():
        path = FOLDER / f"{name}.py"
        path.write_text(code_of(project).text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
