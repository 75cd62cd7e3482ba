"""Steps that reading any table takes: CSV files and scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.codegen.data_named import Named, on_each
from netbuilder.codegen.data_steps import (
    NUMPY,
    PANDAS,
    Steps,
    body_call,
    dropping,
    function,
    steps,
)
from netbuilder.codegen.write import text
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options

NUMBERED = 'table.columns = [f"column {n}" for n in range(1, table.shape[1] + 1)]'
"""The line that names the columns of a table without a header."""


def read_file(options: Options) -> Steps:
    """Return the function ``read_table()`` for a CSV file."""
    arguments, doc = file_arguments(options), "Return the rows of the file as they are."
    if options.values.get("header", True):
        body = body_call("return pd.read_csv(", arguments)
    else:
        body = body_call("table = pd.read_csv(", arguments) + steps(NUMBERED, "return table")
    return Steps(tuple(function("read_table()", doc, body)), (PANDAS,))


def file_arguments(options: Options) -> list[str]:
    """Return what ``pd.read_csv()`` is given to read a file; without header it gets no names."""
    values = options.values
    arguments = ["DATA_FILE"]
    if values.get("delimiter", ",") != ",":
        arguments.append(f"sep={text(options.text('delimiter'))}")
    if values.get("decimal", ".") != ".":
        arguments.append(f"decimal={text(options.text('decimal'))}")
    if values.get("encoding", "utf-8") != "utf-8":
        arguments.append(f"encoding={text(options.text('encoding'))}")
    if options.number("most_rows"):
        arguments.append(f"nrows={options.whole('most_rows')}")
    return arguments if values.get("header", True) else [*arguments, "header=None"]


def read_sklearn(loader: str) -> Steps:
    """Return the function ``read_table()`` for a table of scikit-learn's."""
    body = steps(f"return {loader}(as_frame=True).frame")
    lines = function("read_table()", "Return scikit-learn's rows as they are.", body)
    return Steps(tuple(lines), (f"from sklearn.datasets import {loader}",))


def predicts_number(dataset: BuiltinDataset | None, options: Options) -> bool:
    """Tell whether a table's target is a number, not a class."""
    if "task" in options.values:
        return options.text("task") == "number"
    return dataset is not None and not dataset.classes


def known_classes(dataset: BuiltinDataset, options: Options) -> tuple[str, ...]:
    """Return the names of a shipped table's classes; none if another column is the target."""
    own = next((option.default for option in dataset.options if option.name == "target"), None)
    return dataset.classes if options.values.get("target") == own else ()


def used_categories(
    options: Options, features: Sequence[str], aside: Sequence[str]
) -> tuple[str, ...]:
    """Return the columns of ``categories`` that are features.

    Args:
        options: Name the categories.
        features: All features; empty for all columns but those aside.
        aside: The columns that are none.
    """
    if "categories" not in options.values:
        return ()
    return tuple(
        name
        for name in options.texts("categories")
        if name not in aside and (not features or name in features)
    )


def rows(options: Options, columns: str, answers: str) -> Steps:
    """Read the rows that can be used.

    Args:
        options: Say what becomes of empty cells.
        columns: Which columns are taken, in square brackets; all if empty.
        answers: The list of those that must not be empty.
    """
    if options.text("missing") != "drop":
        comment = "# A row without an answer cannot be learnt from."
        return steps(comment) + dropping(columns, f"subset={answers}")
    return steps("# Rows with an empty cell are left out.") + dropping(columns)


def as_kinds() -> Steps:
    """Take numbers for names of kinds."""
    return steps(
        "# These numbers are names of kinds: 12 is not more than 1 there.",
        'table = table.astype(dict.fromkeys(CATEGORIES, "category"))',
    )


def filled(options: Options, named: Named) -> Steps:
    """Fill empty cells, as the option ``missing`` says."""
    how = str(options.values.get("missing"))
    if how not in ("mean", "median", "zero"):
        return steps()
    zero = how == "zero"
    comment = f"# An empty cell gets the {how} of its column over the training rows."
    head = steps("", "# An empty cell counts as 0." if zero else comment, imports=[NUMPY])

    def fill(both: Sequence[str], _depth: int) -> Steps:
        if zero:
            return _one_by_one(both, "np.nan_to_num({})")
        usual = steps(f"usual = np.nan{how}({both[0]}, axis=0)")
        return usual + _one_by_one(both, "np.where(np.isnan({}), usual, {})")

    return head + on_each("x", named, fill)


def _one_by_one(names: Sequence[str], expression: str) -> Steps:
    """Assign to each name the expression, with ``{}`` for the name, on lines of their own."""
    return steps(*(f"{name} = {expression.replace('{}', name)}" for name in names))
