"""Draws samples of image data for the preview."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from PIL import Image

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_SIZE = 56  # pixels that a picture should measure at least
_GAP = 4
_COLUMNS = 10


def draw_sheet(
    pictures: Array,
    classes: Array | None,
    samples: int,
    limits: tuple[float, float] | None = None,
) -> Image.Image:
    """Return a sheet of pictures on a transparent ground.

    With classes, each column shows one of them, in the order of their numbers; few classes
    have several columns each. Without, the first pictures stand ten a row.

    Args:
        pictures: Of shape (samples, height, width) or (samples, height, width, channels);
            the range of their values is spread over 0 to 255.
        classes: The class number of each picture, or None.
        samples: How many to show at most, but at least one row of them.
        limits: The values that are black and white; None for the least and the greatest.
    """
    each = 1 if classes is None else max(_COLUMNS // (int(classes.max()) + 1), 1)
    wanted = _COLUMNS if classes is None else (int(classes.max()) + 1) * each
    columns = min(wanted, max(samples, 1))
    rows = max(samples // columns, 1)
    low, high = limits or (float(pictures.min()), float(pictures.max()))
    first = picture_of(pictures[0], low, high)
    step_x, step_y = first.width + _GAP, first.height + _GAP
    sheet = Image.new("RGBA", (columns * step_x - _GAP, rows * step_y - _GAP))
    for index, place in _places(len(pictures), classes, (rows, columns), each):
        picture = picture_of(pictures[index], low, high)
        sheet.paste(picture, (place[1] * step_x, place[0] * step_y))
    return sheet


def picture_of(values: Array, low: float, high: float) -> Image.Image:
    """Return one sample as a picture of a size that can be looked at.

    Args:
        values: Of shape (height, width) or (height, width, channels).
        low: What is drawn black.
        high: What is drawn white.
    """
    return _enlarged(_image(values, low, high))


def _places(
    count: int, classes: Array | None, size: tuple[int, int], each: int
) -> list[tuple[int, tuple[int, int]]]:
    """Return which picture goes to which row and column.

    Args:
        count: How many pictures there are.
        classes: The class number of each, or None.
        size: Rows and columns of the sheet.
        each: Columns of one class.
    """
    rows, columns = size
    if classes is None:
        return [(index, divmod(index, columns)) for index in range(min(count, rows * columns))]
    return [
        (int(index), (place % rows, number * each + place // rows))
        for number in range(columns // each)
        for place, index in enumerate(np.flatnonzero(classes == number)[: rows * each])
    ]


def _image(values: Array, low: float, high: float) -> Image.Image:
    """Return one picture, grey or in colours."""
    spread = (values.astype("float32") - low) * (255 / (high - low if high > low else 1))
    pixels = np.clip(spread, 0, 255).astype("uint8")
    if pixels.ndim == 3 and pixels.shape[2] not in (3, 4):
        pixels = pixels[..., 0]
    return Image.fromarray(pixels).convert("RGBA")


def _enlarged(image: Image.Image) -> Image.Image:
    """Return a small picture with every pixel enlarged, a big one made smaller."""
    longest = max(image.size)
    if longest > 2 * _SIZE:
        scale = 2 * _SIZE / longest
        size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
        return image.resize(size)
    factor = -(-_SIZE // longest)
    return image.resize((image.width * factor, image.height * factor), Image.Resampling.NEAREST)
