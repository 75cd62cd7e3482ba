"""``netbuilder export``: code that runs without NetBuilder, or a picture of the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from netbuilder.cli.inputs import Checked, check, open_project, require_data
from netbuilder.cli.output import Exit, InputError, complain, for_each_file, say, say_json
from netbuilder.cli.weights import write_weights
from netbuilder.codegen.model import CodeError, Style
from netbuilder.codegen.product import SUFFIXES, Form, Product, product
from netbuilder.codegen.source import Source
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.runs.command import start_weights
from netbuilder.runs.folder import place_beside
from netbuilder.training.weights import START_WEIGHTS

PICTURES = ("svg", "png", "pdf")
FORMATS = ("py", "ipynb", *PICTURES)
Draw: TypeAlias = Callable[[Project, Path, str], None]
"""Draws a project's network into a file, as one of :data:`PICTURES`."""


def export_files(
    files: Sequence[str],
    output: str,
    *,
    style: Style | None,
    form: str | None,
    model_only: bool,
    machines: bool,
    draw: Draw,
    as_json: bool,
) -> Exit:
    """Write every file's code, and beside it the data files that it reads; or its picture.

    Args:
        files: What to export.
        output: The path of what is written, or for several files a folder.
        style: How to write the network; None for the plainest style that can express it.
        form: One of :data:`FORMATS`; None for what the output's name says.
        model_only: Write the model without data and training.
        machines: Write a script that several machines may share.
        draw: Draws the pictures.
        as_json: Whether to write a JSON object for each file.

    Raises:
        InputError: a notebook is wanted of the model alone, or for several machines.
    """
    suffix = form or Path(output).suffix.removeprefix(".").lower()
    picture = suffix if suffix in PICTURES else None
    wanted = None if picture else _form(suffix, model_only=model_only, machines=machines)

    def export_one(file: str) -> Exit:
        checked = check(file, open_project(file))
        ending = f".{picture}" if wanted is None else SUFFIXES[wanted]
        target = _target(Path(output), Path(file), ending, several=len(files) > 1)
        if wanted is None:
            written = _drawn(checked, target, suffix, draw)
        else:
            require_data(checked)
            if not checked.report.ok:
                complain(tr("{file} has errors; 'netbuilder check {file}' says which.", file=file))
                return Exit.ERRORS
            written = _write(checked, target, wanted, style)
        if as_json:
            say_json({"file": file, "ok": True, "written": [str(path) for path in written]})
        else:
            say(tr("Wrote {files}.", files=", ".join(map(str, written))))
        return Exit.DONE

    return for_each_file(files, export_one)


def write_script(checked: Checked) -> tuple[Source, tuple[Path, ...]]:
    """Return a project's script with its map to the nodes, and the data files that it reads.

    Raises:
        InputError: it cannot be written.
    """
    made = _made(checked, "script", None)
    return made.source, made.data_files


def _made(checked: Checked, form: Form, style: Style | None) -> Product:
    try:
        made = product(checked.project, checked.report, catalog_of(checked.project), form, style)
    except (CodeError, DataError) as error:
        message = tr("{file}: {reason}", file=checked.file, reason=error)
        raise InputError(message) from None
    missing = [file for file in made.data_files if not file.exists()]
    if missing:
        message = tr(
            "{file}: the data file {data} is not there.", file=checked.file, data=missing[0]
        )
        raise InputError(message)
    return made


def _write(checked: Checked, target: Path, form: Form, style: Style | None) -> list[Path]:
    made = _made(checked, form, style)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        texts = made.texts(target.name)
        for name, text in texts.items():
            target.with_name(name).write_text(text, encoding="utf-8", newline="\n")
        for file in made.data_files:
            place_beside(file, target.parent, copy=True)
    except OSError as error:
        message = tr("{file} cannot be written: {reason}.", file=target, reason=error.strerror)
        raise InputError(message) from None
    beside = [*list(texts)[1:], *(file.name for file in made.data_files)]
    weights = start_weights(checked.project)
    if weights is not None and made.start_code:
        write_weights(made.start_code, weights, target.parent / START_WEIGHTS)
        beside.append(START_WEIGHTS)
    return [target, *(target.parent / name for name in beside)]


def _drawn(checked: Checked, target: Path, form: str, draw: Draw) -> list[Path]:
    """Draw a network, finished or not."""
    if not checked.project.graph.nodes:
        raise InputError(tr("{file} has no layers to draw.", file=checked.file))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draw(checked.project, target, form)
    except OSError as error:
        message = tr("{file} cannot be written: {reason}.", file=target, reason=error.strerror)
        raise InputError(message) from None
    return [target]


def _target(output: Path, file: Path, suffix: str, *, several: bool) -> Path:
    if several or output.is_dir():
        return output / f"{file.stem}{suffix}"
    return output


def _form(wanted: str, *, model_only: bool, machines: bool) -> Form:
    if machines:
        if wanted == "ipynb" or model_only:
            raise InputError(tr("Only a whole script can be for several machines."))
        return "machines"
    if wanted != "ipynb":
        return "model" if model_only else "script"
    if model_only:
        raise InputError(tr("A notebook always holds the data and the training too."))
    return "notebook"
