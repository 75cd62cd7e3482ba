"""What the axes of a tensor mean to a layer, and how many of them it needs."""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.i18n import tr


def channels_first(arguments: Arguments) -> bool:
    """Tell whether the layer's ``data_format`` puts the channels right after the batch."""
    if arguments.get("data_format") is None:
        return False
    words = ("channels_last", "channels_first")
    return arguments.choice("data_format", *words, any_case=True) == "channels_first"


def require_spatial(tensor: Tensor, count: int, first: bool = False, *, late: bool = False) -> None:
    """Check that the input has a batch axis, ``count`` axes of space or time, and channels.

    Args:
        tensor: The layer's input.
        count: 1 for series, 2 for images, 3 for volumes.
        first: The channels come before the axes of space.
        late: Keras finds it only when the layer calculates.

    Raises:
        RuleError: It has more or fewer axes.
    """
    if tensor.rank != count + 2:
        raise RuleError(
            tr(
                "needs {axes} (rank {rank}), but gets {shape}",
                axes=_axes_words(count, first),
                rank=count + 2,
                shape=show(tensor.shape),
            ),
            tr("The first axis is the batch: how many examples are worked on at a time.")
            + " "
            + _meaning(count),
            port=0,
            late=late,
        )


def require_rank(tensor: Tensor, rank: int, axes: str) -> None:
    """Check that the input has exactly ``rank`` axes, named in words by ``axes``.

    Raises:
        RuleError: It has more or fewer.
    """
    if tensor.rank != rank:
        raise RuleError(
            tr(
                "needs {axes} (rank {rank}), but gets {shape}",
                axes=axes,
                rank=rank,
                shape=show(tensor.shape),
            ),
            tr("The first axis is the batch: how many examples are worked on at a time."),
            port=0,
        )


def require_known(size: int | None, axis: int, purpose: str, *, late: bool = False) -> int:
    """Return the size of an axis that has to be known before training.

    Args:
        size: The size, None if unknown.
        axis: Which axis, counted with the batch as 0.
        purpose: Why it must be known, in a sentence.
        late: Keras asks only when the layer calculates.

    Raises:
        RuleError: It is None.
    """
    if size is None:
        raise RuleError(
            tr("needs to know the size of axis {axis} of its input, which is None", axis=axis),
            purpose,
            port=0,
            axis=axis,
            late=late,
        )
    return size


def refuse_text(tensor: Tensor, *, late: bool = True) -> None:
    """Refuse an input of texts where a layer calculates with numbers.

    Keras itself notices only when the layer calculates, if ``late``.
    """
    if tensor.dtype == "string":
        raise RuleError(
            tr("needs numbers, but gets texts"),
            tr("TextVectorization or StringLookup turns texts into whole numbers."),
            port=0,
            late=late,
        )


def need_format(tensor: Tensor) -> None:
    """Refuse texts for which there is no format in common with decimal numbers.

    Keras looks for it when it announces what an operation gives (``dtypes.result_type``).
    """
    refuse_text(tensor, late=False)


def doubt_text(tensor: Tensor) -> RuleError | None:
    """Return a doubt about texts where Keras accepts them and yet calculates with numbers."""
    try:
        refuse_text(tensor)
    except RuleError as error:
        return error
    return None


def refuse_truth_values(tensor: Tensor) -> None:
    """Refuse yes and no, and texts, where TensorFlow calculates with any numbers."""
    refuse_text(tensor)
    if tensor.dtype == "bool":
        raise RuleError(
            tr("needs numbers, but gets truth values"),
            tr("Let the Input have dtype float32, or put a Rescaling layer before."),
            port=0,
            late=True,
        )


def require_fractions(tensor: Tensor) -> None:
    """Refuse whole numbers where TensorFlow has the calculation for fractions only.

    Keras itself notices only when data arrives.
    """
    refuse_text(tensor)
    if tensor.dtype not in FLOATS:
        raise RuleError(
            tr("needs numbers with a fraction, but gets {dtype}", dtype=tensor.dtype),
            tr("Let the Input have dtype float32, or put a Rescaling layer before."),
            port=0,
            late=True,
        )


def split(shape: Shape, first: bool) -> tuple[Shape, int | None]:
    """Return the axes of space and the channels of a shape."""
    return (shape[2:], shape[1]) if first else (shape[1:-1], shape[-1])


def join(batch: int | None, space: Shape, channels: int | None, first: bool) -> Shape:
    """Return a shape of its parts; the inverse of :func:`split`."""
    return (batch, channels, *space) if first else (batch, *space, channels)


def space_axis(index: int, first: bool) -> int:
    """Return which axis of the whole shape the axis of space number ``index`` is."""
    return index + (2 if first else 1)


def _axes_words(count: int, first: bool) -> str:
    match count, first:
        case 1, False:
            return tr("steps and channels")
        case 1, True:
            return tr("channels and steps")
        case 2, False:
            return tr("height, width and channels")
        case 2, True:
            return tr("channels, height and width")
        case _, False:
            return tr("depth, height, width and channels")
        case _:
            return tr("channels, depth, height and width")


def _meaning(count: int) -> str:
    if count == 1:
        return tr("A series has two axes after it: its steps, and the channels of each step.")
    if count == 2:
        return tr("An image has three axes after it: height, width, and colours or channels.")
    return tr("A volume has four axes after it: depth, height, width and channels.")
