"""What validation says of small networks, and that every fix it offers works."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Config, Graph, Params, Port, Wire
from netbuilder.graph.edits import rename, set_param
from netbuilder.validation import NodeState, Problem, Report, Severity
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, draw, image, layer

VALIDATOR = Validator(load_catalog())

FLAT = layer("flat", "Flatten", "x")
SCORES = layer("scores", "Dense", "flat", units=10)


def validate(graph: Graph) -> Report:
    return VALIDATOR.validate(graph)


def errors(report: Report) -> set[tuple[str, str | None]]:
    return {(p.code, p.node) for p in report.problems if p.severity is Severity.ERROR}


RIGHT = {
    "chain": chain(image(28, 28), layer("flat", "Flatten"), layer("scores", "Dense", units=10)),
    "two branches": draw(
        image(8),
        layer("a", "Dense", "x", units=4),
        layer("b", "Dense", "x", units=4),
        layer("sum", "Add", "a", "b"),
    ),
    "one node wired twice into Multiply": draw(image(8), layer("square", "Multiply", "x", "x")),
    "self attention": draw(
        image(5, 8), layer("look", "MultiHeadAttention", "x", "x", num_heads=2, key_dim=4)
    ),
    "two outputs by themselves": draw(
        image(8), layer("a", "Dense", "x", units=4), layer("b", "Dense", "x", units=2)
    ),
    "an output in the middle": draw(
        image(8),
        layer("a", "Dense", "x", units=4),
        layer("b", "Dense", "a", units=2),
        outputs=("a", "b"),
    ),
    "several tensors through one Identity": draw(
        image(5, 8),
        layer("read", "LSTM", "x", units=4, return_state=True),
        layer("same", "Identity", "read", "read:2"),
        layer("memory", "Dense", "same:1", units=2),
    ),
    "states of an LSTM": draw(
        image(5, 8),
        layer("read", "LSTM", "x", units=4, return_state=True),
        layer("memory", "Dense", "read:2", units=2),
    ),
}


@pytest.mark.parametrize("graph", RIGHT.values(), ids=RIGHT.keys())
def test_right_networks_have_no_problem(graph: Graph) -> None:
    report = validate(graph)
    assert report.problems == ()
    assert all(node.state is NodeState.VALID for node in report.nodes.values())
    assert set(report.order) == set(graph.nodes)


WRONG: dict[str, tuple[Graph, str, str | None, int]] = {
    # name: graph, code, node, the fewest fixes
    "no input": (chain(layer("scores", "Dense", units=3)), "graph.no_input", None, 1),
    "nothing after the input": (draw(image(4)), "graph.no_output", None, 0),
    "layer without a wire": (
        draw(
            image(4),
            layer("a", "Dense", "x", units=3),
            layer("b", "Dense", units=3),
            layer("sum", "Add", "a", "b"),
        ),
        "graph.input_missing",
        "b",
        1,
    ),
    "attention without a value": (
        draw(image(5, 8), layer("look", "MultiHeadAttention", "x", num_heads=2, key_dim=4)),
        "graph.input_missing",
        "look",
        1,
    ),
    "cycle": (
        draw(
            image(4),
            layer("first", "Dense", "x", units=4),
            layer("a", "Add", "x", "first", "b"),
            layer("b", "Dense", "a", units=4),
            layer("c", "Dense", "b", units=2),
        ),
        "graph.cycle",
        "a",
        1,
    ),
    "two wires at one port": (
        draw(
            image(4),
            layer("a", "Dense", "x", units=3),
            layer("b", "Dense", "x", "a", units=2),
        ),
        "graph.wire_count",
        "b",
        2,
    ),
    "same name twice": (
        rename(draw(image(4, 4), FLAT, SCORES), "flat", "x"),
        "graph.duplicate_name",
        "flat",
        1,
    ),
    "slash in a name": (
        draw(image(4), layer("a/b", "Dense", "x", units=2)),
        "graph.bad_name",
        "a/b",
        1,
    ),
    "space in a name": (
        draw(image(4), layer("my layer", "Dense", "x", units=2)),
        "graph.bad_name",
        "my layer",
        1,
    ),
    "no name": (
        rename(draw(image(4), layer("a", "Dense", "x", units=2)), "a", ""),
        "graph.bad_name",
        "a",
        1,
    ),
    "unknown class": (draw(image(4), layer("a", "Magic", "x")), "graph.unknown_class", "a", 0),
    "flat pixels into a convolution": (
        chain(image(784), layer("look", "Conv2D", filters=4, kernel_size=3)),
        "shape.input",
        "look",
        1,
    ),
    "pictures without channels": (
        chain(image(28, 28), layer("look", "Conv2D", filters=4, kernel_size=3)),
        "shape.input",
        "look",
        1,
    ),
    "picture into an LSTM": (
        chain(image(28, 28, 1), layer("read", "LSTM", units=4)),
        "shape.input",
        "read",
        1,
    ),
    "row into an LSTM": (
        chain(image(7), layer("read", "LSTM", units=4)),
        "shape.input",
        "read",
        1,
    ),
    "stacked LSTM": (
        chain(
            image(7, 3),
            layer("first", "LSTM", units=4),
            layer("rest", "Dropout", rate=0.1),
            layer("second", "LSTM", units=4),
        ),
        "shape.input",
        "second",
        1,
    ),
    "three stacked LSTMs": (
        chain(
            image(7, 3),
            layer("first", "LSTM", units=4),
            layer("second", "LSTM", units=4),
            layer("third", "LSTM", units=4),
        ),
        "shape.input",
        "second",
        1,
    ),
    "LSTM after a bidirectional one": (
        chain(
            image(7, 3),
            layer("first", "Bidirectional", layer=Config("LSTM", Params(units=4))),
            layer("second", "GRU", units=4),
        ),
        "shape.input",
        "second",
        1,
    ),
    "picture to be repeated": (
        chain(image(4, 4, 2), layer("repeat", "RepeatVector", n=3)),
        "shape.input",
        "repeat",
        2,
    ),
    "window larger than the picture": (
        chain(image(4, 4, 1), layer("look", "Conv2D", filters=4, kernel_size=5)),
        "param.kernel_size",
        "look",
        1,
    ),
    "one pooling too many": (
        chain(image(1, 3, 1), layer("shrink", "MaxPooling2D"), layer("flat", "Flatten")),
        "param.pool_size",
        "shrink",
        2,
    ),
    "reshape to another size": (
        chain(image(784), layer("fold", "Reshape", target_shape=(28, 29))),
        "param.target_shape",
        "fold",
        1,
    ),
    "dropout of more than all": (
        chain(image(4), layer("drop", "Dropout", rate=1.5)),
        "param.rate",
        "drop",
        1,
    ),
    "no units": (chain(image(4), layer("scores", "Dense", units=0)), "param.units", "scores", 1),
    "unknown setting": (
        chain(image(4), layer("scores", "Dense", units=2, colour="red")),
        "param.unknown",
        "scores",
        1,
    ),
    "groups that do not divide": (
        chain(image(8, 8, 6), layer("look", "Conv2D", filters=6, kernel_size=3, groups=4)),
        "param.groups",
        "look",
        1,
    ),
    "sum of different rows": (
        draw(
            image(8),
            layer("a", "Dense", "x", units=4),
            layer("b", "Dense", "x", units=3),
            layer("sum", "Add", "a", "b"),
        ),
        "shape.axis",
        "sum",
        2,
    ),
    "shortcut past a stride": (
        draw(
            image(32, 32, 8),
            layer("a", "Conv2D", "x", filters=16, kernel_size=3, strides=2, padding="same"),
            layer("sum", "Add", "a", "x"),
        ),
        "shape.axis",
        "sum",
        1,
    ),
    "pictures of different size side by side": (
        draw(
            image(75, 75, 3),
            layer("a", "Conv2D", "x", filters=4, kernel_size=2),
            layer("both", "Concatenate", "a", "x"),
        ),
        "shape.axis",
        "both",
        2,
    ),
    "row beside a picture": (
        draw(
            image(8, 8, 3),
            layer("a", "GlobalAveragePooling2D", "x"),
            layer("both", "Concatenate", "a", "x"),
        ),
        "shape.input",
        "both",
        1,
    ),
    "pictures of unknown size into Dense": (
        chain(
            layer("x", "InputLayer", shape=(None, None, 3)),
            layer("flat", "Flatten"),
            layer("scores", "Dense", units=2),
        ),
        "shape.axis",
        "scores",
        1,
    ),
    "an output that is not there": (
        draw(
            image(5, 8),
            layer("read", "LSTM", "x", units=4),
            layer("memory", "Dense", "read:2", units=2),
        ),
        "shape.input",
        "memory",
        0,
    ),
}


def test_joining_one_wire_is_possible_but_pointless() -> None:
    report = validate(chain(image(4), layer("sum", "Add"), layer("scores", "Dense", units=2)))
    assert report.ok
    assert found(report, "graph.wire_count", "sum").severity is Severity.WARNING


def found(report: Report, code: str, node: str | None) -> Problem:
    return next(p for p in report.problems if (p.code, p.node) == (code, node))


@pytest.mark.parametrize(("graph", "code", "node", "fixes"), WRONG.values(), ids=WRONG.keys())
def test_wrong_networks_have_one_error_with_fixes_that_work(
    graph: Graph, code: str, node: str | None, fixes: int
) -> None:
    report = validate(graph)
    assert errors(report) == {(code, node)}
    problem = found(report, code, node)
    assert problem.message.endswith(".")
    assert len(problem.fixes) >= fixes
    for fix in problem.fixes:
        after = errors(validate(fix.edit(graph)))
        assert (code, node) not in after, fix.title
        assert not after or graph is WRONG["three stacked LSTMs"][0], fix.title


HINTS = {
    "empty": (Graph(), "graph.empty", None, Severity.INFO, 0),
    "layer left alone": (
        draw(image(4), layer("a", "Dense", "x", units=3), layer("b", "Dense", units=3)),
        "graph.isolated",
        "b",
        Severity.INFO,
        1,
    ),
    "layers that no input reaches": (
        draw(
            image(4),
            layer("a", "Dense", "x", units=3),
            layer("b", "Dense", units=3),
            layer("c", "Dense", "b", units=3),
        ),
        "graph.isolated",
        "b",
        Severity.INFO,
        0,
    ),
    "input without effect": (
        draw(image(4), layer("y", "InputLayer", shape=(3,)), layer("a", "Dense", "x", units=3)),
        "graph.unused_input",
        "y",
        Severity.WARNING,
        1,
    ),
    "texts to scale": (
        chain(
            layer("x", "InputLayer", shape=(3,), dtype="string"), layer("a", "Rescaling", scale=2.0)
        ),
        "shape.input",
        "a",
        Severity.WARNING,
        3,
    ),
    "whole numbers to vary": (
        chain(
            layer("x", "InputLayer", shape=(8, 8, 3), dtype="uint8"),
            layer("a", "RandomContrast", factor=0.2),
        ),
        "shape.input",
        "a",
        Severity.WARNING,
        2,
    ),
    "numbers where texts are read": (
        chain(layer("x", "InputLayer", shape=(1,)), layer("a", "TextVectorization")),
        "shape.input",
        "a",
        Severity.WARNING,
        1,
    ),
    "a layer that Keras loses": (
        draw(
            image(8, 8, 3),
            layer("a", "Equalization", "x"),
            layer("b", "Conv2D", "a", filters=2, kernel_size=3),
            layer("c", "Conv2D", "x", filters=2, kernel_size=3),
        ),
        "keras.lost_layer",
        "a",
        Severity.WARNING,
        1,
    ),
    "dead branch": (
        draw(
            image(4),
            layer("a", "Dense", "x", units=3),
            layer("b", "Dense", "x", units=3),
            layer("c", "Dense", "b", units=3),
            outputs=("a",),
        ),
        "graph.dead_branch",
        "c",
        Severity.WARNING,
        2,
    ),
}


@pytest.mark.parametrize(
    ("graph", "code", "node", "severity", "fixes"), HINTS.values(), ids=HINTS.keys()
)
def test_hints_do_not_keep_from_training(
    graph: Graph, code: str, node: str | None, severity: Severity, fixes: int
) -> None:
    report = validate(graph)
    assert report.ok
    assert [(p.code, p.node, p.severity) for p in report.problems] == [(code, node, severity)]
    problem = report.problems[0]
    assert len(problem.fixes) == fixes
    for fix in problem.fixes:
        assert validate(fix.edit(graph)).problems == (), fix.title


def test_an_error_does_not_spread() -> None:
    report = validate(
        chain(
            image(784),
            layer("look", "Conv2D", filters=4, kernel_size=3),
            layer("flat", "Flatten"),
            layer("scores", "Dense", units=10),
        )
    )
    assert [report.nodes[key].state.value for key in ("x", "look", "flat", "scores")] == [
        "valid",
        "error",
        "waiting",
        "waiting",
    ]


def test_a_waiting_node_still_tells_of_its_own_wrong_settings() -> None:
    report = validate(
        chain(
            image(784),
            layer("look", "Conv2D", filters=4, kernel_size=3),
            layer("scores", "Dense", units=-1),
        )
    )
    assert errors(report) == {("shape.input", "look"), ("param.units", "scores")}


def test_nodes_behind_a_cycle_wait() -> None:
    report = validate(WRONG["cycle"][0])
    assert report.nodes["a"].state is NodeState.ERROR
    assert report.nodes["b"].state is NodeState.ERROR
    assert report.nodes["c"].state is NodeState.WAITING
    assert report.problems[0].message == "Data would go round in circles: a → b → a."


def test_problem_names_class_layer_and_shape() -> None:
    report = validate(WRONG["flat pixels into a convolution"][0])
    assert report.problems[0].message.startswith("Conv2D 'look' needs")
    assert "(None, 784)" in report.problems[0].message


def test_fix_shows_its_effect() -> None:
    report = validate(WRONG["pictures without channels"][0])
    fix = report.problems[0].fixes[0]
    assert fix.title == "Insert Reshape(target_shape=(28, 28, 1)) before 'look'"
    assert fix.effect == "look: (None, 26, 26, 4)"


def test_an_inserted_layer_stands_half_way() -> None:
    graph = WRONG["pictures without channels"][0]
    mended = validate(graph).problems[0].fixes[0].edit(graph)
    placed = next(node for node in mended.nodes.values() if node.class_name == "Reshape")
    assert (placed.x, placed.y) == (120.0, 0.0)


@pytest.mark.parametrize(
    ("name", "api"),
    [
        ("chain", "sequential"),
        ("two branches", "functional"),
        ("one node wired twice into Multiply", "functional"),
        ("self attention", "functional"),
        ("two outputs by themselves", "functional"),
        ("an output in the middle", "functional"),
        ("states of an LSTM", "functional"),
    ],
)
def test_api(name: str, api: str) -> None:
    assert validate(RIGHT[name]).api == api


def test_order_puts_sources_first_and_keeps_the_order_of_adding() -> None:
    graph = draw(
        layer("out", "Concatenate", "b", "a"),
        layer("b", "Dense", "y", units=2),
        layer("a", "Dense", "x", units=2),
        layer("y", "InputLayer", shape=(3,)),
        layer("x", "InputLayer", shape=(3,)),
        layer("apart", "Dense", units=2),
    )
    report = validate(graph)
    assert report.order == ("y", "b", "x", "a", "out")
    assert report.inputs == ("y", "x")
    assert report.outputs == (Port("out"),)


def test_parameters_are_counted() -> None:
    report = validate(
        chain(image(8, 8, 3), layer("norm", "BatchNormalization"), layer("flat", "Flatten"))
    )
    assert (report.nodes["norm"].trainable_params, report.nodes["norm"].frozen_params) == (6, 6)
    assert (report.trainable_params, report.total_params) == (6, 12)


def test_an_edit_is_seen_although_results_are_remembered() -> None:
    graph = RIGHT["chain"]
    before = validate(graph)
    after = validate(set_param(graph, "scores", "units", 3))
    assert before.nodes["scores"].outputs[0].shape == (None, 10)
    assert after.nodes["scores"].outputs[0].shape == (None, 3)
    assert validate(graph) == before


def test_a_layer_that_feeds_itself_in_a_file_does_no_harm() -> None:
    graph = chain(image(4), layer("a", "Dense", units=2))
    for port in (0, 1):
        assert not validate(replace(graph, wires=(Wire("a", "a", 0, port),))).ok
