"""Takes the shapes of a network's ends from the data."""

from __future__ import annotations

from netbuilder.dataset import Profile
from netbuilder.graph import Graph, NodeId, edits
from netbuilder.validation import Report

TEXTS = "string"
"""The dtype of an input that texts go into."""


def take_shapes(graph: Graph, report: Report, profile: Profile) -> Graph:
    """Return ``graph`` with its inputs and its outputs fitted to the data.

    An input gets the shape of a sample. An output layer, where it has ``units``, gets one for
    each class, or as many as the answer has numbers. Of several inputs or outputs those that
    the data do not name stay as they are.
    """
    inputs = [key for key, node in graph.nodes.items() if node.class_name == "InputLayer"]
    for key in inputs:
        alone = len(inputs) == 1 and not profile.inputs
        fed = profile if alone else profile.for_input(graph.nodes[key].name)
        if fed is not None:
            graph = edits.set_param(graph, key, "shape", fed.x.shape)
            graph = with_dtype(graph, key, fed)
    for key, number in report.outputs:
        alone = len(report.outputs) == 1 and not profile.answers
        asked = profile if alone else profile.for_output(graph.nodes[key].name)
        units = None if asked is None else answer_units(asked)
        last = None if number else _last_with_units(graph, key)
        if units is not None and last is not None:
            graph = edits.set_param(graph, last, "units", units)
    return graph


def with_dtype(graph: Graph, key: NodeId, profile: Profile) -> Graph:
    """Return ``graph`` with an input for texts where the data are texts, for numbers else."""
    texts = graph.nodes[key].params.get("dtype") == TEXTS
    if texts == (profile.x.dtype == TEXTS):
        return graph
    return edits.set_param(graph, key, "dtype", None if texts else TEXTS)


def answer_units(profile: Profile) -> int | None:
    """Return how many numbers the network's last layer should give; None if not a row."""
    match profile.target:
        case "classes":
            return len(profile.classes) or None
        case "binary":
            return 1
        case "one-hot" | "number" | "other" if len(profile.y.shape) <= 1:
            return profile.y.shape[0] if profile.y.shape else 1
        case _:
            return None


def _last_with_units(graph: Graph, key: str) -> str | None:
    """Return the output's Dense layer: itself, or before an activation that follows it."""
    while graph.nodes[key].class_name in ("Activation", "Softmax", "ReLU"):
        feeding = graph.incoming(key)
        if len(feeding) != 1:
            return None
        key = feeding[0].source
    return key if graph.nodes[key].class_name == "Dense" else None
