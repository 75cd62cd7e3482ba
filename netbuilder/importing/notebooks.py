"""Reads the code of Jupyter notebooks: the cells make a script, which is read and never run."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

from netbuilder.catalog.syntax import syntax_tree
from netbuilder.i18n import tr
from netbuilder.importing.config import Imported
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.notes import Note, Notes
from netbuilder.importing.source import read_source

_MAGIC = re.compile(r"\s*(?:[%!?]|.*\?\s*$|\w+\s*=\s*[%!])")
"""A line that IPython understands and Python does not."""
_WHOLE_CELL = re.compile(r"\s*%%(\w+)")
_TIMING = frozenset(("capture", "time", "timeit"))
"""Cell magics in front of plain Python."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of code: its place among all cells, counted from 1, and its lines."""

    number: int
    lines: tuple[str, ...]


def read_notebook(raw: bytes) -> Imported:
    """Return the model that a notebook builds from its first cell to its last.

    Args:
        raw: The notebook's file, of format 3 or later.

    Raises:
        ConfigError: it is no notebook, or no model could be found in it.
    """
    notes = Notes()
    cells = [_plain(cell, notes) for cell in _cells(raw)]
    script = "".join(f"{line}\n" for cell in cells for line in cell.lines)
    imported = read_source(script)
    found = [*notes.all, *(_in_cell(note, cells) for note in imported.notes)]
    return replace(imported, notes=tuple(found))


def _cells(raw: bytes) -> Iterator[_Cell]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise ConfigError(tr("It is not readable JSON.")) from None
    match data:
        case {"cells": list(cells)} | {"worksheets": [{"cells": list(cells)}, *_]}:
            pass
        case _:
            raise ConfigError(tr("It is no Jupyter notebook."))
    for number, cell in enumerate(cells, start=1):
        match cell:
            case {"cell_type": "code", "source": source} | {"cell_type": "code", "input": source}:
                text = "".join(map(str, source)) if isinstance(source, list) else str(source)
                yield _Cell(number, tuple(text.splitlines()))


def _plain(cell: _Cell, notes: Notes) -> _Cell:
    """Return a cell with what is no Python left blank, and a note for it."""
    magic = _WHOLE_CELL.match(cell.lines[0]) if cell.lines else None
    if magic is not None and magic[1] not in _TIMING:
        message = tr("Cell {cell} (%%{magic}) is left out.", cell=cell.number, magic=magic[1])
        notes.add(message)
        return replace(cell, lines=())
    if _is_python(cell.lines):
        return cell
    lines = tuple(_without_magic(line) for line in cell.lines)
    if not _is_python(lines):
        notes.add(tr("Cell {cell} is no Python and is left out.", cell=cell.number))
        return replace(cell, lines=())
    for at, line in enumerate(cell.lines, start=1):
        if line != lines[at - 1] and not _WHOLE_CELL.match(line):
            code = line.strip()[:48]
            notes.add(tr("Cell {cell}: {code} is left out.", cell=cell.number, code=code), at)
    return replace(cell, lines=lines)


def _without_magic(line: str) -> str:
    """Return a line, or a statement that does nothing instead of one for IPython."""
    if not _MAGIC.match(line):
        return line
    return line[: len(line) - len(line.lstrip())] + "pass"


def _is_python(lines: tuple[str, ...]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the notebook's, such as of a wrong backslash
            syntax_tree("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _in_cell(note: Note, cells: list[_Cell]) -> Note:
    """Return a note with its cell, and its line there."""
    line = note.line
    for cell in cells:
        if line is None:
            break
        if line <= len(cell.lines):
            message = tr("Cell {cell}: {message}", cell=cell.number, message=note.message)
            return Note(message, line)
        line -= len(cell.lines)
    return note
