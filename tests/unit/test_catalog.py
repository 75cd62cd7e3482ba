"""The shipped catalogue as it is loaded, without Keras."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.search import search_layers
from netbuilder.catalog.spec import CATEGORIES, ClassSpec, Family, Kind, LayerSpec, Param, Ports
from netbuilder.graph.values import Config, Params, Value
from netbuilder.resources import resource_path

CATALOG = load_catalog()
LAYERS = [pytest.param(spec, id=name) for name, spec in CATALOG.layers.items() if spec.placeable]
CLASSES = [
    pytest.param(spec, id=f"{family}.{spec.name}")
    for family, classes in CATALOG.families.items()
    for spec in classes.values()
]


@pytest.mark.parametrize(
    ("family", "count", "some"),
    [
        (Family.LAYER, 132, {"InputLayer", "Dense", "Conv2D", "LSTM", "MultiHeadAttention", "Add"}),
        (Family.LOSS, 22, {"CategoricalCrossentropy", "MeanSquaredError", "Huber"}),
        (Family.METRIC, 42, {"Precision", "Recall", "AUC", "F1Score", "BinaryAccuracy"}),
        (Family.OPTIMIZER, 16, {"SGD", "Adam", "AdamW", "RMSprop", "LossScaleOptimizer"}),
        (Family.SCHEDULE, 6, {"ExponentialDecay", "CosineDecay"}),
        (Family.CALLBACK, 12, {"ModelCheckpoint", "EarlyStopping", "CSVLogger", "TensorBoard"}),
        (Family.INITIALIZER, 16, {"GlorotUniform", "HeNormal", "Zeros"}),
        (Family.REGULARIZER, 4, {"L1", "L2", "L1L2"}),
        (Family.CONSTRAINT, 4, {"MaxNorm", "NonNeg"}),
        (Family.ACTIVATION, 30, {"relu", "softmax", "gelu", "linear"}),
    ],
)
def test_family_is_complete(family: Family, count: int, some: set[str]) -> None:
    names = CATALOG.families[family]
    assert len(names) == count
    assert some <= set(names)


@pytest.mark.parametrize(
    ("family", "name"),
    [
        (Family.LAYER, "Convolution2D"),
        (Family.LAYER, "AvgPool2D"),
        (Family.LAYER, "Layer"),
        (Family.LAYER, "Lambda"),
        (Family.LAYER, "LSTMCell"),
        (Family.OPTIMIZER, "Optimizer"),
        (Family.CALLBACK, "History"),
        (Family.INITIALIZER, "glorot_uniform"),
        (Family.ACTIVATION, "swish"),
        (Family.ACTIVATION, "deserialize"),
    ],
)
def test_leaves_out_aliases_and_what_cannot_be_placed(family: Family, name: str) -> None:
    assert CATALOG.find(family, name) is None


def test_left_out_classes_say_why() -> None:
    overlay = json.loads(resource_path("catalog", "overlay.json").read_text(encoding="utf-8"))
    reasons = [why for family in overlay["left_out"].values() for why in family.values()]
    assert all(reasons)
    for family, described in overlay["classes"].items():
        assert set(described) == set(CATALOG.families[Family(family)])


@pytest.mark.parametrize("spec", LAYERS)
def test_layer_can_be_shown_and_placed(spec: LayerSpec) -> None:
    assert spec.category in CATEGORIES
    assert spec.synonyms
    assert all(spec.param(name) for name in spec.telling)
    assert spec.param("name") is None


@pytest.mark.parametrize("spec", CLASSES)
def test_required_params_start_with_a_value(spec: ClassSpec) -> None:
    """But for functions, which only the project can have."""
    wanted = (param for param in spec.params if param.family is not Family.FUNCTION)
    required = {param.name for param in wanted if param.required}
    assert required <= {name for name, _ in spec.starting}


@pytest.mark.parametrize("spec", CLASSES)
def test_starting_values_are_allowed(spec: ClassSpec) -> None:
    for name, value in spec.starting:
        param = spec.param(name)
        assert param is not None
        assert fits(param, value), (name, value)


@pytest.mark.parametrize("spec", CLASSES)
def test_class_is_explained(spec: ClassSpec) -> None:
    assert spec.module.startswith("keras.")
    assert spec.summary.endswith(".")
    assert "\n" not in spec.summary
    assert spec.doc or spec.name == "InputLayer"
    assert len({param.name for param in spec.params}) == len(spec.params)


@pytest.mark.parametrize("spec", CLASSES)
def test_params_make_sense(spec: ClassSpec) -> None:
    for param in spec.params:
        assert param.doc, param.name
        assert param.required or fits(param, param.default), param.name
        assert (param.kind is Kind.CHOICE) == bool(param.choices), param.name
        assert param.kind is not Kind.SIZE or param.length, param.name
        assert param.kind not in {Kind.OBJECT, Kind.OBJECTS} or param.family, param.name


@pytest.mark.parametrize("spec", CLASSES)
def test_params_come_telling_first_and_advanced_last(spec: ClassSpec) -> None:
    telling = spec.telling if isinstance(spec, LayerSpec) else ()
    assert tuple(param.name for param in spec.params[: len(telling)]) == telling
    rest = [param.advanced for param in spec.params[len(telling) :]]
    assert rest == sorted(rest)


KINDS = [
    (Family.LAYER, "Dense", "units", Kind.INT),
    (Family.LAYER, "Dense", "activation", Kind.OBJECT),
    (Family.LAYER, "Dense", "use_bias", Kind.BOOL),
    (Family.LAYER, "Dense", "kernel_initializer", Kind.OBJECT),
    (Family.LAYER, "Dense", "lora_rank", Kind.INT),
    (Family.LAYER, "Dense", "trainable", Kind.BOOL),
    (Family.LAYER, "Dense", "dtype", Kind.DTYPE),
    (Family.LAYER, "InputLayer", "shape", Kind.SHAPE),
    (Family.LAYER, "InputLayer", "batch_size", Kind.INT),
    (Family.LAYER, "Conv1D", "kernel_size", Kind.SIZE),
    (Family.LAYER, "Conv2D", "filters", Kind.INT),
    (Family.LAYER, "Conv2D", "strides", Kind.SIZE),
    (Family.LAYER, "Conv2D", "padding", Kind.CHOICE),
    (Family.LAYER, "Conv2D", "data_format", Kind.CHOICE),
    (Family.LAYER, "Conv3DTranspose", "output_padding", Kind.SIZE),
    (Family.LAYER, "MaxPooling2D", "pool_size", Kind.SIZE),
    (Family.LAYER, "ZeroPadding1D", "padding", Kind.SIZE),
    (Family.LAYER, "ZeroPadding2D", "padding", Kind.JSON),
    (Family.LAYER, "Cropping2D", "cropping", Kind.JSON),
    (Family.LAYER, "UpSampling2D", "interpolation", Kind.CHOICE),
    (Family.LAYER, "Dropout", "rate", Kind.FLOAT),
    (Family.LAYER, "Dropout", "noise_shape", Kind.SHAPE),
    (Family.LAYER, "Dropout", "seed", Kind.INT),
    (Family.LAYER, "BatchNormalization", "axis", Kind.INT),
    (Family.LAYER, "LayerNormalization", "axis", Kind.JSON),
    (Family.LAYER, "BatchNormalization", "momentum", Kind.FLOAT),
    (Family.LAYER, "LSTM", "return_sequences", Kind.BOOL),
    (Family.LAYER, "LSTM", "recurrent_activation", Kind.OBJECT),
    (Family.LAYER, "Bidirectional", "layer", Kind.LAYER),
    (Family.LAYER, "Bidirectional", "backward_layer", Kind.LAYER),
    (Family.LAYER, "Bidirectional", "merge_mode", Kind.CHOICE),
    (Family.LAYER, "Reshape", "target_shape", Kind.SHAPE),
    (Family.LAYER, "Permute", "dims", Kind.SHAPE),
    (Family.LAYER, "Dot", "axes", Kind.SIZE),
    (Family.LAYER, "MultiHeadAttention", "output_shape", Kind.SHAPE),
    (Family.LAYER, "EinsumDense", "equation", Kind.TEXT),
    (Family.LAYER, "Rescaling", "scale", Kind.JSON),
    (Family.LAYER, "RandomRotation", "factor", Kind.RANGE),
    (Family.LAYER, "RandomZoom", "width_factor", Kind.RANGE),
    (Family.LAYER, "RandomFlip", "mode", Kind.CHOICE),
    (Family.LAYER, "Resizing", "interpolation", Kind.CHOICE),
    (Family.LAYER, "Normalization", "mean", Kind.NUMBERS),
    (Family.LAYER, "StringLookup", "vocabulary", Kind.TEXTS),
    (Family.LAYER, "TextVectorization", "standardize", Kind.CHOICE),
    (Family.LAYER, "Discretization", "bin_boundaries", Kind.NUMBERS),
    (Family.LOSS, "CategoricalCrossentropy", "from_logits", Kind.BOOL),
    (Family.LOSS, "CategoricalCrossentropy", "label_smoothing", Kind.FLOAT),
    (Family.LOSS, "Huber", "reduction", Kind.CHOICE),
    (Family.METRIC, "Precision", "thresholds", Kind.FLOAT),
    (Family.METRIC, "Precision", "top_k", Kind.INT),
    (Family.METRIC, "F1Score", "average", Kind.CHOICE),
    (Family.METRIC, "AUC", "curve", Kind.CHOICE),
    (Family.METRIC, "MeanIoU", "num_classes", Kind.INT),
    (Family.OPTIMIZER, "Adam", "learning_rate", Kind.FLOAT),
    (Family.OPTIMIZER, "Adam", "clipnorm", Kind.FLOAT),
    (Family.OPTIMIZER, "LossScaleOptimizer", "inner_optimizer", Kind.OBJECT),
    (Family.SCHEDULE, "PiecewiseConstantDecay", "boundaries", Kind.NUMBERS),
    (Family.SCHEDULE, "ExponentialDecay", "decay_steps", Kind.INT),
    (Family.CALLBACK, "EarlyStopping", "monitor", Kind.TEXT),
    (Family.CALLBACK, "EarlyStopping", "mode", Kind.CHOICE),
    (Family.CALLBACK, "EarlyStopping", "patience", Kind.INT),
    (Family.CALLBACK, "EarlyStopping", "min_delta", Kind.FLOAT),
    (Family.CALLBACK, "ModelCheckpoint", "filepath", Kind.TEXT),
    (Family.CALLBACK, "ModelCheckpoint", "save_freq", Kind.JSON),
    (Family.CALLBACK, "ReduceLROnPlateau", "factor", Kind.FLOAT),
    (Family.INITIALIZER, "VarianceScaling", "mode", Kind.CHOICE),
    (Family.REGULARIZER, "L2", "l2", Kind.FLOAT),
    (Family.CONSTRAINT, "MaxNorm", "axis", Kind.JSON),
    (Family.ACTIVATION, "relu", "max_value", Kind.FLOAT),
]


@pytest.mark.parametrize(("family", "name", "param", "kind"), KINDS)
def test_kind(family: Family, name: str, param: str, kind: Kind) -> None:
    assert param_of(family, name, param).kind is kind


@pytest.mark.parametrize(
    ("name", "param", "length"),
    [
        ("Conv1D", "kernel_size", 1),
        ("Conv2D", "kernel_size", 2),
        ("MaxPooling3D", "pool_size", 3),
        ("UpSampling1D", "size", 1),
        ("ConvLSTM2D", "strides", 2),
        ("ZeroPadding1D", "padding", 2),
        ("Dot", "axes", 2),
        ("RandomGaussianBlur", "kernel_size", 2),
    ],
)
def test_size_has_the_class_s_dimensions(name: str, param: str, length: int) -> None:
    assert param_of(Family.LAYER, name, param).length == length


@pytest.mark.parametrize(
    ("name", "param", "minimum", "maximum"),
    [
        ("Dense", "units", 1, None),
        ("Dropout", "rate", 0, 1),
        ("RandomRotation", "factor", -1, 1),
        ("RandomPosterization", "factor", 1, 8),
        ("Reshape", "target_shape", -1, None),
        ("Rescaling", "scale", None, None),
    ],
)
def test_limits(name: str, param: str, minimum: float | None, maximum: float | None) -> None:
    found = param_of(Family.LAYER, name, param)
    assert (found.minimum, found.maximum) == (minimum, maximum)


@pytest.mark.parametrize(
    ("family", "name", "param", "of"),
    [
        (Family.LAYER, "LSTM", "activation", Family.ACTIVATION),
        (Family.LAYER, "Embedding", "embeddings_initializer", Family.INITIALIZER),
        (Family.LAYER, "Flatten", "activity_regularizer", Family.REGULARIZER),
        (Family.LAYER, "PReLU", "alpha_constraint", Family.CONSTRAINT),
        (Family.OPTIMIZER, "SGD", "learning_rate", Family.SCHEDULE),
        (Family.OPTIMIZER, "LossScaleOptimizer", "inner_optimizer", Family.OPTIMIZER),
    ],
)
def test_family_of_param(family: Family, name: str, param: str, of: Family) -> None:
    assert param_of(family, name, param).family is of


@pytest.mark.parametrize(
    ("name", "param", "choices"),
    [
        ("Conv1D", "padding", ("valid", "same", "causal")),
        ("Conv2D", "padding", ("valid", "same")),
        ("CategoryEncoding", "output_mode", ("multi_hot", "one_hot", "count")),
        ("Attention", "score_mode", ("dot", "concat")),
    ],
)
def test_choices(name: str, param: str, choices: tuple[str, ...]) -> None:
    assert param_of(Family.LAYER, name, param).choices == choices


_ATTENDING = ("query", "value", "key")
_HEADS_MASKS = ("attention_mask", "query_mask", "value_mask", "key_mask")


@pytest.mark.parametrize(
    ("name", "ports"),
    [
        ("InputLayer", Ports(0, 0)),
        ("Dense", Ports(1, 1)),
        ("Add", Ports(1, None)),
        ("Subtract", Ports(2, 2)),
        ("Dot", Ports(2, 2)),
        ("Attention", Ports(2, 3, _ATTENDING, masks=("query_mask", "value_mask"))),
        ("GroupQueryAttention", Ports(2, 3, _ATTENDING, masks=_HEADS_MASKS)),
    ],
)
def test_ports(name: str, ports: Ports) -> None:
    assert CATALOG.layers[name].ports == ports


@pytest.mark.parametrize(
    ("word", "name"),
    [("fully connected", "Dense"), ("池化", "MaxPooling2D"), ("注意力", "MultiHeadAttention")],
)
def test_synonyms(word: str, name: str) -> None:
    assert word in CATALOG.layers[name].synonyms


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("dense", "Dense", id="its name"),
        pytest.param("fully connected", "Dense", id="a synonym"),
        pytest.param("卷积", "Conv1D", id="Chinese"),
        pytest.param("gap2d", "GlobalAveragePooling2D", id="its capitals"),
        pytest.param("mxpool", "MaxPooling1D", id="letters lacking"),
        pytest.param("desne", "Dense", id="letters swapped"),
        pytest.param("flaten", "Flatten", id="a letter forgotten"),
        pytest.param("convolutoin", "Conv1D", id="a synonym mistyped"),
        pytest.param("lyr norm", "LayerNormalization", id="two words, one of them short"),
        pytest.param("xyzzy", None, id="nothing"),
    ],
)
def test_search(text: str, first: str | None) -> None:
    found = [spec.name for spec in search_layers(CATALOG.layers.values(), text)]
    assert (found[0] if found else None) == first


def test_defaults_are_those_of_params_that_have_one() -> None:
    defaults = CATALOG.defaults(CATALOG.layers["Conv2D"])
    assert "filters" not in defaults
    assert defaults["strides"] == (1, 1)
    assert defaults["activation"] is None


@pytest.mark.parametrize(
    ("family", "name", "starting"),
    [
        (Family.LAYER, "Dense", Params(units=32)),
        (Family.LAYER, "Bidirectional", Params(layer=Config("LSTM", Params(units=32)))),
        (Family.METRIC, "IoU", Params(num_classes=2, target_class_ids=(1,))),
        (Family.OPTIMIZER, "LossScaleOptimizer", Params(inner_optimizer=Config("Adam"))),
        (Family.CALLBACK, "CSVLogger", Params(filename="log.csv")),
        (Family.CALLBACK, "EarlyStopping", Params()),
        (Family.ACTIVATION, "threshold", Params(threshold=0.0, default_value=0.0)),
    ],
)
def test_starting_values(family: Family, name: str, starting: Params) -> None:
    spec = CATALOG.find(family, name)
    assert spec is not None
    assert Params(dict(spec.starting)) == starting


def test_loads_with_the_standard_library_alone() -> None:
    code = (
        "import sys; from netbuilder.catalog.library import load_catalog; load_catalog();"
        "print({'keras', 'numpy', 'PySide6', 'networkx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def param_of(family: Family, name: str, param: str) -> Param:
    spec = CATALOG.find(family, name)
    assert spec is not None
    found = spec.param(param)
    assert found is not None
    return found


def fits(param: Param, value: Value) -> bool:
    """Tell whether the catalogue itself allows a value."""
    if value is None:
        return param.optional
    if param.choices:
        return value in param.choices
    return all(
        (param.minimum is None or number >= param.minimum)
        and (param.maximum is None or number <= param.maximum)
        for number in numbers(value)
    )


def numbers(value: Value) -> Iterator[float]:
    if isinstance(value, tuple):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value
