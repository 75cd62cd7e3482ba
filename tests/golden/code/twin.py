"""Compare both ways.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


def build_compare():
    """Build compare, a part of the network."""
    input_layer = keras.Input(shape=(8,), name="input_layer")
    first = layers.Dense(4, name="first")(input_layer)  # (None, 4)
    input_layer_1 = keras.Input(shape=(8,), name="input_layer_1")
    x = layers.Dense(4, name="second")(input_layer_1)  # (None, 4)
    outputs = layers.Multiply(name="product")([first, x])  # (None, 4)
    return keras.Model(
        inputs=[input_layer, input_layer_1],
        outputs=outputs,
        name="compare",
    )


def build_both_ways():
    """Build both_ways, a part of the network."""
    input_layer = keras.Input(shape=(8,))
    input_layer_1 = keras.Input(shape=(8,))
    compare = build_compare()
    input_layer_compare = compare([input_layer, input_layer_1])  # (None, 4)
    x = compare([input_layer_1, input_layer])  # (None, 4)
    outputs = layers.Concatenate()([input_layer_compare, x])  # (None, 8)
    return keras.Model(
        inputs=[input_layer, input_layer_1],
        outputs=outputs,
        name="both_ways",
        trainable=False,
    )


def build_model():
    """Build the network."""
    question = keras.Input(shape=(8,), name="question")
    answer = keras.Input(shape=(8,), name="answer")
    x = build_both_ways()([question, answer])  # (None, 8)
    outputs = layers.Dense(1)(x)  # (None, 1)
    return keras.Model(
        inputs=[question, answer],
        outputs=outputs,
        name="compare_both_ways",
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
