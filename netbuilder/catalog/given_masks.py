"""Masks that come as tensors of their own, by the argument's name: ``attention_mask``.

They take the place of the masks that layers hand on by themselves (``Layer.__call__`` in
keras/src/layers/layer.py), and unlike those they may have any shape, so that each has to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.masks import fit_in_heads, need_last_sizes, need_stretch
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Tensor, one_step
from netbuilder.graph.values import Config
from netbuilder.i18n import tr

Tensors: TypeAlias = tuple[Tensor, ...]
Masks: TypeAlias = Mapping[str, Tensor]
Check: TypeAlias = Callable[[Arguments, Tensors, Masks], None]

_STEPS_RANK = 2  # axes: batch and time
_IMAGE_MASK = 3  # the same, and whatever the marks of a step are


def apart(inputs: Tensors) -> tuple[Tensors, dict[str, Tensor]]:
    """Return the inputs of a layer without the masks, and these by their arguments."""
    masks = {tensor.as_mask: tensor.real for tensor in inputs if tensor.as_mask}
    return (tuple(one for one in inputs if not one.as_mask), masks) if masks else (inputs, {})


def masked(spec: LayerSpec, arguments: Arguments, inputs: Tensors, masks: Masks) -> Tensors:
    """Return the inputs of a layer with the masks that were given for them.

    Args:
        spec: The layer's class.
        arguments: Its parameters.
        inputs: What else comes.
        masks: The masks, by the arguments that take them.

    Raises:
        RuleError: A mask does not fit what comes.
    """
    try:
        _CHECKS[spec.name](arguments, inputs, masks)
    except RuleError as error:
        name = next((one for one in masks if one == error.setting), next(iter(masks)))
        raise RuleError(
            _refusal(name, masks[name], inputs),
            tr(
                "A mask says for each place whether it counts: it has the axes of what it marks, "
                "without the features, and each of its sizes is the same, or 1."
            ),
            port=spec.ports.port_of(name),
            late=True,
        ) from error
    if spec.name not in _HANDED_ON:
        return inputs
    marks = [masks.get(name) for name in spec.ports.masks]
    given = [None if mark is None else mark.shape for mark in marks]
    marked = zip(inputs, given, strict=False)
    return (*(replace(one, mask=mask) for one, mask in marked), *inputs[len(given) :])


_HANDED_ON = frozenset(
    (
        *("AdditiveAttention", "Attention", "BatchNormalization", "Bidirectional", "GRU", "LSTM"),
        *("RNN", "SimpleRNN", "Softmax", "TimeDistributed"),
        *("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"),
    )
)
"""Layers that hand on a mask that they were given; those of heads go by the query's own."""


def _unfit(name: str) -> RuleError:
    """Return which mask is at fault; :func:`masked` finds the words."""
    return RuleError(name, setting=name)


def _refusal(name: str, mask: Tensor, inputs: Tensors) -> str:
    """Return why a mask is refused, in a sentence that goes on from the layer's name."""
    if mask.dtype == "string":
        return tr("gets texts for {name}", name=name)
    query, value = inputs[0].real.shape, inputs[1 % len(inputs)].real.shape
    marked = query
    if name == "attention_mask":
        marked = (*query[:-1], *value[1:-1])
    elif name in ("key_mask", "value_mask"):
        marked = value
    return tr(
        "gets {mask} for {name}, which does not fit {shape}",
        mask=show(mask.shape),
        name=name,
        shape=show(marked),
    )


def _of_steps(arguments: Arguments, inputs: Tensors, masks: Masks) -> None:
    """Refuse marks that are not one for each step; unrolled, each has to be there."""
    series, mask = inputs[0].real.shape, masks["mask"].shape
    steps = len(mask) == _STEPS_RANK or (len(mask) == _IMAGE_MASK and mask[-1] == 1)
    unrolled = steps and arguments.get("unroll") is True and series[1] is not None
    if not steps or (unrolled and (mask[1] is None or mask[1] < (series[1] or 0))):
        raise _unfit("mask")


def _of_images(_: Arguments, inputs: Tensors, masks: Masks) -> None:
    images, mask = inputs[0].real.shape, masks["mask"].shape
    if not _STEPS_RANK <= len(mask) < len(images):
        raise _unfit("mask")


def _of_time(arguments: Arguments, inputs: Tensors, masks: Masks) -> None:
    """Refuse marks of other steps, and what the held layer refuses for one step."""
    series, mask = inputs[0].real, masks["mask"]
    pairs = zip(mask.shape[:2], series.shape[:2], strict=False)
    if len(mask.shape) < _STEPS_RANK or any(
        None not in pair and len({*pair}) > 1 for pair in pairs
    ):
        raise _unfit("mask")
    held = arguments.get("layer")
    check = _CHECKS.get(held.class_name) if isinstance(held, Config) else None
    if isinstance(held, Config) and check is not None:
        check(Arguments(held.params), (one_step(series),), {"mask": one_step(mask)})


def _of_batch(_: Arguments, inputs: Tensors, masks: Masks) -> None:
    """Refuse marks that have not one axis less; their sizes matter only in training."""
    shape, mask = inputs[0].real.shape, masks["mask"].shape
    if len(mask) != len(shape) - 1:
        raise _unfit("mask")


def _of_mean(arguments: Arguments, inputs: Tensors, masks: Masks) -> None:
    shape, mask = inputs[0].real.shape, masks["mask"].shape
    if len(mask) < _STEPS_RANK:
        raise _unfit("mask")
    first = arguments.get("data_format") == "channels_first"
    stretched = (mask[0], 1, *mask[1:]) if first else (*mask[:2], 1, *mask[2:])
    need_stretch(stretched, mask, shape)


def _of_scores(_: Arguments, inputs: Tensors, masks: Masks) -> None:
    """Refuse marks that are no numbers or truth values, or do not fit the last axes."""
    mask = masks["mask"]
    need_last_sizes(mask.shape, inputs[0].real.shape)
    if mask.dtype == "string":
        raise _unfit("mask")


def _of_attention(_: Arguments, inputs: Tensors, masks: Masks) -> None:
    query, value = (one.real.shape for one in inputs[:2])
    rows, columns = masks.get("query_mask"), masks.get("value_mask")
    if columns is not None:
        marks = columns.shape
        plain = len(marks) <= _STEPS_RANK or (len(marks) == _IMAGE_MASK and marks[1] == 1)
        if not plain or (None not in (marks[-1], value[-2]) and marks[-1] not in (1, value[-2])):
            raise _unfit("value_mask")
    if rows is not None:
        need_stretch((*rows.shape, 1), rows.shape, query)


def _of_heads(arguments: Arguments, inputs: Tensors, masks: Masks) -> None:
    """Refuse marks of pairs, of keys and of values that do not fit the scores together.

    ``MultiHeadAttention`` of Keras 3.15.1 goes by the query's own mask and reads past another.
    """
    fit_in_heads(arguments, inputs, {**masks, "query_mask": None})


def _of_groups(arguments: Arguments, inputs: Tensors, masks: Masks) -> None:
    fit_in_heads(arguments, inputs, masks)
    pairs = masks.get("attention_mask")
    if pairs is not None and pairs.dtype == "string" and arguments.number("dropout"):
        raise _unfit("attention_mask")


_CHECKS: Mapping[str, Check] = {
    "AdditiveAttention": _of_attention,
    "Attention": _of_attention,
    "BatchNormalization": _of_batch,
    **dict.fromkeys(("Bidirectional", "GRU", "LSTM", "RNN", "SimpleRNN"), _of_steps),
    **dict.fromkeys(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _of_images),
    "GlobalAveragePooling1D": _of_mean,
    "GroupQueryAttention": _of_groups,
    "MultiHeadAttention": _of_heads,
    "Softmax": _of_scores,
    "TimeDistributed": _of_time,
}
