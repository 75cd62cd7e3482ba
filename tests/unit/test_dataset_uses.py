"""What columns are for where a network has several inputs or outputs, and how that is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.codegen.data import data_source
from netbuilder.dataset import DataChoice, DataError
from netbuilder.dataset.ends import named_for
from netbuilder.dataset.uses import Ends, Use, column_uses, uses_of, with_use
from netbuilder.graph.values import Params, Value
from tests.unit.data_choices import builtin

COLUMNS = ("size", "month", "kind", "price")
BOTH = Ends(("left", "right"), ("what", "much"))
ANSWERS = Ends((), ("what", "much"))
FEATURE, OUT, WEIGHT = Use("feature"), Use("left out"), Use("weight")
WHAT, MUCH = Use("target", ("what",)), Use("number", ("much",))
LEFT, RIGHT = Use("feature", ("left",)), Use("feature", ("right",))


def csv(**options: Value) -> DataChoice:
    return DataChoice("csv", Path("own.csv"), Params({"target": "kind", **options}))


NAMED = csv(
    inputs=Params(left=("size",), right=("month",)),
    targets=Params(what="kind", much="price"),
    quantities=("price",),
)


def uses(choice: DataChoice) -> tuple[Use, ...]:
    return tuple(column_uses(choice, COLUMNS).values())


def changed(choice: DataChoice, column: str, use: Use, ends: Ends = BOTH) -> tuple[Use, ...]:
    return uses(with_use(choice, COLUMNS, column, use, ends))


def test_every_end_has_uses_of_its_own() -> None:
    offered = uses_of(csv(), BOTH)
    assert {LEFT, RIGHT, WHAT, MUCH, WEIGHT, OUT} <= set(offered)
    assert FEATURE not in offered
    assert uses_of(csv(), Ends())[0] == FEATURE


@pytest.mark.parametrize("choice", [builtin("iris"), csv(use="series"), builtin("mnist_5k")])
def test_other_data_serve_one_input(choice: DataChoice) -> None:
    assert not any(use.ends for use in uses_of(choice, BOTH))


def test_named_columns() -> None:
    assert uses(NAMED) == (LEFT, RIGHT, WHAT, MUCH)


@pytest.mark.parametrize(
    ("column", "use", "expected"),
    [
        pytest.param("price", WHAT, (LEFT, RIGHT, WHAT, MUCH), id="an answer that is needed"),
        pytest.param("size", MUCH, (LEFT, RIGHT, WHAT, MUCH), id="the last column of an input"),
        pytest.param("size", OUT, (LEFT, RIGHT, WHAT, MUCH), id="the same left out"),
        pytest.param(
            "price", Use("target", ("much",)), (LEFT, RIGHT, WHAT, Use("target", ("much",))),
            id="a number becomes a class",
        ),
    ],
)  # fmt: skip
def test_a_use_is_changed(column: str, use: Use, expected: tuple[Use, ...]) -> None:
    assert changed(NAMED, column, use) == expected


def test_a_column_goes_to_another_input_and_its_answer_to_another_column() -> None:
    wide = csv(
        inputs=Params(left=("size", "year"), right=("month",)), targets=NAMED.options["targets"]
    )
    moved = with_use(wide, (*COLUMNS, "year"), "size", RIGHT, BOTH)
    assert moved.options["inputs"] == Params(left=("year",), right=("size", "month"))
    answers = DataChoice("csv", Path("own.csv"), Params(targets=Params(what="kind", much="price")))
    other = with_use(answers, COLUMNS, "month", MUCH, ANSWERS)
    assert uses(other) == (FEATURE, MUCH, WHAT, OUT)


def test_the_first_use_of_an_end_shares_out_what_there_is() -> None:
    """Both outputs begin with the one answer, and then each gets its own."""
    choice = with_use(csv(), COLUMNS, "price", MUCH, ANSWERS)
    assert uses(choice) == (FEATURE, FEATURE, WHAT, MUCH)
    assert choice.options["targets"] == Params(what="kind", much="price")


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param(("left", "new"), Params(left=("size",), new=("month",)), id="renamed"),
        pytest.param(
            ("left", "right", "more"),
            Params(left=("size",), right=("month",), more=("size", "month", "price")),
            id="one more",
        ),
        pytest.param(("left",), None, id="one left"),
    ],
)
def test_the_data_follow_the_ends(inputs: tuple[str, ...], expected: Params | None) -> None:
    followed = named_for(NAMED, inputs, ("what", "much"), COLUMNS)
    assert followed.options.get("inputs") == expected
    assert followed.options["targets"] == NAMED.options["targets"]


def test_arrays_are_shared_out_too() -> None:
    arrays = DataChoice("npz", Path("own.npz"), Params(target="number"))
    shared = named_for(arrays, ("left", "right"), ("what", "much"))
    assert shared.options["inputs"] == Params(left="x_train", right="x_train")
    assert shared.options["targets"] == Params(what="y_train", much="y_train")
    assert shared.options["quantities"] == ("y_train",)


MIXED = csv(
    inputs=Params(left=("size",), right=("month",)),
    texts=("month",),
    features=("size", "month"),
)
TEXT = Use("free text", ("right",))


@pytest.mark.parametrize(
    ("column", "use", "option", "expected"),
    [
        pytest.param("month", Use("picture", ("right",)), "pictures", ("month",), id="picture"),
        pytest.param("month", RIGHT, "texts", None, id="a text becomes a number"),
        pytest.param("size", Use("free text", ("left",)), "texts", ("size", "month"), id="text"),
    ],
)
def test_texts_and_pictures_have_inputs(
    column: str, use: Use, option: str, expected: tuple[str, ...] | None
) -> None:
    ends = Ends(("left", "right"))
    assert column_uses(MIXED, COLUMNS)["month"] == TEXT
    changed = with_use(MIXED, COLUMNS, column, use, ends)
    assert column_uses(changed, COLUMNS)[column] == use
    assert changed.options.get(option) == expected


def test_of_columns_with_their_own_input_each_begins_with_its_own() -> None:
    named = named_for(csv(texts=("month",)), ("month", "size"), (), COLUMNS)
    assert named.options["inputs"] == Params(month=("month",), size=("size", "price"))


def test_numbers_and_texts_do_not_share_an_input() -> None:
    mixed = csv(features=("size", "month"), texts=("month",))
    with pytest.raises(DataError, match="and not all of size, month"):
        data_source(mixed)
