"""Fits small networks on shipped data in a process of its own and prints what came out.

Each fit prints one JSON line: its name, the loss of the last epoch, the loss on the test
part, and the same loss with the answers as a column, which must not change it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers

from netbuilder.codegen.data import data_folder, data_script
from netbuilder.dataset import DataChoice
from tests.unit.data_choices import builtin


@dataclass(frozen=True)
class Fit:
    """A small network for a choice of data.

    Attributes:
        choice: The data.
        stack: Its layers, the last one giving the answer.
        loss: Keras's name of the loss.
        metrics: Keras's names of the metrics.
    """

    choice: DataChoice
    stack: tuple[Any, ...]
    loss: str
    metrics: tuple[str, ...] = ()


def softmax(classes: int) -> Any:
    return layers.Dense(classes, activation="softmax")


def dense(units: int = 16) -> Any:
    return layers.Dense(units, activation="relu")


SPARSE, ONE_HOT = "sparse_categorical_crossentropy", "categorical_crossentropy"
AUTOENCODER = (
    layers.Flatten(),
    dense(),
    layers.Dense(784, activation="sigmoid"),
    layers.Reshape((28, 28, 1)),
)
FITS = {
    "pictures": Fit(
        builtin("mnist_5k"),
        (layers.Rescaling(1 / 255), layers.Conv2D(4, 3), layers.Flatten(), softmax(10)),
        SPARSE,
        ("accuracy",),
    ),
    "one-hot pictures": Fit(
        builtin("digits", labels="one-hot", scale="0 to 1"),
        (layers.Flatten(), softmax(10)),
        ONE_HOT,
        ("accuracy", "AUC"),
    ),
    "autoencoder": Fit(
        builtin("mnist_5k", target="same as input", scale="0 to 1"),
        AUTOENCODER,
        "binary_crossentropy",
    ),
    "table of classes": Fit(builtin("penguins"), (dense(), softmax(3)), SPARSE, ("accuracy",)),
    "two classes": Fit(
        builtin("breast_cancer"),
        (layers.Dense(1, activation="sigmoid"),),
        "binary_crossentropy",
        ("accuracy", "Precision", "Recall", "AUC"),
    ),
    "number": Fit(builtin("diabetes"), (dense(), layers.Dense(1)), "mse", ("mae", "R2Score")),
    "series": Fit(builtin("sunspots"), (layers.LSTM(4), layers.Dense(1)), "mse", ("mae",)),
    "far horizon": Fit(builtin("sunspots", horizon=6), (layers.GRU(4), layers.Dense(6)), "mse"),
    "texts": Fit(
        builtin("names"),
        (layers.Embedding(111, 8, mask_zero=True), layers.LSTM(8), softmax(8)),
        SPARSE,
        ("accuracy",),
    ),
}


def main() -> None:
    """Run all fits."""
    for name, fit in FITS.items():
        keras.utils.set_random_seed(0)
        names: dict[str, Any] = {"__file__": str(data_folder(fit.choice) / "script.py")}
        exec(data_script(fit.choice), names)
        (x_train, y_train), (x_test, y_test) = names["load_data"]()
        model = keras.Sequential([keras.Input(x_train.shape[1:]), *fit.stack])
        compile_anew(model, fit)
        losses = model.fit(x_train, y_train, epochs=2, verbose=0).history["loss"]
        tested = []
        for answers in (y_test, y_test[:, None] if y_test.ndim == 1 else y_test):
            compile_anew(model, fit)  # Keras keeps to the rank that it first saw
            tested.append(model.evaluate(x_test, answers, verbose=0, return_dict=True))
        line = json.dumps({"name": name, "losses": losses, "tested": tested})
        sys.stdout.write(line + "\n")


def compile_anew(model: Any, fit: Fit) -> None:
    model.compile(loss=fit.loss, optimizer=keras.optimizers.Adam(0.01), metrics=[*fit.metrics])


if __name__ == "__main__":
    main()
