"""Code that reads the rows of a large table while the network trains on them.

The file is read anew in each epoch, some thousand rows at a time. A row's lot, drawn from the
same seed each time, says to which part it belongs.
"""

from __future__ import annotations

from netbuilder.codegen.data_folder_parts import share
from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    MEASURED,
    NOTHING,
    NUMPY,
    PANDAS,
    TENSORFLOW,
    Steps,
    body_call,
    function,
    steps,
)
from netbuilder.codegen.data_table_steps import (
    NUMBERED,
    file_arguments,
    predicts_number,
    used_categories,
)
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import Options, is_named
from netbuilder.i18n import tr

_MEASURE = (
    "count = total = squares = 0",
    "for array in arrays:",
    "    count = count + np.sum(~np.isnan(array), axis=0)",
    '    total = total + np.nansum(array, axis=0, dtype="float64")',
    '    squares = squares + np.nansum(np.square(array, dtype="float64"), axis=0)',
    "mean = total / count",
    "std = np.sqrt(np.maximum(squares / count - mean**2, 0))",
    "std[std == 0] = 1  # a column that never changes becomes 0",
    "return mean, std",
)
_LIMITS = (
    "low, high = np.inf, -np.inf",
    "for array in arrays:",
    "    low = np.fmin(low, np.fmin.reduce(array, axis=0, initial=np.inf))",
    "    high = np.fmax(high, np.fmax.reduce(array, axis=0, initial=-np.inf))",
    "return low, np.where(high > low, high - low, 1)",
)


def table_stream(options: Options, validation: float) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports.

    Args:
        options: Of a CSV file.
        validation: The share of the training part that is held back to validate on.

    Raises:
        DataError: the options ask for what only a table in memory can give.
    """
    _check(options)
    target = options.text("target")
    features = tuple(name for name in options.texts("features") if name != target)
    kinds = used_categories(options, features, (target,))
    constants = assign_text("TARGET", target)
    constants += assign_texts("FEATURES", features) if features else []
    constants += assign_texts("CATEGORIES", kinds) if kinds else []
    parts = _parts(options.number("test_share"), validation)
    limits = ", ".join(f'"{name}": ({low}, {high})' for name, (low, high) in parts.items())
    constants += ["ROWS_AT_ONCE = 50_000  # that are held in memory", f"PARTS = {{{limits}}}"]
    functions = [
        _read_tables(options),
        _read_rows(options, chosen=bool(features)),
        _look_through(number=predicts_number(None, options), kinds=bool(kinds)),
        _numbers(options),
        *_measuring(options),
        _in_batches(options),
        _load(options, list(parts)),
    ]
    lines = [line for code in functions for line in (*code, "", "")]
    return constants, Steps(tuple(lines[:-2]), (NUMPY, PANDAS, TENSORFLOW))


def _check(options: Options) -> None:
    apart = ("sample_weights", "texts", "pictures")
    if is_named(options) or any(options.values.get(name) for name in apart):
        raise DataError(
            tr(
                "Rows that are read while training feed one input with numbers, and all count "
                "the same. For texts, pictures, weights, several inputs or outputs, let them be "
                "loaded at once: switch 'stream' off."
            )
        )
    if options.text("missing") == "median":
        raise DataError(
            tr(
                "A column's median is not known while its rows are read one after another; fill "
                "empty cells with the mean."
            )
        )


def _parts(test_share: float, validation: float) -> dict[str, tuple[str, str]]:
    """Return from which lot to which, of 0 to 1, each part goes."""
    held = (1 - test_share) * validation
    ends = {"train": 1 - test_share - held, "validation": 1 - test_share, "test": 1.0}
    parts: dict[str, tuple[str, str]] = {}
    begin = share(0.0)
    for name, end in ends.items():
        if share(end) != begin:
            parts[name] = (begin, share(end))
            begin = share(end)
    return parts


def _read_tables(options: Options) -> list[str]:
    arguments = [*file_arguments(options), "chunksize=ROWS_AT_ONCE"]
    body = body_call("tables = pd.read_csv(", arguments)
    if options.values.get("header", True):
        body += steps("yield from tables")
    else:
        body += steps("for table in tables:", f"    {NUMBERED}", "    yield table")
    doc = "Yield the rows of the file as they are, some at a time."
    return function("read_tables()", doc, body)


def _read_rows(options: Options, *, chosen: bool) -> list[str]:
    columns = "table[[*FEATURES, TARGET]]" if chosen else "table"
    drops = options.text("missing") == "drop"
    comment = "Rows with an empty cell are left out."
    body = steps(
        f"random = np.random.default_rng({options.whole('split_seed')})",
        "for table in read_tables():",
        f"    table = {columns}.assign(lot=random.random(len(table)))",
        f"    # {comment if drops else 'A row without an answer cannot be learnt from.'}",
        f"    yield table.dropna({'' if drops else 'subset=[TARGET]'})",
    )
    doc = "Yield the rows that can be used, each with its lot: the same every time."
    return function("read_rows()", doc, body)


def _look_through(*, number: bool, kinds: bool) -> list[str]:
    """Return the function that finds what has to be known of all rows."""
    body = steps(
        "words, counts = {}, dict.fromkeys(PARTS, 0)",
        *(() if number else ("classes = set()",)),
        "for table in read_rows():",
        "    for part, (low, high) in PARTS.items():",
        '        counts[part] += int(table["lot"].between(low, high, "left").sum())',
        *(() if number else ("    classes |= set(table[TARGET].astype(str).unique())",)),
        '    x = table.drop(columns=[TARGET, "lot"])',
        '    texts = x.select_dtypes(exclude=["number", "bool"])',
        f"    for name in {'{*texts, *CATEGORIES}' if kinds else 'texts'}:",
        "        words.setdefault(name, set()).update(x[name].dropna().unique())",
        "words = {name: sorted(known, key=str) for name, known in sorted(words.items())}",
        f"return words, counts{'' if number else ', sorted(classes)'}",
    )
    what = "each part's rows" if number else "each part's rows, and the classes"
    return function("look_through()", f"Return the words of text columns, {what}.", body)


def _numbers(options: Options) -> list[str]:
    """Return the function that makes numbers of the rows."""
    number = predicts_number(None, options)
    body = steps(
        "low, high = PARTS[part]",
        "for table in read_rows():",
        '    table = table[table["lot"].between(low, high, "left")]',
        '    x = table.drop(columns=[TARGET, "lot"])',
        "    # Each word of a text gets a column of its own: 1 where it stands, else 0.",
        "    for name, known in words.items():",
        "        x[name] = pd.Categorical(x[name], known)",
        '    x = pd.get_dummies(x, dtype="float32").to_numpy("float32")',
    )
    if number:
        body += steps('    y = table[TARGET].to_numpy("float32")')
    else:
        body += steps("    y = pd.Categorical(table[TARGET].astype(str), classes).codes")
    if options.text("missing") == "zero":
        body += steps("    yield np.nan_to_num(x), y  # an empty cell counts as 0")
    else:
        body += steps("    yield x, y")
    doc = "Yield the features and the answers of a part as numbers, some rows at a time."
    given = "part, words" if number else "part, words, classes"
    return function(f"numbers({given})", doc, body)


def _standardises(options: Options) -> bool:
    """Tell whether means have to be known."""
    of_x = options.text("scale") == "standardise" or options.text("missing") == "mean"
    return of_x or _scales_target(options)


def _scales_target(options: Options) -> bool:
    return predicts_number(None, options) and options.flag("scale_target")


def _measuring(options: Options) -> list[list[str]]:
    """Return the functions that measure the training part."""
    result = []
    if _standardises(options):
        doc = "Return the mean and the deviation of each column over some arrays."
        result.append(function("measure(arrays)", doc, steps(*_MEASURE)))
    if options.text("scale") == "0 to 1":
        doc = "Return each column's least value over some arrays, and its span."
        result.append(function("limits(arrays)", doc, steps(*_LIMITS)))
    return result


def _in_batches(options: Options) -> list[str]:
    body = steps(
        "first = next(samples(part))",
        "like = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in first)",
        "rows = tf.data.Dataset.from_generator(lambda: samples(part), output_signature=like)",
        "rows = rows.unbatch().apply(tf.data.experimental.assert_cardinality(count))",
        'if part == "train":',
        "    # The file may be sorted: so many rows are mixed with each other.",
        f"    rows = rows.shuffle(100_000, seed={options.whole('split_seed')})",
        "return rows.batch(BATCH_SIZE).prefetch(1)",
    )
    doc = "Return the samples of a part in batches, as a stream."
    return function("in_batches(samples, part, count)", doc, body)


def _load(options: Options, parts: list[str]) -> list[str]:
    number = predicts_number(None, options)
    given = "words" if number else "words, classes"
    train = f'numbers("train", {given})'
    body = steps(f"words, counts{'' if number else ', classes'} = look_through()")
    body += _measured(options, train)
    samples = [f"for x, y in numbers(part, {given}):"]
    samples += [f"    {line}" for line in (*_made(options).lines, "yield x, y")]
    doc = "Yield the samples of a part, some at a time, as the network gets them."
    body += steps("", *function("samples(part)", doc, steps(*samples)), "")
    for name in parts:
        body += steps(f'{name} = in_batches(samples, "{name}", counts["{name}"])')
    there = (name if name in parts else "None" for name in ("train", "validation", "test"))
    body += steps(f"return {', '.join(there)}")
    return function("load_data()", "Return the samples to train, to validate and to test on.", body)


def _measured(options: Options, train: str) -> Steps:
    """Measure the training part, as far as that is needed."""
    result = NOTHING
    how = options.text("scale")
    if how == "standardise" or options.text("missing") == "mean":
        result += steps(f"mean, std = measure(x for x, _ in {train})")
    if how == "0 to 1":
        result += steps(f"low, span = limits(x for x, _ in {train})")
    if _scales_target(options):
        result += steps(f"y_mean, y_std = measure(y[:, np.newaxis] for _, y in {train})")
    return MEASURED + result if result != NOTHING else NOTHING


def _made(options: Options) -> Steps:
    """Make of features and answers what the network gets."""
    result = NOTHING
    if options.text("missing") == "mean":
        result += steps("x = np.where(np.isnan(x), mean, x)")
    how = options.text("scale")
    if how != "none":
        scaled = "(x - mean) / std" if how == "standardise" else "(x - low) / span"
        result += steps(f'x = ({scaled}).astype("float32")')
    elif options.text("missing") == "mean":
        result += steps('x = x.astype("float32")')
    if predicts_number(None, options):
        scaled = 'y = ((y - y_mean) / y_std).astype("float32")'
        return result + (steps(scaled) if _scales_target(options) else NOTHING)
    if options.values.get("labels") == "one-hot":
        return result + steps('y = np.eye(len(classes), dtype="float32")[y]')
    return result + steps('y = y.astype("int64")')
