"""Equal layers that follow one another: how many there are, and how to have more or fewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netbuilder.graph.edits import bypass, duplicate
from netbuilder.graph.model import Graph, Node, NodeId, Port, Wire
from netbuilder.graph.room import ahead, with_room
from netbuilder.graph.walks import INPUT_CLASS


def rows(graph: Graph) -> Iterator[tuple[NodeId, ...]]:
    """Yield the rows of equal layers, each as long as it goes; a layer alone is a row of one.

    Only layers that could be repeated are in one: they have a layer of their own, take all
    that they take from one port, and hand on their first output alone.
    """
    following = {key: _equal_next(graph, key) for key in graph.nodes if _repeats(graph, key)}
    for head in following.keys() - set(following.values()):
        row, found = [head], following[head]
        while found is not None:
            row.append(found)
            found = following[found]
        yield tuple(row)


def shortened(graph: Graph, row: tuple[NodeId, ...]) -> Graph:
    """Return a network in which only the first layer of a row is left."""
    first, *rest = row
    for key in rest:
        graph = bypass(graph, key)
    return with_room(graph, first, -len(rest)) if rest else graph


def repeated(graph: Graph, key: NodeId, times: int) -> Graph:
    """Return a network in which a layer stands so often in a row, each with its own weights.

    Args:
        graph: The network.
        key: A layer that could be repeated; see :func:`rows`.
        times: How many there are to be; 0 leaves the layer out.
    """
    if times == 0:
        return bypass(with_room(graph, key, -1), key)
    last = key
    for _ in range(times - 1):
        graph, last = _once_more(graph, last)
    return graph


def _once_more(graph: Graph, key: NodeId) -> tuple[Graph, NodeId]:
    """Put a copy of a layer behind it; return the graph and the copy's id."""
    graph, (copy,) = duplicate(with_room(graph, key, 1), (key,), *ahead(graph.flow))
    led = tuple(wire._replace(source=copy) if wire.source == key else wire for wire in graph.wires)
    into = tuple(Wire(key, copy, 0, wire.target_port) for wire in graph.incoming(key))
    outputs = tuple(Port(copy) if port.node == key else port for port in graph.outputs)
    return replace(graph, wires=(*led, *into), outputs=outputs), copy


def _repeats(graph: Graph, key: NodeId) -> bool:
    given = {wire.start for wire in graph.incoming(key)}
    used = (*(wire.start for wire in graph.outgoing(key)), *graph.outputs)
    handed = {port.number for port in used if port.node == key}
    alone = len(graph.sharing(key)) == 1 and graph.nodes[key].class_name != INPUT_CLASS
    return alone and len(given) == 1 and handed <= {0}


def _equal_next(graph: Graph, key: NodeId) -> NodeId | None:
    """Return the equal layer that a layer feeds, and nothing else."""
    if key in graph.marked:
        return None
    found = {wire.target for wire in graph.outgoing(key)}
    if len(found) != 1:
        return None
    (other,) = found
    fed = {wire.source for wire in graph.incoming(other)}
    equal = _layer(graph.nodes[other]) == _layer(graph.nodes[key])
    return other if equal and fed == {key} and _repeats(graph, other) else None


def _layer(node: Node) -> tuple[object, ...]:
    return node.class_name, node.params, node.inner
