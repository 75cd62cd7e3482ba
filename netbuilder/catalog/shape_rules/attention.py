"""Rules for the simple attentions of ``keras/src/layers/attention``, and what all have in common.

They are called on query, value and key, in this order; without a key the value is its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from netbuilder.catalog.arguments import Arguments, Call, RuleError
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import autocast, compute_dtype
from netbuilder.catalog.shape_rules.inputs import (
    known_size,
    need_axes,
    need_decimals,
    need_numbers,
)
from netbuilder.catalog.shape_rules.products import matrix_product
from netbuilder.catalog.shape_rules.promotion import promoted
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight, promised
from netbuilder.i18n import tr

SCORES, CAUSAL = "return_attention_scores", "use_causal_mask"
"""Settings of a call, which are parameters here."""


def attention(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Attention``: mixes values by how well their keys match the query."""
    arguments.number("dropout")
    mode = arguments.choice("score_mode", "dot", "concat")
    scaled = arguments.flag("use_scale")
    weights = (Weight(()),) * (scaled + (mode == "concat"))
    need_numbers(inputs)
    if arguments.call is Call.ASKED:
        return Outcome(_said(arguments, inputs), weights)
    with _while_it_calculates():
        if mode == "concat":
            return _mixed(arguments, inputs, weights, _added(arguments, inputs, learned=True))
        if not scaled:
            need_decimals(query_value_key(inputs)[::2], only_if_all=True)
        return _mixed(arguments, inputs, weights, _multiplied(arguments, inputs))


def additive_attention(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``AdditiveAttention``: matches by a learned sum instead of a product."""
    arguments.number("dropout")
    need_numbers(inputs)
    scaled = arguments.flag("use_scale")
    weights: tuple[Weight, ...] = ()
    if scaled:
        need_axes(inputs[0], 1, tr("features"), 0)
        weights = (Weight((known_size(inputs[0], -1, 0),)),)
    if arguments.call is Call.ASKED:
        return Outcome(_said(arguments, inputs), weights)
    with _while_it_calculates():
        return _mixed(arguments, inputs, weights, _added(arguments, inputs, learned=scaled))


@contextmanager
def _while_it_calculates() -> Iterator[None]:
    """Say of errors inside the ``with`` that Keras, which has a formula, finds them late."""
    try:
        yield
    except RuleError as error:
        error.late = True
        raise


def query_value_key(inputs: tuple[Tensor, ...]) -> tuple[Tensor, Tensor, Tensor]:
    """Return query, value and key of what a layer is called on."""
    query, value = inputs[:2]
    return query, value, inputs[2] if len(inputs) > 2 else value


@dataclass(frozen=True, slots=True)
class _Scores:
    """How well each place of the query matches each key: ``(..., query, key)``.

    Attributes:
        shape: Their shape.
        dtype: Their number format.
        doubt: What Keras finds only once data comes; or None.
    """

    shape: Shape
    dtype: str
    doubt: RuleError | None = None


def _multiplied(arguments: Arguments, inputs: tuple[Tensor, ...]) -> _Scores:
    """Return the products of query and key."""
    query, _, key = query_value_key(inputs)
    need_axes(key, 2, tr("time and features"), len(inputs) - 1)
    turned = (*key.shape[:-2], key.shape[-1], key.shape[-2])
    doubt = _unseen(query.shape, turned, features_differ(query, key, len(inputs) - 1))
    shape = matrix_product(query.shape, turned, unchecked=doubt is not None)
    formats = [autocast(arguments, tensor).dtype for tensor in (query, key)]
    if arguments.flag("use_scale"):
        formats.append(compute_dtype(arguments))
    return _Scores(shape, promoted(*formats) or "float32", doubt)


def _added(arguments: Arguments, inputs: tuple[Tensor, ...], *, learned: bool) -> _Scores:
    """Return the sums of query and key; ``learned`` where a weight multiplies them."""
    query, _, key = query_value_key(inputs)
    need_axes(query, 1, tr("features"), 0)
    need_axes(key, 2, tr("time and features"), len(inputs) - 1)
    one, two = (autocast(arguments, tensor).dtype for tensor in (query, key))
    if one != two or one == "bool":
        raise RuleError(
            tr("cannot add a query of {one} and a key of {two}", one=one, two=two),
            tr("Both have to be numbers of the same format; float32 is the usual one."),
            port=len(inputs) - 1,
            late=True,
        )
    stretched = broadcast(
        (*query.shape[:-1], 1, query.shape[-1]), (*key.shape[:-2], 1, *key.shape[-2:])
    )
    formats = [one, "float", *([compute_dtype(arguments)] if learned else ())]
    return _Scores(stretched[:-1], promoted(*formats) or "float32")


def _mixed(
    arguments: Arguments,
    inputs: tuple[Tensor, ...],
    weights: tuple[Weight, ...],
    scores: _Scores,
) -> Outcome:
    """Return what the simple attentions give: the query's places with the value's features."""
    _, value, key = query_value_key(inputs)
    need_axes(value, 2, tr("time and features"), 1)
    places = different_places(value, key) if differ(value.shape[-2], key.shape[-2]) else None
    doubt = _unseen(scores.shape, value.shape, places)
    shape = matrix_product(scores.shape, value.shape, unchecked=doubt is not None)
    said = _said(arguments, inputs)
    dtype = promoted(scores.dtype, autocast(arguments, value).dtype) or said[0].dtype
    outputs = [promised(said[0], Tensor(shape, dtype))]
    if arguments.flag(SCORES):
        outputs.append(promised(said[1], Tensor(_marked(arguments, scores), scores.dtype)))
    return Outcome(tuple(outputs), weights, scores.doubt or doubt)


def _said(arguments: Arguments, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return what the simple attentions say that they give, without a look at how it fits."""
    query, value, key = query_value_key(inputs)
    shapes: list[Shape] = [(*query.shape[:-1], *value.shape[-1:])]
    if arguments.flag(SCORES):
        shapes.append((*query.shape[:-1], *key.shape[-2:-1]))
    return tuple(Tensor(shape, compute_dtype(arguments)) for shape in shapes)


def _marked(arguments: Arguments, scores: _Scores) -> Shape:
    """Return the shape of scores of which those of the future are left out, if they are."""
    if not arguments.flag(CAUSAL) or len(scores.shape) < 2:
        return scores.shape
    return broadcast((1, *scores.shape[-2:]), scores.shape)


def _unseen(one: Shape, two: Shape, error: RuleError | None) -> RuleError | None:
    """Return an error as a doubt where TensorFlow does not see it before data comes.

    It multiplies by a plain matrix in a way of its own (``tf.tensordot``), which compares
    sizes only if it knows all of them.

    Raises:
        RuleError: It sees it.
    """
    blind = len(one) > 2 and len(two) == 2 and None in (*one, *two)
    if error is not None and not blind:
        raise error
    return error


def features_differ(query: Tensor, other: Tensor, port: int) -> RuleError | None:
    """Return what to say if a query has other features than the value or key at a port.

    Raises:
        RuleError: The query has no axis of features.
    """
    need_axes(query, 1, tr("features"), 0)
    if not differ(query.shape[-1], other.shape[-1]):
        return None
    return RuleError(
        tr(
            "cannot match a query of {query} features with {other}",
            query=query.shape[-1],
            other=other.shape[-1],
        ),
        tr("Each feature of the query is compared with one of the other input."),
        port=port,
        axis=other.rank - 1,
        late=True,
    )


def different_places(value: Tensor, key: Tensor) -> RuleError:
    """Return what to say of a value and a key that do not belong together."""
    return RuleError(
        tr("gets values {value} and keys {key}", value=value.shape, key=key.shape),
        tr("Each key belongs to one value, so all axes but the last must be equal."),
        port=2,
        late=True,
    )


def differ(one: int | None, two: int | None) -> bool:
    """Tell whether two sizes are known and not the same."""
    return one is not None and two is not None and one != two


RULES: Mapping[str, Rule] = {"AdditiveAttention": additive_attention, "Attention": attention}
