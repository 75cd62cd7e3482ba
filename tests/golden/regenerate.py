"""Writes the golden files anew: ``python -m tests.golden.regenerate``; review the difference."""

from __future__ import annotations

from pathlib import Path

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen import Source
from netbuilder.codegen.model import Style
from netbuilder.codegen.notebook import notebook
from netbuilder.codegen.script import script
from netbuilder.project import Project
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS

FOLDER = Path(__file__).parent / "code"
SUBCLASSED = (
    *("mnist_mlp", "names_embedding", "several_ends", "siamese", "twin"),
    *("encoder", "two_questions", "two_phases"),
)
NOTEBOOK = "mnist_mlp"


def code_of(project: Project, style: Style | None = None) -> Source:
    """Return the script of a project, as the program writes it."""
    catalog = load_catalog()
    return script(project, Validator(catalog).validate(project.graph), catalog, style)


def golden_files() -> dict[Path, str]:
    """Return what every golden file has to hold."""
    files = {FOLDER / f"{name}.py": code_of(project).text for name, project in PROJECTS.items()}
    for name in SUBCLASSED:
        files[FOLDER / f"{name}_subclass.py"] = code_of(PROJECTS[name], "subclass").text
    project = PROJECTS[NOTEBOOK]
    catalog = load_catalog()
    report = Validator(catalog).validate(project.graph)
    files[FOLDER / f"{NOTEBOOK}.ipynb"] = notebook(project, report, catalog)
    return files


def main() -> None:
    """Write a file for every project."""
    for path, text in golden_files().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
