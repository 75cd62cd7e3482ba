"""A row typed as it would stand in the table, made into the numbers that the network takes.

What a script's ``load_data()`` does to its table (words to columns, empty cells, scaling) is known
only inside it. It is called once more and watched until it returns; what it had measured then is
done to the typed row too. Where that does not give the numbers of the table's own rows, there is
no such reading, and rows are typed as the network takes them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.worker.samples import words as written

if TYPE_CHECKING:
    import pandas as pd

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_MOST_WORDS = 8  # of a column that are named where another one was typed


@dataclass(frozen=True, slots=True)
class TableRows:
    """Reads rows of a table.

    Attributes:
        words: For each column that the network sees, in the table's order, its words; None for
            one of numbers.
        usual: What an empty cell gets, for each number that the network takes; None where no
            cell may be empty.
        offset: What is taken off each number.
        span: What it is divided by then.
        target: What is taken off the number to be predicted, and what it is divided by then;
            None where it is trained as it stands in the table.
    """

    words: Mapping[str, tuple[str, ...] | None]
    usual: Array | None
    offset: Array
    span: Array
    target: tuple[float, float] | None = None

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the order in which a row is typed."""
        return list(self.words)

    def read(self, cells: Sequence[str]) -> Array:
        """Return a batch of one row as the network takes it.

        Raises:
            DataError: there are more or fewer cells than columns, or one cannot be used.
        """
        if len(cells) != len(self.words):
            raise DataError(
                tr(
                    "There are {count} values, but {wanted} are needed: {columns}.",
                    count=len(cells),
                    wanted=len(self.words),
                    columns=", ".join(self.words),
                )
            )
        import pandas as pd

        pairs = zip(self.words.items(), cells, strict=True)
        row = {name: [self._cell(name, known, cell.strip())] for (name, known), cell in pairs}
        numbers = _encoded(pd.DataFrame(row), self.words)
        if self.usual is not None:
            numbers = np.where(np.isnan(numbers), self.usual, numbers)
        return ((numbers - self.offset) / self.span).astype("float32")

    def say(self, answer: Array) -> str:
        """Write what the network answers, in the table's own units too if it learned others."""
        learned = written(answer)
        if self.target is None:
            return learned
        offset, span = self.target
        return tr(
            "{number} in the units of the table ({learned} as it was scaled for training)",
            number=written(answer * span + offset),
            learned=learned,
        )

    def _cell(self, name: str, known: tuple[str, ...] | None, cell: str) -> float | str | None:
        if known is not None:
            if cell and cell not in known:
                words = [*known[:_MOST_WORDS], *(["…"] if len(known) > _MOST_WORDS else [])]
                raise DataError(
                    tr(
                        "'{cell}' does not stand in the column '{column}' of the data; there are: "
                        "{words}.",
                        cell=cell,
                        column=name,
                        words=", ".join(words),
                    )
                )
            return cell or None
        if not cell and self.usual is not None:
            return float("nan")
        try:
            return float(cell.replace(",", "."))
        except ValueError:
            raise DataError(
                tr("The column '{column}' takes a number, not '{cell}'.", column=name, cell=cell)
            ) from None


def table_rows(names: Mapping[str, Any]) -> TableRows | None:
    """Return what reads rows as they stand in the table of a script; None where that is not known.

    Args:
        names: What the script has defined that has been run.

    Raises:
        Exception: whatever its ``load_data()`` raises.
    """
    load = names.get("load_data")
    if not isinstance(load, FunctionType) or "table" not in load.__code__.co_varnames:
        return None
    found = _locals_at_the_end(load)
    table, x = found["table"], found.get("x")
    if not isinstance(x, np.ndarray):
        return None
    features = names.get("FEATURES")
    seen = table[features] if features else table.drop(columns=names["TARGET"])
    words = {str(name): _words_of(seen[name]) for name in seen}
    if len(words) != len(seen.columns) or not np.array_equal(
        _encoded(seen, words), x, equal_nan=True
    ):
        return None
    offset, span = found.get("mean", found.get("low", 0)), found.get("std", found.get("span", 1))
    target = (float(found["y_mean"]), float(found["y_std"])) if "y_std" in found else None
    return TableRows(words, found.get("usual"), np.asarray(offset), np.asarray(span), target)


def _locals_at_the_end(function: FunctionType) -> dict[str, Any]:
    """Call a function without arguments; return its variables as they were when it returned."""
    found: dict[str, Any] = {}

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        if event == "return" and frame.f_code is function.__code__:
            found.update(frame.f_locals)

    _watched(function, watch)
    return found


def _watched(function: Callable[[], object], watch: Callable[..., object]) -> None:
    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        function()
    finally:
        sys.setprofile(before)


def _words_of(column: pd.Series[Any]) -> tuple[str, ...] | None:
    """Return the words of a column, in the order of the columns that they become."""
    if column.dtype.kind in "iufb":
        return None
    if column.dtype.name == "category":
        return tuple(map(str, column.cat.categories))
    return tuple(sorted(map(str, column.dropna().unique())))


def _encoded(table: pd.DataFrame, words: Mapping[str, tuple[str, ...] | None]) -> Array:
    """Return the rows of a table as numbers: each word a column of its own, as in scripts."""
    import pandas as pd

    parts = {
        name: table[name].astype("float64")
        if known is None
        else pd.Categorical(table[name].map(str, na_action="ignore"), known)
        for name, known in words.items()
    }
    numbers: Array = pd.get_dummies(pd.DataFrame(parts), dtype="float32").to_numpy("float32")
    return numbers
