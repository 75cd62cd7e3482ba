"""Proposals for nodes that get too few wires or too many, to be proven one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from math import dist

from netbuilder.catalog.spec import LayerSpec
from netbuilder.graph import Graph, Node, NodeId, Params, Wire
from netbuilder.graph.edits import add_node, connect, disconnect, new_node
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, Problem
from netbuilder.validation.topology import INPUT_CLASS, fed_by

_NODE_DISTANCE = 240.0  # pixels from one node's left edge to the next one's
_MOST_SOURCES = 2


def input_fixes(graph: Graph, spec: LayerSpec) -> Iterator[Fix]:
    """Propose an Input before the first layer that lacks one.

    Args:
        graph: A network without an input.
        spec: The class of the input layer.
    """
    head = next((node for node in graph.nodes.values() if not graph.incoming(node.id)), None)
    if head is not None:
        edit = partial(add_input, head=head.id, params=Params(dict(spec.starting)))
        yield Fix(tr("Add an Input before '{name}'", name=head.name), edit)


def add_input(graph: Graph, head: NodeId, params: Params) -> Graph:
    """Place an Input to the left of a node and wire it to it."""
    node = graph.nodes[head]
    added = new_node(graph, INPUT_CLASS, params, node.x - _NODE_DISTANCE, node.y)
    return connect(add_node(graph, added), Wire(added.id, head))


def missing_wire_fixes(graph: Graph, problem: Problem, fed: Collection[NodeId]) -> Iterator[Fix]:
    """Propose a wire for an empty port: from what feeds the node already, or the nearest end.

    Args:
        graph: The network.
        problem: Says which port is empty.
        fed: The nodes that an input reaches.
    """
    if problem.node is None or problem.port is None:
        return
    node = graph.nodes[problem.node]
    sources = [wire.source for wire in graph.incoming(node.id) if wire.source != node.id]
    later = fed_by(graph, (node.id,))
    free = [key for key in fed if key not in later]
    nearest = sorted(free, key=partial(_nearness, graph, node))
    for source in (sources or nearest)[:_MOST_SOURCES]:
        title = tr("Wire '{source}' to it", source=graph.nodes[source].name)
        wire = Wire(source, node.id, 0, problem.port)
        yield Fix(title, partial(connect, wire=wire))


def _nearness(graph: Graph, node: Node, key: NodeId) -> tuple[bool, float]:
    """Sort the ends of branches before other layers, and the nearest first."""
    other = graph.nodes[key]
    return bool(graph.outgoing(key)), dist((node.x, node.y), (other.x, other.y))


def joining_fixes(graph: Graph, problem: Problem) -> Iterator[Fix]:
    """Propose to join the wires that crowd a node with one port."""
    wires = () if problem.node is None else graph.incoming(problem.node)
    if len(wires) < 2:
        return
    for class_name in ("Concatenate", "Add"):
        title = tr("Join them with {class_name}", class_name=class_name)
        yield Fix(title, partial(_join, wires=wires, class_name=class_name))


def _join(graph: Graph, wires: tuple[Wire, ...], class_name: str) -> Graph:
    target = graph.nodes[wires[0].target]
    left = sum(graph.nodes[wire.source].x for wire in wires) / len(wires)
    top = sum(graph.nodes[wire.source].y for wire in wires) / len(wires)
    joint = new_node(graph, class_name, x=(left + target.x) / 2, y=(top + target.y) / 2)
    graph = add_node(disconnect(graph, wires), joint)
    for port, wire in enumerate(wires):
        graph = connect(graph, Wire(wire.source, joint.id, wire.source_port, port))
    return connect(graph, Wire(joint.id, target.id))
