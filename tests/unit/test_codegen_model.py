"""Networks become Sequential or Functional code."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.codegen import Source
from netbuilder.codegen.model import CodeError, Style, model_code
from netbuilder.graph import Config, Graph, Params, Port, edits
from netbuilder.validation import Report
from netbuilder.validation.validate import Validator
from tests.unit import strategies
from tests.unit.drawing import Drawn, chain, draw, image, layer
from tests.unit.formatters import by_black, by_ruff

_VALIDATOR = Validator(load_catalog())
_CONFIG_L2 = Config("L2", Params(l2=0.5))


def _write(graph: Graph, style: Style | None = None, title: str = "") -> Source:
    return model_code(graph, _VALIDATOR.validate(graph), load_catalog(), title, style)


def _body(graph: Graph, style: Style | None = None) -> str:
    """Return the lines of build_model() after its docstring, not indented."""
    _, _, body = _write(graph, style).text.partition('"""Build the network."""\n')
    return dedent(body)


def _functional(*drawn: Drawn, outputs: tuple[str, ...] = ()) -> str:
    return _body(draw(*drawn, outputs=outputs), "functional")


_IMAGE = layer("input_layer", "InputLayer", shape=(8, 8, 1))
_SIGNAL = layer("input_layer", "InputLayer", shape=(5, 3))


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        pytest.param(
            layer("dense", "Dense", units=10), "layers.Dense(10),  # (None, 8, 8, 10)", id="one"
        ),
        pytest.param(
            layer("scores", "Dense", units=10, activation=None, use_bias=True),
            'layers.Dense(10, name="scores"),  # (None, 8, 8, 10)',
            id="defaults left out, name given",
        ),
        pytest.param(
            layer("conv2d", "Conv2D", filters=2, kernel_size=3),
            "layers.Conv2D(2, kernel_size=3),  # (None, 6, 6, 2)",
            id="filters lead",
        ),
        pytest.param(
            layer("resizing", "Resizing", height=4, width=6),
            "layers.Resizing(height=4, width=6),  # (None, 4, 6, 1)",
            id="equals are all named",
        ),
        pytest.param(
            layer("max_pooling2d", "MaxPooling2D"),
            "layers.MaxPooling2D(),  # (None, 4, 4, 1)",
            id="none needed",
        ),
        pytest.param(
            layer("dense", "Dense", units=1, kernel_regularizer=_CONFIG_L2),
            "layers.Dense(1, kernel_regularizer=keras.regularizers.L2(l2=0.5)),",
            id="object, no room for the shape",
        ),
        pytest.param(
            layer("dense", "Dense", units=1, activation=Config("LeakyReLU")),
            "layers.Dense(1, activation=layers.LeakyReLU()),  # (None, 8, 8, 1)",
            id="layer as activation",
        ),
        pytest.param(
            layer("dense", "Dense", units=1, activation=Config("relu")),
            'layers.Dense(1, activation="relu"),  # (None, 8, 8, 1)',
            id="function as activation",
        ),
        pytest.param(
            layer("dense", "Dense", units=1, unknown=3, **{"a b": 1}),
            "layers.Dense(1),",
            id="unknown parameters are left out",
        ),
        pytest.param(layer("dense", "Dense"), "# dense: waits for a value for units", id="waits"),
        pytest.param(
            layer("a\nb: ", "Dense"), "# a b: : waits for a value for units", id="waits, odd name"
        ),
    ],
)
def test_layer_of_a_sequential(drawn: Drawn, written: str) -> None:
    body = _body(chain(_IMAGE, drawn), "sequential" if drawn.name != "a\nb: " else None)
    assert f"        {written}\n" in body


def test_sequential() -> None:
    graph = chain(image(28, 28), layer("flatten", "Flatten"), layer("dense_1", "Dense", units=2))
    assert _write(graph, title="Ein Netz für 2").text == dedent(
        '''\
        import keras
        from keras import layers


        def build_model():
            """Build the network."""
            return keras.Sequential(
                [
                    keras.Input(shape=(28, 28), name="x"),
                    layers.Flatten(),  # (None, 784)
                    layers.Dense(2, name="dense_1"),  # (None, 2)
                ],
                name="ein_netz_fur_2",
            )
        '''
    )


def test_functional_chain_calls_every_tensor_x() -> None:
    graph = chain(_IMAGE, layer("flatten", "Flatten"), layer("dense", "Dense", units=2))
    assert _body(graph, "functional") == dedent(
        """\
        inputs = keras.Input(shape=(8, 8, 1))
        x = layers.Flatten()(inputs)  # (None, 64)
        outputs = layers.Dense(2)(x)  # (None, 2)
        return keras.Model(inputs, outputs)
        """
    )


def test_tensor_that_is_needed_later_is_called_after_its_node() -> None:
    body = _functional(
        _SIGNAL,
        layer("lambda", "Dense", "input_layer", units=3),
        layer("x", "Dense", "lambda", units=3),
        layer("add", "Add", "lambda", "x"),
        layer("multiply", "Multiply", "x", "add"),
    )
    assert body == dedent(
        """\
        inputs = keras.Input(shape=(5, 3))
        lambda_layer = layers.Dense(3, name="lambda")(inputs)  # (None, 5, 3)
        x_2 = layers.Dense(3, name="x")(lambda_layer)  # (None, 5, 3)
        x = layers.Add()([lambda_layer, x_2])  # (None, 5, 3)
        outputs = layers.Multiply()([x_2, x])  # (None, 5, 3)
        return keras.Model(inputs, outputs)
        """
    )


def test_several_outputs_of_a_layer() -> None:
    body = _functional(
        _SIGNAL,
        layer("lstm", "LSTM", "input_layer", units=4, return_state=True),
        layer("add", "Add", "lstm", "lstm:2"),
    )
    assert "    lstm, _, lstm_c = layers.LSTM(4, return_state=True)(inputs)" in indent(body, "    ")
    assert "outputs = layers.Add()([lstm, lstm_c])" in body


@pytest.mark.parametrize(
    ("feeds", "written"),
    [
        pytest.param(("lstm",), 'layers.Identity(name="same")(x)', id="one"),
        pytest.param(
            ("lstm", "lstm:2"),
            'same, same_state_1 = layers.Identity(name="same")([lstm, lstm_c])',
            id="two",
        ),
    ],
)
def test_an_identity_takes_one_tensor_or_a_list(feeds: Sequence[str], written: str) -> None:
    body = _functional(
        _SIGNAL,
        layer("lstm", "LSTM", "input_layer", units=4, return_state=True),
        layer("same", "Identity", *feeds),
        *([layer("add", "Add", "same", "same:1")] if len(feeds) > 1 else []),
    )
    assert written in body


def test_named_ports_are_arguments_and_attention_takes_a_list() -> None:
    body = _functional(
        _SIGNAL,
        layer("mha", "MultiHeadAttention", "input_layer", "input_layer", num_heads=1, key_dim=2),
        layer("attention", "Attention", "mha", "input_layer"),
    )
    assert 'layers.MultiHeadAttention(num_heads=1, key_dim=2, name="mha")(inputs, inputs)' in body
    assert "layers.Attention()([x, inputs])" in body


def test_several_inputs_and_outputs() -> None:
    body = _functional(
        layer("left", "InputLayer", shape=(2,)),
        layer("right", "InputLayer", shape=(2,)),
        layer("add", "Add", "left", "right"),
        layer("good", "Dense", "add", units=1),
        outputs=("good", "add"),
    )
    assert 'left = keras.Input(shape=(2,), name="left")' in body
    assert "return keras.Model(inputs=[left, right], outputs=[good, add])" in body


def test_chain_as_sequential_is_refused_for_branches() -> None:
    graph = draw(_SIGNAL, layer("add", "Add", "input_layer", "input_layer"))
    with pytest.raises(CodeError, match="not a plain chain"):
        _write(graph, "sequential")


@pytest.mark.parametrize("style", [None, "functional"])
def test_nothing_yet(style: Style | None) -> None:
    assert "# The network has no input or no output yet." in _body(Graph(), style)


@pytest.mark.parametrize(
    ("drawn", "reason"),
    [
        pytest.param(
            layer("a", "Nonsense", "input_layer"), "a layer of a class", id="unknown class"
        ),
        pytest.param(
            layer("a", "Subtract", "input_layer"), "a wire to its input", id="too few wires"
        ),
        pytest.param(
            layer("a", "Flatten", "input_layer", "input_layer"), "fewer wires", id="too many wires"
        ),
    ],
)
def test_what_cannot_be_written_says_what_it_waits_for(drawn: Drawn, reason: str) -> None:
    graph = draw(_SIGNAL, drawn, layer("after", "Flatten", "a"))
    report = Report(order=tuple(graph.nodes), inputs=("input_layer",), outputs=(Port("after"),))
    code = model_code(graph, report, load_catalog(), "", None).text
    assert f"# a: waits for {reason}" in code
    assert "# after: waits for a" in code


@pytest.mark.parametrize("style", ["sequential", "functional"])
def test_spans_lead_from_a_line_to_its_node_and_back(style: Style) -> None:
    conv = Params(filters=64, kernel_size=(3, 3), padding="same", bias_initializer="ones")
    graph = chain(_IMAGE, layer("wide", "Conv2D", **conv), layer("flatten", "Flatten"))
    source = _write(graph, style)
    lines = source.text.splitlines()
    for key, ((first, last),) in source.spans.items():
        assert all(source.node_at(line) == key for line in range(first, last + 1))
    ((first, last),) = source.spans["wide"]
    assert lines[first - 1].strip() == "# gives (None, 8, 8, 64)"
    assert "layers.Conv2D(" in lines[first]
    assert 'name="wide"' in lines[last - 2]
    assert source.node_at(1) is None
    assert list(source.spans) == list(graph.nodes)


_long_names = st.text("abcdefgh_", min_size=1, max_size=45)


@st.composite
def _wide_networks(draw_one: st.DrawFn) -> Graph:
    """Return a network of branches with long names that are merged again and again."""
    names = draw_one(st.lists(_long_names, min_size=4, max_size=14, unique=True))
    drawn = [layer(names[0], "InputLayer", shape=(4, 4))]
    for number, name in enumerate(names[1:], start=1):
        class_name = draw_one(st.sampled_from(["Add", "Concatenate", "Dense", "Attention"]))
        count = {"Dense": 1, "Attention": draw_one(st.integers(2, 3))}.get(class_name)
        feeds = draw_one(
            st.lists(st.sampled_from(names[:number]), min_size=count or 2, max_size=count or 12)
        )
        params = {"units": 4} if class_name == "Dense" else {}
        drawn.append(layer(name, class_name, *feeds, **params))
    return draw(*drawn)


@given(_wide_networks())
@settings(max_examples=25)
def test_formatters_leave_wide_networks_as_they_are(graph: Graph) -> None:
    code = _write(graph, "functional").text
    assert by_black(code) == code
    assert by_ruff(code) == code


@given(strategies.graphs(), st.text())
@settings(max_examples=60)
def test_any_graph_gives_code_that_parses(graph: Graph, title: str) -> None:
    source = _write(graph, title=title)
    assert ast.parse(source.text)
    assert by_black(source.text) == source.text
    assert set(source.spans) <= set(graph.nodes)


def test_names_are_given_where_keras_would_find_others() -> None:
    graph = chain(
        _SIGNAL,
        layer("bidirectional", "Bidirectional", layer=Config("LSTM", Params(units=2))),
        layer("repeat_vector", "RepeatVector", n=3),
        layer("lstm", "LSTM", units=2),
        layer("dense", "Dense", units=2),
        layer("dense_2", "Dense", units=2),
        layer("dense_1", "Dense", units=2),
    )
    renamed = edits.rename(graph, "dense", "first")
    body = _body(graph)
    assert 'layers.LSTM(2, name="lstm")' in body
    assert 'layers.Dense(2, name="dense_2")' in body
    assert 'layers.Dense(2),  # (None, 2)\n            layers.Dense(2, name="dense_2")' in indent(
        body, "    "
    )
    assert 'name="first"' in _body(renamed)
