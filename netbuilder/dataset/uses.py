"""What each column of a table is for, where a network has several inputs or outputs as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.ends import answers_of, can_be_named, fed_sources, named_for
from netbuilder.dataset.options import Options, effective_options, is_named, seen_columns
from netbuilder.dataset.roles import (
    LISTS,
    WEIGHTS,
    Role,
    column_roles,
    roles_of,
    seen_as,
    with_lists,
    with_names,
    with_role,
    with_weights,
)
from netbuilder.graph.values import Params

_SEEN: tuple[Role, ...] = ("feature", *LISTS)
_ASKED: tuple[Role, ...] = ("target", "number")


@dataclass(frozen=True, slots=True)
class Use:
    """What a column is for.

    Attributes:
        role: What it does.
        ends: The inputs that see it, or the outputs that answer it, where there are several.
    """

    role: Role
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a network that data serve by name.

    Attributes:
        inputs: The names of several inputs; empty where there is one.
        outputs: The names of several outputs; empty where there is one.
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def uses_of(choice: DataChoice, ends: Ends) -> tuple[Use, ...]:
    """Return what columns can be for in ``choice``; nothing if it has no columns to choose.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    if not _several(choice, ends):
        return tuple(map(Use, roles_of(choice)))
    taken = effective_options(choice).values
    roles: list[Role] = ["feature", *(role for role, option in LISTS.items() if option in taken)]
    one_input = list(map(Use, roles))
    seen = [Use(role, (name,)) for name in ends.inputs for role in roles]
    asked = [Use(role, (name,)) for name in ends.outputs for role in _ASKED]
    last = (Use("weight"), Use("left out"))
    return (*(seen or one_input), *(asked or [Use("target")]), *last)


def column_uses(choice: DataChoice, columns: Sequence[str]) -> dict[str, Use]:
    """Return what each of ``columns`` is for.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    options = effective_options(choice)
    if not is_named(options) or not can_be_named(choice):
        return {name: Use(role) for name, role in column_roles(choice, columns).items()}
    return {name: _use(options, name) for name in columns}


def with_use(
    choice: DataChoice, columns: Sequence[str], column: str, use: Use, ends: Ends
) -> DataChoice:
    """Return ``choice`` with ``column`` used otherwise.

    A column whose output gets another answer is left out. What is the last column of an input
    or the answer of an output stays it: nothing changes.

    Args:
        choice: As it was.
        columns: All columns of the table.
        column: One of them.
        use: One of :func:`uses_of`.
        ends: Those of the network.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    if can_be_named(choice):
        choice = named_for(choice, ends.inputs, ends.outputs, columns)
    if not _several(choice, ends):
        return with_role(choice, columns, column, use.role)
    before = column_uses(choice, columns)
    if use.role in (*_ASKED, "weight"):
        before = {name: _without(before[name], use) for name in columns}
    after = {**before, column: use}
    asked = _targets(after)
    fed = {name: _columns_of(after, name) for name in ends.inputs}
    if not all(fed.values()) or set(asked) != set(ends.outputs or ("",)):
        return choice
    return replace(choice, options=_written(choice, after, fed, asked))


def _several(choice: DataChoice, ends: Ends) -> bool:
    return can_be_named(choice) and bool(ends.inputs or ends.outputs)


def _use(options: Options, column: str) -> Use:
    """Return what a column is for, where inputs or outputs are named."""
    if options.values.get(WEIGHTS) == column:
        return Use("weight")
    asked = [answer for answer in answers_of(options) if answer.source == column]
    if asked:
        role: Role = "number" if asked[0].is_number else "target"
        return Use(role, tuple(answer.name for answer in asked))
    if not answers_of(options) and options.text("target") == column:
        return Use("target")
    seen = seen_as(options, column)
    if options.values.get("inputs"):
        names = tuple(name for name, seen in fed_sources(options).items() if column in seen)
        return Use(seen, names) if names else Use("left out")
    features = seen_columns(options)
    return Use(seen) if not features or column in features else Use("left out")


def _without(before: Use, use: Use) -> Use:
    """Return the use of another column, once ``use`` is given to one that can be only one's."""
    same = before.role in _ASKED if use.role in _ASKED else before.role == use.role
    if not same:
        return before
    left = tuple(name for name in before.ends if name not in use.ends)
    return replace(before, ends=left) if left else Use("left out")


def _targets(uses: Mapping[str, Use]) -> dict[str, str]:
    """Return the column that each output answers; the empty name stands for a single one."""
    return {
        name: column
        for column, use in uses.items()
        if use.role in _ASKED
        for name in use.ends or ("",)
    }


def _columns_of(uses: Mapping[str, Use], end: str) -> tuple[str, ...]:
    return tuple(name for name, use in uses.items() if use.role in _SEEN and end in use.ends)


def _with_role_of(uses: Mapping[str, Use], roles: Iterable[Role]) -> tuple[str, ...]:
    wanted = set(roles)
    return tuple(name for name, use in uses.items() if use.role in wanted)


def _written(
    choice: DataChoice,
    uses: Mapping[str, Use],
    fed: Mapping[str, tuple[str, ...]],
    asked: Mapping[str, str],
) -> Params:
    """Return the options that say ``uses``."""
    options = with_weights(choice.options, {name: use.role for name, use in uses.items()})
    options = with_lists(choice, options, {name: use.role for name, use in uses.items()})
    if fed:
        options = options.with_value("inputs", Params(dict(fed)))
    else:
        options = with_names(choice, options, "features", _with_role_of(uses, _SEEN))
    if "" in asked:
        return options.with_value("target", asked[""])
    options = with_names(choice, options, "quantities", _with_role_of(uses, ("number",)))
    return options.with_value("targets", Params(dict(asked)))
