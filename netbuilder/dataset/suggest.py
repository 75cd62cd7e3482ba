"""Suggests how to use a file of the user's, so that most need no option to be set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.folders import PICTURE_SUFFIXES, sniff_folder, subfolders
from netbuilder.dataset.options import OPTIONS
from netbuilder.dataset.sniff import ArrayGuess, TableGuess, sniff_arrays, sniff_table
from netbuilder.graph.values import Params, Value
from netbuilder.i18n import tr

_MOST_CLASSES = 20  # more different numbers than this are rather a quantity
_MOST_BYTES = 100_000_000  # of a table that is read as a whole
_LINE_SAMPLE = 64 * 1024
_ROUND_ROWS = 1000
_X_KEYS = ("x_train", "x", "data", "images", "features", "inputs")
_Y_KEYS = ("y_train", "y", "labels", "label", "targets", "target")


def suggest_choice(path: Path) -> DataChoice:
    """Return a choice for a file or folder with the options that it seems to need.

    Raises:
        DataError: the file is of another kind, or cannot be read.
    """
    if path.is_dir():
        guess = sniff_folder(path)
        folders = {"train": guess.train, "validation": guess.validation, "test": guess.test}
        parts: dict[str, Value] = {f"{part}_folder": name for part, name in folders.items()}
        return _choice(guess.kind, path, parts)
    match path.suffix.lower():
        case ".csv" | ".tsv" | ".txt":
            table = sniff_table(path)
            options = _table_options(table) | _named_pictures(path, table)
            return _choice("csv", path, options | _spared_memory(path, options))
        case ".npz" | ".npy":
            return _choice("npz", path, _array_options(sniff_arrays(path)))
        case _:
            raise DataError(tr('"{name}" is neither a CSV nor an NPZ or NPY file.', name=path.name))


def _choice(source: str, path: Path, options: dict[str, Value]) -> DataChoice:
    """Keep only the options that differ from their default."""
    defaults = {option.name: option.default for option in OPTIONS[source]}
    changed = {name: value for name, value in options.items() if value != defaults[name]}
    return DataChoice(source, path, Params(changed))


def _table_options(table: TableGuess) -> dict[str, Value]:
    """Return the options for a table, with the last fitting column as what to predict."""
    written: dict[str, Value] = {
        "delimiter": table.delimiter,
        "header": table.header,
        "encoding": table.encoding,
        "decimal": table.decimal,
    }
    useful = [name for name in table.columns if not _is_label(table, name)]
    labels = [name for name in table.columns if name not in useful]
    if len(table.numeric) == 1 and useful == [*table.numeric] and len(table.columns) <= 2:
        return {**written, "use": "series", "column": useful[0]}
    if len(useful) == 1 and len(labels) == 1 and not table.numeric:
        return {**written, "use": "text", "text": labels[0], "target": useful[0]}
    if len(useful) < 2:
        return {**written, "target": table.columns[-1]}
    target = useful[-1]
    features = tuple(name for name in useful if name != target) if labels else ()
    task = "number" if _is_quantity(table, target) else "classes"
    return {**written, "target": target, "task": task, "features": features}


def _named_pictures(path: Path, table: TableGuess) -> dict[str, Value]:
    """Return the options for a column with names of picture files, if there is one."""
    for column in table.columns:
        cells = table.cells(column)
        if cells and all(Path(cell).suffix.lower() in PICTURE_SUFFIXES for cell in cells):
            others = [name for name in table.columns if name != column]
            options: dict[str, Value] = {"pictures": (column,), "features": (column,)}
            options["picture_folder"] = _folder_of(path.parent, cells[0])
            if others:
                target = others[-1]
                task = "number" if _is_quantity(table, target) else "classes"
                options |= {"target": target, "task": task}
            return options
    return {}


def _folder_of(folder: Path, name: str) -> str:
    """Return the folder inside ``folder`` that holds a file; empty if none, or it itself, does."""
    if (folder / name).is_file():
        return ""
    return next((part.name for part in subfolders(folder) if (part / name).is_file()), "")


def _spared_memory(path: Path, options: Mapping[str, Value]) -> dict[str, Value]:
    """Return how a huge file is read: while training, or as far as a laptop's memory takes it."""
    size = path.stat().st_size
    if size <= _MOST_BYTES:
        return {}
    if "use" not in options and "pictures" not in options:
        return {"stream": True}
    with path.open("rb") as file:
        sample = file.read(_LINE_SAMPLE)
    lines = _MOST_BYTES * max(sample.count(b"\n"), 1) // len(sample)
    return {"most_rows": max(lines // _ROUND_ROWS * _ROUND_ROWS, _ROUND_ROWS)}


def _is_label(table: TableGuess, column: str) -> bool:
    """Tell whether a column is a name, a date or a text: nearly every row says another one."""
    cells = table.cells(column)
    distinct = len(set(cells))
    return not cells or (
        column not in table.numeric and distinct > _MOST_CLASSES and distinct > len(cells) / 4
    )


def _is_quantity(table: TableGuess, column: str) -> bool:
    """Tell whether a column is a number to be predicted, not the number of a class."""
    cells = table.cells(column)
    whole = all(cell.strip().lstrip("-").isdigit() for cell in cells)
    return column in table.numeric and not (whole and len(set(cells)) <= _MOST_CLASSES)


def _array_options(arrays: tuple[ArrayGuess, ...]) -> dict[str, Value]:
    """Return the options for arrays, by their usual names, else by their order."""
    keys = {array.key.lower(): array.key for array in arrays}
    x = next((keys[name] for name in _X_KEYS if name in keys), arrays[0].key)
    others = [array.key for array in arrays if array.key != x]
    y = next((keys[name] for name in _Y_KEYS if name in keys), others[0] if others else "")
    has_test = {"x_test", "y_test"} <= keys.keys()
    dtype = next((array.dtype for array in arrays if array.key == y), "")
    is_number = dtype[1:2] == "f"
    return {
        "x_key": x,
        "y_key": y,
        "x_test_key": keys["x_test"] if has_test else "",
        "y_test_key": keys["y_test"] if has_test else "",
        "target": ("number" if is_number else "classes") if y else "same as input",
    }
