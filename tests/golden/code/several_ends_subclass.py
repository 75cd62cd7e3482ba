"""Question and answer.

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
        self.embedding = layers.Embedding(input_dim=500, output_dim=16)
        self.embedding_1 = layers.Embedding(input_dim=500, output_dim=16)
        self.encoder = layers.LSTM(
            16,
            return_sequences=True,
            return_state=True,
            name="encoder",
        )
        self.lstm = layers.LSTM(16, return_sequences=True)
        self.multi_head_attention = layers.MultiHeadAttention(num_heads=2, key_dim=8)
        self.softmax_1 = layers.Softmax(name="softmax_1")
        self.global_max_pooling1d = layers.GlobalMaxPooling1D()
        self.concatenate = layers.Concatenate()
        self.answer = layers.Dense(4, activation="softmax", name="answer")
        self.certainty = layers.Dense(1, activation="sigmoid", name="certainty")
        self.output_names = ["answer", "certainty"]

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        question = keras.Input(shape=(12,), dtype="int32", name="question")
        context = keras.Input(shape=(30,), dtype="int32", name="context")
        # MultiHeadAttention draws random numbers only now, not when it is made:
        # with the same seed, the first weights are not those of the Functional style.
        self.call([question, context])

    def call(self, inputs):
        """Return what the network gives."""
        question, context = inputs
        embedding = self.embedding(question)  # (None, 12, 16)
        embedding_1 = self.embedding_1(context)  # (None, 30, 16)
        # gives (None, 12, 16), (None, 16), (None, 16)
        encoder, encoder_h, encoder_c = self.encoder(embedding)
        x = self.lstm(embedding_1)  # (None, 30, 16)
        x = self.multi_head_attention(x, encoder)  # (None, 30, 16)
        x = self.softmax_1(x)  # (None, 30, 16)
        x = self.global_max_pooling1d(x)  # (None, 16)
        concatenate = self.concatenate([x, encoder_h, encoder_c])  # (None, 48)
        answer = self.answer(concatenate)  # (None, 4)
        certainty = self.certainty(concatenate)  # (None, 1)
        return [answer, certainty]


def build_model():
    """Build the network."""
    model = Net(name="question_and_answer")
    model.build()
    return model


def main():
    """Build the network and show it; there are no data to train it on."""
    keras.utils.set_random_seed(SEED)
    model = build_model()
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss={
            "answer": keras.losses.SparseCategoricalCrossentropy(),
            "certainty": keras.losses.SparseCategoricalCrossentropy(),
        },
        metrics={"answer": ["accuracy"], "certainty": ["accuracy"]},
    )
    model.summary()


if __name__ == "__main__":
    main()
