"""Rules for the layers of ``keras/src/layers/preprocessing/image_preprocessing``.

All take one image or a batch of them and give back as many; most leave the shape as it is.
What they check of their parameters differs from class to class and stands in the table at
the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError, is_number, is_whole, show
from netbuilder.catalog.shape_rules.axes import channels_first, doubt_text, require_known
from netbuilder.catalog.shape_rules.dtypes import autocast, compute_dtype
from netbuilder.catalog.shape_rules.inputs import need_decimals, need_rank
from netbuilder.catalog.tensors import Outcome, Rule, Tensor, promised
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

Check: TypeAlias = Callable[[Arguments, Tensor], None]


def augment(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """Return images of the same shape, in the layer's number format."""
    tensor = _checked(checks, arguments, inputs[0])
    output = Tensor(tensor.shape, compute_dtype(arguments))
    return Outcome((output,), doubt=doubt_text(tensor))


def augment_fractions(
    checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]
) -> Outcome:
    """``RandomContrast``, ``RandomSaturation``: with whole numbers they fail once data comes."""
    outcome = augment(checks, arguments, inputs)
    try:
        need_decimals(inputs)
    except RuleError as error:
        return Outcome(outcome.outputs, doubt=error)
    return outcome


def pass_on(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Equalization``, ``RandomGrayscale``: Keras says that whole numbers stay whole."""
    tensor = _checked(checks, arguments, inputs[0])
    real = Tensor(tensor.shape, compute_dtype(arguments))
    return Outcome((promised(autocast(arguments, tensor), real),))


def same_images(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``MaxNumBoundingBoxes``: pictures go through as they are."""
    need_rank(inputs[0], (4, 3), tr("batch, height, width and channels"), 0)
    return Outcome((Tensor(inputs[0].shape, compute_dtype(arguments)),))


def resize(checks: tuple[Check, ...], arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Resizing``, ``CenterCrop``, ``RandomCrop``: images of a given height and width.

    As in Keras, an input of three axes is a single image, even if the first is the batch.
    """
    height, width = arguments.integer("height", 0), arguments.integer("width", 0)
    tensor = _checked(checks, arguments, inputs[0])
    before, image = tensor.shape[:-3], tensor.shape[-3:]
    new = (image[0], height, width) if channels_first(arguments) else (height, width, image[2])
    output = Tensor((*before, *new), compute_dtype(arguments))
    return Outcome((output,), doubt=doubt_text(inputs[0]))


def crop_to_centre(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``CenterCrop``: of an image of unknown size, Keras itself no longer knows what is left."""
    outcome = resize((), arguments, inputs)
    height, width, channels = _places(arguments, inputs[0])
    if None not in (inputs[0].shape[height], inputs[0].shape[width]):
        return outcome
    said = outcome.outputs[0]
    sizes = [size if axis in (0, channels) else None for axis, size in enumerate(inputs[0].shape)]
    real = Tensor(tuple(sizes), said.dtype)
    return Outcome((promised(said, real),), doubt=outcome.doubt)


def _checked(checks: tuple[Check, ...], arguments: Arguments, tensor: Tensor) -> Tensor:
    channels_first(arguments)
    need_rank(tensor, (4, 3), tr("batch, height, width and channels"), 0)
    for check in checks:
        check(arguments, tensor)
    return tensor


def _spread(name: str, low: float, high: float) -> Check:
    """Check a number between ``low`` and ``high``, or a pair that reaches into that range."""

    def check(arguments: Arguments, _: Tensor) -> None:
        value = arguments.get(name)
        pair = _pair(value)
        if pair is not None and pair[0] <= high and pair[1] >= low:
            return
        if not is_number(value) or not low <= value <= high:
            raise _not_in_range(name, value, low, high)

    return check


def _strict_spread(name: str, low: float, high: float, above: float | None = None) -> Check:
    """Check a number or a pair of numbers that all lie between ``low`` and ``high``.

    Where ``above`` is given, they must also be more than that.
    """

    def check(arguments: Arguments, _: Tensor) -> None:
        value = arguments.get(name)
        numbers = (value,) if is_number(value) else _pair(value)
        fits = numbers is not None and all(low <= number <= high for number in numbers)
        if not fits or (numbers is not None and above is not None and min(numbers) <= above):
            raise _not_in_range(name, value, low, high)

    return check


def _word(name: str, *allowed: str) -> Check:
    def check(arguments: Arguments, _: Tensor) -> None:
        arguments.choice(name, *allowed)

    return check


def _channels(*allowed: int, always_last: bool = False) -> Check:
    """Check the number of channels, where it is known.

    ``always_last`` stands for the layers that forget their ``data_format``.
    """

    def check(arguments: Arguments, tensor: Tensor) -> None:
        leading = channels_first(arguments) and not always_last
        axis = tensor.rank - (3 if leading else 1)
        size = tensor.shape[axis]
        if size is not None and size not in allowed:
            raise RuleError(
                tr(
                    "needs images of {allowed} channels, but gets {size}",
                    allowed=tr(" or ").join(map(str, allowed)),
                    size=size,
                ),
                tr("It works on colours: red, green and blue are the 3 channels of an image."),
                port=0,
                axis=axis,
            )

    return check


def _if_any(names: tuple[str, ...], check: Check) -> Check:
    """Check only where one of the parameters is neither None nor no."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        values = [arguments.get(name) for name in names]
        if any(value is not None and value is not False for value in values):
            check(arguments, tensor)

    return maybe


def _unless_none(one: str, other: str, check: Check) -> Check:
    """Check only where neither of two parameters is 0, with which nothing is done."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if not any(arguments.get(name) in (0, (0, 0)) for name in (one, other)):
            check(arguments, tensor)

    return maybe


def _places(arguments: Arguments, tensor: Tensor) -> tuple[int, int, int]:
    """Return the axes of height, width and channels."""
    last = tensor.rank
    return (
        (last - 2, last - 1, last - 3)
        if channels_first(arguments)
        else (
            last - 3,
            last - 2,
            last - 1,
        )
    )


def _known_size(arguments: Arguments, tensor: Tensor) -> None:
    """Check that height and width are known, which Keras itself finds out when it is called."""
    for axis in _places(arguments, tensor)[:2]:
        require_known(
            tensor.shape[axis],
            axis,
            tr("It works out beforehand which part of an image to change."),
        )


def _known_channels(arguments: Arguments, tensor: Tensor) -> None:
    axis = _places(arguments, tensor)[2]
    require_known(tensor.shape[axis], axis, tr("It works on one channel after the other."))


def _known_channels_alone(arguments: Arguments, tensor: Tensor) -> None:
    """Check the channels of a single image; in a batch they may be open."""
    if tensor.rank == 3:
        _known_channels(arguments, tensor)


def _batch_of_known_size(arguments: Arguments, tensor: Tensor) -> None:
    if tensor.rank == 4:
        _known_size(arguments, tensor)


def _in_batches(check: Check) -> Check:
    """Check only a batch of images; a single one is left alone."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if tensor.rank == 4:
            check(arguments, tensor)

    return maybe


def _not_in(*dtypes: str) -> Check:
    """Refuse to compute in number formats in which TensorFlow cannot count up."""

    def check(arguments: Arguments, _: Tensor) -> None:
        if compute_dtype(arguments) in dtypes:
            raise RuleError(
                tr("cannot compute in {dtype}", dtype=compute_dtype(arguments)),
                tr("TensorFlow lacks a step of it for numbers of 16 bits."),
                setting="dtype",
            )

    return check


def _value_range(arguments: Arguments, _: Tensor) -> None:
    value = arguments.get("value_range")
    if _pair(value) is None:
        raise RuleError(
            tr(
                "needs two numbers for value_range, but has {value}",
                value=show(arguments.get("value_range")),
            ),
            tr("They are the least and the largest value of a pixel, such as (0, 255)."),
            setting="value_range",
        )


def _some_numbers(arguments: Arguments, _: Tensor) -> None:
    """Check ``value_range`` of the classes that Keras 3.15.1 asks nothing more of."""
    value = arguments.get("value_range")
    if not isinstance(value, tuple) or len(value) < 2 or not all(map(is_number, value)):
        _value_range(arguments, _)


def _wide_range(arguments: Arguments, _: Tensor) -> None:
    pair = _pair(arguments.get("value_range"))
    if pair is not None and pair[0] == pair[1]:
        raise RuleError(
            tr("needs two different numbers for value_range"),
            tr("It divides by their difference."),
            setting="value_range",
        )


def _odd_kernel(arguments: Arguments, _: Tensor) -> None:
    value = arguments.get("kernel_size")
    sizes = value if isinstance(value, tuple) and len(value) == 2 else (value,)
    if not all(is_whole(size) and size % 2 for size in sizes):
        raise RuleError(
            tr("needs odd numbers for kernel_size, but has {value}", value=show(value)),
            tr("An odd window has a middle, which is the pixel that it blurs."),
            setting="kernel_size",
        )


def _fill_value(arguments: Arguments, _: Tensor) -> None:
    value = arguments.get("fill_value")
    colours = value if isinstance(value, tuple) and len(value) == 3 else (value,)
    if value is not None and not all(map(is_number, colours)):
        raise RuleError(
            tr("needs one number or three for fill_value, but has {value}", value=show(value)),
            tr("Three numbers are a colour: red, green and blue."),
            setting="fill_value",
        )


def _one_way_to_fit(arguments: Arguments, _: Tensor) -> None:
    """Refuse ``Resizing`` settings that Keras finds wrong only when it resizes."""
    if arguments.flag("crop_to_aspect_ratio") and arguments.flag("pad_to_aspect_ratio"):
        raise RuleError(
            tr("cannot both crop and pad to the aspect ratio"),
            tr("Cropping cuts off what is too much, padding fills up what is missing."),
            setting="pad_to_aspect_ratio",
        )


def _tile_grid(arguments: Arguments, _: Tensor) -> None:
    arguments.sizes("tile_grid_size", 2)


def _pair(value: Value) -> tuple[float, float] | None:
    if not isinstance(value, tuple) or len(value) != 2:
        return None
    low, high = value
    return (low, high) if is_number(low) and is_number(high) else None


def _not_in_range(name: str, value: Value, low: float, high: float) -> RuleError:
    return RuleError(
        tr("has {value} for {name}, which is out of its limits", value=show(value), name=name),
        tr("It is a number, or two of them, from {low} to {high}.", low=low, high=high),
        setting=name,
    )


_INTERPOLATION = _word("interpolation", "nearest", "bilinear")
_FILL_MODE = _word("fill_mode", "reflect", "wrap", "constant", "nearest")
_RESIZED = _word("interpolation", "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area")
_WARPED = (_INTERPOLATION, _FILL_MODE)
_MANY_AT_ONCE = (_strict_spread("factor", 0, 1), _value_range, _INTERPOLATION)
_CHECKS: Mapping[str, tuple[Check, ...]] = {
    "AugMix": (
        *_MANY_AT_ONCE,
        _wide_range,
        _known_channels,
        _if_any(("all_ops",), _channels(1, 3)),
    ),
    "AutoContrast": (_value_range,),
    "ContrastLimitedAdaptiveHistogramEqualization": (
        _value_range,
        _tile_grid,
        _known_size,
        _known_channels_alone,
    ),
    "CutMix": (
        _spread("factor", 0, 1),
        _batch_of_known_size,
        _in_batches(_not_in("float16", "bfloat16")),
    ),
    "MixUp": (),
    "RandAugment": (*_MANY_AT_ONCE, _wide_range, _known_channels, _channels(1, 3)),
    "RandomBrightness": (_spread("factor", -1, 1), _value_range),
    "RandomColorDegeneration": (
        _spread("factor", -1, 1),
        _value_range,
        _known_channels,
        _channels(3),
    ),
    "RandomColorJitter": (
        _if_any(("brightness_factor",), _spread("brightness_factor", -1, 1)),
        _if_any(("contrast_factor",), _spread("contrast_factor", 0, 1)),
        _if_any(("saturation_factor",), _spread("saturation_factor", -1, 1)),
        _if_any(("hue_factor",), _spread("hue_factor", 0, 1)),
        _if_any(("saturation_factor", "hue_factor"), _channels(3, always_last=True)),
        _value_range,
    ),
    "RandomContrast": (_spread("factor", 0, 1), _some_numbers),
    "RandomElasticTransform": (
        _spread("factor", 0, 1),
        _spread("scale", 0, 1),
        _INTERPOLATION,
        _word("fill_mode", "constant", "nearest", "wrap", "mirror", "reflect"),
        _some_numbers,
        _unless_none("factor", "scale", _known_size),
        _unless_none("factor", "scale", _known_channels),
        _unless_none("factor", "scale", _not_in("float16")),
    ),
    "RandomErasing": (
        _spread("factor", 0, 1),
        _spread("scale", 0, 1),
        _some_numbers,
        _fill_value,
        _known_size,
        _not_in("float16"),
    ),
    "RandomFlip": (),
    "RandomGaussianBlur": (
        _spread("factor", 0, 1),
        _odd_kernel,
        _spread("sigma", 0, 1),
        _some_numbers,
        _not_in("float16"),
    ),
    "RandomHue": (_spread("factor", 0, 1), _value_range, _channels(3)),
    "RandomInvert": (_spread("factor", 0, 1), _some_numbers),
    "RandomPerspective": (_spread("factor", 0, 1), _INTERPOLATION, _known_size),
    "RandomPosterization": (_spread("factor", 1, 8), _value_range),
    "RandomRotation": (_spread("factor", -1, 1), *_WARPED),
    "RandomSaturation": (_spread("factor", -1, 1), _value_range, _channels(3)),
    "RandomSharpness": (_spread("factor", 0, 1), _value_range),
    "RandomShear": (_strict_spread("x_factor", 0, 1), _strict_spread("y_factor", 0, 1), *_WARPED),
    "RandomTranslation": (
        _strict_spread("height_factor", -1, 1),
        _strict_spread("width_factor", -1, 1),
        *_WARPED,
    ),
    "RandomZoom": (
        _strict_spread("height_factor", -1, 1, above=-1),
        _if_any(("width_factor",), _strict_spread("width_factor", -1, 1, above=-1)),
        *_WARPED,
    ),
    "Solarization": (
        _strict_spread("addition_factor", 0, 1),
        _strict_spread("threshold_factor", 0, 1),
        _value_range,
    ),
}
"""What is checked of each class whose output has the shape of its input."""

RULES: Mapping[str, Rule] = {
    **{name: partial(augment, checks) for name, checks in _CHECKS.items()},
    **{
        name: partial(augment_fractions, _CHECKS[name])
        for name in ("RandomContrast", "RandomSaturation")
    },
    "CenterCrop": crop_to_centre,
    "Equalization": partial(pass_on, (_value_range, _wide_range, _known_channels)),
    "MaxNumBoundingBoxes": same_images,
    "RandomCrop": partial(resize, (_known_size,)),
    "RandomGrayscale": partial(
        pass_on, (_strict_spread("factor", 0, 1), _known_channels, _channels(1, 3))
    ),
    "Resizing": partial(resize, (_RESIZED, _word("fill_mode", "constant"), _one_way_to_fit)),
}
