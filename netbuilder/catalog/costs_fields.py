"""How much of the input one number of a layer's output can see: its receptive field.

Along each axis of space a layer has a field of ``size`` input places, and two neighbours
of its output lie ``jump`` places of the input apart. A layer with field ``k`` and step
``s`` after one with ``size`` and ``jump`` gives ``size + (k - 1) * jump`` and
``jump * s`` (Araujo, Norris, Sim 2019, "Computing Receptive Fields of Convolutional Neural
Networks", Distill, equations 1 to 3, doi 10.23915/distill.00021). Padding widens no field,
so one can be larger than the image. Where ways meet, the widest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.costs import judge_held
from netbuilder.catalog.shape_rules.holding import several
from netbuilder.catalog.spec import LayerSpec, arguments_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph.values import Params

Size: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Field:
    """What one number sees, along each axis of space; fractions come of upsampling.

    Attributes:
        sizes: How many places of the input.
        jumps: How far apart in the input two neighbours are.
    """

    sizes: tuple[Size, ...]
    jumps: tuple[Size, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """How many whole places of the input, at most."""
        return tuple(map(ceil, self.sizes))

    def then(self, after: Field) -> Field:
        """Return the field of a layer that sees ``after`` of what sees this field."""
        sizes = zip(self.sizes, after.sizes, self.jumps, strict=True)
        jumps = zip(self.jumps, after.jumps, strict=True)
        return Field(
            tuple(size + (more - 1) * jump for size, more, jump in sizes),
            tuple(jump * step for jump, step in jumps),
        )


def single(axes: int) -> Field:
    """Return the field of the input itself: one place along each axis."""
    return Field((1,) * axes, (1,) * axes)


def widest(fields: Iterable[Field | None]) -> Field | None:
    """Return the widest of some fields along each axis; None if none is known of one kind."""
    known = [field for field in fields if field is not None]
    if not known or len({len(field.sizes) for field in known}) > 1:
        return None
    return Field(
        tuple(map(max, zip(*(field.sizes for field in known), strict=True))),
        tuple(map(max, zip(*(field.jumps for field in known), strict=True))),
    )


def own_field(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]
) -> Field | None:
    """Return what a layer sees of its own input; None if it has no axes of space to tell of.

    Args:
        spec: The layer's class.
        params: The parameters that were set.
        inputs: What it gets.
        outputs: What it gives.
    """
    axes = outputs[0].rank - 2
    if spec.name in _STARTS:
        return single(axes) if axes > 0 else None
    if not inputs or axes <= 0 or outputs[0].rank != max(tensor.rank for tensor in inputs):
        return None
    if _keeps_places(spec, inputs, outputs):
        return single(axes)
    if spec.name == "TimeDistributed":
        return _each_step(arguments_of(spec, params), inputs[0])
    if spec.name == "Pipeline":
        return _one_after_another(arguments_of(spec, params), inputs, axes)
    sliding = _SLIDING.get(spec.name)
    return None if sliding is None else sliding(arguments_of(spec, params), axes)


def _pool(arguments: Arguments, axes: int) -> Field:
    return _window(arguments, "pool_size", axes)


def _convolve(arguments: Arguments, axes: int) -> Field:
    return _window(arguments, "kernel_size", axes)


def _window(arguments: Arguments, setting: str, axes: int) -> Field:
    sizes = arguments.sizes(setting, axes)
    steps = sizes if arguments.get("strides") is None else arguments.sizes("strides", axes)
    has_gaps = arguments.get("dilation_rate") is not None
    gaps = arguments.sizes("dilation_rate", axes) if has_gaps else (1,) * axes
    reach = (gap * (size - 1) + 1 for size, gap in zip(sizes, gaps, strict=True))
    return Field(tuple(reach), steps)


def _spread(arguments: Arguments, axes: int) -> Field:
    """A transposed convolution: a place gets at most every ``stride``-th part of the kernel."""
    window = _window(arguments, "kernel_size", axes)
    parts = zip(window.sizes, window.jumps, strict=True)
    sizes = tuple(ceil(Fraction(size) / step) for size, step in parts)
    return Field(sizes, tuple(Fraction(1) / step for step in window.jumps))


def _stretch(arguments: Arguments, axes: int) -> Field:
    factors = arguments.sizes("size", axes)
    seen = _INTERPOLATION.get(str(arguments.get("interpolation") or "nearest"), 1)
    return Field((seen,) * axes, tuple(Fraction(1, factor) for factor in factors))


def _each_step(arguments: Arguments, tensor: Tensor) -> Field | None:
    held = arguments.layer("layer")
    step = Tensor((tensor.shape[0], *tensor.shape[2:]), tensor.dtype)
    found = judge_held(held, (step,))
    field = None if found is None else own_field(found[0], held.params, (step,), found[1].outputs)
    return None if field is None else Field((1, *field.sizes), (1, *field.jumps))


def _one_after_another(arguments: Arguments, inputs: tuple[Tensor, ...], axes: int) -> Field | None:
    """A pipeline: each held layer sees what the one before sees."""
    seen = single(axes)
    for held in several(arguments, "layers"):
        found = judge_held(held, inputs)
        field = (
            None if found is None else own_field(found[0], held.params, inputs, found[1].outputs)
        )
        if found is None or field is None:
            return None
        seen, inputs = seen.then(field), found[1].outputs[:1]
    return seen


def _keeps_places(spec: LayerSpec, inputs: tuple[Tensor, ...], outputs: tuple[Tensor, ...]) -> bool:
    """Tell whether each place of the output comes from the same place of the input."""
    if spec.name in _PLACE_BY_PLACE:
        return True
    if spec.name in _MOVING:
        return False
    if spec.category in ("operation", "preprocessing"):
        return spec.name in _SAME_PLACES or outputs[0].shape in (t.shape for t in inputs)
    return spec.category in _PLACE_BY_PLACE_CATEGORIES


_STARTS = frozenset(("Embedding", "InputLayer", "ReversibleEmbedding"))

_SLIDING: Mapping[str, Callable[[Arguments, int], Field]] = {
    **{f"{kind}Pooling{axes}D": _pool for kind in ("Average", "Max") for axes in (1, 2, 3)},
    **{f"Conv{axes}D": _convolve for axes in (1, 2, 3)},
    **{f"{kind}Conv{axes}D": _convolve for kind in ("Depthwise", "Separable") for axes in (1, 2)},
    **{f"Conv{axes}DTranspose": _spread for axes in (1, 2, 3)},
    **{f"UpSampling{axes}D": _stretch for axes in (1, 2, 3)},
}
"""Layers that slide a window or spread places; each is given its number of axes of space."""

_INTERPOLATION: Mapping[str, int] = {
    "nearest": 1,
    "bilinear": 2,
    "bicubic": 4,
    "lanczos3": 6,
    "lanczos5": 10,
}
"""How many places of the input a place between them is worked out from, along an axis."""

_PLACE_BY_PLACE_CATEGORIES = frozenset(("activation", "merging", "normalization", "regularization"))
"""Statistics of a normalisation, though taken over all places, count as given."""

_PLACE_BY_PLACE = frozenset(
    (
        "Cropping1D",
        "Cropping2D",
        "Cropping3D",
        "Dense",
        "Identity",
        "LayerScale",
        "Masking",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "ZeroPadding3D",
    )
)

_MOVING = frozenset(
    (
        "Dot",
        "Pipeline",
        "ops.dot",
        "ops.einsum",
        "ops.flip",
        "ops.get_item",
        "ops.matmul",
        "ops.moveaxis",
        "ops.repeat",
        "ops.reshape",
        "ops.swapaxes",
        "ops.take",
        "ops.tile",
        "ops.transpose",
    )
)
"""Layers and operations that take places from elsewhere, even where shapes stay the same."""

_SAME_PLACES = frozenset(("CenterCrop", "RandomCrop"))
