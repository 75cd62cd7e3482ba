"""Compare both ways.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


@keras.saving.register_keras_serializable()
class Compare(keras.Model):
    """compare, a part of the network."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Dense(4, name="first")
        self.second = layers.Dense(4, name="second")
        self.product = layers.Multiply(name="product")

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        input_layer = keras.Input(shape=(8,))
        input_layer_1 = keras.Input(shape=(8,))
        self.call([input_layer, input_layer_1])

    def call(self, inputs):
        """Return what the network gives."""
        input_layer, input_layer_1 = inputs
        first = self.first(input_layer)  # (None, 4)
        x = self.second(input_layer_1)  # (None, 4)
        return self.product([first, x])  # (None, 4)


@keras.saving.register_keras_serializable()
class BothWays(keras.Model):
    """both_ways, a part of the network."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.compare = Compare(name="compare")
        self.concatenate = layers.Concatenate()

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        input_layer = keras.Input(shape=(8,))
        input_layer_1 = keras.Input(shape=(8,))
        self.call([input_layer, input_layer_1])

    def call(self, inputs):
        """Return what the network gives."""
        input_layer, input_layer_1 = inputs
        input_layer_compare = self.compare([input_layer, input_layer_1])  # (None, 4)
        x = self.compare([input_layer_1, input_layer])  # (None, 4)
        return self.concatenate([input_layer_compare, x])  # (None, 8)


@keras.saving.register_keras_serializable()
class Net(keras.Model):
    """The network: its layers are made in __init__ and wired up in call."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.both_ways = BothWays(name="both_ways", trainable=False)
        self.dense = layers.Dense(1)

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        question = keras.Input(shape=(8,), name="question")
        answer = keras.Input(shape=(8,), name="answer")
        self.call([question, answer])

    def call(self, inputs):
        """Return what the network gives."""
        question, answer = inputs
        x = self.both_ways([question, answer])  # (None, 8)
        return self.dense(x)  # (None, 1)


def build_model():
    """Build the network."""
    model = Net(name="compare_both_ways")
    model.build()
    return model


def main():
    """Build the network and show it; there are no data to train it on."""
    keras.utils.set_random_seed(SEED)
    model = build_model()
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    model.summary()


if __name__ == "__main__":
    main()
