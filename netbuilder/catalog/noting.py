"""What layers note of their first inputs, beside their weights, and hold later ones against."""

from __future__ import annotations

from netbuilder.catalog.shape_rules.merging import PLACE_BY_PLACE
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph.values import Config, Value

_THEIR_RANK = frozenset(
    (
        *("BatchNormalization", "EinsumDense", "GroupNormalization", "PReLU"),
        *("GroupQueryAttention", "MultiHeadAttention"),
    )
)
"""Layers that keep the number of axes of their first input, whatever their weights."""

_ONE_STEP = frozenset(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"))
"""Layers that keep the shape of one step of their first input (``ConvLSTMCell.build``)."""


def adds_no_axes(class_name: str, was: tuple[Tensor, ...], has: tuple[Tensor, ...]) -> bool:
    """Tell whether a merging layer leaves other numbers of axes to TensorFlow.

    Keras looks only at the first call whether inputs differ in their number of axes
    (``Merge.build``); if they did not, TensorFlow stretches those of later calls from the end.
    """
    ranks = [{tensor.rank for tensor in inputs} for inputs in (was, has)]
    return class_name in PLACE_BY_PLACE and len(ranks[0]) == 1 < len(ranks[1])


def fits_notes(
    class_name: str, held: Value, was: tuple[Tensor, ...], has: tuple[Tensor, ...]
) -> bool:
    """Tell whether what comes fits what a layer keeps of its first inputs.

    Args:
        class_name: The layer's class.
        held: The layer that it holds, if any.
        was: What it was built for.
        has: What comes.
    """
    inner = held.class_name if isinstance(held, Config) else ""
    noting = inner if class_name == "Bidirectional" else class_name
    if noting in _ONE_STEP:
        return _alike(was[0].shape[2:], has[0].shape[2:])
    same_ranks = [tensor.rank for tensor in was] == [tensor.rank for tensor in has]
    if noting == "SpectralNormalization":
        same_width = _alike(was[0].shape[-1:], has[0].shape[-1:])
        return same_width and (same_ranks or inner not in _THEIR_RANK)
    return same_ranks or noting not in _THEIR_RANK


def _alike(one: Shape, other: Shape) -> bool:
    """Tell whether sizes are equal wherever both are known."""
    pairs = tuple(zip(one, other, strict=False))
    known = all(None in pair or pair[0] == pair[1] for pair in pairs)
    return known and len(one) == len(other)
