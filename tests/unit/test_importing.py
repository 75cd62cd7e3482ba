"""The reader of Keras 3 configs: layers, calls, wires and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from netbuilder.graph import Config, Graph, Node, Params, Port, Value
from netbuilder.graph.walks import output_ports
from netbuilder.importing import ConfigError, read_config, read_model
from tests.unit.keras_configs import (
    Json,
    call,
    dense,
    entrance,
    entry,
    functional,
    operation,
    policy,
    sequential,
    tensor,
    thing,
)

X = entrance("x", None, 4)
Y = entrance("y", None, 4)


def node(graph: Graph, name: str, number: int = 0) -> Node:
    return [node for node in graph.nodes.values() if node.name == name][number]


def wires(graph: Graph) -> list[str]:
    """Return the wires as ``source:port > target:port``, by the names of the layers."""
    names = {key: node.name for key, node in graph.nodes.items()}
    return [
        f"{names[w.source]}:{w.source_port} > {names[w.target]}:{w.target_port}"
        for w in graph.wires
    ]


def outputs(graph: Graph) -> list[str]:
    return [
        graph.nodes[port.node].name + (f":{port.number}" if port.number else "")
        for port in output_ports(graph)
    ]


def read_layer(layer: Json) -> Params:
    """Read one layer behind an Input."""
    graph = read_config(sequential(X, layer))
    return node(graph, layer["config"]["name"]).params


def slice_of(start: int | None, stop: int | None) -> Json:
    return {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": None}}


def test_sequential() -> None:
    model = read_model(sequential(X, dense("one"), dense("two"), name="tower"))
    assert model.name == "tower"
    assert wires(model.graph) == ["x:0 > one:0", "one:0 > two:0"]
    assert node(model.graph, "x").params == Params(shape=(4,))
    assert [(node.x, node.y) for node in model.graph.nodes.values()] == [
        (0.0, 0.0),
        (0.0, 112.0),
        (0.0, 224.0),
    ]


def test_sequential_that_was_only_built() -> None:
    config = sequential(dense("one"))
    config["config"]["build_input_shape"] = [8, None, 3]
    graph = read_config(config)
    assert node(graph, "input_layer").params == Params(shape=(None, 3), batch_size=8)
    assert wires(graph) == ["input_layer:0 > one:0"]


def test_sequential_hands_all_outputs_to_the_next_layer() -> None:
    lstm = entry("LSTM", "lstm", units=2, return_state=True)
    steps = entrance("x", None, 5, 4)
    graph = read_config(sequential(steps, lstm, entry("Concatenate", "row")))
    assert wires(graph)[1:] == ["lstm:0 > row:0", "lstm:1 > row:1", "lstm:2 > row:2"]
    ends = outputs(read_config(sequential(steps, lstm)))
    assert ends == ["lstm", "lstm:1", "lstm:2"]


def test_sequential_without_input() -> None:
    assert wires(read_config(sequential(dense("one"), dense("two")))) == ["one:0 > two:0"]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        pytest.param(["x", 0, 0], ["both", 0, 0], id="single"),
        pytest.param([["x", 0, 0]], [["both", 0, 0]], id="lists"),
        pytest.param({"a": ["x", 0, 0]}, {"o": ["both", 0, 0]}, id="named"),
        pytest.param([[["x", 0, 0]]], {"o": [["both", 0, 0]]}, id="nested"),
    ],
)
def test_forms_of_inputs_and_outputs(inputs: Any, results: Any) -> None:
    graph = read_config(
        functional(
            X,
            dense("one", call(tensor("x"))),
            entry("Add", "both", call([tensor("one"), tensor("x")])),
            inputs=inputs,
            outputs=results,
        )
    )
    assert wires(graph) == ["x:0 > one:0", "one:0 > both:0", "x:0 > both:1"]
    assert outputs(graph) == ["both"]


@pytest.mark.parametrize(
    ("inputs", "order"),
    [
        pytest.param([["y", 0, 0], ["x", 0, 0]], ["y", "x"], id="as listed"),
        pytest.param({"b": ["x", 0, 0], "a": ["y", 0, 0]}, ["y", "x"], id="by key"),
    ],
)
def test_inputs_keep_the_order_of_the_model(inputs: Any, order: list[str]) -> None:
    graph = read_config(
        functional(
            X,
            entry("Add", "both", call([tensor("x"), tensor("y")])),
            Y,
            inputs=inputs,
            outputs=["both", 0, 0],
        )
    )
    found = [node.name for node in graph.nodes.values() if node.class_name == "InputLayer"]
    assert found == order


def test_outputs_keep_the_order_of_the_model() -> None:
    layers = (X, dense("one", call(tensor("x"))), dense("two", call(tensor("one"))))
    config = functional(*layers, inputs=["x", 0, 0], outputs=[["two", 0, 0], ["one", 0, 0]])
    assert outputs(read_config(config)) == ["two", "one"]


def test_shared_layer() -> None:
    graph = read_config(
        functional(
            X,
            Y,
            dense("eye", call(tensor("x")), call(tensor("y"))),
            entry("Subtract", "difference", call([tensor("eye"), tensor("eye", 1)])),
            inputs=[["x", 0, 0], ["y", 0, 0]],
            outputs=["difference", 0, 0],
        )
    )
    owner, again = node(graph, "eye"), node(graph, "eye", 1)
    assert (owner.shares, again.shares) == (None, owner.id)
    assert again.params == owner.params
    assert [wire.source for wire in graph.incoming(node(graph, "difference").id)] == [
        owner.id,
        again.id,
    ]


def test_nested_model() -> None:
    inner = functional(
        entrance("in", None, 4),
        dense("deep", call(tensor("in")), units=2),
        name="tower",
        inputs=["in", 0, 0],
        outputs=[["deep", 0, 0], ["in", 0, 0]],
        calls=(call(tensor("x"), mask=None), call(tensor("tower", 0, 1))),
    )
    graph = read_config(
        functional(X, inner, inputs=["x", 0, 0], outputs=[["tower", 2, 0], ["tower", 1, 0]])
    )
    tower, again = node(graph, "tower"), node(graph, "tower", 1)
    assert tower.class_name == "Functional"
    assert tower.inner is not None
    assert again.inner == tower.inner
    assert again.shares == tower.id
    assert wires(tower.inner) == ["in:0 > deep:0"]
    assert outputs(tower.inner) == ["deep", "in"]
    assert wires(graph) == ["x:0 > tower:0", "tower:1 > tower:0"]
    assert output_ports(graph) == (Port(again.id), Port(tower.id))


def test_nested_sequential() -> None:
    tower = sequential(entrance("in", None, 4), dense("deep"), name="tower")
    graph = read_config(sequential(X, tower, dense("end")))
    assert wires(graph) == ["x:0 > tower:0", "tower:0 > end:0"]
    found = node(graph, "tower")
    assert (found.class_name, found.params) == ("Sequential", Params())
    assert found.inner is not None
    assert wires(found.inner) == ["in:0 > deep:0"]


def test_several_outputs_of_a_layer() -> None:
    graph = read_config(
        functional(
            entrance("x", None, 5, 8),
            entry("LSTM", "code", call(tensor("x")), units=4, return_state=True),
            entry("Add", "sum", call([tensor("code", 0, 2), tensor("code", 0, 1)])),
            inputs=["x", 0, 0],
            outputs=[["sum", 0, 0], ["code", 0, 1], ["sum", 0, 0]],
        )
    )
    assert wires(graph)[1:] == ["code:2 > sum:0", "code:1 > sum:1"]
    assert outputs(graph) == ["sum", "code:1", "sum"]
    assert len(graph.nodes) == 3


def test_named_ports() -> None:
    given = call(tensor("x"), key=tensor("k"), value=tensor("v"), attention_mask=None)
    graph = read_config(
        functional(
            entrance("x", None, 5, 8),
            entrance("v", None, 6, 8),
            entrance("k", None, 6, 8),
            entry("MultiHeadAttention", "look", given, num_heads=2, key_dim=4),
            inputs=[["x", 0, 0], ["v", 0, 0], ["k", 0, 0]],
            outputs=["look", 0, 0],
        )
    )
    assert wires(graph) == ["x:0 > look:0", "k:0 > look:2", "v:0 > look:1"]
    assert node(graph, "look").params == Params(num_heads=2, key_dim=4)


def test_settings_of_a_call_are_kept() -> None:
    given = call(tensor("x"), tensor("x"), use_causal_mask=True, training=True)
    layer = entry("MultiHeadAttention", "look", given, num_heads=2, key_dim=4)
    graph = read_config(functional(X, layer, inputs=["x", 0, 0], outputs=["look", 0, 0]))
    assert node(graph, "look").params["use_causal_mask"] is True


EMBEDDED: dict[str, Any] = {"input_dim": 9, "output_dim": 4}


def test_masks_that_keras_makes_are_left_to_it() -> None:
    mask = tensor("not_equal")
    graph = read_config(
        functional(
            entrance("x", None, 5, dtype="int32"),
            entry("Embedding", "words", call(tensor("x")), mask_zero=True, **EMBEDDED),
            operation("NotEqual", "not_equal", call(tensor("x"), 0)),
            entry("LSTM", "read", call(tensor("words"), mask=mask), units=4),
            inputs=["x", 0, 0],
            outputs=["read", 0, 0],
        )
    )
    assert wires(graph) == ["x:0 > words:0", "words:0 > read:0"]
    assert [node.name for node in graph.nodes.values()] == ["x", "words", "read"]


def test_masks_of_the_users_own_are_shown() -> None:
    layer = entry("LSTM", "read", call(tensor("x"), mask=tensor("y")), units=4)
    graph = read_config(
        functional(X, Y, layer, inputs=[["x", 0, 0], ["y", 0, 0]], outputs=["read", 0, 0])
    )
    assert wires(graph) == ["x:0 > read:0", "y:0 > read:3"]


@pytest.mark.parametrize("zero", [False, True])
def test_masks_that_operations_make_of_something_else_are_kept(zero: bool) -> None:
    graph = read_config(
        functional(
            entrance("x", None, 5, dtype="int32"),
            entrance("y", None, 5, dtype="int32"),
            entry("Embedding", "words", call(tensor("x")), mask_zero=zero, **EMBEDDED),
            operation("NotEqual", "not_equal", call(tensor("y" if zero else "x"), 0)),
            entry("LSTM", "read", call(tensor("words"), mask=tensor("not_equal")), units=4),
            inputs=[["x", 0, 0], ["y", 0, 0]],
            outputs=["read", 0, 0],
        )
    )
    assert "not_equal:0 > read:3" in wires(graph)


@pytest.mark.parametrize(
    ("class_name", "argument", "port"),
    [
        ("MultiHeadAttention", "attention_mask", 3),
        ("GroupQueryAttention", "value_mask", 5),
        ("Bidirectional", "mask", 1),
        ("BatchNormalization", "mask", 1),
    ],
)
def test_a_mask_comes_to_the_port_of_its_name(class_name: str, argument: str, port: int) -> None:
    layer = entry(class_name, "marked", call(tensor("x"), **{argument: tensor("y")}))
    graph = read_config(
        functional(X, Y, layer, inputs=[["x", 0, 0], ["y", 0, 0]], outputs=["marked", 0, 0])
    )
    assert wires(graph) == ["x:0 > marked:0", f"y:0 > marked:{port}"]


@pytest.mark.parametrize(
    ("mask", "drawn"),
    [
        ([None, tensor("y")], ["x:0 > look:0", "x:0 > look:1", "y:0 > look:4"]),
        ([tensor("y"), None], ["x:0 > look:0", "x:0 > look:1", "y:0 > look:3"]),
    ],
)
def test_attention_takes_its_masks_in_a_list(mask: list[Any], drawn: list[str]) -> None:
    layer = entry("Attention", "look", call([tensor("x"), tensor("x")], mask=mask))
    graph = read_config(
        functional(X, Y, layer, inputs=[["x", 0, 0], ["y", 0, 0]], outputs=["look", 0, 0])
    )
    assert wires(graph) == drawn


@pytest.mark.parametrize(
    ("args", "port"),
    [
        pytest.param([tensor("x"), tensor("y")], 1, id="as the second argument"),
        pytest.param([[tensor("x"), tensor("y")]], 2, id="in a list, which is none"),
    ],
)
def test_a_mask_is_told_from_a_second_tensor(args: list[Any], port: int) -> None:
    layer = entry("Softmax", "scores", call(*args))
    graph = read_config(
        functional(X, Y, layer, inputs=[["x", 0, 0], ["y", 0, 0]], outputs=["scores", 0, 0])
    )
    assert wires(graph) == ["x:0 > scores:0", f"y:0 > scores:{port}"]


@pytest.mark.parametrize(
    ("name", "found", "params"),
    [
        pytest.param(
            operation("Add", "o", call(tensor("x"), tensor("y"))), "ops.add", {}, id="two tensors"
        ),
        pytest.param(
            operation("Multiply", "o", call(2.0, tensor("x"))),
            "ops.multiply",
            {"x1": 2.0},
            id="constant first",
        ),
        pytest.param(
            operation("Mean", "o", call(tensor("x")), axis=[1, 2], keepdims=False),
            "ops.mean",
            {"axis": (1, 2)},
            id="settings",
        ),
        pytest.param(
            operation("GetItem", "o", call(tensor("x"), [slice_of(1, None), 0])),
            "ops.get_item",
            {"key": (Params(start=1, stop=None, step=None), 0)},
            id="part",
        ),
        pytest.param(
            operation("ExpandDims", "o", call(tensor("x")), axis=-1),
            "ops.expand_dims",
            {"axis": -1},
            id="two words",
        ),
    ],
)
def test_operations(name: Json, found: str, params: dict[str, Value]) -> None:
    inputs = [["x", 0, 0], ["y", 0, 0]]
    graph = read_config(functional(X, Y, name, inputs=inputs, outputs=["o", 0, 0]))
    assert node(graph, "o").class_name == found
    assert {key: node(graph, "o").params.get(key) for key in params} == params


@pytest.mark.parametrize(
    ("layer", "params"),
    [
        pytest.param(dense("d"), {"units": 4}, id="defaults"),
        pytest.param(
            dense("d", activation="relu", use_bias=False, trainable=False),
            {"units": 4, "activation": "relu", "use_bias": False, "trainable": False},
            id="other values",
        ),
        pytest.param(
            dense("d", dtype=policy("mixed_float16")),
            {"units": 4, "dtype": "mixed_float16"},
            id="dtype policy",
        ),
        pytest.param(
            dense("d", kernel_initializer=thing("initializers", "HeNormal", seed=None)),
            {"units": 4, "kernel_initializer": "he_normal"},
            id="initializer by name",
        ),
        pytest.param(
            dense("d", bias_initializer=thing("initializers", "Constant", value=0.0)),
            {"units": 4, "bias_initializer": Config("Constant", Params())},
            id="an initializer that Keras does not make of its name",
        ),
        pytest.param(
            dense("d", kernel_initializer=thing("initializers", "HeNormal", seed=7)),
            {"units": 4, "kernel_initializer": Config("HeNormal", Params(seed=7))},
            id="initializer with a seed",
        ),
        pytest.param(
            dense("d", kernel_regularizer=thing("regularizers", "L2", l2=0.5)),
            {"units": 4, "kernel_regularizer": Config("L2", Params(l2=0.5))},
            id="regularizer",
        ),
        pytest.param(
            dense("d", activation=thing("layers", "LeakyReLU", name="a", negative_slope=0.1)),
            {"units": 4, "activation": Config("LeakyReLU", Params(negative_slope=0.1))},
            id="layer as activation",
        ),
        pytest.param(
            dense("d", activation={"class_name": "function", "config": "my_own", "module": "b"}),
            {"units": 4, "activation": "my_own"},
            id="function",
        ),
        pytest.param(
            entry("Conv2D", "d", filters=8, kernel_size=[3, 3], strides=[1, 1]),
            {"filters": 8, "kernel_size": 3},
            id="equal sizes",
        ),
        pytest.param(
            entry("Conv2D", "d", filters=8, kernel_size=[3, 5], data_format="channels_last"),
            {"filters": 8, "kernel_size": (3, 5)},
            id="different sizes",
        ),
        pytest.param(entry("LayerNormalization", "d", axis=[-1]), {}, id="one axis"),
        pytest.param(
            entry("Embedding", "d", embeddings_initializer="uniform", input_dim=3, output_dim=2),
            {"input_dim": 3, "output_dim": 2},
            id="short name",
        ),
        pytest.param(
            entry("TimeDistributed", "d", layer=dense("held", units=3)),
            {"layer": Config("Dense", Params(units=3))},
            id="held layer",
        ),
        pytest.param(
            entry(
                "Bidirectional",
                "d",
                layer=entry("GRU", "forward", units=3, go_backwards=False),
                backward_layer=entry("GRU", "backward", units=3, go_backwards=True),
            ),
            {"layer": Config("GRU", Params(units=3))},
            id="mirrored layer",
        ),
        pytest.param(
            entry(
                "Bidirectional",
                "d",
                layer=entry("GRU", "forward", units=3),
                backward_layer=entry("LSTM", "backward", units=3, go_backwards=True),
            ),
            {
                "layer": Config("GRU", Params(units=3)),
                "backward_layer": Config("LSTM", Params(units=3, go_backwards=True)),
            },
            id="two held layers",
        ),
        pytest.param(
            entry(
                "RNN",
                "d",
                cell=entry(
                    "StackedRNNCells", "c", cells=[entry("GRUCell", "g", units=3, dropout=0.0)]
                ),
            ),
            {
                "cell": Config(
                    "StackedRNNCells", Params(cells=(Config("GRUCell", Params(units=3)),))
                )
            },
            id="cells",
        ),
        pytest.param(
            entry("MaxPooling2D", "d", pool_size=[3, 3], strides=[3, 3]),
            {"pool_size": 3},
            id="strides as the pool",
        ),
        pytest.param(
            entry("MaxPooling2D", "d", pool_size=[2, 2], strides=[1, 1]),
            {"strides": 1},
            id="strides of their own",
        ),
        pytest.param(
            entry(
                "Normalization",
                "d",
                mean={"class_name": "__numpy__", "config": {"value": [1.0, 2.0], "dtype": "f"}},
            ),
            {"mean": (1.0, 2.0)},
            id="array",
        ),
        pytest.param(
            entry("Gate", "d", module="my.layers", size=[3, 3], on=None),
            {"size": (3, 3), "on": None},
            id="unknown class keeps all",
        ),
    ],
)
def test_parameters(layer: Json, params: dict[str, Value]) -> None:
    assert read_layer(layer) == Params(params)


@pytest.mark.parametrize(
    ("module", "registered", "found"),
    [
        pytest.param("keras.layers", None, "Dense", id="Keras's"),
        pytest.param("keras.src.layers.core.dense", None, "Dense", id="Keras's by its file"),
        pytest.param("my.layers", "My>Dense", "My>Dense", id="registered"),
        pytest.param(None, None, "own>Dense", id="nobody's"),
    ],
)
def test_somebody_elses_class_of_the_same_name(
    module: str | None, registered: str | None, found: str
) -> None:
    layer = {**dense("d"), "module": module, "registered_name": registered}
    assert node(read_config(sequential(X, layer)), "d").class_name == found


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def nested(levels: int) -> Json:
    model = sequential(X, dense("d"))
    for _ in range(levels):
        model = sequential(X, model)
    return model


@pytest.mark.parametrize(
    ("config", "part"),
    [
        pytest.param([], "does not describe", id="list"),
        pytest.param(None, "does not describe", id="nothing"),
        pytest.param({"class_name": "Dense"}, "does not describe", id="no config"),
        pytest.param(dense("d"), "Dense", id="a layer"),
        pytest.param({"class_name": "Model", "config": {}}, "describes a Model", id="no layers"),
        pytest.param(
            {"class_name": "Sequential", "config": {}}, "does not describe", id="no list of layers"
        ),
        pytest.param(sequential(X, dense("x")), "two layers called x", id="two of a name"),
        pytest.param(sequential(X, {**dense("d"), "config": 3}), "d has no settings", id="config"),
        pytest.param(sequential(X, {"class_name": 1, "config": {}}), "no layer", id="class"),
        pytest.param(sequential(X, dense("")), "no name", id="no name"),
        pytest.param(sequential(X, dense("d", kernel_size=deep(99))), "deeply", id="deep value"),
        pytest.param(nested(20), "deeply", id="deep models"),
        pytest.param(
            functional(X, dense("d", call(tensor("z"))), inputs=["x", 0, 0], outputs=["d", 0, 0]),
            "a layer z that it does not have",
            id="unknown layer",
        ),
        pytest.param(
            functional(X, dense("d", call(tensor("d"))), inputs=["x", 0, 0], outputs=["d", 0, 0]),
            "feeds itself",
            id="loop",
        ),
        pytest.param(functional(X, inputs=["x", 0, 0], outputs=None), "outputs", id="no outputs"),
        pytest.param(functional(X, inputs=["x"], outputs=["x"]), "tensor", id="half a tensor"),
        pytest.param(
            functional(
                X,
                dense("d", {**call(tensor("x")), "args": 3}),
                inputs=["x", 0, 0],
                outputs=["d", 0, 0],
            ),
            "calls of d",
            id="arguments",
        ),
        pytest.param(
            functional(
                X,
                {**dense("d"), "inbound_nodes": [[["x", 0, 0, {}]]]},
                inputs=["x", 0, 0],
                outputs=["d", 0, 0],
            ),
            "calls of d",
            id="calls of Keras 2 in a model of Keras 3",
        ),
        pytest.param(
            functional(
                X,
                entry("Gate", "d", call(tensor("x"), on=True), call(tensor("x"))),
                inputs=["x", 0, 0],
                outputs=["d", 0, 0],
            ),
            "d is called in different ways",
            id="different calls",
        ),
    ],
)
def test_refusals_are_one_sentence(config: object, part: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_config(config)
    assert part in str(error.value)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)
