"""The vocabulary in which some preprocessing layers look values up."""

from __future__ import annotations

from dataclasses import dataclass

from netbuilder.catalog.arguments import Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.axes import doubt_text
from netbuilder.catalog.shape_rules.encoding import check_salt, encoded, really_encoded
from netbuilder.catalog.tensors import Outcome, Tensor, promised
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

_SYNONYMS = {"binary": "multi_hot", "tf-idf": "tf_idf"}
_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf", *_SYNONYMS)


@dataclass(frozen=True, slots=True)
class Special:
    """The entries that every vocabulary has: for nothing, and for unknown values."""

    mask: Value
    unknown: Value
    unknown_count: int
    invert: bool

    def count(self, mode: str) -> int:
        """Return how many entries stand before the words."""
        return self._masks(mode) + self.unknown_count

    def lead(self, words: tuple[Value, ...], mode: str) -> bool:
        """Tell whether ``words`` already begin with these entries."""
        if len(words) < self.count(mode):
            return False
        masks = self._masks(mode)
        before = (self.mask,) * masks + (self.unknown,) * self.unknown_count
        return words[: len(before)] == before

    def _masks(self, mode: str) -> int:
        return int(self.mask is not None and mode == "int")


def mode_and_depth(arguments: Arguments, special: Special) -> tuple[str, int | None]:
    """Return the output mode, and how long a row of it is: None until data is adapted to."""
    word = arguments.choice("output_mode", *_MODES)
    mode = _SYNONYMS.get(word, word)
    if mode == "int" and arguments.flag("sparse"):
        raise mode_conflict("sparse")
    if mode != "int" and special.invert:
        raise mode_conflict("invert")
    if mode != "tf_idf" and arguments.get("idf_weights") is not None:
        raise mode_conflict("idf_weights")
    check_salt(arguments, hashes=special.unknown_count > 1 and not special.invert)
    most = arguments.optional_integer("max_tokens", minimum=2)
    padded = arguments.flag("pad_to_max_tokens")
    if padded and most is None:
        raise RuleError(
            tr("needs max_tokens to pad to it"),
            tr("pad_to_max_tokens makes every row as long as max_tokens."),
            setting="max_tokens",
        )
    size = _vocabulary_size(arguments, special, mode, most)
    return mode, most if padded else size


def _vocabulary_size(
    arguments: Arguments, special: Special, mode: str, most: int | None
) -> int | None:
    words = arguments.get("vocabulary")
    if words is None:
        return None
    reserved = special.count(mode)
    tokens = words if isinstance(words, tuple) else ()
    if special.lead(tokens, mode):
        tokens = tokens[reserved:]
    if not isinstance(words, tuple) or not tokens:
        raise RuleError(
            tr("needs a list of words for vocabulary, but has {value}", value=show(words)),
            tr("Leave it empty to have the vocabulary learned from the data."),
            setting="vocabulary",
        )
    _check_tokens(tokens, special)
    _check_weights(arguments, words, mode)
    size = reserved + len(tokens)
    if most is not None and size > most:
        raise RuleError(
            tr("has a vocabulary of {size}, but max_tokens is {most}", size=size, most=most),
            tr("The entries for unknown values count too."),
            setting="max_tokens",
        )
    return size


def need_words(arguments: Arguments) -> None:
    """Refuse a vocabulary that holds anything but texts."""
    words = arguments.get("vocabulary")
    if isinstance(words, tuple) and not all(isinstance(word, str) for word in words):
        raise RuleError(
            tr("needs words for vocabulary, but has {value}", value=show(words)),
            tr("Whole numbers are looked up by IntegerLookup."),
            setting="vocabulary",
        )


def _check_tokens(tokens: tuple[Value, ...], special: Special) -> None:
    if len(set(tokens)) < len(tokens):
        raise RuleError(
            tr("has a word twice in its vocabulary"),
            tr("Each word has one place."),
            setting="vocabulary",
        )
    reserved = {special.mask} - {None}
    if special.invert:
        reserved |= {special.unknown} - {None}
    if reserved & set(tokens):
        raise RuleError(
            tr("has a reserved word in its vocabulary"),
            tr("The words for nothing and for unknown values are added by the layer itself."),
            setting="vocabulary",
        )


def _check_weights(arguments: Arguments, words: tuple[Value, ...], mode: str) -> None:
    weights = arguments.get("idf_weights")
    fits = isinstance(weights, tuple) and len(weights) == len(words)
    if mode == "tf_idf" and not fits:
        raise RuleError(
            tr("needs one of idf_weights for each word of its vocabulary"),
            tr("TF-IDF weighs a word by how few texts it occurs in."),
            setting="idf_weights",
        )


def mode_conflict(setting: str) -> RuleError:
    """Return the error of a setting that has nothing to say in this output mode."""
    return RuleError(
        tr("cannot use {setting} with this output_mode", setting=setting),
        tr("It belongs to another way of writing the result."),
        setting=setting,
    )


def doubt_kind(tensor: Tensor, wanted: bool) -> RuleError | None:
    """Return a doubt about numbers where texts are looked up, and the other way round.

    Keras itself looks at the data only when they arrive.
    """
    if not wanted:
        return doubt_text(tensor)
    if tensor.dtype == "string":
        return None
    return RuleError(
        tr("needs texts, but gets {dtype}", dtype=tensor.dtype),
        tr("Give the Input the dtype string. IntegerLookup takes whole numbers."),
        port=0,
    )


def looked_up(
    values: Tensor, mode: str, depth: int | None, doubt: RuleError | None, call: Call
) -> Outcome:
    """Return the places of values in the vocabulary, or rows of ``depth`` for them."""
    if mode == "int":
        return Outcome((Tensor(values.shape, "int64"),), doubt=doubt)
    said = Tensor(encoded(values, mode, depth, call), "float32")
    dtype = "float32" if mode == "tf_idf" else "int64"
    real = Tensor(really_encoded(values, mode, depth, call), dtype)
    return Outcome((promised(said, real),), doubt=doubt)
