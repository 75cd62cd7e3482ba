"""Measures a table whose rows are read while a network trains on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from netbuilder.dataset.errors import DataError
from netbuilder.dataset.profile import Profile
from netbuilder.worker.data_errors import no_rows
from netbuilder.worker.measuring_arrays import tensor_profile
from netbuilder.worker.measuring_streams import first_samples, target_of
from netbuilder.worker.table_checks import check_words

if TYPE_CHECKING:
    import pandas as pd

_MOST_CLASSES = 10_000
"""With more different answers than this, they are no classes but numbers."""


def measure_rows(names: dict[str, Any]) -> Profile:
    """Return the profile of a table's training part; ranges are those of its first rows.

    Args:
        names: What the code has defined; it makes batches of one sample.

    Raises:
        DataError: the rows cannot be used.
    """
    look, read = names["look_through"], names["read_rows"]
    found: list[tuple[Any, ...]] = []
    counts: Counter[str] = Counter()

    def look_once() -> tuple[Any, ...]:
        """Look through the file, and keep what is found: the code asks for it once more."""
        if not found:
            names["read_rows"] = lambda: _counting(read(), names, counts)
            found.append(look())
            names["read_rows"] = read
        return found[0]

    names["look_through"] = look_once
    words, rows, *classes = look_once()
    for column, known in words.items():
        check_words(column, len(known))
    if not rows["train"]:
        raise DataError(no_rows())
    train, _, test = names["load_data"]()
    x, y = first_samples(train)
    known_classes = tuple(classes[0]) if classes else ()
    each = tuple(counts[name] for name in known_classes)
    return Profile(
        train_rows=len(train),
        test_rows=0 if test is None else len(test),
        x=tensor_profile(x),
        y=tensor_profile(y),
        target=target_of(y, each) if classes else "number",
        classes=known_classes,
        class_counts=each,
    )


def _counting(
    tables: Iterator[pd.DataFrame], names: dict[str, Any], counts: Counter[str]
) -> Iterator[pd.DataFrame]:
    """Yield ``tables``, and count the classes of the rows to train on."""
    low, high = names["PARTS"]["train"]
    for table in tables:
        train = table[table["lot"].between(low, high, "left")]
        if len(counts) <= _MOST_CLASSES:
            counts.update(train[names["TARGET"]].astype(str).value_counts().to_dict())
        yield table
