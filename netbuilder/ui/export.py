"""Saves the generated script together with the data that it reads."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netbuilder.codegen.data import data_source
from netbuilder.codegen.model import Style
from netbuilder.codegen.script import script
from netbuilder.dataset import NO_DATA
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.runs.folder import place_beside
from netbuilder.ui.document import Document


def export_script(document: Document, style: Style | None, window: QWidget) -> None:
    """Ask where to, and save the script there; data files go beside it."""
    name, _ = QFileDialog.getSaveFileName(
        window, tr("Save script"), str(suggested_path(document, "py")), tr("Python scripts (*.py)")
    )
    if not name:
        return
    path = Path(name)
    try:
        write_script(document, style, path if path.suffix else path.with_suffix(".py"))
    except (DataError, OSError) as error:
        QMessageBox.warning(
            window, tr("NetBuilder"), tr("The script cannot be saved: {reason}.", reason=error)
        )


def write_script(document: Document, style: Style | None, path: Path) -> None:
    """Write the script to ``path``, and its data files beside it.

    Raises:
        DataError: the data lack something.
        OSError: a file cannot be written.
    """
    project = document.project
    source = script(project, document.report, document.catalog, style)
    path.write_text(source.text, encoding="utf-8", newline="\n")
    if project.data != NO_DATA:
        for file in data_source(project.data).files:
            place_beside(file, path.parent, copy=True)


def suggested_path(document: Document, suffix: str) -> Path:
    """Return where an export of the project might go: beside it, under its title."""
    folder = document.path.parent if document.path else Path.home()
    title = document.project.title or "network"
    stem = "".join(c if c.isalnum() else "_" for c in title.lower()).strip("_")
    return folder / f"{stem or 'network'}.{suffix}"
