"""Rules for the layers that ``keras/src/applications`` bring along for networks of their own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.shape_rules.axes import refuse_text
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, Weight
from netbuilder.i18n import tr


def layer_scale(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``LayerScale`` of ConvNeXt: each feature of the last axis times a learned factor."""
    refuse_text(inputs[0])
    features = arguments.integer("projection_dim")
    shape = _stretched(inputs[0].shape, (features,), 0)
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
    return Outcome((Tensor(_stretched(first.shape, second.shape, 1), dtype),))


def _stretched(one: Shape, two: Shape, port: int) -> Shape:
    """Return the shape of a result place by place, stretched as NumPy does from the last axis."""
    pairs = zip_longest(reversed(one), reversed(two), fillvalue=1)
    sizes = []
    for left, right in pairs:
        if None not in (left, right) and left != right and 1 not in (left, right):
            raise RuleError(
                tr("cannot match {one} with {two}", one=one, two=two),
                tr("Counted from the last, the axes must be equally long, or 1."),
                port=port,
            )
        sizes.append(right if left == 1 or (left is None and right != 1) else left)
    return tuple(reversed(sizes))


RULES: Mapping[str, Rule] = {
    "CustomScaleLayer": custom_scale_layer,
    "LayerScale": layer_scale,
}
