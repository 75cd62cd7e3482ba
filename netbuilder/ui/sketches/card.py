"""The card that says and shows what a layer does, as rich text for a tip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPainter, QPixmap

from netbuilder.catalog.spec import LayerSpec
from netbuilder.ui.sketches import layers, shapes
from netbuilder.ui.sketches.families import Family, family_of
from netbuilder.ui.sketches.pencil import HEIGHT, WIDTH, Pencil
from netbuilder.ui.theme import Scheme, category_colour

SKETCHES: Mapping[Family, Callable[[Pencil], None]] = {
    Family.INPUT: shapes.given,
    Family.DENSE: layers.dense,
    Family.EMBEDDING: layers.embedding,
    Family.IDENTITY: shapes.identity,
    Family.MASKING: shapes.masking,
    Family.CONVOLUTION: layers.convolution,
    Family.TRANSPOSED: layers.transposed,
    Family.DEPTHWISE: layers.depthwise,
    Family.POOLING: layers.pooling,
    Family.GLOBAL_POOLING: layers.global_pooling,
    Family.FLATTEN: shapes.flatten,
    Family.RESHAPE: shapes.reshape,
    Family.PERMUTE: shapes.permute,
    Family.REPEAT: shapes.repeat,
    Family.GROW: shapes.grow,
    Family.CROP: shapes.crop,
    Family.PAD: shapes.pad,
    Family.SUM: layers.sums,
    Family.JOIN: layers.join,
    Family.DOT: layers.dot,
    Family.DROPOUT: layers.dropout,
    Family.NOISE: layers.noise,
    Family.NORMALIZATION: layers.normalization,
    Family.RECURRENT: layers.recurrent,
    Family.BOTH_WAYS: layers.both_ways,
    Family.EACH_STEP: layers.each_step,
    Family.ATTENTION: layers.attention,
    Family.MOVED: shapes.moved,
    Family.COLOURED: shapes.coloured,
    Family.ERASED: shapes.erased,
    Family.MIXED: shapes.mixed,
    Family.RESCALE: shapes.rescale,
    Family.WORDS: shapes.words,
    Family.BINS: shapes.bins,
    Family.SPECTRUM: shapes.spectrum,
    Family.ACTIVATION: layers.activation,
    Family.SOFTMAX: layers.softmax,
    Family.OPERATION: layers.operation,
    Family.OWN: layers.own,
}


def sketch_pixmap(family: Family, category: str, scheme: Scheme, ratio: float = 1.0) -> QPixmap:
    """Return the picture of a family of layers.

    Args:
        family: The family.
        category: The layer's category, whose colour the picture has.
        scheme: The set of colours.
        ratio: Pixels of the screen for one of the picture.
    """
    picture = QPixmap(round(WIDTH * ratio), round(HEIGHT * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    SKETCHES[family](Pencil(painter, scheme, category_colour(category, scheme)))
    painter.end()
    return picture


def layer_card(spec: LayerSpec, title: str, scheme: Scheme, ratio: float = 1.0) -> str:
    """Return what a tip says of a layer: its picture, its name, and what it is for."""
    data = _encoded(family_of(spec), spec.category, scheme, ratio)
    return (
        f'<img src="data:image/png;base64,{data}" width="{WIDTH}" height="{HEIGHT}">'
        f"<p><b>{escape(title)}</b></p><p>{escape(spec.summary)}</p>"
    )


@lru_cache(maxsize=256)
def _encoded(family: Family, category: str, scheme: Scheme, ratio: float) -> str:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sketch_pixmap(family, category, scheme, ratio).save(buffer, "PNG")
    return bytes(data.toBase64().data()).decode()
