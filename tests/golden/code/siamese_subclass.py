"""Do two pictures show the same?

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


@keras.saving.register_keras_serializable()
class Net(keras.Model):
    """The network: its layers are made in __init__ and wired up in call."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.flatten = layers.Flatten()
        self.encode = layers.Dense(32, activation="relu", name="encode")
        self.subtract = layers.Subtract()
        self.same = layers.Dense(1, activation="sigmoid", name="same")

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        left = keras.Input(shape=(28, 28, 1), name="left")
        right = keras.Input(shape=(28, 28, 1), name="right")
        self.call([left, right])

    def call(self, inputs):
        """Return what the network gives."""
        left, right = inputs
        x = self.flatten(left)  # (None, 784)
        flatten_encode = self.encode(x)  # (None, 32)
        x = self.flatten(right)  # (None, 784)
        x = self.encode(x)  # (None, 32)
        x = self.subtract([flatten_encode, x])  # (None, 32)
        return self.same(x)  # (None, 1)


def build_model():
    """Build the network."""
    model = Net(name="do_two_pictures_show_the_same")
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
