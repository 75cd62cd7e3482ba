"""Merges what an edit of the code changed into the network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from netbuilder.graph import Graph, Node, NodeId, Params, Port, Wire
from netbuilder.graph.edits import remove_nodes
from netbuilder.graph.names import free_among, is_automatic
from netbuilder.graph.walks import output_ports
from netbuilder.importing.merging.changes import Changes
from netbuilder.importing.merging.matching import Pairs, looks, match
from netbuilder.importing.merging.placing import place_new


@dataclass(frozen=True, slots=True)
class Merged:
    """A network after an edit of its code.

    Attributes:
        graph: The network.
        changes: What is different in it.
    """

    graph: Graph
    changes: Changes


def merge(ours: Graph, base: Graph, edited: Graph, gone: Collection[NodeId] = ()) -> Merged:
    """Return a network with the changes that lead from one reading of its code to another.

    Nodes keep their ids, places and names where the code's edit leaves them alone.

    Args:
        ours: The network as it is.
        base: What its code said before it was edited.
        edited: What the code says now.
        gone: Nodes of ``ours`` that go if ``base`` did not have them and ``edited`` has not.
    """
    return _Merge(ours, base, edited, frozenset(gone)).merged()


class _Merge:
    """One merge of one network.

    ``base`` leads from one to the other: its nodes are matched with those of ``ours`` and
    with those of ``edited``.
    """

    def __init__(self, ours: Graph, base: Graph, edited: Graph, gone: frozenset[NodeId]) -> None:
        self._ours, self._base, self._edited = ours, base, edited
        self._known = match(base, ours, names_hold=True)
        self._moved = match(base, edited)
        self._origin = {new: old for old, new in self._moved.items()}
        self._ids = self._identities()
        said = {*self._known.values(), *self._ids.values()}
        self._unsaid = ours.nodes.keys() - said - gone
        self._inside: dict[NodeId, Changes] = {}

    def merged(self) -> Merged:
        """Return the network, and what is different in it."""
        kept = {*self._ids.values(), *self._unsaid}
        removed = [key for key in self._ours.nodes if key not in kept]
        rest = remove_nodes(self._ours, removed)
        graph = replace(rest, nodes=self._in_order({**rest.nodes, **self._nodes(rest)}))
        graph = replace(graph, wires=self._wires(rest))
        graph = replace(graph, outputs=self._outputs(rest, graph))
        changes = Changes(
            self._new,
            tuple(key for key in rest.nodes if self._is_changed(key, graph)),
            tuple(self._ours.nodes[key].name for key in removed),
            self._inside,
        )
        return Merged(place_new(graph, self._new), changes)

    def _identities(self) -> Pairs:
        """Return the id of each edited node in the merged network, by its id in the code."""
        ids = {new: self._known[old] for old, new in self._moved.items() if old in self._known}
        waiting = match(_only(self._edited, ids), _only(self._ours, self._known.values()))
        ids |= {new: old for new, old in waiting.items() if self._is_same_class(new, old)}
        number = len(self._ours.nodes)
        for key in self._edited.nodes:
            if key in ids or self._left_alone(key):
                continue
            number += 1
            while f"n{number}" in self._ours.nodes:
                number += 1
            ids[key] = f"n{number}"
        return ids

    def _is_same_class(self, new: NodeId, old: NodeId) -> bool:
        """Tell whether a node that the code did not say may be one that it says now."""
        same = self._edited.nodes[new].class_name == self._ours.nodes[old].class_name
        return same and new not in self._origin

    def _left_alone(self, key: NodeId) -> bool:
        """Tell whether the code still says a node, as before, that has gone by other means."""
        old = self._origin.get(key)
        return old is not None and looks(self._base.nodes[old]) == looks(self._edited.nodes[key])

    @cached_property
    def _new(self) -> tuple[NodeId, ...]:
        return tuple(key for key in self._ids.values() if key not in self._ours.nodes)

    def _nodes(self, rest: Graph) -> dict[NodeId, Node]:
        """Return all nodes that the code says, those that share a layer alike."""
        groups: dict[tuple[bool, NodeId], list[NodeId]] = {}
        for key in self._ids:
            groups.setdefault(self._layer_of(key), []).append(key)
        layers = {rest.layer_of(key) for key in self._ids.values() if key in rest.nodes}
        unsaid = [key for key in self._unsaid if rest.layer_of(key) not in layers]
        taken = {rest.nodes[key].name for key in unsaid}
        said: dict[NodeId, Node] = {}
        # Layers that were there before have the first choice of names.
        for calls in sorted(groups.values(), key=lambda calls: self._ids[calls[0]] in self._new):
            part = self._layer(calls, rest, taken)
            taken |= {node.name for node in part.values()}
            said |= part
        return said

    def _layer_of(self, key: NodeId) -> tuple[bool, NodeId]:
        """Return the layer that a node of the code calls: one of ours, or one of the code's.

        Code cannot say that two calls of a function are one in the network.
        """
        old, owner = self._origin.get(key, ""), self._edited.layer_of(key)
        still = old in self._known and self._left_alone(key)
        if still and self._moved.get(self._base.layer_of(old)) == owner:
            return True, self._ours.layer_of(self._known[old])
        return self._layer_of(owner) if owner != key else (False, key)

    def _layer(
        self, calls: Sequence[NodeId], rest: Graph, taken: Collection[str]
    ) -> dict[NodeId, Node]:
        """Return the nodes that call one layer."""
        ids = [self._ids[key] for key in calls]
        owners = [key for key in ids if key in rest.nodes and rest.nodes[key].shares is None]
        owner = (owners or ids)[0]
        node = self._node(calls[ids.index(owner)], owner)
        name = self._name(calls[ids.index(owner)], owner, taken)
        found = {}
        for key in ids:
            place = rest.nodes.get(key, node)
            shares = None if key == owner else owner
            found[key] = replace(node, id=key, name=name, shares=shares, x=place.x, y=place.y)
        return found

    def _node(self, key: NodeId, own: NodeId) -> Node:
        """Return a node with what the edit changed in it taken over."""
        now, node = self._edited.nodes[key], self._ours.nodes.get(own)
        before = self._base.nodes.get(self._origin.get(key, ""))
        if node is None:
            return now
        if before is None or now.class_name != before.class_name:
            return replace(node, class_name=now.class_name, params=now.params, inner=now.inner)
        inner = node.inner
        if inner is not None and before.inner is not None and now.inner is not None:
            part = merge(inner, before.inner, now.inner)
            inner = part.graph
            if part.changes:
                self._inside[own] = part.changes
        params = _taken_over(node.params, before.params, now.params)
        return replace(node, params=params, inner=inner)

    def _name(self, key: NodeId, own: NodeId, taken: Collection[str]) -> str:
        """Return a layer's name: the old one unless the edit gave it another."""
        now, node = self._edited.nodes[key], self._ours.nodes.get(own)
        before = self._base.nodes.get(self._origin.get(key, ""))
        by_keras = is_automatic(now.name, now.class_name)
        if node is None:
            return free_among(taken, now.name)
        if before is None:
            return node.name
        moved_on = by_keras and is_automatic(before.name, now.class_name)
        name = node.name if now.name == before.name or moved_on else now.name
        return free_among(taken, name) if by_keras else name

    def _wires(self, rest: Graph) -> tuple[Wire, ...]:
        """Return the wires: as they were at nodes whose inputs the edit left alone."""
        wanted: dict[Wire, None] = {}
        for target in rest.nodes:
            if target in self._unsaid:
                wanted.update(dict.fromkeys(rest.incoming(target)))
        for key, target in self._ids.items():
            wires = rest.incoming(target) if self._is_fed_alike(key) else self._fed(key, rest)
            wanted.update(dict.fromkeys(wires))
        drawn = [wire for wire in rest.wires if wire in wanted]
        known = frozenset(drawn)
        return (*drawn, *(wire for wire in wanted if wire not in known))

    def _is_fed_alike(self, key: NodeId) -> bool:
        old = self._origin.get(key)
        if old is None or self._ids[key] in self._new:
            return False
        before = [
            (self._moved.get(wire.source), wire.source_port, wire.target_port)
            for wire in self._base.incoming(old)
        ]
        return before == [
            (wire.source, wire.source_port, wire.target_port) for wire in self._edited.incoming(key)
        ]

    def _fed(self, key: NodeId, rest: Graph) -> list[Wire]:
        """Return the wires to a node as the edited code has them, and those it cannot say."""
        target = self._ids[key]
        wires = [
            wire._replace(source=self._ids[wire.source], target=target)
            for wire in self._edited.incoming(key)
            if wire.source in self._ids
        ]
        taken = {wire.target_port for wire in wires}
        others = rest.incoming(target) if target in rest.nodes else ()
        wires += [w for w in others if w.source in self._unsaid and w.target_port not in taken]
        return wires

    def _outputs(self, rest: Graph, graph: Graph) -> tuple[Port, ...]:
        before = [(self._moved.get(node), number) for node, number in output_ports(self._base)]
        now = output_ports(self._edited)
        if before == list(now):
            return rest.outputs
        wanted = tuple(Port(self._ids[node], number) for node, number in now if node in self._ids)
        return () if output_ports(graph) == wanted and not rest.outputs else wanted

    def _in_order(self, nodes: dict[NodeId, Node]) -> dict[NodeId, Node]:
        """Return the nodes in their order; where the code has another now, in that of the code."""
        ours, coded = [key for key in self._ours.nodes if key in nodes], list(self._ids.values())
        known = {self._known[old] for old in self._origin.values() if old in self._known}
        before = [self._known[old] for old in self._base.nodes if self._known.get(old) in known]
        alike = before == [key for key in coded if key in known]
        order = _woven(ours, coded) if alike else _woven(coded, ours)
        return {key: nodes[key] for key in order}

    def _is_changed(self, key: NodeId, graph: Graph) -> bool:
        """Tell whether a node that was there before is another now."""
        before, now = self._ours.nodes[key], graph.nodes[key]
        if replace(before, x=now.x, y=now.y, shares=None) != replace(now, shares=None):
            return True
        own = (before.shares is None) != (now.shares is None)
        return own or self._is_rewired(key, graph)

    def _is_rewired(self, key: NodeId, graph: Graph) -> bool:
        """Tell whether other nodes feed a node, apart from what came and went between them."""
        before, now = self._ours.incoming(key), graph.incoming(key)
        ends = {wire.source for wire in (*before, *now)}
        stayed = ends <= self._ours.nodes.keys() & graph.nodes.keys()
        return before != now and stayed


def _only(graph: Graph, without: Iterable[NodeId]) -> Graph:
    return remove_nodes(graph, set(without) & graph.nodes.keys())


def _taken_over(ours: Params, before: Params, now: Params) -> Params:
    """Return parameters with the changes that lead from ``before`` to ``now``."""
    if before == now:
        return ours
    values = {name: value for name, value in ours.items() if name in now or name not in before}
    old = {name: Params({name: value}) for name, value in before.items()}
    new = {name: value for name, value in now.items() if old.get(name) != Params({name: value})}
    return Params(values | new)


def _woven(leading: Sequence[NodeId], others: Sequence[NodeId]) -> list[NodeId]:
    """Return ``leading`` with the rest of ``others`` put in, each behind its forerunner."""
    order, held = list(leading), set(leading)
    for number, key in enumerate(others):
        if key not in held:
            held.add(key)
            at = order.index(others[number - 1]) + 1 if number else 0
            order.insert(at, key)
    return order
