"""The rule for ``TextVectorization``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.encoding import encoded, really_encoded
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.shape_rules.vocabulary import (
    Special,
    doubt_kind,
    mode_and_depth,
    mode_conflict,
    need_words,
)
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.i18n import tr

_ROWS_OF_WORDS = 2  # axes of words: a text for each sample


def text_vectorization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``TextVectorization``: the words of each text, looked up in the vocabulary."""
    tensor = inputs[0]
    splits = arguments.get("split") is not None
    _check_text_settings(arguments)
    need_words(arguments)
    special = Special(mask="", unknown="[UNK]", unknown_count=1, invert=False)
    mode, depth = mode_and_depth(arguments, special)
    length = _sequence_length(arguments, mode)
    doubt = doubt_kind(tensor, wanted=True)
    if mode == "int":
        need_axes(tensor, 1, tr("batch and others"), 0)
    several = tensor.rank > 1 and tensor.shape[-1] != 1
    if splits and several and arguments.call is not Call.ASKED:
        raise RuleError(
            tr("splits one text for each sample, but gets {shape}", shape=tensor.shape),
            tr("The input has the shape (None,) or (None, 1)."),
            port=0,
            axis=tensor.rank - 1,
            late=True,
        )
    words = _words(arguments, tensor.shape, mode)
    several = len(words) > _ROWS_OF_WORDS  # whose rows TensorFlow counts one text at a time
    ragged_numbers = mode == "int" and arguments.flag("ragged")
    uneven = splits and (mode == "one_hot" or ragged_numbers or (mode != "int" and several))
    if mode == "int":
        said = Tensor((tensor.shape[0], length), "int64")
        ragged = arguments.flag("ragged")
        real = Tensor(_numbered(words, length, splits=splits, ragged=ragged), "int64")
    else:
        said = Tensor(_announced(tensor.shape, mode, depth, splits), "float32")
        kind = "float32" if mode == "tf_idf" else "int64"
        real = Tensor(_marked(words, mode, depth, splits), kind)
    return Outcome((replace(promised(said, real), ragged=uneven),), doubt=doubt)


def _words(arguments: Arguments, shape: Shape, mode: str) -> Shape:
    """Return the shape of the words; how many of them a text has is open.

    Without a split, each text is a word by itself. What TensorFlow splits at spaces no longer
    says how many texts there are, if these stand in a single row.

    Raises:
        RuleError: TensorFlow cannot look up as many words as come.
    """
    if arguments.get("split") is None:
        return shape if arguments.get("ngrams") is None else _neighbours(shape, mode)
    texts = shape[:-1] if len(shape) > 1 else shape
    lost = len(texts) == 1 and arguments.get("split") == "whitespace"
    return (None, None) if lost else (*texts, None)


def _neighbours(shape: Shape, mode: str) -> Shape:
    """Return the shape of pairs (or more) of neighbouring texts, none of which is split."""
    if not shape or (mode == "one_hot" and len(shape) > 1):
        raise RuleError(
            tr("cannot put neighbours together in {shape}", shape=show(shape)),
            tr("Keras 3.15.1 has to know how many words come. Set ngrams to None, or split."),
            setting="ngrams",
            port=0,
            late=True,
        )
    return (*shape[:-1], None)


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
        return encoded(Tensor((*shape, 1) if len(shape) < 2 else shape), mode, depth)
    return (*shape, None, depth) if mode == "one_hot" else (*shape, depth)


def _marked(words: Shape, mode: str, depth: int | None, splits: bool) -> Shape:
    """Return the shape of the rows that come."""
    if splits and mode == "one_hot":
        return (*words, depth)
    if splits:
        batch = words[:1] if len(words) > 1 else ()
        return (*batch, *(None,) * (len(words) - 2), depth)
    if len(words) < 2:
        return (*(words or (1,)), depth) if mode == "one_hot" else (depth,)
    return really_encoded(Tensor(words), mode, depth)


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
        raise mode_conflict("output_sequence_length")
    if mode != "int" and arguments.flag("ragged"):
        raise mode_conflict("ragged")
    return length


RULES: Mapping[str, Rule] = {"TextVectorization": text_vectorization}
