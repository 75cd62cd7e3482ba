"""Which node of one network is which of another: by name, then by what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.names import is_automatic
from netbuilder.graph.walks import INPUT_CLASS

Pairs: TypeAlias = dict[NodeId, NodeId]
_Key: TypeAlias = Callable[[Graph, NodeId], Hashable]


def match(before: Graph, after: Graph, *, names_hold: bool = False) -> Pairs:
    """Return the nodes of ``before`` with those that they are in ``after``.

    Names that were given tell most. Names that Keras gives, such as ``dense_1``, move on
    when a layer is put in before; there the order of the nodes tells which is which.

    Args:
        before: One network.
        after: The other one.
        names_hold: Whether no node has got another name by itself.
    """
    pairs = _by(_named if names_hold else _given_name, before, before.nodes, after, after.nodes)
    gaps = list(_in_order(before, after, pairs))
    for old, new in gaps:
        pairs |= _in_gap(before, _free(old, pairs), after, _free(new, pairs.values()))
    for key in (_looks, _named_alike):
        old, new = _free(before.nodes, pairs), _free(after.nodes, pairs.values())
        pairs |= _by(key, before, old, after, new)
    return pairs


def looks(node: Node) -> Hashable:
    """Return what a node is, apart from its name and place: its class, parameters and inside."""
    inside = node.inner
    parts = () if inside is None else tuple(map(looks, inside.nodes.values()))
    return node.class_name, node.params, inside is None, parts


def _in_order(
    before: Graph, after: Graph, pairs: Pairs
) -> Iterator[tuple[Sequence[NodeId], Sequence[NodeId]]]:
    """Pair nodes that look alike in the same order; yield what stands between them."""
    old, new = list(before.nodes), list(after.nodes)
    origin = {new: old for old, new in pairs.items()}
    one = [("pair", key) if key in pairs else _looks(before, key) for key in old]
    other = [("pair", origin[key]) if key in origin else _looks(after, key) for key in new]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, first, last, start, stop in matcher.get_opcodes():
        if kind == "equal":
            pairs.update(zip(old[first:last], new[start:stop], strict=True))
        else:
            yield old[first:last], new[start:stop]


def _in_gap(before: Graph, old: Sequence[NodeId], after: Graph, new: Sequence[NodeId]) -> Pairs:
    """Pair what stands at the same place: by name, by class, and one by one if that comes out."""
    pairs: Pairs = {}
    for key in (_named_alike, _class):
        rest, others = _free(old, pairs), _free(new, pairs.values())
        pairs |= _by(key, before, rest, after, others)
    rest, others = _free(old, pairs), _free(new, pairs.values())
    if len(rest) == len(others):
        one_by_one = dict(zip(rest, others, strict=True))
        alike = all(_kind(before.nodes[a]) == _kind(after.nodes[b]) for a, b in one_by_one.items())
        if alike and _is_in_order(old, new, pairs | one_by_one):
            pairs |= one_by_one
    return pairs


def _is_in_order(old: Sequence[NodeId], new: Sequence[NodeId], pairs: Pairs) -> bool:
    """Tell whether no two pairs cross."""
    found = [pairs[key] for key in old if key in pairs]
    return found == [key for key in new if key in found]


def _by(
    key: _Key, before: Graph, old: Iterable[NodeId], after: Graph, new: Iterable[NodeId]
) -> Pairs:
    """Pair nodes with the same key, in their order; nodes with the key None stay alone."""
    waiting: dict[Hashable, list[NodeId]] = {}
    for node in new:
        waiting.setdefault(key(after, node), []).append(node)
    pairs: Pairs = {}
    for node in old:
        sort = key(before, node)
        if sort is not None and waiting.get(sort):
            pairs[node] = waiting[sort].pop(0)
    return pairs


def _free(nodes: Iterable[NodeId], taken: Iterable[NodeId]) -> list[NodeId]:
    gone = set(taken)
    return [node for node in nodes if node not in gone]


def _named(graph: Graph, key: NodeId) -> Hashable:
    return graph.nodes[key].name, graph.sharing(key).index(key)


def _given_name(graph: Graph, key: NodeId) -> Hashable:
    node = graph.nodes[key]
    return None if is_automatic(node.name, node.class_name) else _named(graph, key)


def _named_alike(graph: Graph, key: NodeId) -> Hashable:
    return graph.nodes[key].class_name, graph.nodes[key].name


def _class(graph: Graph, key: NodeId) -> Hashable:
    return graph.nodes[key].class_name


def _looks(graph: Graph, key: NodeId) -> Hashable:
    return looks(graph.nodes[key])


def _kind(node: Node) -> Hashable:
    """Return what no edit makes of a node: an Input, a submodel, or neither."""
    return node.class_name == INPUT_CLASS, node.inner is not None
