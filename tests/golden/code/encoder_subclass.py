"""States as answers.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


@keras.saving.register_keras_serializable()
class Encoder(keras.Model):
    """encoder, a part of the network."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.read = layers.LSTM(4, return_state=True, name="read")

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        inputs = keras.Input(shape=(9, 4))
        self.call(inputs)

    def call(self, inputs):
        """Return what the network gives."""
        _, read_h, read_c = self.read(inputs)  # (None, 4), (None, 4), (None, 4)
        return [read_c, read_h]


@keras.saving.register_keras_serializable()
class Net(keras.Model):
    """The network: its layers are made in __init__ and wired up in call."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.both = layers.Bidirectional(layers.GRU(3, return_state=True), name="both")
        self.past = layers.MultiHeadAttention(num_heads=2, key_dim=3, name="past")
        self.look = layers.Attention(name="look")
        self.encoder = Encoder(name="encoder")
        self.sum_layer = layers.Add(name="sum")
        self.output_names = ["encoder", "both", "sum", "both", "look"]

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        inputs = keras.Input(shape=(9, 4), name="steps")
        # MultiHeadAttention draws random numbers only now, not when it is made:
        # with the same seed, the first weights are not those of the Functional style.
        self.call(inputs)

    def call(self, inputs):
        """Return what the network gives."""
        _, both_state_1, _ = self.both(inputs)  # (None, 6), (None, 3), (None, 3)
        x = self.past(inputs, inputs, use_causal_mask=True)  # (None, 9, 4)
        # gives (None, 9, 4), (None, 9, 9)
        _, look_scores = self.look([x, inputs], return_attention_scores=True)
        encoder, encoder_state_1 = self.encoder(inputs)  # (None, 4), (None, 4)
        sum_layer = self.sum_layer([encoder_state_1, encoder])  # (None, 4)
        return [encoder, both_state_1, sum_layer, both_state_1, look_scores]


def build_model():
    """Build the network."""
    model = Net(name="states_as_answers")
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
