"""The figures of every layer and of the whole network: what it holds, calculates and sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netbuilder.catalog.costs import multiply_adds, tensor_bytes
from netbuilder.catalog.costs_calls import total
from netbuilder.catalog.costs_fields import Field, own_field, widest
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.tensors import Outcome
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.walks import INPUT_CLASS, input_nodes
from netbuilder.validation.custom import NO_ANSWERS, Customs
from netbuilder.validation.report import NodeReport, NodeState, Report
from netbuilder.validation.validate import Validator


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """The figures of one node; each is None where it is not known.

    Attributes:
        trainable_params: Trainable numbers that its layer holds.
        frozen_params: Numbers that its layer holds and training leaves alone.
        multiply_adds: For one sample, forwards; see :mod:`netbuilder.catalog.costs`.
        memory: Bytes of its outputs, for the batch size; for a submodel those of all
            layers inside.
        receptive_field: How many places of the input one number of its output can see,
            along each axis of space; None also where no window has widened it.
    """

    trainable_params: int | None = None
    frozen_params: int | None = None
    multiply_adds: int | None = None
    memory: int | None = None
    receptive_field: tuple[int, ...] | None = None

    @property
    def params(self) -> int | None:
        """All numbers that its layer holds."""
        return total(self.trainable_params, self.frozen_params)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a network.

    Attributes:
        nodes: Those of every node that belongs to the model, in the report's order.
        trainable_params: Trainable numbers of all layers, as far as known.
        frozen_params: Other numbers of all layers, as far as known.
        multiply_adds: Of all calls of layers, for one sample, as far as known.
        memory: Bytes of all outputs, for the batch size, as far as known.
        batch_size: The batch size that the memory is for.
        counts_all: Whether the multiply-adds of every node are known.
        weighs_all: Whether the memory of every node is known.
    """

    nodes: Mapping[NodeId, NodeFigures] = field(default_factory=dict)
    trainable_params: int = 0
    frozen_params: int = 0
    multiply_adds: int = 0
    memory: int = 0
    batch_size: int = 1
    counts_all: bool = True
    weighs_all: bool = True


def figures(graph: Graph, report: Report, catalog: Catalog, batch_size: int) -> Figures:
    """Return the figures of a network.

    Args:
        graph: The network.
        report: What validation found out about it.
        catalog: The layers' classes.
        batch_size: Samples a step, for the memory.
    """
    nodes = {key: node for key, (node, _) in _measured(graph, report, catalog, batch_size).items()}
    adds = [node.multiply_adds for node in nodes.values()]
    memory = [node.memory for node in nodes.values()]
    return Figures(
        nodes,
        report.trainable_params,
        report.total_params - report.trainable_params,
        sum(part or 0 for part in adds),
        sum(part or 0 for part in memory),
        batch_size,
        counts_all=None not in adds,
        weighs_all=None not in memory,
    )


def _measured(
    graph: Graph, report: Report, catalog: Catalog, batch_size: int
) -> dict[NodeId, tuple[NodeFigures, Field | None]]:
    """Return the figures of every node, and what it sees of the model's inputs."""
    measured: dict[NodeId, tuple[NodeFigures, Field | None]] = {}
    for key in report.order:
        node, known = graph.nodes[key], report.nodes[key]
        found, own = _of_node(node, known, catalog, batch_size)
        sources = (measured.get(wire.source) for wire in graph.incoming(key))
        seen = _seen((source[1] for source in sources if source), own, known)
        measured[key] = replace(found, receptive_field=_wide(seen)), seen
    return measured


def _of_node(
    node: Node, known: NodeReport, catalog: Catalog, batch_size: int
) -> tuple[NodeFigures, Field | None]:
    """Return a node's figures but the receptive field, and what it sees of its own inputs."""
    held = NodeFigures(known.trainable_params, known.frozen_params)
    if known.state is not NodeState.VALID or not known.outputs:
        return held, None
    if node.inner is not None and known.inner is not None:
        return _of_submodel(node.inner, known, catalog, batch_size)
    spec = catalog.layers.get(node.class_name)
    memory = tensor_bytes(known.outputs, batch_size)
    if spec is None:
        return replace(held, memory=memory), None
    outcome = Outcome(known.outputs, known.weights, multiply_adds=known.multiply_adds)
    params = Customs(catalog.custom, NO_ANSWERS).plain(node.params)
    adds = multiply_adds(spec, params, known.inputs, outcome)
    own = own_field(spec, params, known.inputs, known.outputs)
    return replace(held, multiply_adds=adds, memory=memory), own


def _of_submodel(
    inner: Graph, known: NodeReport, catalog: Catalog, batch_size: int
) -> tuple[NodeFigures, Field | None]:
    """Return the sums of all layers inside, at work on what arrives at this node."""
    inner, report = _at_work(inner, known, catalog)
    measured = _measured(inner, report, catalog, batch_size)
    inside = [
        found for key, (found, _) in measured.items() if inner.nodes[key].class_name != INPUT_CLASS
    ]
    figures_inside = NodeFigures(
        known.trainable_params,
        known.frozen_params,
        total(*(found.multiply_adds for found in inside)),
        total(*(found.memory for found in inside)),
    )
    ends = [measured[port.node] for port in report.outputs if port.node in measured]
    return figures_inside, ends[0][1] if ends else None


def _at_work(inner: Graph, known: NodeReport, catalog: Catalog) -> tuple[Graph, Report]:
    """Return a submodel's network with Inputs of the shapes that arrive, and its report.

    Nearly always these are the shapes that its Inputs have.
    """
    report = known.inner or Report()
    nodes = {**inner.nodes}
    for key, tensor in zip(input_nodes(inner), known.inputs, strict=True):
        if report.nodes[key].outputs[0].shape != tensor.shape:
            params = inner.nodes[key].params.without("batch_size")
            nodes[key] = replace(
                inner.nodes[key], params=params.with_value("shape", tensor.shape[1:])
            )
    if nodes == inner.nodes:
        return inner, report
    fed = replace(inner, nodes=nodes)
    return fed, Validator(catalog).validate(fed)


def _seen(fields: Iterable[Field | None], own: Field | None, known: NodeReport) -> Field | None:
    """Return what a node sees of the model's inputs.

    Args:
        fields: What the nodes see that feed it.
        own: What it sees of them.
        known: What is known of it.
    """
    if all(tensor.rank <= _FLAT for tensor in known.inputs):
        return own  # the input itself, or an embedding of it
    before = widest(fields)
    if before is None or own is None or len(before.sizes) != len(own.sizes):
        return None
    return before.then(own)


def _wide(seen: Field | None) -> tuple[int, ...] | None:
    places = seen.places if seen is not None else ()
    return places if any(place > 1 for place in places) else None


_FLAT = 2  # axes of a tensor without space: the batch and the features
