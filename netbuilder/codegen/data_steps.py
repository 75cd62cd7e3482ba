"""The steps that ``load_data()`` takes for any kind of data, as lines of its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netbuilder.codegen.data_format import call
from netbuilder.codegen.write import INDENT, WIDTH
from netbuilder.dataset.options import Options

NUMPY = "import numpy as np"
PANDAS = "import pandas as pd"
PATH = "from pathlib import Path"
TENSORFLOW = "import tensorflow as tf"
SPLITTING = "from sklearn.model_selection import train_test_split"


@dataclass(frozen=True, slots=True)
class Steps:
    """Lines of a function's body and the imports that they need."""

    lines: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()

    def __add__(self, other: Steps) -> Steps:
        """Do one after the other."""
        return Steps(self.lines + other.lines, self.imports + other.imports)


NOTHING = Steps()
BLANK = Steps(("",))
MEASURED = Steps(
    ("", "# Measured on the training part alone: the test part must stay unseen."),
)


def steps(*lines: str, imports: Sequence[str] = ()) -> Steps:
    """Write steps down."""
    return Steps(lines, tuple(imports))


def body_call(start: str, arguments: Sequence[str]) -> Steps:
    """Return a call within a function's body, broken where it is too long."""
    return Steps(tuple(call(start, arguments, indent=INDENT)))


def parts(name: str, has_test: bool) -> tuple[str, ...]:
    """Return the variables that hold the parts of ``name``: ``("x_train", "x_test")``."""
    return (f"{name}_train", f"{name}_test") if has_test else (f"{name}_train",)


def for_each(names: Sequence[str], expression: str, depth: int = 1) -> Steps:
    """Assign to each name the expression, with ``{}`` for the name, all in one line if it fits.

    Args:
        names: The variables.
        expression: What they get.
        depth: How far the lines will be indented, in steps of four spaces.
    """
    values = [expression.replace("{}", name) for name in names]
    together = f"{', '.join(names)} = {', '.join(values)}"
    if INDENT * depth + len(together) <= WIDTH:
        return steps(together)
    return steps(*(f"{name} = {value}" for name, value in zip(names, values, strict=True)))


def dropping(columns: str, subset: str = "") -> Steps:
    """Read the table without the rows that lack a cell."""
    return body_call(f"table = read_table(){columns}.dropna(", [subset] if subset else [])


def class_numbers(known: Sequence[str], clean: bool) -> Steps:
    """Turn the target column into class numbers.

    Args:
        known: The names of the classes, which the code defines as ``CLASS_NAMES``; or none.
        clean: The column holds such numbers already.
    """
    if not known:
        return steps(
            "# Number the classes in alphabetical order.",
            "classes, y = np.unique(table[TARGET].astype(str), return_inverse=True)",
            imports=[NUMPY],
        )
    if clean:
        return steps("y = table[TARGET].to_numpy()")
    return steps(
        "# Each class becomes its place in CLASS_NAMES.",
        'y = table[TARGET].map(CLASS_NAMES.index).to_numpy("int32")',
    )


def split(values: Sequence[str], names: Sequence[str], options: Options, stratify: str) -> Steps:
    """Split arrays at random into training and test parts.

    Args:
        values: The expressions to split: ``("x", "y")``.
        names: What the parts are called: ``("x", "y")`` gives ``x_train`` and so on.
        options: Hold ``test_share`` and ``split_seed``.
        stratify: The classes whose shares are to be kept, or ``""``.
    """
    share = options.number("test_share")
    if share == 0:
        targets = ", ".join(f"{name}_train" for name in names)
        return _shuffled(targets, values, options)
    targets = ", ".join(part for name in names for part in parts(name, True))
    arguments = [*values, f"test_size={share!r}", f"random_state={options.whole('split_seed')}"]
    if stratify:
        arguments.append(f"stratify={stratify}")
    return steps(imports=[SPLITTING]) + body_call(f"{targets} = train_test_split(", arguments)


def alike_at_the_end(
    validation: float, options: Options, rows: str, classes: str, ordered: str
) -> Steps:
    """Order training samples so that the last have the same shares of classes, if wished.

    Args:
        validation: The share of the samples that fit() validates on: the last ones.
        options: Hold ``stratify`` and ``split_seed``.
        rows: The expression for the samples' numbers.
        classes: The expression for their classes, or ``""`` where there are none.
        ordered: The variable that gets their numbers in the new order.
    """
    if not (validation and classes and options.flag("stratify")):
        return NOTHING
    arguments = [rows, f"test_size={validation!r}"]
    arguments += [f"random_state={options.whole('split_seed')}", f"stratify={classes}"]
    head = "# fit() validates on the last samples: let them have the same shares of classes."
    result = steps(head, imports=[NUMPY, SPLITTING])
    result += body_call("first, last = train_test_split(", arguments)
    return result + steps(f"{ordered} = np.concatenate([first, last])")


def ordered_classes(
    validation: float, options: Options, x: str = "x_train", at: str = "[order]"
) -> Steps:
    """Put a training part and its classes ``y_train`` into that order, if wished.

    Args:
        validation: As for :func:`alike_at_the_end`.
        options: As there.
        x: The variable with the samples.
        at: What takes them in the order.
    """
    found = alike_at_the_end(
        validation, options, "np.arange(len(y_train))", "y_train", ordered="order"
    )
    move = steps(f"{x}, y_train = {x}{at}, y_train[order]")
    return found + move if found != NOTHING else NOTHING


def _shuffled(targets: str, values: Sequence[str], options: Options) -> Steps:
    """Shuffle arrays that are not split: fit() takes its validation samples from the end."""
    arguments = [*values, f"random_state={options.whole('split_seed')}"]
    comment = "# Files are often sorted, and validation takes the last samples: mix them."
    head = steps(comment, imports=["from sklearn.utils import shuffle"])
    return head + body_call(f"{targets} = shuffle(", arguments)


def scale(how: str, has_test: bool) -> Steps:
    """Scale the columns of ``x`` by figures of the training part: ``how`` names the option."""
    if how == "none":
        return steps()
    return MEASURED + scaling(how, parts("x", has_test))


def scaling(how: str, both: Sequence[str], depth: int = 1) -> Steps:
    """Scale columns of arrays by figures of the first of them.

    Args:
        how: The option: ``"standardise"`` or ``"0 to 1"``.
        both: The training part and, where there is one, the test part.
        depth: How far the lines will be indented, in steps of four spaces.
    """
    first = both[0]
    if how == "standardise":
        return steps(
            f"mean, std = {first}.mean(axis=0), {first}.std(axis=0)",
            "std[std == 0] = 1  # a column that never changes becomes 0",
        ) + for_each(both, "({} - mean) / std", depth)
    return steps(
        f"low, high = {first}.min(axis=0), {first}.max(axis=0)",
        "span = np.where(high > low, high - low, 1)",
        imports=[NUMPY],
    ) + for_each(both, "({} - low) / span", depth)


def scaled_target(both: Sequence[str], depth: int = 1) -> Steps:
    """Standardise the numbers to be predicted; arguments as for :func:`scaling`."""
    measured = steps(f"y_mean, y_std = {both[0]}.mean(), {both[0]}.std()")
    return measured + for_each(both, "({} - y_mean) / y_std", depth)


def one_hot(options: Options, has_test: bool, classes: str) -> Steps:
    """Turn class numbers into rows with one 1, if the option ``labels`` says so."""
    if options.values.get("labels") != "one-hot":
        return steps()
    return steps(
        "",
        "# One column for each class: 1 for the right one, 0 for the others.",
        f'rows = np.eye({classes}, dtype="float32")',
        imports=[NUMPY],
    ) + for_each(parts("y", has_test), "rows[{}]")


def give_back(has_test: bool, y: str = "y") -> Steps:
    """End the function with the two pairs; without a test part the second is empty."""
    test = f"(x_test, {y}_test)" if has_test else "(None, None)"
    return steps(f"return (x_train, {y}_train), {test}")


def function(signature: str, docstring: str, body: Steps) -> list[str]:
    """Return a function's lines."""
    lines = [f'    """{docstring}"""', *(f"    {line}" if line else "" for line in body.lines)]
    return [f"def {signature}:", *lines]
