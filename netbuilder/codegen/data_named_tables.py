"""Code that loads tables whose columns go to several inputs or outputs, or are no numbers.

They are features for several inputs, answers of several outputs, weights of the rows, texts that
stay as they are, or the names of picture files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netbuilder.codegen.data_folder_parts import size_constant
from netbuilder.codegen.data_format import assign_text, assign_texts
from netbuilder.codegen.data_named import (
    BY_NAME,
    Named,
    given,
    load_function,
    prepared_answers,
    scaled,
    split_rows,
    table_answers,
)
from netbuilder.codegen.data_named import constants as named_constants
from netbuilder.codegen.data_pictures import picture_streams
from netbuilder.codegen.data_steps import (
    BLANK,
    NOTHING,
    NUMPY,
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

_DUMMIES = "# Each word of a text column gets a column of its own: 1 where it stands, else 0."
_AS_NUMBERS = 'pd.get_dummies({}, dtype="float32").to_numpy("float32")'
_AS_TEXTS = 'table[{}].astype(str).fillna("").to_numpy(object)'
_AS_FILES = "np.array([str(PICTURE_FOLDER / file) for file in table[{}]])"


def named_table(
    dataset: BuiltinDataset | None, options: Options, named: Named, validation: float
) -> tuple[list[str], Steps]:
    """Return the constants, and the functions with their imports.

    Args:
        dataset: A shipped table, or None for the user's own.
        options: Of either.
        named: What goes where.
        validation: The share of the training part that streams hold back to validate on.
    """
    one = _one_answer(dataset, options, named)
    aside = (*named.columns, *one.columns)
    numbers = named.only.sources if named.only.kind == "numbers" else ()
    features = tuple(name for name in numbers if name not in aside)
    chosen = _Chosen(named, features, aside)
    seen = tuple(name for feed in named.fed("numbers") for name in feed.sources) or features
    kinds = used_categories(options, seen, aside)
    constants = chosen.constants()
    constants += [*named_constants(named, arrays=False), *one.constants]
    constants += assign_texts("CATEGORIES", kinds) if kinds else []
    constants += _names_of_classes(dataset, named)

    body = chosen.rows(options) + (as_kinds() if kinds else NOTHING) + chosen.features()
    body += table_answers(named) if named.answers else one.taken
    body += steps('w = table[WEIGHTS].to_numpy("float32")') if named.weights else NOTHING
    stratify = f"y[{text(named.classes[0].name)}]" if named.classes else one.stratify
    body += split_rows(named, options, "len(table)", stratify, validation)
    body += filled(options, named) + scaled(named, options.text("scale"))
    body += prepared_answers(named, options) if named.answers else one.prepared
    if not named.has_pictures:
        return constants, load_function(named, body + given(named))
    table = load_function(named, body + given(replace(named, listed=BY_NAME)), "load_table")
    reading = picture_streams(named, options, validation)
    return [*constants, size_constant(options)], table + Steps(("", "")) + reading


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The columns that are taken out of the table.

    Attributes:
        named: What goes where.
        features_of_one: The numbers that a single input sees; empty for all that are left, for
            several inputs, and where there are none.
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
    def _seen_in_code(self) -> str:
        """The columns that a single input sees, as the inside of a list; empty for all."""
        only = self.named.only
        if only.kind == "picture":
            return "PICTURES"
        if only.kind == "text":
            return "TEXTS"
        return "*FEATURES" if self.features_of_one else ""

    @property
    def _needed_in_code(self) -> str:
        """The columns that cannot be filled, as the inside of a list."""
        if not self.named.has_pictures:
            return self._aside_in_code
        pictures = "*PICTURES.values()" if self.named.feeds else "PICTURES"
        return f"{self._aside_in_code}, {pictures}"

    @property
    def listed(self) -> bool:
        """Whether all columns stand in a list of their own: some may be wanted twice."""
        answers = self.named.answers
        twice = len({answer.source for answer in answers}) < len(answers)
        return bool(self.named.feeds) or (bool(self._seen_in_code) and twice)

    def constants(self) -> list[str]:
        """Return the constants that name them, but for answers and weights."""
        seen = [name for feed in self.named.feeds for name in feed.sources]
        seen += self.named.only.sources
        columns = tuple(dict.fromkeys((*seen, *self.aside)))
        result = assign_texts("COLUMNS", columns) if self.listed else []
        features = self.features_of_one
        return result + (assign_texts("FEATURES", features) if features else [])

    def rows(self, options: Options) -> Steps:
        """Read the rows that can be used."""
        needed = f"[{self._needed_in_code}]"
        if self._seen_in_code and not self.listed:
            columns = f"columns = [{self._seen_in_code}, {self._aside_in_code}]"
            return steps(columns) + rows(options, "[columns]", needed)
        return rows(options, "[COLUMNS]" if self.listed else "", needed)

    def features(self) -> Steps:
        """Take the features out of the table, for one input or for each of several."""
        named = self.named
        if named.feeds:
            return _features_by_name(named)
        if named.only.kind == "text":
            return steps(f"x = {_AS_TEXTS.format('TEXTS')}")
        if named.only.kind == "picture":
            return steps(f"x = {_AS_FILES.format('PICTURES')}", imports=[NUMPY])
        if self.features_of_one:
            return steps(_DUMMIES, f"x = {_AS_NUMBERS.format('table[FEATURES]')}")
        left = f"x = table.drop(columns=[{self._aside_in_code}])"
        return steps(_DUMMIES, left, f"x = {_AS_NUMBERS.format('x')}")


def _features_by_name(named: Named) -> Steps:
    """Take the features of several inputs out of the table."""
    each = f"    name: {_AS_NUMBERS.format('table[columns]')}"
    numbers = steps(_DUMMIES, "x = {", each, "    for name, columns in INPUTS.items()", "}")
    result = numbers if named.fed("numbers") else steps("x = {}")
    if named.fed("text"):
        result += steps(
            "for name, column in TEXTS.items():",
            f"    x[name] = {_AS_TEXTS.format('column')}",
        )
    if named.fed("picture"):
        result += steps(
            "for name, column in PICTURES.items():",
            f"    x[name] = {_AS_FILES.format('column')}",
            imports=[NUMPY],
        )
    return result


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
