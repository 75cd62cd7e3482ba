"""Faults of Keras 3.15.1 that show only in a whole network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.dtypes import autocast
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.i18n import tr
from netbuilder.validation.report import NodeReport, NodeState, Problem, Severity
from netbuilder.validation.topology import INPUT_CLASS, Topology
from netbuilder.validation.wiring import layer_title

_HANDS_BACK = "Equalization"


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


def said_by_formula(node: Node, inputs: tuple[Tensor, ...]) -> Tensor | None:
    """Return what a layer's formula for shapes says of inputs that the layer itself refuses.

    Only those of global pooling are known to say something
    (keras/src/layers/pooling/base_global_pooling.py).
    """
    if not node.class_name.startswith("Global") or len(inputs) != 1 or inputs[0].rank < 2:
        return None
    batch, *middle, last = inputs[0].shape
    if node.params.get("data_format") == "channels_first":
        last = inputs[0].shape[1]
        kept: Shape = (last, *(1 for _ in middle))
    else:
        kept = (*(1 for _ in middle), last)
    shape = (batch, *kept) if node.params.get("keepdims") is True else (batch, last)
    return replace(inputs[0], shape=shape)


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
