"""States as answers.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


def build_encoder():
    """Build encoder, a part of the network."""
    inputs = keras.Input(shape=(9, 4))
    # gives (None, 4), (None, 4), (None, 4)
    _, read_h, read_c = layers.LSTM(4, return_state=True, name="read")(inputs)
    return keras.Model(inputs=inputs, outputs=[read_c, read_h], name="encoder")


def build_model():
    """Build the network."""
    inputs = keras.Input(shape=(9, 4), name="steps")
    # gives (None, 6), (None, 3), (None, 3)
    _, both_state_1, _ = layers.Bidirectional(
        layers.GRU(3, return_state=True),
        name="both",
    )(inputs)
    # gives (None, 9, 4)
    x = layers.MultiHeadAttention(
        num_heads=2,
        key_dim=3,
        name="past",
    )(inputs, inputs, use_causal_mask=True)
    # gives (None, 9, 4), (None, 9, 9)
    _, look_scores = layers.Attention(
        name="look",
    )([x, inputs], return_attention_scores=True)
    encoder, encoder_state_1 = build_encoder()(inputs)  # (None, 4), (None, 4)
    sum_layer = layers.Add(name="sum")([encoder_state_1, encoder])  # (None, 4)
    return keras.Model(
        inputs=inputs,
        outputs=[encoder, both_state_1, sum_layer, both_state_1, look_scores],
        name="states_as_answers",
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
