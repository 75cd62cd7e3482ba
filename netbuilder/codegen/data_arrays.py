"""Code that loads pictures and arrays: NPZ files and scikit-learn's digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netbuilder.codegen.data_format import assign_texts
from netbuilder.codegen.data_named import (
    BY_NAME,
    Listed,
    Named,
    array_answers,
    constants,
    given,
    load_function,
    named_ends,
    prepared_answers,
    scaled,
    split_rows,
)
from netbuilder.codegen.data_online import read_online
from netbuilder.codegen.data_steps import (
    NUMPY,
    Steps,
    for_each,
    function,
    give_back,
    one_hot,
    parts,
    split,
    steps,
)
from netbuilder.codegen.write import text
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import Options
from netbuilder.i18n import tr

_READ = "with np.load(DATA_FILE, allow_pickle=False) as data:"


def images_code(dataset: BuiltinDataset, options: Options) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for shipped pictures."""
    to_classes = options.text("target") == "classes"
    has_test = options.values.get("test_share", 1) != 0
    names = ("x", "y") if to_classes else ("x",)
    body = _read_pictures(dataset, names, options)
    body += _prepared_pictures(dataset, options, has_test)
    count = "len(CLASS_NAMES)" if dataset.classes else "int(y_train.max()) + 1"
    body += one_hot(options, has_test, count) if to_classes else steps()
    body += give_back(has_test, names[-1])
    doc = "Return the training and the test pictures, each with "
    doc += "their classes." if to_classes else "themselves as the answer."
    is_named = to_classes and dataset.classes
    constants = assign_texts("CLASS_NAMES", dataset.classes) if is_named else []
    return constants, Steps(tuple(function("load_data()", doc, body)), body.imports)


def arrays_code(options: Options, listed: Listed = BY_NAME) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for the user's NPZ file.

    Args:
        options: Of that source.
        listed: What the model takes as a list.
    """
    named = named_ends(options, listed, has_test=options.number("test_share") > 0)
    if named.feeds or named.answers:
        return _named_arrays(options, named)
    target = options.text("target")
    names = ("x",) if target == "same as input" else ("x", "y")
    has_test = bool(options.text("x_test_key")) or options.number("test_share") > 0
    body = _read_arrays(names, options)
    body += for_each(parts("x", has_test), '{}.astype("float32")')
    if target == "number":
        body += for_each(parts("y", has_test), '{}.astype("float32")')
    elif target == "classes":
        body += for_each(parts("y", has_test), '{}.astype("int64")')
    body += scaled(replace(named, has_test=has_test), options.text("scale"), _scaling)
    if target == "classes":
        body += one_hot(options, has_test, "int(y_train.max()) + 1")
    body += give_back(has_test, names[-1])
    doc = "Return (x_train, y_train), (x_test, y_test) from the arrays of the file."
    return [], Steps(tuple(function("load_data()", doc, body)), body.imports)


def _named_arrays(options: Options, named: Named) -> tuple[list[str], Steps]:
    """Return the same for several inputs or answers."""
    to_classes = not named.answers and options.text("target") == "classes"
    if not named.answers and options.text("target") == "same as input":
        raise DataError(tr("Choose the array that holds the right answers."))
    inputs = '    x = {name: data[key].astype("float32") for name, key in INPUTS.items()}'
    x = inputs if named.feeds else _read_as("x", options, "float32")
    y = _read_as("y", options, "int64" if to_classes else "float32")
    answers = array_answers(named) if named.answers else steps(y)
    count = f"len(x[{text(named.feeds[0].name)}])" if named.feeds else "len(x)"
    stratify = f"y[{text(named.classes[0].name)}]" if named.classes else "y" if to_classes else ""
    body = steps(_READ, x, imports=[NUMPY]) + answers
    body += split_rows(named, options, count, stratify)
    body += scaled(named, options.text("scale"), _scaling)
    body += prepared_answers(named, options) if named.answers else steps()
    if to_classes:
        body += one_hot(options, named.has_test, "int(y_train.max()) + 1")
    return constants(named, arrays=True), load_function(named, body + given(named))


def _read_as(name: str, options: Options, kind: str) -> str:
    """Return the line that takes ``x`` or ``y`` out of the open file."""
    return f'    {name} = data[{text(options.text(f"{name}_key"))}].astype("{kind}")'


def _read_pictures(dataset: BuiltinDataset, names: tuple[str, ...], options: Options) -> Steps:
    """Read both parts from where they are."""
    if dataset.online:
        return read_online(dataset.online, names)
    return _read_digits(names, options) if dataset.loader else _read_shipped(names)


def _read_shipped(names: tuple[str, ...]) -> Steps:
    """Read a shipped NPZ file, which holds both parts under their usual names."""
    wanted = [tuple(f"{name}_{part}" for name in names) for part in ("train", "test")]
    reading = [
        f"    {', '.join(keys)} = " + ", ".join(f'data["{key}"]' for key in keys) for keys in wanted
    ]
    return steps(_READ, *reading, imports=[NUMPY])


def _read_digits(names: tuple[str, ...], options: Options) -> Steps:
    """Take scikit-learn's digits apart into two parts."""
    values = [{"x": "digits.images", "y": "digits.target"}[name] for name in names]
    load = steps("digits = load_digits()", imports=["from sklearn.datasets import load_digits"])
    return load + split(values, names, options, "digits.target")


def _prepared_pictures(dataset: BuiltinDataset, options: Options, has_test: bool) -> Steps:
    """Bring pictures into the form that layers expect."""
    both = parts("x", has_test)
    result = for_each(both, '{}.astype("float32")')
    if options.text("scale") == "0 to 1":
        result += for_each(both, f"{{}} / {dataset.brightest}")
    if options.values.get("channel_axis"):
        result += steps("# Layers such as Conv2D expect a channel axis, here of size 1.")
        result += steps(imports=[NUMPY]) + for_each(both, "{}[..., np.newaxis]")
    return result


def _read_arrays(names: tuple[str, ...], options: Options) -> Steps:
    """Read the arrays that the options name, and split them if there are no test arrays."""
    if not options.text("x_test_key"):
        reading = [_from_file(name, options.text(f"{name}_key")) for name in names]
        stratify = "y" if options.text("target") == "classes" else ""
        return steps(_READ, *(f"    {line}" for line in reading), imports=[NUMPY]) + split(
            names, names, options, stratify
        )
    reading = [
        _from_file(f"{name}_{end}", options.text(key))
        for end, suffix in (("train", "_key"), ("test", "_test_key"))
        for name, key in ((name, name + suffix) for name in names)
    ]
    return steps(_READ, *(f"    {line}" for line in reading), imports=[NUMPY])


def _from_file(name: str, key: str) -> str:
    """Return the line that takes one array out of the open file."""
    return f"{name} = data[{text(key)}]"


def _scaling(how: str, both: Sequence[str], depth: int) -> Steps:
    """Scale whole arrays: unlike the columns of a table, their values are of one kind."""
    first = both[0]
    if how == "standardise":
        measured = steps(f"mean, std = {first}.mean(), {first}.std()")
        return measured + for_each(both, "({} - mean) / std", depth)
    measured = steps(f"low, high = {first}.min(), {first}.max()")
    return measured + for_each(both, "({} - low) / (high - low)", depth)
