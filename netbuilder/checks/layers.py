"""Rules about single layers that validation lets pass."""

from __future__ import annotations

from collections.abc import Iterator

from netbuilder.checks.context import Context
from netbuilder.i18n import tr
from netbuilder.validation import Problem, Severity
from netbuilder.validation.topology import INPUT_CLASS
from netbuilder.validation.wiring import layer_title

_HUGE = 50_000_000


def not_adapted(context: Context) -> Iterator[Problem]:
    """A30: a Normalization that nobody shows the data to."""
    for key in context.report.order:
        node = context.graph.nodes[key]
        if node.class_name != "Normalization" or node.params.get("mean") is not None:
            continue
        sources = [context.graph.nodes[w.source].class_name for w in context.graph.incoming(key)]
        if sources != [INPUT_CLASS]:
            yield Problem(
                "layer.not_adapted",
                Severity.WARNING,
                tr(
                    "{layer} does not know the data, so it changes nothing.",
                    layer=layer_title(node),
                ),
                tr(
                    "Right behind the Input it measures the data before training; elsewhere, set "
                    "its mean and variance."
                ),
                node=key,
            )


def huge(context: Context) -> Iterator[Problem]:
    """S17: one layer with more weights than a laptop can train."""
    for key in context.report.order:
        params = context.report.nodes[key].params
        if params is not None and params > _HUGE:
            node = context.graph.nodes[key]
            yield Problem(
                "layer.huge",
                Severity.WARNING,
                tr(
                    "{layer} alone has {millions} million weights.",
                    layer=layer_title(node),
                    millions=round(params / 1e6),
                ),
                tr("A pooling layer before it, or fewer units, learns faster and often better."),
                node=key,
            )
