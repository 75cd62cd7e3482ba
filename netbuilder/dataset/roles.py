"""What each column of a table is for, as the options say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from netbuilder.dataset.choice import DataChoice
from netbuilder.dataset.options import Options, effective_options, options_of, seen_columns
from netbuilder.graph.values import Params, Value

Role = Literal[
    "feature",
    "category",
    "free text",
    "picture",
    "target",
    "number",
    "text",
    "series",
    "weight",
    "left out",
]
"""What a column can be for.

``"number"`` is, of several targets, one that is no class; ``"text"`` is the one column of texts
where the file holds nothing but texts and classes, ``"free text"`` one of a table.
"""

WEIGHTS = "sample_weights"
LISTS: Mapping[Role, str] = {
    "category": "categories",
    "free text": "texts",
    "picture": "pictures",
}
"""The option that lists the columns of a table which the network sees in some other way."""

# The option that names the one column with a role.
_ALONE: Mapping[Role, str] = {"target": "target", "text": "text", "series": "column"}
_OF_ONE_COLUMN: Mapping[Role, str] = {**_ALONE, "weight": WEIGHTS}


def roles_of(choice: DataChoice) -> tuple[Role, ...]:
    """Return the roles that columns can have in ``choice``; none if it has no columns to choose.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    names = {option.name for option in options_of(choice)}
    if "features" not in names and not names & {"text", "column"}:
        return ()
    roles: list[Role] = ["feature"] if "features" in names else []
    roles += [role for role, option in LISTS.items() if option in names]
    roles += [role for role, option in _ALONE.items() if option in names]
    roles += ["weight"] if WEIGHTS in names else []
    return (*roles, "left out")


def column_roles(choice: DataChoice, columns: Sequence[str]) -> dict[str, Role]:
    """Return what each of ``columns`` is for.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    options, possible = effective_options(choice), roles_of(choice)
    return {column: _role(options, possible, column) for column in columns}


def _role(options: Options, possible: Sequence[Role], column: str) -> Role:
    for role, option in _OF_ONE_COLUMN.items():
        if role in possible and options.values[option] == column:
            return role
    if "feature" not in possible:
        return "left out"
    features = seen_columns(options)
    if "series" in possible:
        return "feature" if column in features else "left out"
    if column == options.values.get("target", "target"):  # scikit-learn's tables call it so
        return "target"
    if features and column not in features:
        return "left out"
    return seen_as(options, column)


def seen_as(options: Options, column: str) -> Role:
    """Return how the network sees a column of a table."""
    listed = (role for role, option in LISTS.items() if column in options.texts(option))
    return next(listed, "feature")


def with_role(choice: DataChoice, columns: Sequence[str], column: str, role: Role) -> DataChoice:
    """Return ``choice`` with ``column`` used as ``role``.

    A column that gives up a role that only one column can have is left out. What a column is
    the only one for stays with it: nothing changes.

    Args:
        choice: As it was.
        columns: All columns of the table.
        column: One of them.
        role: One of :func:`roles_of`.

    Raises:
        DataError: an option has a value that it cannot have.
    """
    before = column_roles(choice, columns)
    if before[column] in _ALONE and role not in _ALONE:
        return choice
    after = {**before, column: role}
    options = with_weights(choice.options, after)
    if role == "weight":
        after |= {name: "left out" for name in columns if name != column and before[name] == role}
    if role in _ALONE:
        options = options.with_value(_ALONE[role], column)
        after |= {name: "left out" for name in columns if name != column and before[name] == role}
    if "feature" not in roles_of(choice):
        return replace(choice, options=options)
    used = tuple(name for name in columns if after[name] in ("feature", *LISTS))
    if not used and "series" not in roles_of(choice):
        return choice
    options = with_names(choice, options, "features", used)
    return replace(choice, options=with_lists(choice, options, after))


def with_lists(choice: DataChoice, options: Params, roles: Mapping[str, Role]) -> Params:
    """Return ``options`` with the columns that the network sees in some other way."""
    taken = {option.name for option in options_of(choice)}
    for role, option in LISTS.items():
        if option in taken:
            names = tuple(name for name, its_role in roles.items() if its_role == role)
            options = with_names(choice, options, option, names)
    return options


def with_weights(options: Params, roles: Mapping[str, Role]) -> Params:
    """Return ``options`` with the one column that is to be the samples' weight, if any is."""
    now = options.get(WEIGHTS)
    wanted = [name for name, role in roles.items() if role == "weight"]
    others = [name for name in wanted if name != now]
    chosen = others or wanted
    return options.with_value(WEIGHTS, chosen[0]) if chosen else options.without(WEIGHTS)


def with_names(choice: DataChoice, options: Params, option: str, names: tuple[str, ...]) -> Params:
    """Return ``options`` with a list of columns; without it where it is the source's default."""
    default = next(one.default for one in options_of(choice) if one.name == option)
    value: Value = names
    return options.without(option) if value == default else options.with_value(option, value)
