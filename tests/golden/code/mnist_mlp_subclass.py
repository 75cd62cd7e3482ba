"""A first network for MNIST.

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
CLASS_NAMES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]


def load_data():
    """Return the training and the test pictures, each with their classes."""
    with np.load(DATA_FILE, allow_pickle=False) as data:
        x_train, y_train = data["x_train"], data["y_train"]
        x_test, y_test = data["x_test"], data["y_test"]
    x_train, x_test = x_train.astype("float32"), x_test.astype("float32")
    # Layers such as Conv2D expect a channel axis, here of size 1.
    x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]
    return (x_train, y_train), (x_test, y_test)


@keras.saving.register_keras_serializable()
class Net(keras.Model):
    """The network: its layers are made in __init__ and wired up in call."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rescaling = layers.Rescaling(0.00392156862745098)
        self.flatten = layers.Flatten()
        self.dense = layers.Dense(128, activation="relu")
        self.dropout = layers.Dropout(0.2)
        self.dense_1 = layers.Dense(10, activation="softmax")

    def build(self, input_shape=None):
        """Make all weights, by calling the layers once on symbolic inputs."""
        inputs = keras.Input(shape=(28, 28, 1))
        self.call(inputs)

    def call(self, inputs, training=None):
        """Return what the network gives."""
        x = self.rescaling(inputs)  # (None, 28, 28, 1)
        x = self.flatten(x)  # (None, 784)
        x = self.dense(x)  # (None, 128)
        x = self.dropout(x, training=training)  # (None, 128)
        return self.dense_1(x)  # (None, 10)


def build_model():
    """Build the network."""
    model = Net(name="a_first_network_for_mnist")
    model.build()
    return model


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
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    model.summary()

    history = model.fit(
        x_train,
        y_train,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        validation_split=0.2,
        callbacks=[
            keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True),
            keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
            keras.callbacks.ReduceLROnPlateau(patience=1),
            keras.callbacks.CSVLogger("log.csv"),
            keras.callbacks.TerminateOnNaN(),
        ],
    )
    keep_history(history.history)
    results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)
    print(f"Test: {figures(results)}")
    model.save("model.keras")


if __name__ == "__main__":
    main()
