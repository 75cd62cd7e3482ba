"""What is checked of the layers that change images: their parameters, and their images.

A check is a function of the parameters and of the images that come; it raises a
:class:`RuleError` where Keras would refuse them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_number, is_whole, show
from netbuilder.catalog.shape_rules.axes import channels_first, require_known
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

Check: TypeAlias = Callable[[Arguments, Tensor], None]


def spread(name: str, low: float, high: float) -> Check:
    """Check a number between ``low`` and ``high``, or a pair that reaches into that range."""

    def check(arguments: Arguments, _: Tensor) -> None:
        value = arguments.get(name)
        pair = _pair(value)
        if pair is not None and pair[0] <= high and pair[1] >= low:
            return
        if not is_number(value) or not low <= value <= high:
            raise _not_in_range(name, value, low, high)

    return check


def unless_empty(name: str, check: Check) -> Check:
    """Check only where a parameter is given: Keras takes None, 0 and an empty list for 0."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if arguments.get(name):
            check(arguments, tensor)

    return maybe


def strict_spread(name: str, low: float, high: float, above: float | None = None) -> Check:
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


def word(name: str, *allowed: str) -> Check:
    """Check one of the words that a parameter can be."""

    def check(arguments: Arguments, _: Tensor) -> None:
        arguments.choice(name, *allowed)

    return check


def channels(*allowed: int, always_last: bool = False) -> Check:
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
                late=True,
            )

    return check


def colours_as_asked(arguments: Arguments, tensor: Tensor) -> None:
    """Check for three channels; only its formula for shapes minds a picture in grey."""
    check = channels(1, 3) if arguments.call is Call.RUNS else channels(3)
    check(arguments, tensor)


def if_any(names: tuple[str, ...], check: Check) -> Check:
    """Check only where one of the parameters is neither None nor no."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        values = [arguments.get(name) for name in names]
        if any(value is not None and value is not False for value in values):
            check(arguments, tensor)

    return maybe


def if_given(names: tuple[str, ...], check: Check) -> Check:
    """Check only where one of the parameters is not None: a layer inside is made for it."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if any(arguments.get(name) is not None for name in names):
            check(arguments, tensor)

    return maybe


def steps(arguments: Arguments, _: Tensor) -> None:
    """Check how many changes are made one after the other.

    None at all are fine with Keras, and so is -1, which TensorFlow takes for a number unknown.
    """
    arguments.integer("num_ops", minimum=-1)


def if_stepping(check: Check) -> Check:
    """Check only where ``RandAugment`` makes a change at all."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if arguments.integer("num_ops", minimum=-1) > 0:
            check(arguments, tensor)

    return maybe


def if_mixed(check: Check) -> Check:
    """Check only where ``AugMix`` has steps to mix: fewer than one are none to Keras."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        chains = arguments.integer("num_chains", minimum=-1)
        if min(chains, arguments.integer("chain_depth", minimum=None)) > 0:
            check(arguments, tensor)

    return maybe


def unless_none(one: str, other: str, check: Check) -> Check:
    """Check only where neither of two parameters is 0, with which nothing is done."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if not any(arguments.get(name) in (0, (0, 0)) for name in (one, other)):
            check(arguments, tensor)

    return maybe


def places(arguments: Arguments, tensor: Tensor) -> tuple[int, int, int]:
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


def known_size(arguments: Arguments, tensor: Tensor) -> None:
    """Check that height and width are known, which Keras itself finds out when it is called."""
    for axis in places(arguments, tensor)[:2]:
        require_known(
            tensor.shape[axis],
            axis,
            tr("It works out beforehand which part of an image to change."),
            late=True,
        )


def known_channels(arguments: Arguments, tensor: Tensor) -> None:
    """Check that the number of channels is known."""
    axis = places(arguments, tensor)[2]
    purpose = tr("It works on one channel after the other.")
    require_known(tensor.shape[axis], axis, purpose, late=True)


def known_channels_alone(arguments: Arguments, tensor: Tensor) -> None:
    """Check the channels of a single image that is enlarged for its tiles to fit.

    In a batch they may be open.
    """
    tiles = arguments.sizes("tile_grid_size", 2)
    sizes = [tensor.shape[axis] or 0 for axis in places(arguments, tensor)[:2]]
    even = all(size % count == 0 for size, count in zip(sizes, tiles, strict=True))
    if tensor.rank == 3 and not even:
        known_channels(arguments, tensor)


def batch_of_known_size(arguments: Arguments, tensor: Tensor) -> None:
    """Check height and width of a batch; those of a single image may be open."""
    if tensor.rank == 4:
        known_size(arguments, tensor)


def in_batches(check: Check) -> Check:
    """Check only a batch of images; a single one is left alone."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if tensor.rank == 4:
            check(arguments, tensor)

    return maybe


def value_range(arguments: Arguments, _: Tensor) -> None:
    """Check that ``value_range`` is a pair of numbers."""
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


def some_numbers(arguments: Arguments, _: Tensor) -> None:
    """Check ``value_range`` of the classes that Keras 3.15.1 asks nothing more of."""
    value = arguments.get("value_range")
    if not isinstance(value, tuple) or len(value) < 2 or not all(map(is_number, value)):
        value_range(arguments, _)


def wide_range(arguments: Arguments, _: Tensor) -> None:
    """Check that the two numbers of ``value_range`` differ."""
    pair = _pair(arguments.get("value_range"))
    if pair is not None and pair[0] == pair[1]:
        raise RuleError(
            tr("needs two different numbers for value_range"),
            tr("It divides by their difference."),
            setting="value_range",
            late=True,
        )


def odd_kernel(arguments: Arguments, _: Tensor) -> None:
    """Check that the window that blurs has a middle."""
    value = arguments.get("kernel_size")
    sizes = value if isinstance(value, tuple) and len(value) == 2 else (value,)
    if not all(is_whole(size) and size > 0 and size % 2 for size in sizes):
        raise RuleError(
            tr(
                "needs odd numbers of at least 1 for kernel_size, but has {value}",
                value=show(value),
            ),
            tr("An odd window has a middle, which is the pixel that it blurs."),
            setting="kernel_size",
        )


def fill_value(arguments: Arguments, _: Tensor) -> None:
    """Check what fills the holes: a number, a colour of three, or noise where it is None."""
    value = arguments.get("fill_value")
    colours = value if isinstance(value, tuple) and len(value) == 3 else (value,)
    if value is not None and not all(map(is_number, colours)):
        raise RuleError(
            tr("needs one number or three for fill_value, but has {value}", value=show(value)),
            tr("Three numbers are a colour: red, green and blue."),
            setting="fill_value",
            late=True,
        )


def filled(arguments: Arguments, _: Tensor) -> None:
    """Check the number that stands for places beyond the edge."""
    arguments.number("fill_value")


def one_way_to_fit(arguments: Arguments, _: Tensor) -> None:
    """Refuse ``Resizing`` settings that Keras finds wrong only when it resizes."""
    if arguments.flag("crop_to_aspect_ratio") and arguments.flag("pad_to_aspect_ratio"):
        raise RuleError(
            tr("cannot both crop and pad to the aspect ratio"),
            tr("Cropping cuts off what is too much, padding fills up what is missing."),
            setting="pad_to_aspect_ratio",
            late=True,
        )


def room_for_nothing(arguments: Arguments, tensor: Tensor) -> None:
    """Check that nothing is cut only out of larger images; Keras divides by the size otherwise."""
    height, width, _ = places(arguments, tensor)
    cut = [(name, arguments.integer(name, 0)) for name in ("height", "width")]
    given = zip(cut, (tensor.shape[height], tensor.shape[width]), strict=True)
    smaller = any(size is not None and size <= wanted for (_, wanted), size in given)
    empty = [name for name, wanted in cut if wanted == 0]
    if empty and smaller:
        raise RuleError(
            tr("cannot cut nothing out of an image that is no larger"),
            tr("Keras then works out which part to enlarge, and divides by the size."),
            setting=empty[0],
            late=True,
        )


def tile_grid(arguments: Arguments, _: Tensor) -> None:
    """Check how many tiles an image is divided into, which have to be two numbers."""
    sizes = arguments.get("tile_grid_size")
    if not isinstance(sizes, tuple):
        raise RuleError(
            tr("needs two whole numbers for tile_grid_size, but has {value}", value=show(sizes)),
            setting="tile_grid_size",
        )
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
