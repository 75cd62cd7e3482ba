"""What the columns of a table are for, and how that is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.dataset import DataChoice
from netbuilder.dataset.roles import Role, column_roles, roles_of, with_role
from netbuilder.graph.values import Params, Value
from tests.unit.data_choices import builtin

COLUMNS = ("size", "month", "note", "kind")


def csv(**options: Value) -> DataChoice:
    return DataChoice("csv", Path("own.csv"), Params({"target": "kind", **options}))


def roles(choice: DataChoice) -> dict[str, Role]:
    return column_roles(choice, COLUMNS)


SOME = ("size", "month")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(builtin("mnist_5k"), (), id="pictures"),
        pytest.param(builtin("iris"), ("feature", "left out"), id="scikit-learn's"),
        pytest.param(
            csv(),
            ("feature", "category", "free text", "picture", "target", "weight", "left out"),
            id="table",
        ),
        pytest.param(csv(use="series"), ("feature", "series", "left out"), id="series"),
        pytest.param(csv(use="text"), ("target", "text", "left out"), id="text"),
    ],
)
def test_the_roles_that_there_are(choice: DataChoice, expected: tuple[Role, ...]) -> None:
    assert roles_of(choice) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(csv(), ("feature", "feature", "feature", "target"), id="all but the target"),
        pytest.param(
            csv(features=SOME, categories=("month", "note")),
            ("feature", "category", "left out", "target"),
            id="chosen",
        ),
        pytest.param(
            csv(use="text", text="note"),
            ("left out", "left out", "text", "target"),
            id="texts",
        ),
        pytest.param(
            csv(use="series", column="size"),
            ("series", "left out", "left out", "left out"),
            id="series",
        ),
    ],
)
def test_the_role_of_each_column(choice: DataChoice, expected: tuple[Role, ...]) -> None:
    assert tuple(roles(choice).values()) == expected


@pytest.mark.parametrize(
    ("column", "role", "expected"),
    [
        ("note", "left out", ("feature", "feature", "left out", "target")),
        ("month", "category", ("feature", "category", "feature", "target")),
        ("size", "target", ("target", "feature", "feature", "left out")),
        ("kind", "left out", ("feature", "feature", "feature", "target")),
        ("kind", "target", ("feature", "feature", "feature", "target")),
        ("size", "weight", ("weight", "feature", "feature", "target")),
    ],
)
def test_a_role_is_changed(column: str, role: Role, expected: tuple[Role, ...]) -> None:
    assert tuple(roles(with_role(csv(), COLUMNS, column, role)).values()) == expected


def test_another_weight_takes_the_place_of_the_first() -> None:
    first = with_role(csv(), COLUMNS, "size", "weight")
    second = with_role(first, COLUMNS, "note", "weight")
    assert tuple(roles(second).values()) == ("left out", "feature", "weight", "target")
    none = with_role(second, COLUMNS, "note", "left out")
    assert tuple(roles(none).values()) == ("left out", "feature", "left out", "target")


def test_a_series_needs_no_feature() -> None:
    series = csv(use="series", column="size")
    more = with_role(series, COLUMNS, "month", "feature")
    assert tuple(roles(more).values()) == ("series", "feature", "left out", "left out")
    assert with_role(more, COLUMNS, "month", "left out") == series


def test_the_last_feature_stays() -> None:
    choice = csv(features=("size",))
    assert with_role(choice, COLUMNS, "size", "left out") == choice


def test_a_role_and_back_is_no_change() -> None:
    choice = builtin("penguins")
    columns = ("species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm",
               "body_mass_g", "sex", "year")  # fmt: skip
    there = with_role(choice, columns, "year", "category")
    assert column_roles(there, columns)["year"] == "category"
    back = with_role(there, columns, "year", "left out")
    assert back == choice
