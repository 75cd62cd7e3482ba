"""What the worker is told when a training begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from netbuilder.codegen import Source
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.project import Project
from netbuilder.training.protocol import Predicted, Train
from netbuilder.validation import NodeReport, NodeState, Report

_OPERATION = "ops."  # with which the class of an operation begins, which is no layer
_LOST = "keras.lost_layer"  # the code of the problem that Keras leaves a layer out


def train_command(script: Path, project: Project, report: Report, source: Source) -> Train:
    """Return the command to train a project.

    Args:
        script: The script, where it has been written.
        project: What it was made of.
        report: What is known of the project's network.
        source: What stands in the script.
    """
    return Train(
        script=str(script),
        epochs=project.training.epochs,
        layers={node.name: node.id for node in project.graph.nodes.values()},
        lines={node: list(spans) for node, spans in source.spans.items()},
        predicted=list(predictions(project.graph, report)),
    )


def predictions(graph: Graph, report: Report) -> Iterator[Predicted]:
    """Yield what NetBuilder says of every layer, those inside submodels included."""
    lost = {problem.node for problem in report.problems if problem.code == _LOST}
    for key in report.order:
        if key not in report.repeats and key not in lost:
            node, known = graph.nodes[key], report.nodes[key]
            yield from _of_layer(node, known, node.id, "")


def _of_layer(node: Node, known: NodeReport, place: NodeId, way: str) -> Iterator[Predicted]:
    if known.state is not NodeState.VALID or known.params is None:
        return
    if node.class_name == INPUT_CLASS or node.class_name.startswith(_OPERATION):
        return
    yield Predicted(
        place,
        way + node.name,
        [list(tensor.shape) for tensor in known.outputs],
        [tensor.dtype for tensor in known.outputs],
        known.params,
        known.trainable_params if not way else None,
    )
    if node.inner is None or known.inner is None:
        return
    inside = known.inner
    for key in inside.order:
        if key not in inside.repeats:
            held = node.inner.nodes[key]
            yield from _of_layer(held, inside.nodes[key], place, f"{way}{node.name}/")
