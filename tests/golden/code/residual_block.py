"""A residual block.

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
    x_train, x_test = x_train / 255, x_test / 255
    # Layers such as Conv2D expect a channel axis, here of size 1.
    x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]
    return (x_train, y_train), (x_test, y_test)


def build_model():
    """Build the network."""
    inputs = keras.Input(shape=(28, 28, 1))
    # gives (None, 28, 28, 16)
    x = layers.Conv2D(
        16,
        kernel_size=(3, 3),
        padding="same",
        use_bias=False,
        kernel_regularizer=keras.regularizers.L2(l2=0.0001),
    )(inputs)
    x = layers.BatchNormalization()(x)  # (None, 28, 28, 16)
    re_lu = layers.ReLU()(x)  # (None, 28, 28, 16)
    # gives (None, 28, 28, 16)
    x = layers.Conv2D(
        16,
        kernel_size=(3, 3),
        padding="same",
        use_bias=False,
        kernel_initializer=keras.initializers.HeNormal(),
    )(re_lu)
    x = layers.BatchNormalization()(x)  # (None, 28, 28, 16)
    x = layers.Add()([re_lu, x])  # (None, 28, 28, 16)
    x = layers.ReLU()(x)  # (None, 28, 28, 16)
    x = layers.GlobalAveragePooling2D()(x)  # (None, 16)
    outputs = layers.Dense(10, activation="softmax")(x)  # (None, 10)
    return keras.Model(inputs, outputs, name="a_residual_block")


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
        optimizer=keras.optimizers.SGD(momentum=0.9),
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
    )
    keep_history(history.history)
    results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)
    print(f"Test: {figures(results)}")
    model.save("model.keras")


if __name__ == "__main__":
    main()
