"""The projects, in the order in which a course would take them."""

from __future__ import annotations

from netbuilder.catalog.library import load_catalog
from netbuilder.dataset import NO_DATA, DataChoice
from netbuilder.graph import Config, Graph, Params, Wire
from netbuilder.graph.edits import add_node, connect, new_node, set_param
from netbuilder.graph.sharing import call_again
from netbuilder.project import Project
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit.drawing import chain, draw, image, layer

_PIXELS = 1 / 255


def _mlp() -> Graph:
    return chain(
        layer("input_layer", "InputLayer", shape=(28, 28, 1)),
        layer("rescaling", "Rescaling", scale=_PIXELS),
        layer("flatten", "Flatten"),
        layer("dense", "Dense", units=128, activation="relu"),
        layer("dropout", "Dropout", rate=0.2),
        layer("dense_1", "Dense", units=10, activation="softmax"),
    )


def _two_branches() -> Graph:
    return draw(
        layer("input_layer", "InputLayer", shape=(28, 28, 1)),
        layer("rescaling", "Rescaling", "input_layer", scale=_PIXELS),
        layer("fine", "Conv2D", "rescaling", filters=8, kernel_size=3, activation="relu"),
        layer("fine_pool", "GlobalAveragePooling2D", "fine"),
        layer("coarse", "Conv2D", "rescaling", filters=8, kernel_size=7, activation="relu"),
        layer("coarse_pool", "GlobalAveragePooling2D", "coarse"),
        layer("both", "Concatenate", "fine_pool", "coarse_pool"),
        layer("scores", "Dense", "both", units=10, activation="softmax"),
    )


def _residual() -> Graph:
    conv = Params(filters=16, kernel_size=(3, 3), padding="same", use_bias=False)
    weights = Config("L2", Params(l2=0.0001))
    return draw(
        layer("input_layer", "InputLayer", shape=(28, 28, 1)),
        layer("conv2d", "Conv2D", "input_layer", **conv, kernel_regularizer=weights),
        layer("batch_normalization", "BatchNormalization", "conv2d"),
        layer("re_lu", "ReLU", "batch_normalization"),
        layer("conv2d_1", "Conv2D", "re_lu", **conv, kernel_initializer=Config("HeNormal")),
        layer("batch_normalization_1", "BatchNormalization", "conv2d_1"),
        layer("add", "Add", "re_lu", "batch_normalization_1"),
        layer("re_lu_1", "ReLU", "add"),
        layer("global_average_pooling2d", "GlobalAveragePooling2D", "re_lu_1"),
        layer("dense", "Dense", "global_average_pooling2d", units=10, activation="softmax"),
    )


def _autoencoder() -> Graph:
    return chain(
        layer("input_layer", "InputLayer", shape=(28, 28)),
        layer("flatten", "Flatten"),
        layer("code", "Dense", units=32, activation="relu"),
        layer("dense", "Dense", units=784, activation="sigmoid"),
        layer("reshape", "Reshape", target_shape=(28, 28)),
    )


def _sunspots() -> Graph:
    return chain(
        layer("input_layer", "InputLayer", shape=(24, 1)),
        layer("bidirectional", "Bidirectional", layer=Config("LSTM", Params(units=8))),
        layer("dense", "Dense", units=1),
    )


def _names() -> Graph:
    return chain(
        layer("characters", "InputLayer", shape=(20,), dtype="int32"),
        layer("embedding", "Embedding", input_dim=200, output_dim=16, mask_zero=True),
        layer("gru", "GRU", units=32),
        layer("dense", "Dense", units=8, activation="softmax"),
    )


def _penguins() -> Graph:
    return chain(
        layer("input_layer", "InputLayer", shape=(9,)),
        layer("normalization", "Normalization"),
        layer("dense", "Dense", units=3, activation="softmax"),
    )


def _several_ends() -> Graph:
    return draw(
        layer("question", "InputLayer", shape=(12,), dtype="int32"),
        layer("context", "InputLayer", shape=(30,), dtype="int32"),
        layer("embedding", "Embedding", "question", input_dim=500, output_dim=16),
        layer("embedding_1", "Embedding", "context", input_dim=500, output_dim=16),
        layer("encoder", "LSTM", "embedding", units=16, return_sequences=True, return_state=True),
        layer("lstm", "LSTM", "embedding_1", units=16, return_sequences=True),
        layer(
            "multi_head_attention", "MultiHeadAttention", "lstm", "encoder", num_heads=2, key_dim=8
        ),
        layer("softmax_1", "Softmax", "multi_head_attention"),
        layer("global_max_pooling1d", "GlobalMaxPooling1D", "softmax_1"),
        layer("concatenate", "Concatenate", "global_max_pooling1d", "encoder:1", "encoder:2"),
        layer("answer", "Dense", "concatenate", units=4, activation="softmax"),
        layer("certainty", "Dense", "concatenate", units=1, activation="sigmoid"),
    )


_TWICE = ("steps", "steps")


def _encoder() -> Graph:
    """Return a network whose answers are states, one of them twice, and scores of attention."""
    both_ways = Config("GRU", Params(units=3, return_state=True))
    graph = draw(
        layer("steps", "InputLayer", shape=(9, 4)),
        layer("read", "LSTM", "steps", units=4, return_state=True),
        layer("sum", "Add", "read:1", "read:2"),
        layer("both", "Bidirectional", "steps", layer=both_ways),
        layer("past", "MultiHeadAttention", *_TWICE, num_heads=2, key_dim=3, use_causal_mask=True),
        layer("look", "Attention", "past", "steps", return_attention_scores=True),
        outputs=("read:2", "both:1", "sum", "both:1", "look:1"),
    )
    return fold_part(graph, Validator(load_catalog()).validate(graph), ("read",), "encoder")


def _two_questions() -> Graph:
    return draw(
        layer("sizes", "InputLayer", shape=(2,)),
        layer("place", "InputLayer", shape=(5,)),
        layer("norm", "Normalization", "sizes"),
        layer("together", "Concatenate", "norm", "place"),
        layer("species", "Dense", "together", units=3, activation="softmax"),
        layer("mass", "Dense", "together", units=1),
    )


def _two_phases() -> Graph:
    return chain(
        image(28, 28, 1),
        layer("look", "Conv2D", filters=4, kernel_size=5, strides=4, trainable=False),
        layer("flatten", "Flatten"),
        layer("scores", "Dense", units=10, activation="softmax"),
    )


def _siamese() -> Graph:
    graph = draw(
        layer("left", "InputLayer", shape=(28, 28, 1)),
        layer("right", "InputLayer", shape=(28, 28, 1)),
        layer("flatten", "Flatten", "left"),
        layer("encode", "Dense", "flatten", units=32, activation="relu"),
        layer("subtract", "Subtract", "encode"),
        layer("same", "Dense", "subtract", units=1, activation="sigmoid"),
    )
    for owner, source, target in (("flatten", "right", ""), ("encode", "n7", "subtract")):
        graph, call = call_again(graph, owner, 480.0, 120.0)
        graph = connect(graph, Wire(source, call))
        if target:
            graph = connect(graph, Wire(call, target, 0, 1))
    return graph


def _two_halves() -> Graph:
    graph = chain(
        layer("input_layer", "InputLayer", shape=(28, 28)),
        layer("flatten", "Flatten"),
        layer("code", "Dense", units=32, activation="relu"),
        layer("dense", "Dense", units=784, activation="sigmoid"),
        layer("reshape", "Reshape", target_shape=(28, 28)),
    )
    for name, part in (("encoder", ("flatten", "code")), ("decoder", ("dense", "reshape"))):
        graph = _folded(graph, name, *part)
    return graph


def _twin() -> Graph:
    """Return a submodel that is called twice and itself has two inputs, inside another one."""
    graph = draw(
        layer("question", "InputLayer", shape=(8,)),
        layer("answer", "InputLayer", shape=(8,)),
        layer("first", "Dense", "question", units=4),
        layer("second", "Dense", "answer", units=4),
        layer("product", "Multiply", "first", "second"),
    )
    graph = _folded(graph, "compare", "first", "second", "product")
    compare = next(key for key, node in graph.nodes.items() if node.name == "compare")
    graph, again = call_again(graph, compare, 960.0, 120.0)
    graph = connect(connect(graph, Wire("answer", again)), Wire("question", again, 0, 1))
    graph = add_node(graph, new_node(graph, "Concatenate"))
    joint = list(graph.nodes)[-1]
    graph = connect(connect(graph, Wire(compare, joint)), Wire(again, joint, 0, 1))
    graph = add_node(graph, new_node(graph, "Dense", Params(units=1)))
    graph = connect(graph, Wire(joint, list(graph.nodes)[-1]))
    graph = _folded(graph, "both_ways", compare, again, joint)
    whole = next(key for key, node in graph.nodes.items() if node.name == "both_ways")
    return set_param(graph, whole, "trainable", False)


def _folded(graph: Graph, name: str, *ids: str) -> Graph:
    return fold_part(graph, Validator(load_catalog()).validate(graph), ids, name)


_SCHEDULE = Config(
    "ExponentialDecay",
    Params(initial_learning_rate=0.01, decay_steps=500, decay_rate=0.9),
)

PROJECTS = {
    "mnist_mlp": Project(
        "A first network for MNIST",
        graph=_mlp(),
        data=DataChoice("mnist_5k"),
        training=TrainingSettings(
            callbacks=(
                Config("EarlyStopping", Params(patience=3, restore_best_weights=True)),
                Config("ModelCheckpoint", Params(filepath="best.keras", save_best_only=True)),
                Config("ReduceLROnPlateau", Params(patience=1)),
                Config("CSVLogger", Params(filename="log.csv")),
                Config("TerminateOnNaN"),
            ),
        ),
    ),
    "two_branches": Project(
        "Two branches",
        graph=_two_branches(),
        data=DataChoice("fashion_mnist_12k"),
        training=TrainingSettings(optimizer=Config("Adam", Params(learning_rate=_SCHEDULE))),
    ),
    "residual_block": Project(
        "A residual block",
        graph=_residual(),
        data=DataChoice("mnist_5k", options=Params(scale="0 to 1")),
        training=TrainingSettings(optimizer=Config("SGD", Params(momentum=0.9))),
    ),
    "autoencoder": Project(
        "Autoencoder",
        graph=_autoencoder(),
        data=DataChoice(
            "mnist_5k", options=Params(target="same as input", channel=False, scale="0 to 1")
        ),
        training=TrainingSettings(
            loss=Config("BinaryCrossentropy"), metrics=(), validation_split=0.0, shuffle=False
        ),
    ),
    "sunspots_lstm": Project(
        "Sunspots: what comes next?",
        graph=_sunspots(),
        data=DataChoice("sunspots"),
        training=TrainingSettings(
            loss=Config("MeanSquaredError"),
            metrics=(Config("MeanAbsoluteError", Params(name="mae")),),
        ),
    ),
    "names_embedding": Project(
        'Where does the name "Zoë" come from?', graph=_names(), data=DataChoice("names")
    ),
    "penguins": Project(
        "",
        graph=_penguins(),
        data=DataChoice("penguins", options=Params(scale="none", test_share=0.0)),
    ),
    "siamese": Project("Do two pictures show the same?", graph=_siamese()),
    "two_halves": Project(
        "An autoencoder of two halves",
        graph=_two_halves(),
        data=DataChoice(
            "mnist_5k", options=Params(target="same as input", channel=False, scale="0 to 1")
        ),
        training=TrainingSettings(loss=Config("BinaryCrossentropy"), metrics=()),
    ),
    "twin": Project("Compare both ways", graph=_twin()),
    "several_ends": Project("Question and answer", graph=_several_ends(), data=NO_DATA),
    "encoder": Project("States as answers", graph=_encoder(), data=NO_DATA),
    "two_questions": Project(
        "Two questions at once",
        graph=_two_questions(),
        data=DataChoice(
            "penguins",
            options=Params(
                inputs=Params(sizes=("bill_length_mm", "bill_depth_mm"), place=("island", "sex")),
                targets=Params(species="species", mass="body_mass_g"),
                quantities=("body_mass_g",),
                sample_weights="year",
                scale_target=True,
            ),
        ),
        training=TrainingSettings(
            outputs=(OutputSettings("mass", Config("MeanSquaredError"), (), 0.5),),
            precision="mixed_bfloat16",
            jit="no",
        ),
    ),
    "two_phases": Project(
        "First the head, then the rest",
        graph=_two_phases(),
        data=DataChoice("mnist_5k"),
        training=TrainingSettings(
            epochs=2,
            tuning_epochs=3,
            tuning_rate=1e-4,
            callbacks=(
                Config("EarlyStopping"),
                Config("ModelCheckpoint", Params(filepath="best.keras", save_best_only=True)),
                Config("CSVLogger", Params(filename="log.csv")),
            ),
        ),
    ),
    "unfinished": Project(
        "Unfinished",
        graph=chain(image(28, 28, 1), layer("flatten", "Flatten"), layer("dense", "Dense")),
    ),
}
"""Each under the name of its file."""
