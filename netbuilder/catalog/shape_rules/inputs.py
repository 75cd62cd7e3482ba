"""Questions that many shape rules ask of what arrives at a layer's ports."""

from __future__ import annotations

from netbuilder.catalog.arguments import RuleError, is_whole, show
from netbuilder.catalog.shape_rules.dtypes import FLOATS
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr


def known_size(tensor: Tensor, axis: int, port: int | None = None) -> int:
    """Return the size of an axis that a layer has to know to make its weights.

    Raises:
        RuleError: The size is open (None).
    """
    size = tensor.shape[axis]
    if size is None:
        place = axis % tensor.rank
        raise RuleError(
            tr(
                "needs to know the size of axis {axis}, but gets {shape}",
                axis=place,
                shape=tensor.shape,
            ),
            tr("The layer makes one weight for each place on this axis, so its size must be set."),
            port=port,
            axis=place,
        )
    return size


def need_rank(
    tensor: Tensor,
    ranks: tuple[int, ...],
    axes: str,
    port: int | None = None,
    *,
    late: bool = False,
) -> None:
    """Refuse a tensor whose number of axes is not among ``ranks``.

    Args:
        tensor: What arrives.
        ranks: The numbers of axes that are right, the batch axis included.
        axes: The axes in words: "batch, time and features".
        port: The input port.
        late: Keras finds it only when the layer calculates.
    """
    if tensor.rank not in ranks:
        raise RuleError(
            tr("needs the axes {axes}, but gets {shape}", axes=axes, shape=tensor.shape),
            tr(
                "That shape has {given} axes and should have {wanted}.",
                given=tensor.rank,
                wanted=tr(" or ").join(map(str, ranks)),
            ),
            port=port,
            late=late,
        )


def need_axes(
    tensor: Tensor, least: int, axes: str, port: int | None = None, *, late: bool = False
) -> None:
    """Refuse a tensor of fewer than ``least`` axes; ``axes`` names the least in words.

    ``late`` says that Keras finds it only when the layer calculates.
    """
    if tensor.rank < least:
        raise RuleError(
            tr("needs the axes {axes}, but gets {shape}", axes=axes, shape=tensor.shape),
            tr(
                "That shape has {given} axes and should have at least {least}.",
                given=tensor.rank,
                least=least,
            ),
            port=port,
            late=late,
        )


def need_numbers(inputs: tuple[Tensor, ...]) -> None:
    """Refuse texts: Keras builds such a layer, but cannot compute with it."""
    for port, tensor in enumerate(inputs):
        if tensor.dtype == "string":
            raise RuleError(
                tr("computes with numbers, but gets texts"),
                tr("Turn texts into numbers first, with TextVectorization or StringLookup."),
                port=port,
                late=True,
            )


def need_decimals(inputs: tuple[Tensor, ...], *, only_if_all: bool = False) -> None:
    """Refuse whole numbers where Keras can compute only with decimal ones.

    Args:
        inputs: What arrives.
        only_if_all: One input of decimal numbers makes the others decimal too.
    """
    whole = [port for port, tensor in enumerate(inputs) if tensor.dtype not in FLOATS]
    if whole and not (only_if_all and len(whole) < len(inputs)):
        raise RuleError(
            tr("needs decimal numbers, but gets {dtype}", dtype=inputs[whole[0]].dtype),
            tr("Give the Input the dtype float32, or put a Rescaling layer before."),
            port=whole[0],
            late=True,
        )


def same_batch(inputs: tuple[Tensor, ...]) -> None:
    """Refuse inputs whose batch sizes are known and differ."""
    sizes = {tensor.shape[0] for tensor in inputs if tensor.shape} - {None}
    if len(sizes) > 1:
        raise RuleError(
            tr("gets batches of different sizes: {shapes}", shapes=show_shapes(inputs)),
            tr("All inputs must bring the same number of samples at a time."),
            axis=0,
        )


def axis_index(value: Value, setting: str, rank: int) -> int:
    """Return the axis that ``value`` names, counted from 0.

    Raises:
        RuleError: It is no axis of a tensor of that rank.
    """
    if not is_whole(value) or not -rank <= value < rank:
        raise RuleError(
            tr(
                "has {value} for {name}, which is no axis of its input",
                value=show(value),
                name=setting,
            ),
            tr(
                "The input has {rank} axes: 0 to {last}, or -{rank} to -1 from the end.",
                rank=rank,
                last=rank - 1,
            ),
            setting=setting,
        )
    return value % rank


def axis_indices(value: Value, setting: str, rank: int) -> tuple[int, ...]:
    """Return the axes that ``value``, one number or several, names."""
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(axis_index(part, setting, rank) for part in parts)


def show_shapes(inputs: tuple[Tensor, ...]) -> str:
    """Write the shapes of several inputs: ``"(None, 4) and (None, 5)"``."""
    return tr(" and ").join(str(tensor.shape) for tensor in inputs)


def without(shape: Shape, axis: int) -> Shape:
    """Return a shape that lacks one axis, counted from 0."""
    return shape[:axis] + shape[axis + 1 :]
