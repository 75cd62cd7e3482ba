"""Code that loads tables, series and texts: CSV files and scikit-learn's tables."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    BLANK,
    NUMPY,
    PANDAS,
    Steps,
    body_call,
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
    classes = dataset.classes if dataset else ()
    is_number = not classes and options.values.get("task", "number") == "number"
    has_test = options.number("test_share") > 0
    features = options.texts("features")
    target = str(options.values.get("target", "target"))
    constants = assign_text("TARGET", target)
    constants += assign_texts("FEATURES", features) if features else []
    constants += assign_texts("CLASS_NAMES", classes) if classes else []

    body = _rows(options, bool(features), clean=bool(dataset and dataset.loader))
    body += _features(bool(features), clean=bool(dataset and dataset.loader))
    body += steps('y = table[TARGET].to_numpy("float32")') if is_number else _classes(dataset)
    body += split(("x", "y"), ("x", "y"), options, "" if is_number else "y")
    if options.values.get("missing") == "mean":
        body += _filled(has_test)
    body += scale(options.text("scale"), has_test)
    if is_number:
        body += _scaled_target(has_test) if options.flag("scale_target") else steps()
    else:
        body += one_hot(options, has_test, "len(CLASS_NAMES)" if classes else "len(classes)")
    body += give_back(has_test)
    doc = f"Return the features and the {'numbers' if is_number else 'classes'} to predict."
    return constants, Steps(tuple(function("load_data()", doc, body)), body.imports)


def series_code(dataset: BuiltinDataset | None, options: Options) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for windows of a series."""
    has_test = options.number("test_share") > 0
    column = "sunspots" if dataset else options.text("column")
    constants = assign_text("COLUMN", column)
    constants += [f"WINDOW = {options.whole('window')}", f"HORIZON = {options.whole('horizon')}"]

    body = _series(clean=dataset is not None)
    body += _series_parts(options.number("test_share"))
    body += _scaled_series(options.text("scale"), has_test)
    body += steps("x_train, y_train = make_windows(train)")
    if has_test:
        body += steps("x_test, y_test = make_windows(test)")
    body += give_back(has_test)
    doc = "Return windows of the series, each with the values that follow it."
    lines = [*_make_windows(), "", "", *function("load_data()", doc, body)]
    return constants, Steps(tuple(lines), (NUMPY, *body.imports))


def text_code(dataset: BuiltinDataset | None, options: Options) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for texts by character."""
    has_test = options.number("test_share") > 0
    classes = dataset.classes if dataset else ()
    constants = assign_text("TEXT", "text" if dataset else options.text("text"))
    constants += assign_text("TARGET", "language" if dataset else options.text("target"))
    constants += [f"LENGTH = {options.whole('length')}"]
    constants += assign_texts("CLASS_NAMES", classes) if classes else []

    body = steps("table = read_table()" if dataset else _dropping("[[TEXT, TARGET]]"))
    body += steps("texts = table[TEXT].astype(str)") + _classes(dataset)
    body += split(("texts", "y"), ("texts", "y"), options, "y")
    body += steps(
        "",
        "# Number the characters of the training texts; 0 fills up short texts, and 1",
        "# stands for a character that was never seen in training.",
        'characters = sorted(set("".join(texts_train)))',
        "numbers = {character: n for n, character in enumerate(characters, start=2)}",
        "x_train = encode(texts_train, numbers)",
        *(["x_test = encode(texts_test, numbers)"] if has_test else []),
    )
    body += one_hot(options, has_test, "len(CLASS_NAMES)" if classes else "len(classes)")
    body += give_back(has_test)
    doc = "Return texts as rows of character numbers, and their classes."
    lines = [*_encode(), "", "", *function("load_data()", doc, body)]
    return constants, Steps(tuple(lines), (NUMPY, *body.imports))


def _dropping(columns: str, subset: str = "") -> str:
    """Return the line that reads the table without the rows that lack a cell."""
    return f"table = read_table(){columns}.dropna({subset})"


def _rows(options: Options, chosen: bool, clean: bool) -> Steps:
    """Read the rows that can be used."""
    columns = "[[*FEATURES, TARGET]]" if chosen else ""
    if clean:
        return steps("table = read_table()")
    if options.text("missing") == "mean":
        return steps(
            "# A row without an answer cannot be learnt from.",
            _dropping(columns, "subset=[TARGET]"),
        )
    return steps("# Rows with an empty cell are left out.", _dropping(columns))


def _features(chosen: bool, clean: bool) -> Steps:
    """Take the features out of the table as numbers."""
    columns = "table[FEATURES]" if chosen else "table.drop(columns=TARGET)"
    if clean:
        return steps(f'x = {columns}.to_numpy("float32")')
    return steps(
        "# Each word of a text column gets a column of its own: 1 where it stands, else 0.",
        f'x = pd.get_dummies({columns}, dtype="float32").to_numpy("float32")',
    )


def _classes(dataset: BuiltinDataset | None) -> Steps:
    """Turn the target column into class numbers."""
    if dataset is None:
        return steps(
            "# Number the classes in alphabetical order.",
            "classes, y = np.unique(table[TARGET].astype(str), return_inverse=True)",
            imports=[NUMPY],
        )
    if dataset.loader:
        return steps("y = table[TARGET].to_numpy()")
    return steps(
        "# Each class becomes its place in CLASS_NAMES.",
        'y = table[TARGET].map(CLASS_NAMES.index).to_numpy("int32")',
    )


def _filled(has_test: bool) -> Steps:
    """Fill empty cells."""
    both = parts("x", has_test)
    return steps(
        "",
        "# An empty cell gets the mean of its column over the training rows.",
        "means = np.nanmean(x_train, axis=0)",
        imports=[NUMPY],
    ) + _one_by_one(both, "np.where(np.isnan({}), means, {})")


def _one_by_one(names: Sequence[str], expression: str) -> Steps:
    """Assign to each name the expression, with ``{}`` for the name, on lines of their own."""
    return steps(*(f"{name} = {expression.replace('{}', name)}" for name in names))


def _scaled_target(has_test: bool) -> Steps:
    """Standardise the numbers to be predicted."""
    return steps("y_mean, y_std = y_train.mean(), y_train.std()") + for_each(
        parts("y", has_test), "({} - y_mean) / y_std"
    )


def _series(clean: bool) -> Steps:
    """Read the series as an array."""
    if clean:
        return steps('series = read_table()[COLUMN].to_numpy("float32")')
    return steps(
        "# A gap is bridged by a straight line between its neighbours.",
        'series = read_table()[COLUMN].interpolate(limit_direction="both")',
        'series = series.to_numpy("float32")',
    )


def _series_parts(share: float) -> Steps:
    """Split the series in time, and let the first test window look back."""
    if share == 0:
        return steps("train = series")
    return steps(
        "# The test part is the latest: never mix the past with the future.",
        f"start = int(len(series) * (1 - {share!r}))",
        "# The first test window looks back at the end of the training part.",
        "train, test = series[:start], series[start - WINDOW :]",
    )


def _scaled_series(how: str, has_test: bool) -> Steps:
    """Scale the series by figures of its training part."""
    both = ("train", "test") if has_test else ("train",)
    match how:
        case "standardise":
            measure = steps("mean, std = train.mean(), train.std()")
            return BLANK + measure + for_each(both, "({} - mean) / std")
        case "0 to 1":
            measure = steps("low, high = train.min(), train.max()")
            return BLANK + measure + for_each(both, "({} - low) / (high - low)")
        case _:
            return BLANK


def _make_windows() -> list[str]:
    """Return the function that cuts a series."""
    body = steps(
        "pieces = np.lib.stride_tricks.sliding_window_view(series, WINDOW + HORIZON)",
        "# Recurrent layers expect (time, features): one feature a time step.",
        "return pieces[:, :WINDOW, np.newaxis], pieces[:, WINDOW:]",
    )
    doc = "Return all pieces of WINDOW values, and the HORIZON values after each."
    return function("make_windows(series)", doc, body)


def _encode() -> list[str]:
    """Return the function that turns texts into numbers."""
    body = steps(
        'rows = np.zeros((len(texts), LENGTH), dtype="int32")',
        "for row, text in zip(rows, texts):",
        "    for place, character in enumerate(text[:LENGTH]):",
        "        row[place] = numbers.get(character, 1)",
        "return rows",
    )
    return function("encode(texts, numbers)", "Return LENGTH numbers for each text.", body)
