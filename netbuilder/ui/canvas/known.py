"""What the canvas knows of a node, and the face that follows from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Flow, Graph, Node, NodeId, Wire
from netbuilder.graph.walks import output_ports
from netbuilder.ui.canvas.face import Badge, Face, badge_of, face_of, heated, sockets_of
from netbuilder.ui.canvas.heat import Heat
from netbuilder.ui.canvas.training_marks import TrainingMark
from netbuilder.validation import NodeReport, Report, Severity


@dataclass(frozen=True, slots=True)
class Extras:
    """What nodes show beside what the network and validation say.

    Attributes:
        heats: How hot nodes are, where they are tinted.
        marks: What a training does to them.
    """

    heats: Mapping[NodeId, Heat] = field(default_factory=dict)
    marks: Mapping[NodeId, TrainingMark] = field(default_factory=dict)


class Known(NamedTuple):
    """All that a node's look hangs on.

    Attributes:
        node: The node.
        report: What validation says of it.
        badge: Its problems.
        answers: Which of its outputs are answers of the model, by number.
        is_shared: Whether other nodes call its layer too.
        heat: How hot it is.
        mark: What a training does to it.
        flow: Where data flows to in its network.
        incoming: The wires that end there.
        outgoing: The wires that start there.
    """

    node: Node
    report: NodeReport | None
    badge: Badge | None
    answers: tuple[int, ...]
    is_shared: bool
    heat: Heat | None
    mark: TrainingMark | None
    flow: Flow
    incoming: tuple[Wire, ...]
    outgoing: tuple[Wire, ...]


def known_nodes(graph: Graph, report: Report, extras: Extras) -> Iterator[Known]:
    """Yield what is known of each node of a graph."""
    badges, answers = _badges(report), _answers(report)
    for key, node in graph.nodes.items():
        yield Known(
            node,
            report.nodes.get(key),
            badges.get(key),
            answers.get(key, ()),
            len(graph.sharing(key)) > 1,
            extras.heats.get(key),
            extras.marks.get(key),
            graph.flow,
            graph.incoming(key),
            graph.outgoing(key),
        )


def look(known: Known, layers: Mapping[str, LayerSpec]) -> Face:
    """Return what a node shows of itself."""
    node = known.node
    spec = spec_of(node, layers)
    last = max((*(wire.source_port for wire in known.outgoing), *known.answers), default=0)
    if node.inner is not None:
        last = max(last, len(output_ports(node.inner)) - 1)
    sockets = sockets_of(spec, known.report, _arriving(known, spec), last)
    answers = known.answers if sockets.outputs > 1 else ()
    face = face_of(
        node,
        spec,
        known.report,
        badge=known.badge,
        sockets=replace(sockets, sideways=known.flow is Flow.RIGHT, answers=answers),
        is_output=bool(known.answers),
        is_shared=known.is_shared,
        mark=known.mark,
    )
    return heated(face, known.heat)


def _arriving(known: Known, spec: LayerSpec | None) -> int:
    """Return how many wires end at a node, or at which port the last one does."""
    if spec is None or not (spec.ports.later or spec.ports.masks):
        return len(known.incoming)
    return max((wire.target_port + 1 for wire in known.incoming), default=0)


def _answers(report: Report) -> Mapping[NodeId, tuple[int, ...]]:
    numbers: dict[NodeId, tuple[int, ...]] = {}
    for node, number in report.outputs:
        numbers[node] = (*numbers.get(node, ()), number)
    return numbers


def _badges(report: Report) -> Mapping[NodeId, Badge | None]:
    counts: dict[NodeId, Counter[Severity]] = defaultdict(Counter)
    for problem in report.problems:
        if problem.node is not None:
            counts[problem.node][problem.severity] += 1
    return {key: badge_of(severities) for key, severities in counts.items()}
