"""The shape rules: what each layer accepts, gives and weighs, without Keras.

One file a family; each ends in a table ``RULES`` from class name to rule. A layer that
has no rule yet has an unknown shape, never a wrong one.
"""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.tensors import Rule

RULES: Mapping[str, Rule] = {}
