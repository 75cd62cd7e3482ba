"""Rules for layers that change no shape: activations, dropout and noise.

They follow ``keras/src/layers/activations`` and ``keras/src/layers/regularization``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole, show
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    doubt_text,
    refuse_text,
    refuse_truth_values,
    require_fractions,
    require_known,
    require_spatial,
)
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype, fractions, kept
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight, promised
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr


def same_shape(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """What lets everything through while the network is only used."""
    outcome = _unchanged(arguments, inputs[0])
    return Outcome(outcome.outputs, doubt=doubt_text(inputs[0]))


def activation(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Activation``: a function of each number; most compute with fractions only."""
    name = _name(arguments) or "linear"
    tensor = inputs[0]
    if name in ("relu", "relu6", "leaky_relu", "ReLU", "LeakyReLU"):
        refuse_truth_values(tensor)
    elif name in ("exponential", "tanh"):
        refuse_text(tensor)
        return _in_fractions(arguments, tensor)
    elif name != "linear":
        require_fractions(tensor)
    if name in ("log_softmax", "softmax"):
        need_axes(tensor, 1, tr("one along which the shares add up to 1"), 0, late=True)
    if name == "threshold":
        raise RuleError(
            tr("cannot have the activation 'threshold', which needs two numbers"),
            tr("Keras gives an activation nothing but its input."),
            setting="activation",
        )
    if name in ("leaky_relu", "LeakyReLU"):
        return Outcome((_leaky(arguments, tensor),))
    return Outcome((activated(arguments, kept(arguments, tensor, tensor.shape)),))


def activated(arguments: Arguments, output: Tensor) -> Tensor:
    """Return an output that has passed the layer's ``activation``.

    ``glu`` multiplies one half of the last axis by the other, of which Keras's formulas for
    shapes know nothing.

    Raises:
        RuleError: There are no two halves.
    """
    if _name(arguments) != "glu" or arguments.call is Call.ASKED:
        return output
    real = output.actual or output
    size = real.shape[-1] if real.shape else None
    if size is None or size % 2:
        raise RuleError(
            tr("cannot have the activation 'glu' with {shape}", shape=show(real.shape)),
            tr("It multiplies one half of the last axis by the other, so it needs an even size."),
            setting="activation",
            late=True,
        )
    return promised(output, Tensor((*real.shape[:-1], size // 2), real.dtype))


def check_gates(arguments: Arguments, size: int | None) -> None:
    """Refuse ``glu`` in the calculation of a step, whose last axis it halves.

    Args:
        arguments: The parameters of a recurrent layer or cell.
        size: How long the last axis of its state is. One of two numbers is stretched again.
    """
    for name in ("activation", "recurrent_activation"):
        if arguments.get(name) == "glu" and size != 2 and arguments.call is not Call.ASKED:
            raise RuleError(
                tr("cannot have 'glu' for {name}", name=name),
                tr("It halves what it gets, and the state has to stay as large as it is."),
                setting=name,
                late=True,
            )


def _name(arguments: Arguments) -> Value:
    value = arguments.get("activation")
    return value.class_name if isinstance(value, Config) else value


def elu(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ELU``."""
    require_fractions(inputs[0])
    return _unchanged(arguments, inputs[0])


def relu(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ReLU``."""
    arguments.optional_number("max_value", minimum=0)
    slope = arguments.number("negative_slope", minimum=0)
    threshold = arguments.number("threshold", minimum=0)
    tensor = inputs[0]
    refuse_truth_values(tensor)
    limited = arguments.get("max_value") is not None or threshold != 0
    whole = tensor.dtype not in FLOATS
    if slope and limited and whole and (isinstance(slope, float) or tensor.dtype[0] == "u"):
        require_fractions(tensor)  # Keras subtracts slope times the negative part
    if slope and not limited:
        return Outcome((_leaky(arguments, tensor),))
    return _unchanged(arguments, tensor)


def leaky_relu(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``LeakyReLU``."""
    arguments.number("negative_slope", minimum=0)
    refuse_truth_values(inputs[0])
    return _in_fractions(arguments, inputs[0])


def prelu(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``PReLU``: one slope for each number, or one for all along the ``shared_axes``."""
    if compute_dtype(arguments) not in ("int32", "int64"):  # in which the slopes are, too
        require_fractions(inputs[0])
    shape = list(inputs[0].shape[1:])
    for axis in _axes(arguments, "shared_axes"):
        if not -len(shape) < axis <= len(shape):
            raise _no_such_axis("shared_axes", axis, inputs[0].shape, late=False)
        shape[axis - 1] = 1
    purpose = tr("The layer has a weight for each place; share it along axes of unknown size.")
    known = (require_known(size, index + 1, purpose) for index, size in enumerate(shape))
    return Outcome(_unchanged(arguments, inputs[0]).outputs, (Weight(tuple(known)),))


def softmax(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Softmax``; Keras checks the axis only when data arrives."""
    for axis in _axes(arguments, "axis", last=inputs[0].rank - 1):
        if not -inputs[0].rank <= axis < inputs[0].rank:
            raise _no_such_axis("axis", axis, inputs[0].shape, late=True)
    if arguments.get("axis") == ():
        raise RuleError(
            tr("has no axis"),
            tr("Its shares add up to 1 along one axis or several."),
            setting="axis",
        )
    tensor = inputs[0]
    if tensor.mask is None:
        require_fractions(tensor)
        return _unchanged(arguments, tensor)
    # A large negative fraction stands where the mask says.
    fractions = tensor if tensor.dtype in FLOATS else Tensor(tensor.shape, "float32")
    output = kept(arguments, fractions, tensor.shape)
    shape = _stretched_by(tensor.mask, tensor.shape)
    return Outcome((promised(output, Tensor(shape, output.real.dtype)),))


def _stretched_by(mask: Shape, shape: Shape) -> Shape:
    """Return what comes where a mask marks axes from the last one on: open ones get its sizes."""
    try:
        return broadcast(mask, shape)
    except RuleError:  # which the rule for masks says better
        return shape


def activity_regularization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``ActivityRegularization``."""
    one, two = (arguments.optional_number(name, minimum=0) for name in ("l1", "l2"))
    strength = one or two
    refuse_text(inputs[0])
    if strength and inputs[0].dtype not in ("int32", "int64"):
        require_fractions(inputs[0])
    return _unchanged(arguments, inputs[0])


def dropout(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Dropout``, ``AlphaDropout``, ``GaussianDropout``."""
    arguments.number("rate", minimum=0, maximum=1)
    _check_noise_shape(arguments)
    return same_shape(arguments, inputs)


def gaussian_noise(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``GaussianNoise``."""
    arguments.number("stddev", minimum=0, maximum=1)
    return same_shape(arguments, inputs)


def each(rule: Rule, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """Let several tensors pass at once, as ``rule`` lets one pass.

    Keras 3.15.1 looks at what comes only when the layer is trained.
    """
    outcomes = [rule(arguments, (tensor,)) for tensor in inputs]
    if len(outcomes) == 1:
        return outcomes[0]
    doubt = RuleError(
        tr("gets {count} tensors at once", count=len(inputs)),
        tr("Keras lets them pass in a forecast, but fails when the layer is trained."),
        port=1,
    )
    return Outcome(tuple(outcome.outputs[0] for outcome in outcomes), doubt=doubt)


def spatial_dropout(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``SpatialDropout``: drops whole channels; ``rank`` counts the axes of space."""
    arguments.number("rate", minimum=0, maximum=1)
    require_spatial(inputs[0], rank, channels_first(arguments))
    return same_shape(arguments, inputs)


def _unchanged(arguments: Arguments, tensor: Tensor) -> Outcome:
    return Outcome((kept(arguments, tensor, tensor.shape),))


def _in_fractions(arguments: Arguments, tensor: Tensor) -> Outcome:
    return Outcome((fractions(arguments, tensor.shape),))


def _leaky(arguments: Arguments, tensor: Tensor) -> Tensor:
    """Return numbers of which the negative ones are smaller; whole ones become fractions."""
    output = kept(arguments, tensor, tensor.shape)
    whole = output.real.dtype not in FLOATS
    return promised(output, Tensor(tensor.shape, "float32")) if whole else output


def _check_noise_shape(arguments: Arguments) -> None:
    value = arguments.get("noise_shape")
    if value is None:
        return
    sizes = value if isinstance(value, tuple) else (False,)
    if not all(size is None or (is_whole(size) and size >= 1) for size in sizes):
        raise RuleError(
            tr("needs sizes of at least 1 for noise_shape, but has {value}", value=show(value)),
            tr("None stands for the size of the input; 1 drops all along this axis together."),
            setting="noise_shape",
        )


def _axes(arguments: Arguments, name: str, last: int | None = None) -> tuple[int, ...]:
    """Return the axes that a parameter names; the ``last`` one may be written as 2.0."""
    value = arguments.get(name)
    if isinstance(value, float) and value in (-1.0, last):
        value = int(value)
    if value is None:
        return ()
    parts = value if isinstance(value, tuple) else (value,)
    axes = tuple(part for part in parts if is_whole(part))
    if len(axes) != len(parts):
        raise RuleError(
            tr("needs whole numbers for {name}, but has {value}", name=name, value=show(value)),
            setting=name,
        )
    return axes


def _no_such_axis(setting: str, axis: int, shape: Shape, *, late: bool) -> RuleError:
    return RuleError(
        tr(
            "has {axis} for {name}, but its input {shape} has no such axis",
            axis=axis,
            name=setting,
            shape=show(shape),
        ),
        tr("Axes are counted from 0, the batch; -1 is the last one."),
        setting=setting,
        port=0,
        late=late,
    )


RULES: Mapping[str, Rule] = {
    "Activation": activation,
    "ActivityRegularization": partial(each, activity_regularization),
    "AlphaDropout": partial(each, dropout),
    "Dropout": partial(each, dropout),
    "ELU": elu,
    "GaussianDropout": partial(each, dropout),
    "GaussianNoise": partial(each, gaussian_noise),
    "LeakyReLU": leaky_relu,
    "PReLU": prelu,
    "ReLU": relu,
    "Softmax": softmax,
    "SpatialDropout1D": partial(spatial_dropout, 1),
    "SpatialDropout2D": partial(spatial_dropout, 2),
    "SpatialDropout3D": partial(spatial_dropout, 3),
}
