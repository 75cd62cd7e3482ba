"""What feeds each input of a network, and what each of its outputs is to answer.

A network of one input and one output needs none of this. For several, the options ``inputs``
and ``targets`` say by name which columns of a table, or which arrays of a file, go where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.options import Options, effective_options
from netbuilder.graph.values import Params, Value


@dataclass(frozen=True, slots=True)
class Feed:
    """What one of several inputs sees.

    Attributes:
        name: The input's.
        sources: Columns of a table; or one array of a file.
    """

    name: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of several outputs is to give.

    Attributes:
        name: The output's.
        source: A column of a table, or an array of a file.
        is_number: Whether it is a number, not a class.
    """

    name: str
    source: str
    is_number: bool


def feeds_of(options: Options) -> tuple[Feed, ...]:
    """Return what feeds each of several inputs; nothing where all goes to one."""
    return tuple(Feed(name, _words(value)) for name, value in _mapping(options, "inputs").items())


def answers_of(options: Options) -> tuple[Answer, ...]:
    """Return what each of several outputs is to give; nothing where there is one answer."""
    numbers = options.texts("quantities") if "quantities" in options.values else ()
    return tuple(
        Answer(name, word, word in numbers)
        for name, value in _mapping(options, "targets").items()
        for word in _words(value)[:1]
    )


def can_be_named(choice: DataChoice) -> bool:
    """Tell whether the data of ``choice`` can feed several inputs and outputs.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    options = effective_options(choice)
    return "inputs" in options.values and options.values.get("use", "table") == "table"


def named_for(
    choice: DataChoice, inputs: Sequence[str], outputs: Sequence[str], columns: Sequence[str] = ()
) -> DataChoice:
    """Return ``choice`` with something for each of a network's several inputs and outputs.

    What has a name keeps what it has. As many names as are gone and new are taken for the
    same ends, called otherwise. Each other input sees all that the one input saw, and each
    other output is to answer what the one output was: a beginning, to be changed.

    Args:
        choice: As it was; of a kind that :func:`can_be_named`.
        inputs: The names of the network's inputs.
        outputs: The names of its outputs.
        columns: All columns of the table.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    options = effective_options(choice)
    fed = {feed.name: feed.sources for feed in feeds_of(options)}
    asked = {answer.name: (answer.source,) for answer in answers_of(options)}
    # Of tables the usual answer is a column; arrays have their own option.
    target = options.text("y_key" if "y_key" in options.values else "target")
    seen = _seen(options, target, columns)
    changed = _with_names(choice.options, "inputs", _matched(fed, inputs, seen), choice)
    changed = _with_names(changed, "targets", _matched(asked, outputs, (target,)), choice)
    is_number = options.text("target" if "y_key" in options.values else "task") == "number"
    if len(outputs) > 1 and not asked and is_number:
        changed = changed.with_value("quantities", (target,))
    return replace(choice, options=changed)


def _mapping(options: Options, name: str) -> Mapping[str, Value]:
    value = options.values.get(name)
    return value if isinstance(value, Params) else {}


def _words(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _seen(options: Options, target: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return what the one input of a network sees."""
    if "x_key" in options.values:
        return (options.text("x_key"),)
    features = options.texts("features") or columns
    return tuple(name for name in features if name not in (target, options.text("sample_weights")))


def _matched(
    known: Mapping[str, tuple[str, ...]], names: Sequence[str], usual: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return something for each of several names; nothing for a single one."""
    if len(names) < 2:
        return {}
    gone = [name for name in known if name not in names]
    new = [name for name in names if name not in known]
    renamed = dict(zip(new, gone, strict=True)) if len(gone) == len(new) else {}
    return {name: known.get(renamed.get(name, name), usual) for name in names}


def _with_names(
    options: Params, option: str, named: Mapping[str, tuple[str, ...]], choice: DataChoice
) -> Params:
    """Return ``options`` with a mapping; without it where it is empty."""
    if not named:
        return options.without(option)
    alone = option == "targets" or choice.source == "npz"
    return options.with_value(
        option, Params({name: words[0] if alone else words for name, words in named.items()})
    )
