"""What the classes are called that the data of a script are to be told apart by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def class_names(
    names: Mapping[str, Any], answer: str, table: pd.DataFrame | None
) -> tuple[str, ...]:
    """Return the names of an answer's classes, as the code or the table has them.

    Args:
        names: What the code has defined.
        answer: The name of one of several answers; that of a single one does not count.
        table: What the data were made from; None for other data than tables.
    """
    known = names.get("CLASS_NAMES", ())
    if isinstance(known, dict):
        known = known.get(answer, ())
    column = names.get("CLASSES", {}).get(answer, names.get("TARGET"))
    if not known and table is not None and column is not None:
        known = np.unique(table[column].dropna().astype(str)).tolist()
    return tuple(known)


def names_of_answers(names: Mapping[str, Any]) -> Sequence[str] | Mapping[str, Sequence[str]]:
    """Return the names of all classes, for several answers by theirs; the table is read for them.

    Args:
        names: What a script has defined that has been run.
    """
    several = names.get("CLASSES")
    told: Sequence[str] | Mapping[str, Sequence[str]] = names.get("CLASS_NAMES", ())
    if told and (several is None or set(several) <= set(told)):
        return told
    if "look_through" in names:
        _, _, *classes = names["look_through"]()
        return tuple(classes[0]) if classes else ()
    if "read_table" not in names or (several is None and "TARGET" not in names):
        return told
    table = names["read_table"]()
    if several is None:
        return class_names(names, "", table)
    return {answer: class_names(names, answer, table) for answer in several}
