"""Rules for the attentions of ``keras/src/layers/attention`` that have several heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.attention import (
    CAUSAL,
    SCORES,
    differ,
    different_places,
    features_differ,
    query_value_key,
)
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.inputs import (
    axis_indices,
    known_size,
    need_axes,
    need_numbers,
    need_rank,
    same_batch,
)
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight, promised
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

_ONE_AXIS_OF_TIME = 3  # axes: batch, time and features


def multi_head_attention(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MultiHeadAttention``: several attentions side by side, each on its own projections."""
    query, value, key = query_value_key(inputs)
    _check_initializers(arguments)
    heads = arguments.integer("num_heads")
    key_dim = arguments.integer("key_dim")
    value_dim = arguments.optional_integer("value_dim") or key_dim
    arguments.optional_integer("sliding_window")
    _check_dropout(arguments)
    need_numbers(inputs)
    same_batch(inputs)
    least = 3 if arguments.get("attention_axes") is None else 2
    asked = arguments.call is Call.ASKED  # Keras has built the projections one by one
    need_axes(query, 2 if asked else least, tr("batch, time and features"), 0, late=True)
    if not asked:
        need_rank(value, (query.rank,), tr("of the query"), 1, late=True)
    _same_places(value, key)
    if value.rank == query.rank:
        _check_attention_axes(arguments, query, value)
        _check_window(arguments, query, value)
    features = tuple(known_size(tensor, -1, port) for port, tensor in enumerate(inputs))
    output = _output_sizes(arguments, features[0])
    projections = [(features[0], key_dim), (features[-1], key_dim), (features[1], value_dim)]
    if arguments.flag("use_gate"):
        projections.append((features[0], value_dim))
    weights = [Weight((width, heads, size)) for width, size in projections]
    weights.append(Weight((heads, value_dim, *output)))
    if arguments.flag("use_bias"):
        weights += [Weight((heads, size)) for _, size in projections] + [Weight(output)]
    given = Tensor((*query.shape[:-1], *output), compute_dtype(arguments))
    if not arguments.flag(SCORES):
        return Outcome((given,), tuple(weights))
    return Outcome((given, _scores_of_heads(arguments, query, key)), tuple(weights))


def _scores_of_heads(arguments: Arguments, query: Tensor, key: Tensor) -> Tensor:
    """Return how well queries and keys match; Keras announces a square of the query's steps.

    The equation is that of ``_build_attention_equation``: all axes that attention does not
    work on, the heads among them, then those of the query and of the key that it works on.
    """
    heads = arguments.integer("num_heads")
    steps, dtype = query.shape[1], compute_dtype(arguments)
    said = Tensor((query.shape[0], heads, steps, steps), dtype)
    if key.rank != query.rank:
        return said
    setting = arguments.get("attention_axes")
    named = tuple(range(1, query.rank - 1)) if setting is None else setting
    axes = axis_indices(named, "attention_axes", query.rank)
    sizes = (*query.shape[:-1], heads)
    apart = tuple(size for axis, size in enumerate(sizes) if axis not in axes)
    pairs = (*(sizes[axis] for axis in axes), *((*key.shape[:-1], heads)[axis] for axis in axes))
    return promised(said, Tensor((*apart, *pairs), dtype))


def grouped_query_attention(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GroupQueryAttention``: several query heads share one head of keys and values."""
    query, value, key = query_value_key(inputs)
    _check_initializers(arguments)
    size = arguments.integer("head_dim")
    least = 1 if arguments.flag("use_bias") else 0  # Keras fails only to add a bias to nothing
    heads = arguments.integer("num_query_heads", minimum=least)
    shared = arguments.integer("num_key_value_heads")
    arguments.optional_integer("sliding_window")
    _check_dropout(arguments)
    if heads % shared:
        raise RuleError(
            tr("cannot share {shared} key heads among {heads} evenly", shared=shared, heads=heads),
            tr("num_query_heads must be a multiple of num_key_value_heads."),
            setting="num_key_value_heads",
        )
    need_numbers(inputs)
    same_batch(inputs)
    words = tr("batch, time and features")
    for port, tensor in enumerate(inputs):
        need_axes(tensor, _ONE_AXIS_OF_TIME, words, port)
    features = tuple(known_size(tensor, 2, port) for port, tensor in enumerate(inputs))
    width = known_size(query, -1, 0)
    for port, tensor in enumerate(inputs if arguments.call is not Call.ASKED else ()):
        need_rank(tensor, (_ONE_AXIS_OF_TIME,), words, port, late=True)
    _same_places(value, key)
    if arguments.call is not Call.RUNS:
        _need_same_features(query, value, 1)
    projections = [(features[0], heads), (features[-1], shared), (features[1], shared)]
    if arguments.flag("use_gate"):
        projections.append((features[0], heads))
    weights = [Weight((read, count, size)) for read, count in projections]
    weights.append(Weight((heads, size, width)))
    if arguments.flag("use_bias"):
        weights += [Weight((count, size)) for _, count in projections] + [Weight((width,))]
    dtype = compute_dtype(arguments)
    given = Tensor(query.shape, dtype)
    if not arguments.flag(SCORES):
        return Outcome((given,), tuple(weights))
    scores = Tensor((query.shape[0], heads, query.shape[1], key.shape[1]), dtype)
    return Outcome((given, scores), tuple(weights))


def _check_initializers(arguments: Arguments) -> None:
    """Refuse to leave the choice to Keras, which these layers cannot pass on."""
    for name in ("kernel_initializer", "bias_initializer"):
        if arguments.get(name) is None:
            raise RuleError(
                tr("needs a {name}", name=name),
                tr("The layers inside are made with a copy of it."),
                setting=name,
            )


def _need_same_features(query: Tensor, other: Tensor, port: int) -> None:
    error = features_differ(query, other, port)
    if error is not None:
        raise error


def _same_places(value: Tensor, key: Tensor) -> None:
    if value.shape[1:-1] != key.shape[1:-1]:
        raise different_places(value, key)


def _check_dropout(arguments: Arguments) -> None:
    if arguments.flag(SCORES) and arguments.get("flash_attention") is True:
        raise RuleError(
            tr("cannot give the scores of flash attention"),
            tr("Flash attention never keeps the scores."),
            setting=SCORES,
            late=True,
        )
    if arguments.number("dropout", 0, 1) > 0 and arguments.get("flash_attention") is True:
        raise RuleError(
            tr("cannot use both dropout and flash attention"),
            tr("Flash attention never keeps the scores of which some would be dropped."),
            setting="flash_attention",
        )


def _check_attention_axes(arguments: Arguments, query: Tensor, value: Tensor) -> None:
    """Refuse axes that do not exist, and others on which query and value differ."""
    setting = arguments.get("attention_axes")
    if setting is None:
        return
    if not _is_by_hand(arguments, query):
        _check_unused_axes(setting)
        return
    axes = axis_indices(setting, "attention_axes", query.rank)
    if not axes or len(set(axes)) < len(axes):
        raise RuleError(
            tr("has {value} for attention_axes", value=show(setting)),
            tr("It names one axis or more, each once."),
            setting="attention_axes",
        )
    if arguments.call is Call.ASKED:
        return  # only scores would not fit, and they are not calculated
    for axis in range(1, query.rank - 1):
        if axis not in axes and differ(query.shape[axis], value.shape[axis]):
            raise RuleError(
                tr(
                    "does not attend over axis {axis}, on which {query} and {value} differ",
                    axis=axis,
                    query=query.shape,
                    value=value.shape,
                ),
                tr("Query and value may differ only on the axes that attention works on."),
                setting="attention_axes",
                port=1,
                axis=axis,
                late=True,
            )


def _is_by_hand(arguments: Arguments, query: Tensor) -> bool:
    """Tell whether Keras calculates step by step, and not by one operation for one axis of time.

    That operation knows nothing of ``attention_axes``.
    """
    kept = arguments.flag(SCORES) or arguments.number("dropout") > 0
    return kept or query.rank != _ONE_AXIS_OF_TIME


def _check_unused_axes(setting: Value) -> None:
    """Refuse axes that Keras 3.15.1 cannot even write into the equation that it will not use.

    It has a letter for each of batch, time, heads and features, and counts negative ones
    twice from the end (``_build_attention``).
    """
    axes = setting if isinstance(setting, tuple) else (setting,)
    if not all(is_whole(axis) and -7 <= axis <= 3 for axis in axes):
        raise RuleError(
            tr("has {value} for attention_axes", value=show(setting)),
            tr("It names one axis or more, each once."),
            setting="attention_axes",
        )


def _check_window(arguments: Arguments, query: Tensor, value: Tensor) -> None:
    """Refuse a window or a mask of the future that does not fit the scores.

    Both (``_compute_sliding_window_mask``, ``_compute_causal_mask``) have the sizes of axis 1 of
    query and value, whatever axis attention works on; for more axes than one Keras cannot
    stretch them. In place of the features there are the heads. Where one operation does all, it
    leaves out the future by itself.
    """
    slides = arguments.get("sliding_window") is not None
    if not slides and not (arguments.flag(CAUSAL) and _is_by_hand(arguments, query)):
        return
    setting = arguments.get("attention_axes")
    axes: Sequence[Value] = tuple(range(1, query.rank - 1))
    if setting is not None:
        axes = setting if isinstance(setting, tuple) else (setting,)
    fits = len(axes) == 1
    if fits and _is_by_hand(arguments, query):
        (axis,) = axis_indices(tuple(axes), "attention_axes", query.rank)
        heads = arguments.integer("num_heads") if axis == query.rank - 1 else None
        fits = all(
            tensor.shape[1] == 1 or not differ(tensor.shape[1], heads or tensor.shape[axis])
            for tensor in (query, value)
        )
    if not fits:
        raise RuleError(
            tr("cannot slide a window over {shape}", shape=query.shape)
            if slides
            else tr("cannot leave out the future in {shape}", shape=query.shape),
            tr("This is for one axis of time: batch, time and features."),
            setting="sliding_window" if slides else CAUSAL,
            port=0,
            late=True,
        )


def _output_sizes(arguments: Arguments, features: int) -> tuple[int, ...]:
    """Return the sizes of the last axes; by default as many features as the query has."""
    value = arguments.get("output_shape")
    if not value:
        return (features,)
    parts = value if isinstance(value, tuple) else (value,)
    sizes = tuple(part for part in parts if is_whole(part) and part >= 0)
    if len(sizes) < len(parts):
        raise RuleError(
            tr("needs whole numbers for output_shape, but has {value}", value=show(value)),
            tr("They are the sizes of the last axes of the output."),
            setting="output_shape",
        )
    return sizes


RULES: Mapping[str, Rule] = {
    "GroupQueryAttention": grouped_query_attention,
    "MultiHeadAttention": multi_head_attention,
}
