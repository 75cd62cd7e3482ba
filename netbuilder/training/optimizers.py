"""The learning rate of an optimizer, which may be that of the one inside it."""

from __future__ import annotations

from dataclasses import replace

from netbuilder.graph.values import Config

_RATE, _INNER = "learning_rate", "inner_optimizer"
_OF_SEVERAL_RATES = "MultiOptimizer"


def has_one_rate(optimizer: Config) -> bool:
    """Tell whether an optimizer has a single learning rate: no schedule, and no several ones."""
    inner = optimizer.params.get(_INNER)
    if isinstance(inner, Config):
        return has_one_rate(inner)
    scheduled = isinstance(optimizer.params.get(_RATE), Config)
    return not scheduled and optimizer.class_name != _OF_SEVERAL_RATES


def with_rate(optimizer: Config, rate: float) -> Config:
    """Return an optimizer that has another learning rate; one of several rates keeps them."""
    inner = optimizer.params.get(_INNER)
    if isinstance(inner, Config):
        changed = optimizer.params.with_value(_INNER, with_rate(inner, rate))
    elif optimizer.class_name == _OF_SEVERAL_RATES:
        return optimizer
    else:
        changed = optimizer.params.with_value(_RATE, rate)
    return replace(optimizer, params=changed)
