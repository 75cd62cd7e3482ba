"""Rules for the layers that ``keras/src/applications`` bring along for networks of their own."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.axes import refuse_text
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, Weight


def layer_scale(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``LayerScale`` of ConvNeXt: each feature of the last axis times a learned factor."""
    refuse_text(inputs[0])
    features = arguments.integer("projection_dim")
    shape = broadcast(inputs[0].shape, (features,))
    return Outcome((Tensor(shape, compute_dtype(arguments)),), (Weight((features,)),))


def custom_scale_layer(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``CustomScaleLayer`` of InceptionResNetV2: the first input plus the second, scaled."""
    for tensor in inputs:
        refuse_text(tensor)
    arguments.number("scale")
    first, second = inputs
    dtype = compute_dtype(arguments)
    if second.dtype not in FLOATS and dtype != "float64":
        dtype = "float32"  # whole numbers become Keras's usual floats when they are scaled
    return Outcome((Tensor(broadcast(first.shape, second.shape), dtype),))


RULES: Mapping[str, Rule] = {
    "CustomScaleLayer": custom_scale_layer,
    "LayerScale": layer_scale,
}
