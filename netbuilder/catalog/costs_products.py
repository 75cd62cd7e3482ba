"""Multiply-adds of layers that multiply with a kernel: for one sample, forwards."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.costs_calls import Call, Formula, product, total
from netbuilder.catalog.shape_rules.axes import channels_first, split
from netbuilder.catalog.shape_rules.inputs import axis_index
from netbuilder.catalog.tensors import Shape, Tensor


def dense(call: Call) -> int | None:
    """Each place of the axes before the last takes the whole kernel."""
    return product(*call.inputs[0].shape[1:-1], *call.kernel)


def einsum_dense(call: Call) -> int | None:
    """The kernel, once for each place on the input's axes that the kernel lacks."""
    equation = str(call.arguments.get("equation"))
    left, kernel = equation.split("->", maxsplit=1)[0].split(",")
    shape = call.inputs[0].shape
    letters = left.replace("...", "")
    dots = "." * (len(shape) - len(letters))
    named = dots + letters if left.startswith(".") else letters + dots
    if named[0] in kernel:
        return None  # the samples of a batch are summed up, so none stands alone
    axes = zip(named[1:], shape[1:], strict=True)
    return product(*(size for letter, size in axes if letter not in kernel), *call.kernel)


def convolution(call: Call) -> int | None:
    """The kernel at all places of the output; that of groups is that much smaller already."""
    return product(*_space(call, call.outcome.outputs[0]), *call.kernel)


def separable(call: Call) -> int | None:
    """A depthwise and a pointwise kernel, both at all places of the output."""
    space = _space(call, call.outcome.outputs[0])
    kernels = (weight.shape for weight in call.outcome.weights[:2])
    return total(*(product(*space, *kernel) for kernel in kernels))


def transposed(call: Call) -> int | None:
    """The kernel at all places of the input, each of which spreads through all of it."""
    return product(*_space(call, call.inputs[0]), *call.kernel)


def recurrent(call: Call) -> int | None:
    """At each step the kernel of the input and that of the state."""
    kernels = call.outcome.weights[:2]
    return product(call.inputs[0].shape[1], sum(kernel.size for kernel in kernels))


def convolutional_lstm(call: Call) -> int | None:
    """At each step the kernels of input and state, at all places of the state."""
    output = call.outcome.outputs[0].shape
    state = output[2:] if call.arguments.flag("return_sequences") else output[1:]
    places, _ = split((None, *state), channels_first(call.arguments))
    kernels = call.outcome.weights[:2]
    time = call.inputs[0].shape[1]
    return product(time, *places, sum(kernel.size for kernel in kernels))


def cell(call: Call) -> int | None:
    """The kernels of the input and of the state, for a single step."""
    return sum(kernel.size for kernel in call.outcome.weights[:2])


def dot(call: Call) -> int | None:
    """Each number of the result is a sum over the axis that both inputs share."""
    axes = call.arguments.get("axes")
    left = call.inputs[0]
    axis = axis_index(axes[0] if isinstance(axes, tuple) else axes, "axes", left.rank)
    return product(left.shape[axis], *call.outcome.outputs[0].shape[1:])


def spectrogram(call: Call) -> int | None:
    """Each channel by a convolution with one kernel, or two for real and imaginary part."""
    first = channels_first(call.arguments)
    _, channels = split(call.inputs[0].shape, first)
    frames, _ = split(call.outcome.outputs[0].shape, first)
    return product(channels, frames[0], sum(kernel.size for kernel in call.outcome.weights))


def matrix_product(call: Call) -> int | None:
    """Each number of the result is a sum along the last axis of the first input."""
    return product(call.inputs[0].shape[-1], *call.outcome.outputs[0].shape[1:])


def einsum(call: Call) -> int | None:
    """All letters of two inputs but the batch's; how more are put together is not known."""
    subscripts = str(call.arguments.get("subscripts")).replace(" ", "")
    given, _, result = subscripts.partition("->")
    terms = given.split(",")
    if len(terms) == 1:
        return 0
    if len(terms) > _TWO or not result or "." in subscripts:
        return None
    sizes = {
        letter: size
        for term, tensor in zip(terms, call.inputs, strict=True)
        for letter, size in zip(term, tensor.shape, strict=True)
    }
    return product(*(size for letter, size in sizes.items() if letter != result[0]))


def _space(call: Call, tensor: Tensor) -> Shape:
    return split(tensor.shape, channels_first(call.arguments))[0]


_TWO = 2

FORMULAS: Mapping[str, Formula] = {
    "Conv1D": convolution,
    "Conv1DTranspose": transposed,
    "Conv2D": convolution,
    "Conv2DTranspose": transposed,
    "Conv3D": convolution,
    "Conv3DTranspose": transposed,
    "ConvLSTM1D": convolutional_lstm,
    "ConvLSTM2D": convolutional_lstm,
    "ConvLSTM3D": convolutional_lstm,
    "Dense": dense,
    "DepthwiseConv1D": convolution,
    "DepthwiseConv2D": convolution,
    "Dot": dot,
    "EinsumDense": einsum_dense,
    "GRU": recurrent,
    "GRUCell": cell,
    "LSTM": recurrent,
    "LSTMCell": cell,
    "STFTSpectrogram": spectrogram,
    "SeparableConv1D": separable,
    "SeparableConv2D": separable,
    "SimpleRNN": recurrent,
    "SimpleRNNCell": cell,
    "ops.dot": matrix_product,
    "ops.einsum": einsum,
    "ops.matmul": matrix_product,
}
