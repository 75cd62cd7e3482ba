"""Measures a dataset by running the very code that an exported script loads it with."""

from __future__ import annotations

import math
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from netbuilder.dataset.errors import DataError
from netbuilder.dataset.profile import AnswerProfile, ColumnProfile, Profile, TargetKind
from netbuilder.dataset.sniff import sniff_arrays
from netbuilder.i18n import tr
from netbuilder.training.commands import MeasureData
from netbuilder.training.replies import Measured
from netbuilder.worker.class_names import class_names
from netbuilder.worker.data_errors import no_rows, no_samples, plain_sentence
from netbuilder.worker.measuring_arrays import tensor_profile
from netbuilder.worker.measuring_streams import (
    check_named_pictures,
    measure_folder,
    measure_series,
)
from netbuilder.worker.measuring_tables import measure_rows
from netbuilder.worker.pictures import draw_sheet
from netbuilder.worker.table_checks import check_table

if TYPE_CHECKING:
    import pandas as pd

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_HEAD_ROWS = 50
_PICTURES = 300  # of those that a table names, so many are measured


def measure(command: MeasureData) -> Measured:
    """Load data by the code of ``command`` and measure them.

    Whatever goes wrong comes back as a sentence in the answer, never as an exception.
    """
    names: dict[str, Any] = {}
    try:
        profile = _measured(command, names)
    except Exception as error:  # The data are the user's: anything may be wrong with them.
        file = Path(str(names.get("DATA_FILE", names.get("DATA_FOLDER", command.folder))))
        return Measured(
            command.request,
            message=plain_sentence(error, file),
            details=traceback.format_exc(),
        )
    return Measured(command.request, profile=profile)


def _measured(command: MeasureData, names: dict[str, Any]) -> Profile:
    """Run the code in ``names`` and measure what it loads."""
    # The file need not exist; it tells the code where its data lie.
    names |= {"__name__": "data", "__file__": str(Path(command.folder) / "data.py")}
    exec(compile(command.code, "<load_data>", "exec"), names)
    if "read_folder" in names or "read_files" in names:
        return measure_folder(command, names)
    if "read_tables" in names:
        table = next(names["read_tables"]())
        check_table(table, names)
        return replace(measure_rows(names), columns=_columns(table), head=_head(table))
    table = _read_table(names)
    if "BATCH_SIZE" in names and "load_table" not in names:
        return replace(measure_series(names), columns=_columns(table), head=_head(table))
    (x_train, y_train, *_), (x_test, *_) = names.get("load_table", names["load_data"])()
    loaded = _Loaded.of(x_train, y_train, x_test)
    if table is not None and loaded.count == 0:
        raise DataError(no_rows())
    for x in loaded.inputs.values():
        for y in loaded.answers.values():
            _check(x, y)
    if "load_table" in names:
        loaded = replace(loaded, inputs=_with_pictures(loaded.inputs, x_test, names))
    profile = _profile(loaded, names, table)
    pictures = _pictures(loaded, names, table)
    if command.pictures and command.samples and pictures is not None:
        _, y = loaded.first
        classes = _numbers(y)[: len(pictures)] if profile.classes else None
        draw_sheet(pictures, classes, command.samples).save(command.pictures)
    return profile


def _with_pictures(inputs: Mapping[str, Array], test: Any, names: dict[str, Any]) -> Any:
    """Return ``inputs`` with some pictures in the place of the names of all."""
    pictured = names["PICTURES"]
    read: dict[str, Array] = {}
    for name in pictured if isinstance(pictured, dict) else ("",):
        of_test = test[name] if isinstance(test, dict) else test
        check_named_pictures([*inputs[name], *(() if of_test is None else of_test)])
        read[name] = np.stack([names["read_picture"](file) for file in inputs[name][:_PICTURES]])
    return {**inputs, **read}


def _pictures(loaded: _Loaded, names: dict[str, Any], table: pd.DataFrame | None) -> Array | None:
    """Return samples that are pictures, if there are any."""
    if "load_table" in names:
        pictured = names["PICTURES"]
        return loaded.inputs[next(iter(pictured)) if isinstance(pictured, dict) else ""]
    x, _ = loaded.first
    return x if table is None and x.ndim in (3, 4) else None


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What load_data() has given.

    Attributes:
        inputs: The arrays that feed the inputs, by their names; a single one has none.
        answers: The right answers in the same way.
        test_rows: Samples kept for the final evaluation.
    """

    inputs: Mapping[str, Array]
    answers: Mapping[str, Array]
    test_rows: int

    @classmethod
    def of(cls, x: Any, y: Any, x_test: Any) -> _Loaded:
        """Return both sides by names."""
        tests = list(x_test.values()) if isinstance(x_test, dict) else [x_test]
        return cls(
            x if isinstance(x, dict) else {"": x},
            y if isinstance(y, dict) else {"": y},
            0 if tests[0] is None else len(tests[0]),
        )

    @property
    def first(self) -> tuple[Array, Array]:
        """The first input and the first answer."""
        return next(iter(self.inputs.values())), next(iter(self.answers.values()))

    @property
    def count(self) -> int:
        """How many samples there are to train on."""
        return len(self.first[1])


def _read_table(names: dict[str, Any]) -> pd.DataFrame | None:
    """Read and check the table, if the data are one; load_data() then takes it from here.

    Raises:
        DataError: the file cannot be used.
    """
    if "read_table" not in names:
        if "DATA_FILE" in names:
            sniff_arrays(Path(names["DATA_FILE"]))  # says what is wrong better than NumPy
        return None
    table: pd.DataFrame = names["read_table"]()
    check_table(table, names)
    names["read_table"] = table.copy
    return table


def _check(x: Array, y: Array) -> None:
    """Make sure that the arrays can be trained on.

    Raises:
        DataError: they cannot.
    """
    if len(x) == 0:
        raise DataError(no_samples())
    if len(x) != len(y):
        raise DataError(tr("There are {x} inputs, but {y} answers to them.", x=len(x), y=len(y)))
    if np.issubdtype(y.dtype, np.integer) and y.min() < 0:
        raise DataError(
            tr("A class has the number {number}, but Keras counts classes from 0.", number=y.min())
        )


def _profile(loaded: _Loaded, names: dict[str, Any], table: pd.DataFrame | None) -> Profile:
    """Describe the training part, and the table that it was made from."""
    x = loaded.first[0]
    inputs = {name: tensor_profile(values) for name, values in loaded.inputs.items()}
    answers = {
        name: _answer(x, y, class_names(names, name, table)) for name, y in loaded.answers.items()
    }
    first = next(iter(answers.values()))
    return Profile(
        train_rows=loaded.count,
        test_rows=loaded.test_rows,
        x=next(iter(inputs.values())),
        y=first.y,
        target=first.target,
        classes=first.classes,
        class_counts=first.class_counts,
        columns=_columns(table),
        head=_head(table),
        inputs={} if "" in inputs else inputs,
        answers={} if "" in answers else answers,
    )


def _answer(x: Array, y: Array, names: tuple[str, ...]) -> AnswerProfile:
    """Describe the answers to ``x``, whose classes may have these names."""
    target = _target_kind(x, y)
    counts: tuple[int, ...] = ()
    if target in ("classes", "binary", "one-hot"):
        size = y.shape[1] if target == "one-hot" else int(y.max()) + 1
        counts = tuple(np.bincount(_numbers(y), minlength=size).tolist())
    known = names if len(names) == len(counts) else tuple(map(str, range(len(counts))))
    return AnswerProfile(tensor_profile(y), target, known, counts)


def _target_kind(x: Array, y: Array) -> TargetKind:
    """Tell what kind of answer ``y`` is."""
    if y is x:
        return "same as input"
    columns = y.shape[1] if y.ndim == 2 else 1
    if y.ndim > 2:
        return "other"
    if columns > 1:
        ones = np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()
        return "one-hot" if ones else "number"
    if not np.issubdtype(y.dtype, np.integer):
        return "number"
    return "binary" if y.max() <= 1 else "classes"


def _numbers(y: Array) -> Array:
    """Return the class number of each sample."""
    return y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)


def _columns(table: pd.DataFrame | None) -> tuple[ColumnProfile, ...]:
    """Describe the columns as the file holds them."""
    if table is None:
        return ()
    return tuple(
        ColumnProfile(
            name=str(name),
            kind="number" if column.dtype.kind in "iufb" else "text",
            missing=int(column.isna().sum()),
            distinct=int(column.nunique()),
        )
        for name, column in table.items()
    )


def _head(table: pd.DataFrame | None) -> tuple[tuple[str, ...], ...]:
    """Return the first rows as text; an empty cell is an empty text."""
    if table is None:
        return ()
    head = table.head(_HEAD_ROWS)
    rows = zip(*(head[name].tolist() for name in head.columns), strict=True)
    return tuple(tuple(map(_cell, row)) for row in rows)


def _cell(value: object) -> str:
    """Return a cell as a file would hold it."""
    if isinstance(value, float):
        empty = "" if math.isnan(value) else str(value)
        return str(int(value)) if value.is_integer() else empty
    return "" if value is None else str(value)
