"""Faults of Keras 3.15.1 that show only in a whole network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.dtypes import autocast
from netbuilder.catalog.submodels import SUBMODELS
from netbuilder.catalog.tensors import Shape, Tensor
from netbuilder.graph import Graph, Node, NodeId, Port, Wire
from netbuilder.graph.edits import bypass
from netbuilder.graph.walks import input_nodes
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport, NodeState, Problem, Severity
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
    if graph.classes.isdisjoint((_HANDS_BACK, *SUBMODELS)):
        return
    for key in topology.order:
        node = graph.nodes[key]
        handed_back = _handed_back(node, nodes[key])
        if not handed_back or not _touches_model(graph, topology, key):
            continue
        count = len(nodes[key].outputs)
        roots = {_root_class(graph, nodes, graph.incoming(key)[at]) for at in handed_back.values()}
        ends = is_chain or any(Port(key, port) in topology.outputs for port in handed_back)
        only_lost = roots == {INPUT_CLASS} and not ends
        if only_lost and len(handed_back) < count:
            continue  # its other outputs keep it in the model
        fate = (
            tr("{layer} is left out of the model.", layer=layer_title(node))
            if only_lost
            else tr("{layer} cannot be part of a model.", layer=layer_title(node))
        )
        yield Problem(
            "keras.lost_layer",
            Severity.WARNING if only_lost else Severity.ERROR,
            fate,
            _reason(node),
            node=key,
        )


def without_fixes(graph: Graph, key: NodeId) -> Iterator[Fix]:
    """Propose to do without a layer that Keras loses; a submodel is more than that."""
    node = graph.nodes[key]
    if node.inner is None:
        yield Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=key))


def _touches_model(graph: Graph, topology: Topology, key: NodeId) -> bool:
    """Tell whether a node or what feeds it is part of the model."""
    sources = (wire.source for wire in graph.incoming(key))
    return key in topology.fed and not topology.used.isdisjoint((key, *sources))


def _reason(node: Node) -> str:
    if node.inner is None:
        return tr(
            "Keras 3.15.1 hands back its very input and so takes it for the layer before; "
            "the fault is its own. Equalize the pictures before they come into the network."
        )
    return tr(
        "One of its outputs is an Input of its own, and it gets another shape than that Input "
        "says. Keras 3.15.1 then hands back the very tensor and takes the submodel for the layer "
        "before; the fault is its own. Put an Identity between that Input and the output."
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
    (wire,) = graph.incoming(node.id)
    return unchanged and _root_class(graph, nodes, wire) == INPUT_CLASS


def _handed_back(node: Node, known: NodeReport) -> Mapping[int, int]:
    """Return which outputs are the very tensors of which inputs, by port.

    A submodel makes new tensors for the shapes that it was made with; for others Keras goes
    through its inside, where an output that is an Input is what came.
    """
    if known.state is not NodeState.VALID:
        return {}
    if node.class_name == _HANDS_BACK:
        same = _form(known.inputs[0]) == _form(known.outputs[0])
        return {0: 0} if same else {}
    made = known.inner
    if node.inner is None or made is None:
        return {}
    entries = input_nodes(node.inner)
    shapes = [made.nodes[key].outputs[0].shape for key in entries]
    if shapes == [tensor.shape for tensor in known.inputs]:
        return {}
    return {
        port: entries.index(end.node)
        for port, end in enumerate(made.outputs)
        if end.node in entries
    }


def _form(tensor: Tensor) -> tuple[Shape, str]:
    return tensor.shape, tensor.dtype


def _root_class(graph: Graph, nodes: Mapping[NodeId, NodeReport], wire: Wire) -> str:
    """Return the class of the layer that made what a wire brings, whatever handed it back since."""
    handed_back = _handed_back(graph.nodes[wire.source], nodes[wire.source])
    while wire.source_port in handed_back:
        wire = graph.incoming(wire.source)[handed_back[wire.source_port]]
        handed_back = _handed_back(graph.nodes[wire.source], nodes[wire.source])
    return graph.nodes[wire.source].class_name
