"""First the head, then the rest.

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
EPOCHS = 2
TUNING_EPOCHS = 3
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


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1), name="x"),
            # gives (None, 6, 6, 4)
            layers.Conv2D(4, kernel_size=5, strides=4, trainable=False, name="look"),
            layers.Flatten(),  # (None, 144)
            layers.Dense(10, activation="softmax", name="scores"),  # (None, 10)
        ],
        name="first_the_head_then_the_rest",
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


def joined(history, later):
    """Return the figures of two trainings as those of one."""
    return {name: values + later.get(name, []) for name, values in history.items()}


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

    # Keeps the best of both phases.
    checkpoint = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
    history = model.fit(
        x_train,
        y_train,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        validation_split=0.2,
        callbacks=[
            keras.callbacks.EarlyStopping(),
            checkpoint,
            keras.callbacks.CSVLogger("log.csv"),
        ],
    )

    # Layers that were frozen learn too, at a lower rate.
    freed = ["look"]
    for name in freed:
        model.get_layer(name).trainable = True
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.0001),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    done = len(history.epoch)
    tuning = model.fit(
        x_train,
        y_train,
        batch_size=BATCH_SIZE,
        initial_epoch=done,
        epochs=done + TUNING_EPOCHS,
        validation_split=0.2,
        callbacks=[
            keras.callbacks.EarlyStopping(),
            checkpoint,
            keras.callbacks.CSVLogger("log.csv", append=True),
        ],
    )
    keep_history(joined(history.history, tuning.history))
    results = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE, return_dict=True)
    print(f"Test: {figures(results)}")
    model.save("model.keras")


if __name__ == "__main__":
    main()
