"""Works out what every layer of a network gives, in the order of its wires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import TypeAlias

from netbuilder.catalog.arguments import Call, RuleError
from netbuilder.catalog.spec import LayerSpec, Ports
from netbuilder.catalog.submodels import SUBMODELS, check_submodel, spec_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph, Node, NodeId, Wire
from netbuilder.i18n import tr
from netbuilder.validation.calling import Nodes, call_submodel
from netbuilder.validation.custom import Customs
from netbuilder.validation.keras_faults import passes_unseen
from netbuilder.validation.remembering import Finding, RememberedLayers, bare
from netbuilder.validation.report import NodeReport, NodeState, Report
from netbuilder.validation.sharing import as_built, fitted
from netbuilder.validation.stale import Known, stale
from netbuilder.validation.telling import as_announced, asked
from netbuilder.validation.ways import Walk, Way

_WAITING = NodeReport(NodeState.WAITING)
_UNKNOWN = NodeReport(NodeState.UNKNOWN)
_FAILED = NodeReport(NodeState.ERROR)
_GIVING = frozenset((NodeState.VALID, NodeState.UNKNOWN))

Arrived: TypeAlias = tuple[Tensor, ...] | NodeReport | RuleError


@dataclass(frozen=True, slots=True)
class Failure:
    """A layer that its rule refuses, with what it gets (empty while that is not known)."""

    error: RuleError
    inputs: tuple[Tensor, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is known of every node, and which nodes their rules refuse."""

    nodes: Mapping[NodeId, NodeReport]
    failures: Mapping[NodeId, Failure]

    @property
    def doubts(self) -> Mapping[NodeId, Failure]:
        """The nodes that will yet fail once data arrive."""
        return {
            key: Failure(known.doubt, known.inputs)
            for key, known in self.nodes.items()
            if known.doubt is not None
        }


class LayerJudge:
    """Judges the layers of networks.

    Args:
        layers: The catalogue's layers.
        customs: The project's own code.
        inside: Gives what is known of the network inside a submodel, which calculates or
            is only put together (True).
    """

    def __init__(
        self,
        layers: Mapping[str, LayerSpec],
        customs: Customs,
        inside: Callable[[Node, bool], Report],
    ) -> None:
        self._layers = layers
        self._single = RememberedLayers(layers, customs)
        self._inside = inside

    def shapes(
        self,
        graph: Graph,
        order: Iterable[NodeId],
        settled: Mapping[NodeId, NodeReport],
        built: Mapping[NodeId, NodeReport] | None = None,
        call: Call = Call.FIRST,
        *,
        held: bool = False,
        idle: Set[NodeId] = frozenset(),
        before: Known | None = None,
    ) -> Shapes:
        """Return what every node gives.

        Args:
            graph: The network.
            order: The nodes that can be worked out, sources first.
            settled: Nodes of which all is known that can be, such as from their wires.
            built: For a submodel that is called: what its layers were built for, if they
                are to compute with what arrives and not only to tell shapes.
            call: How Keras comes to the layers.
            held: Whether a submodel holds the network, so that it calculates only when that
                one is called.
            idle: Nodes that never calculate, for no output needs them.
            before: What is known of the network as it was; only what that does not tell
                is worked out.
        """
        nodes = dict(settled) if before is None else {**before.nodes, **settled}
        waiting = set(graph.nodes) if before is None else stale(before, graph, settled, idle)
        starved: set[NodeId] = set()
        failures: dict[NodeId, Failure] = {}
        walk = Walk(graph, nodes, built, Way(call, held), idle)
        for key in order:
            if key not in waiting and key not in starved:
                continue
            was = None if before is None else before.nodes.get(key)
            if key not in waiting and was is not None and was.is_plain:
                nodes[key] = _WAITING  # its parameters were found right
            else:
                node = graph.nodes[key]
                known = self._next(walk, node, settled.get(key))
                if isinstance(known, Failure):
                    failures[key], known = known, _FAILED
                nodes[key] = self._opened(walk, node, known)
            if before is not None and nodes[key] is not was:
                fed = map(attrgetter("target"), graph.outgoing(key))
                (waiting if nodes[key].state in _GIVING else starved).update(fed)
        given = map(nodes.get, graph.nodes, repeat(_WAITING))
        return Shapes(dict(zip(graph.nodes, given, strict=True)), failures)

    def _next(self, walk: Walk, node: Node, settled: NodeReport | None) -> NodeReport | Failure:
        """Return what is known of the next call on a walk, or why it is refused."""
        arrived = settled or self._arriving(walk.graph, node, walk.nodes)
        if node.id in walk.idle and isinstance(arrived, tuple):
            arrived = tuple(replace(tensor, actual=None) for tensor in arrived)
        way = walk.way(node.id)
        finding = self._found(walk.graph, walk.nodes, node, arrived, way)
        if walk.graph.calls and isinstance(finding, NodeReport):
            finding = _fitted(walk, node, finding)
        if isinstance(finding, RuleError):
            return Failure(finding, arrived if isinstance(arrived, tuple) else ())
        return finding

    def _found(
        self,
        graph: Graph,
        nodes: Mapping[NodeId, NodeReport],
        node: Node,
        arrived: Arrived,
        way: Way,
    ) -> Finding:
        """Return what is known of a call, however Keras comes to it."""
        finding = self._judged(node, arrived, way)
        certain = isinstance(finding, NodeReport) and way.built is None
        if certain or not isinstance(arrived, tuple):
            return finding
        judged = partial(self._judged, node, way=way)
        if isinstance(finding, RuleError):
            finding = _unless_unseen(graph, nodes, node, arrived, finding)
        if way.built is not None:
            finding = as_built(node, way.built, arrived, finding, judged)
        elif way.before is not None and isinstance(finding, RuleError):
            sharp = as_built(node, way.before, arrived, finding, judged)
            finding = sharp if isinstance(sharp, RuleError) else as_announced(node, arrived, sharp)
        if isinstance(finding, RuleError) and way.only_tells(finding, arrived):
            finding = self._single.told(node, arrived, finding, way.before)
        return finding

    def _arriving(self, graph: Graph, node: Node, nodes: Mapping[NodeId, NodeReport]) -> Arrived:
        """Return what arrives at a node's ports, or why that is not known."""
        wires = graph.incoming(node.id)
        if not wires:
            spec = spec_of(node, self._layers)
            return _WAITING if spec is not None and spec.ports.minimum > 0 else ()
        ports = _ports(node, self._layers)
        tensors: list[Tensor] = []
        doubt: NodeReport | None = None
        for wire in wires:
            source = nodes.get(wire.source, _WAITING)
            if source.state is NodeState.UNKNOWN:
                doubt = doubt or _UNKNOWN
            elif source.state is not NodeState.VALID:
                doubt = _WAITING
            elif wire.source_port >= len(source.outputs):
                return _no_such_output(graph, wire, len(source.outputs))
            else:
                tensors.append(_at(ports, wire, source.outputs[wire.source_port]))
        return doubt or tuple(tensors)

    def _judged(self, node: Node, arrived: Arrived, way: Way) -> Finding:
        if isinstance(arrived, RuleError):
            return arrived
        if isinstance(arrived, tuple):
            if node.class_name in SUBMODELS:
                return self._called(node, arrived, way)
            return self._single.judged(node, arrived, way.call)
        # Wrong parameters are wrong whatever will arrive.
        checked = self._single.judged(node, None, Call.FIRST)
        return checked if isinstance(checked, RuleError) else arrived

    def _called(self, node: Node, arrived: tuple[Tensor, ...], way: Way) -> Finding:
        """Return what a submodel makes of its inputs."""
        try:
            check_submodel(node)
            made = self._inside(node, way.resting)
            return call_submodel(
                node,
                made,
                arrived,
                self._rerun,
                tells=way.built is None,
                calculates=not (way.idle or way.call is Call.ASKED),
            )
        except RuleError as error:
            return bare(error)

    def _rerun(
        self, inner: Graph, made: Report, arrived: Mapping[NodeId, Tensor], computed: Nodes | None
    ) -> Nodes:
        """Work out the inside of a submodel for the tensors that arrive at its Inputs.

        To tell shapes, Keras asks formulas; some of them say a shape where a call is refused.
        """
        settled = {
            key: replace(made.nodes[key], outputs=(tensor,)) for key, tensor in arrived.items()
        }
        built = made.nodes if computed is None else None
        call = Call.RUNS if computed is None else Call.ASKED
        while True:
            shapes = self.shapes(inner, made.order, settled, built, call)
            if not shapes.failures:
                return shapes.nodes
            key, failure = next(iter(shapes.failures.items()))
            said = None
            if computed is not None:
                said = self._told_inside(inner.nodes[key], computed[key], failure)
            if said is None or key in settled:
                raise _refused_inside(inner.nodes[key], failure.error)
            settled[key] = said

    def _told_inside(self, node: Node, computed: NodeReport, failure: Failure) -> NodeReport | None:
        """Return what a layer inside tells of inputs that it refuses, if it does.

        An operation is asked as it is anywhere; a layer, which is built, by its formula.
        """
        if not node.class_name.startswith("ops."):
            return asked(node, computed, failure.inputs, failure.error)
        said = self._single.told(node, failure.inputs, failure.error, None)
        return said if isinstance(said, NodeReport) else None

    def _opened(self, walk: Walk, node: Node, known: NodeReport) -> NodeReport:
        """Add what is known of a submodel's inside."""
        if node.inner is None or node.class_name not in SUBMODELS:
            return known
        return replace(known, inner=self._inside(node, walk.rests(node.id)))


def _ports(node: Node, layers: Mapping[str, LayerSpec]) -> Ports | None:
    """Return the ports of a layer that takes masks as tensors, or None."""
    spec = layers.get(node.class_name)
    return spec.ports if spec is not None and spec.ports.masks else None


def _at(ports: Ports | None, wire: Wire, tensor: Tensor) -> Tensor:
    """Return a tensor as it comes to a port."""
    name = ports.mask_at(wire.target_port) if ports is not None else ""
    return replace(tensor, as_mask=name) if name else tensor


def _unless_unseen(
    graph: Graph,
    nodes: Mapping[NodeId, NodeReport],
    node: Node,
    arrived: tuple[Tensor, ...],
    error: RuleError,
) -> Finding:
    """Return why a layer cannot take what comes, unless Keras leaves it out without a look."""
    calculates = error.setting is None or (error.setting == "dtype" and error.late)
    if calculates and passes_unseen(graph, nodes, node, arrived):
        return NodeReport(NodeState.VALID, arrived, arrived, 0, 0)
    return error


def _fitted(walk: Walk, node: Node, finding: NodeReport) -> Finding:
    """Return the finding on a call of a layer if it fits the layer's first call."""
    graph, owner = walk.graph, walk.graph.layer_of(node.id)
    if finding.state is not NodeState.VALID or len(graph.sharing(node.id)) == 1:
        return finding
    first = walk.first.setdefault(owner, node.id)
    if first == node.id:
        return finding
    try:
        return fitted(graph, node, walk.nodes[first], finding, idle=node.id in walk.idle)
    except RuleError as error:
        return bare(error)


def _refused_inside(node: Node, error: RuleError) -> RuleError:
    return RuleError(
        tr(
            "cannot take this input: inside, {class_name} '{name}' {message}",
            class_name=node.class_name,
            name=node.name,
            message=error.message,
        ),
        error.why,
        port=0,
        late=error.late,
    )


def _no_such_output(graph: Graph, wire: Wire, count: int) -> RuleError:
    return RuleError(
        tr(
            "takes output {number} of '{name}', which has only {count}",
            number=wire.source_port + 1,
            name=graph.nodes[wire.source].name,
            count=count,
        ),
        tr("How many outputs a layer has follows from its settings."),
        port=wire.target_port,
    )
