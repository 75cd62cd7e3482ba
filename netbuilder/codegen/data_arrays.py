"""Code that loads pictures and arrays: NPZ and NPY files, and scikit-learn's digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netbuilder.codegen.data_format import assign_texts
from netbuilder.codegen.data_named import (
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
    MEASURED,
    NUMPY,
    Steps,
    for_each,
    function,
    give_back,
    one_hot,
    ordered_classes,
    parts,
    split,
    steps,
)
from netbuilder.codegen.write import text
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.ends import answers_of, feeds_of
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


@dataclass(frozen=True, slots=True)
class _Arrays:
    """The user's arrays.

    Attributes:
        options: Of that source.
        validation: The share of the training part that is validated on: its last samples.
        separate: Whether each is an NPY file of its own; else all are in one NPZ file.
    """

    options: Options
    validation: float
    separate: bool

    def read(self, *lines: str) -> Steps:
        """Do what takes arrays out of the files."""
        if self.separate:
            return steps(*lines, imports=[NUMPY])
        return steps(_READ, *(f"    {line}" for line in lines), imports=[NUMPY])

    def one(self, key: str) -> str:
        """Return the expression for the array that an expression names."""
        return f"read_array({key})" if self.separate else f"data[{key}]"

    def option(self, name: str) -> str:
        """Return the expression for the array that an option names."""
        return self.one(text(self.options.text(name)))


def arrays_code(
    options: Options, listed: Listed, validation: float, *, separate: bool
) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports, for the user's arrays.

    Args:
        options: Of that source.
        listed: What the model takes as a list.
        validation: The share of the training part that is validated on: its last samples.
        separate: Whether each array is an NPY file of its own; else all are in one NPZ file.
    """
    arrays = _Arrays(options, validation, separate)
    named = named_ends(options, listed, has_test=options.number("test_share") > 0)
    constants, load = ([], _load(arrays)) if named.is_plain else _named_arrays(arrays, named)
    if not separate:
        return constants, load
    body = steps('return np.load(DATA_FOLDER / f"{name}.npy", allow_pickle=False)')
    read = function("read_array(name)", "Return the array in one of the files.", body)
    return constants, Steps((*read, "", "", *load.lines), (NUMPY, *load.imports))


def array_names(options: Options) -> tuple[str, ...]:
    """Return the names of the arrays that are read, each once."""
    fed, asked = feeds_of(options), answers_of(options)
    names = [feed.sources[0] for feed in fed] + [answer.source for answer in asked]
    with_answers = options.text("target") != "same as input"
    keys = ([] if fed else ["x_key"]) + ([] if asked or not with_answers else ["y_key"])
    if options.text("x_test_key") and not fed and not asked:
        keys += ["x_test_key", *(["y_test_key"] if with_answers else [])]
    return tuple(dict.fromkeys([*names, *map(options.text, keys)]))


def _load(arrays: _Arrays) -> Steps:
    """Return ``load_data()`` for one input and one answer."""
    options = arrays.options
    target = options.text("target")
    names = ("x",) if target == "same as input" else ("x", "y")
    has_test = bool(options.text("x_test_key")) or options.number("test_share") > 0
    body = _read_arrays(names, arrays)
    body += for_each(parts("x", has_test), '{}.astype("float32")')
    if target == "number":
        body += for_each(parts("y", has_test), '{}.astype("float32")')
    elif target == "classes":
        body += for_each(parts("y", has_test), '{}.astype("int64")')
        body += ordered_classes(arrays.validation, options)
    if options.text("scale") != "none":
        body += MEASURED + _scaling(options.text("scale"), parts("x", has_test), 1)
    if target == "classes":
        body += one_hot(options, has_test, "int(y_train.max()) + 1")
    body += give_back(has_test, names[-1])
    doc = "Return (x_train, y_train), (x_test, y_test) from the arrays of the file."
    return Steps(tuple(function("load_data()", doc, body)), body.imports)


def _named_arrays(arrays: _Arrays, named: Named) -> tuple[list[str], Steps]:
    """Return the constants and the functions for several inputs or answers."""
    options = arrays.options
    to_classes = not named.answers and options.text("target") == "classes"
    if not named.answers and options.text("target") == "same as input":
        raise DataError(tr("Choose the array that holds the right answers."))
    array = arrays.one("key")
    x = f'x = {{name: {array}.astype("float32") for name, key in INPUTS.items()}}'
    if not named.feeds:
        x = f'x = {arrays.option("x_key")}.astype("float32")'
    kind = "int64" if to_classes else "float32"
    y = (f'y = {arrays.option("y_key")}.astype("{kind}")',)
    count = f"len(x[{text(named.feeds[0].name)}])" if named.feeds else "len(x)"
    stratify = f"y[{text(named.classes[0].name)}]" if named.classes else "y" if to_classes else ""
    body = arrays.read(x, *(array_answers(named, array) if named.answers else y))
    body += split_rows(named, options, count, stratify, arrays.validation)
    body += scaled(named, options.text("scale"), _scaling)
    body += prepared_answers(named, options) if named.answers else steps()
    if to_classes:
        body += one_hot(options, named.has_test, "int(y_train.max()) + 1")
    return constants(named, arrays=True), load_function(named, body + given(named))


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


def _read_arrays(names: tuple[str, ...], arrays: _Arrays) -> Steps:
    """Read the arrays that the options name, and split them if there are no test arrays."""
    options = arrays.options
    if not options.text("x_test_key"):
        reading = [f"{name} = {arrays.option(f'{name}_key')}" for name in names]
        stratify = "y" if options.text("target") == "classes" else ""
        return arrays.read(*reading) + split(names, names, options, stratify)
    return arrays.read(
        *(
            f"{name}_{end} = {arrays.option(name + suffix)}"
            for end, suffix in (("train", "_key"), ("test", "_test_key"))
            for name in names
        )
    )


def _scaling(how: str, both: Sequence[str], depth: int) -> Steps:
    """Scale whole arrays: unlike the columns of a table, their values are of one kind."""
    first = both[0]
    if how == "standardise":
        measured = steps(f"mean, std = {first}.mean(), {first}.std()")
        return measured + for_each(both, "({} - mean) / std", depth)
    measured = steps(f"low, high = {first}.min(), {first}.max()")
    return measured + for_each(both, "({} - low) / (high - low)", depth)
