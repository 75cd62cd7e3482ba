"""Rules about the pixels that a ready-made network gets: as its weights know them, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from netbuilder.catalog.applications import APPLICATIONS, Pixels
from netbuilder.catalog.arguments import is_number
from netbuilder.catalog.preparing import (
    BRIGHTEST,
    LayerOf,
    about_pixels,
    needs_colours,
    preparing_layers,
)
from netbuilder.checks.context import Context
from netbuilder.checks.inputs import KEEPING_SCALE
from netbuilder.graph import Graph, Node, NodeId, Wire
from netbuilder.graph.edits import add_node, insert_on_wire, new_node
from netbuilder.graph.submodels import APPLICATION
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title

_DIM = 1.5  # pictures whose numbers stay below are scaled from 0 to 1


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where the numbers of a tensor run."""

    low: float
    high: float

    @property
    def brightest(self) -> float:
        """How large the numbers of pictures get that begin at 0: as bytes, or as shares."""
        return BRIGHTEST if self.high > _DIM else 1.0

    def fits(self, pixels: Pixels) -> bool:
        """Tell whether a network's weights may have been learned on such numbers."""
        return self.high > _DIM if pixels is Pixels.WHOLE else self.low < 0 < self.high


def span_after(context: Context, key: NodeId) -> Span | None:
    """Return the span of what a node gives; None if more than scaling lies between it and the data.

    Args:
        context: The project.
        key: One of its nodes.
    """
    scalings: list[Node] = []
    for node in context.backwards(key):
        if node.class_name == "Rescaling":
            scalings.append(node)
        elif node.class_name == "InputLayer":
            return _scaled(_measured(context, node), scalings)
        elif node.class_name not in KEEPING_SCALE:
            return None
    return None


def unprepared(context: Context) -> Iterator[Problem]:
    """D16: a ready-made network with weights gets pixels that these have never seen."""
    for node in context.graph.nodes.values():
        if node.class_name != APPLICATION or not node.params.get("weights"):
            continue
        known = APPLICATIONS.get(str(node.params.get("application")))
        wires = context.graph.incoming(node.id)
        span = span_after(context, wires[0].source) if known is not None and wires else None
        if known is not None and span is not None and not span.fits(known.pixels):
            yield Problem(
                "data.pixels",
                Severity.WARNING,
                tr(
                    "{layer} gets pixels from {low} to {high}, which its weights do not know.",
                    layer=layer_title(node),
                    low=f"{span.low:g}",
                    high=f"{span.high:g}",
                ),
                about_pixels(known.pixels),
                node=node.id,
                fixes=tuple(_preparing(node, known.pixels, span, context)),
            )


def _measured(context: Context, entry: Node) -> Span | None:
    profile = context.profile
    if profile is not None and profile.inputs:
        profile = profile.for_input(entry.name)
    if profile is None or profile.x.minimum is None or profile.x.maximum is None:
        return None
    return Span(profile.x.minimum, profile.x.maximum)


def _scaled(span: Span | None, scalings: Sequence[Node]) -> Span | None:
    """Return a span after some Rescaling layers, the last one first."""
    for node in reversed(scalings):
        scale, offset = node.params.get("scale"), node.params.get("offset", 0.0)
        if span is None or not is_number(scale) or not is_number(offset):
            return None  # one factor for each channel: somebody has thought of it
        ends = (span.low * scale + offset, span.high * scale + offset)
        span = Span(min(ends), max(ends))
    return span


def _preparing(node: Node, pixels: Pixels, span: Span, context: Context) -> Iterator[Fix]:
    known = context.report.nodes.get(node.id)
    colours = known is not None and any(one.shape[-1:] == (3,) for one in known.inputs)
    layers = preparing_layers(pixels, span.brightest)
    if span.low >= 0 and layers and (colours or not needs_colours(pixels)):
        title = tr("Prepare the pixels for '{name}'", name=node.name)
        yield Fix(title, partial(_prepared, key=node.id, layers=layers))


def _prepared(graph: Graph, key: NodeId, layers: Sequence[LayerOf]) -> Graph:
    """Put layers on the only wire into a node."""
    (wire,) = graph.incoming(key)
    start, end = graph.nodes[wire.source], graph.nodes[key]
    for place, (name, params) in enumerate(layers, start=1):
        share = place / (len(layers) + 1)
        x, y = start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)
        added = new_node(graph, name, params, x, y)
        graph = insert_on_wire(add_node(graph, added), wire, added.id)
        wire = Wire(added.id, key, 0, wire.target_port)
    return graph
