"""What a layer held by ``TimeDistributed`` makes of steps that it was not built for.

Keras compares sizes before it calls a layer, but ``TimeDistributed`` calls what it holds past
that check, once for each step: what then comes is up to the calculation.
"""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.axes import channels_first
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.inputs import axis_index
from netbuilder.catalog.shape_rules.normalization import SCALED, scaled
from netbuilder.catalog.shape_rules.preprocessing import normalized_by
from netbuilder.catalog.tensors import Shape, Tensor, Weight, one_step
from netbuilder.graph.values import Config, Value

_WRAPPER = "TimeDistributed"
_CONVOLUTIONS = frozenset(("Conv1D", "Conv2D", "Conv3D"))
_LAST_AXIS = {"axis": -1}  # unless a layer says otherwise


def stepwise(
    class_name: str,
    held: Value,
    built: Tensor,
    weights: tuple[Weight, ...],
    came: Tensor,
    *,
    said: Shape,
) -> Shape | None:
    """Return the shape of what comes of a layer that looks at each step alone.

    None says that nothing is known of such layers here, or that they refuse.

    Args:
        class_name: The layer's class.
        held: What it holds.
        built: What it was built for.
        weights: Those that it was made with.
        came: What comes.
        said: The shape that it would give if it were built for what comes.
    """
    if class_name != _WRAPPER or not isinstance(held, Config) or min(built.rank, came.rank) < 3:
        return None
    step, before = one_step(came), one_step(built)
    name, inner = held.class_name, held.params.get("layer")
    if name == _WRAPPER:
        each = stepwise(name, inner, before, weights, step, said=_one(said))
    elif name in _CONVOLUTIONS:
        first = channels_first(Arguments(held.params))
        each = _one(said) if _makes_groups(weights, step.shape[1 if first else -1]) else None
    else:
        each = _stretched(held, before, weights, step)
    return None if each is None else (each[0], came.shape[1], *each[1:])


def _one(steps: Shape) -> Shape:
    return (steps[0], *steps[2:])


def _makes_groups(weights: tuple[Weight, ...], channels: int | None) -> bool:
    """Tell whether a kernel fits so many channels; TensorFlow makes as many groups as it needs."""
    *_, rows, filters = weights[0].shape
    return channels is not None and channels % rows == 0 and filters % (channels // rows) == 0


def _stretched(
    held: Config, built: Tensor, weights: tuple[Weight, ...], came: Tensor
) -> Shape | None:
    """Return what comes of weights that stretch to what comes, if they do."""
    name, arguments = held.class_name, Arguments({**_LAST_AXIS, **held.params})
    try:
        if name in SCALED:
            return scaled(name, arguments, came, weights[0].shape if weights else ()).shape
        factor = _factor(name, arguments, built, weights, came)
        return None if factor is None else broadcast(came.shape, factor)
    except RuleError:
        return None


def _factor(
    name: str, arguments: Arguments, built: Tensor, weights: tuple[Weight, ...], came: Tensor
) -> Shape | None:
    """Return the shape of what a layer multiplies by."""
    if name == "Normalization":
        return normalized_by(arguments, built)
    if name == "PReLU":
        return weights[0].shape
    if name == "BatchNormalization":
        axis = axis_index(arguments.get("axis"), "axis", came.rank)
        return (*weights[0].shape, *(1,) * (came.rank - 1 - axis))
    return None
