"""Rules for the layers of ``keras/src/layers/core``."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments, RuleError, is_whole, show
from netbuilder.catalog.shape_rules import einsum
from netbuilder.catalog.shape_rules.activation import activated
from netbuilder.catalog.shape_rules.axes import refuse_text, require_known
from netbuilder.catalog.shape_rules.dtypes import autocast, compute_dtype, dtype_named, kept
from netbuilder.catalog.shape_rules.inputs import need_axes
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight, promised
from netbuilder.i18n import tr


def input_layer(arguments: Arguments, _inputs: tuple[Tensor, ...]) -> Outcome:
    """``InputLayer``: its parameters say what arrives."""
    dtype = arguments.get("dtype")
    name = "float32" if dtype is None else dtype_named(dtype, "dtype")
    batch = arguments.optional_integer("batch_size", minimum=0)
    return Outcome((Tensor((batch, *_shape(arguments)), name),))


def identity(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Identity``: what comes in goes out, each of several tensors for itself."""
    return Outcome(tuple(autocast(arguments, tensor) for tensor in inputs))


def dense(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Dense``: every unit reads the whole last axis."""
    units = arguments.integer("units")
    shape = inputs[0].shape
    if len(shape) < 2:
        raise RuleError(
            tr("needs at least one axis besides the batch, but gets {shape}", shape=show(shape)),
            tr("The last axis holds the numbers that each unit reads."),
            port=0,
        )
    refuse_text(inputs[0])
    width = require_known(
        shape[-1],
        len(shape) - 1,
        tr("Every unit has one weight for each number of the last axis."),
    )
    if units > _WIDEST and len(shape) > 2:
        raise RuleError(
            tr("cannot have {units} units with {shape}", units=units, shape=show(shape)),
            tr("TensorFlow reshapes such an input, and its sizes have to fit into 32 bits."),
            setting="units",
        )
    weights = _with_adapter(arguments, Weight((width, units)))
    if arguments.flag("use_bias"):
        weights += (Weight((units,)),)
    output = Tensor((*shape[:-1], units), compute_dtype(arguments))
    return Outcome((activated(arguments, output),), weights)


def einsum_dense(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``EinsumDense``: a product over the axes that an equation names."""
    refuse_text(inputs[0])
    shapes = einsum.analyse(arguments, inputs[0].shape)
    weights = _with_adapter(arguments, Weight(shapes.kernel))
    if shapes.bias is not None:
        weights += (Weight(shapes.bias),)
    dtype = compute_dtype(arguments)
    output = promised(Tensor(shapes.output, dtype), Tensor(shapes.actual, dtype))
    return Outcome((activated(arguments, output),), weights)


def masking(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Masking``: marks steps to be skipped and changes no shape."""
    tensor = inputs[0]
    need_axes(tensor, 1, tr("batch and others"), 0)
    refuse_text(tensor)
    if tensor.dtype == "bool":
        tensor = Tensor(tensor.shape, "int32")
    return Outcome((kept(arguments, tensor, tensor.shape),))


def _shape(arguments: Arguments) -> Shape:
    value = arguments.get("shape")
    parts = value if isinstance(value, tuple) else (False,)
    shape = tuple(part for part in parts if part is None or (is_whole(part) and part >= 0))
    if len(shape) != len(parts):
        raise RuleError(
            tr("needs a shape such as (28, 28, 1), but has {value}", value=show(value)),
            tr(
                "It is the shape of one example, without the batch. Each size is a whole "
                "number, or None where it differs from batch to batch."
            ),
            setting="shape",
        )
    return shape


def _with_adapter(arguments: Arguments, kernel: Weight) -> tuple[Weight, ...]:
    """Return the kernel; with ``lora_rank`` it is frozen and two small matrices adapt it."""
    if not arguments.get("lora_rank"):
        return (kernel,)
    if arguments.get("kernel_constraint") is not None:
        raise RuleError(
            tr("cannot have both lora_rank and kernel_constraint"),
            tr("LoRA freezes the kernel, so there is nothing left to constrain."),
            setting="lora_rank",
        )
    rank = arguments.integer("lora_rank")
    *rest, last = kernel.shape
    return (Weight(kernel.shape, trainable=False), Weight((*rest, rank)), Weight((rank, last)))


_WIDEST = 2**31 - 1


RULES: Mapping[str, Rule] = {
    "Dense": dense,
    "EinsumDense": einsum_dense,
    "Identity": identity,
    "InputLayer": input_layer,
    "Masking": masking,
}
