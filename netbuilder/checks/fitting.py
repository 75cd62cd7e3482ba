"""Takes the shapes of a network's ends from the data."""

from __future__ import annotations

from netbuilder.dataset import Profile
from netbuilder.graph import Graph, NodeId, edits
from netbuilder.validation import Report

TEXTS = "string"
"""The dtype of an input that texts go into."""


def take_shapes(graph: Graph, report: Report, profile: Profile) -> Graph:
    """Return ``graph`` with its one input and its one output fitted to the data.

    The input gets the shape of a sample. The output layer, where it has ``units``, gets
    one for each class, or as many as the answer has numbers. Networks with several
    inputs or outputs stay as they are there: which is which is for their maker to say.
    """
    inputs = [key for key, node in graph.nodes.items() if node.class_name == "InputLayer"]
    if len(inputs) == 1:
        graph = edits.set_param(graph, inputs[0], "shape", profile.x.shape)
        graph = with_dtype(graph, inputs[0], profile)
    units = answer_units(profile)
    if len(report.outputs) == 1 and units is not None:
        last = _last_with_units(graph, report.outputs[0])
        if last is not None:
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
