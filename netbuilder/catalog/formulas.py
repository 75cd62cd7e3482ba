"""What Keras's formulas for shapes say of tensors that a layer itself would refuse.

A layer inside a submodel is asked for its shape (``Layer.compute_output_shape``) without being
called, so nothing checks what it gets: neither its number of axes, nor sizes that its weights
need. These formulas answer as those of Keras 3.15.1 do, None where those fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from netbuilder.catalog import formulas_space
from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_whole
from netbuilder.catalog.formulas_space import Formula, Shapes, convolved
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.shape_rules.axes import channels_first
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.einsum import announced
from netbuilder.catalog.shape_rules.merging import PLACE_BY_PLACE, elementwise
from netbuilder.catalog.spec import Family, arguments_of
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph.values import Config, Params


def said_by_formula(class_name: str, params: Params, inputs: Shapes) -> Shapes | None:
    """Return the shapes that a layer's formula says, or None where it fails or is not known.

    Args:
        class_name: The layer's class.
        params: The parameters that were set.
        inputs: The shapes of what comes.
    """
    formula = _FORMULAS.get(class_name)
    catalog = load_catalog()
    spec = catalog.layers.get(class_name) or catalog.find(Family.CELL, class_name)
    if formula is None or spec is None:
        return None
    try:
        return formula(arguments_of(spec, params), inputs)
    except (IndexError, RuleError):  # as Keras stumbles over an axis that is not there
        return None


def _held(value: object, inputs: Shapes) -> Shapes:
    """Return what the formula of a held layer says.

    Raises:
        IndexError: It fails.
    """
    said = None
    if isinstance(value, Config):
        said = said_by_formula(value.class_name, value.params, inputs)
    if said is None:
        raise IndexError
    return said


def _same(_: Arguments, inputs: Shapes) -> Shapes:
    return inputs[:1]


def _same_along_axes(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    value, rank = arguments.get("axis"), len(inputs[0])
    axes = value if isinstance(value, tuple) else (value,)
    return inputs[:1] if all(is_whole(axis) and -rank <= axis < rank for axis in axes) else None


def _same_colours(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    shape = inputs[0]
    channels = shape[-3 if channels_first(arguments) else -1]
    return inputs[:1] if len(shape) in (3, 4) and channels in (3, None) else None


def _dense(arguments: Arguments, inputs: Shapes) -> Shapes:
    return ((*inputs[0][:-1], arguments.integer("units")),)


def _convolved_over_time(rank: int, arguments: Arguments, inputs: Shapes) -> Shapes | None:
    shape = inputs[0]
    step = convolved(rank, arguments, ((shape[0], *shape[2:]),))
    return None if step is None else _over_time(arguments, shape, step[0][1:], (step[0][1:],) * 2)


def _permuted(arguments: Arguments, inputs: Shapes) -> Shapes:
    dims = arguments.get("dims")
    axes = [axis for axis in dims if is_whole(axis)] if isinstance(dims, tuple) else []
    return ((inputs[0][0], *(inputs[0][axis] for axis in axes)),)


def _repeated(arguments: Arguments, inputs: Shapes) -> Shapes:
    return ((inputs[0][0], arguments.integer("n"), inputs[0][1]),)


def _recurrent(states: int, arguments: Arguments, inputs: Shapes) -> Shapes:
    step = (arguments.integer("units"),)
    return _over_time(arguments, inputs[0], step, (step,) * states)


def _cells(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    cell = arguments.layer("cell")
    held = cell.params.get("cells")
    cells = held if isinstance(held, tuple) else (cell,)
    sizes: list[Shape] = []
    for one in cells:
        if not isinstance(one, Config) or not is_whole(one.params.get("units")):
            return None
        step = (Arguments(one.params).integer("units"),)
        sizes += [step] * (2 if one.class_name == "LSTMCell" else 1)
    return _over_time(arguments, inputs[0], sizes[-1], tuple(sizes))


def _over_time(arguments: Arguments, shape: Shape, step: Shape, states: Shapes) -> Shapes:
    batch, time = shape[0], shape[1]
    every = (batch, time, *step) if arguments.flag("return_sequences") else (batch, *step)
    more = states if arguments.flag("return_state") else ()
    return (every, *((batch, *state) for state in more))


def _both_ways(arguments: Arguments, inputs: Shapes) -> Shapes:
    output, *states = _held(arguments.get("layer"), inputs)
    if arguments.get("merge_mode") is None:
        return (output, output, *states, *states)
    if arguments.get("merge_mode") == "concat":
        if output[-1] is None:
            raise IndexError
        output = (*output[:-1], 2 * output[-1])
    return (output, *states, *states)


def _at_each_step(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    (shape,) = inputs
    if len(shape) < 3:
        return None
    output = _held(arguments.get("layer"), ((shape[0], *shape[2:]),))[0]
    return ((output[0], shape[1], *output[1:]),)


def _as_held(arguments: Arguments, inputs: Shapes) -> Shapes:
    return _held(arguments.get("layer"), inputs)


def _in_heads(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    query, value, *key = inputs
    if key and value[1:-1] != key[0][1:-1]:
        return None
    own = arguments.get("output_shape")
    sizes = own if isinstance(own, tuple) else (own,)
    whole = tuple(size for size in sizes if is_whole(size))
    return ((*query[:-1], *whole) if whole else query,)


def _in_groups(_: Arguments, inputs: Shapes) -> Shapes | None:
    query, value, *key = inputs
    fits = query[-1] == value[-1] and (not key or value[1:-1] == key[0][1:-1])
    return (query,) if fits else None


def _attending(_: Arguments, inputs: Shapes) -> Shapes:
    return ((*inputs[0][:-1], inputs[1][-1]),)


def _place_by_place(_: Arguments, inputs: Shapes) -> Shapes:
    tensors = tuple(Tensor(shape, "float32") for shape in inputs)  # of any kind, for the formula
    return (elementwise(Arguments({}, Call.ASKED), tensors).outputs[0].shape,)


def _joined(arguments: Arguments, inputs: Shapes) -> Shapes:
    axis = arguments.integer("axis", minimum=None)
    shape = list(inputs[0])
    sizes = [one[axis] for one in inputs] if len(inputs) > 1 else []
    if sizes:
        shape[axis] = None if None in sizes else sum(size or 0 for size in sizes)
    return (tuple(shape),)


def _multiplied(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    value = arguments.get("axes")
    left, right = list(inputs[0]), list(inputs[1])
    axes = value if isinstance(value, tuple) else (value, value)
    one, two = axes if len(axes) == len(inputs) else (None, None)
    if not is_whole(one) or not is_whole(two):
        return None
    left.pop(one)
    right.pop(two)
    right.pop(0)
    shape = (*left, *right)
    return (shape if len(shape) > 1 else (*shape, 1),)


def _by_equation(arguments: Arguments, inputs: Shapes) -> Shapes:
    return (announced(arguments, inputs[0]),)


def _encoded(arguments: Arguments, inputs: Shapes) -> Shapes:
    return (_in_rows(inputs[0], arguments, arguments.integer("num_tokens")),)


def _hashed(arguments: Arguments, inputs: Shapes) -> Shapes:
    """Return what ``Hashing`` says; it takes each last axis for a sample of its own."""
    if arguments.get("output_mode") == "int":
        return inputs[:1]
    return ((*inputs[0][:-1], arguments.integer("num_bins")),)


def _crossed(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    if inputs[0][-1] != inputs[1][-1]:
        return None
    if arguments.get("output_mode") == "int":
        return inputs[:1]
    return (_in_rows(inputs[0], arguments, arguments.integer("num_bins")),)


def _in_rows(shape: Shape, arguments: Arguments, width: int) -> Shape:
    """Return the shape of a row for each number, or of one for all of the last axis."""
    each = arguments.get("output_mode") == "one_hot" and (shape[-1] != 1 or len(shape) == 1)
    return (*shape, width) if each else (*shape[:-1], width)


def _operands(_: Arguments, inputs: Shapes) -> Shapes:
    return (broadcast(*inputs, ()),)


def _worded(arguments: Arguments, inputs: Shapes) -> Shapes | None:
    if arguments.get("output_mode") != "int":
        return None
    return ((inputs[0][0], arguments.optional_integer("output_sequence_length")),)


_KEEPING = (
    *("Activation", "ELU", "LeakyReLU", "Masking", "PReLU", "ReLU", "Softmax"),
    *("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
    *("AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "CutMix"),
    *("Equalization", "MaxNumBoundingBoxes", "MixUp", "Normalization", "RandAugment"),
    *("RandomBrightness", "RandomColorJitter", "RandomContrast", "RandomElasticTransform"),
    *("RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue"),
    *("RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation"),
    *("RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom"),
    "Solarization",
)
_NORMALIZING = (
    *("BatchNormalization", "GroupNormalization", "LayerNormalization"),
    *("RMSNormalization", "UnitNormalization"),
)
_OF_EACH_NUMBER = (
    *("absolute", "elu", "gelu", "negative", "relu", "sigmoid", "sign", "silu", "softplus"),
    *("ceil", "clip", "cos", "exp", "floor", "log", "sin", "sqrt", "square", "tanh"),
    *("log_softmax", "softmax"),
)
_OF_TWO_NUMBERS = (
    *("add", "divide", "maximum", "minimum", "multiply", "power", "subtract"),
    *("greater", "greater_equal", "less", "less_equal"),
)

_FORMULAS: Mapping[str, Formula] = {
    **dict.fromkeys(_KEEPING, _same),
    **dict.fromkeys(_NORMALIZING, _same_along_axes),
    **{f"ConvLSTM{rank}D": partial(_convolved_over_time, rank) for rank in (1, 2, 3)},
    **formulas_space.FORMULAS,
    **dict.fromkeys(PLACE_BY_PLACE, _place_by_place),
    **{f"ops.{name}": _same for name in _OF_EACH_NUMBER},
    **{f"ops.{name}": _operands for name in _OF_TWO_NUMBERS},
    "AdditiveAttention": _attending,
    "Attention": _attending,
    "Bidirectional": _both_ways,
    "CategoryEncoding": _encoded,
    "Concatenate": _joined,
    "Dense": _dense,
    "Dot": _multiplied,
    "EinsumDense": _by_equation,
    "GRU": partial(_recurrent, 1),
    "GroupQueryAttention": _in_groups,
    "HashedCrossing": _crossed,
    "Hashing": _hashed,
    "LSTM": partial(_recurrent, 2),
    "MultiHeadAttention": _in_heads,
    "Permute": _permuted,
    "RNN": _cells,
    "RandomColorDegeneration": _same_colours,
    "RepeatVector": _repeated,
    "SimpleRNN": partial(_recurrent, 1),
    "SpectralNormalization": _as_held,
    "TextVectorization": _worded,
    "TimeDistributed": _at_each_step,
}
"""By class. Layers that are missing here check what they get in the formula too, or take all."""
