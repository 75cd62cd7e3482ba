"""The reader of scripts: what it follows, what it says it cannot, and by which line."""

from __future__ import annotations

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Config, Graph, Node, Params
from netbuilder.graph.walks import output_ports
from netbuilder.importing import ConfigError, Imported, read_source
from netbuilder.validation.validate import Validator
from tests.scripts import NOTED, SCRIPTS
from tests.unit.imported import as_keras_writes

HEAD = "import keras\nfrom keras import layers\n"


def read(body: str) -> Imported:
    """Read a script behind two lines of imports."""
    return read_source(HEAD + body)


def only(graph: Graph, class_name: str) -> Node:
    (found,) = [node for node in graph.nodes.values() if node.class_name == class_name]
    return found


def classes(graph: Graph) -> list[str]:
    return [node.class_name for node in graph.nodes.values()]


def noted(imported: Imported) -> list[tuple[int | None, str]]:
    return [(note.line, note.message) for note in imported.notes]


@pytest.mark.parametrize("name", SCRIPTS)
def test_everything_of_usual_scripts_is_followed(name: str) -> None:
    imported = read_source(SCRIPTS[name])
    assert tuple(note.message for note in imported.notes) == NOTED.get(name, ())
    assert len(imported.graph.nodes) > 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Dense(output_dim=4)", "Dense(4)", id="output_dim"),
        pytest.param(
            "Dense(4, init='uniform')", "Dense(4, kernel_initializer='uniform')", id="init"
        ),
        pytest.param("Dense(4, bias=False)", "Dense(4, use_bias=False)", id="bias"),
        pytest.param("Dense(4, W_regularizer='l2')", "Dense(4, kernel_regularizer='l2')", id="W_"),
        pytest.param("Dropout(p=0.3)", "Dropout(0.3)", id="p"),
        pytest.param("GaussianNoise(sigma=1.0)", "GaussianNoise(1.0)", id="sigma"),
        pytest.param("LeakyReLU(alpha=0.1)", "LeakyReLU(negative_slope=0.1)", id="alpha"),
        pytest.param("ThresholdedReLU(theta=0.5)", "ReLU(threshold=0.5)", id="ThresholdedReLU"),
        pytest.param("BatchNormalization(mode=0)", "BatchNormalization()", id="mode"),
    ],
)
def test_old_spellings_of_flat_layers(old: str, new: str) -> None:
    assert _chain("(4,)", old) == _chain("(4,)", new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Convolution2D(8, 3, 3)", "Conv2D(8, (3, 3))", id="three sizes"),
        pytest.param("Convolution2D(8, 3, 5)", "Conv2D(8, (3, 5))", id="two different sizes"),
        pytest.param(
            "Convolution2D(nb_filter=8, nb_row=3, nb_col=3, border_mode='same', subsample=(2, 2))",
            "Conv2D(8, 3, strides=2, padding='same')",
            id="all by name",
        ),
        pytest.param(
            "Conv2D(8, 3, dim_ordering='tf')",
            "Conv2D(8, 3, data_format='channels_last')",
            id="dim_ordering",
        ),
        pytest.param(
            "AtrousConvolution2D(8, 3, 3, atrous_rate=(2, 2))",
            "Conv2D(8, 3, dilation_rate=2)",
            id="AtrousConvolution2D",
        ),
        pytest.param(
            "MaxPooling2D(pool_size=(2, 2), border_mode='same')",
            "MaxPooling2D(2, padding='same')",
            id="pooling",
        ),
        pytest.param("Deconvolution2D(8, 3, 3)", "Conv2DTranspose(8, 3)", id="Deconvolution2D"),
    ],
)
def test_old_spellings_of_layers_on_pictures(old: str, new: str) -> None:
    assert _chain("(16, 16, 1)", old) == _chain("(16, 16, 1)", new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "LSTM(output_dim=4, inner_activation='hard_sigmoid', dropout_W=0.1, dropout_U=0.2)",
            "LSTM(4, recurrent_activation='hard_sigmoid', dropout=0.1, recurrent_dropout=0.2)",
            id="LSTM",
        ),
        pytest.param("LSTM(4, consume_less='gpu')", "LSTM(4)", id="consume_less"),
        pytest.param("CuDNNLSTM(4)", "LSTM(4)", id="CuDNNLSTM"),
        pytest.param(
            "TimeDistributedDense(4)", "TimeDistributed(layers.Dense(4))", id="TimeDistributedDense"
        ),
        pytest.param(
            "Conv1D(nb_filter=4, filter_length=3, subsample_length=2)",
            "Conv1D(4, 3, strides=2)",
            id="Conv1D",
        ),
        pytest.param("MaxPooling1D(pool_length=3, stride=2)", "MaxPooling1D(3, 2)", id="pooling"),
    ],
)
def test_old_spellings_of_layers_on_series(old: str, new: str) -> None:
    assert _chain("(12, 3)", old) == _chain("(12, 3)", new)


def _chain(shape: str, layer: str) -> list[tuple[str, Params]]:
    imported = read(f"model = keras.Sequential([keras.Input({shape}), layers.{layer}])")
    assert imported.notes == ()
    nodes = imported.graph.nodes.values()
    return [(node.class_name, as_keras_writes(node.class_name, node.params)) for node in nodes]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        pytest.param("Dense(2, input_dim=7)", (7,), id="input_dim"),
        pytest.param("Dense(2, input_shape=(7,))", (7,), id="input_shape"),
        pytest.param("Dense(2, batch_input_shape=(None, 7))", (7,), id="batch_input_shape"),
        pytest.param("Embedding(100, 8, input_length=20)", (20,), id="input_length"),
        pytest.param("LSTM(4, input_dim=3, input_length=9)", (9, 3), id="both"),
    ],
)
def test_first_layer_tells_the_shape(layer: str, shape: tuple[int, ...]) -> None:
    graph = read(f"model = keras.Sequential([layers.{layer}])").graph
    assert only(graph, "InputLayer").params == Params(shape=shape)


def test_merge_of_keras_1() -> None:
    graph = read(
        "from keras.layers import merge\n"
        "a, b = keras.Input((4,)), keras.Input((4,))\n"
        "m = merge([a, b], mode='concat', concat_axis=1)\n"
        "model = keras.Model(input=[a, b], output=merge([m, m], mode='sum'))"
    ).graph
    assert only(graph, "Concatenate").params == Params(axis=1)
    assert [graph.nodes[port.node].class_name for port in output_ports(graph)] == ["Add"]


def test_functions_of_tensorflow_are_operations() -> None:
    graph = read_source(
        "import tensorflow as tf\n"
        "x = tf.keras.Input((6, 4))\n"
        "y = tf.nn.relu(tf.reduce_mean(x, axis=1))\n"
        "z = tf.concat([y, tf.math.square(y)], axis=-1)\n"
        "model = tf.keras.Model(x, tf.reshape(z, [-1, 2, 4]))"
    ).graph
    names = ["InputLayer", "ops.mean", "ops.relu", "ops.square", "ops.concatenate", "ops.reshape"]
    assert classes(graph) == names
    assert only(graph, "ops.reshape").params == Params(newshape=(-1, 2, 4))


def test_lambda_layer_is_read_as_what_its_function_does() -> None:
    graph = read(
        "i = keras.Input((4,))\nmodel = keras.Model(i, layers.Lambda(lambda t: t * 2 + 1)(i))"
    ).graph
    assert classes(graph) == ["InputLayer", "ops.multiply", "ops.add"]


def test_class_with_a_call_that_can_be_followed_is_a_submodel() -> None:
    graph = read_source(SCRIPTS["layer class in a functional model"]).graph
    block = next(node for node in graph.nodes.values() if node.name == "second")
    assert block.class_name == "Functional"
    assert block.inner is not None
    assert classes(block.inner) == ["InputLayer", "Conv2D", "BatchNormalization", "ReLU"]


def test_class_with_weights_of_its_own_is_an_unknown_layer() -> None:
    imported = read(
        "class Scale(layers.Layer):\n"
        "    def __init__(self, units=3, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.units = units\n"
        "    def build(self, shape):\n"
        "        self.w = self.add_weight(shape=(shape[-1], self.units))\n"
        "    def call(self, x):\n"
        "        return keras.ops.matmul(x, self.w)\n"
        "i = keras.Input((4,))\n"
        "model = keras.Model(i, layers.Dense(1)(Scale(5)(i)))"
    )
    scale = only(imported.graph, "Scale")
    assert (scale.name, scale.params) == ("scale", Params(units=5))
    assert [line for line, _ in noted(imported)] == [8]


def test_unknown_function_stays_in_place() -> None:
    imported = read(
        "import tensorflow_addons as tfa\n"
        "i = keras.Input((4,))\n"
        "x = tfa.activations.rrelu(i)\n"
        "model = keras.Model(i, layers.Dense(1)(x))"
    )
    assert classes(imported.graph) == ["InputLayer", "rrelu", "Dense"]
    ((line, message),) = noted(imported)
    assert line == 5
    assert message.startswith("What tensorflow_addons.activations.rrelu does to its input")


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(
            "keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(4, 3), layers.Flatten()])",
            id="Sequential",
        ),
        pytest.param(
            "keras.Model(i := layers.Input((8, 8, 1)), layers.Flatten()(layers.Conv2D(4, 3)(i)))",
            id="Functional",
        ),
        pytest.param(
            "keras.Sequential([keras.Sequential([layers.Conv2D(4, 3)]), layers.Flatten()])",
            id="within another, without a shape",
        ),
    ],
)
def test_model_for_each_step_is_distributed_layer_by_layer(model: str) -> None:
    imported = read(
        f"frames = {model}\nvideo = keras.Input((5, 8, 8, 1))\n"
        "x = layers.TimeDistributed(frames, name='each')(video)\n"
        "model = keras.Model(video, layers.LSTM(3)(x))\n"
    )
    ((line, said),) = noted(imported)[-1:]
    assert line == 5
    assert "TimeDistributed holds a whole model here" in said
    report = Validator(load_catalog()).validate(imported.graph)
    assert report.ok
    each = next(node for node in imported.graph.nodes.values() if node.name == "each")
    assert report.nodes[each.id].outputs[0].shape == (None, 5, 144)
    assert report.total_params == 40 + 4 * 3 * (144 + 3 + 1)


_BRANCHING = """
i = keras.Input((8, 8, 3))
a, b = layers.Conv2D(4, 3, padding="same")(i), layers.Conv2D({}, 1)(i)
frames = keras.Model(i, layers.Flatten()({}))
video = keras.Input((5, 8, 8, 3))
model = keras.Model(video, layers.LSTM(2)(layers.TimeDistributed(frames, name="each")(video)))
"""


@pytest.mark.parametrize(
    ("filters", "merged", "row"),
    [
        pytest.param(4, "layers.Add()([a, b])", 256, id="add"),
        pytest.param(2, "layers.Concatenate()([a, b])", 384, id="concatenate"),
        pytest.param(4, "layers.Multiply()([layers.ReLU()(a), a])", 256, id="used twice"),
    ],
)
def test_branching_model_for_each_step(filters: int, merged: str, row: int) -> None:
    imported = read(_BRANCHING.format(filters, merged))
    report = Validator(load_catalog()).validate(imported.graph)
    assert report.ok
    each = next(node for node in imported.graph.nodes.values() if node.name == "each")
    assert report.nodes[each.id].outputs[0].shape == (None, 5, row)
    assert "is drawn as a model in which each layer is" in noted(imported)[0][1]


@pytest.mark.parametrize(
    "merged",
    [
        pytest.param("layers.Concatenate(axis=1)([a, b])", id="along another axis"),
        pytest.param("layers.Add()([a, layers.GlobalMaxPooling2D()(b)])", id="spread out"),
        pytest.param("a + 1.0", id="a function"),
        pytest.param("layers.Dot(axes=1)([a, b])", id="a product"),
    ],
)
def test_branching_model_that_mixes_steps_is_left_out(merged: str) -> None:
    said = [message for _, message in noted(read(_BRANCHING.format(4, merged)))]
    assert any("cannot hold a whole model" in message for message in said)


def test_cells_of_one_rnn_are_stacked() -> None:
    graph = read(
        "cells = [layers.LSTMCell(4), layers.GRUCell(3)]\n"
        "model = keras.Sequential([keras.Input((6, 2)), layers.RNN(cells)])\n"
    ).graph
    assert only(graph, "RNN").params["cell"] == Config(
        "StackedRNNCells",
        Params(
            cells=(Config("LSTMCell", Params(units=4)), Config("GRUCell", Params(units=3))),
        ),
    )
    assert Validator(load_catalog()).validate(graph).ok


def test_network_of_keras_applications_takes_a_tensor() -> None:
    imported = read(
        "picture = keras.Input((64, 64, 3))\n"
        "base = keras.applications.VGG16(include_top=False, input_tensor=picture, weights=None)\n"
        "model = keras.Model(base.input, layers.Flatten()(base.output))\n"
    )
    found = classes(imported.graph)
    assert found[:2] == ["InputLayer", "Conv2D"]
    assert found[-2:] == ["MaxPooling2D", "Flatten"]
    assert len(found) == 20
    assert not imported.notes


_BACKBONE = """
base = keras.applications.MobileNetV2(input_shape=(96, 96, 3), include_top=False{})
base.trainable = False
{}
prepare = keras.applications.mobilenet_v2.preprocess_input
picture = keras.Input((96, 96, 3))
x = base(prepare(picture), training=False)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(picture, layers.Dense(2)(x))
"""


@pytest.mark.parametrize(
    ("more", "change", "class_name", "told"),
    [
        pytest.param("", "", "Application", [], id="as Keras brings it"),
        pytest.param(", weights=None", "", "Application", [], id="random weights"),
        pytest.param(", alpha=0.35, weights=None", "", "Functional", [], id="another width"),
        pytest.param(", alpha=0.35", "", "Functional", ["'imagenet' are no part"], id="lost"),
        pytest.param(
            *("", "base.layers[-1].trainable = True", "Functional"),
            ["'imagenet' are no part"],
            id="changed inside",
        ),
    ],
)
def test_network_of_keras_applications_is_a_submodel(
    more: str, change: str, class_name: str, told: list[str]
) -> None:
    imported = read(_BACKBONE.format(more, change))
    assert classes(imported.graph)[2:4] == ["ops.subtract", class_name]
    assert Validator(load_catalog()).validate(imported.graph).ok
    assert [part in message for part, (_, message) in zip(told, noted(imported), strict=True)] == [
        True
    ] * len(told)


@pytest.mark.parametrize(
    ("call", "part"),
    [
        pytest.param(
            "ResNet50(classes=7)",
            "Keras refuses ResNet50: If using `weights='imagenet'` with `include_top=True`",
            id="refused",
        ),
        pytest.param(
            "Xception(weights=None, include_top=False, input_shape=(32, 48, 3))",
            "Input size must be at least 71x71; Received: input_shape=(32, 48, 3)",
            id="too small",
        ),
        pytest.param("ResNet1000()", "ResNet1000 could not be followed", id="unknown"),
        pytest.param("ResNet50(alpha, weights=None)", "ResNet50 could not be", id="not known"),
    ],
)
def test_network_of_keras_applications_stands_as_one_layer(call: str, part: str) -> None:
    imported = read(
        f"base = keras.applications.{call}\n"
        "model = keras.Sequential([keras.Input((64, 64, 3)), base, layers.Dense(2)])"
    )
    name = call.partition("(")[0]
    assert classes(imported.graph) == ["InputLayer", name, "Dense"]
    assert noted(imported)[0][0] == 3
    assert part in noted(imported)[0][1]


@pytest.mark.parametrize(
    ("body", "line", "part"),
    [
        pytest.param(
            "import json\nn = json.load(open('x.json'))['n']\n"
            "model = keras.Sequential([keras.Input((3,)), layers.Dense(n)])",
            5,
            "Dense: units is left out, because json.load(open('x.json')) is not known",
            id="argument",
        ),
        pytest.param(
            "import os\nm = keras.Sequential([keras.Input((3,))])\n"
            "if os.path.exists('x'):\n    m.add(layers.Dense(2))",
            5,
            "Whether os.path.exists('x') holds is not known",
            id="condition",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,))])\n"
            "for n in open('sizes.txt'):\n    m.add(layers.Dense(2))",
            4,
            "How often this loop runs is not known",
            id="loop",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nm.add(get_layer())",
            4,
            "get_layer() is added to the model, but it is no layer",
            id="added",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nexit()\nm.pop()",
            4,
            "The script ends here",
            id="exit",
        ),
        pytest.param(
            "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nwhile True:\n    pass",
            4,
            "takes too many steps",
            id="endless loop",
        ),
        pytest.param(
            "i = keras.Input((None, len(open('x').read())))\n"
            "model = keras.Model(i, layers.Dense(2)(i))",
            3,
            "is not known before the script runs; it is left open",
            id="size of an input",
        ),
    ],
)
def test_what_cannot_be_followed_is_named_by_line(body: str, line: int, part: str) -> None:
    imported = read(body)
    assert [found for found, _ in noted(imported)] == [line]
    assert part in noted(imported)[0][1]
    assert len(imported.graph.nodes) > 1


def test_size_that_either_branch_sets_is_not_known() -> None:
    imported = read(
        "import sys\n"
        "if len(sys.argv) > 1:\n    n = 4\nelse:\n    n = 8\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(n)])"
    )
    assert only(imported.graph, "Dense").params == Params()
    assert [line for line, _ in noted(imported)] == [8]


def test_trained_model_is_the_one_that_is_meant() -> None:
    imported = read(
        "one = keras.Sequential([keras.Input((3,)), layers.Dense(1)], name='one')\n"
        "two = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name='two')\n"
        "one.compile('adam', 'mse')\none.fit(None, None, epochs=3)"
    )
    assert imported.name == "one"
    assert noted(imported) == [
        (None, "The script makes other models too, which were left out: two.")
    ]


def test_function_that_nobody_calls_builds_the_model() -> None:
    imported = read(
        "def helper(x):\n    return x\n"
        "def build_model(units=4):\n"
        "    return keras.Sequential([keras.Input((3,)), layers.Dense(units)], name='built')\n"
    )
    assert imported.name == "built"
    assert only(imported.graph, "Dense").params == Params(units=4)


def test_class_that_nobody_makes_needs_a_shape() -> None:
    imported = read(
        "class Net(keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.d = layers.Dense(2)\n"
        "    def call(self, x):\n"
        "        return self.d(x)\n"
    )
    assert classes(imported.graph) == ["InputLayer", "Dense"]
    assert [line for line, _ in noted(imported)] == [3]


def test_class_that_calls_itself_on_inputs_keeps_these() -> None:
    imported = read(
        "class Net(keras.Model):\n"
        "    def __init__(self):\n"
        "        super().__init__(name='net')\n"
        "        self.d = layers.Dense(2)\n"
        "    def build(self, input_shape=None):\n"
        "        left, right = keras.Input((3,), name='left'), keras.Input((3,), name='right')\n"
        "        self.call([left, right])\n"
        "    def call(self, inputs):\n"
        "        left, right = inputs\n"
        "        return self.d(left) + self.d(right)\n"
        "model = Net()\n"
        "model.build()\n"
    )
    names = [node.name for node in imported.graph.nodes.values()]
    assert (names, imported.notes) == (["left", "right", "dense", "dense", "add"], ())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("", "No model of Keras", id="empty"),
        pytest.param("x = 1\nprint(x)", "No model of Keras", id="no model"),
        pytest.param("x = (1", "Line 1 is no Python", id="bracket"),
        pytest.param("a = 1\nb = = 2", "Line 2 is no Python", id="second line"),
        pytest.param("a\0b", "is no Python", id="zero byte"),
        pytest.param("x = " + "-" * 50_000 + "1", "nested too deeply", id="deep"),
        pytest.param("#" * (2**20 + 1), "longer than 1 MB", id="long"),
    ],
)
def test_refusals(text: str, part: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_source(text)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_training() -> None:
    training = read(
        "from keras.callbacks import EarlyStopping, ModelCheckpoint\n"
        "EPOCHS = 4 * 5\n"
        "keras.utils.set_random_seed(7)\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
        "steps = keras.optimizers.schedules.ExponentialDecay(0.1, 100, decay_rate=0.9)\n"
        "model.compile(optimizer=keras.optimizers.SGD(steps, momentum=0.9),\n"
        "    loss=keras.losses.CategoricalCrossentropy(from_logits=True),\n"
        "    metrics=['accuracy', 'mae', keras.metrics.AUC(curve='PR'), 'Recall'])\n"
        "model.fit(x, y, epochs=EPOCHS, batch_size=16, validation_split=0.25, shuffle=False,\n"
        "    callbacks=[EarlyStopping(patience=3), ModelCheckpoint('best.keras')])"
    ).training
    assert training is not None
    schedule = Params(initial_learning_rate=0.1, decay_steps=100, decay_rate=0.9)
    assert training.optimizer == Config(
        "SGD", Params(learning_rate=Config("ExponentialDecay", schedule), momentum=0.9)
    )
    assert training.loss == Config("CategoricalCrossentropy", Params(from_logits=True))
    assert training.metrics == (
        Config("accuracy"),
        Config("MeanAbsoluteError"),
        Config("AUC", Params(curve="PR")),
        Config("Recall"),
    )
    assert [callback.class_name for callback in training.callbacks] == [
        "EarlyStopping",
        "ModelCheckpoint",
    ]
    assert (training.epochs, training.batch_size, training.seed) == (20, 16, 7)
    assert (training.validation_split, training.shuffle) == (0.25, False)


@pytest.mark.parametrize(
    ("given", "weighs", "notes"),
    [
        pytest.param("class_weight=class_weights(y)", True, 0, id="from the data"),
        pytest.param("class_weight={0: 1.0, 1: 3.0}", False, 1, id="by hand"),
        pytest.param("epochs=2", False, 0, id="none"),
    ],
)
def test_class_weights(given: str, weighs: bool, notes: int) -> None:
    imported = read(
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
        "model.compile(loss='mse')\n"
        f"model.fit(x, y, {given})"
    )
    assert imported.training is not None
    assert imported.training.class_weights == weighs
    assert sum("class_weight" in note.message for note in imported.notes) == notes


@pytest.mark.parametrize(
    ("arguments", "loss", "optimizer"),
    [
        pytest.param(
            "loss='categorical_crossentropy', optimizer='adadelta'",
            Config("CategoricalCrossentropy"),
            Config("Adadelta"),
            id="names",
        ),
        pytest.param(
            "loss=keras.losses.mse, optimizer=keras.optimizers.Adam(lr=0.01)",
            Config("MeanSquaredError"),
            Config("Adam", Params(learning_rate=0.01)),
            id="function and lr",
        ),
        pytest.param(
            "'rmsprop', 'mae'", Config("MeanAbsoluteError"), Config("RMSprop"), id="by place"
        ),
        pytest.param(
            "'nadam', {'a': 'mse', 'b': 'mse'}",
            Config("MeanSquaredError"),
            Config("Nadam"),
            id="the same loss twice",
        ),
    ],
)
def test_loss_and_optimizer(arguments: str, loss: Config, optimizer: Config) -> None:
    imported = read(
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
        f"model.compile({arguments})"
    )
    assert imported.training is not None
    assert (imported.training.loss, imported.training.optimizer) == (loss, optimizer)
    assert imported.notes == ()


def test_files_are_told_by_paths() -> None:
    imported = read(
        "import os\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
        "model.compile('adam', 'mse')\n"
        "best = os.path.join('kept', 'best.keras')\n"
        "model.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint(best),"
        " keras.callbacks.OrbaxCheckpoint(os.path.abspath('all'))])"
    )
    assert imported.training is not None
    assert imported.training.callbacks == (
        Config("ModelCheckpoint", Params(filepath="kept/best.keras")),
        Config("OrbaxCheckpoint", Params(directory="all")),
    )
    assert imported.notes == ()


def test_what_is_lost_of_the_training_is_named() -> None:
    imported = read(
        "def my_loss(a, b):\n    return a\n"
        "model = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n"
        "model.compile(keras.optimizers.Adam(decay=1e-6), my_loss)\n"
        "model.fit(x, y, nb_epoch=int(input()),"
        " callbacks=[keras.callbacks.Other('here')])"
    )
    assert noted(imported) == [
        (6, "Adam(decay=…) could not be taken over."),
        (7, "epochs stays at 1, because input() is not known before the script runs."),
        (7, "Other could not be taken over."),
    ]
