"""Figures of layers and networks, against sums done by hand and published ones."""

from __future__ import annotations

import pytest

from netbuilder.catalog.costs import multiply_adds, tensor_bytes
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.tensors import Outcome, Shape, Tensor
from netbuilder.graph import Config, Graph, Params, Port, Value, Wire, edits
from netbuilder.graph.folding import fold
from netbuilder.graph.sharing import call_again
from netbuilder.validation.figures import Figures, figures
from netbuilder.validation.submodels import fold_part
from netbuilder.validation.validate import Validator
from tests.unit.drawing import Drawn, chain, draw, image, layer

Settings = dict[str, Value]


def adds(class_name: str, params: Settings, *shapes: Shape, dtype: str = "float32") -> int | None:
    """Judge a layer and return its multiply-adds."""
    spec = load_catalog().layers[class_name]
    inputs = tuple(Tensor(shape, dtype) for shape in shapes)
    outcome = judge(spec, Params(params), inputs)
    assert outcome is not None
    return multiply_adds(spec, Params(params), inputs, outcome)


def measure(graph: Graph, batch_size: int = 1) -> Figures:
    """Validate a network and return its figures."""
    report = Validator(load_catalog()).validate(graph)
    assert report.ok, report.problems
    return figures(graph, report, load_catalog(), batch_size)


IMAGE = (None, 8, 6, 3)


@pytest.mark.parametrize(
    ("class_name", "params", "shapes", "count"),
    [
        ("Dense", {"units": 4}, [(None, 7)], 7 * 4),
        ("Dense", {"units": 4}, [(None, 5, 7)], 5 * 7 * 4),
        ("Dense", {"units": 4, "use_bias": False}, [(None, 7)], 7 * 4),
        ("Dense", {"units": 4, "lora_rank": 2}, [(None, 7)], 7 * 4),
        ("Dense", {"units": 4}, [(None, None, 7)], None),
        ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 5}, [(None, 7)], 7 * 5),
        (
            "EinsumDense",
            {"equation": "abc,cde->abde", "output_shape": (None, 2, 5)},
            [(None, 3, 7)],
            3 * 7 * 2 * 5,
        ),
        (
            "EinsumDense",
            {"equation": "...x,xy->...y", "output_shape": 4},
            [(None, 9, 32)],
            9 * 32 * 4,
        ),
        (
            "EinsumDense",
            {"equation": "abc,ad->bd", "output_shape": (5,)},
            [(3, 3, 4)],
            None,
        ),
        ("Conv2D", {"filters": 5, "kernel_size": 3}, [IMAGE], 6 * 4 * 9 * 3 * 5),
        (
            "Conv2D",
            {"filters": 5, "kernel_size": 3, "padding": "same", "strides": 2},
            [IMAGE],
            4 * 3 * 9 * 3 * 5,
        ),
        (
            "Conv2D",
            {"filters": 6, "kernel_size": (3, 1), "groups": 3, "data_format": "channels_first"},
            [(None, 9, 8, 6)],
            6 * 6 * 3 * 3 * 6,
        ),
        ("Conv2D", {"filters": 5, "kernel_size": 3}, [(None, None, 6, 3)], None),
        ("Conv1D", {"filters": 5, "kernel_size": 3, "dilation_rate": 2}, [(None, 9, 2)], 5 * 30),
        ("Conv3D", {"filters": 2, "kernel_size": 2}, [(None, 3, 4, 5, 3)], 2 * 3 * 4 * 8 * 3 * 2),
        (
            "Conv2DTranspose",
            {"filters": 5, "kernel_size": 3, "strides": 2},
            [IMAGE],
            8 * 6 * 9 * 3 * 5,
        ),
        (
            "DepthwiseConv2D",
            {"kernel_size": 3, "depth_multiplier": 2, "padding": "same"},
            [IMAGE],
            8 * 6 * 9 * 3 * 2,
        ),
        (
            "SeparableConv2D",
            {"filters": 5, "kernel_size": 3, "depth_multiplier": 2, "padding": "same"},
            [IMAGE],
            8 * 6 * (9 * 3 * 2 + 3 * 2 * 5),
        ),
        ("SimpleRNN", {"units": 4}, [(None, 10, 3)], 10 * 4 * (3 + 4)),
        ("LSTM", {"units": 4}, [(None, 10, 3)], 10 * 4 * 4 * (3 + 4)),
        ("GRU", {"units": 4}, [(None, 10, 3)], 10 * 3 * 4 * (3 + 4)),
        ("LSTM", {"units": 4}, [(None, None, 3)], None),
        (
            "ConvLSTM2D",
            {"filters": 4, "kernel_size": 3},
            [(None, 5, *IMAGE[1:])],
            5 * 6 * 4 * 9 * 4 * 4 * (3 + 4),
        ),
        (
            "ConvLSTM1D",
            {"filters": 4, "kernel_size": 3, "padding": "same", "return_sequences": True},
            [(None, 5, 8, 3)],
            5 * 8 * 3 * 4 * 4 * (3 + 4),
        ),
        (
            "Bidirectional",
            {"layer": Config("LSTM", Params(units=4))},
            [(None, 10, 3)],
            2 * 10 * 4 * 4 * (3 + 4),
        ),
        (
            "TimeDistributed",
            {"layer": Config("Dense", Params(units=4))},
            [(None, 10, 3)],
            10 * 3 * 4,
        ),
        (
            "SpectralNormalization",
            {"layer": Config("Dense", Params(units=4))},
            [(None, 3)],
            3 * 4,
        ),
        ("Attention", {}, [(None, 5, 8), (None, 7, 6), (None, 7, 8)], 5 * 7 * (8 + 6)),
        ("Attention", {"score_mode": "concat"}, [(None, 5, 8), (None, 7, 8)], 5 * 7 * 8),
        ("AdditiveAttention", {}, [(None, 5, 8), (None, 7, 8)], 5 * 7 * (8 + 8)),
        ("AdditiveAttention", {"use_scale": False}, [(None, 5, 8), (None, 7, 8)], 5 * 7 * 8),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 3, "value_dim": 4},
            [(None, 5, 8), (None, 7, 6)],
            5 * 8 * 6 + 7 * 6 * 6 + 7 * 6 * 8 + 2 * 5 * 7 * (3 + 4) + 5 * 8 * 8,
        ),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 3, "attention_axes": (2,)},
            [(None, 4, 5, 8), (None, 4, 7, 8)],
            4 * (5 * 48 + 7 * 48 + 7 * 48 + 2 * 5 * 7 * (3 + 3) + 5 * 48),
        ),
        (
            "GroupQueryAttention",
            {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2},
            [(None, 5, 8), (None, 7, 8)],
            5 * 8 * 12 + 2 * 7 * 8 * 6 + 4 * 5 * 7 * (3 + 3) + 5 * 12 * 8,
        ),
        ("Dot", {"axes": 1}, [(None, 9), (None, 9)], 9),
        ("Dot", {"axes": (2, 1)}, [(None, 4, 9), (None, 9, 5)], 4 * 9 * 5),
        ("Dot", {"axes": -1}, [(None, 4, 9), (None, 5, 9)], 4 * 9 * 5),
        (
            "STFTSpectrogram",
            {"frame_length": 8, "frame_step": 4, "fft_length": 8},
            [(None, 40, 2)],
            2 * 9 * 8 * 5 * 2,
        ),
        ("MelSpectrogram", {}, [(None, 16000)], None),
        (
            "RNN",
            {"cell": Config("GRUCell", Params(units=4))},
            [(None, 10, 3)],
            10 * 3 * 4 * (3 + 4),
        ),
        (
            "RNN",
            {
                "cell": Config(
                    "StackedRNNCells",
                    Params(
                        cells=(
                            Config("LSTMCell", Params(units=4)),
                            Config("SimpleRNNCell", Params(units=5)),
                        )
                    ),
                )
            },
            [(None, 10, 3)],
            10 * (4 * 4 * (3 + 4) + 5 * (4 + 5)),
        ),
        (
            "Pipeline",
            {
                "layers": (
                    Config("Rescaling", Params(scale=0.5)),
                    Config("Dense", Params(units=4)),
                    Config("Dense", Params(units=5)),
                )
            },
            [(None, 3)],
            3 * 4 + 4 * 5,
        ),
        ("Embedding", {"input_dim": 100, "output_dim": 8}, [(None, 10)], 0),
        ("MaxPooling2D", {}, [IMAGE], 0),
        ("BatchNormalization", {}, [IMAGE], 0),
        ("Activation", {"activation": "relu"}, [(None, None)], 0),
        ("Add", {}, [IMAGE, IMAGE], 0),
        ("Flatten", {}, [IMAGE], 0),
        ("Rescaling", {"scale": 0.5}, [IMAGE], 0),
        ("Dropout", {"rate": 0.5}, [IMAGE], 0),
    ],
)
def test_multiply_adds(
    class_name: str, params: Settings, shapes: list[Shape], count: int | None
) -> None:
    assert adds(class_name, params, *shapes) == count


@pytest.mark.parametrize(
    ("class_name", "params", "shapes", "output", "count"),
    [
        ("ops.matmul", {}, [(None, 4, 9), (None, 9, 5)], (None, 4, 5), 4 * 9 * 5),
        ("ops.dot", {}, [(None, 9), (9, 5)], (None, 5), 9 * 5),
        ("ops.add", {}, [(None, 4), (None, 4)], (None, 4), 0),
        (
            "ops.einsum",
            {"subscripts": "bij,bjk->bik"},
            [(None, 4, 9), (None, 9, 5)],
            (None, 4, 5),
            4 * 9 * 5,
        ),
        ("ops.einsum", {"subscripts": "bij->bji"}, [(None, 4, 9)], (None, 9, 4), 0),
        ("ops.einsum", {"subscripts": "b...,b...->b..."}, [(None, 4)] * 2, (None, 4), None),
    ],
)
def test_operations(
    class_name: str, params: Settings, shapes: list[Shape], output: Shape, count: int | None
) -> None:
    spec = load_catalog().layers[class_name]
    inputs = tuple(map(Tensor, shapes))
    assert multiply_adds(spec, Params(params), inputs, Outcome((Tensor(output),))) == count


def test_a_layer_of_an_unknown_class_is_not_counted() -> None:
    graph = chain(image(4), layer("a", "NoSuchLayer"), layer("d", "Dense", units=2))
    report = Validator(load_catalog()).validate(graph)
    found = figures(graph, report, load_catalog(), 1)
    assert found.nodes["a"].multiply_adds is None
    assert found.nodes["d"].memory is None
    assert not found.counts_all
    assert not found.weighs_all
    assert found.memory == 4 * 4


@pytest.mark.parametrize(
    ("tensors", "size"),
    [
        pytest.param([Tensor((None, 4))], 32 * 4 * 4, id="float32"),
        pytest.param([Tensor((None, 4), "float16")], 32 * 4 * 2, id="float16"),
        pytest.param([Tensor((None, 4), "int64")], 32 * 4 * 8, id="int64"),
        pytest.param([Tensor((8, 4))], 8 * 4 * 4, id="batch size set"),
        pytest.param([Tensor((None, 4)), Tensor((None, 2))], 32 * 6 * 4, id="two outputs"),
        pytest.param([Tensor((None, None, 4))], None, id="open size"),
        pytest.param([Tensor((None, 4), "string")], None, id="text"),
        pytest.param([Tensor(())], 4, id="one number"),
    ],
)
def test_tensor_bytes(tensors: list[Tensor], size: int | None) -> None:
    assert tensor_bytes(tensors, 32) == size


def conv(name: str, kernel: int, stride: int = 1, **params: Value) -> Drawn:
    return layer(
        name, "Conv2D", filters=2, kernel_size=kernel, strides=stride, padding="same", **params
    )


@pytest.mark.parametrize(
    ("layers", "field"),
    [
        pytest.param([conv("a", 3)], (3, 3), id="one"),
        pytest.param([conv("a", 1)], None, id="1x1 sees one place"),
        pytest.param([conv("a", 3), conv("b", 3), conv("c", 3)], (7, 7), id="three 3x3 as one 7x7"),
        pytest.param([conv("a", 3, 2), conv("b", 3)], (7, 7), id="stride"),
        pytest.param([conv("a", 3, dilation_rate=2), conv("b", 3)], (7, 7), id="dilation"),
        pytest.param(
            [conv("a", 3), layer("p", "MaxPooling2D"), conv("b", 3)], (8, 8), id="pooling"
        ),
        pytest.param(
            [layer("a", "DepthwiseConv2D", kernel_size=(5, 1)), layer("r", "ReLU")],
            (5, 1),
            id="one axis, then an activation",
        ),
        pytest.param(
            [conv("a", 3, 2), layer("u", "UpSampling2D"), conv("b", 3)], (5, 5), id="upsampling"
        ),
        pytest.param([layer("u", "UpSampling2D", interpolation="bilinear")], (2, 2), id="bilinear"),
        pytest.param(
            [layer("t", "Conv2DTranspose", filters=2, kernel_size=3, strides=2)],
            (2, 2),
            id="transposed",
        ),
        pytest.param([conv("a", 3), layer("f", "Flatten")], None, id="no space left"),
        pytest.param(
            [conv("a", 3), layer("g", "GlobalMaxPooling2D", keepdims=True)], None, id="global"
        ),
        pytest.param([conv("a", 3), layer("p", "Permute", dims=(2, 1, 3))], None, id="permuted"),
    ],
)
def test_receptive_field(layers: list[Drawn], field: tuple[int, ...] | None) -> None:
    found = measure(chain(image(32, 32, 2), *layers))
    assert found.nodes[layers[-1].name].receptive_field == field


def test_receptive_field_of_the_widest_way() -> None:
    wide = layer("wide", "Conv2D", "x", filters=2, kernel_size=7, padding="same")
    narrow = layer("narrow", "Conv2D", "x", filters=2, kernel_size=1)
    graph = draw(image(32, 32, 2), wide, narrow, layer("sum", "Add", "wide", "narrow"))
    assert measure(graph).nodes["sum"].receptive_field == (7, 7)


def test_receptive_field_of_words_and_of_frames() -> None:
    words = layer("words", "Embedding", input_dim=50, output_dim=4)
    text = measure(chain(image(20), words, layer("c", "Conv1D", filters=2, kernel_size=5)))
    assert text.nodes["c"].receptive_field == (5,)
    held = Config("Conv2D", Params(filters=2, kernel_size=3))
    film = measure(chain(image(9, 16, 16, 3), layer("t", "TimeDistributed", layer=held)))
    assert film.nodes["t"].receptive_field == (1, 3, 3)


def test_receptive_field_through_a_pipeline() -> None:
    held = Config("Conv2D", Params(filters=2, kernel_size=3))
    stages: tuple[Value, ...] = (Config("Rescaling", Params(scale=0.5)), held, held)
    found = measure(chain(image(16, 16, 3), layer("p", "Pipeline", layers=stages)))
    assert found.nodes["p"].receptive_field == (5, 5)


def test_vgg16_is_as_published() -> None:
    """15.5 G multiply-adds (15.3 without the dense layers) and 138 M weights at 224 x 224."""
    graph = vgg16()
    found = measure(graph)
    assert found.multiply_adds == pytest.approx(15.5e9, rel=0.01)
    assert found.trainable_params == 138_357_544
    assert found.nodes["block5_pool"].receptive_field == (212, 212)


def vgg16() -> Graph:
    """The network of Simonyan and Zisserman 2014, column D."""
    layers = [image(224, 224, 3)]
    for block, (depth, filters) in enumerate(
        [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], start=1
    ):
        for number in range(depth):
            name = f"block{block}_conv{number}"
            layers.append(layer(name, "Conv2D", filters=filters, kernel_size=3, padding="same"))
        layers.append(layer(f"block{block}_pool", "MaxPooling2D"))
    layers.append(layer("flatten", "Flatten"))
    layers += [
        layer(f"fc{units}_{n}", "Dense", units=units) for n, units in enumerate((4096, 4096, 1000))
    ]
    return chain(*layers)


def test_totals() -> None:
    graph = chain(
        image(8, 8, 1),
        layer("c", "Conv2D", filters=4, kernel_size=3),
        layer("b", "BatchNormalization"),
        layer("f", "Flatten"),
        layer("d", "Dense", units=2),
    )
    found = measure(graph, batch_size=10)
    assert list(found.nodes) == ["x", "c", "b", "f", "d"]
    assert found.multiply_adds == 36 * 9 * 4 + 144 * 2
    assert found.memory == 10 * 4 * (64 + 3 * 144 + 2)
    assert (found.trainable_params, found.frozen_params) == (40 + 8 + 290, 8)
    assert found.nodes["b"].params == 16
    assert found.counts_all
    assert found.weighs_all


def test_a_shared_layer_holds_its_numbers_once_and_works_twice() -> None:
    graph, again = call_again(chain(image(6), layer("d", "Dense", units=6)), "d", 0, 0)
    found = measure(edits.connect(graph, Wire("d", again)))
    assert found.trainable_params == 42
    assert found.multiply_adds == 72


def test_a_submodel_has_the_sums_of_its_inside() -> None:
    flat = chain(
        image(16, 16, 3),
        layer("a", "Conv2D", filters=4, kernel_size=3),
        layer("b", "Conv2D", filters=4, kernel_size=3, strides=2),
        layer("c", "Conv2D", filters=4, kernel_size=3),
    )
    whole = measure(flat, 8)
    report = Validator(load_catalog()).validate(flat)
    folded = measure(fold_part(flat, report, ("a", "b"), "block"), 8)
    assert folded.multiply_adds == whole.multiply_adds
    assert folded.memory == whole.memory
    assert folded.nodes["c"].receptive_field == whole.nodes["c"].receptive_field == (9, 9)


def test_a_submodel_of_open_size_works_on_what_arrives() -> None:
    flat = chain(
        image(16, 16, 3),
        layer("a", "Conv2D", filters=4, kernel_size=3),
        layer("b", "ReLU"),
    )
    shape = Params(shape=(None, None, 3))
    folded = fold(flat, ("a", "b"), "block", {Port("x"): shape})
    assert measure(folded).multiply_adds == measure(flat).multiply_adds
