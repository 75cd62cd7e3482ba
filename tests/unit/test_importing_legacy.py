"""Configs as Keras 1 and 2 wrote them: every renamed class and argument, and every old form."""

from __future__ import annotations

from typing import Any

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Config, Graph, Node, Params, Port
from netbuilder.graph.walks import output_ports
from netbuilder.importing import read_config, read_model
from netbuilder.importing.legacy.arguments import ARGUMENTS, EVERYWHERE, upgrade_layer
from netbuilder.importing.legacy.classes import MERGED, RENAMED
from tests.unit.keras_configs import Json, old
from tests.unit.keras_configs import old_model as model


def entry(name: str, *shape: int | None, **config: Any) -> Json:
    return old("InputLayer", name, batch_input_shape=list(shape), **config)


def node(graph: Graph, name: str) -> Node:
    return next(node for node in graph.nodes.values() if node.name == name)


def wires(graph: Graph) -> list[str]:
    names = {key: node.name for key, node in graph.nodes.items()}
    return [f"{names[w.source]} > {names[w.target]}:{w.target_port}" for w in graph.wires]


def read_layer(layer: Json) -> Node:
    """Read one layer behind an Input."""
    data = model(
        entry("x", None, 16, 16, 3),
        {**layer, "inbound_nodes": [[["x", 0, 0]]]},
        inputs=["x"],
        outputs=[layer["name"]],
    )
    return node(read_config(data), layer["name"])


@pytest.mark.parametrize("name", RENAMED)
def test_renamed_classes(name: str) -> None:
    found = read_layer(old(name, "layer"))
    assert found.class_name == RENAMED[name]
    assert found.class_name in load_catalog().layers


@pytest.mark.parametrize(
    "calls",
    [
        [["x", 0, 0], ["states", 0, 1], ["states", 0, 2]],
        [["x", 0, 0, {"initial_state": [["states", 0, 1], ["states", 0, 2]]}]],
    ],
    ids=["behind the sequence", "by name"],
)
def test_first_states_of_recurrent_layers(calls: list[Any]) -> None:
    data = model(
        entry("x", None, 5, 4),
        {**old("LSTM", "states", units=3, return_state=True), "inbound_nodes": [[["x", 0, 0]]]},
        {**old("LSTM", "reader", units=3), "inbound_nodes": [calls]},
        inputs=["x"],
        outputs=["reader"],
    )
    assert wires(read_config(data))[1:] == [
        "x > reader:0",
        "states > reader:1",
        "states > reader:2",
    ]


_MAX_NORM = Config("MaxNorm", Params(max_value=3))
_L1 = Config("L1", Params(l1=0.5))
VALUES: dict[str, tuple[Any, Any]] = {
    "W_constraint": ({"name": "MaxNorm", "m": 3, "axis": 0}, _MAX_NORM),
    "b_constraint": ({"name": "MaxNorm", "m": 3, "axis": 0}, _MAX_NORM),
    "b_regularizer": ({"name": "L1L2Regularizer", "l1": 0.5, "l2": 0.0}, _L1),
    "U_regularizer": ({"name": "L1L2Regularizer", "l1": 0.5, "l2": 0.0}, _L1),
    "bias": (False, False),
    "border_mode": ("same", "same"),
    "dim_ordering": ("th", "channels_first"),
    "W_regularizer": (
        {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.5},
        Config("L2", Params(l2=0.5)),
    ),
    "atrous_rate": (2, 2),
    "forget_bias_init": ("zero", False),
    "init": ("he_normal", "he_normal"),
    "inner_init": ("glorot_uniform", "glorot_uniform"),
    "beta_init": ("one", "ones"),
    "gamma_init": ("zero", "zeros"),
    "depthwise_init": ("he_normal", "he_normal"),
    "pointwise_init": ("he_normal", "he_normal"),
    "inner_activation": ("hard_sigmoid", "hard_sigmoid"),
    "dropout_U": (0.25, 0.25),
    "dropout_W": (0.25, 0.25),
    "p": (0.3, 0.3),
    "sigma": (0.3, 0.3),
    "alpha": (0.1, 0.1),
    "theta": (0.5, 0.5),
    "concat_axis": (1, 1),
    "dot_axes": ([1, 1], 1),
    "subsample": (2, 2),
    "filter_length": (5, 5),
    "length": (3, 3),
}
RENAMES = [
    *(
        pytest.param("LSTM" if name.startswith("U_") else "Conv2D", name, EVERYWHERE[name], id=name)
        for name in EVERYWHERE
    ),
    *(
        pytest.param(class_name, old_name, new_name, id=f"{class_name}.{old_name}")
        for class_name, names in ARGUMENTS.items()
        for old_name, new_name in names.items()
    ),
]


@pytest.mark.parametrize(("class_name", "old_name", "new_name"), RENAMES)
def test_renamed_arguments(class_name: str, old_name: str, new_name: str) -> None:
    given, expected = VALUES.get(old_name, (7, 7))
    node = read_layer(old(class_name, "layer", **{old_name: given}))
    assert load_catalog().layers[class_name].param(new_name) is not None
    assert node.params == Params({new_name: expected})


@pytest.mark.parametrize(
    ("layer", "params"),
    [
        pytest.param(
            old("Convolution2D", "c", nb_filter=8, nb_row=3, nb_col=5, border_mode="same"),
            Params(filters=8, kernel_size=(3, 5), padding="same"),
            id="sizes one by one",
        ),
        pytest.param(
            old("Convolution3D", "c", nb_filter=8, kernel_dim1=3, kernel_dim2=3, kernel_dim3=3),
            Params(filters=8, kernel_size=3),
            id="three sizes",
        ),
        pytest.param(
            old("Conv2D", "c", filters=8, kernel_size=[3, 3], dim_ordering="th", bias=False),
            Params(filters=8, kernel_size=3, data_format="channels_first", use_bias=False),
            id="dim_ordering",
        ),
        pytest.param(
            old("BatchNormalization", "c", axis=[3], momentum=0.9, fused=True, mode=0),
            Params(axis=3, momentum=0.9),
            id="axis in a list",
        ),
        pytest.param(
            old(
                "Dense",
                "c",
                units=4,
                kernel_initializer={
                    "class_name": "VarianceScaling",
                    "config": {
                        "scale": 1.0,
                        "mode": "fan_avg",
                        "distribution": "uniform",
                        "seed": None,
                    },
                },
                bias_initializer={"class_name": "Zeros", "config": {}},
                kernel_regularizer={"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.25}},
                batch_input_shape=[None, 3],
            ),
            Params(units=4, kernel_regularizer=Config("L2", Params(l2=0.25))),
            id="what goes without saying",
        ),
        pytest.param(
            old("LSTM", "c", units=4, implementation=2, time_major=False, unroll=True),
            Params(units=4, unroll=True),
            id="how it is computed",
        ),
        pytest.param(
            old("TimeDistributedDense", "c", output_dim=5),
            Params(layer=Config("Dense", Params(units=5))),
            id="TimeDistributedDense",
        ),
        pytest.param(
            old("Bidirectional", "c", layer=old("LSTM", "i", output_dim=5), merge_mode="sum"),
            Params(layer=Config("LSTM", Params(units=5)), merge_mode="sum"),
            id="held layer",
        ),
        pytest.param(
            old("ThresholdedReLU", "c"), Params(threshold=1.0), id="default of a class that went"
        ),
    ],
)
def test_old_forms_of_arguments(layer: Json, params: Params) -> None:
    assert read_layer(layer).params == params


@pytest.mark.parametrize("mode", MERGED)
def test_merge_by_mode(mode: str) -> None:
    data = model(
        entry("a", None, 4),
        entry("b", None, 4),
        old("Merge", "m", [["a", 0, 0], ["b", 0, 0]], mode=mode, concat_axis=-1, dot_axes=1),
        inputs=["a", "b"],
        outputs=["m"],
    )
    graph = read_config(data)
    assert node(graph, "m").class_name == MERGED[mode]
    assert wires(graph) == ["a > m:0", "b > m:1"]


def test_what_keras_3_writes_stays_as_it_is() -> None:
    config = {"name": "d", "units": 3, "kernel_regularizer": {"module": "keras.regularizers"}}
    assert upgrade_layer("Dense", config) == ("Dense", config)


@pytest.mark.parametrize(
    "config",
    [
        pytest.param([old("Dense", "d", units=3, batch_input_shape=[None, 5])], id="a list"),
        pytest.param(
            {"name": "s", "layers": [old("Dense", "d", units=3, batch_input_shape=[None, 5])]},
            id="an object",
        ),
        pytest.param(
            {
                "name": "s",
                "layers": [
                    entry("d_input", None, 5, dtype="float32", sparse=False, ragged=False),
                    old("Dense", "d", units=3, batch_input_shape=[None, 5], dtype="float32"),
                ],
            },
            id="with its InputLayer",
        ),
        pytest.param([old("Dense", "d", output_dim=3, input_dim=5)], id="input_dim"),
        pytest.param({"layers": [old("Dense", "d", output_dim=3, input_shape=[5])]}, id="shape"),
    ],
)
def test_sequential(config: Any) -> None:
    graph = read_config({"class_name": "Sequential", "keras_version": "2.1.6", "config": config})
    assert wires(graph) == ["d_input > d:0"]
    assert node(graph, "d_input").params == Params(shape=(5,))
    assert node(graph, "d").params == Params(units=3)


def test_chain_that_begins_with_merged_chains() -> None:
    def branch(size: int) -> Json:
        layer = old("Dense", "d", output_dim=size, input_dim=size)
        return {"class_name": "Sequential", "config": [layer]}

    merge = old("Merge", "merge", mode="concat", layers=[branch(3), branch(4)], concat_axis=-1)
    data = {
        "class_name": "Sequential",
        "keras_version": "1.2.2",
        "config": [merge, old("Dense", "end", output_dim=1)],
    }
    graph = read_config(data)
    assert wires(graph) == [
        "branch_1_input > branch_1:0",
        "branch_2_input > branch_2:0",
        "branch_1 > merge:0",
        "branch_2 > merge:1",
        "merge > end:0",
    ]
    assert node(graph, "branch_2_input").params == Params(shape=(4,))
    assert node(graph, "merge").class_name == "Concatenate"


def test_functional_model_of_keras_2() -> None:
    data = model(
        entry("x", None, 8, dtype="int32"),
        old("Embedding", "words", [["x", 0, 0, {}]], input_dim=50, output_dim=4, input_length=8),
        old(
            "LSTM",
            "read",
            [["words", 0, 0, {}]],
            units=3,
            recurrent_activation="hard_sigmoid",
            return_state=True,
        ),
        old("LSTM", "again", [["words", 0, 0], ["read", 0, 1], ["read", 0, 2]], units=3),
        old("Add", "sum", [["read", 0, 0, {}], ["again", 0, 0, {}]]),
        inputs=["x"],
        outputs=["sum"],
    )
    imported = read_model(data)
    assert imported.name == "old"
    assert wires(imported.graph) == [
        "x > words:0",
        "words > read:0",
        "words > again:0",
        "read > again:1",
        "read > again:2",
        "read > sum:0",
        "again > sum:1",
    ]
    assert node(imported.graph, "x").params == Params(shape=(8,), dtype="int32")
    assert node(imported.graph, "words").params == Params(input_dim=50, output_dim=4)


def test_model_within_a_model_is_called_twice() -> None:
    tower = model(
        entry("in", None, 4),
        old("Dense", "deep", [["in", 0, 0, {}]], units=2),
        inputs=["in"],
        outputs=["deep"],
    )
    calls = [[["a", 0, 0, {}]], [["b", 0, 0, {}]]]
    data = model(
        entry("a", None, 4),
        entry("b", None, 4),
        {**tower, "name": "tower", "inbound_nodes": calls},
        old("Dot", "end", [["tower", 0, 0, {}], ["tower", 1, 0, {}]], axes=1, normalize=True),
        inputs=["a", "b"],
        outputs=["end"],
    )
    data["config"]["output_layers"] = [["end", 0, 0], ["tower", 1, 0]]
    graph = read_config(data)
    assert wires(graph) == ["a > tower:0", "b > tower:0", "tower > end:0", "tower > end:1"]
    first, second = (n for n in graph.nodes.values() if n.name == "tower")
    assert first.class_name == "Functional"
    assert second.shares == first.id
    assert output_ports(graph) == (Port(node(graph, "end").id), Port(second.id))


def test_functions_of_tensorflow() -> None:
    def function(name: str, path: str, call: Any) -> Json:
        kind = "SlicingOpLambda" if "getitem" in path else "TFOpLambda"
        return {**old(kind, name, function=path), "inbound_nodes": [call]}

    cut = [{"start": None, "stop": None, "step": None}, 0]
    data = model(
        entry("x", None, 6, 4),
        function("mean", "math.reduce_mean", ["x", 0, 0, {"axis": 1, "keepdims": True}]),
        function("plus", "__operators__.add", ["x", 0, 0, {"y": ["mean", 0, 0], "name": None}]),
        function("half", "math.multiply", ["plus", 0, 0, {"y": 0.5, "name": None}]),
        function("part", "__operators__.getitem", ["half", 0, 0, {"slice_spec": cut}]),
        function("both", "concat", [["part", 0, 0, {"axis": -1}], ["part", 0, 0, {"axis": -1}]]),
        function("odd", "signal.fft", ["both", 0, 0, {}]),
        inputs=["x"],
        outputs=["odd"],
    )
    graph = read_config(data)
    assert [(n.class_name, dict(n.params)) for n in graph.nodes.values()][1:] == [
        ("ops.mean", {"axis": 1, "keepdims": True}),
        ("ops.add", {}),
        ("ops.multiply", {"x2": 0.5}),
        ("ops.get_item", {"key": (Params(start=None, stop=None, step=None), 0)}),
        ("ops.concatenate", {"axis": -1}),
        ("signal.fft", {"function": "signal.fft"}),
    ]
    assert "mean > plus:1" in wires(graph)


def test_unknown_class_keeps_its_config() -> None:
    found = read_layer(old("Highway", "h", transform_bias=-2, activation="relu"))
    assert (found.class_name, found.params) == (
        "Highway",
        Params(transform_bias=-2, activation="relu"),
    )


def test_function_in_a_lambda_is_kept_as_data() -> None:
    code = ["4wEAAAAAAAAA", None, None]
    found = read_layer(old("Lambda", "l", function=code, function_type="lambda"))
    assert found.class_name == "Lambda"
    assert found.params["function"] == ("4wEAAAAAAAAA", None, None)
