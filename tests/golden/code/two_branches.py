"""Two branches.

Keep fashion_mnist_12k.npz beside this file.

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
DATA_FILE = Path(__file__).parent / "fashion_mnist_12k.npz"
CLASS_NAMES = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]


def load_data():
    """Return the training and the test pictures, each with their classes."""
    with np.load(DATA_FILE, allow_pickle=False) as data:
        x_train, y_train = data["x_train"], data["y_train"]
        x_test, y_test = data["x_test"], data["y_test"]
    x_train, x_test = x_train.astype("float32"), x_test.astype("float32")
    # Layers such as Conv2D expect a channel axis, here of size 1.
    x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]
    return (x_train, y_train), (x_test, y_test)


def build_model():
    """Build the network."""
    inputs = keras.Input(shape=(28, 28, 1))
    rescaling = layers.Rescaling(0.00392156862745098)(inputs)  # (None, 28, 28, 1)
    # gives (None, 26, 26, 8)
    x = layers.Conv2D(8, kernel_size=3, activation="relu", name="fine")(rescaling)
    fine_pool = layers.GlobalAveragePooling2D(name="fine_pool")(x)  # (None, 8)
    # gives (None, 22, 22, 8)
    x = layers.Conv2D(8, kernel_size=7, activation="relu", name="coarse")(rescaling)
    x = layers.GlobalAveragePooling2D(name="coarse_pool")(x)  # (None, 8)
    x = layers.Concatenate(name="both")([fine_pool, x])  # (None, 16)
    outputs = layers.Dense(10, activation="softmax", name="scores")(x)  # (None, 10)
    return keras.Model(inputs, outputs, name="two_branches")


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
        optimizer=keras.optimizers.Adam(
            learning_rate=keras.optimizers.schedules.ExponentialDecay(
                initial_learning_rate=0.01,
                decay_steps=500,
                decay_rate=0.9,
            )
        ),
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
