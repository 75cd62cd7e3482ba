"""Guesses how a file of the user's is written, from its first bytes, without loading it."""

from __future__ import annotations

import ast
import csv
import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from netbuilder.catalog.tensors import Shape
from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr

_SAMPLE = 64 * 1024  # bytes of a table that are looked at
_READ = 24 * 1024  # characters of these that are taken apart
_DELIMITERS = ",;\t|"
_EMPTY_CELLS = {"", "na", "n/a", "nan", "null", "none", "<na>", "#n/a"}  # as pandas takes them
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_DECIMAL_POINT = re.compile(r"[-+]?\d+\.\d+")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")
_WIDE_SHARE = 0.6  # of the high bytes of a text in UTF-16 that are 0: digits, delimiters, Latin
_MOST_FILES = 100  # with one array each that are looked at
_LONGEST_HEADER = 10_000  # bytes of an array's header

# What zipfile, struct and ast.literal_eval raise for a file that is no NPZ file.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    MemoryError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class TableGuess:
    """How a table is written.

    Attributes:
        delimiter: What stands between two cells.
        header: Whether the first line holds the columns' names.
        encoding: Python's name for it.
        decimal: The sign before a number's decimals.
        columns: The columns' names as pandas gives them, or ``column 1`` and so on.
        numeric: The names of those that hold nothing but numbers and empty cells.
        rows: The first rows, without the header; each has a cell for every column.
    """

    delimiter: str
    header: bool
    encoding: str
    decimal: str
    columns: tuple[str, ...]
    numeric: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def cells(self, column: str) -> tuple[str, ...]:
        """Return the cells of a column that are not empty, as far as they were read."""
        index = self.columns.index(column)
        return tuple(row[index] for row in self.rows if not _is_empty(row[index]))


@dataclass(frozen=True, slots=True)
class ArrayGuess:
    """One array of a file: its key, its shape with the samples' axis, NumPy's dtype code."""

    key: str
    shape: Shape
    dtype: str


def sniff_table(path: Path) -> TableGuess:
    """Guess how a CSV file is written from its first 64 KB.

    Raises:
        DataError: it cannot be read, is empty, or is no text.
    """
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
            cut = bool(file.read(1))
    except OSError as error:
        raise _unreadable(path, error) from error
    encoding, text = _decoded(path, sample)
    if cut or len(text) > _READ:  # the last line may be half a line
        text = text[: text.rfind("\n", 0, _READ) + 1] or text
    delimiter, rows = _rows(path, text)
    decimal = _decimal(delimiter, rows)
    header = not any(_is_number(cell, decimal) for cell in rows[0])
    size = len(rows[0])
    columns = _pandas_names(rows[0]) if header else tuple(f"column {n + 1}" for n in range(size))
    body = tuple((*row[:size], *[""] * (size - len(row))) for row in rows[header:])
    numeric = tuple(
        name
        for index, name in enumerate(columns)
        if _all_numbers([row[index] for row in body], decimal)
    )
    return TableGuess(delimiter, header, encoding, decimal, columns, numeric, body)


def sniff_arrays(path: Path) -> tuple[ArrayGuess, ...]:
    """Return what an NPZ file holds, in its order, or an NPY file and those beside it.

    Only their first bytes are read.

    Raises:
        DataError: one cannot be read, or is no such file.
    """
    if path.suffix.lower() == ".npy":
        others = sorted(file for file in path.parent.glob("*.npy") if file.name != path.name)
        return tuple(map(_sniff_array, [path, *others[: _MOST_FILES - 1]]))
    try:
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith(".npy")]
            arrays = tuple(_member(archive, name) for name in members)
    except OSError as error:
        raise _unreadable(path, error) from error
    except _DAMAGES as error:
        message = tr('"{name}" is not an NPZ file, or it is damaged.', name=path.name)
        raise DataError(message) from error
    if not arrays:
        raise DataError(tr('There are no arrays in "{name}".', name=path.name))
    return arrays


def _unreadable(path: Path, error: OSError) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(tr('The file "{name}" is not there (any more).', name=path.name))
    reason = error.strerror or str(error)
    return DataError(
        tr('The file "{name}" cannot be read: {reason}.', name=path.name, reason=reason)
    )


def _decoded(path: Path, sample: bytes) -> tuple[str, str]:
    """Return the encoding and the text of the first bytes of a file."""
    if not sample.strip():
        raise DataError(tr('The file "{name}" is empty.', name=path.name))
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", sample[: len(sample) // 2 * 2].decode("utf-16", errors="replace")
    if (wide := _wide_encoding(sample)) is not None:
        return wide, sample[: len(sample) // 2 * 2].decode(wide, errors="replace")
    if b"\0" in sample:
        raise DataError(tr('"{name}" is not a text file.', name=path.name))
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", sample.decode("utf-8-sig", errors="replace")
    for encoding in ("utf-8", "gbk"):
        text = _decode_start(sample, encoding)
        if text is not None and (encoding == "utf-8" or _is_chinese(text)):
            return encoding, text
    return "latin-1", sample.decode("latin-1")


def _wide_encoding(sample: bytes) -> str | None:
    """Return the UTF-16 encoding of a text without a mark at its start: every other byte is 0."""
    shares = {
        "utf-16-le": sample[1::2].count(0) / len(sample[1::2] or b"-"),
        "utf-16-be": sample[::2].count(0) / len(sample[::2]),
    }
    low, high = sorted(shares, key=shares.__getitem__)
    return high if shares[high] > _WIDE_SHARE and shares[low] < 1 - _WIDE_SHARE else None


def _decode_start(sample: bytes, encoding: str) -> str | None:
    """Decode bytes whose last character may be cut; None if they are written otherwise."""
    for end in range(len(sample), max(len(sample) - 4, 0), -1):
        try:
            return sample[:end].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < end - 4:
                return None
    return None


def _is_chinese(text: str) -> bool:
    """Tell Chinese from European text misread as GBK, which gives rare characters mostly."""
    foreign = [letter for letter in text if not letter.isascii()]
    common = [letter for letter in foreign if letter.encode("gb2312", errors="ignore")]
    return len(common) > len(foreign) / 2


def _rows(path: Path, text: str) -> tuple[str, list[list[str]]]:
    """Return the delimiter that gives the most regular table, and that table."""
    tables = []
    for delimiter in _DELIMITERS:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            tables.append((delimiter, [row for row in lines if row]))
        except csv.Error:
            continue
    if not tables or not tables[0][1]:
        raise DataError(tr('"{name}" is not a table.', name=path.name))
    return max(tables, key=lambda table: _regularity(table[1]))


def _regularity(rows: list[list[str]]) -> tuple[float, int]:
    """Rate a way to cut: the share of rows with as many cells as the first; then the cells."""
    size = len(rows[0])
    share = sum(len(row) == size for row in rows) / len(rows)
    return (share if size > 1 else 0, size)


def _decimal(delimiter: str, rows: list[list[str]]) -> str:
    """Return the decimal sign: a comma only where no number is written with a point."""
    cells = [cell.strip() for row in rows for cell in row]
    if any(_DECIMAL_POINT.fullmatch(cell) for cell in cells):
        return "."
    commas = [cell for cell in cells if _DECIMAL_COMMA.fullmatch(cell)]
    if delimiter == ",":  # such cells stand in quotes, and may be large numbers in groups of three
        commas = [cell for cell in commas if not _THOUSANDS.fullmatch(cell)]
    return "," if commas else "."


def _pandas_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names that pandas gives the columns: each once, none empty."""
    names: list[str] = []
    for index, cell in enumerate(header):
        name = cell or f"Unnamed: {index}"
        count = sum(other == cell for other in header[:index])
        names.append(f"{name}.{count}" if count and cell else name)
    return tuple(names)


def _is_empty(cell: str) -> bool:
    return cell.strip().lower() in _EMPTY_CELLS


def _is_number(cell: str, decimal: str) -> bool:
    try:
        return math.isfinite(float(cell.strip().replace(decimal, ".")))
    except ValueError:
        return False


def _all_numbers(cells: Sequence[str], decimal: str) -> bool:
    known = [cell for cell in cells if not _is_empty(cell)]
    return bool(known) and all(_is_number(cell, decimal) for cell in known)


def _sniff_array(path: Path) -> ArrayGuess:
    try:
        with path.open("rb") as file:
            return _array(path.stem, file)
    except OSError as error:
        raise _unreadable(path, error) from error
    except _DAMAGES as error:
        message = tr('"{name}" is not an NPY file, or it is damaged.', name=path.name)
        raise DataError(message) from error


def _member(archive: zipfile.ZipFile, member: str) -> ArrayGuess:
    with archive.open(member) as file:
        return _array(member.removesuffix(".npy"), file)


def _array(key: str, file: IO[bytes]) -> ArrayGuess:
    """Read the header of one array."""
    header = ast.literal_eval(_header(file))
    return ArrayGuess(key, tuple(map(int, header["shape"])), str(header["descr"]))


def _header(file: IO[bytes]) -> str:
    """Return the text of an array's header; see numpy.lib.format for the layout.

    Raises:
        ValueError: it has none.
    """
    start = file.read(8)
    if start[:6] != b"\x93NUMPY":
        raise ValueError("no array")
    long = start[6] > 1
    (length,) = struct.unpack("<I" if long else "<H", file.read(4 if long else 2))
    if length > _LONGEST_HEADER:
        raise ValueError("the header is too long")
    return file.read(length).decode("latin-1")
