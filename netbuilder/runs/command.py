"""What the worker is told when a training begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from netbuilder.codegen import Source
from netbuilder.codegen.keras_names import keras_names
from netbuilder.codegen.tuning import freed_layers
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.names import OPERATION_PREFIX
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.training.commands import Predicted, Train
from netbuilder.training.settings import FLOAT32
from netbuilder.training.weights import StartWeights
from netbuilder.validation import NodeReport, NodeState, Report

_LOST = "keras.lost_layer"  # the code of the problem that Keras leaves a layer out


def train_command(script: Path, project: Project, report: Report, source: Source) -> Train:
    """Return the command to train a project.

    Args:
        script: The script, where it has been written.
        project: What it was made of.
        report: What is known of the project's network.
        source: What stands in the script.
    """
    names = keras_names(project.graph, report, catalog_of(project))
    return Train(
        script=str(script),
        epochs=epochs_of(project, report),
        layers={
            names.get((node.shares or key,), node.name): key
            for key, node in project.graph.nodes.items()
        },
        lines={node: list(spans) for node, spans in source.spans.items()},
        predicted=_predicted(project, report, names),
        weights=start_weights(project),
    )


def epochs_of(project: Project, report: Report) -> int:
    """Return how many epochs a project is trained for, those of a second phase included."""
    settings = project.training
    tuning = freed_layers(project.graph, report, settings)
    return settings.epochs + (settings.tuning_epochs if tuning else 0)


def _predicted(
    project: Project, report: Report, names: Mapping[tuple[NodeId, ...], str]
) -> list[Predicted]:
    """Return what is said of the layers; in mixed precision nothing of what they calculate in.

    The shapes are those of a network whose layers calculate in 32 bits.
    """
    said = list(predictions(project.graph, report, names))
    if project.training.precision == FLOAT32:
        return said
    return [msgspec.structs.replace(one, dtypes=[]) for one in said]


def start_weights(project: Project) -> StartWeights | None:
    """Return what a project's first weights are taken from; None for fresh ones."""
    start = project.start
    return None if start is None else StartWeights(str(start.path), start.digest)


def predictions(
    graph: Graph, report: Report, names: Mapping[tuple[NodeId, ...], str]
) -> Iterator[Predicted]:
    """Yield what NetBuilder says of every layer, those inside submodels included.

    Args:
        graph: The network.
        report: What is known of it.
        names: The names in Keras of those that have others than their nodes, by their ways.
    """
    lost = {problem.node for problem in report.problems if problem.code == _LOST}
    for key in report.order:
        if key not in report.repeats and key not in lost:
            yield from _of_layer(graph.nodes[key], report.nodes[key], (key,), names, "")


def _of_layer(
    node: Node,
    known: NodeReport,
    way: tuple[NodeId, ...],
    names: Mapping[tuple[NodeId, ...], str],
    before: str,
) -> Iterator[Predicted]:
    if known.state is not NodeState.VALID or known.params is None:
        return
    if node.class_name == INPUT_CLASS or node.class_name.startswith(OPERATION_PREFIX):
        return
    name = before + names.get((*way[:-1], node.shares or node.id), node.name)
    yield Predicted(
        way[0],
        name,
        [list(tensor.shape) for tensor in known.outputs],
        [tensor.dtype for tensor in known.outputs],
        known.params,
        known.trainable_params if not before else None,
    )
    if node.inner is None or known.inner is None:
        return
    inside = known.inner
    for key in inside.order:
        if key not in inside.repeats:
            held = node.inner.nodes[key]
            yield from _of_layer(held, inside.nodes[key], (*way, key), names, f"{name}/")
