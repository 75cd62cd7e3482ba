"""Why a network that is kept Sequential needs to be Functional."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netbuilder.catalog.submodels import spec_of
from netbuilder.checks.context import Context
from netbuilder.checks.fixes import project_fix
from netbuilder.graph import Node
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.validation import Problem, Severity


def unlocked(project: Project) -> Project:
    """Return a project whose network may have branches."""
    return replace(project, sequential=False)


def sequential_problems(context: Context) -> Iterator[Problem]:
    """Yield each layer that a list of layers cannot hold."""
    if not context.project.sequential:
        return
    inputs = 0
    for node in context.project.graph.nodes.values():
        inputs += node.class_name == INPUT_CLASS
        message = _message(context, node, inputs)
        if message:
            yield Problem(
                "sequential.branch",
                Severity.ERROR,
                message,
                tr(
                    "A Sequential network is one list of layers, each fed by the one above it. "
                    "A second branch needs the Functional API, where wires lead anywhere."
                ),
                node=node.id,
                fixes=(project_fix(tr("Switch to Functional"), unlocked),),
            )


def _message(context: Context, node: Node, inputs: int) -> str:
    spec = spec_of(node, context.catalog.layers)
    if node.class_name == INPUT_CLASS and inputs > 1:
        return tr("'{name}' is a second input, but a Sequential network has one.", name=node.name)
    if spec is not None and (spec.ports.joining or spec.ports.minimum > 1):
        return tr(
            "'{name}' joins several branches, but a Sequential network has only one.",
            name=node.name,
        )
    if node.shares is not None:
        return tr(
            "'{name}' is used again, but a Sequential network goes through each layer once.",
            name=node.name,
        )
    return ""
