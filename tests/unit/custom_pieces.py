"""Custom code that several tests use."""

from __future__ import annotations

from netbuilder.catalog.custom import CustomCode, CustomKind

SCALE = CustomCode(
    CustomKind.LAYER,
    "Scale",
    '''\
import keras
from keras import ops


class Scale(keras.layers.Layer):
    """Multiply what comes by numbers that are learnt."""

    def __init__(self, start=1.0, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.start = start
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        constant = keras.initializers.Constant(self.start)
        self.factor = self.add_weight(shape=(input_shape[-1],), initializer=constant)

    def call(self, inputs):
        return self.activation(ops.multiply(inputs, self.factor))

    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "start": self.start, "activation": activation}
''',
)

SOFT_STEP = CustomCode(
    CustomKind.ACTIVATION,
    "soft_step",
    '''\
from keras import ops


def soft_step(x):
    """Return a step from 0 to 1 with a gentle edge."""
    return ops.sigmoid(4.0 * x)
''',
)

STEEP = CustomCode(CustomKind.ACTIVATION, "steep", "def steep(x):\n    return soft_step(3.0 * x)\n")

HALVED = CustomCode(
    CustomKind.FUNCTION, "halved", "def halved(epoch, rate):\n    return rate / (epoch + 1)\n"
)

NOON = CustomCode(
    CustomKind.CALLBACK,
    "StopAtNoon",
    '''\
import datetime

import keras


class StopAtNoon(keras.callbacks.Callback):
    """Stop at a certain hour."""

    def __init__(self, hour=12):
        super().__init__()
        self.hour = hour

    def on_epoch_end(self, epoch, logs=None):
        if datetime.datetime.now().hour > 24 + self.hour:
            self.model.stop_training = True
''',
)

CUBIC = CustomCode(
    CustomKind.LOSS,
    "cubic_error",
    '''\
from keras import ops


def cubic_error(y_true, y_pred):
    """Return the mean cube of the differences."""
    return ops.mean(ops.abs(y_true - y_pred) ** 3, axis=-1)
''',
)

LARGEST = CustomCode(
    CustomKind.METRIC,
    "LargestError",
    '''\
import keras
from keras import ops


class LargestError(keras.metrics.Metric):
    """The largest difference so far."""

    def __init__(self, name="largest_error", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(shape=(), initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        difference = ops.max(ops.abs(y_true - y_pred))
        self.largest.assign(ops.maximum(self.largest, difference))

    def result(self):
        return self.largest
''',
)

MIX = CustomCode(
    CustomKind.LAYER,
    "Mix",
    '''\
import keras
from keras import ops


class Mix(keras.layers.Layer):
    """A Dense without bias, which gives 0 where its input is masked."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")

    def call(self, inputs, mask=None):
        mixed = ops.matmul(inputs, self.kernel)
        return mixed if mask is None else ops.where(mask[..., None], mixed, 0.0)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        return {**super().get_config(), "units": self.units}
''',
)

READER = CustomCode(
    CustomKind.LAYER,
    "Reader",
    '''\
import keras


class Reader(keras.layers.LSTM):
    """An LSTM that gives what it reads at every step."""

    def __init__(self, units=4, **kwargs):
        super().__init__(units, **{"return_sequences": True, **kwargs})
''',
)

BILINEAR = CustomCode(
    CustomKind.LAYER,
    "Bilinear",
    '''\
import keras
from keras import ops


class Bilinear(keras.layers.Layer):
    """Weigh all products of two rows of numbers."""

    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, left_shape, right_shape):
        sizes = (left_shape[-1], right_shape[-1] * self.units)
        self.kernel = self.add_weight(shape=sizes, name="kernel")

    def call(self, left, right):
        mixed = ops.reshape(ops.matmul(left, self.kernel), (-1, right.shape[-1], self.units))
        return ops.squeeze(ops.matmul(ops.expand_dims(right, 1), mixed), 1)

    def get_config(self):
        return {**super().get_config(), "units": self.units}
''',
)

CELL = CustomCode(
    CustomKind.LAYER,
    "PlainCell",
    '''\
import keras
from keras import ops


class PlainCell(keras.layers.Layer):
    """One step of a sequence: what comes, and what came before."""

    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.memory = self.add_weight(shape=(self.units, self.units), name="memory")

    def call(self, inputs, states):
        given = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.memory)
        return ops.tanh(given), [ops.tanh(given)]

    def get_config(self):
        return {**super().get_config(), "units": self.units}
''',
)

BLOCK = CustomCode(
    CustomKind.LAYER,
    "Block",
    '''\
from keras import layers


class Block(layers.Layer):
    """Two convolutions with a way around them."""

    def __init__(self, filters=4, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.first = layers.Conv2D(filters, 3, padding="same", activation="relu")
        self.normal = layers.BatchNormalization()
        self.around = layers.Conv2D(filters, 1)
        self.join = layers.Add()

    def call(self, inputs, training=None):
        x = self.normal(self.first(inputs), training=training)
        return self.join([x, self.around(inputs)])

    def get_config(self):
        return {**super().get_config(), "filters": self.filters}
''',
)

PIECES = (SCALE, SOFT_STEP, CUBIC, LARGEST)


def layer(body: str, name: str = "Own") -> CustomCode:
    """Return a layer of this body, indented by nothing."""
    lines = "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())
    source = (
        f"import keras\nfrom keras import layers, ops\n\n\nclass {name}(layers.Layer):\n{lines}"
    )
    return CustomCode(CustomKind.LAYER, name, source)
