"""Sunspots: what comes next?

Keep sunspots_monthly.csv beside this file.

To install what it needs: pip install keras tensorflow numpy pandas

Made with NetBuilder.
"""

import csv
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from keras import layers

SEED = 42
EPOCHS = 5
BATCH_SIZE = 32
DATA_FILE = Path(__file__).parent / "sunspots_monthly.csv"
COLUMN = "sunspots"
WINDOW = 24
HORIZON = 1


def read_table():
    """Return the rows of the file as they are."""
    return pd.read_csv(DATA_FILE)


def make_windows(series):
    """Return all pieces of WINDOW values, and the HORIZON values after each."""
    pieces = np.lib.stride_tricks.sliding_window_view(series, WINDOW + HORIZON)
    # Recurrent layers expect (time, features): one feature a time step.
    return pieces[:, :WINDOW, np.newaxis], pieces[:, WINDOW:]


def load_data():
    """Return windows of the series, each with the values that follow it."""
    series = read_table()[COLUMN].to_numpy("float32")
    # The test part is the latest: never mix the past with the future.
    start = int(len(series) * (1 - 0.2))
    # The first test window looks back at the end of the training part.
    train, test = series[:start], series[start - WINDOW :]

    mean, std = train.mean(), train.std()
    train, test = (train - mean) / std, (test - mean) / std
    x_train, y_train = make_windows(train)
    x_test, y_test = make_windows(test)
    return (x_train, y_train), (x_test, y_test)


def build_model():
    """Build the network."""
    return keras.Sequential(
        [
            keras.Input(shape=(24, 1)),
            layers.Bidirectional(layers.LSTM(8)),  # (None, 16)
            layers.Dense(1),  # (None, 1)
        ],
        name="sunspots_what_comes_next",
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
        loss=keras.losses.MeanSquaredError(),
        metrics=[keras.metrics.MeanAbsoluteError(name="mae")],
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
