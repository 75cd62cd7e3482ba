"""Code that cuts a series in a CSV file into windows, all at once or as a stream."""

from __future__ import annotations

from netbuilder.codegen.data_folders import KERAS
from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_steps import (
    BLANK,
    NUMPY,
    Steps,
    body_call,
    for_each,
    function,
    give_back,
    steps,
)
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options

_WINDOWS = "np.lib.stride_tricks.sliding_window_view"


def series_code(
    dataset: BuiltinDataset | None, options: Options, validation: float = 0.0
) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for windows of a series.

    Args:
        dataset: A shipped series, or None for the user's own.
        options: Of either.
        validation: The share of the training part that streams hold back to validate on.
    """
    column = "sunspots" if dataset else options.text("column")
    more = () if dataset else tuple(name for name in options.texts("features") if name != column)
    constants = assign_text("COLUMN", column)
    constants += assign_texts("FEATURES", more) if more else []
    constants += [f"WINDOW = {options.whole('window')}", f"HORIZON = {options.whole('horizon')}"]
    step = options.whole("step")
    constants += [f"STEP = {step}"] if step > 1 else []
    stream = options.flag("stream")
    names = _part_names(options.number("test_share"), validation if stream else 0.0)
    body = _series(clean=dataset is not None, more=bool(more))
    body += _series_parts(options.number("test_share"), validation if stream else 0.0)
    body += _scaled(options.text("scale"), names, more=bool(more))
    if stream:
        cut = _streamed_windows(step, more=bool(more))
        body += _streams(names)
        doc = "Return windows to train, to validate and to test on, as streams."
    else:
        cut = _all_windows(step, more=bool(more))
        body += steps(*(f"x_{name}, y_{name} = make_windows({name})" for name in names))
        body += give_back("test" in names)
        doc = "Return windows of the series, each with the values that follow it."
    lines = [*cut, "", "", *function("load_data()", doc, body)]
    return constants, Steps(tuple(lines), (NUMPY, *([KERAS] if stream else []), *body.imports))


def _part_names(test_share: float, validation: float) -> tuple[str, ...]:
    """Return the parts that there are, in the order of time."""
    names = ("train",) + (("validation",) if validation else ())
    return names + (("test",) if test_share else ())


def _series(*, clean: bool, more: bool) -> Steps:
    """Read the series as an array: of numbers, or of rows with the series in the first column."""
    columns = "[[COLUMN, *FEATURES]]" if more else "[COLUMN]"
    if clean:
        return steps(f'series = read_table(){columns}.to_numpy("float32")')
    return steps(
        "# A gap is bridged by a straight line between its neighbours.",
        f'series = read_table(){columns}.interpolate(limit_direction="both")',
        'series = series.to_numpy("float32")',
    )


def _series_parts(share: float, validation: float) -> Steps:
    """Split the series in time, and let the first window of each later part look back."""
    if share == validation == 0:
        return steps("train = series")
    later = "test" if share else "validation"
    result = steps(
        f"# The {later} part is the latest: never mix the past with the future.",
        f"start = int(len(series) * (1 - {share or validation!r}))",
        f"# The first {later} window looks back at the end of the training part.",
        f"train, {later} = series[:start], series[start - WINDOW :]",
    )
    if share and validation:
        result += steps(
            "# So does the validation part, between the two.",
            f"start = int(len(train) * (1 - {validation!r}))",
            "train, validation = train[:start], train[start - WINDOW :]",
        )
    return result


def _scaled(how: str, names: tuple[str, ...], *, more: bool) -> Steps:
    """Scale the parts by figures of the training part, each column by its own."""
    axis = "axis=0" if more else ""
    match how:
        case "standardise":
            measure = steps(f"mean, std = train.mean({axis}), train.std({axis})")
            still = ["std[std == 0] = 1  # a column that never changes becomes 0"] if more else []
            return BLANK + measure + steps(*still) + for_each(names, "({} - mean) / std")
        case "0 to 1":
            measure = steps(f"low, high = train.min({axis}), train.max({axis})")
            if not more:
                return BLANK + measure + for_each(names, "({} - low) / (high - low)")
            span = steps("span = np.where(high > low, high - low, 1)")
            return BLANK + measure + span + for_each(names, "({} - low) / span")
        case _:
            return BLANK


def _all_windows(step: int, *, more: bool) -> list[str]:
    """Return the function that cuts a series at once."""
    arguments = ["series", "WINDOW + HORIZON", *(["axis=0"] if more else [])]
    cut = body_call(f"pieces = {_WINDOWS}(", arguments)
    cut += steps("pieces = pieces[::STEP]") if step > 1 else steps()
    if more:
        cut += steps(
            "pieces = pieces.transpose(0, 2, 1)  # pieces, time, columns",
            "return pieces[:, :WINDOW], pieces[:, WINDOW:, 0]",
        )
    else:
        cut += steps(
            "# Recurrent layers expect (time, features): one feature a time step.",
            "return pieces[:, :WINDOW, np.newaxis], pieces[:, WINDOW:]",
        )
    doc = "Return all pieces of WINDOW values, and the HORIZON values after each."
    if step > 1:
        doc = "Return every STEP-th piece of WINDOW values, and the HORIZON values after."
    return function("make_windows(series)", doc, cut)


def _streamed_windows(step: int, *, more: bool) -> list[str]:
    """Return the function that cuts a series while it is trained on."""
    given = "series[:-HORIZON]" if more else "series[:-HORIZON, np.newaxis]"
    follow = "series[WINDOW:, 0]" if more else "series[WINDOW:]"
    body = steps(
        f"follow = {_WINDOWS}({follow}, HORIZON)",
        *([] if more else ["# Recurrent layers expect (time, features): one feature a time step."]),
    )
    arguments = [given, "follow", "WINDOW", *(["sequence_stride=STEP"] if step > 1 else [])]
    arguments += ["batch_size=BATCH_SIZE", "**how"]
    body += body_call("return keras.utils.timeseries_dataset_from_array(", arguments)
    doc = "Return pieces of WINDOW values, each with the HORIZON values after it."
    return function("make_windows(series, **how)", doc, body)


def _streams(names: tuple[str, ...]) -> Steps:
    """Cut each part and return three streams; None stands for one that there is not."""
    given = [
        f"make_windows({name})" if name in names else "None" for name in ("validation", "test")
    ]
    return steps(
        "train = make_windows(train, shuffle=True, seed=0)",
        f"return {', '.join(['train', *given])}",
    )
