"""Writes numbers, shapes and durations as the whole window shows them."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.i18n import tr
from netbuilder.validation import NodeReport

THIN_SPACE = "\u2009"
_UNITS = ("", "k", "M", "G", "T", "P", "E")
_NEXT_UNIT = 999.95  # what would be written with four digits before the point


def grouped(number: int) -> str:
    """Return a whole number with thin separators: ``1 204 298``."""
    return f"{number:,}".replace(",", THIN_SPACE)


def compact(number: float) -> str:
    """Return a large number in three telling digits: ``812``, ``1.2 k``, ``15.5 G``."""
    unit = 0
    while abs(number) >= _NEXT_UNIT and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    if unit == 0:
        return f"{number:.0f}"
    digits = 0 if number >= 100 else 1
    return f"{number:.{digits}f} {_UNITS[unit]}"


def size_text(count: float) -> str:
    """Return a number of bytes: ``812 B``, ``3.4 MB``."""
    return f"{compact(count)}B" if count >= _NEXT_UNIT else f"{count:.0f} B"


def shape_text(shape: Shape) -> str:
    """Return a shape as Keras writes it: ``(None, 28, 28, 32)``."""
    return str(tuple(shape))


def shapes_text(tensors: Sequence[Tensor]) -> str:
    """Return the shapes of all tensors of a layer."""
    return ", ".join(shape_text(tensor.shape) for tensor in tensors)


def waiting_text(known: NodeReport) -> str:
    """Return what a layer waits for that has no shape yet."""
    return tr("waits to be examined") if known.question else tr("waits for its input")


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
