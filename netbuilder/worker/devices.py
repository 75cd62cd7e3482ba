"""What Keras computes on, and how several GPUs share a training."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

import tensorflow as tf


def described() -> list[str]:
    """Return the kinds of devices, with their number where there are several: ``2 × GPU``."""
    kinds = Counter(device.device_type for device in tf.config.list_physical_devices())
    return [kind if count == 1 else f"{count} × {kind}" for kind, count in sorted(kinds.items())]


def sharing(kind: str = "GPU") -> AbstractContextManager[object]:
    """Return the scope in which several devices share all models that are made and trained.

    Each takes its part of every batch (``tf.distribute.MirroredStrategy``). With one device
    or none the scope changes nothing.

    Args:
        kind: Of which devices.
    """
    strategy = _strategy(kind)
    return nullcontext() if strategy is None else strategy.scope()


@cache
def _strategy(kind: str) -> Any:
    """Return the one strategy of this process: a second one would mix up its messages."""
    names = [device.name for device in tf.config.list_logical_devices(kind)]
    return tf.distribute.MirroredStrategy(names) if len(names) > 1 else None
