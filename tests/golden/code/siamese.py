"""Do two pictures show the same?

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


def build_model():
    """Build the network."""
    left = keras.Input(shape=(28, 28, 1), name="left")
    right = keras.Input(shape=(28, 28, 1), name="right")
    flatten = layers.Flatten()
    x = flatten(left)  # (None, 784)
    encode = layers.Dense(32, activation="relu", name="encode")
    flatten_encode = encode(x)  # (None, 32)
    x = flatten(right)  # (None, 784)
    x = encode(x)  # (None, 32)
    x = layers.Subtract()([flatten_encode, x])  # (None, 32)
    outputs = layers.Dense(1, activation="sigmoid", name="same")(x)  # (None, 1)
    return keras.Model(
        inputs=[left, right],
        outputs=outputs,
        name="do_two_pictures_show_the_same",
    )


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
