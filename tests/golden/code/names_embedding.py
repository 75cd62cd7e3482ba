"""Where does the name \"Zoë\" come from?

Keep cldr_names_language.csv beside this file.

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
DATA_FILE = Path(__file__).parent / "cldr_names_language.csv"
TEXT = "text"
TARGET = "language"
LENGTH = 20
CLASS_NAMES = [
    "English",
    "Finnish",
    "French",
    "German",
    "Italian",
    "Polish",
    "Spanish",
    "Turkish",
]


def read_table():
    """Return the rows of the file as they are."""
    return pd.read_csv(DATA_FILE)


def encode(texts, numbers):
    """Return LENGTH numbers for each text."""
    rows = np.zeros((len(texts), LENGTH), dtype="int32")
    for row, text in zip(rows, texts):
        for place, character in enumerate(text[:LENGTH]):
            row[place] = numbers.get(character, 1)
    return rows


def load_data():
    """Return texts as rows of character numbers, and their classes."""
    table = read_table()
    texts = table[TEXT].astype(str)
    # Each class becomes its place in CLASS_NAMES.
    y = table[TARGET].map(CLASS_NAMES.index).to_numpy("int32")
    texts_train, texts_test, y_train, y_test = train_test_split(
        texts, y, test_size=0.2, random_state=0, stratify=y
    )

    # Number the characters of the training texts; 0 fills up short texts, and 1
    # stands for a character that was never seen in training.
    characters = sorted(set("".join(texts_train)))
    numbers = {character: n for n, character in enumerate(characters, start=2)}
    x_train = encode(texts_train, numbers)
    x_test = encode(texts_test, numbers)
    return (x_train, y_train), (x_test, y_test)


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(20,), dtype="int32", name="characters"),
            # gives (None, 20, 16)
            layers.Embedding(input_dim=200, output_dim=16, mask_zero=True),
            layers.GRU(32),  # (None, 32)
            layers.Dense(8, activation="softmax"),  # (None, 8)
        ],
        name="where_does_the_name_zoe_come",
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
