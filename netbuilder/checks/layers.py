"""Rules about single layers that validation lets pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from netbuilder.catalog.arguments import is_whole
from netbuilder.checks.context import Context
from netbuilder.codegen.adapting import adapted_layers, needs_adapting
from netbuilder.dataset import TensorProfile
from netbuilder.graph import Node
from netbuilder.graph.edits import bypass, set_param
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.shape_fixes import pooling_fixes
from netbuilder.validation.wiring import layer_title

_HUGE = 50_000_000


def not_adapted(context: Context) -> Iterator[Problem]:
    """A30: a layer that should know the data, and that nobody shows them to."""
    adapted = {layer.node.id for layer in adapted_layers(context.graph, context.report)}
    for key in context.report.order:
        node = context.graph.nodes[key]
        if needs_adapting(node) and (node.shares or key) not in adapted:
            yield Problem(
                "layer.not_adapted",
                Severity.WARNING,
                tr(
                    "{layer} adapts to data, but is shown none.",
                    layer=layer_title(node),
                ),
                tr(
                    "A layer that is fed by one Input and called once is shown the training "
                    "samples before the training; for another, set what it should know."
                ),
                node=key,
            )


def huge(context: Context) -> Iterator[Problem]:
    """S17: one layer with more weights than a laptop can train."""
    for key in context.report.order:
        params = context.report.nodes[key].params
        if params is not None and params > _HUGE:
            node = context.graph.nodes[key]
            wires = context.graph.incoming(key)
            pooled = (
                pooling_fixes(context.graph, wire.source, context.report.nodes) for wire in wires
            )
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
                fixes=tuple(chain.from_iterable(pooled)),
            )


def embedding(context: Context) -> Iterator[Problem]:
    """S12, D13: an Embedding right behind the Input that the data have no rows for."""
    profile, entry = context.profile, context.entry
    if profile is None or entry is None:
        return
    for wire in context.graph.outgoing(entry.id):
        node = context.graph.nodes[wire.target]
        if node.class_name == "Embedding" and wire.target in context.report.order:
            yield from _lookups(context, node, entry, profile.x)


def _lookups(context: Context, node: Node, entry: Node, data: TensorProfile) -> Iterator[Problem]:
    rows = node.params.get("input_dim")
    if data.minimum is None or data.maximum is None or not is_whole(rows):
        return
    if data.minimum < 0:
        after = next(context.forwards(node.id), None)
        flat = after is not None and after.class_name == "Flatten"
        title = tr("Remove '{name}'", name=node.name)
        yield Problem(
            "layer.not_numbered",
            Severity.ERROR,
            tr(
                "{layer} looks up whole numbers from 0, but '{source}' brings numbers from "
                "{low:g} to {high:g}.",
                layer=layer_title(node),
                source=entry.name,
                low=data.minimum,
                high=data.maximum,
            ),
            tr("A table of rows is for words and kinds; measured numbers go on as they are."),
            node=node.id,
            fixes=(Fix(title, partial(bypass, key=node.id)),) if flat else (),
        )
    elif data.maximum >= rows:
        needed = int(data.maximum) + 1
        yield Problem(
            "layer.short_table",
            Severity.ERROR,
            tr(
                "{layer} has {rows} rows, but '{source}' brings numbers up to {high:g}.",
                layer=layer_title(node),
                rows=rows,
                source=entry.name,
                high=data.maximum,
            ),
            tr("Each number looks up its own row, counted from 0."),
            node=node.id,
            setting="input_dim",
            fixes=(
                Fix(
                    tr("Set input_dim of '{name}' to {rows}", name=node.name, rows=needed),
                    partial(set_param, key=node.id, name="input_dim", value=needed),
                ),
            ),
        )
