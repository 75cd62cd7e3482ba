"""Folds a part of the network into one submodel node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.model import Flow, Graph, GraphError, Node, NodeId, Port, Wire
from netbuilder.graph.names import free_name, fresh_id, unique_name
from netbuilder.graph.sharing import node_of
from netbuilder.graph.submodels import FUNCTIONAL, SEQUENTIAL
from netbuilder.graph.values import EMPTY, Params
from netbuilder.graph.walks import INPUT_CLASS, fed_by, feeding, input_nodes, output_ports
from netbuilder.i18n import tr

_ABOVE = 112.0  # pixels from the top edge of an Input to that of the part which it feeds
_BESIDE = 192.0  # pixels from an Input's left edge to that of the next
_LEFT_OF = 232.0  # pixels from the left edge of an Input to that of the part at its right
_BELOW = 96.0  # pixels from an Input's top edge to that of the next below
_GRID = 8.0


@dataclass(frozen=True, slots=True)
class _Part:
    """The nodes to fold, and the tensors that cross their border.

    Attributes:
        graph: The network that they are in.
        keys: The nodes, in the order in which they were added.
        sources: The tensors that come in, each once.
        ends: The tensors that leave, each once; those that are outputs of the network first.
    """

    graph: Graph
    keys: tuple[NodeId, ...]
    sources: tuple[Port, ...]
    ends: tuple[Port, ...]


def fold(
    graph: Graph,
    ids: Iterable[NodeId],
    name: str,
    arriving: Mapping[Port, Params] | None = None,
) -> Graph:
    """Turn a part of the network into one submodel node.

    Inputs of the model stay outside. The submodel gets an Input for each tensor that
    comes into the part, and an output for each that leaves it.

    Args:
        graph: The network.
        ids: The part's nodes.
        name: What to call the submodel; it gets a number if the name is taken.
        arriving: For each output port of ``graph``, the parameters of an Input that takes
            its tensor; where they are missing, the new Input has no shape yet.

    Raises:
        GraphError: the part cannot be folded; the text says why, in plain words.
    """
    part = _part(graph, ids)
    node = _submodel(part, name, arriving or {})
    folded = remove_nodes(graph, part.keys)
    wires = (*_wires_in(part, node), *_wires_out(part, node))
    nodes = {**folded.nodes, node.id: node}
    folded = replace(folded, nodes=nodes, wires=(*folded.wires, *wires), outputs=())
    outputs = tuple(_moved(part, port, node) for port in output_ports(graph))
    automatic = not graph.outputs and set(output_ports(folded)) == set(outputs)
    return folded if automatic else replace(folded, outputs=outputs)


def _moved(part: _Part, port: Port, node: Node) -> Port:
    """Return where a tensor comes from once the part is a submodel."""
    return Port(node.id, part.ends.index(port)) if port.node in part.keys else port


def _part(graph: Graph, ids: Iterable[NodeId]) -> _Part:
    chosen = frozenset(node_of(graph, key).id for key in ids) - set(input_nodes(graph))
    if not chosen:
        raise GraphError(tr("Choose the layers that the submodel is to hold."))
    _refuse_way_back(graph, chosen)
    _refuse_shared(graph, chosen)
    keys = tuple(key for key in graph.nodes if key in chosen)
    leaving = [w.start for w in graph.wires if w.source in chosen and w.target not in chosen]
    answers = [port for port in output_ports(graph) if port.node in chosen]
    entering = [w for key in keys for w in graph.incoming(key) if w.source not in chosen]
    sources = tuple(dict.fromkeys(wire.start for wire in entering))
    ends = tuple(dict.fromkeys((*answers, *leaving)))
    return _Part(graph, keys, sources, ends or _loose_ends(graph, keys))


def _refuse_way_back(graph: Graph, chosen: Collection[NodeId]) -> None:
    """Refuse a part that something outside it both reads from and feeds."""
    between = (fed_by(graph, chosen) & feeding(graph, chosen)) - set(chosen)
    key = next((key for key in graph.nodes if key in between), None)
    if key is not None:
        raise GraphError(
            tr(
                "'{name}' lies between layers of the part: choose it as well.",
                name=graph.nodes[key].name,
            )
        )


def _refuse_shared(graph: Graph, chosen: Collection[NodeId]) -> None:
    for key in chosen:
        if not set(graph.sharing(key)) <= set(chosen):
            raise GraphError(
                tr(
                    "'{name}' is called outside the part too: choose all its calls.",
                    name=graph.nodes[key].name,
                )
            )


def _loose_ends(graph: Graph, keys: Sequence[NodeId]) -> tuple[Port, ...]:
    return tuple(Port(key) for key in keys if not graph.outgoing(key))


def _submodel(part: _Part, name: str, arriving: Mapping[Port, Params]) -> Node:
    nodes = [part.graph.nodes[key] for key in part.keys]
    x, y = middle(nodes)
    rest = remove_nodes(part.graph, part.keys)
    inner = _inside(part, arriving)
    chain = len(part.sources) == len(part.ends) == 1 and _is_row(inner)
    chain = chain and not part.ends[0].number
    class_name = SEQUENTIAL if chain else FUNCTIONAL
    key = fresh_id(part.graph)
    return Node(key, free_name(rest, name), class_name, EMPTY, x, y, inner=inner)


def middle(nodes: Collection[Node]) -> tuple[float, float]:
    """Return the place of a node in the middle of others, on the grid."""
    xs, ys = [node.x for node in nodes], [node.y for node in nodes]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return round(x / _GRID) * _GRID, round(y / _GRID) * _GRID


def _is_row(graph: Graph) -> bool:
    """Tell whether each node has at most one wire in and one out, and a layer of its own."""
    return all(
        len(graph.incoming(key)) < 2 and len(graph.outgoing(key)) < 2 and node.shares is None
        for key, node in graph.nodes.items()
    )


def _inside(part: _Part, arriving: Mapping[Port, Params]) -> Graph:
    """Return the part as a network of its own."""
    chosen = frozenset(part.keys)
    kept = {key: part.graph.nodes[key] for key in part.keys}
    entries: dict[Port, NodeId] = {}
    inner = Graph(kept, flow=part.graph.flow)
    for source in part.sources:
        key, name = fresh_id(inner), unique_name(inner, INPUT_CLASS)
        fed = next(w.target for w in part.graph.outgoing(source.node) if w.target in chosen)
        params = arriving.get(source, EMPTY)
        taken = [inner.nodes[entry] for entry in entries.values()]
        x, y = _entry_place(part, fed, taken)
        entry = Node(key, name, INPUT_CLASS, params, x, y)
        entries[source] = key
        inner = replace(inner, nodes={**inner.nodes, key: entry})
    wires = tuple(
        wire
        if wire.source in chosen
        else Wire(entries[wire.start], wire.target, 0, wire.target_port)
        for wire in part.graph.wires
        if wire.target in chosen
    )
    return Graph(inner.nodes, wires, part.ends, bends=part.graph.bends, flow=part.graph.flow)


def _entry_place(part: _Part, fed: NodeId, taken: Collection[Node]) -> tuple[float, float]:
    """Return the place of an Input: before all of the part, in line with what it feeds."""
    nodes, at = [part.graph.nodes[key] for key in part.keys], part.graph.nodes[fed]
    if part.graph.flow is Flow.RIGHT:
        left = min(node.x for node in nodes) - _LEFT_OF
        return left, _free(at.y, [node.y for node in taken], _BELOW)
    return _free(at.x, [node.x for node in taken], _BESIDE), min(n.y for n in nodes) - _ABOVE


def _free(place: float, taken: Collection[float], step: float) -> float:
    """Return the next place by whole steps that is not taken."""
    while any(abs(place - other) < step for other in taken):
        place += step
    return place


def _wires_in(part: _Part, node: Node) -> Iterable[Wire]:
    return (Wire(key, node.id, out, port) for port, (key, out) in enumerate(part.sources))


def _wires_out(part: _Part, node: Node) -> Iterable[Wire]:
    chosen = frozenset(part.keys)
    for wire in part.graph.wires:
        if wire.source in chosen and wire.target not in chosen:
            start = _moved(part, wire.start, node)
            yield wire._replace(source=start.node, source_port=start.number)
