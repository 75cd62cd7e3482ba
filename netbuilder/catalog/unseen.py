"""Products of sizes that nobody compares with those that a layer was built for.

Keras looks at them before it calls a layer, but not at what layers call within themselves.
"""

from __future__ import annotations

from dataclasses import replace

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.axes import channels_first
from netbuilder.catalog.shape_rules.einsum import is_projection
from netbuilder.catalog.tensors import Shape, Tensor, Weight
from netbuilder.graph.values import Config, Value

_IN_HEADS = frozenset(("GroupQueryAttention", "MultiHeadAttention"))
_STEPWISE = ("TimeDistributed", "Conv1D")
_SERIES_IN_STEPS = 4  # axes: batch, time, and those of a series


def may_be_reshaped(
    class_name: str, equation: Value, weights: tuple[Weight, ...], came: tuple[Tensor, ...]
) -> bool:
    """Tell whether a layer can cut its weights for other features.

    Keras 3.15.1 multiplies ``abc,cde->abde`` after it has reshaped the weights to as many rows
    as there are features, whatever they were made for (``einsum`` in its TensorFlow backend).
    Where the number of steps is open, it leaves the product to TensorFlow.

    Args:
        class_name: The layer's class.
        equation: That of an ``EinsumDense``; attentions have such ones within.
        weights: The layer's weights.
        came: What comes: for an attention query, value and perhaps key.
    """
    projects = class_name == "EinsumDense" and is_projection(equation)
    if not (projects or class_name in _IN_HEADS) or any(tensor.rank != 3 for tensor in came):
        return False
    read, projections = came, weights[:1]
    if not projects:
        query, value, *keys = came
        read = (query, keys[0] if keys else value, value, query)
        projections = tuple(weight for weight in weights if len(weight.shape) == 3)[:-1]
    return all(
        tensor.shape[-1] in (None, weight.shape[0])
        or (tensor.shape[1] is not None and weight.size % (tensor.shape[-1] or 1) == 0)
        for tensor, weight in zip(read, projections, strict=False)
    )


def multiplies_unseen(class_name: str, held: Value, shape: Shape) -> bool:
    """Tell whether nobody looks if the rows of a held Dense are as long as its weights.

    ``TimeDistributed`` calls it past its own check, and TensorFlow multiplies a step of several
    axes without a look at a shape that is not wholly known (``tf.tensordot``).

    Args:
        class_name: The class of the layer that holds another.
        held: What it holds.
        shape: What comes.
    """
    if class_name != "TimeDistributed" or not isinstance(held, Config):
        return False
    batch, _, *step = shape
    is_open = len(step) > 1 and None in (batch, *step) and step[-1] is not None
    return held.class_name == "Dense" and (is_open or (not step and batch is None))


def paired(class_name: str, came: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return what comes to a layer, with the rows of ``ops.dot`` as long as the columns.

    TensorFlow looks at their lengths only if it knows both shapes wholly (``tf.tensordot``).

    Args:
        class_name: The layer's class.
        came: What comes.
    """
    known = all(None not in tensor.shape for tensor in came)
    if class_name != "ops.dot" or known or min(tensor.rank for tensor in came) == 0:
        return came
    one, two = came
    axis = max(two.rank - 2, 0)
    shape = (*two.shape[:axis], one.shape[-1], *two.shape[axis + 1 :])
    return (one, replace(two, shape=shape))


def grouped(
    class_name: str,
    arguments: Arguments,
    weights: tuple[Weight, ...],
    came: tuple[Tensor, ...],
) -> Arguments:
    """Return a layer's parameters, with a held ``Conv1D`` in as many groups as come.

    ``TimeDistributed`` calls it past its own check, and TensorFlow makes groups of as many
    channels as its weights are for.

    Args:
        class_name: The class of the layer that holds another.
        arguments: Its parameters.
        weights: Those that it was made with.
        came: What comes.
    """
    held, shape = arguments.get("layer"), came[0].shape
    if not isinstance(held, Config) or (class_name, held.class_name) != _STEPWISE:
        return arguments
    if len(shape) != _SERIES_IN_STEPS:
        return arguments
    channels = shape[2 if channels_first(Arguments(held.params)) else 3]
    rows = weights[0].shape[1]
    if channels is None or channels % rows:
        return arguments
    params = held.params.with_value("groups", channels // rows)
    return arguments.with_value("layer", Config(held.class_name, params))
