"""A network and its training.

Keep penguins.csv beside this file.

To install what it needs: pip install keras tensorflow pandas scikit-learn

Made with NetBuilder.
"""

import csv
from pathlib import Path

import keras
import pandas as pd
from keras import layers
from sklearn.utils import shuffle

SEED = 42
EPOCHS = 5
BATCH_SIZE = 32
DATA_FILE = Path(__file__).parent / "penguins.csv"
TARGET = "species"
FEATURES = [
    "island",
    "bill_length_mm",
    "bill_depth_mm",
    "flipper_length_mm",
    "body_mass_g",
    "sex",
]
CLASS_NAMES = ["Adelie", "Chinstrap", "Gentoo"]


def read_table():
    """Return the rows of the file as they are."""
    return pd.read_csv(DATA_FILE)


def load_data():
    """Return the features and the classes to predict."""
    # Rows with an empty cell are left out.
    table = read_table()[[*FEATURES, TARGET]].dropna()
    # Each word of a text column gets a column of its own: 1 where it stands, else 0.
    x = pd.get_dummies(table[FEATURES], dtype="float32").to_numpy("float32")
    # Each class becomes its place in CLASS_NAMES.
    y = table[TARGET].map(CLASS_NAMES.index).to_numpy("int32")
    # Files are often sorted, and validation takes the last samples: mix them.
    x_train, y_train = shuffle(x, y, random_state=0)
    return (x_train, y_train), (None, None)


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(9,)),
            layers.Normalization(),  # (None, 9)
            layers.Dense(3, activation="softmax"),  # (None, 3)
        ]
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
    """Train the network and save it."""
    keras.utils.set_random_seed(SEED)
    (x_train, y_train), _ = load_data()

    model = build_model()
    model.get_layer("normalization").adapt(x_train)
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
    )
    keep_history(history.history)
    model.save("model.keras")


if __name__ == "__main__":
    main()
