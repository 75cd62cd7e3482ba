"""What feeds each input of a network, and what each of its outputs is to answer.

A network of one input and one output needs none of this. For several, the options ``inputs``
and ``targets`` say by name which columns of a table, or which arrays of a file, go where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.options import Options, effective_options, seen_columns
from netbuilder.graph.values import Params, Value
from netbuilder.i18n import tr

FeedKind = Literal["numbers", "text", "picture"]


@dataclass(frozen=True, slots=True)
class Feed:
    """What an input sees.

    Attributes:
        name: The input's; empty for the only one of a network.
        sources: Columns of a table, none of them for all that are left; or one array of a file.
        kind: What comes out of them.
    """

    name: str
    sources: tuple[str, ...]
    kind: FeedKind = "numbers"


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
    """Return what feeds each of several inputs; nothing where all goes to one.

    Raises:
        DataError: one of them sees columns that do not go together.
    """
    return tuple(_feed(options, name, sources) for name, sources in fed_sources(options).items())


def fed_sources(options: Options) -> dict[str, tuple[str, ...]]:
    """Return the columns or the array that each of several inputs sees, by the inputs' names."""
    return {name: _words(value) for name, value in _mapping(options, "inputs").items()}


def only_feed(options: Options) -> Feed:
    """Return what the one input of a network sees.

    Raises:
        DataError: it sees columns that do not go together.
    """
    return _feed(options, "", seen_columns(options))


def answers_of(options: Options) -> tuple[Answer, ...]:
    """Return what each of several outputs is to give; nothing where there is one answer."""
    numbers = options.texts("quantities")
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
    table = options.values.get("use", "table") == "table" and not options.flag("stream")
    return "inputs" in options.values and table


def about_several(choice: DataChoice) -> str:
    """Say from where a network's several inputs and outputs get their data, and from where not.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    if choice.source == "npz":
        return tr(
            "All arrays come from one NPZ file, or from NPY files in one folder; to join several "
            "files: np.savez('all.npz', pictures=pictures, facts=facts)."
        )
    if can_be_named(choice):
        return tr(
            "All columns come from one table, one row for each sample; it may name files of "
            "pictures in a column. To join two tables: pd.merge(first, second)."
        )
    if effective_options(choice).values.get("stream"):
        return tr(
            "Rows that are read while the network trains feed one input and hold one answer; "
            "loaded at once, a table serves several."
        )
    return tr("Tables (CSV) and arrays (NPZ) can feed several inputs and hold several answers.")


def named_for(
    choice: DataChoice, inputs: Sequence[str], outputs: Sequence[str], columns: Sequence[str] = ()
) -> DataChoice:
    """Return ``choice`` with something for each of a network's several inputs and outputs.

    What has a name keeps what it has. As many names as are gone and new are taken for the
    same ends, called otherwise. Each other input sees the column that it is called like, or all
    numbers that the one input saw, and each other output is to answer what the one output was:
    a beginning, to be changed.

    Args:
        choice: As it was; of a kind that :func:`can_be_named`.
        inputs: The names of the network's inputs.
        outputs: The names of its outputs.
        columns: All columns of the table.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    options = effective_options(choice)
    fed = fed_sources(options)
    asked = {answer.name: (answer.source,) for answer in answers_of(options)}
    # Of tables the usual answer is a column; arrays have their own option.
    target = options.text("y_key" if "y_key" in options.values else "target")
    seen = {name: _beginning(options, target, columns, name) for name in inputs}
    changed = _with_names(choice.options, "inputs", _matched(fed, inputs, seen), choice)
    usual = dict.fromkeys(outputs, (target,))
    changed = _with_names(changed, "targets", _matched(asked, outputs, usual), choice)
    is_number = options.text("target" if "y_key" in options.values else "task") == "number"
    if len(outputs) > 1 and not asked and is_number:
        changed = changed.with_value("quantities", (target,))
    return replace(choice, options=changed)


def _feed(options: Options, name: str, sources: tuple[str, ...]) -> Feed:
    texts, pictures = options.texts("texts"), options.texts("pictures")
    if len(sources) == 1 and sources[0] in (*texts, *pictures):
        return Feed(name, sources, "text" if sources[0] in texts else "picture")
    if set(sources) & {*texts, *pictures}:
        raise DataError(
            tr(
                "An input gets either numbers, or one column of texts or of pictures, and not "
                "all of {columns}. Give each such column an input of its own.",
                columns=", ".join(sources),
            )
        )
    return Feed(name, sources)


def _mapping(options: Options, name: str) -> Mapping[str, Value]:
    value = options.values.get(name)
    return value if isinstance(value, Params) else {}


def _words(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _beginning(options: Options, target: str, columns: Sequence[str], end: str) -> tuple[str, ...]:
    """Return what an input sees at first: its own column, or what the one input has seen."""
    if "x_key" in options.values:
        return (options.text("x_key"),)
    apart = (*options.texts("texts"), *options.texts("pictures"))
    if end in apart:
        return (end,)
    aside = (target, options.text("sample_weights"))
    seen = tuple(name for name in options.texts("features") or columns if name not in aside)
    return tuple(name for name in seen if name not in apart) or seen[:1]


def _matched(
    known: Mapping[str, tuple[str, ...]],
    names: Sequence[str],
    usual: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """Return something for each of several names; nothing for a single one."""
    if len(names) < 2:
        return {}
    gone = [name for name in known if name not in names]
    new = [name for name in names if name not in known]
    renamed = dict(zip(new, gone, strict=True)) if len(gone) == len(new) else {}
    return {name: known.get(renamed.get(name, name), usual[name]) for name in names}


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
