"""Rules for the layers of ``keras/src/layers/preprocessing/image_preprocessing``.

All take one image or a batch of them and give back as many; most leave the shape as it is.
What they check of their parameters differs from class to class and stands in the table at
the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from netbuilder.catalog.arguments import Arguments, Call, RuleError
from netbuilder.catalog.shape_rules.axes import channels_first, doubt_text
from netbuilder.catalog.shape_rules.dtypes import autocast, compute_dtype, fractions
from netbuilder.catalog.shape_rules.image_checks import (
    Check,
    batch_of_known_size,
    channels,
    colours_as_asked,
    fill_value,
    filled,
    if_any,
    if_given,
    if_mixed,
    if_stepping,
    in_batches,
    known_channels,
    known_channels_alone,
    known_size,
    odd_kernel,
    one_way_to_fit,
    places,
    room_for_nothing,
    some_numbers,
    spread,
    steps,
    strict_spread,
    tile_grid,
    unless_empty,
    unless_none,
    value_range,
    wide_range,
    word,
)
from netbuilder.catalog.shape_rules.image_formats import (
    FRACTIONS,
    LONG_NUMBERS,
    NUMBERS,
    if_coloured,
    if_filled_with_fractions,
    if_range,
    if_too_small,
    is_too_small,
    not_in,
    unless_range,
)
from netbuilder.catalog.shape_rules.inputs import need_axes, need_decimals, need_rank
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, promised
from netbuilder.i18n import tr


def augment(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """Return images of the same shape, in the layer's number format."""
    tensor = _checked(checks, arguments, inputs[0])
    output = Tensor(tensor.shape, compute_dtype(arguments))
    return Outcome((output,), doubt=doubt_text(tensor))


def recolour(
    axis_of_colours: int | None,
    checks: tuple[Check, ...],
    arguments: Arguments,
    inputs: tuple[Tensor, ...],
) -> Outcome:
    """``RandomHue`` and others that take colours apart: three of them come out.

    ``axis_of_colours`` is -1 for the layer that forgets its ``data_format``.
    """
    outcome = augment(checks, arguments, inputs)
    said = outcome.outputs[0]
    if said.rank < 3:
        return outcome
    axis = places(arguments, said)[2] if axis_of_colours is None else said.rank + axis_of_colours
    real = Tensor((*said.shape[:axis], 3, *said.shape[axis + 1 :]), said.dtype)
    return Outcome((promised(said, real),), doubt=outcome.doubt)


def jitter(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``RandomColorJitter``: it takes colours apart where saturation or hue are to change."""
    colours = any(arguments.get(name) for name in ("saturation_factor", "hue_factor"))
    rule = partial(recolour, -1) if colours else augment
    return rule(checks, arguments, inputs)


def recolour_fractions(
    checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]
) -> Outcome:
    """``RandomSaturation``: it takes colours apart, and not those of whole numbers."""
    return _doubting_whole(recolour(None, checks, arguments, inputs), inputs)


def augment_fractions(
    checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]
) -> Outcome:
    """``RandomContrast``: not of whole numbers."""
    return _doubting_whole(augment(checks, arguments, inputs), inputs)


def _doubting_whole(outcome: Outcome, inputs: tuple[Tensor, ...]) -> Outcome:
    """Add a doubt about whole numbers, on which the layer fails once data comes."""
    try:
        need_decimals(inputs)
    except RuleError as error:
        return replace(outcome, doubt=error)
    return outcome


def pass_on(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Equalization``, ``RandomGrayscale``: Keras says that whole numbers stay whole."""
    tensor = _checked(checks, arguments, inputs[0])
    real = Tensor(tensor.shape, compute_dtype(arguments))
    return Outcome((promised(autocast(arguments, tensor), real),))


def same_images(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MaxNumBoundingBoxes``: pictures go through as they are."""
    channels_first(arguments)
    need_rank(inputs[0], (4, 3), tr("batch, height, width and channels"), 0, late=True)
    return Outcome((Tensor(inputs[0].shape, compute_dtype(arguments)),))


def resize(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Resizing``, ``CenterCrop``, ``RandomCrop``: images of a given height and width.

    As in Keras, an input of three axes is a single image, even if the first is the batch.
    """
    height, width = arguments.integer("height", 0), arguments.integer("width", 0)
    tensor = _checked(checks, arguments, inputs[0])
    need_axes(tensor, 3, tr("height, width and channels"), 0, late=True)
    before, image = tensor.shape[:-3], tensor.shape[-3:]
    new = (image[0], height, width) if channels_first(arguments) else (height, width, image[2])
    output = Tensor((*before, *new), compute_dtype(arguments))
    return Outcome((output,), doubt=doubt_text(inputs[0]))


def crop_to_centre(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``CenterCrop``: of an image of unknown size, Keras itself no longer knows what is left.

    An image that is known to be too small is enlarged, which makes its size known.
    """
    if arguments.call is not Call.RUNS:
        need_rank(inputs[0], (4, 3), tr("batch, height, width and channels"), 0)
    outcome = resize((if_too_small(NUMBERS),), arguments, inputs)
    said = outcome.outputs[0]
    height, width, _ = places(arguments, inputs[0])
    if is_too_small(arguments, inputs[0]):
        return replace(outcome, outputs=(fractions(arguments, said.shape),))
    if None not in (inputs[0].shape[height], inputs[0].shape[width]):
        return outcome
    real = tuple(None if axis in (height, width) else size for axis, size in enumerate(said.shape))
    return replace(outcome, outputs=(promised(said, Tensor(real, said.dtype)),))


def _checked(checks: tuple[Check, ...], arguments: Arguments, tensor: Tensor) -> Tensor:
    """Check parameters and images; images that are not what Keras says once they come."""
    channels_first(arguments)
    if tensor.actual is None:
        need_rank(tensor, (4, 3), tr("batch, height, width and channels"), 0, late=True)
        for check in checks:
            check(arguments, tensor)
    return tensor


_INTERPOLATION = word("interpolation", "nearest", "bilinear")
_FILL_MODE = word("fill_mode", "reflect", "wrap", "constant", "nearest")
_RESIZED = word("interpolation", "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area")
_WARPED = (_INTERPOLATION, _FILL_MODE, not_in("bool", "string", "uint16"))
_SIGNED_FACTOR = unless_empty("factor", spread("factor", -1, 1))
_MANY_AT_ONCE = (strict_spread("factor", 0, 1), value_range, _INTERPOLATION, FRACTIONS)
_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "AugMix": (
        *_MANY_AT_ONCE,
        if_mixed(wide_range),
        if_mixed(known_channels),
        if_mixed(if_any(("all_ops",), channels(1, 3))),
    ),
    "AutoContrast": (value_range, FRACTIONS),
    "ContrastLimitedAdaptiveHistogramEqualization": (
        value_range,
        tile_grid,
        known_size,
        known_channels_alone,
    ),
    "CutMix": (
        spread("factor", 0, 1),
        batch_of_known_size,
        in_batches(not_in("float16", "bfloat16")),
        in_batches(FRACTIONS),
    ),
    "MixUp": (FRACTIONS,),
    "RandAugment": (
        *_MANY_AT_ONCE,
        steps,
        if_stepping(wide_range),
        if_stepping(known_channels),
        if_stepping(channels(1, 3)),
    ),
    "RandomBrightness": (_SIGNED_FACTOR, value_range, NUMBERS),
    "RandomColorDegeneration": (
        spread("factor", -1, 1),
        value_range,
        known_channels,
        colours_as_asked,
        NUMBERS,
    ),
    "RandomColorJitter": (
        unless_empty("brightness_factor", spread("brightness_factor", -1, 1)),
        if_any(("contrast_factor",), spread("contrast_factor", 0, 1)),
        if_any(("saturation_factor",), spread("saturation_factor", -1, 1)),
        if_any(("hue_factor",), spread("hue_factor", 0, 1)),
        if_any(("saturation_factor", "hue_factor"), channels(3, always_last=True)),
        if_given(("brightness_factor", "saturation_factor", "hue_factor"), value_range),
        if_given(("contrast_factor",), some_numbers),
        if_given(("contrast_factor", "saturation_factor"), FRACTIONS),
        if_given(("hue_factor",), if_range(0, 1, FRACTIONS)),
        if_given(("brightness_factor", "saturation_factor", "hue_factor"), NUMBERS),
    ),
    "RandomContrast": (spread("factor", 0, 1), some_numbers, FRACTIONS),
    "RandomElasticTransform": (
        spread("factor", 0, 1),
        spread("scale", 0, 1),
        _INTERPOLATION,
        word("fill_mode", "constant", "nearest", "wrap", "mirror", "reflect"),
        unless_none("factor", "scale", some_numbers),
        unless_none("factor", "scale", known_size),
        unless_none("factor", "scale", known_channels),
        unless_none("factor", "scale", not_in("float16")),
        unless_none("factor", "scale", FRACTIONS),
        unless_none("factor", "scale", filled),
        unless_none("factor", "scale", word("fill_mode", "constant", "nearest", "wrap", "reflect")),
    ),
    "RandomErasing": (
        spread("factor", 0, 1),
        spread("scale", 0, 1),
        some_numbers,
        fill_value,
        known_size,
        not_in("float16"),
        FRACTIONS,
    ),
    "RandomFlip": (),
    "RandomGaussianBlur": (
        spread("factor", 0, 1),
        odd_kernel,
        spread("sigma", 0, 1),
        some_numbers,
        not_in("float16"),
        FRACTIONS,
    ),
    "RandomHue": (
        spread("factor", 0, 1),
        value_range,
        channels(3),
        if_range(0, 1, FRACTIONS),
    ),
    "RandomInvert": (spread("factor", 0, 1), some_numbers, NUMBERS),
    "RandomPerspective": (
        spread("factor", 0, 1),
        _INTERPOLATION,
        known_size,
        LONG_NUMBERS,
    ),
    "RandomPosterization": (
        spread("factor", 1, 8),
        value_range,
        unless_range(0, 255, FRACTIONS),
    ),
    "RandomRotation": (_SIGNED_FACTOR, *_WARPED),
    "RandomSaturation": (spread("factor", -1, 1), value_range, channels(3), FRACTIONS),
    "RandomSharpness": (spread("factor", 0, 1), value_range, FRACTIONS),
    "RandomShear": (
        strict_spread("x_factor", 0, 1),
        strict_spread("y_factor", 0, 1),
        *_WARPED,
        FRACTIONS,
    ),
    "RandomTranslation": (
        strict_spread("height_factor", -1, 1),
        strict_spread("width_factor", -1, 1),
        *_WARPED,
    ),
    "RandomZoom": (
        strict_spread("height_factor", -1, 1, above=-1),
        if_any(("width_factor",), strict_spread("width_factor", -1, 1, above=-1)),
        *_WARPED,
    ),
    "Solarization": (
        strict_spread("addition_factor", 0, 1),
        strict_spread("threshold_factor", 0, 1),
        value_range,
        LONG_NUMBERS,
        unless_range(0, 255, FRACTIONS),
    ),
}
"""What is checked of each class whose output has the shape of its input."""

RULES: Mapping[str, Rule] = {
    **{name: partial(augment, checks) for name, checks in _CHECKS.items()},
    "CenterCrop": crop_to_centre,
    "Equalization": partial(pass_on, (value_range, wide_range, known_channels)),
    "MaxNumBoundingBoxes": same_images,
    "RandomColorJitter": partial(jitter, _CHECKS["RandomColorJitter"]),
    "RandomContrast": partial(augment_fractions, _CHECKS["RandomContrast"]),
    "RandomCrop": partial(resize, (known_size, room_for_nothing, if_too_small(NUMBERS))),
    "RandomGrayscale": partial(
        pass_on,
        (
            strict_spread("factor", 0, 1),
            known_channels,
            channels(1, 3),
            if_coloured(not_in("string")),
        ),
    ),
    "RandomHue": partial(recolour, None, _CHECKS["RandomHue"]),
    "RandomSaturation": partial(recolour_fractions, _CHECKS["RandomSaturation"]),
    "Resizing": partial(
        resize,
        (
            _RESIZED,
            word("fill_mode", "constant"),
            one_way_to_fit,
            if_any(("pad_to_aspect_ratio",), filled),
            if_filled_with_fractions(FRACTIONS),
        ),
    ),
}
