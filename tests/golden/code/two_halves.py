"""An autoencoder of two halves.

Keep mnist_5k.npz beside this file.

To install what it needs: pip install keras tensorflow numpy

Made with NetBuilder.
"""

import csv
from pathlib import Path

import keras
import numpy as np
from keras import layers

SEED = 42
EPOCHS = 5
BATCH_SIZE = 32
DATA_FILE = Path(__file__).parent / "mnist_5k.npz"


def load_data():
    """Return the training and the test pictures, each with themselves as the answer."""
    with np.load(DATA_FILE, allow_pickle=False) as data:
        x_train = data["x_train"]
        x_test = data["x_test"]
    x_train, x_test = x_train.astype("float32"), x_test.astype("float32")
    x_train, x_test = x_train / 255, x_test / 255
    # Layers such as Conv2D expect a channel axis, here of size 1.
    x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]
    return (x_train, x_train), (x_test, x_test)


def build_encoder():
    """Build encoder, a part of the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28), name="input_layer"),
            layers.Flatten(),  # (None, 784)
            layers.Dense(32, activation="relu", name="code"),  # (None, 32)
        ],
        name="encoder",
    )


def build_decoder():
    """Build decoder, a part of the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(32,), name="input_layer"),
            layers.Dense(784, activation="sigmoid"),  # (None, 784)
            layers.Reshape((28, 28)),  # (None, 28, 28)
        ],
        name="decoder",
    )


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            build_encoder(),  # (None, 32)
            build_decoder(),  # (None, 28, 28)
        ],
        name="an_autoencoder_of_two_halves",
    )


def figures(logs):
    """Return all figures in full, as in: accuracy=0.5, loss=1.25."""
    return ", ".join(f"{name}={value!r}" for name, value in logs.items())


def keep_history(history):
    """Print the figures of every epoch, and write them to history.csv."""
    rows = list(zip(*history.values()))
    for epoch, row in enumerate(rows, start=1):
        print(f"Epoch {epoch}: {figures(dict(zip(history, row)))}")
    with open("history.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["epoch", *history])
        writer.writerows([epoch, *row] for epoch, row in enumerate(rows, start=1))


def main():
    """Train the network, test it and save it."""
    keras.utils.set_random_seed(SEED)
    (x_train, y_train), (x_test, y_test) = load_data()

    model = build_model()
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.BinaryCrossentropy(),
    )
    model.summary()

    history = model.fit(
        x_train,
        y_train,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        validation_split=0.2,
    )
    keep_history(history.history)
    results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)
    print(f"Test: {figures(results)}")
    model.save("model.keras")


if __name__ == "__main__":
    main()
