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
    NOTHING,
    NUMPY,
    SPLITTING,
    Steps,
    alike_at_the_end,
    body_call,
    for_each,
    function,
    parts,
    scaled_target,
    scaling,
    steps,
)
from netbuilder.codegen.write import Bracketed, Expression, led, lines, listing, text
from netbuilder.dataset.ends import Answer, Feed, FeedKind, answers_of, feeds_of, only_feed
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
        only: What feeds the one input of others.
        answers: What each of several outputs is to give; none where there is one.
        weights: The column of the samples' weights, or ``""``.
        listed: What the model takes as a list.
        has_test: Whether there is a test part.
    """

    feeds: tuple[Feed, ...]
    only: Feed
    answers: tuple[Answer, ...]
    weights: str
    listed: Listed
    has_test: bool

    @property
    def has_pictures(self) -> bool:
        """Whether an input gets pictures."""
        return bool(self.fed("picture"))

    @property
    def is_plain(self) -> bool:
        """Whether one input gets numbers, one output answers, and all samples count the same."""
        return not (self.feeds or self.answers or self.weights) and self.only.kind == "numbers"

    def fed(self, kind: FeedKind) -> tuple[Feed, ...]:
        """Return those inputs that get one kind of thing; a single input has no name."""
        return tuple(feed for feed in self.feeds or (self.only,) if feed.kind == kind)

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
    only = Feed("", ()) if feeds else only_feed(options)
    return Named(feeds, only, answers_of(options), weights, listed, has_test)


def constants(named: Named, *, arrays: bool) -> list[str]:
    """Return the constants that say where each input and answer comes from.

    Args:
        named: What goes where.
        arrays: Whether an input sees one array, rather than columns.
    """
    result = _fed_constants(named, arrays=arrays) if named.feeds else _only_constant(named.only)
    for name, answers in (("CLASSES", named.classes), ("NUMBERS", named.numbers)):
        pairs = tuple(f"{text(answer.name)}: {text(answer.source)}" for answer in answers)
        result += lines(led(f"{name} = ", Bracketed("{", pairs, "}")), 0) if pairs else []
    return result + (assign_text("WEIGHTS", named.weights) if named.weights else [])


def _fed_constants(named: Named, *, arrays: bool) -> list[str]:
    """Return the constants that say what feeds each of several inputs, by what they get."""
    result: list[str] = []
    kinds: tuple[tuple[str, FeedKind], ...] = (
        ("INPUTS", "numbers"),
        ("TEXTS", "text"),
        ("PICTURES", "picture"),
    )
    for constant, kind in kinds:
        fed = tuple(
            led(f"{text(feed.name)}: ", _sources(feed, alone=arrays or kind != "numbers"))
            for feed in named.fed(kind)
            if feed.sources
        )
        result += lines(led(f"{constant} = ", Bracketed("{", fed, "}")), 0) if fed else []
    return result


def _only_constant(feed: Feed) -> list[str]:
    """Return the constant that says what feeds the one input, if it gets no numbers."""
    if feed.kind == "numbers":
        return []
    return assign_text("TEXTS" if feed.kind == "text" else "PICTURES", feed.sources[0])


def _sources(feed: Feed, *, alone: bool) -> Expression:
    """Return what an input sees: a list, or one thing alone."""
    return text(feed.sources[0]) if alone else listing(map(text, feed.sources))


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


def array_answers(named: Named, array: str) -> tuple[str, ...]:
    """Return the lines that take the answers of several outputs out of files of arrays.

    Args:
        named: What goes where.
        array: The expression for the array called ``key``.
    """
    lines = ["y = {}"]
    for constant, answers, kind in (
        ("CLASSES", named.classes, "int64"),
        ("NUMBERS", named.numbers, "float32"),
    ):
        if answers:
            lines += [
                f"for name, key in {constant}.items():",
                f'    y[name] = {array}.astype("{kind}")',
            ]
    return tuple(lines)


def split_rows(
    named: Named, options: Options, count: str, stratify: str, validation: float
) -> Steps:
    """Split the rows at random, and take the parts of all arrays.

    Args:
        named: What goes where.
        options: Hold ``test_share`` and ``split_seed``.
        count: The expression for the number of rows.
        stratify: The classes whose shares are to be kept, or ``""``.
        validation: The share of the training part that is validated on: its last samples.
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
    classes = f"{stratify}[train]" if stratify else ""
    result += alike_at_the_end(validation, options, "train", classes, ordered="train")
    for name, several in (("x", named.feeds), ("y", named.answers), ("w", ())):
        if name != "w" or named.weights:
            one = f"take({name}, {{}})" if several else f"{name}[{{}}]"
            ends = ("train", "test") if named.has_test else ("train",)
            values = ", ".join(one.replace("{}", end) for end in ends)
            result += steps(f"{', '.join(parts(name, named.has_test))} = {values}")
    return result


def on_each(name: str, named: Named, make: Callable[[tuple[str, ...], int], Steps]) -> Steps:
    """Do the same with the numbers among ``x`` or among ``y``: one array, or each of them.

    Args:
        name: ``"x"`` or ``"y"``.
        named: What goes where.
        make: Gives the steps for the variables that hold the parts, at a depth.
    """
    both = parts(name, named.has_test)
    if name == "x" and not named.fed("numbers"):
        return NOTHING
    several = named.feeds if name == "x" else named.answers
    if not several:
        return make(both, 1)
    inner = make(tuple(f"{part}[name]" for part in both), 2)
    over = "for name in INPUTS:" if name == "x" else "for name in NUMBERS:"
    return Steps((over, *(f"    {line}" for line in inner.lines)), inner.imports)


def scaled(named: Named, how: str, measure: Callable[..., Steps] = scaling) -> Steps:
    """Scale ``x`` by figures of the training part."""
    if how == "none" or not named.fed("numbers"):
        return NOTHING
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
        if all(feed.kind == "numbers" for feed in named.feeds):
            listed = ", ".join(f"list({part}.values())" for part in both)
            result += steps(f"{', '.join(both)} = {listed}")
        else:
            result += steps(f"names = [{', '.join(map(text, named.listed.inputs))}]")
            result += for_each(both, "[{}[name] for name in names]")
    if named.listed.outputs and named.answers:
        result += steps("", "# With weights of the samples, Keras takes the answers as a list.")
        result += steps(f"names = [{', '.join(map(text, named.listed.outputs))}]")
        result += for_each(parts("y", named.has_test), "[{}[name] for name in names]")
    names = ("x", "y", "w") if named.weights else ("x", "y")
    train = ", ".join(f"{name}_train" for name in names)
    test = ", ".join(f"{name}_test" if named.has_test else "None" for name in names)
    return result + steps(f"return ({train}), ({test})")


def load_function(named: Named, body: Steps, name: str = "load_data") -> Steps:
    """Return ``load_data()``, or one of another name, and before it what it calls."""
    doc = "Return inputs and answers"
    doc += ", with what each sample counts." if named.weights else ", by name where several."
    several = named.feeds or named.answers
    before = [*_TAKE, "", ""] if several else []
    whole = function(f"{name}()", doc, body)
    return Steps((*before, *whole), body.imports)
