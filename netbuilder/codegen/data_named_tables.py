"""Code that loads tables for several inputs or outputs, or with weights of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_named import (
    Named,
    given,
    load_function,
    prepared_answers,
    scaled,
    split_rows,
    table_answers,
)
from netbuilder.codegen.data_named import constants as named_constants
from netbuilder.codegen.data_steps import (
    BLANK,
    NOTHING,
    Steps,
    class_numbers,
    one_hot,
    parts,
    scaled_target,
    steps,
)
from netbuilder.codegen.data_table_steps import (
    as_kinds,
    filled,
    known_classes,
    predicts_number,
    rows,
    used_categories,
)
from netbuilder.codegen.write import Bracketed, led, lines, listing, text
from netbuilder.dataset.builtin import BuiltinDataset
from netbuilder.dataset.options import Options


def named_table(
    dataset: BuiltinDataset | None, options: Options, named: Named
) -> tuple[list[str], Steps]:
    """Return the constants, and ``load_data()`` with its imports.

    Args:
        dataset: A shipped table, or None for the user's own.
        options: Of either.
        named: What goes where.
    """
    one = _one_answer(dataset, options, named)
    aside = (*named.columns, *one.columns)
    features = tuple(name for name in options.texts("features") if name not in aside)
    chosen = _Chosen(named, () if named.feeds else features, aside)
    seen = tuple(name for feed in named.feeds for name in feed.sources) or features
    kinds = used_categories(options, seen, aside)
    constants = chosen.constants()
    constants += [*named_constants(named, arrays=False), *one.constants]
    constants += assign_texts("CATEGORIES", kinds) if kinds else []
    constants += _names_of_classes(dataset, named)

    body = chosen.rows(options) + (as_kinds() if kinds else NOTHING) + chosen.features()
    body += table_answers(named) if named.answers else one.taken
    body += steps('w = table[WEIGHTS].to_numpy("float32")') if named.weights else NOTHING
    stratify = f"y[{text(named.classes[0].name)}]" if named.classes else one.stratify
    body += split_rows(named, options, "len(table)", stratify)
    body += filled(options, named) + scaled(named, options.text("scale"))
    body += prepared_answers(named, options) if named.answers else one.prepared
    return constants, load_function(named, body + given(named))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The columns that are taken out of the table.

    Attributes:
        named: What goes where.
        features_of_one: Those that a single input sees; empty for all that are left, and for
            several inputs.
        aside: Those that are no features.
    """

    named: Named
    features_of_one: tuple[str, ...]
    aside: tuple[str, ...]

    @property
    def _aside_in_code(self) -> str:
        """The columns that are no features, as the inside of a list."""
        named = self.named
        pieces = ["*CLASSES.values()"] if named.classes else []
        pieces += ["*NUMBERS.values()"] if named.numbers else []
        pieces += [] if named.answers else ["TARGET"]
        return ", ".join([*pieces, *(["WEIGHTS"] if named.weights else [])])

    @property
    def listed(self) -> bool:
        """Whether all columns stand in a list of their own: some may be wanted twice."""
        answers = self.named.answers
        twice = len({answer.source for answer in answers}) < len(answers)
        return bool(self.named.feeds) or (bool(self.features_of_one) and twice)

    def constants(self) -> list[str]:
        """Return the constants that name them, but for answers and weights."""
        seen = [name for feed in self.named.feeds for name in feed.sources]
        columns = tuple(dict.fromkeys((*seen, *self.features_of_one, *self.aside)))
        result = assign_texts("COLUMNS", columns) if self.listed else []
        features = self.features_of_one
        return result + (assign_texts("FEATURES", features) if features else [])

    def rows(self, options: Options) -> Steps:
        """Read the rows that can be used."""
        aside = f"[{self._aside_in_code}]"
        if self.features_of_one and not self.listed:
            columns = f"columns = [*FEATURES, {self._aside_in_code}]"
            return steps(columns) + rows(options, "[columns]", aside)
        return rows(options, "[COLUMNS]" if self.listed else "", aside)

    def features(self) -> Steps:
        """Take the features out of the table as numbers, for one input or for each of several."""
        comment = (
            "# Each word of a text column gets a column of its own: 1 where it stands, else 0."
        )
        dummies = 'pd.get_dummies({}, dtype="float32").to_numpy("float32")'
        if self.named.feeds:
            each = f"    name: {dummies.format('table[columns]')}"
            return steps(comment, "x = {", each, "    for name, columns in INPUTS.items()", "}")
        if self.features_of_one:
            return steps(comment, f"x = {dummies.format('table[FEATURES]')}")
        left = f"x = table.drop(columns=[{self._aside_in_code}])"
        return steps(comment, left, f"x = {dummies.format('x')}")


@dataclass(frozen=True, slots=True)
class _OneAnswer:
    """How the answer of a network of one output is loaded; nothing for one of several."""

    columns: tuple[str, ...] = ()
    constants: Sequence[str] = ()
    taken: Steps = NOTHING
    stratify: str = ""
    prepared: Steps = NOTHING


def _one_answer(dataset: BuiltinDataset | None, options: Options, named: Named) -> _OneAnswer:
    if named.answers:
        return _OneAnswer()
    target = options.text("target")
    if predicts_number(dataset, options):
        both = parts("y", named.has_test)
        prepared = BLANK + scaled_target(both) if options.flag("scale_target") else NOTHING
        taken = steps('y = table[TARGET].to_numpy("float32")')
        return _OneAnswer((target,), assign_text("TARGET", target), taken, "", prepared)
    known = () if dataset is None else known_classes(dataset, options)
    constants = assign_text("TARGET", target)
    constants += assign_texts("CLASS_NAMES", known) if known else []
    prepared = one_hot(options, named.has_test, "len(CLASS_NAMES)" if known else "len(classes)")
    return _OneAnswer((target,), constants, class_numbers(known, clean=False), "y", prepared)


def _names_of_classes(dataset: BuiltinDataset | None, named: Named) -> list[str]:
    """Return the names of a shipped table's classes, by the outputs that tell them."""
    if dataset is None:
        return []
    own = next((option.default for option in dataset.options if option.name == "target"), None)
    names = listing(map(text, sorted(dataset.classes)))
    told = tuple(
        led(f"{text(answer.name)}: ", names) for answer in named.classes if answer.source == own
    )
    return list(lines(led("CLASS_NAMES = ", Bracketed("{", told, "}")), 0)) if told else []
