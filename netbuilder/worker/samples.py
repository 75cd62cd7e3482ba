"""Shows single samples as pictures or words, and reads those that are given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, UnidentifiedImageError

from netbuilder.dataset.errors import DataError
from netbuilder.i18n import tr
from netbuilder.training.commands import Predict
from netbuilder.training.evaluation import InputKind
from netbuilder.worker.pictures import picture_of

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_CHANNELS = (1, 3, 4)
_SMALLEST = 4
"""From this many pixels a side on, an array may be a picture."""
_LINE = (240, 80)
_LINE_COLOUR = (86, 130, 190, 255)
_MOST_WORDS = 400


def input_kind(name: str, values: Array) -> InputKind:
    """Tell what an input is, from all its samples.

    Args:
        name: The input's layer.
        values: Of shape (samples, ...).
    """
    shape = list(values.shape[1:])
    if values.dtype.kind in "OSU":
        return InputKind(name, "text", shape)
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    if _is_picture(values.shape[1:]):
        return InputKind(name, "picture", shape, low, high)
    return InputKind(name, "row" if len(shape) == 1 else "other", shape, low, high)


def draw(values: Array, kind: InputKind, file: Path) -> str:
    """Draw a sample into a PNG file, if it is a picture or a series; return the file or ``""``."""
    if kind.kind == "picture":
        image = picture_of(values, kind.low, kind.high)
    elif values.ndim == 2 and values.dtype.kind in "iuf" and len(values) > 1:
        image = _series(values)
    else:
        return ""
    image.save(file)
    return str(file)


def words(values: Array) -> str:
    """Write a sample as its text, or its first numbers."""
    if values.dtype.kind not in "OSU":
        return numbers_text(values, most=12)
    texts = [v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values.flat]
    return " ".join(texts)[:_MOST_WORDS]


def numbers_text(values: Array, most: int = 6) -> str:
    """Write some numbers, as in ``0.25, 1.5, …``."""
    flat = np.asarray(values).reshape(-1)
    text = ", ".join(f"{value:.4g}" for value in flat[:most].tolist())
    return text if len(flat) <= most else f"{text}, …"


def given_by_hand(command: Predict, kinds: Sequence[InputKind], inputs: Sequence[Array]) -> Array:
    """Return a batch of one sample that was drawn, typed or read from a file.

    Raises:
        DataError: it cannot be used.
    """
    if len(kinds) > 1:
        raise DataError(tr("A network with several inputs takes samples of its data only."))
    kind, like = kinds[0], inputs[0]
    if kind.kind == "text":
        return np.array([_typed(command)], dtype=object).reshape(1, *kind.shape)
    if kind.kind == "picture" and command.file:
        return _picture(Path(command.file), kind).astype(like.dtype)
    if len(command.values) != int(np.prod(kind.shape)):
        raise DataError(
            tr(
                "The network takes {wanted} numbers, but there are {count}.",
                wanted=int(np.prod(kind.shape)),
                count=len(command.values),
            )
        )
    return np.array(command.values, dtype=like.dtype).reshape(1, *kind.shape)


def _is_picture(shape: Sequence[int]) -> bool:
    match list(shape):
        case [high, wide]:
            return min(high, wide) >= 2 * _SMALLEST
        case [high, wide, channels]:
            return min(high, wide) >= _SMALLEST and channels in _CHANNELS
        case _:
            return False


def _series(values: Array) -> Image.Image:
    """Draw the columns of a series over its steps."""
    wide, high = _LINE
    low, top = float(np.nanmin(values)), float(np.nanmax(values))
    span = top - low or 1.0
    image = Image.new("RGBA", _LINE)
    pen = ImageDraw.Draw(image)
    steps = np.linspace(2, wide - 3, len(values))
    for column in values.T[:4]:
        heights = high - 4 - (column.astype(float) - low) / span * (high - 8)
        points = [(float(x), float(y)) for x, y in zip(steps, heights, strict=True)]
        pen.line(points, fill=_LINE_COLOUR, width=2)
    return image


def _typed(command: Predict) -> str:
    if not command.file:
        return command.text
    try:
        return Path(command.file).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise DataError(tr("The file cannot be read: {reason}", reason=error)) from error


def _picture(file: Path, kind: InputKind) -> Array:
    """Read a picture file as the data have theirs: same size, channels and range."""
    high, wide, *rest = kind.shape
    channels = rest[0] if rest else 1
    mode = {1: "L", 3: "RGB", 4: "RGBA"}[channels]
    try:
        with Image.open(file) as image:
            pixels = np.asarray(image.convert(mode).resize((wide, high)), dtype="float32")
    except (OSError, UnidentifiedImageError) as error:
        raise DataError(tr("The picture cannot be read: {reason}", reason=error)) from error
    scaled = kind.low + pixels / 255 * (kind.high - kind.low)
    return scaled.reshape(1, *kind.shape)
