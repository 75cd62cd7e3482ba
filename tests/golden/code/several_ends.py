"""Question and answer.

To install what it needs: pip install keras tensorflow

Made with NetBuilder.
"""

import keras
from keras import layers

SEED = 42


def build_model():
    """Build the network."""
    question = keras.Input(shape=(12,), dtype="int32", name="question")
    context = keras.Input(shape=(30,), dtype="int32", name="context")
    # gives (None, 12, 16)
    embedding = layers.Embedding(input_dim=500, output_dim=16)(question)
    # gives (None, 30, 16)
    embedding_1 = layers.Embedding(input_dim=500, output_dim=16)(context)
    # gives (None, 12, 16), (None, 16), (None, 16)
    encoder, encoder_h, encoder_c = layers.LSTM(
        16,
        return_sequences=True,
        return_state=True,
        name="encoder",
    )(embedding)
    x = layers.LSTM(16, return_sequences=True)(embedding_1)  # (None, 30, 16)
    x = layers.MultiHeadAttention(num_heads=2, key_dim=8)(x, encoder)  # (None, 30, 16)
    x = layers.Softmax()(x)  # (None, 30, 16)
    x = layers.GlobalMaxPooling1D()(x)  # (None, 16)
    concatenate = layers.Concatenate()([x, encoder_h, encoder_c])  # (None, 48)
    # gives (None, 4)
    answer = layers.Dense(4, activation="softmax", name="answer")(concatenate)
    # gives (None, 1)
    certainty = layers.Dense(1, activation="sigmoid", name="certainty")(concatenate)
    return keras.Model(
        inputs=[question, context],
        outputs=[answer, certainty],
        name="question_and_answer",
    )


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
