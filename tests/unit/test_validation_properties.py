"""What holds for the validation of any graph, however wild."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import EMPTY, Graph, Node, Params, Port, Wire, edits
from netbuilder.graph.sharing import call_again, make_own
from netbuilder.graph.submodels import edit_inner
from netbuilder.graph.walks import input_nodes
from netbuilder.validation import NodeReport, NodeState, Problem, Report, Severity
from netbuilder.validation.fixes import insert_before
from netbuilder.validation.topology import analyse
from netbuilder.validation.validate import Validator
from tests.unit.strategies import graphs

CATALOG = load_catalog()
OLD = Validator(CATALOG)
"""Has seen all graphs of this run, so that what it remembers is put to the test."""

LAYERS: list[tuple[str, Params]] = [
    ("InputLayer", Params(shape=(8, 8, 3))),
    ("InputLayer", Params(shape=(12,))),
    ("Dense", Params(units=4)),
    ("Conv2D", Params(filters=4, kernel_size=3)),
    ("MaxPooling2D", EMPTY),
    ("Flatten", EMPTY),
    ("Reshape", Params(target_shape=(2, -1))),
    ("LSTM", Params(units=4)),
    ("LSTM", Params(units=4, return_sequences=True)),
    ("Dropout", Params(rate=0.5)),
    ("Add", EMPTY),
    ("Concatenate", EMPTY),
]
SIZES = ("units", "filters", "pool_size")
sensible = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def networks(draw: st.DrawFn) -> Graph:
    """Return real layers, each but the inputs wired to earlier ones as its ports ask."""
    graph = Graph()
    for class_name, params in [LAYERS[0], *draw(st.lists(st.sampled_from(LAYERS), max_size=9))]:
        earlier = list(graph.nodes)
        node = edits.new_node(graph, class_name, params)
        graph = edits.add_node(graph, node)
        ports = CATALOG.layers[class_name].ports
        for port in range(2 if ports.maximum is None else ports.minimum):
            source = draw(st.sampled_from(earlier))
            graph = edits.connect(graph, Wire(source, node.id, 0, port))
    return graph


def errors(report: Report) -> set[tuple[str, str | None]]:
    return {(p.code, p.node) for p in report.problems if p.severity is Severity.ERROR}


def within(inner: Graph) -> Graph:
    """Return a network that calls another one on inputs like its own."""
    graph = edits.add_node(Graph(), Node("part", "part", "Functional", inner=inner))
    for port, key in enumerate(input_nodes(inner)):
        entry = edits.new_node(graph, "InputLayer", inner.nodes[key].params)
        graph = edits.connect(edits.add_node(graph, entry), Wire(entry.id, "part", 0, port))
    return graph


@given(st.one_of(graphs(), networks(), networks().map(within)), st.data())
@sensible
def test_what_is_remembered_changes_nothing(graph: Graph, data: st.DataObject) -> None:
    agree(OLD.validate(graph), Validator(CATALOG).validate(graph))
    for _ in range(3):
        graph = data.draw(sensible_edits(graph))(graph)
        new = replace(graph, wires=tuple(graph.wires))
        assert graph.drawn.ending == new.drawn.ending
        assert graph.drawn.starting == new.drawn.starting
        agree(OLD.validate(graph), Validator(CATALOG).validate(new))


def agree(one: Report, other: Report) -> None:
    """Make sure that two reports say the same of every node, in the same order and words."""
    assert without_insides(one) == without_insides(other)
    assert replace(one, nodes={}, problems=()) == replace(other, nodes={}, problems=())
    assert list(map(said, one.problems)) == list(map(said, other.problems))


def said(problem: Problem) -> tuple[Problem, list[tuple[str, str]]]:
    """Return a problem as it can be compared: of its fixes, what they say."""
    return replace(problem, fixes=()), [(fix.title, fix.effect) for fix in problem.fixes]


@st.composite
def sensible_edits(draw: st.DrawFn, graph: Graph) -> Callable[[Graph], Graph]:
    """Return an edit that changes shapes, ways or calls in a network."""
    if not graph.nodes:
        return lambda g: edits.add_node(g, edits.new_node(g, *LAYERS[0]))
    key, other = (draw(st.sampled_from(list(graph.nodes))) for _ in range(2))
    class_name, params = draw(st.sampled_from(LAYERS))
    inner = graph.nodes[key].inner
    if inner is not None:
        return partial(edit_inner, path=(key,), edit=draw(sensible_edits(inner)))
    options: list[Callable[[Graph], Graph]] = [
        partial(edits.set_class, key=key, class_name=class_name, params=params),
        partial(set_size, key=key, value=draw(st.integers(3, 6))),
        partial(edits.bypass, key=key),
        partial(edits.remove_nodes, ids=(key,)),
        partial(edits.rename, key=key, name=draw(st.sampled_from(["dense", "add", "odd name"]))),
        lambda g: edits.duplicate(g, (key, other))[0],
        partial(edits.set_outputs, outputs=[Port(key)]),
        partial(edits.set_outputs, outputs=()),
        partial(make_own, key=key),
        lambda g: call_again(g, key, 0.0, 0.0)[0],
    ]
    if graph.wires:
        wire = draw(st.sampled_from(graph.wires))
        options += [
            partial(edits.disconnect, wires=(wire,)),
            partial(insert_before, key=wire.target, port=wire.target_port, class_name="ReLU"),
        ]
    if key != other:
        options.append(partial(edits.connect, wire=Wire(other, key), replacing=True))
    return draw(st.sampled_from(options))


def set_size(graph: Graph, key: str, value: int) -> Graph:
    """Set the first parameter of a node that is a size, if it has one."""
    spec = CATALOG.layers.get(graph.nodes[key].class_name)
    known = () if spec is None else tuple(param.name for param in spec.params)
    name = next((name for name in known if name in SIZES), None)
    return graph if name is None else edits.set_param(graph, key, name, value)


def without_insides(report: Report) -> dict[str, NodeReport]:
    """Return what is known of the nodes, less what no two validations make equal: fixes."""
    return {key: replace(known, inner=None) for key, known in report.nodes.items()}


@given(st.one_of(graphs(), networks()))
@sensible
def test_the_order_runs_with_the_wires(graph: Graph) -> None:
    topology = analyse(graph)
    place = {key: number for number, key in enumerate(topology.order)}
    for wire in graph.wires:
        if wire.target in place:
            assert place[wire.source] < place[wire.target]
    stuck = graph.nodes.keys() - place.keys()
    assert bool(stuck) == bool(topology.cycles)
    assert stuck >= {key for cycle in topology.cycles for key in cycle}


@given(st.one_of(graphs(), networks()))
@sensible
def test_order_and_reach_are_those_of_networkx(graph: Graph) -> None:
    topology = analyse(graph)
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(graph.nodes)
    flow.add_edges_from((wire.source, wire.target) for wire in graph.wires)
    assert topology.fed == reached(flow, topology.inputs)
    assert topology.used == reached(flow.reverse(), [port.node for port in topology.outputs])
    assert bool(topology.cycles) != nx.is_directed_acyclic_graph(flow)
    if not topology.cycles:
        place = {key: number for number, key in enumerate(graph.nodes)}
        order = nx.lexicographical_topological_sort(flow, key=place.__getitem__)
        assert topology.order == tuple(order)


def reached(flow: nx.DiGraph[str], starts: Sequence[str]) -> set[str]:
    return set(starts).union(*(nx.descendants(flow, key) for key in starts))


@given(st.one_of(graphs(), networks()))
@sensible
def test_every_node_has_a_state_and_every_error_a_problem(graph: Graph) -> None:
    report = OLD.validate(graph)
    assert report.nodes.keys() == graph.nodes.keys()
    named = {p.node for p in report.problems if p.severity is Severity.ERROR}
    cycles = {key for cycle in analyse(graph).cycles for key in cycle}
    for key, node in report.nodes.items():
        if node.state is NodeState.ERROR:
            assert key in named | cycles
        if node.state is NodeState.VALID:
            assert node.outputs


@given(networks())
@sensible
def test_every_fix_removes_its_problem_and_adds_no_other(graph: Graph) -> None:
    report = OLD.validate(graph)
    before = errors(report)
    for problem in report.problems:
        for fix in problem.fixes:
            after = OLD.validate(fix.edit(graph))
            assert (problem.code, problem.node) not in {(p.code, p.node) for p in after.problems}
            uncovered = errors(after) - before
            assert len(uncovered) <= 1
            assert all(
                key is not None and report.nodes[key].state is NodeState.WAITING
                for _, key in uncovered
            )
