"""Faults of Keras 3.15.1 that show only in a whole network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.dtypes import autocast
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph import Graph, Node, NodeId, Value
from netbuilder.i18n import tr
from netbuilder.validation.report import NodeReport, NodeState, Problem, Severity
from netbuilder.validation.topology import INPUT_CLASS, Topology
from netbuilder.validation.wiring import layer_title

_HANDS_BACK = "Equalization"
_KEEPS_SHAPE = ("Random", "SpatialDropout")


def lost_layer_problems(
    graph: Graph, nodes: Mapping[NodeId, NodeReport], topology: Topology, *, is_chain: bool
) -> Iterator[Problem]:
    """Yield a problem for each layer that gives back the very tensor that it got.

    Keras takes such a layer for the one that made the tensor. It then finds a network that
    goes in circles; or, right behind an Input, it begins the network after the layer.
    """
    for key in topology.model:
        node = graph.nodes[key]
        if node.class_name != _HANDS_BACK or not _hands_back(nodes[key]):
            continue
        ends = is_chain or key in topology.outputs
        only_lost = _root_class(graph, nodes, key) == INPUT_CLASS and not ends
        fate = (
            tr("{layer} is left out of the model.", layer=layer_title(node))
            if only_lost
            else tr("{layer} cannot be part of a model.", layer=layer_title(node))
        )
        yield Problem(
            "keras.lost_layer",
            Severity.WARNING if only_lost else Severity.ERROR,
            fate,
            tr(
                "Keras 3.15.1 hands back its very input and so takes it for the layer before; "
                "the fault is its own. Equalize the pictures before they come into the network."
            ),
            node=key,
        )


def passes_unseen(
    graph: Graph, nodes: Mapping[NodeId, NodeReport], node: Node, arrived: tuple[Tensor, ...]
) -> bool:
    """Tell whether Keras leaves a layer out before it looks at what comes to it.

    Args:
        graph: The network.
        nodes: What is known of the layers before it.
        node: The layer.
        arrived: What comes to it.
    """
    if node.class_name != _HANDS_BACK or len(arrived) != 1:
        return False
    unchanged = autocast(Arguments(node.params), arrived[0]).dtype == arrived[0].dtype
    return unchanged and _root_class(graph, nodes, node.id) == INPUT_CLASS


def said_by_formula(node: Node, inputs: tuple[Tensor, ...]) -> Shape | None:
    """Return the shape that a layer's formula says of inputs that the layer itself refuses.

    Only some are known to say one: those of pooling to one place or to a given number of
    places (keras/src/layers/pooling), and of layers that keep the shape.
    """
    if len(inputs) != 1 or inputs[0].rank < 2:
        return None
    shape = inputs[0].shape
    if node.class_name.startswith(_KEEPS_SHAPE) and node.class_name != "RandomCrop":
        return shape
    if node.class_name.startswith("Global"):
        kept = tuple(1 for _ in shape[2:]) if node.params.get("keepdims") is True else ()
        return _pooled(node, shape, kept)
    if node.class_name.startswith("Adaptive"):
        size, rank = node.params.get("output_size"), int(node.class_name[-2])
        return _pooled(node, shape, size if isinstance(size, tuple) else (size,) * rank)
    return None


def _pooled(node: Node, shape: Shape, places: tuple[Value, ...]) -> Shape | None:
    sizes = tuple(size for size in places if isinstance(size, int))
    if len(sizes) < len(places):
        return None
    if node.params.get("data_format") == "channels_first":
        return (shape[0], shape[1], *sizes)
    return (shape[0], *sizes, shape[-1])


def _hands_back(known: NodeReport) -> bool:
    valid = known.state is NodeState.VALID
    return valid and (known.inputs[0].shape, known.inputs[0].dtype) == (
        known.outputs[0].shape,
        known.outputs[0].dtype,
    )


def _root_class(graph: Graph, nodes: Mapping[NodeId, NodeReport], key: NodeId) -> str:
    """Return the class of the layer that made what comes, whatever handed it back since."""
    source = graph.incoming(key)[0].source
    while graph.nodes[source].class_name == _HANDS_BACK and _hands_back(nodes[source]):
        source = graph.incoming(source)[0].source
    return graph.nodes[source].class_name
