"""What can go wrong while a model of Keras is read."""

from __future__ import annotations


class ConfigError(ValueError):
    """The model cannot be read; the message says why, in one plain sentence."""
