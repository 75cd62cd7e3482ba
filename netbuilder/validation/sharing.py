"""Shared layers: what the first call built has to fit every later one."""

from __future__ import annotations

from functools import partial

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.graph import Config, Graph, Node, NodeId
from netbuilder.graph.sharing import make_own
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport

_OF_ONE_RANK = frozenset(
    (
        "BatchNormalization",
        "EinsumDense",
        "GroupNormalization",
        "GroupQueryAttention",
        "MultiHeadAttention",
        "PReLU",
    )
)
"""Layers that keep the number of axes of their first input, whatever their weights."""
_OF_ONE_STEP = frozenset(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"))
"""Layers that keep the shape of one step of their first input (``ConvLSTMCell.build``)."""


_STRETCHED = frozenset(("Normalization", "RMSNormalization"))
"""Layers that multiply by their weights as they are, whatever they were built for."""


class SharingError(RuleError):
    """A call does not fit the layer that an earlier call has built."""


def check_call(graph: Graph, node: Node, before: NodeReport, now: NodeReport) -> None:
    """Check a later call of a shared layer against its first one.

    Args:
        graph: The network.
        node: The call.
        before: What is known of the layer's first call.
        now: What would be known of this call if it came first.

    Raises:
        SharingError: Keras refuses the call, for the layer has other weights.
    """
    if before.weights == now.weights and _kept(node, before) == _kept(node, now):
        return
    if node.class_name in _STRETCHED and _stretch(before, now):
        return
    raise SharingError(
        tr(
            "was built for {first} at its first call, but gets {now} from {source}",
            first=_shapes(before),
            now=_shapes(now),
            source=_sources(graph, node),
        ),
        tr(
            "A shared layer has one set of weights. They were made to fit the first input, "
            "so every other one has to be of the same size."
        ),
        port=0,
    )


def _kept(node: Node, call: NodeReport) -> object:
    """Return what a layer keeps of the inputs of its first call, beside its weights."""
    class_name, held = node.class_name, node.params.get("layer")
    if class_name == "Bidirectional" and isinstance(held, Config):
        class_name = held.class_name
    if class_name in _OF_ONE_STEP:
        return [tensor.shape[2:] for tensor in call.inputs[:1]]
    if class_name in _OF_ONE_RANK:
        return [tensor.rank for tensor in call.inputs]
    if class_name == "SpectralNormalization":
        return [tensor.shape[-1:] for tensor in call.inputs]
    return None


def _stretch(before: NodeReport, now: NodeReport) -> bool:
    """Tell whether the weights of the first call stretch to the last axes of this one."""
    return all(
        size in (1, place) or place in (1, None)
        for weight in before.weights
        for size, place in zip(weight.shape[::-1], now.inputs[0].shape[::-1], strict=False)
    )


def own_layer_fix(node: Node) -> Fix:
    """Return the fix that ends the sharing at a node."""
    title = tr("Give this call of '{name}' a layer of its own", name=node.name)
    return Fix(title, partial(make_own, key=node.id))


def repeated(graph: Graph, order: tuple[NodeId, ...]) -> frozenset[NodeId]:
    """Return the nodes of ``order`` that call a layer which an earlier one has called."""
    seen: set[NodeId] = set()
    again: set[NodeId] = set()
    for key in order:
        layer = graph.layer_of(key)
        (again if layer in seen else seen).add(key if layer in seen else layer)
    return frozenset(again)


def _shapes(report: NodeReport) -> str:
    return tr(" and ").join(show(tensor.shape) for tensor in report.inputs)


def _sources(graph: Graph, node: Node) -> str:
    names = (graph.nodes[wire.source].name for wire in graph.incoming(node.id))
    return tr(" and ").join(f"'{name}'" for name in names)
