"""Multiply-adds of the attention layers: for one sample, forwards.

Matching ``q`` queries with ``k`` keys of ``d`` numbers takes ``q k d`` of them, mixing the
``k`` values of ``v`` numbers for each query ``q k v`` (Vaswani et al. 2017, "Attention Is
All You Need", table 1 and section 3.2); projections are those of a Dense layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netbuilder.catalog.arguments import is_whole
from netbuilder.catalog.costs_calls import Call, Formula, product, total
from netbuilder.catalog.tensors import Shape, Tensor


def attention(call: Call) -> int | None:
    """Scores by products of queries and keys (none for concat, which only adds), then the mix."""
    query, value = call.inputs[:2]
    pairs = product(*query.shape[1:-1], value.shape[-2])
    if call.arguments.get("score_mode") == "concat":
        return product(pairs, value.shape[-1])
    return total(product(pairs, query.shape[-1]), product(pairs, value.shape[-1]))


def additive_attention(call: Call) -> int | None:
    """Scores by a learned weight for each feature, if it has any, then the mix."""
    query, value = call.inputs[:2]
    pairs = product(*query.shape[1:-1], value.shape[-2])
    weighted = query.shape[-1] if call.outcome.weights else 0
    return total(product(pairs, weighted), product(pairs, value.shape[-1]))


def multi_head_attention(call: Call) -> int | None:
    """Projections of query, key and value, for each head its scores and mix, and the output's.

    A gate projects the query once more.
    """
    query, value = call.inputs[:2]
    kernels = [weight.shape for weight in call.outcome.weights]
    _, heads, key_size = kernels[0]
    value_size = kernels[2][-1]
    pairs = _pairs(call, query, value)
    scores = product(pairs, heads, key_size + value_size)
    return total(_projected(call, query.shape[1:-1], value.shape[1:-1]), scores)


def _pairs(call: Call, query: Tensor, value: Tensor) -> int | None:
    """Return how many pairs of a query and a key are matched, on the attended axes."""
    setting = call.arguments.get("attention_axes")
    parts: Sequence[object] = setting if isinstance(setting, tuple) else (setting,)
    axes = {part % query.rank for part in parts if is_whole(part)}
    if setting is None:
        axes = set(range(1, query.rank - 1))
    return product(*query.shape[1:-1], *(value.shape[axis] for axis in sorted(axes)))


def _projected(call: Call, queries: Shape, keys: Shape) -> int | None:
    """Return the multiply-adds of all projections; their kernels come in this very order."""
    places = [queries, keys, keys, queries]
    if call.arguments.get("use_gate") is True:
        places.append(queries)
    kernels = call.outcome.weights[: len(places)]
    return total(
        *(product(*axes, kernel.size) for axes, kernel in zip(places, kernels, strict=True))
    )


FORMULAS: Mapping[str, Formula] = {
    "AdditiveAttention": additive_attention,
    "Attention": attention,
    "GroupQueryAttention": multi_head_attention,
    "MultiHeadAttention": multi_head_attention,
}
