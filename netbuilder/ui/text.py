"""Writes numbers, shapes and durations as the whole window shows them."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.i18n import tr

THIN_SPACE = "\u2009"


def grouped(number: int) -> str:
    """Return a whole number with thin separators: ``1 204 298``."""
    return f"{number:,}".replace(",", THIN_SPACE)


def shape_text(shape: Shape) -> str:
    """Return a shape as Keras writes it: ``(None, 28, 28, 32)``."""
    return str(tuple(shape))


def shapes_text(tensors: Sequence[Tensor]) -> str:
    """Return the shapes of all tensors of a layer."""
    return ", ".join(shape_text(tensor.shape) for tensor in tensors)


def figure(value: float | None) -> str:
    """Return a measured figure with four telling digits."""
    return tr("not a number") if value is None else f"{value:.4g}"


def duration(seconds: float) -> str:
    """Return a duration: ``8 s``, ``2:05``, ``1:02:05``."""
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
