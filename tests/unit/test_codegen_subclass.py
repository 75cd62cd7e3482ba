"""Networks become classes: Model Subclassing."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest
from hypothesis import given, settings

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen import Source
from netbuilder.codegen.model import model_code
from netbuilder.codegen.training_mode import heeds_training
from netbuilder.graph import Config, Graph, Node, Params, Value
from netbuilder.graph.submodels import set_inner
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit import strategies
from tests.unit.drawing import Drawn, chain, draw, layer
from tests.unit.formatters import by_black
from tests.unit.round_trip import lost_on_the_way

_VALIDATOR = Validator(load_catalog())
_SIGNAL = layer("input_layer", "InputLayer", shape=(5, 3))


def _write(graph: Graph) -> Source:
    return model_code(graph, _VALIDATOR.validate(graph), load_catalog(), "", "subclass")


def _method(graph: Graph, name: str, of: str = "Net") -> str:
    """Return a method of a class of the code, without its docstring."""
    text = _write(graph).text
    classes = {part.name: part for part in ast.parse(text).body if isinstance(part, ast.ClassDef)}
    methods = (part for part in classes[of].body if isinstance(part, ast.FunctionDef))
    method = next(part for part in methods if part.name == name)
    lines = text.splitlines()[method.lineno - 1 : method.end_lineno]
    return dedent("\n".join(line for line in lines if '"""' not in line))


def test_class() -> None:
    graph = chain(_SIGNAL, layer("flatten", "Flatten"), layer("dense", "Dense", units=2))
    assert _write(graph).text == dedent(
        '''\
        import keras
        from keras import layers


        @keras.saving.register_keras_serializable()
        class Net(keras.Model):
            """The network: its layers are made in __init__ and wired up in call."""

            def __init__(self, **kwargs):
                super().__init__(**kwargs)
                self.flatten = layers.Flatten()
                self.dense = layers.Dense(2)

            def build(self, input_shape=None):
                """Make all weights, by calling the layers once on symbolic inputs."""
                inputs = keras.Input(shape=(5, 3))
                self.call(inputs)

            def call(self, inputs):
                """Return what the network gives."""
                x = self.flatten(inputs)  # (None, 15)
                return self.dense(x)  # (None, 2)


        def build_model():
            """Build the network."""
            model = Net()
            model.build()
            return model
        '''
    )


@pytest.mark.parametrize(
    ("drawn", "heeds"),
    [
        pytest.param(layer("a", "Dropout", rate=0.1), True, id="dropout"),
        pytest.param(layer("a", "BatchNormalization"), True, id="batch normalization"),
        pytest.param(layer("a", "RandomFlip"), True, id="augmentation"),
        pytest.param(layer("a", "Dense", units=1), False, id="asks but does not care"),
        pytest.param(layer("a", "LSTM", units=1), False, id="recurrent"),
        pytest.param(layer("a", "LSTM", units=1, recurrent_dropout=0.1), True, id="its own rate"),
        pytest.param(
            layer("a", "Bidirectional", layer=Config("GRU", Params(units=1, dropout=0.5))),
            True,
            id="held",
        ),
        pytest.param(
            layer("a", "RNN", cell=(Config("LSTMCell", Params(units=1)),)), False, id="cells"
        ),
        pytest.param(
            layer("a", "TimeDistributed", layer=Config("Dense", Params(units=1))), False, id="none"
        ),
        pytest.param(layer("a", "Strange"), False, id="unknown"),
    ],
)
def test_who_heeds_training(drawn: Drawn, heeds: bool) -> None:
    node: Node = chain(drawn).nodes["a"]
    assert heeds_training(node, load_catalog()) is heeds


def test_training_is_handed_on_to_those_who_heed_it() -> None:
    graph = chain(_SIGNAL, layer("dropout", "Dropout", rate=0.5), layer("relu", "ReLU"))
    assert _method(graph, "call") == dedent(
        """\
        def call(self, inputs, training=None):
            x = self.dropout(inputs, training=training)  # (None, 5, 3)
            return self.relu(x)  # (None, 5, 3)"""
    )


def test_several_ends_and_a_submodel() -> None:
    graph = draw(
        layer("left", "InputLayer", shape=(2,)),
        layer("right", "InputLayer", shape=(2,)),
        layer("one", "Dropout", "left", rate=0.5),
        layer("two", "Add", "one", "right"),
        layer("good", "Dense", "two", units=1),
        layer("bad", "Dense", "two", units=1),
    )
    graph = fold_part(graph, _VALIDATOR.validate(graph), ("one", "two"), "first part")
    assert _method(graph, "call") == dedent(
        """\
        def call(self, inputs, training=None):
            left, right = inputs
            first_part = self.first_part([left, right], training=training)  # (None, 2)
            good = self.good(first_part)  # (None, 1)
            bad = self.bad(first_part)  # (None, 1)
            return [good, bad]"""
    )
    assert 'self.output_names = ["good", "bad"]' in _method(graph, "__init__")
    assert 'self.first_part = FirstPart(name="first part")' in _method(graph, "__init__")
    assert "return self.two([x, input_layer_1])" in _method(graph, "call", of="FirstPart")


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        pytest.param("metrics", "metrics_2", id="Keras's own"),
        pytest.param("lambda", "lambda_layer", id="keyword"),
        pytest.param("2nd", "n2nd", id="digit"),
    ],
)
def test_attributes(name: str, attribute: str) -> None:
    graph = chain(_SIGNAL, layer(name, "Flatten"))
    assert f'self.{attribute} = layers.Flatten(name="{name}")' in _method(graph, "__init__")


def test_other_first_weights_are_announced() -> None:
    attention = layer("a", "Attention", "input_layer", "input_layer")
    additive = layer("a", "AdditiveAttention", "input_layer", "input_layer")
    words = "# AdditiveAttention draws random numbers only now"
    assert words in _method(draw(_SIGNAL, additive), "build")
    assert "#" not in _method(draw(_SIGNAL, attention), "build")


def test_layers_are_called_as_in_the_functional_style_where_operations_count_too() -> None:
    graph = draw(
        _SIGNAL,
        layer("sum", "ops.add", "input_layer", "input_layer"),
        layer("add", "Add", "sum", "input_layer"),
    )
    assert 'self.add_1 = layers.Add(name="add_1")' in _method(graph, "__init__")


@pytest.mark.parametrize(
    ("outer", "inner", "converted"),
    [
        pytest.param("float32", "int32", True, id="fractions to whole numbers"),
        pytest.param("int32", "float32", True, id="whole numbers to fractions"),
        pytest.param("float16", "float32", False, id="fractions, as a class converts them"),
        pytest.param("float32", "float16", True, id="fractions to short ones"),
        pytest.param("int32", "int32", False, id="the same"),
        pytest.param("string", "string", False, id="texts"),
    ],
)
def test_a_submodel_converts_what_comes_as_a_functional_one(
    outer: str, inner: str, *, converted: bool
) -> None:
    inside = chain(
        layer("entry", "InputLayer", shape=(3,), **_of(inner)),
        layer("same", "Identity", **_of(inner)),
    )
    outside = chain(
        layer("numbers", "InputLayer", shape=(3,), **_of(outer)), layer("part", "Functional")
    )
    graph = set_inner(outside, "part", inside)
    line = f'inputs = ops.convert_to_tensor(inputs, dtype="{inner}")'
    assert (line in _method(graph, "call", "Part")) == converted
    assert lost_on_the_way(graph) == []


def _of(dtype: str) -> dict[str, Value]:
    """Return the parameter that says a number format, if it has to be said."""
    return {} if dtype == "float32" else {"dtype": dtype}


def test_unfinished() -> None:
    graph = chain(_SIGNAL, layer("dense", "Dense"))
    assert "        # dense: waits for a value for units\n" in _write(graph).text
    assert "        # The network has no input or no output yet.\n" in _write(graph).text
    assert _write(Graph()).text.count("def ") == 4


def test_spans_show_where_a_layer_is_made_and_called() -> None:
    graph = chain(_SIGNAL, layer("flatten", "Flatten"), layer("dense", "Dense", units=2))
    source = _write(graph)
    lines = source.text.splitlines()
    shown = [lines[first - 1].strip() for first, _ in source.spans["flatten"]]
    assert shown == ["self.flatten = layers.Flatten()", "x = self.flatten(inputs)  # (None, 15)"]
    ((first, _),) = source.spans["input_layer"]
    assert lines[first - 1].strip() == "inputs = keras.Input(shape=(5, 3))"


@given(strategies.graphs())
@settings(max_examples=40)
def test_any_graph_gives_a_class_that_parses(graph: Graph) -> None:
    source = _write(graph)
    assert ast.parse(source.text)
    assert by_black(source.text) == source.text
    assert set(source.spans) <= set(graph.nodes)
