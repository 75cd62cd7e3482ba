"""Saves generated code together with the data that it reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netbuilder.codegen.model import CodeError, Style
from netbuilder.codegen.product import SUFFIXES, Form, Product, product
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.runs.folder import place_beside
from netbuilder.ui.document import Document
from netbuilder.ui.weights_start import WeightsStart


def export_code(
    document: Document,
    style: Style | None,
    form: Form,
    weights: WeightsStart,
    window: QWidget,
) -> None:
    """Ask where to and in which form, and save the code there; data files go beside it.

    Args:
        document: What to save.
        style: How to write the network; None for the plainest style.
        form: The form that is offered first.
        weights: Writes the weights that the code starts from.
        window: The parent of the dialog.
    """
    filters = _filters()
    name, chosen = QFileDialog.getSaveFileName(
        window,
        tr("Save code"),
        str(suggested_path(document, SUFFIXES[form].removeprefix("."))),
        ";;".join(filters.values()),
        filters[form],
    )
    if not name:
        return
    form = _form(Path(name), chosen, form)
    path = Path(name)
    try:
        made = write_code(
            document, style, form, path if path.suffix else path.with_suffix(SUFFIXES[form])
        )
        weights.write(made, path.parent)
    except (CodeError, DataError, OSError) as error:
        QMessageBox.warning(
            window, tr("NetBuilder"), tr("The code cannot be saved: {reason}.", reason=error)
        )


def write_code(document: Document, style: Style | None, form: Form, path: Path) -> Product:
    """Write the code to ``path``, and its data files beside it; return what was written.

    Raises:
        CodeError: the network cannot be written in this style.
        DataError: the data lack something.
        OSError: a file cannot be written.
    """
    made = product(document.project, document.report, document.catalog, form, style)
    for file_name, text in made.texts(path.name).items():
        path.with_name(file_name).write_text(text, encoding="utf-8", newline="\n")
    for file in made.data_files:
        place_beside(file, path.parent, copy=True)
    return made


def suggested_path(document: Document, suffix: str) -> Path:
    """Return where an export of the project might go: beside it, under its title."""
    folder = document.path.parent if document.path else Path.home()
    title = document.project.title or "network"
    stem = "".join(c if c.isalnum() else "_" for c in title.lower()).strip("_")
    return folder / f"{stem or 'network'}.{suffix}"


def _filters() -> Mapping[Form, str]:
    return {
        "script": tr("Whole script (*.py)"),
        "model": tr("Model only (*.py)"),
        "notebook": tr("Jupyter notebook (*.ipynb)"),
        "machines": tr("Script for several machines or GPUs (*.py)"),
    }


def _form(path: Path, chosen: str, offered: Form) -> Form:
    """Return the form that a name and the chosen filter mean; the name has the last word."""
    by_filter = {words: form for form, words in _filters().items()}
    form = by_filter.get(chosen, offered)
    if path.suffix == SUFFIXES["notebook"]:
        return "notebook"
    return "script" if path.suffix and form == "notebook" else form
