"""Custom code with the mistakes that students make, and what an examination has to say of each."""

from __future__ import annotations

from dataclasses import dataclass

from netbuilder.catalog.custom import CustomCode, CustomKind
from tests.unit.custom_pieces import layer

INIT = """\
def __init__(self, units=3, **kwargs):
    super().__init__(**kwargs)
    self.units = units
"""
CONFIG = "\ndef get_config(self):\n    return {**super().get_config(), 'units': self.units}\n"
BUILD = """
def build(self, input_shape):
    self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
"""
CALL = "\ndef call(self, inputs):\n    return ops.matmul(inputs, self.w)\n"


@dataclass(frozen=True)
class Mistake:
    """A piece of code, the check that finds what is wrong, and the words and line for it."""

    id: str
    code: CustomCode
    check: str
    words: str
    line: int | None = None


def _call(*lines: str) -> CustomCode:
    """Return a layer without weights, whose ``call`` has these lines; the first is line 10."""
    body = "".join(f"    {line}\n" for line in lines)
    return layer(f"{INIT}\ndef call(self, inputs):\n{body}")


def _function(kind: CustomKind, *lines: str) -> CustomCode:
    """Return a function of this kind; the first line is line 6."""
    given = "x" if kind is CustomKind.ACTIVATION else "y_true, y_pred"
    body = "".join(f"    {line}\n" for line in lines)
    imports = "import keras\nimport numpy as np\nfrom keras import ops\n\n"
    return CustomCode(kind, "own", f"{imports}def own({given}):\n{body}")


LAYERS = (
    Mistake(
        "forgets super().__init__",
        layer("def __init__(self, units=3, **kwargs):\n    self.units = units\n" + CALL),
        "makes",
        "does not begin with super().__init__(**kwargs)",
        6,
    ),
    Mistake(
        "no get_config where one is needed",
        layer(
            "def __init__(self, scale=lambda x: 2 * x, **kwargs):\n    super().__init__(**kwargs)\n"
            "    self.scale = scale\n\ndef call(self, inputs):\n    return self.scale(inputs)"
        ),
        "config",
        "get_config is missing",
    ),
    Mistake(
        "get_config leaves a parameter out",
        layer(INIT + BUILD + CALL + "\ndef get_config(self):\n    return super().get_config()\n"),
        "config",
        "get_config leaves out units",
        16,
    ),
    Mistake(
        "get_config says something else",
        layer(
            INIT + BUILD + CALL + "\ndef get_config(self):\n"
            "    return {**super().get_config(), 'units': self.units + 1}\n"
        ),
        "config",
        "another units",
        16,
    ),
    Mistake(
        "weights in call",
        _call("w = self.add_weight(shape=(8, 3))", "return ops.matmul(inputs, w)"),
        "builds",
        "Weights are made in build",
        11,
    ),
    Mistake(
        "a layer made in call",
        _call("return layers.Dense(3)(inputs)"),
        "known",
        "that Keras does not know",
        10,
    ),
    Mistake(
        "a variable of TensorFlow's",
        layer(
            INIT + "\ndef build(self, input_shape):\n    import tensorflow as tf\n"
            "    self.w = tf.Variable(tf.ones((input_shape[-1], self.units)))\n" + CALL
        ),
        "known",
        "that Keras does not know",
    ),
    Mistake(
        "call gives nothing back",
        _call("ops.sqrt(inputs)"),
        "builds",
        "call gives nothing back",
    ),
    Mistake(
        "call gives a number",
        _call("return 3"),
        "builds",
        "",
    ),
    Mistake(
        "sizes that do not fit",
        _call("import numpy as np", "return ops.matmul(inputs, np.ones((5, 2)))"),
        "builds",
        "do not fit together",
        12,
    ),
    Mistake(
        "promises another shape",
        layer(
            INIT + "\ndef compute_output_shape(self, input_shape):\n    return (None, 3)\n"
            "\ndef call(self, inputs):\n    return inputs"
        ),
        "computes",
        "had promised (None, 3)",
        10,
    ),
    Mistake(
        "a weight as large as the batch",
        layer(
            INIT + "\ndef build(self, input_shape):\n"
            "    self.w = self.add_weight(shape=(input_shape[0], self.units))\n" + CALL
        ),
        "builds",
        "an axis of unknown length",
        11,
    ),
    Mistake(
        "an if about a tensor",
        _call("if ops.sum(inputs) > 0:", "    return inputs", "return -inputs"),
        "builds",
        "keras.ops.where",
        11,
    ),
    Mistake(
        "NumPy on tensors",
        _call("import math", "return math.sqrt(inputs)"),
        "builds",
        "keras.ops can",
        12,
    ),
    Mistake(
        "an unknown name",
        _call("return unit * inputs"),
        "builds",
        "'unit' is not known here",
        11,
    ),
    Mistake(
        "not differentiable",
        layer(
            INIT + BUILD + "\ndef call(self, inputs):\n"
            "    return ops.cast(ops.matmul(inputs, self.w) > 0, 'float32')\n" + CONFIG
        ),
        "gradients",
        "No gradient reaches w",
        13,
    ),
    Mistake(
        "a weight that is not used",
        layer(INIT + BUILD + "\ndef call(self, inputs):\n    return inputs\n" + CONFIG),
        "gradients",
        "No gradient reaches w",
        13,
    ),
    Mistake(
        "a logarithm of negative numbers",
        _call("return ops.log(inputs - 10.0)"),
        "computes",
        "not finite",
        10,
    ),
    Mistake("exit in call", _call("exit()"), "builds", "calls exit()", 11),
    Mistake(
        "exit at the top",
        CustomCode(
            CustomKind.LAYER, "Own", "import sys\nsys.exit(1)\n" + _call("return inputs").source
        ),
        "runs",
        "calls exit()",
        2,
    ),
    Mistake(
        "an import that is not there",
        CustomCode(CustomKind.LAYER, "Own", "import torchy\n" + _call("return inputs").source),
        "runs",
        "package torchy is missing",
        1,
    ),
    Mistake(
        "other work in training that fails",
        layer(
            INIT + "\ndef call(self, inputs, training=None):\n    if training:\n"
            "        return inputs / 0.0\n    return inputs\n"
        ),
        "modes",
        "not finite",
        10,
    ),
    Mistake(
        "too much memory",
        _call("return inputs + ops.sum(ops.ones((100000, 100000, 10)))"),
        "computes",
        "",
    ),
)

LOSSES = tuple(
    Mistake(name, _function(CustomKind.LOSS, *lines), check, words, line)
    for name, lines, check, words, line in (
        ("nothing back", ("ops.mean(y_true - y_pred)",), "computes", "nothing back", 5),
        ("rounds", ("return ops.mean(ops.round(y_pred) - y_true)",), "gradients", "gradient", 5),
        (
            "accuracy",
            ("return ops.mean(ops.argmax(y_pred, -1) == ops.argmax(y_true, -1))",),
            "gradients",
            "gradient",
            5,
        ),
        (
            "logarithm of 0",
            ("return -ops.sum(y_true * ops.log(y_pred), axis=-1)",),
            "edges",
            "not finite",
            5,
        ),
        ("NumPy", ("return np.mean((y_true - y_pred) ** 2)",), "gradients", "", None),
    )
)
METRICS = (
    Mistake(
        "nothing back",
        _function(CustomKind.METRIC, "ops.mean(y_true - y_pred)"),
        "computes",
        "nothing back",
        5,
    ),
)
ACTIVATIONS = tuple(
    Mistake(name, _function(CustomKind.ACTIVATION, *lines), check, words, line)
    for name, lines, check, words, line in (
        ("another shape", ("return ops.sum(x, axis=-1)",), "computes", "leaves the shape", 5),
        ("overflows", ("return ops.exp(x) / (1 + ops.exp(x))",), "edges", "not finite", 5),
        ("a step", ("return ops.cast(x > 0, 'float32')",), "gradients", "gradient", 5),
    )
)
CALLBACKS = (
    Mistake(
        "a figure that is not there",
        CustomCode(
            CustomKind.CALLBACK,
            "Own",
            "import keras\n\n\nclass Own(keras.callbacks.Callback):\n"
            "    def on_epoch_end(self, epoch, logs=None):\n        print(logs['lost'])\n",
        ),
        "trains",
        "lost",
        6,
    ),
)
MISTAKES = (*LAYERS, *LOSSES, *METRICS, *ACTIVATIONS, *CALLBACKS)
