"""Code that loads sequences from CSV files: windows of a series, and texts by character."""

from __future__ import annotations

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    BLANK,
    NUMPY,
    Steps,
    class_numbers,
    dropping,
    for_each,
    function,
    give_back,
    one_hot,
    split,
    steps,
)
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options


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

    body = steps("table = read_table()" if dataset else dropping("[[TEXT, TARGET]]"))
    body += steps("texts = table[TEXT].astype(str)") + class_numbers(classes, clean=False)
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
