"""Two questions at once.

Keep penguins.csv beside this file.

To install what it needs: pip install keras tensorflow numpy pandas scikit-learn

Made with NetBuilder.
"""

import csv
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.model_selection import train_test_split

SEED = 42
EPOCHS = 5
BATCH_SIZE = 32
DATA_FILE = Path(__file__).parent / "penguins.csv"
COLUMNS = [
    "bill_length_mm",
    "bill_depth_mm",
    "island",
    "sex",
    "species",
    "body_mass_g",
    "year",
]
INPUTS = {"sizes": ["bill_length_mm", "bill_depth_mm"], "place": ["island", "sex"]}
CLASSES = {"species": "species"}
NUMBERS = {"mass": "body_mass_g"}
WEIGHTS = "year"
CLASS_NAMES = {"species": ["Adelie", "Chinstrap", "Gentoo"]}


def read_table():
    """Return the rows of the file as they are."""
    return pd.read_csv(DATA_FILE)


def take(arrays, rows):
    """Return the same rows of each array."""
    return {name: array[rows] for name, array in arrays.items()}


def load_data():
    """Return inputs and answers, with what each sample counts."""
    # Rows with an empty cell are left out.
    table = read_table()[COLUMNS].dropna()
    # Each word of a text column gets a column of its own: 1 where it stands, else 0.
    x = {
        name: pd.get_dummies(table[columns], dtype="float32").to_numpy("float32")
        for name, columns in INPUTS.items()
    }
    y = {}
    for name, column in CLASSES.items():
        # The classes are numbered in alphabetical order.
        words = table[column].astype(str)
        y[name] = np.unique(words, return_inverse=True)[1]
    for name, column in NUMBERS.items():
        y[name] = table[column].to_numpy("float32")
    w = table[WEIGHTS].to_numpy("float32")
    train, test = train_test_split(
        np.arange(len(table)), test_size=0.2, random_state=0, stratify=y["species"]
    )
    x_train, x_test = take(x, train), take(x, test)
    y_train, y_test = take(y, train), take(y, test)
    w_train, w_test = w[train], w[test]

    # Measured on the training part alone: the test part must stay unseen.
    for name in INPUTS:
        mean, std = x_train[name].mean(axis=0), x_train[name].std(axis=0)
        std[std == 0] = 1  # a column that never changes becomes 0
        x_train[name] = (x_train[name] - mean) / std
        x_test[name] = (x_test[name] - mean) / std

    for name in NUMBERS:
        y_mean, y_std = y_train[name].mean(), y_train[name].std()
        y_train[name] = (y_train[name] - y_mean) / y_std
        y_test[name] = (y_test[name] - y_mean) / y_std

    # With weights of the samples, Keras takes the answers as a list.
    names = ["species", "mass"]
    y_train = [y_train[name] for name in names]
    y_test = [y_test[name] for name in names]
    return (x_train, y_train, w_train), (x_test, y_test, w_test)


def build_model():
    """Build the network."""
    sizes = keras.Input(shape=(2,), name="sizes")
    place = keras.Input(shape=(5,), name="place")
    x = layers.Normalization(name="norm")(sizes)  # (None, 2)
    together = layers.Concatenate(name="together")([x, place])  # (None, 7)
    # gives (None, 3)
    species = layers.Dense(3, activation="softmax", name="species")(together)
    mass = layers.Dense(1, name="mass")(together)  # (None, 1)
    return keras.Model(
        inputs=[sizes, place],
        outputs=[species, mass],
        name="two_questions_at_once",
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
    keras.config.set_dtype_policy("mixed_bfloat16")
    (x_train, y_train, w_train), (x_test, y_test, w_test) = load_data()

    model = build_model()
    model.get_layer("norm").adapt(x_train["sizes"])
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss={
            "species": keras.losses.SparseCategoricalCrossentropy(),
            "mass": keras.losses.MeanSquaredError(),
        },
        loss_weights={"species": 1.0, "mass": 0.5},
        metrics={"species": ["accuracy"]},
        jit_compile=False,
    )
    model.summary()

    history = model.fit(
        x_train,
        y_train,
        sample_weight=w_train,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        validation_split=0.2,
    )
    keep_history(history.history)
    results = model.evaluate(
        x_test,
        y_test,
        sample_weight=w_test,
        batch_size=BATCH_SIZE,
        return_dict=True,
    )
    print(f"Test: {figures(results)}")
    model.save("model.keras")


if __name__ == "__main__":
    main()
