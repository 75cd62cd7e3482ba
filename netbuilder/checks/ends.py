"""Rules about networks of several inputs or outputs: does each get its data, and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from netbuilder.checks.context import Context
from netbuilder.checks.edits import append
from netbuilder.checks.fixes import project_fix
from netbuilder.codegen.ends import indistinct_outputs, input_names
from netbuilder.dataset import DataError, effective_options
from netbuilder.dataset.ends import (
    about_several,
    answers_of,
    can_be_named,
    fed_sources,
    named_for,
)
from netbuilder.dataset.options import Options
from netbuilder.graph import NodeId, Params, Port
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title


def fed_inputs(context: Context) -> Iterator[Problem]:
    """G10: each of several inputs is fed by its name, and nothing else is."""
    options = _options(context)
    if options is None or not context.report.inputs:
        return
    given = tuple(fed_sources(options))
    wanted = input_names(context.graph, context.report)
    if set(given) == set(wanted):
        return
    missing = _unserved(context, tuple(map(Port, context.report.inputs)), given)
    yield Problem(
        "data.inputs",
        Severity.ERROR,
        _inputs_message(given, wanted),
        about_several(context.project.data),
        node=missing if wanted else None,
        fixes=tuple(_sharing_out(context, tr("Share the data out to the inputs"))),
    )


def asked_outputs(context: Context) -> Iterator[Problem]:
    """G10: each of several outputs has its answer in the data, and nothing else has."""
    options = _options(context)
    if options is None or not context.report.outputs or not context.report.inputs:
        return
    several = len(context.report.outputs) > 1
    if several and not context.output_names:
        yield from _alike(context)
        return
    given = tuple(answer.name for answer in answers_of(options))
    wanted = context.output_names
    if set(given) == set(wanted):
        return
    missing = _unserved(context, context.report.outputs, given)
    yield Problem(
        "data.outputs",
        Severity.ERROR,
        _answers_message(given, wanted),
        f"{tr('Each output learns from answers of its own, told by its name.')} "
        f"{about_several(context.project.data)}",
        node=missing if wanted else None,
        fixes=tuple(_sharing_out(context, tr("Give each output an answer"))),
    )


def _options(context: Context) -> Options | None:
    """Return the options of the data; None where there are none, or wrong ones."""
    try:
        return effective_options(context.project.data)
    except DataError:
        return None


def _unserved(context: Context, ends: Sequence[Port], given: Sequence[str]) -> NodeId:
    """Return the first end that the data do not name, or the second of all if they name none."""
    left = [port for port in ends if context.graph.nodes[port.node].name not in given]
    return (left[0] if given and left else ends[min(1, len(ends) - 1)]).node


def _inputs_message(given: Sequence[str], wanted: Sequence[str]) -> str:
    """Say which inputs the network has, and which the data feed; one of them are several."""
    names = {"wanted": ", ".join(wanted), "given": ", ".join(given)}
    if not given:
        return tr("The network has the inputs {wanted}, but the data feed one.", **names)
    if not wanted:
        return tr("The network has one input, but the data feed {given}.", **names)
    return tr("The network has the inputs {wanted}, but the data feed {given}.", **names)


def _answers_message(given: Sequence[str], wanted: Sequence[str]) -> str:
    """Say which answers the network gives, and which the data have; one of them are several."""
    names = {"wanted": ", ".join(wanted), "given": ", ".join(given)}
    if not given:
        return tr("The network gives the answers {wanted}, but the data have one.", **names)
    if not wanted:
        return tr("The network gives one answer, but the data have {given}.", **names)
    return tr("The network gives the answers {wanted}, but the data have {given}.", **names)


def _sharing_out(context: Context, title: str) -> Iterator[Fix]:
    """Offer to give every end something to begin with."""
    choice, profile = context.project.data, context.profile
    if choice.options.get("stream") and choice.source == "csv":
        at_once = replace(choice, options=choice.options.with_value("stream", value=False))
        title = tr("Load the table at once")
        yield project_fix(title, lambda project: replace(project, data=at_once))
    if not can_be_named(choice) or (profile is None and choice.source != "npz"):
        return
    columns = tuple(column.name for column in profile.columns) if profile else ()
    inputs = input_names(context.graph, context.report)

    def change(project: Project) -> Project:
        shared = named_for(project.data, inputs, context.output_names, columns)
        return replace(project, data=shared)

    yield project_fix(title, change)


def _alike(context: Context) -> Iterator[Problem]:
    """Find outputs that Keras has no name of their own for."""
    outputs = context.report.outputs
    for port in indistinct_outputs(context.graph, context.report, context.catalog):
        node = context.graph.nodes[port.node]
        several = [other.node for other in outputs].count(port.node) > 1
        title = tr("Put a layer with a name of its own behind '{name}'", name=node.name)
        yield Problem(
            "data.outputs_alike",
            Severity.ERROR,
            tr("{layer} gives several answers at once.", layer=layer_title(node))
            if several
            else tr(
                "Keras has no name of its own for the output of {layer}.", layer=layer_title(node)
            ),
            tr("Losses and answers find each of several outputs by the name of its layer."),
            node=port.node,
            fixes=(Fix(title, partial(append, port=port, name="Identity", params=Params())),),
        )
