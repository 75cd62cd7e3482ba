"""Unfinished.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1), name="x"),
            layers.Flatten(),  # (None, 784)
            # dense: waits for a value for units
        ],
        name="unfinished",
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
