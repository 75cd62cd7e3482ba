"""Habits of textbooks: settings from outside, layers without names, models that hold models."""

from __future__ import annotations

import pytest

from netbuilder.catalog.custom_reading import fault_of
from netbuilder.graph import Graph, Params
from netbuilder.graph.walks import input_nodes
from netbuilder.importing.source import read_source

_LAYER = """
import keras
from keras import layers, ops
class Position(layers.Layer):
{init}
    def call(self, x):
        return x + self.table(ops.arange(self.length))
inputs = keras.Input((8, 4))
x = Position(8)(inputs)
model = keras.Model(inputs, layers.Flatten()(x))
"""
_BODY = """        self.length = length
        self.table = layers.Embedding(length, 4)"""


@pytest.mark.parametrize(
    ("init", "call", "handed_on"),
    [
        ("(self, length)", "super().__init__()", "super().__init__(**kwargs)"),
        ("(self, length,)", "super(Position, self).__init__()", "self).__init__(**kwargs)"),
        ("(self, length: int = 8) -> None", "super().__init__()", "super().__init__(**kwargs)"),
        ("(self, length, *, µ='µ')", "super().__init__(dtype=None)", "(dtype=None, **kwargs)"),
    ],
    ids=["plain", "comma", "annotated", "named only, not in ASCII"],
)
def test_own_layer_without_kwargs_can_be_named(init: str, call: str, handed_on: str) -> None:
    text = _LAYER.format(init=f"    def __init__{init}:\n        {call}\n{_BODY}")
    (code,) = read_source(text).custom
    assert fault_of(code) is None
    assert handed_on in code.source
    compile(code.source, "own", "exec")


@pytest.mark.parametrize(
    "init",
    [
        f"    def __init__(self, length, **kwargs):\n        super().__init__(**kwargs)\n{_BODY}",
        f"    def __init__(self, length):\n        super().__init__(name='one')\n{_BODY}",
        f"    def __init__(self, length):\n        layers.Layer.__init__(self)\n{_BODY}",
    ],
    ids=["takes them", "names itself", "calls no super"],
)
def test_other_own_layers_stay_as_they_are(init: str) -> None:
    (code,) = read_source(_LAYER.format(init=init)).custom
    assert init in code.source


def test_own_layer_behind_one_that_is_not_followed_is_code_too() -> None:
    text = _LAYER.format(
        init=f"    def __init__(self, length):\n        super().__init__()\n{_BODY}"
    )
    second = """
class Double(layers.Layer):
    def call(self, x):
        return 2 * x
model = keras.Model(inputs, Double()(x))
"""
    read = read_source(text + second)
    assert sorted(code.name for code in read.custom) == ["Double", "Position"]
    assert [note.line for note in read.notes] == [10, 18]


_OUTSIDE = {
    "command line": """
import argparse
parser = argparse.ArgumentParser()
group = parser.add_argument_group("sizes")
group.add_argument("-u", "--hidden-units", type=int, default=7)
parser.add_argument("--no-bias", action="store_true")
args = parser.parse_args()
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(args.hidden_units)])
""",
    "function that a tuner calls": """
def build(hp):
    model = keras.Sequential([keras.Input((3,))])
    for _ in range(hp.Int("layers", 1, 3)):
        units = hp.Choice("units", [7, 9]) if not hp.Boolean("wide") else hp.Int("w", 1, 2)
        model.add(keras.layers.Dense(units))
    return model
""",
    "dataclass": """
from dataclasses import dataclass, field
@dataclass
class Sizes:
    shape: tuple
    units: list = field(default_factory=lambda: [7])
    @property
    def last(self):
        return self.units[-1]
    @classmethod
    def of(cls, *shape):
        return cls(shape)
    @staticmethod
    def layer(n):
        return keras.layers.Dense(n)
sizes = Sizes.of(3)
model = keras.Sequential([keras.Input(sizes.shape), sizes.layer(sizes.last)])
""",
    "named tuple": """
from typing import NamedTuple
class Sizes(NamedTuple):
    shape: tuple
    units: int = 7
sizes = Sizes((3,))
model = keras.Sequential([keras.Input(sizes.shape), keras.layers.Dense(sizes.units)])
""",
    "JSON in a text": """
import json
sizes = json.loads('{"units": 7}')
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(sizes["units"])])
""",
}


@pytest.mark.parametrize("name", _OUTSIDE)
def test_defaults_stand_for_what_comes_from_outside(name: str) -> None:
    graph = read_source(f"import keras\n{_OUTSIDE[name]}").graph
    entry, dense = graph.nodes.values()
    assert (entry.params["shape"], dense.params["units"]) == ((3,), 7)


_NOT_KNOWN = """
import keras
texts, letters = [], []
for line in open("file"):
    texts.append(line)
    letters[len(letters):] = line
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(len(texts))])
"""


def test_length_of_a_list_that_data_fill_is_not_known() -> None:
    read = read_source(_NOT_KNOWN)
    assert "units" not in read.graph.nodes["n2"].params
    assert [note.line for note in read.notes] == [7]


_HOLDER = """
import keras
from keras import layers
make = lambda n, name: keras.Sequential([keras.Input((n,)), layers.Dense(2)], name=name)
class GAN(keras.Model):
    def __init__(self, generator, critic):
        super().__init__()
        self.generator, self.critic = generator, critic
    def train_step(self, data):
        return {}
gan = GAN(make(3, "generator"), make(2, "critic"))
gan.compile(optimizer="adam")
gan.fit(data, epochs=2)
"""


def test_model_that_only_holds_others_is_not_meant() -> None:
    read = read_source(_HOLDER)
    assert read.name == "critic"
    assert [note.message for note in read.notes] == [
        "The script makes other models too, which were left out: generator."
    ]


def _shapes(graph: Graph) -> list[object]:
    return [graph.nodes[key].params.get("shape") for key in input_nodes(graph)]


@pytest.mark.parametrize(
    ("told", "shapes"),
    [
        ("model.build([(None, 3), (None, 4)])", [(3,), (4,)]),
        ("model((np.zeros((5, 3)), np.zeros((5, 4))))", [(3,), (4,)]),
        ("model.fit([np.zeros((5, 3)), data], targets)", [(3,), None]),
    ],
    ids=["built", "called", "fitted"],
)
def test_class_of_several_inputs_is_told_their_shapes(told: str, shapes: list[object]) -> None:
    text = """
import keras, numpy as np
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1)
    def call(self, inputs):
        a, b = inputs
        return self.out(keras.layers.concatenate([a, b]))
model = Net()
"""
    assert _shapes(read_source(text + told).graph) == shapes


@pytest.mark.parametrize(
    "line",
    [
        "seed = keras.random.SeedGenerator(1)",
        "tape = tf.GradientTape()",
        "images = keras.preprocessing.image.ImageDataGenerator(rotation_range=3)",
        "tuner = keras_tuner.RandomSearch(None)",
    ],
)
def test_classes_that_are_no_layers_are_not_noted(line: str) -> None:
    text = "import keras, keras_tuner\nimport tensorflow as tf\nmodel = keras.Sequential()\n"
    assert read_source(f"{text}{line}\n").notes == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tf.random_normal_initializer(0., 0.02)", "RandomNormal"),
        ("tf.zeros_initializer()", "Zeros"),
        ("tf.keras.initializers.get('he_normal')", "he_normal"),
    ],
)
def test_initializers_of_tensorflow(written: str, read: str) -> None:
    text = f"""
import tensorflow as tf
model = tf.keras.Sequential(
    [tf.keras.Input((2,)), tf.keras.layers.Dense(1, kernel_initializer={written})])
"""
    value = read_source(text).graph.nodes["n2"].params["kernel_initializer"]
    assert getattr(value, "class_name", value) == read


@pytest.mark.parametrize("given", ["float32", "int32", None])
def test_number_format_of_an_input_stays_as_it_was_written(given: str | None) -> None:
    said = "" if given is None else f", dtype={given!r}"
    text = f"import keras\nx = keras.Input((3,){said})\nmodel = keras.Model(x, keras.ops.abs(x))"
    assert read_source(text).graph.nodes["n1"].params.get("dtype") == given


def test_chain_that_is_told_its_shape_is_told_no_usual_format() -> None:
    text = """
import keras
chain = keras.Sequential([keras.layers.Dense(2)])
x = keras.Input((3,))
model = keras.Model(x, chain(x))
"""
    inner = read_source(text).graph.nodes["n2"].inner
    assert inner is not None
    assert inner.nodes["n1"].params == Params(shape=(3,))
