"""Rows that are typed as they stand in a table become the numbers that the network has seen."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netbuilder.codegen.data import data_source
from netbuilder.dataset import DataChoice, DataError
from netbuilder.graph import Params, Value
from netbuilder.worker.typed_rows import TableRows, table_rows

ROWS = (
    ("12.5", "Köln", "3", "yes", "90"),
    ("17", "Bonn", "4", "no", "120.5"),
    ("", "Köln", "3", "no", "100"),
    ("9", "Trier", "5", "yes", "80"),
    ("30", "", "4", "no", "140"),
    ("22", "Bonn", "5", "yes", "95"),
)
HEADER = ("area", "town", "rooms", "garden", "price")


def names_of(folder: Path, **options: Value) -> dict[str, Any]:
    """Return what the code defines that loads the table as asked."""
    file = folder / "flats.csv"
    file.write_text("\n".join(map(",".join, (HEADER, *ROWS))), encoding="utf-8")
    usual = Params(target="price", task="number", test_share=0)
    data = data_source(DataChoice("csv", file, Params({**usual, **options})))
    script = folder / "load.py"
    script.write_text("\n".join([*data.imports, data.constants, data.code]), encoding="utf-8")
    return runpy.run_path(str(script))


def reading(folder: Path, **options: Value) -> TableRows:
    rows = table_rows(names_of(folder, **options))
    assert rows is not None
    return rows


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        pytest.param({}, 4, id="rows with empty cells left out"),
        pytest.param({"missing": "mean"}, 6, id="the mean for empty cells"),
        pytest.param({"scale": "0 to 1"}, 4, id="scaled to 0 to 1"),
        pytest.param({"scale": "none"}, 4, id="as they are"),
        pytest.param({"categories": ("rooms",)}, 4, id="numbers that are names of kinds"),
        pytest.param({"features": ("town", "area")}, 4, id="some columns, in another order"),
    ],
)
def test_each_row_typed_is_the_row_that_is_trained_on(
    options: dict[str, Value], kept: int, tmp_path: Path
) -> None:
    names = names_of(tmp_path, **options)
    rows = table_rows(names)
    assert rows is not None
    (x_train, _), _ = names["load_data"]()
    whole = [row for row in ROWS if kept == len(ROWS) or all(row)]
    typed = [rows.read([row[HEADER.index(name)] for name in rows.columns]) for row in whole]
    assert len(x_train) == len(typed) == kept
    order = np.lexsort(x_train.T), np.lexsort(np.concatenate(typed).T)
    np.testing.assert_allclose(np.concatenate(typed)[order[1]], x_train[order[0]], atol=1e-6)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param(["1"], "There are 1 values, but 4 are needed: area, town", id="too few"),
        pytest.param(["1", "Rom", "3", "no"], "there are: Bonn, Köln, Trier", id="new word"),
        pytest.param(["", "Bonn", "3", "no"], "takes a number, not ''", id="empty cell"),
        pytest.param(["x", "Bonn", "3", "no"], "takes a number, not 'x'", id="no number"),
    ],
)
def test_what_cannot_be_used_is_said(cells: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=said):
        reading(tmp_path).read(cells)


def test_a_decimal_comma_is_understood(tmp_path: Path) -> None:
    rows = reading(tmp_path)
    first, second = (rows.read([area, "Bonn", "3", "no"]) for area in ("12,5", "12.5"))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("price", [95, 120.5])
def test_an_answer_is_told_in_the_units_of_the_table(price: float, tmp_path: Path) -> None:
    names = names_of(tmp_path, scale_target=True, missing="mean")
    rows = table_rows(names)
    assert rows is not None
    (_, y_train), _ = names["load_data"]()
    prices = np.array([float(row[-1]) for row in ROWS])
    learned = np.sort(np.ravel(y_train))[np.searchsorted(np.sort(prices), price)]
    assert rows.say(np.array([learned])).startswith(f"{price:.4g} in the units of the table")


def test_an_answer_that_was_not_scaled_is_told_as_it_is(tmp_path: Path) -> None:
    assert reading(tmp_path).say(np.array([95.0])) == "95"


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"inputs": Params(a=("area",), b=("rooms",))}, id="several inputs"),
        pytest.param({"use": "series", "column": "area", "window": 2}, id="a series"),
    ],
)
def test_other_data_are_not_typed_as_rows(options: dict[str, Value], tmp_path: Path) -> None:
    assert table_rows(names_of(tmp_path, **options)) is None
