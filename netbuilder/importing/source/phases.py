"""Trainings in two phases: frozen layers are set free before the model is fitted once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netbuilder.importing.source.models import layers_of
from netbuilder.importing.source.values import Arguments, Layer, Network, Phase

_KEEPING = "BatchNormalization"
"""Stays frozen in the second phase of a training."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """A second phase.

    Attributes:
        first: The phase before it.
        second: The phase itself.
        start: The name of the first layer that it sets free; empty for all.
        is_whole: Whether it sets free all that are frozen from there on, and no others.
        measures: Whether what measures its input, BatchNormalization, is set free too.
    """

    first: Phase
    second: Phase
    start: str
    is_whole: bool
    measures: bool


def phase(compiled: Arguments | None, fitted: Arguments, network: Network | None) -> Phase:
    """Return what a model is like while it is fitted."""
    frozen = () if network is None else tuple(filter(_is_frozen, all_layers(network)))
    return Phase(compiled, fitted, frozen)


def tuning_of(phases: list[Phase], network: Network) -> Tuning | None:
    """Return the second phase of a training, if there is one.

    The layers that it sets free are frozen again then: so they are when the training begins.

    Args:
        phases: How often the model was fitted.
        network: The model.
    """
    if len(phases) < 2:
        return None
    first, *_, second = phases
    freed = [layer for layer in first.frozen if not _is_frozen(layer)]
    if not freed:
        return None
    for layer in freed:
        layer.config["trainable"] = False
    tops = [layer for layer in layers_of(network) if any(map(_is_frozen, _with_inner(layer)))]
    begun = [layer for layer in tops if any(inner in freed for inner in _with_inner(layer))]
    start = "" if not begun or begun[0] is tops[0] else begun[0].name
    after = tops[tops.index(begun[0]) :] if begun else tops
    expected = [
        inner
        for layer in after
        for inner in _with_inner(layer)
        if _is_frozen(inner) and inner.class_name != _KEEPING
    ]
    kept = [layer for layer in freed if layer.class_name != _KEEPING]
    return Tuning(
        first, second, start, is_whole={*kept} == {*expected}, measures=len(kept) < len(freed)
    )


def all_layers(network: Network) -> Iterator[Layer]:
    """Yield the layers of a model, and those of the models within it."""
    for layer in layers_of(network):
        yield from _with_inner(layer)


def _with_inner(layer: Layer) -> Iterator[Layer]:
    """Yield a layer and those inside it."""
    yield layer
    if layer.network is not None:
        yield from all_layers(layer.network)


def _is_frozen(layer: Layer) -> bool:
    return layer.config.get("trainable") is False
