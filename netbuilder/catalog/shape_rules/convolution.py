"""Rules for the layers of ``keras/src/layers/convolutional``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.activation import activated
from netbuilder.catalog.shape_rules.axes import (
    channels_first,
    join,
    require_fractions,
    require_known,
    require_spatial,
    space_axis,
    split,
)
from netbuilder.catalog.shape_rules.dtypes import compute_dtype
from netbuilder.catalog.shape_rules.windows import Window, slide
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight, promised
from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class _Geometry:
    """What all convolutions have in common, read from their parameters and input."""

    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: str
    first: bool
    space: Shape
    channels: int

    @property
    def windows(self) -> tuple[Window, ...]:
        sizes = zip(self.kernel, self.strides, self.dilation, strict=True)
        return tuple(Window(*size) for size in sizes)


def convolution(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Conv1D``, ``Conv2D``, ``Conv3D``; ``rank`` counts the axes of space."""
    filters = arguments.integer("filters")
    groups = arguments.integer("groups")
    if filters % groups:
        raise RuleError(
            tr(
                "has {filters} filters, which {groups} does not divide",
                filters=filters,
                groups=groups,
            ),
            tr("Each group makes the same number of filters."),
            setting="groups",
        )
    geometry = _geometry(rank, arguments, inputs[0], causal=rank == 1)
    _refuse_strides_with_dilation(geometry)
    if geometry.channels % groups:
        raise RuleError(
            tr(
                "gets {channels} channels, which {groups} groups cannot share evenly",
                channels=geometry.channels,
                groups=groups,
            ),
            tr("Each group reads the same number of channels."),
            setting="groups",
            port=0,
        )
    kernel = (*geometry.kernel, geometry.channels // groups, filters)
    return _outcome(arguments, inputs[0], geometry, filters, (kernel,))


def depthwise(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``DepthwiseConv1D``, ``DepthwiseConv2D``."""
    multiplier = arguments.integer("depth_multiplier")
    geometry = _geometry(rank, arguments, inputs[0])
    kernel = (*geometry.kernel, geometry.channels, multiplier)
    return _outcome(arguments, inputs[0], geometry, multiplier * geometry.channels, (kernel,))


def separable(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``SeparableConv1D``, ``SeparableConv2D``."""
    multiplier = arguments.integer("depth_multiplier")
    filters = arguments.integer("filters")
    geometry = _geometry(rank, arguments, inputs[0])
    depthwise_kernel = (*geometry.kernel, geometry.channels, multiplier)
    pointwise_kernel = (*(1,) * rank, multiplier * geometry.channels, filters)
    kernels = (depthwise_kernel, pointwise_kernel)
    return _outcome(arguments, inputs[0], geometry, filters, kernels)


def transpose(rank: int, arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Conv1DTranspose``, ``Conv2DTranspose``, ``Conv3DTranspose``."""
    filters = arguments.integer("filters")
    geometry = _geometry(rank, arguments, inputs[0])
    _refuse_strides_with_dilation(geometry)
    space = spread(rank, arguments, geometry.space)
    for index, size in enumerate(space):
        if size is not None and size < 0:
            raise RuleError(
                tr("would make an output of negative size"),
                port=0,
                axis=space_axis(index, geometry.first),
            )
    kernel = (*geometry.kernel, filters, geometry.channels)
    shape = join(inputs[0].shape[0], space, filters, geometry.first)
    return _with_weights(arguments, shape, (kernel,), filters)


def spread(rank: int, arguments: Arguments, space: Shape) -> Shape:
    """Return the axes of space that a transposed convolution makes.

    The formula is that of ``compute_conv_transpose_output_shape`` in
    ``keras/src/backend/common/backend_utils.py``. It takes fewer axes than ``rank`` too.

    Raises:
        RuleError: The parameters make no sense.
    """
    sizes = (arguments.sizes(name, rank) for name in ("kernel_size", "strides", "dilation_rate"))
    windows = tuple(map(Window, *sizes))
    padding = arguments.choice("padding", "valid", "same", any_case=True)
    extra = _output_padding(arguments, windows)
    return tuple(
        None if size is None else _stretched(size, window, padding, more)
        for size, window, more in zip(space, windows, extra, strict=False)
    )


def _geometry(
    rank: int, arguments: Arguments, tensor: Tensor, *, causal: bool = False
) -> _Geometry:
    kernel = arguments.sizes("kernel_size", rank)
    strides = arguments.sizes("strides", rank)
    dilation = arguments.sizes("dilation_rate", rank)
    words = ("valid", "same", "causal") if causal else ("valid", "same")
    padding = arguments.choice("padding", *words, any_case=True)
    first = channels_first(arguments)
    require_spatial(tensor, rank, first)
    require_fractions(tensor)
    space, channels = split(tensor.shape, first)
    known = require_known(
        channels,
        1 if first else rank + 1,
        tr("The layer has weights for every channel, so it must know how many there are."),
    )
    return _Geometry(kernel, strides, dilation, padding, first, space, known)


def _refuse_strides_with_dilation(geometry: _Geometry) -> None:
    if max(geometry.strides) > 1 and max(geometry.dilation) > 1:
        raise RuleError(
            tr("cannot have both strides and a dilation rate above 1"),
            tr("Keras can either skip places when it moves the window or leave gaps in it."),
            setting="dilation_rate",
        )


def _outcome(
    arguments: Arguments,
    tensor: Tensor,
    geometry: _Geometry,
    channels: int,
    kernels: tuple[tuple[int, ...], ...],
) -> Outcome:
    space = slide(geometry.space, geometry.windows, geometry.padding, "kernel_size", geometry.first)
    shape = join(tensor.shape[0], space, channels, geometry.first)
    outcome = _with_weights(arguments, shape, kernels, channels)
    return _opened(outcome, geometry) if max(geometry.dilation) > 1 else outcome


def _opened(outcome: Outcome, geometry: _Geometry) -> Outcome:
    """Return what comes of a dilated convolution: one open size opens those of all its axes.

    TensorFlow moves the places between the gaps into the batch (``space_to_batch``).
    """
    if None not in geometry.space:
        return outcome
    (output,) = outcome.outputs
    shape = output.real.shape
    channels = shape[1 if geometry.first else -1]
    opened = join(shape[0], (None,) * len(geometry.space), channels, geometry.first)
    real = promised(output, Tensor(opened, output.real.dtype))
    return replace(outcome, outputs=(real,))


def _with_weights(
    arguments: Arguments, shape: Shape, kernels: tuple[tuple[int, ...], ...], channels: int
) -> Outcome:
    weights = tuple(Weight(kernel) for kernel in kernels)
    if arguments.flag("use_bias"):
        weights += (Weight((channels,)),)
    output = Tensor(shape, compute_dtype(arguments))
    return Outcome((activated(arguments, output),), weights)


def _output_padding(arguments: Arguments, windows: tuple[Window, ...]) -> tuple[int | None, ...]:
    if arguments.get("output_padding") is None:
        return (None,) * len(windows)
    extra = arguments.sizes("output_padding", len(windows), minimum=0)
    if any(more >= window.stride for more, window in zip(extra, windows, strict=True)):
        raise RuleError(
            tr("needs an output_padding smaller than its strides"),
            tr("More padding than a stride would be a further step of the window."),
            setting="output_padding",
        )
    return extra


def _stretched(size: int, window: Window, padding: str, extra: int | None) -> int:
    if padding == "same":
        if extra is None:
            return size * window.stride
        return (size - 1) * window.stride + window.reach % 2 + extra
    rest = max(window.stride - window.reach, 0) if extra is None else extra
    return (size - 1) * window.stride + window.reach + rest


RULES: Mapping[str, Rule] = {
    "Conv1D": partial(convolution, 1),
    "Conv2D": partial(convolution, 2),
    "Conv3D": partial(convolution, 3),
    "Conv1DTranspose": partial(transpose, 1),
    "Conv2DTranspose": partial(transpose, 2),
    "Conv3DTranspose": partial(transpose, 3),
    "DepthwiseConv1D": partial(depthwise, 1),
    "DepthwiseConv2D": partial(depthwise, 2),
    "SeparableConv1D": partial(separable, 1),
    "SeparableConv2D": partial(separable, 2),
}
