"""What may be proposed for each kind of problem, to be proven one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, NodeId
from netbuilder.validation.fixes import Trouble
from netbuilder.validation.keras_faults import without_fixes
from netbuilder.validation.report import Fix, Problem
from netbuilder.validation.shape_fixes import shape_fixes
from netbuilder.validation.shapes import Shapes
from netbuilder.validation.sharing import own_layer_fix
from netbuilder.validation.submodels import entry_fixes
from netbuilder.validation.topology import INPUT_CLASS, Topology
from netbuilder.validation.wire_fixes import input_fixes, joining_fixes, missing_wire_fixes
from netbuilder.validation.wiring import cut_fix

Families: TypeAlias = Iterator[Iterator[Fix]]
"""Proposals, best first; where one family has some that work, the later ones are not wanted."""

_JUDGED = ("param.", "shape.")
"""What the codes begin with of the problems that a layer's rule has found."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A problem, and what is known of the network that has it.

    Attributes:
        graph: The network.
        problem: What to mend.
        shapes: What is known of every node.
        topology: What the wires say.
        layers: All classes.
    """

    graph: Graph
    problem: Problem
    shapes: Shapes
    topology: Topology
    layers: Mapping[str, LayerSpec]


def proposals(situation: Situation) -> Families | None:
    """Return what may be proposed for a problem, or None where nothing has to be proven."""
    problem = situation.problem
    if problem.inside:
        return None  # it came with its fixes
    if problem.code in _OF_CODE:
        return _OF_CODE[problem.code](situation)
    if problem.node is None or not problem.code.startswith(_JUDGED):
        return None
    return _of_rule(situation, problem.node)


def _of_input(situation: Situation) -> Families:
    spec = situation.layers.get(INPUT_CLASS)
    return iter(() if spec is None else (input_fixes(situation.graph, spec),))


def _of_missing_wire(situation: Situation) -> Families:
    """One wire that works is enough, so each is a family of its own."""
    wires = missing_wire_fixes(situation.graph, situation.problem, situation.topology.fed)
    return (iter((fix,)) for fix in wires)


def _of_wire_count(situation: Situation) -> Families:
    return iter((joining_fixes(situation.graph, situation.problem),))


def _of_sharing(situation: Situation) -> Families:
    key = situation.problem.node
    return iter(() if key is None else (iter((own_layer_fix(situation.graph.nodes[key]),)),))


def _of_lost_layer(situation: Situation) -> Families:
    key = situation.problem.node
    return iter(() if key is None else (without_fixes(situation.graph, key),))


def _of_rule(situation: Situation, key: NodeId) -> Families | None:
    """Return what may be proposed for a node that its rule refuses or doubts."""
    graph, shapes = situation.graph, situation.shapes
    node = graph.nodes[key]
    spec = spec_of(node, situation.layers)
    found = shapes.failures.get(key) or shapes.doubts.get(key)
    if spec is None or found is None:
        return None
    masks = [w for w in graph.incoming(key) if spec.ports.mask_at(w.target_port)]
    at_fault = next((wire for wire in masks if wire.target_port == found.error.port), None)
    if at_fault is not None:
        return iter((iter((cut_fix(graph, at_fault),)),))
    trouble = Trouble(graph, node, spec, found.error, found.inputs, shapes.nodes, situation.layers)
    entries = entry_fixes(node, found.error.port, found.inputs)
    return chain((entries,), shape_fixes(trouble))


_OF_CODE: Mapping[str, Callable[[Situation], Families]] = {
    "graph.input_missing": _of_missing_wire,
    "graph.no_input": _of_input,
    "graph.wire_count": _of_wire_count,
    "keras.lost_layer": _of_lost_layer,
    "shape.shared": _of_sharing,
}
