"""Masks: which steps to leave out, marked by one layer and handed on to those behind it.

``Masking`` and ``Embedding(mask_zero=True)`` make a mask; layers that support masking hand it
on (``Layer.compute_mask`` in keras/src/layers/layer.py), all others drop it. Some layers apply
it to what they compute, and then it has to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, Call, RuleError, show
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.inputs import axis_indices
from netbuilder.catalog.shape_rules.merging import PLACE_BY_PLACE
from netbuilder.catalog.tensors import Outcome, Shape, Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

_CONV_LSTM = ("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
_RECURRENT = frozenset(("Bidirectional", "GRU", "LSTM", "RNN", "SimpleRNN", *_CONV_LSTM))
_EMBEDDING = frozenset(("Embedding", "ReversibleEmbedding"))
_MAKING = frozenset(("Masking", *_EMBEDDING))
_HANDING_ON = frozenset(
    (
        *("Activation", "ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax"),
        *("ActivityRegularization", "AlphaDropout", "Dropout", "GaussianDropout"),
        *("GaussianNoise", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
        *("BatchNormalization", "GroupNormalization", "LayerNormalization", "Normalization"),
        *("Rescaling", "UnitNormalization"),
        *("AdditiveAttention", "Attention", "GroupQueryAttention", "MultiHeadAttention"),
        *("Dense", "Identity", "TimeDistributed"),
    )
)
"""Layers that hand on the masks of their inputs, of as many as they give outputs."""

_LEAVING = frozenset(("Pipeline", "SpectralNormalization"))
"""Layers that leave to what they hold whether a mask goes on."""

_SERIES_RANK = 3  # axes: batch, time and features

_OF_INPUTS = ("query_mask", "value_mask", "key_mask")
"""Arguments of layers with heads that take the mask of an input each, in the inputs' order."""

Check: TypeAlias = Callable[[Arguments, tuple[Tensor, ...], Outcome], None]


def makes_mask(class_name: str, params: Mapping[str, Value]) -> bool:
    """Tell whether a layer marks what the layers behind it are to leave out."""
    return class_name == "Masking" or (class_name in _EMBEDDING and params.get("mask_zero") is True)


def with_masks(
    class_name: str, arguments: Arguments, inputs: tuple[Tensor, ...], outcome: Outcome
) -> Outcome:
    """Return what a layer gives, with the masks that come along.

    Raises:
        RuleError: The layer cannot apply the mask that comes.
    """
    masked = any(tensor.mask is not None for tensor in inputs)
    if not masked and class_name not in _MAKING:
        return outcome
    if masked and class_name in _CHECKS:
        _CHECKS[class_name](arguments, inputs, outcome)
    if class_name in _LEAVING:
        return outcome
    masks = _masks(class_name, arguments, inputs, outcome)
    outputs = (
        replace(output, mask=masks[place] if place < len(masks) else None)
        for place, output in enumerate(outcome.outputs)
    )
    return replace(outcome, outputs=tuple(outputs))


def _masks(
    class_name: str, arguments: Arguments, inputs: tuple[Tensor, ...], outcome: Outcome
) -> tuple[Shape | None, ...]:
    """Return the masks of the first outputs; the others have none."""
    first = inputs[0]
    if class_name == "Masking":
        return (first.real.shape[:-1],)
    if class_name in _EMBEDDING:
        return (_of_places(arguments, first.real),)
    if class_name == "Concatenate":
        return (outcome.outputs[0].real.shape[:-1],)
    if class_name in PLACE_BY_PLACE:
        return (_merged(inputs),)
    if class_name in _RECURRENT:
        return _over_time(class_name, arguments, first.mask)
    handed_on = class_name in _HANDING_ON
    return tuple(tensor.mask if handed_on else None for tensor in inputs[: len(outcome.outputs)])


def _of_places(arguments: Arguments, tensor: Tensor) -> Shape | None:
    """Return the mask of an embedding, which leaves out the zeros (``Embedding.compute_mask``)."""
    if arguments.get("mask_zero") is not True:
        return None
    if tensor.dtype == "string" and arguments.call is not Call.ASKED:
        raise RuleError(
            tr("leaves out zeros, but gets texts"),
            tr("mask_zero compares with the number 0. Look the texts up in a vocabulary first."),
            setting="mask_zero",
            late=True,
        )
    return tensor.shape


def _merged(inputs: tuple[Tensor, ...]) -> Shape | None:
    masks = [tensor.mask for tensor in inputs if tensor.mask is not None]
    if len(masks) < len(inputs):
        return None
    try:
        return broadcast(*masks)
    except RuleError:
        raise _misfit(masks[-1], masks[0]) from None


def _over_time(
    class_name: str, arguments: Arguments, mask: Shape | None
) -> tuple[Shape | None, ...]:
    """Return the masks of what a recurrent layer gives: only a sequence has one."""
    held = arguments.layer("layer") if class_name == "Bidirectional" else None
    each = arguments if held is None else Arguments(held.params)
    if each.get("return_sequences") is not True:
        return ()
    return (mask, mask) if held is not None and arguments.get("merge_mode") is None else (mask,)


def _softmax(_: Arguments, inputs: tuple[Tensor, ...], __: Outcome) -> None:
    """Refuse a mask that is not of the sizes of the last axes (``Softmax.call``)."""
    need_last_sizes(inputs[0].mask or (), inputs[0].real.shape)


def need_last_sizes(mask: Shape, shape: Shape) -> None:
    """Refuse a mask of which a size is neither 1 nor that of the same axis from the end.

    Raises:
        RuleError: It is none of both, or the mask has more axes.
    """
    pairs = zip(mask[::-1], shape[::-1], strict=False)
    if len(mask) > len(shape) or any(None not in (m, s) and m not in (1, s) for m, s in pairs):
        raise _misfit(mask, shape)


def _mean_over_steps(arguments: Arguments, inputs: tuple[Tensor, ...], _: Outcome) -> None:
    tensor, mask = inputs[0].real, inputs[0].mask or ()
    first = arguments.get("data_format") == "channels_first"
    need_stretch((mask[0], 1, *mask[1:]) if first else (*mask, 1), mask, tensor.shape)


def _attention(_: Arguments, inputs: tuple[Tensor, ...], __: Outcome) -> None:
    """Refuse a mask of the values that does not fit the scores (``Attention._apply_scores``)."""
    mask = inputs[1].mask
    if mask is not None:
        query, value = inputs[0].real.shape, inputs[1].real.shape
        scores = (*query[:-1], value[-2] if len(value) > 1 else None)
        need_stretch((mask[0], 1, mask[1]) if len(mask) == 2 else mask, mask, scores)


def _in_heads(arguments: Arguments, inputs: tuple[Tensor, ...], _: Outcome) -> None:
    """Refuse masks that do not fit the scores of several axes (``MultiHeadAttention``).

    One axis of time is left to an operation that stretches the mask.
    """
    kept = arguments.flag("return_attention_scores") or arguments.number("dropout")
    if len(inputs[0].shape) > _SERIES_RANK or kept:
        fit_in_heads(arguments, inputs, {})


def fit_in_heads(
    arguments: Arguments, inputs: tuple[Tensor, ...], given: Mapping[str, Tensor | None]
) -> None:
    """Refuse masks that do not fit the scores of all heads.

    Keras marks queries along the last axis but one and values along the last, whatever axes
    attention works on.

    Args:
        arguments: The layer's parameters.
        inputs: What comes, with the masks that layers have handed on.
        given: The masks that were given, by their arguments; None for one that is read past.

    Raises:
        RuleError: One does not fit.
    """
    query, value = inputs[0].real.shape, inputs[1].real.shape
    own = dict(zip(_OF_INPUTS, (one.mask for one in inputs), strict=False))
    marks = {**own, **{name: one.shape for name, one in given.items() if one is not None}}
    rows = [(*mask, 1) for mask in (marks.pop("query_mask", None),) if mask]
    pairs = [mask for mask in (marks.pop("attention_mask", None),) if mask is not None]
    columns = [(*mask[:-1], 1, mask[-1]) for mask in marks.values() if mask]
    if not rows + columns + pairs:
        return
    try:
        mask = broadcast(*rows, *columns, *pairs)
    except RuleError:
        raise _misfit((rows + columns + pairs)[-1], query) from None
    setting = arguments.get("attention_axes")
    named = tuple(range(1, len(query) - 1)) if setting is None else setting
    axes = axis_indices(named, "attention_axes", len(query))
    count = "num_heads" if arguments.get("num_heads") is not None else "num_query_heads"
    heads = (*query[:-1], arguments.integer(count))
    apart = tuple(size for axis, size in enumerate(heads) if axis not in axes)
    sizes = (*(heads[axis] for axis in axes), *(value[axis] for axis in axes))
    new = (1,) * (len(apart) + len(sizes) - len(mask))
    start = len(mask) - len(sizes)
    if new and start < 0:
        raise _misfit(mask, query)
    need_last_sizes((*mask[:start], *new, *mask[start:]), (*apart, *sizes))


def _steps_of_images(arguments: Arguments, inputs: tuple[Tensor, ...], outcome: Outcome) -> None:
    """Refuse a mask that marks places which the convolutions have moved (``backend.rnn``)."""
    mask = inputs[0].mask or (None,)
    output = outcome.outputs[0].real.shape
    step = (output[0], *output[2:]) if arguments.get("return_sequences") is True else output
    marks = (mask[0], *mask[2:]) if len(mask) > 2 else (mask[0], 1)
    if arguments.get("unroll") is True and any(size not in (1, None) for size in marks[1:]):
        raise _misfit(mask, step)
    tiled = (*marks, *step[len(marks) :])
    need_stretch(tiled, mask, step)
    sizes = zip(tiled[1:], step[1:], strict=False)
    if any(None not in (one, other) and one not in (1, other) for one, other in sizes):
        raise _misfit(mask, step)


def need_stretch(stretched: Shape, mask: Shape, shape: Shape) -> None:
    """Refuse a mask that cannot be stretched to a shape.

    Args:
        stretched: Its shape with further axes, as Keras puts them in.
        mask: Its shape as it comes.
        shape: What it marks.

    Raises:
        RuleError: They cannot be stretched to each other.
    """
    try:
        broadcast(stretched, shape)
    except RuleError:
        raise _misfit(mask, shape) from None


def _misfit(mask: Shape, shape: Shape) -> RuleError:
    return RuleError(
        tr("gets a mask of {mask}, which does not fit {shape}", mask=show(mask), shape=show(shape)),
        tr(
            "A Masking or Embedding layer further up marks what to leave out, and the layers "
            "between hand that on. A layer that drops the mask, such as Flatten, ends it."
        ),
        port=0,
    )


_CHECKS: Mapping[str, Check] = {
    "AdditiveAttention": _attention,
    "Attention": _attention,
    **dict.fromkeys(_CONV_LSTM, _steps_of_images),
    "GlobalAveragePooling1D": _mean_over_steps,
    "MultiHeadAttention": _in_heads,
    "Softmax": _softmax,
}
"""Layers that apply the mask, and refuse one that does not fit."""
