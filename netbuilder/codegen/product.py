"""What can be exported as code: a script, for several machines too, the model, or a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.data import data_source
from netbuilder.codegen.machines import machine_files
from netbuilder.codegen.model import Style, model_code
from netbuilder.codegen.notebook import notebook
from netbuilder.codegen.script import script
from netbuilder.codegen.source import Source
from netbuilder.dataset import NO_DATA
from netbuilder.project import Project
from netbuilder.validation import Report

Form: TypeAlias = Literal["script", "model", "notebook", "machines"]

SUFFIXES = {"script": ".py", "model": ".py", "notebook": ".ipynb", "machines": ".py"}


@dataclass(frozen=True, slots=True)
class Product:
    """A file to write.

    Attributes:
        source: What it holds, with a map from nodes to lines (none for a notebook).
        data_files: What has to lie beside it.
        start_code: The script whose first weights have to lie beside it too, as
            :data:`~netbuilder.training.weights.START_WEIGHTS`; empty for none.
        machines: Whether several machines may share its training.
    """

    source: Source
    data_files: tuple[Path, ...] = ()
    start_code: str = ""
    machines: bool = False

    def texts(self, name: str) -> Mapping[str, str]:
        """Return the texts to write, by the names of their files; ``name`` is the code's own."""
        beside = machine_files(name, self.source.text) if self.machines else {}
        return {name: self.source.text, **beside}


def product(
    project: Project, report: Report, catalog: Catalog, form: Form, style: Style | None = None
) -> Product:
    """Return a project as a file of code.

    Args:
        project: What to write.
        report: What validation found out about its graph.
        catalog: What is known of Keras's classes.
        form: What kind of file.
        style: How to write the network; None for the plainest style that can express it.

    Raises:
        CodeError: The network cannot be written in ``style``.
        DataError: The project's data lack something that their code needs.
    """
    if form == "model":
        return Product(model_code(project.graph, report, catalog, project.title, style))
    machines = form == "machines"
    source = whole = script(project, report, catalog, style, machines=machines)
    if form == "notebook":
        source = Source(notebook(project, report, catalog, style), {})
    files = data_source(project.data).files if project.data != NO_DATA else ()
    start_code = whole.text if project.start is not None else ""
    return Product(source, files, start_code, machines and project.data != NO_DATA)
