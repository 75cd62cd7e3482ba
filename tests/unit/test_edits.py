"""Edits are pure, and a history of them can be walked to both ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.graph import Graph, GraphError, Node, Params, Wire, edits
from tests.unit.strategies import graph_edits, graphs


def chain(*class_names: str) -> Graph:
    """Return layers wired one after another, with the ids a, b, c ..."""
    graph = Graph()
    for key, class_name in zip("abcdef", class_names, strict=False):
        node = Node(key, edits.unique_name(graph, class_name), class_name)
        graph = edits.add_node(graph, node)
    keys = list(graph.nodes)
    for source, target in pairwise(keys):
        graph = edits.connect(graph, Wire(source, target))
    return graph


@given(graphs(), st.data())
def test_an_edit_leaves_the_graph_before_it_alone(graph: Graph, data: st.DataObject) -> None:
    before = replace(graph)
    after = data.draw(graph_edits(graph))(graph)
    assert graph == before
    keys = after.nodes.keys()
    assert all(wire.source in keys and wire.target in keys for wire in after.wires)
    assert {port.node for port in after.outputs} <= keys
    for node in after.nodes.values():
        owner = after.nodes[node.shares or node.id]
        assert owner.shares is None
        assert (node.name, node.class_name, node.params, node.inner) == (
            owner.name,
            owner.class_name,
            owner.params,
            owner.inner,
        )


@pytest.mark.parametrize(
    ("class_name", "name"),
    [
        ("Dense", "dense"),
        ("Conv2D", "conv2d"),
        ("MaxPooling2D", "max_pooling2d"),
        ("LSTM", "lstm"),
        ("BatchNormalization", "batch_normalization"),
        ("GlobalAveragePooling1D", "global_average_pooling1d"),
        ("PReLU", "p_re_lu"),
    ],
)
def test_names_are_those_of_keras(class_name: str, name: str) -> None:
    assert edits.unique_name(Graph(), class_name) == name


def test_the_next_of_a_class_gets_a_number() -> None:
    graph = chain("Dense", "Dense", "Dense")
    assert [node.name for node in graph.nodes.values()] == ["dense", "dense_1", "dense_2"]


def test_a_wire_to_an_occupied_port_replaces_the_former() -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), Node("z", "other", "Dense"))
    graph = edits.connect(graph, Wire("z", "b"), replacing=True)
    assert graph.wires == (Wire("z", "b"),)


@pytest.mark.parametrize(
    "wire", [Wire("a", "a"), Wire("a", "x"), Wire("x", "a")], ids=["self", "to", "from"]
)
def test_a_wire_without_meaning_is_refused(wire: Wire) -> None:
    with pytest.raises(GraphError):
        edits.connect(chain("InputLayer", "Dense"), wire)


def test_a_layer_put_on_a_wire_leads_it_on() -> None:
    graph = edits.add_node(chain("InputLayer", "Dense"), Node("z", "flatten", "Flatten"))
    graph = edits.insert_on_wire(graph, Wire("a", "b"), "z")
    assert set(graph.wires) == {Wire("a", "z"), Wire("z", "b")}


def test_taking_a_layer_out_closes_the_gap() -> None:
    graph = edits.bypass(chain("InputLayer", "Flatten", "Dense"), "b")
    assert graph.wires == (Wire("a", "c"),)


def test_copies_keep_the_wires_among_them_and_get_free_names() -> None:
    graph, copies = edits.duplicate(chain("InputLayer", "Dense", "Dense"), ("b", "c"))
    first, second = (graph.nodes[key] for key in copies)
    assert (first.name, second.name) == ("dense_2", "dense_3")
    assert [w for w in graph.wires if w.source == first.id] == [Wire(first.id, second.id)]
    assert len(graph.wires) == 3


def test_values_of_different_types_are_different() -> None:
    values = [Params(units=1), Params(units=1.0), Params(units=True)]
    assert len({hash(value) for value in values}) == 3
    assert values[0] != values[1] != values[2] != values[0]
    assert Params(a=1, b=2) == Params(b=2, a=1)


def test_a_circle_of_two_is_not_bypassed_into_a_layer_that_feeds_itself() -> None:
    graph = edits.connect(chain("Dense", "Dense"), Wire("b", "a"))
    assert edits.bypass(graph, "b").wires == ()
