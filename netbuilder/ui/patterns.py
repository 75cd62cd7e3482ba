"""Patterns that tell the categories of layers apart where colours may not."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize
from PySide6.QtGui import QBitmap, QBrush, QImage

from netbuilder.ui.schemes import Scheme, category_colour

_SIDE = 8

# Eight rows of eight pixels each, a bit a pixel.
_PATTERNS = {
    "input": "ffffffff00000000",  # wide bars across
    "core": "ffffffffffffffff",  # solid
    "convolution": "f0f0f0f00f0f0f0f",  # a chessboard
    "pooling": "ffff0000ffff0000",  # narrow bars across
    "recurrent": "c183070e1c3870e0",  # rising stripes
    "attention": "83c1e070381c0e07",  # falling stripes
    "normalization": "0066660000666600",  # dots
    "regularization": "0018180000000000",  # few dots
    "reshaping": "cccccccccccccccc",  # bars along
    "merging": "81c3e77e3c180000",  # arrow heads
    "preprocessing": "ff000000ff000000",  # lines across
    "activation": "183c6666c3818100",  # waves
    "operation": "ff888888ff888888",  # a grid
    "custom": "8142241818244281",  # crosses
    "model": "ff010101ff101010",  # bricks
}


def category_brush(category: str, scheme: Scheme) -> QBrush:
    """Return what the band of a layer's category is filled with: a pattern in high contrast."""
    colour = category_colour(category, scheme)
    return QBrush(colour, _bitmap(category)) if scheme.is_contrast else QBrush(colour)


@cache
def _bitmap(category: str) -> QBitmap:
    rows = bytes.fromhex(_PATTERNS.get(category, _PATTERNS["custom"]))
    return QBitmap.fromData(QSize(_SIDE, _SIDE), rows, QImage.Format.Format_Mono)
