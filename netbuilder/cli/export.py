"""``netbuilder export``: a script that runs without NetBuilder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netbuilder.catalog.library import load_catalog
from netbuilder.cli.inputs import Checked, check, open_project, require_data
from netbuilder.cli.output import Exit, InputError, complain, for_each_file, say, say_json
from netbuilder.codegen.data import data_source
from netbuilder.codegen.model import CodeError, Style
from netbuilder.codegen.script import script
from netbuilder.codegen.source import Source
from netbuilder.dataset import NO_DATA
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.runs.folder import place_beside

FORMATS = ("py", "ipynb", "svg", "png", "pdf")
STYLES = ("sequential", "functional", "subclass")


def export_files(
    files: Sequence[str], output: str, *, style: str | None, form: str | None, as_json: bool
) -> Exit:
    """Write every file's script, and beside it the data files that it reads.

    Args:
        files: What to export.
        output: The script's path, or for several files a folder.
        style: One of :data:`STYLES`; None for the plainest that can express the network.
        form: One of :data:`FORMATS`; None for what the output's name says.
        as_json: Whether to write a JSON object for each file.

    Raises:
        InputError: the style or the format is not offered yet.
    """
    wanted_form = form or Path(output).suffix.removeprefix(".").lower() or "py"
    if wanted_form in FORMATS[1:]:
        raise InputError(tr("Export as {format} is not possible yet.", format=wanted_form))
    wanted_style = _style(style)

    def export_one(file: str) -> Exit:
        checked = check(file, open_project(file))
        require_data(checked)
        if not checked.report.ok:
            message = tr("{file} has errors; 'netbuilder check {file}' says which.", file=file)
            complain(message)
            return Exit.ERRORS
        target = _target(Path(output), Path(file), several=len(files) > 1)
        written = _write(checked, target, wanted_style)
        if as_json:
            say_json({"file": file, "ok": True, "written": [str(path) for path in written]})
        else:
            say(tr("Wrote {files}.", files=", ".join(map(str, written))))
        return Exit.DONE

    return for_each_file(files, export_one)


def write_script(checked: Checked, style: Style | None = None) -> tuple[Source, tuple[Path, ...]]:
    """Return a project's script and the data files that it reads.

    Raises:
        InputError: it cannot be written.
    """
    project = checked.project
    try:
        source = script(project, checked.report, load_catalog(), style)
        files = data_source(project.data).files if project.data != NO_DATA else ()
    except (CodeError, DataError) as error:
        message = tr("{file}: {reason}", file=checked.file, reason=error)
        raise InputError(message) from None
    missing = [file for file in files if not file.is_file()]
    if missing:
        message = tr(
            "{file}: the data file {data} is not there.", file=checked.file, data=missing[0]
        )
        raise InputError(message)
    return source, files


def _write(checked: Checked, target: Path, style: Style | None) -> list[Path]:
    source, data_files = write_script(checked, style)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.text, encoding="utf-8", newline="\n")
        for file in data_files:
            place_beside(file, target.parent, copy=True)
    except OSError as error:
        message = tr("{file} cannot be written: {reason}.", file=target, reason=error.strerror)
        raise InputError(message) from None
    return [target, *(target.parent / file.name for file in data_files)]


def _target(output: Path, file: Path, *, several: bool) -> Path:
    if several or output.is_dir():
        return output / f"{file.stem}.py"
    return output


def _style(style: str | None) -> Style | None:
    match style:
        case None | "sequential" | "functional":
            return style
        case _:
            raise InputError(tr("Export in the style {style} is not possible yet.", style=style))
