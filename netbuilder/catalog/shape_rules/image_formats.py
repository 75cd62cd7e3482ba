"""Number formats in which layers for images cannot compute."""

from __future__ import annotations

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.dtypes import INTEGERS, cannot_compute, compute_dtype
from netbuilder.catalog.shape_rules.image_checks import Check, places
from netbuilder.catalog.tensors import Tensor


def not_in(*dtypes: str) -> Check:
    """Refuse to compute in number formats for which TensorFlow lacks a step."""

    def check(arguments: Arguments, _: Tensor) -> None:
        own = compute_dtype(arguments)
        if own in dtypes:
            raise cannot_compute(own, late=True)

    return check


NUMBERS = not_in("bool", "string")
FRACTIONS = not_in("bool", "string", *INTEGERS)
LONG_NUMBERS = not_in("bool", "string", "uint8", "uint16")


def if_range(low: float, high: float, check: Check) -> Check:
    """Check only images of a ``value_range`` that is left as it is: no factor makes fractions."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if arguments.get("value_range") == (low, high):
            check(arguments, tensor)

    return maybe


def unless_range(low: float, high: float, check: Check) -> Check:
    """Check only images of another ``value_range``, which are stretched to this one and back."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if arguments.get("value_range") != (low, high):
            check(arguments, tensor)

    return maybe


def if_coloured(check: Check) -> Check:
    """Check only images that are not grey already."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if tensor.shape[places(arguments, tensor)[2]] != 1:
            check(arguments, tensor)

    return maybe


def is_too_small(arguments: Arguments, tensor: Tensor) -> bool:
    """Tell whether images are known to be smaller than what is cut out of them."""
    height, width, _ = places(arguments, tensor)
    pairs = ((height, "height"), (width, "width"))
    sizes = [(tensor.shape[axis], arguments.integer(name, 0)) for axis, name in pairs]
    return any(size is not None and size < wanted for size, wanted in sizes)


def if_too_small(check: Check) -> Check:
    """Check only images that are known to be smaller than what is cut out of them."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        if is_too_small(arguments, tensor):
            check(arguments, tensor)

    return maybe


def if_filled_with_fractions(check: Check) -> Check:
    """Check only where a border is filled with a number that has a fraction."""

    def maybe(arguments: Arguments, tensor: Tensor) -> None:
        padded = arguments.flag("pad_to_aspect_ratio")
        if padded and isinstance(arguments.get("fill_value"), float):
            check(arguments, tensor)

    return maybe
