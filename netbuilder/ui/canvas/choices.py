"""Which layers could be added at a place, best first: pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.search import search_layers
from netbuilder.catalog.spec import CATEGORIES, LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Params, Wire
from netbuilder.i18n import tr
from netbuilder.ui.canvas.face import class_title
from netbuilder.ui.level import Level
from netbuilder.ui.text import shapes_text
from netbuilder.validation.custom import NO_ANSWERS, Customs

Accepts: TypeAlias = Callable[[Tensor], str]
"""Says why what follows would not take a tensor; empty if it would."""


class Chance(IntEnum):
    """How well a new layer would do with what comes to it; the best first."""

    FITS = 0
    NEEDS_MORE = 1  # it joins several wires, and has one
    MISFIT = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A layer that could be added.

    Attributes:
        spec: Its class.
        chance: How well it would do.
        gives: The shapes that it would give; empty where they are not known.
        reason: Why it would not fit, or what it still needs; empty if it fits.
    """

    spec: LayerSpec
    chance: Chance = Chance.FITS
    gives: str = ""
    reason: str = ""


def anything(_tensor: Tensor) -> str:
    """Take every tensor: nothing follows."""
    return ""


def taking(level: Level, catalog: Catalog, wire: Wire, tensor: Tensor) -> str:
    """Return why the layer at a wire's end would not take a tensor from there instead."""
    node = level.graph.nodes[wire.target]
    spec = spec_of(node, catalog.layers)
    if spec is None or node.inner is not None:
        return ""
    arriving = [
        tensor if other == wire else _tensor(level, other)
        for other in level.graph.incoming(node.id)
    ]
    known = tuple(one for one in arriving if one is not None)
    if len(known) < len(arriving):
        return ""
    try:
        judge(spec, Customs(catalog.custom, NO_ANSWERS).plain(node.params), known)
    except RuleError as error:
        message = error.message.rstrip(".")
        return tr("{layer} that follows {message}.", layer=spec.name, message=message)
    return ""


def _tensor(level: Level, wire: Wire) -> Tensor | None:
    known = level.report.nodes.get(wire.source)
    outputs = known.outputs if known else ()
    return outputs[wire.source_port] if wire.source_port < len(outputs) else None


def choices(
    layers: Iterable[LayerSpec],
    arriving: Tensor | None,
    recent: Sequence[str],
    accepts: Accepts = anything,
) -> list[Choice]:
    """Return the palette's layers, valid ones first, and among those the ones used last.

    Args:
        layers: The catalogue's layers.
        arriving: What the layer would be wired to; None where nothing is known of it.
        recent: Classes in the order of their last use, the latest first.
        accepts: Says whether what follows would take what the layer gives.
    """
    offered = [spec for spec in layers if spec.placeable]
    judged = [
        Choice(spec) if arriving is None else _judged(spec, arriving, accepts) for spec in offered
    ]
    used = {name: number for number, name in enumerate(recent)}
    order = {category: number for number, category in enumerate(CATEGORIES)}

    def place(choice: Choice) -> tuple[int, int, int, str]:
        spec = choice.spec
        category = order.get(spec.category, len(order))
        return choice.chance, used.get(spec.name, len(used)), category, spec.name

    return sorted(judged, key=place)


def matching(found: Sequence[Choice], text: str) -> list[Choice]:
    """Return the choices that fit what was typed: valid ones first, then the best match."""
    if not text.strip():
        return list(found)
    by_name = {choice.spec.name: choice for choice in found}
    specs = search_layers((choice.spec for choice in found), text)
    return sorted((by_name[spec.name] for spec in specs), key=lambda choice: choice.chance)


def _judged(spec: LayerSpec, arriving: Tensor, accepts: Accepts) -> Choice:
    if spec.ports.maximum == 0:
        reason = tr("{layer} takes no wires.", layer=class_title(spec.name))
        return Choice(spec, Chance.MISFIT, reason=reason)
    needed = spec.ports.minimum
    try:
        # A layer that joins wires is tried with the same tensor at each of its ports.
        outcome = judge(spec, Params(dict(spec.starting)), (arriving,) * max(1, needed))
    except RuleError as error:
        reason = tr("{layer} {message}.", layer=spec.name, message=error.message.rstrip("."))
        return Choice(spec, Chance.MISFIT, reason=reason)
    if needed > 1 or spec.ports.joining:
        reason = tr("{layer} joins several wires; this is the first.", layer=spec.name)
        return Choice(spec, Chance.NEEDS_MORE, reason=reason)
    if outcome is None:
        return Choice(spec)
    reason = accepts(outcome.outputs[0]) if outcome.outputs else ""
    if reason:
        return Choice(spec, Chance.MISFIT, reason=reason)
    return Choice(spec, gives=shapes_text(outcome.outputs))
