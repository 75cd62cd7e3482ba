"""Problems of the wires: no input, no output, cycles, dead ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from netbuilder.catalog.arguments import RuleError
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, Node, NodeId, Port, Wire
from netbuilder.graph.edits import disconnect, remove_nodes, set_outputs
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, Problem, Severity
from netbuilder.validation.topology import INPUT_CLASS, Topology

_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Wiring:
    """A graph, what its wires say, and the layers' classes."""

    graph: Graph
    topology: Topology
    layers: Mapping[str, LayerSpec]

    def spec(self, key: NodeId) -> LayerSpec | None:
        """Return the class of a node, or None if the catalogue lacks it."""
        return spec_of(self.graph.nodes[key], self.layers)

    def isolated(self, key: NodeId) -> bool:
        """Tell whether no wire is at a node and it was not marked as an output."""
        graph = self.graph
        return not (graph.incoming(key) or graph.outgoing(key) or key in graph.marked)

    def starved(self, key: NodeId) -> bool:
        """Tell whether a node needs wires and has none."""
        spec = self.spec(key)
        return spec is not None and spec.ports.minimum > 0 and not self.graph.incoming(key)


def wiring_problems(wiring: Wiring) -> Iterator[Problem]:
    """Yield everything that is wrong with how the wires lead."""
    if not wiring.graph.nodes:
        yield _empty()
        return
    yield from _no_input(wiring)
    yield from _no_output(wiring)
    yield from _cycles(wiring)
    yield from _nodes_without_input(wiring)
    yield from _unused_inputs(wiring)
    yield from _dead_branches(wiring)


def layer_title(node: Node) -> str:
    """Return a node as a sentence names it: ``Dense 'scores'``."""
    return tr("{class_name} '{name}'", class_name=node.class_name, name=node.name)


def sentence(node: Node, error: RuleError) -> str:
    """Return what a rule says of a node, as one sentence."""
    message = error.message if error.message.endswith(".") else f"{error.message}."
    return tr("{layer} {message}", layer=layer_title(node), message=message)


def _empty() -> Problem:
    return Problem(
        "graph.empty",
        Severity.INFO,
        tr("The network is empty: drag a layer from the palette onto the canvas."),
        tr("Most networks start with an Input, which says what one sample looks like."),
    )


def _no_input(wiring: Wiring) -> Iterator[Problem]:
    if not wiring.topology.inputs:
        yield Problem(
            "graph.no_input",
            Severity.ERROR,
            tr("The network has no entry: add an Input layer."),
            tr("The Input says what one sample looks like; all other shapes follow from it."),
        )


def _no_output(wiring: Wiring) -> Iterator[Problem]:
    topology = wiring.topology
    if topology.outputs or topology.cycles or not topology.inputs:
        return
    if not any(wiring.starved(key) and not wiring.isolated(key) for key in wiring.graph.nodes):
        yield Problem(
            "graph.no_output",
            Severity.ERROR,
            tr("The network gives no answer: wire a layer to the Input."),
            tr("The last layer that an Input reaches is the network's output."),
        )


def _cycles(wiring: Wiring) -> Iterator[Problem]:
    if not wiring.topology.cycles:
        return
    from netbuilder.validation.cycles import wire_to_cut  # brings networkx

    for cycle in wiring.topology.cycles:
        names = [wiring.graph.nodes[key].name for key in cycle]
        shown = [*names[:_MOST_NAMES], *(["..."] if len(names) > _MOST_NAMES else []), names[0]]
        yield Problem(
            "graph.cycle",
            Severity.ERROR,
            tr("Data would go round in circles: {way}.", way=" → ".join(shown)),
            tr("A layer can only work on what earlier layers have finished."),
            node=cycle[0],
            fixes=(cut_fix(wiring.graph, wire_to_cut(wiring.graph, cycle)),),
        )


def cut_fix(graph: Graph, wire: Wire) -> Fix:
    """Return the fix that takes a wire away."""
    names = {"source": graph.nodes[wire.source].name, "target": graph.nodes[wire.target].name}
    title = tr("Cut the wire from '{source}' to '{target}'", **names)
    return Fix(title, partial(disconnect, wires=(wire,)))


def _nodes_without_input(wiring: Wiring) -> Iterator[Problem]:
    ending = wiring.graph.drawn.ending
    for key in [key for key in wiring.graph.nodes if key not in ending]:
        node = wiring.graph.nodes[key]
        if wiring.isolated(key):
            if node.class_name != INPUT_CLASS:
                yield _isolated(node)
        elif wiring.starved(key) and wiring.topology.inputs:
            if key in wiring.topology.used or not wiring.topology.outputs:
                yield _input_missing(node)
            else:
                yield _loose(node)


def _isolated(node: Node) -> Problem:
    return Problem(
        "graph.isolated",
        Severity.INFO,
        tr("{layer} is not wired, so it is not part of the network.", layer=layer_title(node)),
        node=node.id,
        fixes=(_delete(node),),
    )


def _loose(node: Node) -> Problem:
    return Problem(
        "graph.isolated",
        Severity.INFO,
        tr(
            "{layer} and what follows it are not part of the network: no Input reaches them.",
            layer=layer_title(node),
        ),
        node=node.id,
    )


def _input_missing(node: Node) -> Problem:
    return Problem(
        "graph.input_missing",
        Severity.ERROR,
        tr("{layer} gets nothing: wire another layer to it.", layer=layer_title(node)),
        tr("Every layer but the Input works on what another layer gives."),
        node=node.id,
        port=0,
    )


def _unused_inputs(wiring: Wiring) -> Iterator[Problem]:
    topology = wiring.topology
    for key in topology.inputs:
        if topology.outputs and key not in topology.used:
            node = wiring.graph.nodes[key]
            yield Problem(
                "graph.unused_input",
                Severity.WARNING,
                tr("{layer} changes nothing: it reaches no output.", layer=layer_title(node)),
                tr("A network can only learn from the inputs that lead to its answer."),
                node=key,
                fixes=(_delete(node),),
            )


def _dead_branches(wiring: Wiring) -> Iterator[Problem]:
    graph, topology = wiring.graph, wiring.topology
    if not topology.outputs or topology.model == topology.order:
        return
    for key in topology.order:
        dead = key in topology.fed and key not in topology.used
        if dead and not graph.outgoing(key) and key not in topology.inputs:
            yield _dead_branch(graph, graph.nodes[key])


def _dead_branch(graph: Graph, node: Node) -> Problem:
    branch = _leading_only_to(graph, node.id)
    title = (
        tr("Delete '{name}'", name=node.name)
        if len(branch) == 1
        else tr("Delete the branch of {count} layers", count=len(branch))
    )
    return Problem(
        "graph.dead_branch",
        Severity.WARNING,
        tr("The result of {layer} is thrown away: it is no output.", layer=layer_title(node)),
        tr("Only what leads to an output is trained and computed."),
        node=node.id,
        fixes=(
            Fix(title, partial(remove_nodes, ids=branch)),
            Fix(
                tr("Make '{name}' an output too", name=node.name),
                partial(set_outputs, outputs=(*graph.outputs, Port(node.id))),
            ),
        ),
    )


def _leading_only_to(graph: Graph, end: NodeId) -> frozenset[NodeId]:
    """Return ``end`` and the layers before it that feed nothing else, inputs left alone."""
    branch = {end}
    waiting = [end]
    while waiting:
        for wire in graph.incoming(waiting.pop()):
            key = wire.source
            only = all(onward.target in branch for onward in graph.outgoing(key))
            kept = key in graph.marked or graph.nodes[key].class_name == INPUT_CLASS
            if only and not kept and key not in branch:
                branch.add(key)
                waiting.append(key)
    return frozenset(branch)


def _delete(node: Node) -> Fix:
    return Fix(tr("Delete '{name}'", name=node.name), partial(remove_nodes, ids=(node.id,)))
