"""Rules for the preprocessing layers that look values up in a vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.axes import doubt_text
from netbuilder.catalog.shape_rules.vocabulary import (
    Special,
    doubt_kind,
    looked_up,
    mode_and_depth,
    need_words,
)
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, promised
from netbuilder.i18n import tr


def string_lookup(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``StringLookup``: the place of each text in the vocabulary; or, inverted, the text."""
    arguments.choice("oov_method", "floormod", "farmhash")
    need_words(arguments)
    special = _special(arguments)
    mode, depth = mode_and_depth(arguments, special)
    doubt = doubt_kind(inputs[0], not special.invert)
    if special.invert:
        _need_unknown(special)
        shape = inputs[0].shape
        return Outcome((promised(Tensor(shape, "int64"), Tensor(shape, "string")),), doubt=doubt)
    return looked_up(inputs[0], mode, depth, doubt, arguments.call)


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
    mode, depth = mode_and_depth(arguments, special)
    if special.invert:
        _need_unknown(special)
    return looked_up(inputs[0], mode, depth, doubt_text(inputs[0]), arguments.call)


def _special(arguments: Arguments) -> Special:
    return Special(
        mask=arguments.get("mask_token"),
        unknown=arguments.get("oov_token"),
        unknown_count=arguments.integer("num_oov_indices", minimum=0),
        invert=arguments.flag("invert"),
    )


def _need_unknown(special: Special) -> None:
    if special.unknown is None:
        raise RuleError(
            tr("needs an oov_token when inverted"),
            tr("It is the text for a number that stands for no word."),
            setting="oov_token",
        )


RULES: Mapping[str, Rule] = {
    "IntegerLookup": integer_lookup,
    "StringLookup": string_lookup,
}
