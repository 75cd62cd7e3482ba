"""Rows of equal layers: found, made longer and shorter, and varied in a sweep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Flow, Graph, Node, Params, Port, Value, Wire
from netbuilder.graph.chain import as_list, is_list
from netbuilder.graph.rows import repeated, rows, shortened
from netbuilder.graph.sharing import call_again
from netbuilder.project import Project
from netbuilder.project.places import HOW_MANY, VaryingError, with_values
from netbuilder.project.varying import suggested_range, varied
from netbuilder.training.sweeps import Between, Place
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, draw, image, layer

MLP = as_list(chain(image(4), layer("hidden", "Dense", units=8), layer("scores", "Dense", units=2)))
ROW = ("layers", "hidden", HOW_MANY)


def names(graph: Graph) -> list[str]:
    """Return the layers' names from the input to the end of a chain."""
    found, key = [graph.nodes["x"].name], "x"
    while leaving := graph.outgoing(key):
        key = leaving[0].target
        found.append(graph.nodes[key].name)
    return found


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        pytest.param(MLP, [("hidden",), ("scores",)], id="alone"),
        pytest.param(repeated(MLP, "hidden", 3), [("hidden", "n4", "n5"), ("scores",)], id="three"),
        pytest.param(
            draw(image(4), layer("a", "Dense", "x"), layer("b", "Dense", "x")),
            [("a",), ("b",)],
            id="side by side",
        ),
        pytest.param(
            draw(image(4), layer("a", "Dense", "x"), layer("b", "Dense", "a"), outputs=("a", "b")),
            [("a",), ("b",)],
            id="an answer of the network between them",
        ),
        pytest.param(
            draw(image(4), layer("a", "LSTM", "x"), layer("b", "Dense", "a:1")),
            [("b",)],
            id="its second output is used",
        ),
        pytest.param(
            draw(image(4, 4), layer("a", "MultiHeadAttention", "x", "x")), [("a",)], id="itself"
        ),
        pytest.param(draw(image(4), image(5), layer("a", "Add", "x", "y")), [], id="two inputs"),
        pytest.param(call_again(MLP, "hidden", 0, 0)[0], [("scores",)], id="called twice"),
        pytest.param(draw(layer("a", "Dense")), [], id="not wired"),
        pytest.param(
            draw(
                image(9, 4),
                layer("a", "GRU", "x", units=2, return_state=True),
                outputs=("a", "a:1"),
            ),
            [],
            id="a state answers",
        ),
        pytest.param(
            draw(layer("a", "Dense", "b"), layer("b", "Dense", "a")), [], id="round and round"
        ),
    ],
)
def test_which_layers_stand_in_a_row(graph: Graph, expected: list[tuple[str, ...]]) -> None:
    assert sorted(rows(graph)) == expected


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param(0, ["x", "scores"], id="left out"),
        pytest.param(1, ["x", "hidden", "scores"], id="as it is"),
        pytest.param(3, ["x", "hidden", "hidden_1", "hidden_2", "scores"], id="three"),
    ],
)
@pytest.mark.parametrize("flow", Flow)
def test_a_layer_is_repeated(times: int, expected: list[str], flow: Flow) -> None:
    graph = repeated(replace(MLP, flow=flow), "hidden", times)
    assert names(graph) == expected
    assert Validator(load_catalog()).validate(graph).ok
    assert is_list(graph) or flow is Flow.RIGHT
    assert len({(node.x, node.y) for node in graph.nodes.values()}) == len(graph.nodes)


def test_a_row_is_shortened_to_where_it_began() -> None:
    longer = repeated(MLP, "hidden", 4)
    (row,) = (row for row in rows(longer) if len(row) == 4)
    assert shortened(longer, row) == MLP


def test_the_last_of_a_row_answers_for_the_network() -> None:
    graph = repeated(replace(MLP, outputs=(Port("scores"),)), "scores", 2)
    assert [graph.nodes[port.node].name for port in graph.outputs] == ["scores_1"]


def test_attention_to_itself_is_repeated_with_all_its_wires() -> None:
    attention = layer("a", "MultiHeadAttention", "x", "x", num_heads=2, key_dim=4)
    graph = repeated(draw(image(4, 4), attention), "a", 2)
    assert graph.incoming("n3") == (Wire("a", "n3", 0, 0), Wire("a", "n3", 0, 1))


def test_how_many_layers_is_something_to_vary() -> None:
    found = {one.place: one for one in varied(Project(graph=repeated(MLP, "hidden", 2)))}
    assert found[ROW].value == 2
    assert ("layers", "hidden_1", HOW_MANY) not in found
    assert suggested_range(found[ROW]) == Between(0, 8)


@pytest.mark.parametrize("before", [1, 3], ids=["from one", "from three"])
@pytest.mark.parametrize("times", [0, 1, 4])
def test_all_layers_of_a_row_have_the_varied_width(before: int, times: int) -> None:
    project = Project(graph=repeated(MLP, "hidden", before), sequential=True)
    as_wide_as_the_next = 2
    values: dict[Place, Value] = {ROW: times, ("layers", "hidden", "units"): as_wide_as_the_next}
    graph = with_values(project, values).graph
    widths = [node.params["units"] for node in graph.nodes.values() if "hidden" in node.name]
    assert widths == [2] * times
    assert len(names(graph)) == times + 2
    assert is_list(graph)


def test_blocks_and_what_is_in_them_are_repeated() -> None:
    inner = chain(image(4), layer("dense", "Dense", units=4), layer("drop", "Dropout", rate=0.5))
    block = Node("b", "block", "Sequential", inner=inner)
    nodes = {"x": MLP.nodes["x"], "b": block}
    project = Project(graph=Graph(nodes, (Wire("x", "b"),)))
    places = (("layers", "block", HOW_MANY), ("layers", "block", "dense", HOW_MANY))
    assert set(places) <= {one.place for one in varied(project)}
    graph = with_values(project, dict(zip(places, (2, 3), strict=True))).graph
    assert names(graph) == ["x", "block", "block_1"]
    insides = [node.inner for node in graph.nodes.values() if node.inner is not None]
    assert [names(one) for one in insides] == [["x", "dense", "dense_1", "dense_2", "drop"]] * 2
    assert Validator(load_catalog()).validate(graph).ok


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        pytest.param(ROW, -1, "0 to 100 times", id="below none"),
        pytest.param(ROW, 101, "0 to 100 times", id="too many"),
        pytest.param(ROW, "many", "0 to 100 times", id="no number"),
        pytest.param(("layers", "x", HOW_MANY), 2, "There is no x", id="the Input"),
        pytest.param(("layers", "gone", HOW_MANY), 2, "There is no gone", id="no such layer"),
        pytest.param(("layers", "hidden", "units", HOW_MANY), 2, "There is no", id="a parameter"),
        pytest.param(("layers", HOW_MANY), 2, "There is no how many", id="no layer"),
    ],
)
def test_what_cannot_be_repeated(place: tuple[str, ...], value: int | str, words: str) -> None:
    with pytest.raises(VaryingError, match=words):
        with_values(Project(graph=MLP), {place: value})


def test_names_of_copies_are_free() -> None:
    params = Params(units=8, activation="relu")
    taken = replace(MLP, nodes={**MLP.nodes, "o": Node("o", "hidden_1", "Dense", params)})
    assert "hidden_2" in names(repeated(taken, "hidden", 2))
