"""Looks at a table before it is prepared, to say plainly what keeps it from being used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr

if TYPE_CHECKING:
    import pandas as pd

# A text column becomes one column for each of its words; beyond this it is rather an id,
# a name or a date, and would only fill the memory.
MOST_WORDS = 100
_MOST_NAMED = 8


def check_table(table: pd.DataFrame, names: Mapping[str, Any]) -> None:
    """Make sure that ``table`` can be prepared by the code that defined ``names``.

    Raises:
        DataError: it cannot; the message says why.
    """
    if len(table) == 0:
        raise DataError(tr("The file holds no rows."))
    chosen = [names[name] for name in ("TARGET", "COLUMN", "TEXT", "WEIGHTS") if name in names]
    asked = {name: names.get(name, {}).values() for name in ("CLASSES", "NUMBERS")}
    chosen += [column for columns in asked.values() for column in columns]
    fed = [column for columns in names.get("INPUTS", {}).values() for column in columns]
    features = [*names.get("FEATURES", ()), *dict.fromkeys(fed)]
    kinds = names.get("CATEGORIES", ())
    other = [*columns_in(names.get("TEXTS", ())), *columns_in(names.get("PICTURES", ()))]
    _check_columns(table, [*chosen, *features, *kinds, *other])
    for column in (*asked["NUMBERS"], *(names[name] for name in ("WEIGHTS",) if name in names)):
        _check_series(table[column], column)
    if "COLUMN" in names:
        for name in (names["COLUMN"], *names.get("FEATURES", ())):
            _check_series(table[name], name)
    elif "TEXT" not in names and (features or not other):
        features = features or [name for name in table if name not in chosen]
        _check_features(table, features, kinds)


def columns_in(named: object) -> list[str]:
    """Return the columns that a constant names: one, several, or some for each input."""
    match named:
        case str():
            return [named]
        case Mapping():
            return [column for part in named.values() for column in columns_in(part)]
        case _:
            return list(map(str, named)) if isinstance(named, Sequence) else []


def _check_columns(table: pd.DataFrame, wanted: list[str]) -> None:
    """Make sure that the columns are there."""
    for name in wanted:
        if name not in table.columns:
            there = ", ".join(map(str, table.columns[:_MOST_NAMED]))
            more = ", ..." if len(table.columns) > _MOST_NAMED else ""
            raise DataError(
                tr(
                    'There is no column "{name}"; the columns are: {columns}.',
                    name=name,
                    columns=there + more,
                )
                + (" " + _delimiter_hint() if len(table.columns) == 1 else "")
            )


def _check_series(column: pd.Series[Any], name: str) -> None:
    """Make sure that a column is a series of numbers."""
    if column.dtype.kind not in "iuf":
        raise DataError(tr('The column "{name}" does not hold numbers only.', name=name))


def _check_features(table: pd.DataFrame, features: list[str], kinds: Sequence[str]) -> None:
    """Make sure that there are features, and that each can be made into numbers."""
    if not features:
        raise DataError(
            tr("There is no column besides the one to predict.") + " " + _delimiter_hint()
        )
    for name in features:
        column = table[name]
        if column.isna().all():
            raise DataError(
                tr('The column "{name}" is empty; leave it out of the features.', name=name)
            )
        as_words = name in kinds or column.dtype.kind not in "iufb"
        if as_words:
            check_words(name, column.nunique())


def check_words(column: str, count: int) -> None:
    """Make sure that each word of a text column can have a column of its own.

    Raises:
        DataError: there are too many.
    """
    if count > MOST_WORDS:
        raise DataError(
            tr(
                'The column "{name}" holds {count} different values, too many to learn from; '
                "leave it out of the features.",
                name=column,
                count=count,
            )
        )


def _delimiter_hint() -> str:
    return tr("Perhaps the delimiter is another one.")
