"""Code that loads tables and arrays for several inputs or outputs, or with weights of the samples.

Where a network has several inputs, ``x`` is a dictionary of arrays by their names; where it has
several outputs, ``y`` is one by theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netbuilder.codegen.data_format import assign_text
from netbuilder.codegen.data_steps import (
    BLANK,
    MEASURED,
    NUMPY,
    SPLITTING,
    Steps,
    body_call,
    for_each,
    function,
    parts,
    scaled_target,
    scaling,
    steps,
)
from netbuilder.codegen.write import Bracketed, led, lines, listing, text
from netbuilder.dataset.ends import Answer, Feed, answers_of, feeds_of
from netbuilder.dataset.options import Options

_TAKE = function(
    "take(arrays, rows)",
    "Return the same rows of each array.",
    steps("return {name: array[rows] for name, array in arrays.items()}"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a model takes as a list, not by name.

    Attributes:
        inputs: The inputs in its order; empty where it takes them by name.
        outputs: The outputs in its order, for the answers; empty where it takes them by name.
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


BY_NAME = Listed()


@dataclass(frozen=True, slots=True)
class Named:
    """What goes where.

    Attributes:
        feeds: What feeds each of several inputs; none where there is one.
        answers: What each of several outputs is to give; none where there is one.
        weights: The column of the samples' weights, or ``""``.
        listed: What the model takes as a list.
        has_test: Whether there is a test part.
    """

    feeds: tuple[Feed, ...]
    answers: tuple[Answer, ...]
    weights: str
    listed: Listed
    has_test: bool

    @property
    def classes(self) -> tuple[Answer, ...]:
        """The answers that are classes."""
        return tuple(answer for answer in self.answers if not answer.is_number)

    @property
    def numbers(self) -> tuple[Answer, ...]:
        """The answers that are numbers."""
        return tuple(answer for answer in self.answers if answer.is_number)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are no features: answers and weights."""
        asked = tuple(answer.source for answer in self.answers)
        return (*dict.fromkeys(asked), *([self.weights] if self.weights else []))


def named_ends(options: Options, listed: Listed, *, has_test: bool) -> Named:
    """Return what goes where, as the options say it."""
    feeds = feeds_of(options)
    if {feed.name for feed in feeds} == set(listed.inputs):
        feeds = tuple(sorted(feeds, key=lambda feed: listed.inputs.index(feed.name)))
    weights = options.text("sample_weights") if "sample_weights" in options.values else ""
    return Named(feeds, answers_of(options), weights, listed, has_test)


def constants(named: Named, *, arrays: bool) -> list[str]:
    """Return the constants that say where each input and answer comes from.

    Args:
        named: What goes where.
        arrays: Whether an input sees one array, rather than columns.
    """
    fed = [
        led(
            f"{text(feed.name)}: ",
            text(feed.sources[0]) if arrays else listing(map(text, feed.sources)),
        )
        for feed in named.feeds
        if feed.sources
    ]
    result = list(lines(led("INPUTS = ", Bracketed("{", tuple(fed), "}")), 0)) if fed else []
    for name, answers in (("CLASSES", named.classes), ("NUMBERS", named.numbers)):
        pairs = tuple(f"{text(answer.name)}: {text(answer.source)}" for answer in answers)
        result += lines(led(f"{name} = ", Bracketed("{", pairs, "}")), 0) if pairs else []
    return result + (assign_text("WEIGHTS", named.weights) if named.weights else [])


def table_answers(named: Named) -> Steps:
    """Take the answers of several outputs out of ``table``."""
    result = steps("y = {}")
    if named.classes:
        result += steps(
            "for name, column in CLASSES.items():",
            "    # The classes are numbered in alphabetical order.",
            "    words = table[column].astype(str)",
            "    y[name] = np.unique(words, return_inverse=True)[1]",
            imports=[NUMPY],
        )
    if named.numbers:
        result += steps(
            "for name, column in NUMBERS.items():",
            '    y[name] = table[column].to_numpy("float32")',
        )
    return result


def array_answers(named: Named) -> Steps:
    """Take the answers of several outputs out of the open file ``data``."""
    result = steps("    y = {}")
    for constant, answers, kind in (
        ("CLASSES", named.classes, "int64"),
        ("NUMBERS", named.numbers, "float32"),
    ):
        if answers:
            result += steps(
                f"    for name, key in {constant}.items():",
                f'        y[name] = data[key].astype("{kind}")',
            )
    return result


def split_rows(named: Named, options: Options, count: str, stratify: str) -> Steps:
    """Split the rows at random, and take the parts of all arrays.

    Args:
        named: What goes where.
        options: Hold ``test_share`` and ``split_seed``.
        count: The expression for the number of rows.
        stratify: The classes whose shares are to be kept, or ``""``.
    """
    seed = f"random_state={options.whole('split_seed')}"
    rows = f"np.arange({count})"
    if not named.has_test:
        result = steps(
            "# Files are often sorted, and validation takes the last samples: mix them.",
            f"train = shuffle({rows}, {seed})",
            imports=[NUMPY, "from sklearn.utils import shuffle"],
        )
    else:
        arguments = [rows, f"test_size={options.number('test_share')!r}", seed]
        arguments += [f"stratify={stratify}"] if stratify else []
        result = steps(imports=[NUMPY, SPLITTING])
        result += body_call("train, test = train_test_split(", arguments)
    for name, several in (("x", named.feeds), ("y", named.answers), ("w", ())):
        if name != "w" or named.weights:
            one = f"take({name}, {{}})" if several else f"{name}[{{}}]"
            ends = ("train", "test") if named.has_test else ("train",)
            values = ", ".join(one.replace("{}", end) for end in ends)
            result += steps(f"{', '.join(parts(name, named.has_test))} = {values}")
    return result


def on_each(name: str, named: Named, make: Callable[[tuple[str, ...], int], Steps]) -> Steps:
    """Do the same with all of ``x``, or with the numbers among ``y``: one array, or each of them.

    Args:
        name: ``"x"`` or ``"y"``.
        named: What goes where.
        make: Gives the steps for the variables that hold the parts, at a depth.
    """
    both = parts(name, named.has_test)
    several = named.feeds if name == "x" else named.answers
    if not several:
        return make(both, 1)
    inner = make(tuple(f"{part}[name]" for part in both), 2)
    over = "for name in INPUTS:" if name == "x" else "for name in NUMBERS:"
    return Steps((over, *(f"    {line}" for line in inner.lines)), inner.imports)


def scaled(named: Named, how: str, measure: Callable[..., Steps] = scaling) -> Steps:
    """Scale ``x`` by figures of the training part."""
    if how == "none":
        return steps()
    return MEASURED + on_each("x", named, lambda both, depth: measure(how, both, depth))


def prepared_answers(named: Named, options: Options) -> Steps:
    """Scale the answers that are numbers, and write classes as rows, as the options say."""
    result = steps()
    if named.numbers and options.flag("scale_target"):
        result += BLANK + on_each("y", named, scaled_target)
    if named.classes and options.values.get("labels") == "one-hot":
        result += steps("", "# One column for each class: 1 for the right one, 0 for the others.")
        result += steps("for name in CLASSES:", imports=[NUMPY])
        rows = 'rows = np.eye(y[name].max() + 1, dtype="float32")'
        result += steps(f"    {rows}")
        both = (f"{part}[name]" for part in parts("y", named.has_test))
        result += steps(*(f"    {part} = rows[{part}]" for part in both))
    return result


def given(named: Named) -> Steps:
    """End the function with the parts."""
    result = steps()
    if named.listed.inputs and named.feeds:
        both = parts("x", named.has_test)
        result += steps("", "# A class takes a list: the inputs in this order.")
        listed = ", ".join(f"list({part}.values())" for part in both)
        result += steps(f"{', '.join(both)} = {listed}")
    if named.listed.outputs and named.answers:
        result += steps("", "# With weights of the samples, Keras takes the answers as a list.")
        result += steps(f"names = [{', '.join(map(text, named.listed.outputs))}]")
        result += for_each(parts("y", named.has_test), "[{}[name] for name in names]")
    names = ("x", "y", "w") if named.weights else ("x", "y")
    train = ", ".join(f"{name}_train" for name in names)
    test = ", ".join(f"{name}_test" if named.has_test else "None" for name in names)
    return result + steps(f"return ({train}), ({test})")


def load_function(named: Named, body: Steps) -> Steps:
    """Return ``load_data()``, and before it what it calls."""
    doc = "Return inputs and answers"
    doc += ", with what each sample counts." if named.weights else ", by name where several."
    several = named.feeds or named.answers
    before = [*_TAKE, "", ""] if several else []
    whole = function("load_data()", doc, body)
    return Steps((*before, *whole), body.imports)
