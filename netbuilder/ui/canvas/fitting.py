"""Where a wire that is being drawn could end, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from netbuilder.catalog.submodels import spec_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import NodeId, Wire
from netbuilder.graph.edits import disconnect
from netbuilder.graph.walks import fed_by, feeding
from netbuilder.i18n import tr
from netbuilder.ui.canvas.wiring import Proposal, is_wide, propose, repropose
from netbuilder.ui.document import Document
from netbuilder.ui.text import shapes_text
from netbuilder.validation import NodeState, Problem, Report, Severity


@dataclass(frozen=True, slots=True)
class FixedEnd:
    """The end of a wire that stays where it is.

    Attributes:
        node: Its node.
        port: Its port.
        gives: It is an output port; else an input port.
    """

    node: NodeId
    port: int
    gives: bool


class Fit(Enum):
    """How a port would take a wire."""

    FITS = auto()
    REPLACES = auto()  # it fits in the place of another wire
    UNSURE = auto()  # not to be told yet
    MISFIT = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """What letting a wire go at a place would do.

    Attributes:
        proposal: The wire, if there can be one.
        fit: How the layer there would take it.
        text: Why it would not, or what it would give.
        outputs: What it would give, where that is known.
    """

    proposal: Proposal
    fit: Fit
    text: str = ""
    outputs: tuple[Tensor, ...] = ()


class Fitting:
    """Judges the places where a wire could end, each once, as the network would become.

    Args:
        document: The project.
        fixed: The wire's end that stays.
        lifted: The wire as it was, if it was pulled off.
    """

    def __init__(self, document: Document, fixed: FixedEnd, lifted: Wire | None = None) -> None:
        self._document = document
        self.fixed = fixed
        self.lifted = lifted
        self.graph = document.level.graph
        self._report = document.level.report
        if lifted is not None:
            self.graph = disconnect(self.graph, (lifted,))
            self._report = document.preview(lambda graph: disconnect(graph, (lifted,)))
        self._circular = (feeding if fixed.gives else fed_by)(self.graph, (fixed.node,))
        self._offers: dict[tuple[NodeId, int | None], Offer] = {}
        self._effects: dict[Wire, str] = {}

    def offer(self, node: NodeId, port: int | None = None) -> Offer:
        """Return what letting go at a port would do; without a port: at the first free one."""
        key = (node, port)
        if key not in self._offers:
            offer = self._judged(self._propose(node, port))
            if port is None and self._is_hidden(offer.proposal.wire):
                usual = self._judged(self._propose(node, 0))
                replaces = usual.fit is Fit.REPLACES or offer.fit is Fit.MISFIT
                offer = usual if replaces else offer
            if port is None and not self._is_needed(offer):
                masks = (self.offer(node, place) for place in self.free_masks(node))
                offer = next((one for one in masks if one.fit is Fit.FITS), offer)
            self._offers[key] = offer
        return self._offers[key]

    def _is_needed(self, offer: Offer) -> bool:
        """Tell whether a wire would fit at a port that has to have one, and has none."""
        wire = offer.proposal.wire
        if wire is None or offer.fit in (Fit.MISFIT, Fit.REPLACES):
            return False
        spec = spec_of(self.graph.nodes[wire.target], self._document.catalog.layers)
        return spec is None or wire.target_port < spec.ports.minimum

    def free_masks(self, node: NodeId) -> tuple[int, ...]:
        """Return the ports of a node that could take the wire as a mask, if it is one.

        Truth values are taken for a mask; they hardly ever are anything else. Such a port shows
        on the canvas only once it has a wire.
        """
        spec = spec_of(self.graph.nodes[node], self._document.catalog.layers)
        if not self.fixed.gives or spec is None or not spec.ports.masks:
            return ()
        known = self._report.nodes[self.fixed.node]
        given = known.outputs[self.fixed.port] if self.fixed.port < len(known.outputs) else None
        if given is None or given.dtype != "bool":
            return ()
        taken = {wire.target_port for wire in self.graph.incoming(node)}
        return tuple(port for port in spec.ports.mask_ports if port not in taken)

    def _is_hidden(self, wire: Wire | None) -> bool:
        """Tell whether a wire would end at a port that does not stand on the canvas yet."""
        if wire is None:
            return False
        spec = self._document.catalog.layers.get(self.graph.nodes[wire.target].class_name)
        if spec is None or not spec.ports.later:
            return False
        return wire.target_port >= spec.ports.minimum

    def effect(self, offer: Offer) -> str:
        """Return what an offer would do in the whole network, in a sentence or two."""
        wire = offer.proposal.wire
        if wire is None or offer.fit is Fit.MISFIT or wire == self.lifted:
            return offer.text
        if wire not in self._effects:
            harm = "" if self._changes_no_other(wire, offer) else self._harm(offer)
            parts = (offer.text, tr("But: {problem}", problem=harm) if harm else "")
            self._effects[wire] = "\n".join(part for part in parts if part)
        return self._effects[wire]

    def _changes_no_other(self, wire: Wire, offer: Offer) -> bool:
        """Tell at once of most wires that all other layers stay as they are.

        Calls of one layer hang together beyond the wires, and are left to validation.
        """
        if any(node.shares is not None for node in self.graph.nodes.values()):
            return False
        known = self._report.nodes[wire.target]
        same = known.state is NodeState.VALID and offer.outputs == known.outputs
        return same or not self.graph.outgoing(wire.target)

    def _harm(self, offer: Offer) -> str:
        """Return what would not fit any more further on; empty for nothing."""
        after = self._document.preview(offer.proposal.edit(self.lifted))
        return _new_misfit(self._report, after)

    def _judged(self, proposal: Proposal) -> Offer:
        wire = proposal.wire
        if wire is None:
            return Offer(proposal, Fit.MISFIT, proposal.refusal)
        if wire == self.lifted:
            return Offer(proposal, Fit.FITS)
        verdict = self._document.try_wire(self.graph, self._report, wire)
        match verdict.state:
            case NodeState.ERROR:
                return Offer(proposal, Fit.MISFIT, verdict.reason)
            case NodeState.VALID:
                fit = Fit.REPLACES if proposal.replacing else Fit.FITS
                return Offer(proposal, fit, _gain(shapes_text(verdict.outputs)), verdict.outputs)
            case _:
                return Offer(proposal, Fit.UNSURE, verdict.reason)

    def _propose(self, node: NodeId, port: int | None) -> Proposal:
        if self._document.listed:
            return Proposal(refusal=tr("A second branch needs Functional; this is Sequential."))
        layers = self._document.catalog.layers
        graph, fixed, circular = self.graph, self.fixed, node in self._circular
        if not fixed.gives:
            source = (node, port or 0)
            if self.lifted is not None:
                return repropose(self.lifted, source, circular=circular)
            return propose(graph, layers, source, fixed.node, fixed.port, circular=circular)
        back = self.lifted is not None and node == self.lifted.target
        if back and is_wide(spec_of(graph.nodes[node], layers)):
            return Proposal(self.lifted)
        source = (fixed.node, fixed.port)
        return propose(graph, layers, source, node, port, circular=circular)


def _gain(shapes: str) -> str:
    return tr("gives {shapes}", shapes=shapes) if shapes else ""


def _new_misfit(before: Report, after: Report) -> str:
    """Return why a layer does not fit any more that did before; empty if there is none.

    Wires that are still lacking are no fault of the one that is being drawn.
    """
    known = {(problem.node, problem.code) for problem in before.problems if _is_misfit(problem)}
    fresh = (problem for problem in after.problems if _is_misfit(problem))
    return next((p.message for p in fresh if (p.node, p.code) not in known), "")


def _is_misfit(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and problem.code.startswith(("shape.", "param."))
