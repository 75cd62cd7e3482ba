"""One rule for each layer: what it makes of its inputs, or why it cannot.

A rule follows Keras 3.15.1 exactly, as ``tests/keras`` checks against the real one: it
accepts what a symbolic call ``layer(keras.Input(...))`` accepts, with the same shapes,
dtypes and weights. The modules follow the folders of ``keras/src/layers``.
"""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.shape_rules import (
    activation,
    applications,
    attention,
    attention_heads,
    augmentation,
    cells,
    convolution,
    core,
    elementwise,
    embedding,
    encoding,
    lookup,
    merging,
    normalization,
    pooling,
    preprocessing,
    products,
    rearranging,
    recurrent,
    reductions,
    reshaping,
    spectrogram,
    splitting,
    texts,
    wrapping,
)
from netbuilder.catalog.shape_rules.holding import HoldingRule
from netbuilder.catalog.tensors import Rule

RULES: Mapping[str, Rule] = {
    **activation.RULES,
    **applications.RULES,
    **attention.RULES,
    **attention_heads.RULES,
    **augmentation.RULES,
    **cells.RULES,
    **convolution.RULES,
    **core.RULES,
    **elementwise.RULES,
    **embedding.RULES,
    **encoding.RULES,
    **lookup.RULES,
    **merging.RULES,
    **normalization.RULES,
    **pooling.RULES,
    **preprocessing.RULES,
    **products.RULES,
    **rearranging.RULES,
    **recurrent.RULES,
    **reductions.RULES,
    **reshaping.RULES,
    **spectrogram.RULES,
    **splitting.RULES,
    **texts.RULES,
}
"""The rules by the name of the layer's class."""

HOLDING_RULES: Mapping[str, HoldingRule] = {**cells.HOLDING_RULES, **wrapping.RULES}
"""The rules of layers that hold others, which are judged first."""
