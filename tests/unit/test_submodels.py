"""Shared layers and submodels: their edits, and what validation makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph, GraphError, Node, NodeId, Params, Wire, edits
from netbuilder.graph.folding import fold
from netbuilder.graph.sharing import call_again, make_own
from netbuilder.graph.submodels import edit_inner, inner_at
from netbuilder.graph.unfolding import unfold
from netbuilder.graph.walks import output_ports
from netbuilder.validation import NodeState, Report, Severity
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, chain, draw, image, layer, port
from tests.unit.test_validation_properties import networks, sensible

VALIDATOR = Validator(load_catalog())


def siamese(left: int = 8, right: int = 8) -> Graph:
    """Return two inputs that go through one Dense, ``encode``, called twice."""
    graph = draw(
        layer("left", "InputLayer", shape=(left,)),
        layer("right", "InputLayer", shape=(right,)),
        layer("encode", "Dense", "left", units=4),
        layer("both", "Concatenate", "encode"),
    )
    graph, again = call_again(graph, "encode", 480, 120)
    graph = edits.connect(graph, Wire("right", again))
    return edits.connect(graph, Wire(again, "both", 0, 1))


def again_in(graph: Graph) -> NodeId:
    """Return the second call of ``encode``."""
    return graph.sharing("encode")[1]


def errors(report: Report) -> list[str]:
    return [p.code for p in report.problems if p.severity is Severity.ERROR]


def test_a_call_has_all_of_its_layer_but_the_place() -> None:
    graph = siamese()
    owner, call = (graph.nodes[key] for key in graph.sharing("encode"))
    assert (call.name, call.class_name, call.params) == ("encode", "Dense", Params(units=4))
    assert (call.shares, call.x, call.y) == (owner.id, 480, 120)


def test_a_call_of_a_call_shares_with_the_owner() -> None:
    graph = siamese()
    graph, third = call_again(graph, again_in(graph), 0, 0)
    assert graph.nodes[third].shares == "encode"


@pytest.mark.parametrize("at", ["owner", "call"])
def test_an_edit_of_one_call_is_one_of_the_layer(at: str) -> None:
    graph = siamese()
    key = "encode" if at == "owner" else again_in(graph)
    graph = edits.rename(edits.set_param(graph, key, "units", 7), key, "shared")
    assert {(graph.nodes[k].name, graph.nodes[k].params) for k in graph.sharing("encode")} == {
        ("shared", Params(units=7))
    }


def test_the_next_call_inherits_the_layer_of_a_deleted_owner() -> None:
    graph, third = call_again(siamese(), "encode", 0, 0)
    heir = again_in(graph)
    graph = edits.remove_nodes(graph, ("encode",))
    assert (graph.nodes[heir].shares, graph.nodes[third].shares) == (None, heir)


@pytest.mark.parametrize("at", ["owner", "call"])
def test_ending_the_sharing_gives_a_layer_of_its_own(at: str) -> None:
    graph = siamese()
    key = "encode" if at == "owner" else again_in(graph)
    graph = make_own(graph, key)
    assert graph.nodes[key].name == "encode_1"
    assert all(node.shares is None for node in graph.nodes.values())


@pytest.mark.parametrize(
    ("chosen", "shares"),
    [
        pytest.param(["owner"], [None], id="an owner becomes a new layer"),
        pytest.param(["call"], ["owner"], id="a call alone calls once more"),
        pytest.param(["owner", "call"], [None, "copy"], id="both share a new layer"),
        pytest.param(["call", "owner"], ["copy", None], id="whatever their order"),
    ],
)
def test_copies_of_calls(chosen: Sequence[str], shares: Sequence[str | None]) -> None:
    graph = siamese()
    keys = {"owner": "encode", "call": again_in(graph)}
    graph, copies = edits.duplicate(graph, [keys[word] for word in chosen])
    owners = {"owner": "encode", "copy": copies[shares.index(None)] if None in shares else ""}
    expected = [None if word is None else owners[word] for word in shares]
    assert [graph.nodes[key].shares for key in copies] == expected


def test_a_call_pasted_into_another_network_has_a_layer_of_its_own() -> None:
    graph = siamese()
    other = Graph({"encode": Node("encode", "encode", "Flatten")})
    pasted, (key,) = edits.paste(
        other, Graph({again_in(graph): graph.nodes[again_in(graph)]}), 0, 0
    )
    assert (pasted.nodes[key].shares, pasted.nodes[key].name) == (None, "encode_1")


def test_a_layer_called_twice_counts_once() -> None:
    report = VALIDATOR.validate(graph := siamese())
    assert report.problems == ()
    assert report.total_params == 8 * 4 + 4
    assert report.nodes[again_in(graph)].params == 36
    assert report.repeats == {again_in(graph)}
    assert report.api == "functional"


def test_a_call_that_does_not_fit_the_weights_is_refused() -> None:
    graph = siamese(right=5)
    report = VALIDATOR.validate(graph)
    (problem,) = (p for p in report.problems if p.severity is Severity.ERROR)
    assert (problem.code, problem.node) == ("shape.shared", again_in(graph))
    assert "(None, 8)" in problem.message
    assert "(None, 5) from 'right'" in problem.message
    assert errors(VALIDATOR.validate(problem.fixes[0].edit(graph))) == []


def test_two_calls_in_a_row_are_no_chain() -> None:
    graph = chain(image(4), layer("a", "Dense", units=4))
    graph, again = call_again(graph, "a", 0, 0)
    graph = edits.connect(graph, Wire("a", again))
    report = VALIDATOR.validate(graph)
    assert (report.ok, report.api, report.total_params) == (True, "functional", 20)


def autoencoder() -> Graph:
    """Return an autoencoder whose two halves are submodels, ``encoder`` and ``decoder``."""
    graph = chain(
        image(8, 8),
        layer("flatten", "Flatten"),
        layer("code", "Dense", units=3),
        layer("wide", "Dense", units=64),
        layer("reshape", "Reshape", target_shape=(8, 8)),
    )
    for name, ids in (("encoder", ("flatten", "code")), ("decoder", ("wide", "reshape"))):
        graph = fold_part(graph, VALIDATOR.validate(graph), ids, name)
    return graph


def named(graph: Graph, name: str) -> Node:
    return next(node for node in graph.nodes.values() if node.name == name)


def test_a_folded_chain_is_a_sequential_submodel() -> None:
    graph = autoencoder()
    encoder, decoder = named(graph, "encoder"), named(graph, "decoder")
    report = VALIDATOR.validate(graph)
    assert report.problems == ()
    assert (encoder.class_name, decoder.class_name) == ("Sequential", "Sequential")
    assert [t.shape for t in report.nodes[encoder.id].outputs] == [(None, 3)]
    assert [t.shape for t in report.nodes[decoder.id].outputs] == [(None, 8, 8)]
    assert report.nodes[encoder.id].params == 64 * 3 + 3
    assert report.total_params == 64 * 3 + 3 + 3 * 64 + 64
    assert report.api == "sequential"


def test_a_frozen_submodel_has_nothing_to_train() -> None:
    graph = autoencoder()
    graph = edits.set_param(graph, named(graph, "encoder").id, "trainable", False)
    report = VALIDATOR.validate(graph)
    assert report.trainable_params == 3 * 64 + 64
    opened = unfold(graph, named(graph, "encoder").id)
    assert VALIDATOR.validate(opened).trainable_params == 3 * 64 + 64


def test_a_submodel_called_twice_counts_once() -> None:
    graph = autoencoder()
    before = VALIDATOR.validate(graph).total_params
    graph, again = call_again(graph, named(graph, "encoder").id, 0, 0)
    graph = edits.connect(graph, Wire("x", again))
    report = VALIDATOR.validate(graph)
    assert report.ok
    assert report.total_params == before


def test_a_problem_inside_is_told_at_the_submodel() -> None:
    graph = autoencoder()
    outer = named(graph, "encoder").id
    graph = edit_inner(graph, (outer,), lambda g: edits.set_param(g, "code", "units", -1))
    report = VALIDATOR.validate(graph)
    problem = report.problems[0]
    assert (problem.node, problem.code) == (outer, "param.units")
    assert problem.inside == ("code",)
    assert problem.message.startswith("In 'encoder': Dense 'code'")
    inside = report.nodes[outer].inner
    assert inside is not None
    assert inside.nodes["code"].state is NodeState.ERROR
    mended = VALIDATOR.validate(problem.fixes[0].edit(graph))
    assert outer not in {p.node for p in mended.problems}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param((9, 8), id="size"),
        pytest.param((8, 8, 2), id="rank"),
    ],
)
def test_a_submodel_refuses_what_it_was_not_built_for(shape: tuple[int, ...]) -> None:
    graph = edits.set_param(autoencoder(), "x", "shape", shape)
    found = [p for p in VALIDATOR.validate(graph).problems if p.severity is Severity.ERROR]
    assert [p.node for p in found] == [named(graph, "encoder").id]
    assert "expects (None, 8, 8)" in found[0].message
    for fix in found[0].fixes:
        assert named(graph, "encoder").id not in {
            p.node for p in VALIDATOR.validate(fix.edit(graph)).problems
        }
    assert found[0].fixes


def test_texts_for_numbers_are_doubted_for_keras_fails_only_at_data() -> None:
    graph = edits.set_param(autoencoder(), "x", "dtype", "string")
    report = VALIDATOR.validate(graph)
    (problem,) = report.problems_of(named(graph, "encoder").id)
    assert report.ok
    assert (problem.severity, problem.port) == (Severity.WARNING, 0)
    assert "expects float32 at its Input" in problem.message


@pytest.mark.parametrize(
    ("declared", "given", "output"),
    [
        pytest.param((None, None, 3), (16, 16, 3), (None, 14, 14, 2), id="more is known"),
        pytest.param((16, 16, 3), (None, None, 3), (None, None, None, 2), id="less is known"),
        pytest.param((16, 16, 3), (16, 16, 3), (None, 14, 14, 2), id="the same"),
    ],
)
def test_the_shapes_inside_follow_what_arrives(
    declared: tuple[int, ...], given: tuple[int, ...], output: tuple[int | None, ...]
) -> None:
    graph = chain(image(*declared), layer("conv", "Conv2D", filters=2, kernel_size=3))
    graph = fold_part(graph, VALIDATOR.validate(graph), ("conv",), "part")
    graph = edits.set_param(graph, "x", "shape", given)
    report = VALIDATOR.validate(graph)
    assert report.ok
    assert report.nodes[named(graph, "part").id].outputs[0].shape == output


def test_a_shape_that_is_too_small_inside_is_refused_at_the_submodel() -> None:
    graph = chain(image(16, 16, 3), layer("conv", "Conv2D", filters=2, kernel_size=3))
    graph = edits.set_param(graph, "x", "shape", (None, None, 3))
    graph = fold_part(graph, VALIDATOR.validate(graph), ("conv",), "part")
    graph = edits.set_param(graph, "x", "shape", (2, 2, 3))
    (problem,) = VALIDATOR.validate(graph).problems
    assert problem.node == named(graph, "part").id
    assert "inside, Conv2D 'conv'" in problem.message


def test_a_built_layer_inside_takes_a_size_that_is_not_known() -> None:
    graph = chain(image(4, 4), layer("flat", "Flatten"), layer("d", "Dense", units=2))
    graph = fold_part(graph, VALIDATOR.validate(graph), ("flat", "d"), "part")
    graph = edits.set_param(graph, "x", "shape", (None, 4))
    report = VALIDATOR.validate(graph)
    assert report.ok
    assert report.nodes[named(graph, "part").id].outputs[0].shape == (None, 2)


def test_a_layer_inside_that_computes_with_sizes_needs_them_at_each_call() -> None:
    graph = chain(image(8, 8, 3), layer("pool", "AdaptiveMaxPooling2D", output_size=2))
    graph = fold_part(graph, VALIDATOR.validate(graph), ("pool",), "part")
    graph = edits.set_param(graph, "x", "shape", (None, None, 3))
    (problem,) = VALIDATOR.validate(graph).problems
    assert "inside, AdaptiveMaxPooling2D 'pool'" in problem.message


def test_a_layer_inside_takes_the_batch_for_channels_only_where_keras_does() -> None:
    hue = layer("hue", "RandomHue", factor=0.5, data_format="channels_first")
    graph = chain(image(8, 8), hue)
    graph = fold_part(graph, VALIDATOR.validate(graph), ("hue",), "part")
    assert VALIDATOR.validate(graph).ok
    graph = edits.set_param(graph, "x", "batch_size", 2)
    assert not VALIDATOR.validate(graph).ok


def test_a_frozen_layer_that_holds_another_is_trained_by_keras_nevertheless() -> None:
    held = layer("steps", "ConvLSTM1D", filters=2, kernel_size=2, trainable=False)
    report = VALIDATOR.validate(chain(image(4, 5, 3), held))
    assert report.nodes["steps"].trainable_params == 0
    assert report.trainable_params == report.total_params > 0


def test_a_layer_that_keras_leaves_out_is_not_looked_at() -> None:
    graph = draw(
        image(6, 6, 6, 1),
        layer("lost", "Equalization", "x"),
        layer("relu", "ReLU", "lost"),
    )
    (problem,) = VALIDATOR.validate(graph).problems
    assert problem.code == "keras.lost_layer"
    graph = edits.set_param(graph, "lost", "dtype", "float64")
    assert not VALIDATOR.validate(graph).ok


def test_edits_reach_into_nested_submodels() -> None:
    graph = autoencoder()
    parts = (named(graph, "encoder").id, named(graph, "decoder").id)
    graph = fold_part(graph, VALIDATOR.validate(graph), parts, "whole")
    path = (named(graph, "whole").id, parts[0])
    graph = edit_inner(graph, path, lambda g: edits.set_param(g, "code", "units", 5))
    assert inner_at(graph, path).nodes["code"].params["units"] == 5
    assert "whole" in VALIDATOR.validate(graph).problems[0].message


RESIDUAL: tuple[Drawn, ...] = (
    layer("x", "InputLayer", shape=(6,)),
    layer("a", "Dense", "x", units=6),
    layer("b", "Dense", "a", units=6),
    layer("sum", "Add", "a", "b"),
    layer("lstm", "Reshape", "sum", target_shape=(3, 2)),
    layer("states", "LSTM", "lstm", units=2, return_state=True),
    layer("end", "Dense", "states:1", units=1),
)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        pytest.param(["a", "sum"], "'b' lies between", id="a way leaves and comes back"),
        pytest.param([], "Choose the layers", id="nothing"),
        pytest.param(["x"], "Choose the layers", id="only an Input"),
    ],
)
def test_a_part_that_cannot_be_folded_is_refused(chosen: Sequence[str], words: str) -> None:
    with pytest.raises(GraphError, match=words):
        fold(draw(*RESIDUAL), chosen, "part")


@pytest.mark.parametrize(
    ("outputs", "chosen", "inside", "outside"),
    [
        pytest.param((), ["states"], ["states:1"], ["end"], id="a state leaves"),
        pytest.param((), ["states", "end"], ["end"], ["part"], id="the end"),
        pytest.param(
            ("states:2", "end"),
            ["lstm", "states"],
            ["states:2", "states:1"],
            ["part", "end"],
            id="a state answers",
        ),
        pytest.param(
            ("states:2", "states:1", "states:2"),
            ["states"],
            ["states:2", "states:1"],
            ["part", "part:1", "part"],
            id="two answers, one of them twice",
        ),
    ],
)
def test_outputs_of_a_folded_part(
    outputs: Sequence[str], chosen: Sequence[str], inside: Sequence[str], outside: Sequence[str]
) -> None:
    graph = draw(*RESIDUAL, outputs=outputs)
    before = report_of(graph)
    folded = fold_part(graph, VALIDATOR.validate(graph), tuple(chosen), "part")
    part = named(folded, "part")
    assert part.inner is not None
    assert output_ports(part.inner) == tuple(map(port, inside))
    answers = [(folded.nodes[node].name, number) for node, number in output_ports(folded)]
    assert answers == [port(each) for each in outside]
    assert errors(VALIDATOR.validate(folded)) == []
    assert report_of(unfold(folded, part.id)) == before


def test_a_shared_layer_is_folded_whole_or_not_at_all() -> None:
    graph = siamese()
    with pytest.raises(GraphError, match="called outside the part"):
        fold(graph, ["encode"], "part")
    report = VALIDATOR.validate(graph)
    folded = fold_part(graph, report, ("encode", again_in(graph), "both"), "twin")
    after = VALIDATOR.validate(folded)
    assert after.problems == ()
    assert after.total_params == report.total_params
    assert report_of(unfold(folded, named(folded, "twin").id)) == report_of(graph)


def test_a_submodel_called_twice_is_not_unfolded() -> None:
    graph = autoencoder()
    key = named(graph, "encoder").id
    with pytest.raises(GraphError, match="called several times"):
        unfold(call_again(graph, key, 0, 0)[0], key)


def report_of(graph: Graph) -> tuple[object, ...]:
    """Return what does not depend on ids, order and positions."""
    report = VALIDATOR.validate(graph)
    layers = Counter(
        (node.name, node.class_name, node.params, report.nodes[key].outputs)
        for key, node in graph.nodes.items()
    )
    wires = Counter(
        (graph.nodes[w.source].name, w.source_port, graph.nodes[w.target].name, w.target_port)
        for w in graph.wires
    )
    outputs = Counter((graph.nodes[node].name, number) for node, number in report.outputs)
    return layers, wires, outputs, report.total_params, report.trainable_params


@given(networks(), st.data())
@sensible
def test_folding_and_unfolding_gives_the_same_network(graph: Graph, data: st.DataObject) -> None:
    report = VALIDATOR.validate(graph)
    chosen = data.draw(st.sets(st.sampled_from(list(graph.nodes)), min_size=1))
    try:
        folded = fold_part(graph, report, tuple(chosen), "part")
    except GraphError:
        return
    key = named(folded, "part").id
    assert report_of(unfold(folded, key)) == report_of(graph)
    inside = chosen - set(report.inputs)
    if report.ok and all(report.nodes[each].state is NodeState.VALID for each in inside):
        after = VALIDATOR.validate(folded)
        assert errors(after) == []
        assert after.total_params == report.total_params
        assert all(
            after.nodes[each].outputs == known.outputs
            for each, known in report.nodes.items()
            if each in after.nodes
        )
