"""Whether a layer would take a wire, judged for that one layer and so at once."""

from __future__ import annotations

from dataclasses import dataclass

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph, Node, Wire
from netbuilder.i18n import tr
from netbuilder.validation.report import NodeState, Report
from netbuilder.validation.shapes import LayerJudge
from netbuilder.validation.wiring import layer_title, sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would come of a wire.

    Attributes:
        state: Valid if the layer takes it, error if not; waiting or unknown where that
            hangs on something that is not known, such as a wire still to be drawn.
        outputs: What the layer would give (empty unless valid).
        reason: Why the layer does not take it, or what it still waits for.
    """

    state: NodeState
    outputs: tuple[Tensor, ...] = ()
    reason: str = ""


def try_wire(
    judge: LayerJudge, spec: LayerSpec | None, graph: Graph, report: Report, wire: Wire
) -> Verdict:
    """Judge the layer at the end of a wire as it would be with that wire.

    Args:
        judge: Judges the layer.
        spec: The layer's class with its ports, or None if it is unknown.
        graph: The network without the wire.
        report: What is known of ``graph``.
        wire: The wire; one that ends at the same port gives way. It must not close a
            circle.
    """
    node = graph.nodes[wire.target]
    kept = [w for w in graph.incoming(node.id) if w.target_port != wire.target_port]
    lacking = _lacking(spec, (*kept, wire))
    if lacking:
        return Verdict(NodeState.WAITING, reason=lacking)
    before = [key for key in graph.sharing(node.id) if key != node.id]
    around = dict.fromkeys((*before, *(w.source for w in kept), wire.source))
    part = Graph(
        {key: graph.nodes[key] for key in (*around, node.id)},
        (*kept, wire),
    )
    settled = {key: report.nodes[key] for key in around}
    shapes = judge.shapes(part, (*before, node.id), settled)
    known = shapes.nodes[node.id]
    if known.state is not NodeState.ERROR:
        return Verdict(known.state, known.outputs, _doubt(known.state))
    failure = shapes.failures.get(node.id)
    return Verdict(known.state, reason=sentence(node, failure.error) if failure else _broken(node))


def _lacking(spec: LayerSpec | None, wires: tuple[Wire, ...]) -> str:
    """Return what a layer still needs before it can be judged; empty for nothing."""
    if spec is None:
        return ""
    ports = spec.ports
    taken = {wire.target_port for wire in wires if not ports.mask_at(wire.target_port)}
    if not taken:
        return tr("It also needs what the mask is for.")
    empty = [name for port, name in enumerate(ports.names[: max(taken)]) if port not in taken]
    needed = ports.minimum if max(taken) < ports.minimum else len(ports.names)
    empty += ports.names[max(taken) + 1 : needed if ports.later else ports.minimum]
    if empty:
        return tr("It also needs a wire at: {ports}.", ports=", ".join(empty))
    if len(taken) < ports.minimum:
        return tr("It needs {count} wires or more.", count=ports.minimum)
    return ""


def _doubt(state: NodeState) -> str:
    if state is NodeState.WAITING:
        return tr("Whether it fits is not known yet: the shape that comes in is missing.")
    return ""


def _broken(node: Node) -> str:
    return tr("{layer} has problems of its own.", layer=layer_title(node))
