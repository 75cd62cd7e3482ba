"""Rules for the preprocessing layers that look values up in a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from netbuilder.catalog.arguments import Arguments, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.axes import doubt_text
from netbuilder.catalog.shape_rules.encoding import check_salt, encoded, really_encoded
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

_SYNONYMS = {"binary": "multi_hot", "tf-idf": "tf_idf"}
_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf", *_SYNONYMS)


@dataclass(frozen=True, slots=True)
class _Special:
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


def string_lookup(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``StringLookup``: the place of each text in the vocabulary; or, inverted, the text."""
    arguments.choice("oov_method", "floormod", "farmhash")
    _need_words(arguments)
    special = _special(arguments)
    mode, depth = _mode_and_depth(arguments, special)
    doubt = _doubt_kind(inputs[0], not special.invert)
    if special.invert:
        _need_unknown(special)
        shape = inputs[0].shape
        return Outcome((promised(Tensor(shape, "int64"), Tensor(shape, "string")),), doubt=doubt)
    return _looked_up(inputs[0].shape, mode, depth, doubt)


def integer_lookup(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``IntegerLookup``: the place of each whole number in the vocabulary; or inverted."""
    arguments.choice("vocabulary_dtype", "int64")
    method = arguments.choice("oov_method", "floormod", "farmhash")
    if arguments.get("salt") is not None and method != "farmhash":
        raise RuleError(
            tr("cannot use salt with oov_method 'floormod'"),
            tr("Salt changes how a text is hashed; floormod hashes nothing."),
            setting="salt",
        )
    special = _special(arguments)
    mode, depth = _mode_and_depth(arguments, special)
    if special.invert:
        _need_unknown(special)
    return _looked_up(inputs[0].shape, mode, depth, doubt_text(inputs[0]))


def text_vectorization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``TextVectorization``: the words of each text, looked up in the vocabulary."""
    tensor = inputs[0]
    splits = arguments.get("split") is not None
    _check_text_settings(arguments)
    _need_words(arguments)
    special = _Special(mask="", unknown="[UNK]", unknown_count=1, invert=False)
    mode, depth = _mode_and_depth(arguments, special)
    length = _sequence_length(arguments, mode)
    doubt = _doubt_kind(tensor, wanted=True)
    need_axes(tensor, 1, tr("batch and others"), 0)
    if splits and tensor.rank > 1 and tensor.shape[-1] != 1:
        raise RuleError(
            tr("splits one text for each sample, but gets {shape}", shape=tensor.shape),
            tr("The input has the shape (None,) or (None, 1)."),
            port=0,
            axis=tensor.rank - 1,
        )
    words = _words(tensor.shape, splits)
    uneven = splits and (mode == "one_hot" or (mode == "int" and arguments.flag("ragged")))
    if mode == "int":
        said = Tensor((tensor.shape[0], length), "int64")
        ragged = arguments.flag("ragged")
        real = Tensor(_numbered(words, length, splits=splits, ragged=ragged), "int64")
    else:
        said = Tensor(_announced(tensor.shape, mode, depth, splits), "float32")
        kind = "float32" if mode == "tf_idf" else "int64"
        real = Tensor(_marked(words, mode, depth, splits), kind)
    return Outcome((replace(promised(said, real), ragged=uneven),), doubt=doubt)


def _words(shape: Shape, splits: bool) -> Shape:
    """Return the shape of the words; how many of them a text has is open.

    Without a split, each text is a word by itself. What TensorFlow splits no longer says how
    many texts there are.
    """
    if not splits:
        return shape
    texts = shape[:-1] if len(shape) > 1 else shape
    return (*(texts if len(texts) > 1 else (None,)), None)


def _numbered(words: Shape, length: int | None, *, splits: bool, ragged: bool) -> Shape:
    """Return the shape of the words' places, cut and filled up to ``length``."""
    if length is None or (ragged and splits):
        return words
    last = words[-1]
    if ragged:  # which only cuts
        return (*words[:-1], None if last is None else min(last, length))
    return (*words[:-1], length)


def _announced(shape: Shape, mode: str, depth: int | None, splits: bool) -> Shape:
    """Return the shape that Keras says of rows of zeros, ones or counts."""
    if not splits:
        return encoded((*shape, 1) if len(shape) == 1 else shape, mode, depth)
    return (*shape, None, depth) if mode == "one_hot" else (*shape, depth)


def _marked(words: Shape, mode: str, depth: int | None, splits: bool) -> Shape:
    """Return the shape of the rows that come."""
    if splits and mode == "one_hot":
        return (*words, depth)
    if splits:
        return (*(None,) * (len(words) - 1), depth)
    if len(words) == 1:
        return (*words, depth) if mode == "one_hot" else (depth,)
    return really_encoded(words, mode, depth)


def _looked_up(shape: Shape, mode: str, depth: int | None, doubt: RuleError | None) -> Outcome:
    if mode == "int":
        return Outcome((Tensor(shape, "int64"),), doubt=doubt)
    said = Tensor(encoded(shape, mode, depth), "float32")
    dtype = "float32" if mode == "tf_idf" else "int64"
    real = Tensor(really_encoded(shape, mode, depth), dtype)
    return Outcome((promised(said, real),), doubt=doubt)


def _special(arguments: Arguments) -> _Special:
    return _Special(
        mask=arguments.get("mask_token"),
        unknown=arguments.get("oov_token"),
        unknown_count=arguments.integer("num_oov_indices", minimum=0),
        invert=arguments.flag("invert"),
    )


def _mode_and_depth(arguments: Arguments, special: _Special) -> tuple[str, int | None]:
    """Return the output mode, and how long a row of it is: None until data is adapted to."""
    word = arguments.choice("output_mode", *_MODES)
    mode = _SYNONYMS.get(word, word)
    if mode == "int" and arguments.flag("sparse"):
        raise _mode_conflict("sparse")
    if mode != "int" and special.invert:
        raise _mode_conflict("invert")
    if mode != "tf_idf" and arguments.get("idf_weights") is not None:
        raise _mode_conflict("idf_weights")
    check_salt(arguments)
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
    arguments: Arguments, special: _Special, mode: str, most: int | None
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


def _need_unknown(special: _Special) -> None:
    if special.unknown is None:
        raise RuleError(
            tr("needs an oov_token when inverted"),
            tr("It is the text for a number that stands for no word."),
            setting="oov_token",
        )


def _need_words(arguments: Arguments) -> None:
    words = arguments.get("vocabulary")
    if isinstance(words, tuple) and not all(isinstance(word, str) for word in words):
        raise RuleError(
            tr("needs words for vocabulary, but has {value}", value=show(words)),
            tr("Whole numbers are looked up by IntegerLookup."),
            setting="vocabulary",
        )


def _check_tokens(tokens: tuple[Value, ...], special: _Special) -> None:
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


def _check_text_settings(arguments: Arguments) -> None:
    if arguments.get("standardize") is not None:
        arguments.choice("standardize", "lower_and_strip_punctuation", "lower", "strip_punctuation")
    if arguments.get("split") is not None:
        arguments.choice("split", "whitespace", "character")
    ngrams = arguments.get("ngrams")
    parts = ngrams if isinstance(ngrams, tuple) else (ngrams,)
    if ngrams is not None and not all(map(is_whole, parts)):
        raise RuleError(
            tr("needs whole numbers for ngrams, but has {value}", value=show(ngrams)),
            tr("2 takes single words and pairs of neighbours; (2,) takes only pairs."),
            setting="ngrams",
        )


def _sequence_length(arguments: Arguments, mode: str) -> int | None:
    length = arguments.optional_integer("output_sequence_length", minimum=0)
    if mode != "int" and length is not None:
        raise _mode_conflict("output_sequence_length")
    if mode != "int" and arguments.flag("ragged"):
        raise _mode_conflict("ragged")
    return length


def _mode_conflict(setting: str) -> RuleError:
    return RuleError(
        tr("cannot use {setting} with this output_mode", setting=setting),
        tr("It belongs to another way of writing the result."),
        setting=setting,
    )


def _doubt_kind(tensor: Tensor, wanted: bool) -> RuleError | None:
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


RULES: Mapping[str, Rule] = {
    "IntegerLookup": integer_lookup,
    "StringLookup": string_lookup,
    "TextVectorization": text_vectorization,
}
