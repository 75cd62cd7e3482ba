"""What stands before a ready-made network, so that it gets pixels as its weights know them.

Keras's ``preprocess_input`` (``keras/src/applications/imagenet_utils.py``) as layers. Where it
adds and divides by arrays, which no node of a network can hold, a ``Normalization`` computes the
same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from netbuilder.catalog.applications import Pixels
from netbuilder.graph import Config, Params
from netbuilder.i18n import tr

CAFFE = (103.939, 116.779, 123.68)
"""The means of ImageNet's blue, green and red, from 0 to 255."""
TORCH = ((0.485, 0.229), (0.456, 0.224), (0.406, 0.225))
"""The means and standard deviations of its red, green and blue, from 0 to 1."""

BRIGHTEST = 255.0

LayerOf: TypeAlias = tuple[str, Params]
"""A layer's class and parameters."""

_BACKWARDS: LayerOf = (
    "ops.get_item",
    Params(key=(Config("__ellipsis__"), Params(start=None, stop=None, step=-1))),
)


def preparing_layers(pixels: Pixels, brightest: float = BRIGHTEST) -> tuple[LayerOf, ...]:
    """Return the layers to put before a network, the first one first; none where it needs none.

    Args:
        pixels: What its weights were learned on.
        brightest: How large the numbers of the pictures get, from 0 on.
    """
    match pixels:
        case Pixels.WHOLE:
            scale = BRIGHTEST / brightest
            return () if scale == 1 else (("Rescaling", Params(scale=scale)),)
        case Pixels.CENTRED:
            return (("Rescaling", Params(scale=2 / brightest, offset=-1)),)
        case Pixels.STANDARD:
            means = (mean * brightest for mean, _ in TORCH)
            return (_standard(means, (deviation * brightest for _, deviation in TORCH)),)
        case Pixels.BLUE_FIRST:
            unit = brightest / BRIGHTEST
            means = (mean * unit for mean in CAFFE)
            return (_BACKWARDS, _standard(means, (unit for _ in CAFFE)))


def needs_colours(pixels: Pixels) -> bool:
    """Tell whether only pictures in red, green and blue can be prepared so."""
    return pixels in (Pixels.STANDARD, Pixels.BLUE_FIRST)


def about_pixels(pixels: Pixels) -> str:
    """Say what a network's weights of ImageNet were learned on."""
    said = {
        Pixels.WHOLE: tr("It takes pixels from 0 to 255 as they are."),
        Pixels.CENTRED: tr("It was trained on pixels from -1 to 1."),
        Pixels.STANDARD: tr(
            "It was trained on standardized pixels: less ImageNet's means, by its deviations."
        ),
        Pixels.BLUE_FIRST: tr(
            "It was trained on pixels in the order blue, green, red, less ImageNet's means."
        ),
    }
    return said[pixels]


def _standard(means: Iterable[float], deviations: Iterable[float]) -> LayerOf:
    variance = tuple(deviation**2 for deviation in deviations)
    return "Normalization", Params(mean=tuple(means), variance=variance)
