"""Code that loads tables: CSV files and scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    NUMPY,
    PANDAS,
    Steps,
    body_call,
    class_numbers,
    dropping,
    for_each,
    function,
    give_back,
    one_hot,
    parts,
    scale,
    split,
    steps,
)
from netbuilder.codegen.write import text
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options

_NAMES = 'table.columns = [f"column {n}" for n in range(1, table.shape[1] + 1)]'


def read_file(options: Options) -> Steps:
    """Return the function ``read_table()`` for a CSV file."""
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
    doc = "Return the rows of the file as they are."
    if values.get("header", True):
        body = body_call("return pd.read_csv(", arguments)
    else:
        body = body_call("table = pd.read_csv(", [*arguments, "header=None"])
        body += steps(_NAMES, "return table")
    return Steps(tuple(function("read_table()", doc, body)), (PANDAS,))


def read_sklearn(loader: str) -> Steps:
    """Return the function ``read_table()`` for a table of scikit-learn's."""
    body = steps(f"return {loader}(as_frame=True).frame")
    lines = function("read_table()", "Return scikit-learn's rows as they are.", body)
    return Steps(tuple(lines), (f"from sklearn.datasets import {loader}",))


def table_code(dataset: BuiltinDataset | None, options: Options) -> tuple[list[str], Steps]:
    """Return the constants, and ``load_data()`` with its imports, for rows of features."""
    is_number = predicts_number(dataset, options)
    known = () if is_number or dataset is None else _known_classes(dataset, options)
    clean = dataset is not None and dataset.loader is not None
    has_test = options.number("test_share") > 0
    features = options.texts("features")
    target = str(options.values.get("target", "target"))
    constants = assign_text("TARGET", target)
    constants += assign_texts("FEATURES", features) if features else []
    categories = _used_categories(options, target)
    constants += assign_texts("CATEGORIES", categories) if categories else []
    constants += assign_texts("CLASS_NAMES", known) if known else []

    body = _rows(options, bool(features), clean)
    body += _categories() if categories else steps()
    body += _features(bool(features), clean)
    body += (
        steps('y = table[TARGET].to_numpy("float32")') if is_number else class_numbers(known, clean)
    )
    body += split(("x", "y"), ("x", "y"), options, "" if is_number else "y")
    body += _filled(str(options.values.get("missing")), has_test)
    body += scale(options.text("scale"), has_test)
    if is_number:
        body += _scaled_target(has_test) if options.flag("scale_target") else steps()
    else:
        body += one_hot(options, has_test, "len(CLASS_NAMES)" if known else "len(classes)")
    body += give_back(has_test)
    doc = f"Return the features and the {'numbers' if is_number else 'classes'} to predict."
    return constants, Steps(tuple(function("load_data()", doc, body)), body.imports)


def predicts_number(dataset: BuiltinDataset | None, options: Options) -> bool:
    """Tell whether a table's target is a number, not a class."""
    if "task" in options.values:
        return options.text("task") == "number"
    return dataset is not None and not dataset.classes


def _known_classes(dataset: BuiltinDataset, options: Options) -> tuple[str, ...]:
    """Return the names of a shipped table's classes; none if another column is the target."""
    own = next((option.default for option in dataset.options if option.name == "target"), None)
    return dataset.classes if options.values.get("target") == own else ()


def _used_categories(options: Options, target: str) -> tuple[str, ...]:
    """Return the columns of ``categories`` that are features."""
    if "categories" not in options.values:
        return ()
    features = options.texts("features")
    return tuple(
        name
        for name in options.texts("categories")
        if name != target and (not features or name in features)
    )


def _rows(options: Options, chosen: bool, clean: bool) -> Steps:
    """Read the rows that can be used."""
    columns = "[[*FEATURES, TARGET]]" if chosen else ""
    if clean:
        return steps("table = read_table()")
    if options.text("missing") != "drop":
        return steps(
            "# A row without an answer cannot be learnt from.",
            dropping(columns, "subset=[TARGET]"),
        )
    return steps("# Rows with an empty cell are left out.", dropping(columns))


def _categories() -> Steps:
    """Take numbers for names of kinds."""
    return steps(
        "# These numbers are names of kinds: 12 is not more than 1 there.",
        'table = table.astype(dict.fromkeys(CATEGORIES, "category"))',
    )


def _features(chosen: bool, clean: bool) -> Steps:
    """Take the features out of the table as numbers."""
    columns = "table[FEATURES]" if chosen else "table.drop(columns=TARGET)"
    if clean:
        return steps(f'x = {columns}.to_numpy("float32")')
    return steps(
        "# Each word of a text column gets a column of its own: 1 where it stands, else 0.",
        f'x = pd.get_dummies({columns}, dtype="float32").to_numpy("float32")',
    )


def _filled(how: str, has_test: bool) -> Steps:
    """Fill empty cells, as the option ``missing`` says."""
    both = parts("x", has_test)
    match how:
        case "mean" | "median":
            return steps(
                "",
                f"# An empty cell gets the {how} of its column over the training rows.",
                f"usual = np.nan{how}(x_train, axis=0)",
                imports=[NUMPY],
            ) + _one_by_one(both, "np.where(np.isnan({}), usual, {})")
        case "zero":
            filled = _one_by_one(both, "np.nan_to_num({})")
            return steps("", "# An empty cell counts as 0.", imports=[NUMPY]) + filled
        case _:
            return steps()


def _one_by_one(names: Sequence[str], expression: str) -> Steps:
    """Assign to each name the expression, with ``{}`` for the name, on lines of their own."""
    return steps(*(f"{name} = {expression.replace('{}', name)}" for name in names))


def _scaled_target(has_test: bool) -> Steps:
    """Standardise the numbers to be predicted."""
    return steps("y_mean, y_std = y_train.mean(), y_train.std()") + for_each(
        parts("y", has_test), "({} - y_mean) / y_std"
    )
